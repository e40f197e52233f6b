"""Reads XML property lists.

Entities are never expanded and nothing outside the file is ever looked at. Control characters, which XML forbids and
real files hold, are read as U+FFFD.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from xml.parsers import expat

from phonefx.errors import Damaged, HostileEvidence
from phonefx.formats.plists.values import EPOCH, Date, Plist, Uid

MAX_DEPTH = 100
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_DATE = re.compile(r"(-?\d{1,6})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z")
_CYCLE_YEARS, _CYCLE_DAYS = 400, 146_097  # the Gregorian calendar repeats


def looks_like(data: bytes) -> bool:
    """Tell whether bytes begin like an XML property list."""
    start = data[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith((b"<?xml", b"<!DOCTYPE plist", b"<plist", b"\xff\xfe<", b"\xfe\xff\x00<"))


def loads(data: bytes) -> Plist:
    """Read an XML property list.

    Raises:
        Damaged: no well-formed property list.
        HostileEvidence: deeper than 100 levels, or with entities of its own.
    """
    try:
        return _Builder().parse(data)
    except (expat.ExpatError, LookupError) as error:
        cleaned = _CONTROL.sub(b"\xef\xbf\xbd", data)
        if cleaned == data or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise Damaged("XML property list", str(error)) from error
    try:
        return _Builder().parse(cleaned)
    except (expat.ExpatError, LookupError) as error:
        raise Damaged("XML property list", str(error)) from error


class _Builder:
    """Builds the values from the events of the XML parser, without recursion."""

    def __init__(self) -> None:
        self.stack: list[list[Plist] | dict[str, Plist]] = []
        self.keys: list[str | None] = []
        self.root: list[Plist] = []
        self.text: list[str] = []
        self.depth = 0

    def parse(self, data: bytes) -> Plist:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text.append
        parser.EntityDeclHandler = self.entity
        parser.Parse(data.removeprefix(b"\xef\xbb\xbf").lstrip(), True)
        if len(self.root) != 1:
            raise Damaged("XML property list", f"it holds {len(self.root)} values instead of one")
        return _uids(self.root[0])

    def entity(self, *_: object) -> None:
        raise HostileEvidence("XML property list", "it declares entities")

    def start(self, name: str, _: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise HostileEvidence("XML property list", f"nested deeper than {MAX_DEPTH}")
        self.text.clear()
        if name in ("dict", "array"):
            container: list[Plist] | dict[str, Plist] = {} if name == "dict" else []
            self.add(container)
            self.stack.append(container)
            self.keys.append(None)
        elif name not in _SCALARS and name not in ("plist", "key"):
            raise Damaged("XML property list", f"unknown element {name[:40]!r}")

    def end(self, name: str) -> None:
        self.depth -= 1
        whole = "".join(self.text)
        self.text.clear()
        if name == "key":
            if not self.stack or not isinstance(self.stack[-1], dict) or self.keys[-1] is not None:
                raise Damaged("XML property list", "a key where none may stand")
            self.keys[-1] = whole
        elif name in ("dict", "array"):
            self.stack.pop()
            if self.keys.pop() is not None:
                raise Damaged("XML property list", "a key without a value")
        elif name != "plist":
            self.add(_scalar(name, whole))

    def add(self, value: Plist) -> None:
        if not self.stack:
            self.root.append(value)
            return
        container = self.stack[-1]
        if isinstance(container, list):
            container.append(value)
            return
        key = self.keys[-1]
        if key is None:
            raise Damaged("XML property list", "a value without a key")
        container[key] = value
        self.keys[-1] = None


def _scalar(name: str, text: str) -> Plist:
    try:
        return _SCALARS[name](text)
    except (ValueError, binascii.Error) as error:
        raise Damaged("XML property list", f"<{name}> does not hold one: {text[:40]!r}") from error


def _integer(text: str) -> int:
    text = text.strip()
    if len(text) > 40:
        raise ValueError
    return int(text, 16) if text.lower().lstrip("+-").startswith("0x") else int(text)


def _date(text: str) -> Date:
    """Read a date; years that Python does not know are moved by whole cycles of the calendar."""
    match = _DATE.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    year, month, day, hour, minute, second = (int(group) for group in match.groups())
    cycles = 0 if 1 <= year <= 9999 else (year - 2000) // _CYCLE_YEARS
    moment = datetime(year - cycles * _CYCLE_YEARS, month, day, hour, minute, tzinfo=UTC)
    elapsed = moment - EPOCH + timedelta(seconds=second)
    return Date(elapsed.total_seconds() + cycles * _CYCLE_DAYS * 86_400)


def _uids(root: Plist) -> Plist:
    """Turn `{CF$UID: n}` into `Uid`, the form in which a keyed archive refers to its objects in XML."""
    if (uid := _uid(root)) is not None:
        return uid
    waiting = [root]
    while waiting:
        container = waiting.pop()
        if isinstance(container, (dict, list)):
            places = list(container.items()) if isinstance(container, dict) else list(enumerate(container))
            for place, value in places:
                uid = _uid(value)
                if uid is not None:
                    container[place] = uid  # type: ignore[index]
                elif isinstance(value, (dict, list)):
                    waiting.append(value)
    return root


def _uid(value: Plist) -> Uid | None:
    if isinstance(value, dict) and len(value) == 1:
        number = value.get("CF$UID")
        if isinstance(number, int) and number >= 0:
            return Uid(number)
    return None


_SCALARS: dict[str, Callable[[str], Plist]] = {
    "string": str,
    "integer": _integer,
    "real": float,
    "true": lambda _: True,
    "false": lambda _: False,
    "date": _date,
    "data": lambda text: base64.b64decode("".join(text.split()), validate=True),
}
