"""Messages and calls that the app "SMS Backup & Restore" wrote on the phone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from phonefx.formats.xmlrows import Element, Root, rows
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Attachment, Call, Message, Recipient, Record, Skip
from phonefx.times import Moment, moment

DIRECTIONS = {"1": "incoming", "2": "outgoing", "3": "draft", "4": "outgoing", "5": "outgoing", "6": "outgoing"}
STATUS = {"1": "received", "2": "sent", "3": "draft, not sent", "4": "in the outbox", "5": "failed", "6": "queued"}
CALLS = {
    "1": ("incoming", "answered"), "2": ("outgoing", "dialled"), "3": ("incoming", "missed"),
    "4": ("incoming", "voicemail"), "5": ("incoming", "rejected"), "6": ("incoming", "blocked"),
    "7": ("incoming", "answered on another device"),
}  # fmt: skip
ROLES = {"129": "bcc", "130": "cc", "137": "from", "151": "to"}
_TEXT = ("text/plain", "text/x-vcard", "text/vcard", "text/html")
_NAMED = {
    "address", "date", "date_sent", "type", "subject", "body", "contact_name", "number", "duration", "sub", "msg_box",
}  # fmt: skip


def read(file: BinaryIO) -> Iterator[Element]:
    """Give the rows; a file that states another number of rows than it holds is told by the last one."""
    root, held = Root(), 0
    for row in rows(file, {"sms", "mms", "call"}, root):
        held += 1
        yield row
    if root.name not in {"smses", "calls", "allsms"}:
        msg = f"the root element is {root.name!r}"
        raise ValueError(msg)
    stated = root.attributes.get("count", "")
    if stated != str(held):
        yield Element("count", {"stated": stated, "held": str(held)})


def records(opened: Opened) -> Iterator[Record | Skip]:
    """Messages and calls, keyed by their place among the elements of their name."""
    counts: dict[str, int] = {}
    for row in opened.content:
        counts[row.name] = number = counts.get(row.name, 0) + 1
        key = f"{row.name}[{number}]"
        if row.name == "count":
            stated, held = row.attributes["stated"] or "no number of", row.attributes["held"]
            yield Skip(key, f"the file states {stated} rows, it holds {held}")
        elif row.name == "call":
            yield _call(key, row)
        elif row.name == "sms":
            yield _sms(key, row)
        else:
            yield from _mms(key, row)


def _get(row: Element, name: str) -> str | None:
    """An absent value is written as the word `null`."""
    value = row.attributes.get(name)
    return None if value == "null" else value


def _when(row: Element, name: str) -> Moment | None:
    value = _get(row, name)
    return None if value in {None, "0"} and name == "date_sent" else moment(value, "unix_any")


def _rest(row: Element) -> str | None:
    rest = {name: value for name, value in row.attributes.items() if name not in _NAMED and value != "null"}
    return json.dumps(rest, ensure_ascii=False, sort_keys=True) if rest else None


def _word(words: Mapping[str, str], raw: str | None) -> str | None:
    return None if raw is None else words.get(raw, f"unknown ({raw})")


def _sms(key: str, row: Element) -> Record:
    kind = _get(row, "type")
    return Message(
        key=key, time=_when(row, "date"), sent=_when(row, "date_sent"), direction=_word(DIRECTIONS, kind),
        status=_word(STATUS, kind), service="SMS", counterpart=_get(row, "address"),
        counterpart_name=_get(row, "contact_name"), account=_get(row, "sub_id"), subject=_get(row, "subject"),
        body=_get(row, "body"), extra=_rest(row),
    )  # fmt: skip


def _mms(key: str, row: Element) -> Iterator[Record]:
    parts = [part for group in row.all("parts") for part in group.all("part")]
    text = [said for part in parts if _get(part, "ct") == "text/plain" and (said := _get(part, "text")) is not None]
    box = _get(row, "msg_box")
    yield Message(
        key=key, time=_when(row, "date"), sent=_when(row, "date_sent"), direction=_word(DIRECTIONS, box),
        status=_word(STATUS, box), service="MMS", counterpart=_get(row, "address"),
        counterpart_name=_get(row, "contact_name"), account=_get(row, "sub_id"), subject=_get(row, "sub"),
        body="\n".join(text) if text else None, guid=_get(row, "m_id"), extra=_rest(row),
    )  # fmt: skip
    for number, address in enumerate((each for group in row.all("addrs") for each in group.all("addr")), 1):
        role = _word(ROLES, _get(address, "type"))
        yield Recipient(key=f"{key}/addr[{number}]", owner=key, address=_get(address, "address"), role=role)
    for number, part in enumerate(parts, 1):
        data = _get(part, "data")
        yield Attachment(
            key=f"{key}/part[{number}]", owner=key, name=_get(part, "name") or _get(part, "cl"), mime=_get(part, "ct"),
            text=_get(part, "text") if _get(part, "ct") in _TEXT else None,
            size=len(data.rstrip("=")) * 3 // 4 if data else None,
        )  # fmt: skip


def _call(key: str, row: Element) -> Record:
    kind = _get(row, "type")
    direction, outcome = CALLS.get(kind or "", (None if kind is None else f"unknown ({kind})", None))
    duration = _get(row, "duration")
    return Call(
        key=key, time=_when(row, "date"), direction=direction, outcome=outcome, service="phone",
        duration_s=float(duration) if duration and duration.isdigit() else None, counterpart=_get(row, "number"),
        counterpart_name=_get(row, "contact_name"), account=_get(row, "subscription_id"), extra=_rest(row),
    )  # fmt: skip


parser(
    "exports.sms_backup_restore",
    title="SMS Backup & Restore (XML)",
    files=["*/exports/sms-backup-restore/*", "*/{sms,calls}-*.xml", "*/SMSBackupRestore/*.xml"],
    read=read,
    records=records,
    about="Messages and calls that an app on the phone exported, as text that anyone can edit. Times are UTC "
    "milliseconds. `readable_date` is in the zone of the exporting phone and is kept as stored. The files name no "
    "row numbers: the key is the place in the file.",
)
