"""Zip archives: an own reader of the central directory that keeps every member, name byte and time stamp."""
