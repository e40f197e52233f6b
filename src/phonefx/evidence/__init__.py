"""Opens an extraction, whatever it is packed in, as one read-only tree."""

from __future__ import annotations

from phonefx.evidence.opening import open_exhibit
from phonefx.evidence.tree import Entry, Exhibit, Limits, Problem

__all__ = ["Entry", "Exhibit", "Limits", "Problem", "open_exhibit"]
