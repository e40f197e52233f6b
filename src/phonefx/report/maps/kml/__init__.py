"""KML and KMZ of a case: streamed, valid against the OGC KML 2.2 schema, nothing loaded from a network."""
