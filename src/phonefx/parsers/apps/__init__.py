"""Apps, on both platforms."""
