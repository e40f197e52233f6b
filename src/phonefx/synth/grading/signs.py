"""What makes two statements the same: the sign of a fact and the sign of an item, built by the same rules.

A sign holds what every source of that kind must state: the time, the direction, the words, the coordinates. Who the
counterpart was is compared beside it, because groups and drafts have none. Times are compared in milliseconds,
coordinates in millionths of a degree (11 cm).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

JUDGED: Final = (
    "message", "call", "contact", "location", "visit", "media", "search", "web_visit", "note", "calendar_entry",
)  # fmt: skip
"""Kinds of which a key is complete: an item that fits no fact of them is a false fact."""

LISTED: Final = ("device_fact", "app", "account", "event", "revision", "attachment")
"""Kinds of which a key names some: further items are neither right nor wrong."""

Sign = tuple[str, str, str]


def who(address: object) -> str:
    """Give an address so that its spellings compare equal."""
    text = str(address or "").lower()
    text = text.partition("@s.whatsapp.net")[0]
    digits = re.sub(r"\D", "", text)
    return digits if digits and "@" not in text else text.strip()


def words(text: object) -> str:
    """Give a text without the marks that stand for attachments, and without outer spaces."""
    return str(text or "").replace("\ufffc", "").strip()


def _ms(us: object) -> str:
    return "" if us is None else str(int(float(str(us))) // 1000)


def _degrees(value: object) -> str:
    return "" if value is None else f"{float(str(value)):.6f}"


def _message(row: dict[str, Any]) -> tuple[str, str]:
    several = bool(row.get("parties")) and len(row["parties"]) > 1 and row.get("direction") == "outgoing"
    sign = f"{_ms(row['time_us'])}|{row['direction']}|{words(row.get('body'))}"
    return sign, "" if several else who(row.get("counterpart"))


def _call(row: dict[str, Any]) -> tuple[str, str]:
    return f"{_ms(row['time_us'])}|{row['direction']}|{int(row['duration_s'] or 0)}", who(row.get("counterpart"))


def _contact(row: dict[str, Any]) -> tuple[str, str]:
    points = sorted({who(value) for kind, value in row.get("points", []) if kind in {"phone", "email"}})
    return f"{words(row['name'])}|{','.join(points)}", ""


def _location(row: dict[str, Any]) -> tuple[str, str]:
    sign = f"{row['evidence_of']}|{_ms(row['time_us'])}|{_degrees(row['latitude'])}|{_degrees(row['longitude'])}"
    return sign, ""


def _visit(row: dict[str, Any]) -> tuple[str, str]:
    times = f"{_ms(row['time_us'])}|{_ms(row.get('departed_us'))}"
    return f"{times}|{_degrees(row['latitude'])}|{_degrees(row['longitude'])}", ""


def file_name(path: object) -> str:
    """Give a file's name; without what the message store puts before an attachment's own name."""
    return re.sub(r"^PART_\d+_", "", str(path or "").rpartition("/")[2])


def _path(row: dict[str, Any]) -> tuple[str, str]:
    return file_name(row.get("path")), ""


def _value(row: dict[str, Any]) -> tuple[str, str]:
    value = str(row.get("value") or "").strip()
    return f"{row['name']}|{who(value) if re.fullmatch(r'[+]?[0-9]{6,}', value) else value}", ""


def _named(name: str) -> Any:  # noqa: ANN401 - a function of a row
    return lambda row: (str(row.get(name) or ""), "")


_RULES: Final[dict[str, Any]] = {
    "message": _message, "call": _call, "contact": _contact, "location": _location, "visit": _visit, "media": _path,
    "device_fact": _value, "app": _named("identifier"), "account": _named("identifier"), "attachment": _path,
    "revision": lambda row: (words(row.get("body")), ""),
    "search": lambda row: (words(row.get("query")), ""),
    "web_visit": lambda row: (f"{_ms(row['time_us'])}|{row.get('url')}", ""),
    "note": lambda row: (f"{_ms(row['time_us'])}|{words(row.get('title'))}", ""),
    "calendar_entry": lambda row: (f"{_ms(row['time_us'])}|{words(row.get('title'))}", ""),
    "event": lambda row: (f"{_ms(row['time_us'])}|{row.get('app')}", ""),
}  # fmt: skip


def sign(kind: str, row: dict[str, Any]) -> Sign | None:
    """Give kind, sign and counterpart of a fact's or an item's values; None for kinds that are not compared."""
    rule = _RULES.get(kind)
    if rule is None:
        return None
    text, other = rule(row)
    return kind, text, other


def signs_of_fact(kind: str, values: dict[str, Any]) -> Iterator[Sign]:
    """Give the signs of a fact: its own, and those of earlier texts and attachments that belong to it."""
    own = sign(kind, values)
    if own is not None:
        yield own
    for body in values.get("revisions", []):
        yield "revision", words(body), ""
    for path in values.get("attachments", []):
        yield "attachment", file_name(path), ""
