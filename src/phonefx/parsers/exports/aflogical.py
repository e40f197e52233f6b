"""AFLogical: tables of an Android phone's content providers, written as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from phonefx.parsers.exports.sms_backup_restore import CALLS, DIRECTIONS, STATUS
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Call, Contact, ContactPoint, Message, Record, Skip
from phonefx.times import moment

Row = dict[str, str]
_FIELD_LIMIT = 16 << 20


def read(file: BinaryIO) -> Iterator[tuple[int, Row | None]]:
    """Give (line number, row by column name); None for a row of another width than the header."""
    csv.field_size_limit(_FIELD_LIMIT)
    source = io.BufferedReader(file)  # type: ignore[type-var]
    wide = source.peek(2)[:2] in {b"\xff\xfe", b"\xfe\xff"}
    coding = ("utf-16", "replace") if wide else ("utf-8-sig", "surrogateescape")
    text = io.TextIOWrapper(source, encoding=coding[0], errors=coding[1], newline="")
    lines = csv.reader(line.replace("\0", "") for line in text)
    header = [name.strip() for name in next(lines, [])]
    if len(header) < 2:
        msg = "no header line"
        raise ValueError(msg)
    for values in lines:
        if values:
            yield lines.line_num, dict(zip(header, values, strict=True)) if len(values) == len(header) else None
    text.detach()


def _rest(row: Row, used: set[str]) -> str | None:
    rest = {name: value for name, value in row.items() if name not in used and value not in {"", "null"}}
    return json.dumps(rest, ensure_ascii=True, sort_keys=True) if rest else None


def _get(row: Row, name: str) -> str | None:
    value = row.get(name)
    return None if value in {None, "", "null"} else value


def _key(line: int, row: Row) -> str:
    number = _get(row, "_id")
    return f"line {line}" if number is None else f"_id {number} (line {line})"


def _word(words: Mapping[str, str], raw: str | None) -> str | None:
    return None if raw is None else words.get(raw, f"unknown ({raw})")


def calls(opened: Opened) -> Iterator[Record | Skip]:
    """Calls of `CallLog Calls.csv`."""
    used = {"_id", "number", "date", "duration", "type", "name"}
    for line, row in opened.content:
        if row is None or "number" not in row:
            yield Skip(f"line {line}", "another number of columns than the header" if row is None else "no call log")
            continue
        kind, duration = _get(row, "type"), _get(row, "duration")
        direction, outcome = CALLS.get(kind or "", (None if kind is None else f"unknown ({kind})", None))
        yield Call(
            key=_key(line, row), time=moment(_get(row, "date"), "unix_ms"), direction=direction, outcome=outcome,
            service="phone", duration_s=float(duration) if duration and duration.isdigit() else None,
            counterpart=_get(row, "number"), counterpart_name=_get(row, "name"), extra=_rest(row, used),
        )  # fmt: skip


def messages(opened: Opened) -> Iterator[Record | Skip]:
    """Text messages of `SMS.csv`."""
    used = {"_id", "address", "date", "date_sent", "type", "subject", "body", "thread_id"}
    for line, row in opened.content:
        if row is None or "body" not in row:
            yield Skip(f"line {line}", "another number of columns than the header" if row is None else "no messages")
            continue
        kind, sent = _get(row, "type"), _get(row, "date_sent")
        yield Message(
            key=_key(line, row), time=moment(_get(row, "date"), "unix_ms"), service="SMS",
            sent=moment(sent, "unix_ms") if sent != "0" else None, direction=_word(DIRECTIONS, kind),
            status=_word(STATUS, kind), counterpart=_get(row, "address"), thread=_get(row, "thread_id"),
            subject=_get(row, "subject"), body=row.get("body"), extra=_rest(row, used),
        )  # fmt: skip


def contacts(opened: Opened) -> Iterator[Record | Skip]:
    """Numbers of `Contacts Phones.csv`: one row is one number of a contact."""
    for line, row in opened.content:
        if row is None or "number" not in row:
            yield Skip(f"line {line}", "another number of columns than the header" if row is None else "no contacts")
            continue
        key = _key(line, row)
        name = _get(row, "display_name") or _get(row, "name")
        yield Contact(
            key=key, name=name, role="contact", contacted=moment(_get(row, "last_time_contacted"), "unix_ms"),
            extra=_rest(row, {"_id", "display_name", "name", "number", "label", "last_time_contacted"}),
        )  # fmt: skip
        point, label = f"{key}/number", _get(row, "label")
        yield ContactPoint(key=point, owner=key, type="phone", label=label, value=_get(row, "number"))


_ABOUT = ("Rows of a content provider, copied by an app on the phone into CSV. Columns are found by name. "
          "Times are UTC milliseconds as the provider keeps them.")  # fmt: skip
parser(
    "exports.aflogical.calls", title="AFLogical call log", files=["*/CallLog Calls.csv", "*/exports/aflogical-calls/*"],
    read=read, records=calls, about=_ABOUT,
)  # fmt: skip
parser(
    "exports.aflogical.sms", title="AFLogical text messages", files=["*/SMS.csv", "*/exports/aflogical-sms/*"],
    read=read, records=messages, about=_ABOUT,
)  # fmt: skip
parser(
    "exports.aflogical.contacts", title="AFLogical contacts",
    files=["*/Contacts Phones.csv", "*/exports/aflogical-contacts/*"], read=read, records=contacts, about=_ABOUT,
)  # fmt: skip
