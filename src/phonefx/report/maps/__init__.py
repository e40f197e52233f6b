"""Maps of a case: drawn maps for print, KML, GPX, GeoJSON and an offline HTML map."""
