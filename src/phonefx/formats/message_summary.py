"""Reads what an iMessage keeps of its own changes (`message_summary_info`): edited versions and unsent parts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

from phonefx.errors import Damaged, EvidenceError
from phonefx.formats import plists, typedstream
from phonefx.formats.plists import Plist

Member = TypeVar("Member")


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a part of a message; the first of a part is what was sent, the last what is shown now.

    `time` is when this version was made, in seconds since 2001-01-01 UTC as stored. `text` is None where the bytes do
    not prove one; `problem` then says why. `archive` is the version as stored.
    """

    part: int
    number: int
    time: float | None
    text: str | None
    balloon: str | None
    archive: bytes
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """The changes of one message.

    `edited` and `unsent` are numbers of parts. `ranges` gives start and length (UTF-16 code units) of each part in the
    original text. `not_updated` are the handles of those whose phones still show the original. `app_text` is what
    stands for an app's message. `other` keeps every key that has no place here.
    """

    versions: tuple[Version, ...] = ()
    edited: tuple[int, ...] = ()
    unsent: tuple[int, ...] = ()
    ranges: dict[int, tuple[int, int]] = field(default_factory=dict)
    not_updated: tuple[str, ...] = ()
    app_text: str | None = None
    other: dict[str, Plist] = field(default_factory=dict)


def loads(data: bytes) -> Summary:
    """Read a message summary.

    A part whose text was unsent has no version here: its text is gone from this record.

    Raises:
        Damaged: it is no property list, or one that holds no dictionary.
        HostileEvidence: it goes beyond the limits of property lists.
    """
    root = plists.loads(data)
    if not isinstance(root, dict):
        raise Damaged("message summary", "it holds no dictionary")
    edits, ranges, app_text = root.get("ec"), root.get("otr"), root.get("ams")
    known = {
        "ec": isinstance(edits, dict)
        and all(isinstance(one, list) and _index(key) is not None for key, one in edits.items()),
        "ep": _all_are(root.get("ep"), int),
        "rp": _all_are(root.get("rp"), int),
        "otr": isinstance(ranges, dict) and len(_ranges(ranges)) == len(ranges),
        "euh": _all_are(root.get("euh"), str),
        "ams": isinstance(app_text, str),
    }
    return Summary(
        versions=tuple(_versions(edits)) if isinstance(edits, dict) else (),
        edited=tuple(_members(root.get("ep"), int)),
        unsent=tuple(_members(root.get("rp"), int)),
        ranges=_ranges(ranges) if isinstance(ranges, dict) else {},
        not_updated=tuple(_members(root.get("euh"), str)),
        app_text=app_text if isinstance(app_text, str) else None,
        other={key: value for key, value in root.items() if not known.get(key, False)},
    )


def _index(key: str) -> int | None:
    return int(key) if key.isascii() and key.isdigit() and len(key) < 6 else None


def _versions(edits: dict[str, Plist]) -> list[Version]:
    """Give the versions of each part, parts in the order of their numbers."""
    parts = [(part, value) for key, value in edits.items() if (part := _index(key)) is not None]
    return [
        _version(part, number, one)
        for part, stored in sorted(parts, key=lambda entry: entry[0])
        for number, one in enumerate(stored if isinstance(stored, list) else [])
    ]


def _version(part: int, number: int, stored: Plist) -> Version:
    entry = stored if isinstance(stored, dict) else {}
    time, archive, balloon = entry.get("d"), entry.get("t"), entry.get("bcg")
    raw = archive if isinstance(archive, bytes) else b""
    text, problem = _text(raw)
    return Version(
        part,
        number,
        float(time) if isinstance(time, (int, float)) else None,
        text,
        balloon if isinstance(balloon, str) else None,
        raw,
        problem,
    )


def _text(raw: bytes) -> tuple[str | None, str | None]:
    if not raw:
        return None, "it holds no text"
    try:
        found = typedstream.attributed(raw)
    except EvidenceError as error:
        return None, str(error)
    return found.text, found.problem


def _ranges(stored: dict[str, Plist]) -> dict[int, tuple[int, int]]:
    found = {}
    for key, value in stored.items():
        part = _index(key)
        start, length = (value.get("lo"), value.get("le")) if isinstance(value, dict) else (None, None)
        if part is not None and isinstance(start, int) and isinstance(length, int):
            found[part] = (start, length)
    return found


def _members(value: Plist, kind: type[Member]) -> list[Member]:
    return [one for one in value if isinstance(one, kind)] if isinstance(value, list) else []


def _all_are(value: Plist, kind: type) -> bool:
    return isinstance(value, list) and len(_members(value, kind)) == len(value)
