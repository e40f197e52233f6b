"""Plain tables for a terminal or a pipe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from phonefx.formats.visible import shown

WIDEST = 60
"""Characters that a column is filled up to: one absurd name must not push every row of a table apart."""


def lines(header: Sequence[str], rows: Sequence[Sequence[object]]) -> Iterator[str]:
    """Give the lines of a table; numbers to the right, evidence text made safe."""
    cells = [[shown("" if value is None else str(value)) for value in row] for row in rows]
    widths = [
        max(len(name), min(WIDEST, max((len(row[at]) for row in cells), default=0))) for at, name in enumerate(header)
    ]
    right = [bool(rows) and all(isinstance(row[at], int) for row in rows) for at in range(len(header))]
    for row in (list(header), ["-" * width for width in widths], *cells):
        padded = (cell.rjust(width) if side else cell.ljust(width)
                  for cell, width, side in zip(row, widths, right, strict=True))  # fmt: skip
        yield "  ".join(padded).rstrip()
