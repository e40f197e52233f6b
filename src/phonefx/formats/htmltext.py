"""Gives the words of a text that is stored as HTML, as messengers and e-mail keep it."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Final

_MOST: Final = 1 << 20
_UNSEEN: Final = ("style", "script", "title")


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.unseen = 0

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.found.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unseen += tag in _UNSEEN
        if tag == "img":
            self.found.append(dict(attrs).get("alt") or "[picture]")

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in _UNSEEN and self.unseen > 0


def words(content: str | None) -> str | None:
    """Give the words of HTML or XML, white space drawn together; a text without marks, or beyond 1 MB, as it is."""
    if not content or "<" not in content or len(content) > _MOST:
        return content
    reader = _Words()
    reader.feed(content)
    return " ".join(" ".join(reader.found).split())
