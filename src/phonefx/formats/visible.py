"""Shows text of the evidence where a terminal or a spreadsheet reads it: what could act on its reader is text there."""

from __future__ import annotations

import json
import re
from typing import Any, Final

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_NEW_CELL: Final = re.compile(r"(?<=[;\n])(?=[ \t]*(?:[=@]|[+-][^;\n]*(?:\w\(|[|!])))")
"""Where a spreadsheet that takes semicolons for separators would begin a cell with a formula."""
_NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)


def shown(text: str, kept: str = "") -> str:
    r"""Give a text with each character that cannot be seen as its escape: `\x1b`, `\u202e`.

    Args:
        text: the text.
        kept: characters that stay although they cannot be seen.
    """
    if text.isprintable():
        return text
    return "".join(
        each if each.isprintable() or each in kept else each.encode("unicode_escape").decode() for each in text
    )


def cell(value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    """Give a value as a cell of a CSV file: a text that a spreadsheet takes for a formula stands behind `'`.

    Numbers, telephone numbers among them (`+12025550143`), and line breaks stay as they are. The same mark stands
    behind a semicolon or line break that a formula follows: where semicolons separate, it would begin a cell.
    """
    if not isinstance(value, str):
        return value
    marked = f"'{value}" if value.startswith(_FORMULA) and not _NUMBER.fullmatch(value) else value
    return shown(_NEW_CELL.sub("'", marked), "\n")


def counted(count: int, noun: str) -> str:
    """Give a number with what it counts, one or many: `1 message`, `2 messages`."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def json_text(value: Any, indent: int | None = None) -> str:  # noqa: ANN401 - whatever JSON holds
    """Give a value as JSON in which every character can be seen; a program reads the same value from it."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, default=str)
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() or each == "\n" else json.dumps(each)[1:-1] for each in text)
