"""Writers of the byte formats that made phones need; `formats` holds the readers, written independently of these."""
