"""Pages: margins, running heads and feet, page breaks, outline, contents and links.

The number of pages is known only at the end. Every page refers to one small form for "of N", and the contents to one
form for each page number; the forms are written last, so the report is laid out once and streams.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from reportlab import rl_config
from reportlab.pdfbase.pdfdoc import PDFName, PDFStream
from reportlab.pdfgen.canvas import Canvas

from phonefx.report.pdf.archive import Attachment, attach, conform
from phonefx.report.pdf.tags import ARTIFACT, END, Tags
from phonefx.report.pdf.text import Typesetter
from phonefx.report.pdf.text.faces import BODY, BOLD

rl_config.useA85 = 0  # binary streams: a third smaller and a tenth faster than reportlab's default

SIZES: Final = {"A4": (595.28, 841.89), "Letter": (612.0, 792.0)}
INK: Final = (0.07, 0.08, 0.10)
GREY: Final = (0.38, 0.40, 0.43)
PALE: Final = (0.93, 0.94, 0.95)
RULE: Final = (0.72, 0.74, 0.77)
LINK: Final = (0.05, 0.22, 0.50)
ALERT: Final = (0.60, 0.10, 0.08)
LEADING: Final = 1.36
BODY_SIZE: Final = 9.5
TABLE_SIZE: Final = 7.5
_OUTLINE_LIMIT: Final = 3_000
_TOTAL: Final = "pages-in-all"
_FRONT: Final = "pages-in-front"
_BODY: Final = "pages-in-body"
LEVEL: Final = 4
"""Of packing: the default takes three times as long and makes a report 3% smaller."""


def _roman(number: int) -> str:
    """Write a number as pages before the body are numbered: i, ii, iii, iv ..."""
    said = ""
    for value, sign in (
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ):
        said += sign * (number // value)
        number %= value
    return said


@cache
def _operands(colour: tuple[float, ...]) -> str:
    """Write a colour as the operators that set it take it."""
    red, green, blue = colour
    return f"{red:g} {green:g} {blue:g}"


class _Canvas(Canvas):  # type: ignore[misc]
    """A canvas that names no font of its own, and that packs each page when it is done."""

    def _make_preamble(self) -> None:
        self._preamble = "1 0 0 1 0 0 cm"

    def addLiteral(self, s: str, escaped: int = 1) -> None:  # noqa: N802 - reportlab's name
        """Add operators to the page; nothing here has to be escaped."""
        self._code.append(s)

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        """Close the page; its content is packed at once, and the document's ID depends on it."""
        name, number = self._doc.thisPageName(), self._doc.pageCounter
        super().showPage()
        page = self._doc.idToObject[name]
        packed = zlib.compress(page.stream.encode("latin-1"), LEVEL)
        page.stream = ""
        page.Contents = PDFStream(content=packed)
        page.Contents.dictionary["Filter"] = PDFName("FlateDecode")
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents, page.Tabs = number, PDFName("S")
        self._doc.updateSignature(packed)


@dataclass(slots=True)
class Running:
    """What stands on every page: `head` left and right, `foot`, and a line of marks such as DRAFT."""

    head: tuple[str, str]
    foot: str
    marks: tuple[str, ...] = ()
    page_of: tuple[str, str, str] = ("Page", "of", "Sheet")
    draft: str = ""
    bates: str = ""
    first_number: int = 1


@dataclass(slots=True)
class Sheet:
    """The page being drawn: `y` is where the next thing goes, counted up from the foot of the page."""

    out: Path
    running: Running
    size: tuple[float, float]
    title: str
    language: str = "en"
    clean: Callable[[str], str] = str
    issued: datetime | None = None
    margin: float = 50
    y: float = 0
    page: int = 0
    front: int = 0
    canvas: Any = None
    set: Typesetter = field(init=False)
    tags: Tags = field(init=False)
    attachments: list[Attachment] = field(default_factory=list)
    _ink: tuple[float, ...] | None = None
    _repeat: list[Callable[[], None]] = field(default_factory=list)
    _pages: dict[str, int] = field(default_factory=dict)
    _waiting: list[str] = field(default_factory=list)
    _outlined: int = 0
    _depth: int = -1

    def __post_init__(self) -> None:
        canvas = _Canvas(str(self.out), pagesize=self.size, invariant=1, pageCompression=1, lang=self.language,
                         pdfVersion=(1, 7))  # fmt: skip
        canvas._doc._timeStamp = _Stamp(self.issued)
        conform(canvas._doc, self.clean(self.title), self.language, canvas._doc._timeStamp.datetime)
        canvas.setViewerPreference("DisplayDocTitle", "true")
        canvas.showOutline()
        self.canvas = canvas
        self.set = Typesetter(canvas, self.clean)
        self.tags = Tags(canvas)
        self.new_page()

    @property
    def left(self) -> float:
        """Left edge of the text."""
        return self.margin

    @property
    def right(self) -> float:
        """Right edge of the text."""
        return self.size[0] - self.margin

    @property
    def width(self) -> float:
        """Width of the text."""
        return self.size[0] - 2 * self.margin

    @property
    def top(self) -> float:
        """Where the text of a page begins."""
        return self.size[1] - 56

    @property
    def bottom(self) -> float:
        """Where the text of a page ends."""
        return 52

    def ink(self, colour: tuple[float, ...]) -> None:
        """Draw text and areas in a colour from here on."""
        if colour != self._ink:
            self.canvas.addLiteral(_operands(colour) + " rg")
            self._ink = colour

    def forget_ink(self) -> None:
        """Set the colour anew next time: something else drew on the canvas."""
        self._ink = None

    def new_page(self) -> None:
        """Begin the next page; a table that goes on repeats its head."""
        going_on = self.tags.stop()
        if self.page:
            self.canvas.showPage()
        self.page += 1
        self._ink = None
        self.canvas.addLiteral(ARTIFACT)
        self._furniture()
        self.ink(INK)
        self.y = self.top
        for repeat in self._repeat:
            repeat()
        self.canvas.addLiteral(END)
        self.tags.start(going_on)

    def begin_body(self) -> None:
        """End the front matter: from the next page on, pages are counted anew in Arabic numbers."""
        self.front = self.page
        self.canvas.addPageLabel(0, "ROMAN_LOWER", 1)
        self.canvas.addPageLabel(self.page, "ARABIC", 1)
        self.new_page()

    @contextmanager
    def tagged(self, kind: str, alt: str = "") -> Iterator[None]:
        """Draw an element of the structure tree, over as many pages as it takes; one inside another is part of it."""
        if self.tags.open is not None:
            yield
            return
        self.tags.start(self.tags.element(kind, alt))
        try:
            yield
        finally:
            self.tags.stop()

    @contextmanager
    def grouped(self, kind: str) -> Iterator[None]:
        """Put the elements drawn inside into one of this kind."""
        element = self.tags.element(kind) if self.tags.open is None else None
        if element is None:
            yield
            return
        self.tags.within.append(element)
        try:
            yield
        finally:
            self.tags.within.pop()

    def label_of(self, page: int) -> str:
        """Give the number of a page as it is printed: Roman in the front matter, Arabic in the body."""
        return str(page - self.front) if self.front and page > self.front else _roman(page)

    def room(self, height: float) -> None:
        """Go to the next page where less than this height is left."""
        if self.y - height < self.bottom:
            self.new_page()

    @contextmanager
    def repeating(self, head: Callable[[], None]) -> Iterator[None]:
        """Draw something at the top of each further page, while inside."""
        self._repeat.append(head)
        try:
            yield
        finally:
            self._repeat.pop()

    def anchor(self, name: str, up: float = 12) -> None:
        """Make this place the target of links to `name`."""
        self.canvas.bookmarkHorizontal(name, 0, self.y + up)
        self._pages.setdefault(name, self.page)

    def outline(self, title: str, name: str, depth: int = 0) -> None:
        """List an anchored place in the outline; very long outlines are cut, viewers cannot bear them."""
        if self._outlined < _OUTLINE_LIMIT:
            depth = min(depth, self._depth + 1)
            self.canvas.addOutlineEntry(self.clean(title), name, depth, closed=None)
            self._outlined += 1
            self._depth = depth

    def link(self, name: str, x: float, y: float, width: float, height: float) -> None:
        """Make an area lead to an anchor."""
        self.canvas.linkRect("", name, (x, y, x + width, y + height), relative=0, thickness=0, Border="[0 0 0]", F=4)

    def page_number_of(self, name: str, x: float, y: float) -> None:
        """Draw, ending at x, the number of the page that `name` will be on."""
        form = f"page-of-{name}"
        self._waiting.append(name)
        self._place(form, x, y)

    def _place(self, form: str, x: float, y: float) -> None:
        self.canvas.saveState()
        self.canvas.translate(x, y)
        self.canvas.doForm(form)
        self.canvas.restoreState()

    def rule(self, y: float, colour: tuple[float, ...] = RULE, width: float = 0.5) -> None:
        """Draw a line across the text."""
        self.canvas.addLiteral(
            f"{_operands(colour)} RG {width:g} w {self.left:.2f} {y:.2f} m {self.right:.2f} {y:.2f} l S"
        )

    def _furniture(self) -> None:
        put, running = self.set, self.running
        self.ink(GREY)
        put.text(running.head[0], self.left, self.size[1] - 30, 7.5)
        put.text_right(running.head[1], self.right, self.size[1] - 30, 7.5)
        self.rule(self.size[1] - 36)
        self.rule(40)
        put.text(running.foot, self.left, 29, 7)
        word, of, sheet = running.page_of
        self._counted(f"{word} {self.label_of(self.page)} {of} ", _BODY if self.front else _FRONT, 29)
        self._counted(f"{sheet} {self.page} {of} ", _TOTAL, 18)
        if running.bates:
            number = f"{running.bates}{running.first_number + self.page - 1:07d}"
            put.text_right(number, self.right, self.size[1] - 46, 7.5)
        if running.draft:
            self._watermark(running.draft)
        if running.marks:
            self.ink(ALERT)
            put.text("  ·  ".join(running.marks), self.left, 18, 7.5, BOLD)

    def _counted(self, before: str, total: str, y: float) -> None:
        """Draw a number and, behind it, the form of how many there are."""
        room = 22
        self.set.text(before, self.right - room - self.set.width(before, 7.5), y, 7.5)
        self._place(total, self.right - room, y)

    def _watermark(self, text: str) -> None:
        self.canvas.saveState()
        self.canvas.translate(self.size[0] / 2, self.size[1] / 2)
        self.canvas.rotate(55)
        self.canvas.addLiteral("0.94 0.94 0.94 rg")
        self.set.text(text, -self.set.width(text, 150, BOLD) / 2, -50, 150, BOLD)
        self.canvas.restoreState()
        self.forget_ink()

    def finish(self) -> int:
        """Write the numbers that were waited for, and the file; gives the number of pages."""
        self.canvas.showPage()
        self._form(_TOTAL, str(self.page), 0)
        self._form(_FRONT, _roman(self.front or self.page), 0)
        self._form(_BODY, str(self.page - self.front), 0)
        for name in dict.fromkeys(self._waiting):
            number = self.label_of(self._pages[name])
            self._form(f"page-of-{name}", number, -self.set.width(number, BODY_SIZE))
        attach(self.canvas._doc, self.attachments, self.clean)
        self.tags.finish(self.canvas._doc, self.clean)
        self.canvas.save()
        return self.page

    def _form(self, name: str, text: str, x: float) -> None:
        self.canvas.beginForm(name, -60, -6, 60, 14)
        self.canvas.setFillColorRGB(*GREY)
        self.set.text(text, x, 0, BODY_SIZE if x else 7.5, BODY)
        self.canvas.endForm()


class _Stamp:
    """The document's dates, in reportlab's form: the stated time of issue, never the time of the build."""

    tzname = "UTC"
    dhh = dmm = 0

    def __init__(self, issued: datetime | None) -> None:
        moment = issued or datetime.fromisoformat("2000-01-01T00:00:00+00:00")
        self.t = moment.timestamp()
        self.lt = moment.utctimetuple()
        self.YMDhms = tuple(self.lt)[:6]
        self.datetime = moment
        self.asctime = moment.isoformat()
