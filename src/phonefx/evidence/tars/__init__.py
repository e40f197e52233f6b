"""Tar archives: an own header scan that reports damage and reads on behind it, where common readers stop silently."""
