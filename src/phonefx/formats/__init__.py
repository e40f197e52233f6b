"""Decoders of byte formats, each usable on its own; they know no phone and no case."""
