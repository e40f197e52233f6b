"""What a page is built of: headings, paragraphs, lists of facts, notes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from phonefx.report.pdf.sheet import ALERT, BODY_SIZE, GREY, INK, LEADING, LINK, PALE, Sheet
from phonefx.report.pdf.text.faces import BODY, BOLD, FIXED
from phonefx.report.pdf.text.lines import Line

Colour = tuple[float, ...]
_HEADING: Final = (17.0, 12.5, 10.5)
DIGEST_LENGTH: Final = 64
_FOLLOWING: Final = 96.0
"""Height kept free below a heading: a line that says how much is listed, the head of a table and two rows."""


def heading(sheet: Sheet, text: str, anchor: str, depth: int = 0, *, outline: bool = True) -> None:
    """Begin a section: a new page for one of the first rank, an entry in the outline."""
    size = _HEADING[depth]
    if depth == 0 and sheet.y < sheet.top:
        sheet.new_page()
    lines = sheet.set.wrap(text, sheet.width, size, BOLD)
    sheet.room(len(lines) * size * LEADING + _FOLLOWING)
    sheet.y -= size * (1.1 if depth == 0 else 1.7)
    sheet.anchor(anchor, up=size)
    if outline:
        sheet.outline(text, anchor, depth)
    sheet.ink(INK)
    with sheet.tagged(f"H{depth + 1}"):
        for line in lines:
            sheet.set.draw(line, _start(sheet, line, size), sheet.y, size)
            sheet.y -= size * LEADING
    sheet.y += size * (LEADING - 0.5)


def _start(sheet: Sheet, line: Line, size: float, indent: float = 0) -> float:
    return sheet.right - line.width * size / 1000 if line.right_to_left else sheet.left + indent


def paragraph(
    sheet: Sheet, text: str, *, size: float = BODY_SIZE, base: str = BODY, colour: Colour = INK, indent: float = 0,
    after: float = 5,
) -> None:  # fmt: skip
    """Draw a paragraph, over as many pages as it takes."""
    lines = sheet.set.wrap(text, sheet.width - indent, size, base)
    sheet.room(size * LEADING)
    with sheet.tagged("P"):
        for line in lines:
            sheet.room(size * LEADING)
            sheet.y -= size * LEADING
            sheet.ink(colour)
            sheet.set.draw(line, _start(sheet, line, size, indent), sheet.y, size)
    sheet.y -= after


def bullets(sheet: Sheet, texts: Iterable[str], *, size: float = BODY_SIZE) -> None:
    """Draw a list of points."""
    with sheet.grouped("L"):
        for text in texts:
            sheet.room(size * LEADING)
            with sheet.tagged("LI"):
                sheet.ink(INK)
                sheet.set.text("•", sheet.left + 3, sheet.y - size * LEADING, size)
                paragraph(sheet, text, size=size, indent=14, after=2)
    sheet.y -= 4


def fact_list(sheet: Sheet, facts: Iterable[tuple[str, str]], *, label: float = 130, size: float = 9) -> None:
    """Draw labels with their values; digests in fixed width, never over two pages."""
    for name, value in facts:
        _fact(sheet, name, value, label, size)
    sheet.y -= 5


def _fact(sheet: Sheet, name: str, value: str, label: float, size: float) -> None:
    base = FIXED if len(value) == DIGEST_LENGTH and value.isalnum() else BODY
    value_size = max(7.0, size - 1.2) if base == FIXED else size
    lines = sheet.set.wrap(value, sheet.width - label, value_size, base)
    sheet.room(min(len(lines), 4) * size * LEADING)
    names = sheet.set.wrap(name, label - 8, size)
    top = sheet.y
    with sheet.tagged("P"):
        sheet.ink(GREY)
        for number, line in enumerate(names):
            sheet.set.draw(line, sheet.left, top - (number + 1) * size * LEADING, size)
        sheet.ink(INK)
        for line in lines:
            sheet.room(size * LEADING)
            sheet.y -= size * LEADING
            x = sheet.right - line.width * value_size / 1000 if line.right_to_left else sheet.left + label
            sheet.set.draw(line, x, sheet.y, value_size)
    sheet.y = min(sheet.y, top - len(names) * size * LEADING) if sheet.y < top else sheet.y
    sheet.y -= 2


def note(sheet: Sheet, text: str, *, alert: bool = False, size: float = 9) -> None:
    """Draw a boxed remark that belongs to what follows or stands before."""
    lines = sheet.set.wrap(text, sheet.width - 22, size)
    sheet.room(min(len(lines), 4) * size * LEADING + 16)
    element = sheet.tags.element("Note") if sheet.tags.open is None else None
    while lines:
        sheet.room(size * LEADING + 16)
        fit = max(1, int((sheet.y - sheet.bottom - 12) / (size * LEADING)))
        now, lines = lines[:fit], lines[fit:]
        height = len(now) * size * LEADING + 9
        sheet.ink(PALE)
        sheet.canvas.rect(sheet.left, sheet.y - height, sheet.width, height, stroke=0, fill=1)
        sheet.ink(ALERT if alert else GREY)
        sheet.canvas.rect(sheet.left, sheet.y - height, 2.5, height, stroke=0, fill=1)
        sheet.ink(INK)
        sheet.tags.start(element)
        for number, line in enumerate(now, 1):
            x = sheet.right - 8 - line.width * size / 1000 if line.right_to_left else sheet.left + 12
            sheet.set.draw(line, x, sheet.y - number * size * LEADING - 2, size)
        if element is not None:
            sheet.tags.stop()
        sheet.y -= height + 7


def reference(sheet: Sheet, text: str, anchor: str, x: float, y: float, size: float) -> float:
    """Draw a text that leads to an anchor; gives its width."""
    sheet.ink(LINK)
    width = sheet.set.text(text, x, y, size)
    sheet.link(anchor, x, y - 2, width, size + 2)
    return width
