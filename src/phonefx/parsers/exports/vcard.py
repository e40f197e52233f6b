"""vCard files (2.1, 3.0, 4.0): contacts that a phone, mailbox or person exported."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from phonefx.formats import maplink
from phonefx.parsers.reading import of_a_user, whole
from phonefx.parsers.registry import Opened, parser
from phonefx.parsers.values import quoted_printable, stated
from phonefx.records import Contact, ContactPoint, Location, Record, Skip

POINTS = {
    "TEL": "phone", "EMAIL": "email", "ADR": "address", "URL": "url", "IMPP": "im", "BDAY": "date",
    "ANNIVERSARY": "date", "RELATED": "relation", "X-SKYPE": "im", "X-JABBER": "im", "X-AIM": "im", "X-ICQ": "im",
    "X-QQ": "im",
    "X-SKYPE-USERNAME": "im", "X-GOOGLE-TALK": "im", "X-MSN": "im", "X-YAHOO": "im", "SOCIALPROFILE": "im",
    "X-SOCIALPROFILE": "im",
}  # fmt: skip
REACHED_BY = {"TEL", "EMAIL", "ADR", "IMPP"}
_PLAIN = {"VERSION", "FN", "N", "NICKNAME", "ORG", "NOTE", "UID", "REV", "PHOTO", "LOGO", "KEY", "SOUND", "PRODID"}
_FOLD = re.compile(r"\r?\n[ \t]")
_NOT_A_LABEL = {"PREF", "QUOTED-PRINTABLE", "BASE64", "INTERNET", "VOICE", "8BIT"}


@dataclass(slots=True)
class Line:
    """One property: its group, name, labels, and value as text."""

    group: str
    name: str
    labels: tuple[str, ...]
    value: str


def read(file: BinaryIO) -> list[tuple[int, list[Line] | None]]:
    """Split a file into cards: (byte offset, properties; None for a card that never ends)."""
    data = whole(file)
    text = data.decode("utf-8-sig", "surrogateescape")
    if "BEGIN:VCARD" not in text[:65_536].upper():
        msg = "no card begins in it"
        raise ValueError(msg)
    found: list[tuple[int, list[Line] | None]] = []
    starts = [match.start() for match in re.finditer(r"(?im)^\s*BEGIN:VCARD", text)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        body = text[start:end]
        offset = len(text[:start].encode("utf-8", "surrogateescape"))
        whole_card = re.search(r"(?im)^END:VCARD", body)
        found.append((offset, _lines(body[: whole_card.start()]) if whole_card else None))
    return found


def _lines(body: str) -> list[Line]:
    lines: list[Line] = []
    pending = iter(_FOLD.sub("", body).splitlines())
    for raw in pending:
        head, colon, value = raw.partition(":")
        if not colon or head.strip().upper() in {"BEGIN", "END"}:
            continue
        name, *parameters = head.split(";")
        group, _, bare = name.strip().rpartition(".")
        upper = [each.strip().upper() for each in parameters]
        if any("QUOTED-PRINTABLE" in each for each in upper):
            while value.endswith("="):
                value = value[:-1] + next(pending, "")
            value = _quoted(value, upper)
        lines.append(Line(group, bare.upper(), _labels(upper), value))
    return lines


def _quoted(value: str, parameters: list[str]) -> str:
    charset = next((each.partition("=")[2] for each in parameters if each.startswith("CHARSET=")), "UTF-8")
    return quoted_printable(value, charset)


def _labels(parameters: list[str]) -> tuple[str, ...]:
    types = [each.partition("=")[2] if each.startswith("TYPE=") else each for each in parameters]
    words = [word.strip('"') for each in types if "=" not in each for word in each.split(",")]
    return tuple(word.lower() for word in words if word and word not in _NOT_A_LABEL)


def unescaped(value: str) -> str:
    """Undo the escapes of a value."""
    return re.sub(r"\\([\\,;:nN])", lambda match: "\n" if match[1] in "nN" else match[1], value)


def records(opened: Opened) -> Iterator[Record | Skip]:
    """Contacts with their points, keyed by the byte offset of the card."""
    for offset, lines in opened.content:
        if lines is None:
            yield Skip(offset, "a card that does not end")
            continue
        names = {line.group: unescaped(line.value) for line in lines if line.name == "X-ABLABEL"}
        place = _shared_place(opened.path, offset, lines, names)
        if place:
            yield place
        if isinstance(place, Skip) or (place and not any(line.name in REACHED_BY for line in lines)):
            continue
        yield _contact(offset, lines)
        for number, line in enumerate(lines):
            if line.name in POINTS and line.value.strip(" ;"):
                label = names.get(line.group, "").strip("_$!<>") or ", ".join(line.labels) or None
                yield ContactPoint(
                    key=f"{offset}/{line.name}[{number}]", owner=offset, type=POINTS[line.name], label=label,
                    value=_joined(line) if line.name == "ADR" else unescaped(line.value),
                )  # fmt: skip


def _shared_place(path: str, offset: int, lines: list[Line], names: dict[str, str]) -> Location | Skip | None:
    """The position that a card was made to send: its sender claims it, the phone need not have been there."""
    card = path.lower().endswith(".loc.vcf")
    if card and "/Library/SMS/Attachments/" in path:
        return Skip(offset, "a position sent in Messages, read as such")
    for line in lines:
        found = maplink.position(unescaped(line.value)) if line.name == "URL" else None
        if found and (card or names.get(line.group) == "map url"):
            name = next((unescaped(each.value) for each in lines if each.name == "FN"), found.name)
            return Location(
                key=f"{offset}/position", latitude=found.latitude, longitude=found.longitude, evidence_of="shared",
                method="location card", place=name, extra=json.dumps({"url": found.url}),
            )  # fmt: skip
    return Skip(offset, "a shared position whose link states none") if card else None


def _contact(offset: int, lines: list[Line]) -> Contact:
    first: dict[str, Line] = {}
    for line in lines:
        first.setdefault(line.name, line)
    stated_name = unescaped(first["FN"].value).strip() if "FN" in first else ""
    rest = {line.name: line.value for line in lines if line.name not in _PLAIN | set(POINTS) | {"X-ABLABEL"}}
    organisation = first.get("ORG")
    revised = first.get("REV")
    return Contact(
        key=offset, name=stated_name or (_structured(first["N"]) if "N" in first else None) or None,
        nickname=_text(first, "NICKNAME"), organisation=_joined(organisation) if organisation else None,
        note=_text(first, "NOTE"), guid=_text(first, "UID"), role="contact",
        time=stated(revised.value.strip()) if revised else None,
        extra=json.dumps(rest, ensure_ascii=True, sort_keys=True) if rest else None,
    )  # fmt: skip


def _text(first: dict[str, Line], name: str) -> str | None:
    return unescaped(first[name].value) or None if name in first else None


def _parts(line: Line) -> list[str]:
    return [unescaped(part).strip() for part in re.split(r"(?<!\\);", line.value)]


def _joined(line: Line) -> str:
    return ", ".join(part for part in _parts(line) if part)


def _structured(line: Line) -> str:
    """Family, given, further names, titles before and behind: in the order they are spoken."""
    family, given, further, before, behind = (*_parts(line), "", "", "", "", "")[:5]
    return " ".join(part for part in (before, given, further, family, behind) if part)


parser(
    "exports.vcard",
    title="vCard contacts",
    files=["*.{vcf,VCF,vcard}", "*/exports/vcard/*"],
    read=read,
    records=of_a_user(records),
    about="Contacts of a vCard file, as a phone, mailbox or person wrote it. The time is the card's own revision "
    "stamp, in UTC or with the offset it states. The key is the byte offset of the card. A card that was made "
    "to send a place gives that place, shared by somebody, and no contact. Photos inside cards are not decoded.",
)
