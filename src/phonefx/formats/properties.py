"""Reads files of `name = value` lines: Android's properties and settings dumps, and sections under `[names]`."""

from __future__ import annotations

import re
from typing import BinaryIO, NamedTuple

from phonefx.errors import HostileEvidence

MAX_BYTES = 64 << 20
_BRACKETS = re.compile(r"\[([^\]]*)\]: \[(.*)\]")


class Property(NamedTuple):
    """One line: the section it stands in (`""` before the first), name, value, and its number from 1."""

    section: str
    name: str
    value: str
    line: int


def read(file: BinaryIO) -> list[Property]:
    """Read `name=value`, `name: value`, `[name]: [value]` and `[section]`; `#` and `;` begin comments.

    Raises:
        HostileEvidence: larger than 64 MiB.
    """
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise HostileEvidence("properties", "larger than 64 MiB")
    section, found = "", []
    for number, line in enumerate(data.decode("utf-8", "backslashreplace").split("\n"), 1):
        text = line.strip("\r\x00 \t")
        if not text or text[0] in "#;":
            continue
        if bracketed := _BRACKETS.fullmatch(text):
            found.append(Property(section, bracketed[1], bracketed[2], number))
        elif text[0] == "[" and text[-1] == "]":
            section = text[1:-1]
        else:
            name, equals, value = text.partition("=")
            if not equals:
                name, _, value = text.partition(": ")
            found.append(Property(section, name.strip(), value.strip(), number))
    return found
