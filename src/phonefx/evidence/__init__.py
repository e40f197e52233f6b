"""Opens an extraction, whatever it is packed in, as one read-only tree."""
