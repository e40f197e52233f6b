"""Artifacts of Android itself."""
