"""Presents a case; the only place that knows escaping."""
