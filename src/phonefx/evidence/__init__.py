"""Opens an extraction, whatever it is packed in, as one read-only tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from phonefx.evidence.tree import Entry, Exhibit, Limits, Problem

if TYPE_CHECKING:
    from phonefx.evidence.opening import open_exhibit

__all__ = ["Entry", "Exhibit", "Limits", "Problem", "open_exhibit"]


def __getattr__(name: str) -> object:
    """Load the readers when they are first asked for: the process that lists an image needs one of them alone."""
    if name == "open_exhibit":
        from phonefx.evidence.opening import open_exhibit

        return open_exhibit
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
