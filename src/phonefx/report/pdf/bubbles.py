"""A message drawn as people know it: to the left what came in, to the right what went out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from phonefx.report.pdf.pictures import Picture
from phonefx.report.pdf.sheet import ALERT, GREY, INK, LINK, RULE, Sheet
from phonefx.report.pdf.text.faces import BODY, BOLD
from phonefx.report.pdf.text.lines import Line

INCOMING: Final = "incoming"
OUTGOING: Final = "outgoing"
_FILL: Final = {INCOMING: (0.945, 0.95, 0.955), OUTGOING: (0.865, 0.91, 0.96), "": (0.98, 0.98, 0.96)}
_BODY: Final = 9.0
_SMALL: Final = 7.0
_LEADING: Final = 1.32
_PAD: Final = 6.0
_AVATAR: Final = 18.0
_SHARE: Final = 0.66
_HEAD: Final = 20.0
"""Height of a divider."""
_RADIUS: Final = 5.0
"""Of the corners of a bubble."""
_BEND: Final = 2.236
"""How far from a corner the points lie that bend it."""
_KEPT_WHOLE: Final = 300.0
"""Height up to which a bubble is not broken over two pages."""


@dataclass(slots=True)
class Bubble:
    """What one message shows.

    Attributes:
        side: `incoming`, `outgoing` or nothing where the direction is not stored.
        sender: who it is from, as printed above the text.
        initials: one or two letters for the sender.
        quote: the message that it answers.
        body: its text as stored.
        marks: what must be seen: recovered, earlier version, edited, unsent.
        details: attachments and other lines below the text.
        foot: times and item number.
        leads_to: anchor of the quoted message, where it is in the report.
        solid: whether the record was simply present; others are drawn with a broken outline.
        framed: drawn as a frame without a ground: no message, but what happened between two.
    """

    side: str
    sender: str = ""
    initials: str = ""
    quote: str = ""
    body: str = ""
    marks: list[str] = field(default_factory=list)
    details: list[str] = field(default_factory=list)
    foot: str = ""
    leads_to: str = ""
    solid: bool = True
    framed: bool = False
    pictures: list[Picture] = field(default_factory=list)


class _Set(NamedTuple):
    line: Line
    size: float
    colour: tuple[float, ...]
    leads_to: str = ""

    @property
    def height(self) -> float:
        return self.size * _LEADING


def room_for(sheet: Sheet, bubble: Bubble, heads: Sequence[str] = ()) -> float:
    """Give the height that a bubble needs below its heads; a long one may go on after a part of it."""
    return _height(_measured(sheet, bubble), bubble) + _HEAD * len(heads)


def _height(lines: list[_Set], bubble: Bubble) -> float:
    pictures = sum(picture.height + 3 for picture in bubble.pictures)
    return min(sum(line.height for line in lines) + 2 * _PAD - 2 + pictures, _KEPT_WHOLE)


def draw_bubble(sheet: Sheet, bubble: Bubble, heads: Sequence[str] = ()) -> None:
    """Draw one message below the dividers that belong to it, over as many pages as it takes."""
    lines = _measured(sheet, bubble)
    sheet.room(_height(lines, bubble) + _HEAD * len(heads))
    for head in heads:
        divider(sheet, head)
    widest = max((line.line.width * line.size / 1000 for line in lines), default=0)
    width = max([widest, 60.0, *(picture.width for picture in bubble.pictures)]) + 2 * _PAD
    left = _left(sheet, bubble.side, width)
    if bubble.pictures:
        _pictures(sheet, bubble, left, width)
    with sheet.tagged("P"):
        if bubble.initials:
            _avatar(sheet, bubble, left)
        while lines:
            lines = _part(sheet, bubble, lines, left, width)
            if lines:
                sheet.new_page()
    sheet.y -= 5


def divider(sheet: Sheet, text: str) -> None:
    """Draw a line of text across the middle: a new day, or messages that are not shown."""
    sheet.room(_HEAD)
    sheet.y -= 13
    width = sheet.set.width(text, 7.5, BOLD)
    middle = sheet.left + sheet.width / 2
    sheet.canvas.setStrokeColorRGB(*RULE)
    sheet.canvas.setLineWidth(0.4)
    for start, end in ((sheet.left + 40, middle - width / 2 - 6), (middle + width / 2 + 6, sheet.right - 40)):
        sheet.canvas.line(start, sheet.y + 2.5, end, sheet.y + 2.5)
    sheet.ink(GREY)
    with sheet.tagged("P"):
        sheet.set.text(text, middle - width / 2, sheet.y, 7.5, BOLD)
    sheet.y -= _HEAD - 13


def _left(sheet: Sheet, side: str, width: float) -> float:
    if side == OUTGOING:
        return sheet.right - width
    return sheet.left + _AVATAR + 5 if side == INCOMING else sheet.left + (sheet.width - width) / 2


def _measured(sheet: Sheet, bubble: Bubble) -> list[_Set]:
    """Measure every line of a bubble, from top to bottom."""
    room = sheet.width * _SHARE - 2 * _PAD
    parts = (
        *((mark, _SMALL, BOLD, ALERT, "") for mark in bubble.marks),
        (bubble.sender, 7.5, BOLD, INK, ""),
        (bubble.quote, 7.5, BODY, LINK if bubble.leads_to else GREY, bubble.leads_to),
        (bubble.body, _BODY, BODY, INK, ""),
        *((detail, _SMALL, BODY, GREY, "") for detail in bubble.details),
        (bubble.foot, _SMALL, BODY, GREY, ""),
    )
    return [
        _Set(line, size, colour, leads_to)
        for text, size, base, colour, leads_to in parts if text
        for line in sheet.set.wrap(text, room, size, base)
    ]  # fmt: skip


def _part(sheet: Sheet, bubble: Bubble, lines: list[_Set], left: float, width: float) -> list[_Set]:
    """Draw as many lines as the page holds; gives those that are left."""
    space, fit, height = sheet.y - sheet.bottom - 2 * _PAD + 2.1, 0, 0.0
    while fit < len(lines) and (fit == 0 or height + lines[fit].height <= space):
        height += lines[fit].height
        fit += 1
    box = height + 2 * _PAD - 2
    sheet.ink(_FILL.get(bubble.side, _FILL[""]))
    canvas = sheet.canvas
    if not bubble.solid:
        canvas.setStrokeColorRGB(*ALERT)
        canvas.setLineWidth(0.9)
        canvas.setDash(3, 2)
    elif bubble.framed:
        canvas.setStrokeColorRGB(*RULE)
        canvas.setLineWidth(0.7)
    outlined = bubble.framed or not bubble.solid
    canvas.addLiteral(f"{_rounded(left, sheet.y - box, left + width, sheet.y)} {'S' if outlined else 'f'}")
    if not bubble.solid:
        canvas.setDash()
    y = sheet.y - _PAD + 2
    for one in lines[:fit]:
        y -= one.height
        wide = one.line.width * one.size / 1000
        x = left + width - _PAD - wide if one.line.right_to_left else left + _PAD
        sheet.ink(one.colour)
        sheet.set.draw(one.line, x, y + one.size * 0.22, one.size)
        if one.leads_to:
            sheet.link(one.leads_to, x, y, wide, one.height)
    sheet.y -= box
    return lines[fit:]


def _rounded(left: float, low: float, right: float, high: float) -> str:
    """Give the path of a frame with rounded corners: reportlab's takes as long as all the text inside."""
    x0, x1, x2, x3, x4, x5 = _bends(left, right)
    y0, y1, y2, y3, y4, y5 = _bends(low, high)
    return (
        f"{x2} {y0} m {x3} {y0} l {x4} {y0} {x5} {y1} {x5} {y2} c {x5} {y3} l {x5} {y4} {x4} {y5} {x3} {y5} c"
        f" {x2} {y5} l {x1} {y5} {x0} {y4} {x0} {y3} c {x0} {y2} l {x0} {y1} {x1} {y0} {x2} {y0} c h"
    )


def _bends(first: float, last: float) -> list[str]:
    """Give where a side begins, its corner bends and ends, and the same from the other end."""
    return [f"{at:.7g}" for at in (first, first + _BEND, first + _RADIUS, last - _RADIUS, last - _BEND, last)]


def _avatar(sheet: Sheet, bubble: Bubble, left: float) -> None:
    if bubble.side != INCOMING:
        return
    radius = _AVATAR / 2
    x, y = left - 5 - radius, sheet.y - radius - 1
    sheet.ink((0.78, 0.80, 0.83))
    sheet.canvas.circle(x, y, radius, stroke=0, fill=1)
    sheet.ink(INK)
    width = sheet.set.width(bubble.initials, 7.5, BOLD)
    sheet.set.text(bubble.initials, x - width / 2, y - 2.6, 7.5, BOLD)


def _pictures(sheet: Sheet, bubble: Bubble, left: float, width: float) -> None:
    for picture in bubble.pictures:
        sheet.room(picture.height + 3)
        x = left + width - picture.width if bubble.side == OUTGOING else left
        with sheet.tagged("Figure", picture.about):
            sheet.canvas.drawImage(picture.image, x, sheet.y - picture.height, picture.width, picture.height)
        sheet.y -= picture.height + 3
