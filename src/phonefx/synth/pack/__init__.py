"""Pack a made phone's folder the way extraction tools deliver it, byte for byte the same each time."""
