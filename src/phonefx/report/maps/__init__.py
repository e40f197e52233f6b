"""KML, GPX, GeoJSON and drawn maps."""
