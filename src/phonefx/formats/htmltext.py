"""Gives the words of a text that is stored as HTML, as messengers and e-mail keep it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

_MOST: Final = 1 << 20
_UNSEEN: Final = ("style", "script", "title")
_TAG: Final = re.compile(r"<[^<>]{0,2000}>")
_SIGN: Final = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(lt|gt|quot|apos|nbsp|amp));")
_NAMED: Final = {"lt": "<", "gt": ">", "quot": '"', "apos": "'", "nbsp": "\N{NO-BREAK SPACE}", "amp": "&"}


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.unseen = 0
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.unseen:
            return
        if self.inside:
            self.found[-1] += data
        else:
            self.found.append(data)
        self.inside = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = False
        self.unseen += tag in _UNSEEN
        if tag == "img":
            self.found.append(dict(attrs).get("alt") or "[picture]")

    def handle_endtag(self, tag: str) -> None:
        self.inside = False
        self.unseen -= tag in _UNSEEN and self.unseen > 0

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """Read `<![…]]>`; of one of no known kind, which the parser takes for its own fault, the marks are text."""
        try:
            return super().parse_marked_section(i, report)
        except AssertionError:
            self.handle_data(self.rawdata[i : i + 3])
            return i + 3


def words(content: str | None) -> str | None:
    """Give the words of HTML or XML, white space drawn together; a text without marks, or beyond 1 MB, as it is."""
    if not content or "<" not in content or len(content) > _MOST:
        return content
    reader = _Words()
    reader.feed(content)
    reader.close()
    return " ".join(" ".join(reader.found).split())


def plain(content: str | None) -> str | None:
    """Give a text without its marks, each written sign (`&lt;`, `&#39;`) as what it stands for; beyond 1 MB as it is.

    Unlike `words`, white space stays. A sign that is no character (`&#55357;`, half of one) stays as it is written.
    """
    if not content or len(content) > _MOST:
        return content
    return _SIGN.sub(_sign, _TAG.sub("", content))


def _sign(match: re.Match[str]) -> str:
    decimal, hexadecimal, named = match.groups()
    if named:
        return _NAMED[named]
    number = int(decimal) if decimal else int(hexadecimal, 16)
    whole = 0 < number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF
    return chr(number) if whole else match[0]
