"""Text that is left in a full-text index after its row was deleted."""

from __future__ import annotations

from phonefx.formats.sqlite.fulltext.rows import Texts

__all__ = ["Texts"]
