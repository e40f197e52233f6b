"""Reads large JSON files piece by piece: the elements of the outermost arrays, one at a time."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from phonefx.errors import Damaged, HostileEvidence

CHUNK: Final = 1 << 18
_LIMIT: Final = 128 << 20
_SPACE: Final = re.compile(r"[ \t\r\n]*")


def rows(file: BinaryIO) -> Iterator[tuple[str, Any]]:
    """Give (key path, value) of each piece: `[3]` in an array, `name[3]` in an array under a name, `name` else.

    Raises:
        Damaged: it is no JSON from some point on; what stood before was given.
        HostileEvidence: one piece is larger or deeper than any real one.
    """
    text = _Text(file)
    start = text.next()
    if start == "[":
        yield from _elements(text, "")
    elif start == "{":
        yield from _fields(text)
    else:
        raise Damaged("JSON", "it begins neither as an object nor as an array")


def _elements(text: _Text, name: str) -> Iterator[tuple[str, Any]]:
    text.skip()
    number = 0
    while text.next() != "]":
        yield f"{name}[{number}]", text.value()
        number += 1
        if text.next() == ",":
            text.skip()
        elif text.next() != "]":
            raise Damaged("JSON", f"no comma behind {name}[{number - 1}]")
    text.skip()


def _fields(text: _Text) -> Iterator[tuple[str, Any]]:
    text.skip()
    while text.next() != "}":
        name = str(text.value())
        if text.next() != ":":
            raise Damaged("JSON", f"no value for {name}")
        text.skip()
        if text.next() == "[":
            yield from _elements(text, name)
        else:
            yield name, text.value()
        if text.next() == ",":
            text.skip()
        elif text.next() != "}":
            raise Damaged("JSON", f"no comma behind {name}")
    text.skip()


class _Text:
    """A window on the text that grows while a value is incomplete."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.decode = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self.window = ""
        self.at = 0
        self.ended = False
        self.decoder = json.JSONDecoder()

    def _more(self, size: int = CHUNK) -> bool:
        if self.ended:
            return False
        data = self.file.read(size)
        self.ended = not data
        self.window = self.window[self.at :] + self.decode.decode(data, self.ended)
        self.at = 0
        if len(self.window) > _LIMIT:
            raise HostileEvidence("JSON", f"one value of more than {_LIMIT} characters")
        return bool(data)

    def next(self) -> str:
        """Look at the next character that is no space."""
        while True:
            self.at = _SPACE.match(self.window, self.at).end()  # type: ignore[union-attr]
            if self.at < len(self.window):
                return self.window[self.at]
            if not self._more():
                raise Damaged("JSON", "it is cut short")

    def skip(self) -> None:
        """Step over one character."""
        self.at += 1

    def value(self) -> Any:  # noqa: ANN401 - whatever JSON holds
        """Read a whole value; one that reaches the end of the window is read again with more of the file."""
        self.next()
        while True:
            try:
                found, end = self.decoder.raw_decode(self.window, self.at)
            except ValueError as error:
                if not self._more(max(CHUNK, len(self.window))):
                    raise Damaged("JSON", str(error)) from None
            except RecursionError:
                raise HostileEvidence("JSON", "it nests too deep") from None
            else:
                if end < len(self.window) or self.ended:
                    self.at = end
                    return found
                self._more()
