"""Artifacts of iOS itself."""
