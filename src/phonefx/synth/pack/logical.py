"""What an app exports from an Android phone: messages and calls as XML of "SMS Backup & Restore", contacts as vCard."""

from __future__ import annotations

import base64
import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import quoteattr

from phonefx.synth.stores.android_calls import PATH as CALLS
from phonefx.synth.stores.android_contacts import PATH as CONTACTS
from phonefx.synth.stores.android_messages import PATH as MESSAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

HELD: Final = (MESSAGES, CALLS, CONTACTS)
_HEAD: Final = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n"
_SMS: Final = (
    "SELECT protocol, address, date, type, subject, body, service_center, read, status, locked, date_sent, sub_id "
    "FROM sms ORDER BY date, _id"
)
_SIDES: Final = "SELECT address, type, charset FROM addr WHERE msg_id = ? ORDER BY _id"
_CALLS: Final = "SELECT number, duration, date, type, presentation, subscription_id, name FROM calls ORDER BY date, _id"
_PEOPLE: Final = "SELECT _id, display_name FROM raw_contacts WHERE deleted = 0 ORDER BY _id"
_POINTS: Final = (
    "SELECT m.mimetype, d.data1, d.data2, d.data3 FROM data d JOIN mimetypes m ON m._id = d.mimetype_id "
    "WHERE d.raw_contact_id = ? ORDER BY d._id"
)


def pack_logical(root: Path, target: Path, at: int) -> None:
    """Write the exports below the folder `target`."""
    target.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as scratch:
        for name, path, writer in (
            (f"sms-{at}.xml", MESSAGES, _messages), (f"calls-{at}.xml", CALLS, _calls),
            ("contacts.vcf", CONTACTS, _cards),
        ):  # fmt: skip
            database = _open(root, path, Path(scratch))
            with (target / name).open("w", encoding="utf-8", newline="\n") as out:
                out.writelines(writer(database, root))
            database.close()


def _open(root: Path, path: str, scratch: Path) -> sqlite3.Connection:
    source = root / path[1:]
    for suffix in ("", "-wal"):
        if source.with_name(source.name + suffix).is_file():
            shutil.copyfile(source.with_name(source.name + suffix), scratch / (source.name + suffix))
    database = sqlite3.connect(scratch / source.name)
    database.row_factory = sqlite3.Row
    return database


def _attributes(row: dict[str, Any]) -> str:
    return " ".join(f"{name}={quoteattr('null' if value is None else str(value))}" for name, value in row.items())


def _count(database: sqlite3.Connection, *tables: str) -> int:
    return sum(int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for table in tables)


def _messages(database: sqlite3.Connection, root: Path) -> Iterator[str]:
    yield f'{_HEAD}<smses count="{_count(database, "sms", "pdu")}" type="full">\n'
    for row in database.execute(_SMS):
        yield f"  <sms {_attributes(dict(row) | {'toa': None, 'sc_toa': None})} />\n"
    for row in database.execute("SELECT * FROM pdu ORDER BY date, _id"):
        yield from _mms(database, row, root)
    yield "</smses>\n"


def _mms(database: sqlite3.Connection, row: sqlite3.Row, root: Path) -> Iterator[str]:
    names = ("sub", "sub_cs", "ct_t", "m_id", "m_type", "msg_box", "read", "tr_id", "v", "sub_id", "text_only", "m_cls")
    shown = {name: row[name] for name in names} | {"date": row["date"] * 1000, "date_sent": row["date_sent"] * 1000}
    sides = [dict(each) for each in database.execute(_SIDES, (row["_id"],))]
    others = [each["address"] for each in sides if each["type"] == (137 if row["msg_box"] == 1 else 151)]
    yield f"  <mms {_attributes({'address': '~'.join(others)} | shown)}>\n    <parts>\n"
    for part in database.execute("SELECT * FROM part WHERE mid = ? ORDER BY seq, _id", (row["_id"],)):
        values = {name: part[name] for name in ("seq", "ct", "name", "chset", "cid", "cl", "text")}
        if part["_data"]:
            values["data"] = base64.b64encode((root / part["_data"][1:]).read_bytes()).decode()
        yield f"      <part {_attributes(values)} />\n"
    yield "    </parts>\n    <addrs>\n"
    for side in sides:
        yield f"      <addr {_attributes(side)} />\n"
    yield "    </addrs>\n  </mms>\n"


def _calls(database: sqlite3.Connection, root: Path) -> Iterator[str]:
    del root
    yield f'{_HEAD}<calls count="{_count(database, "calls")}" type="full">\n'
    for row in database.execute(_CALLS):
        shown = dict(row)
        name = shown.pop("name") or "(Unknown)"
        yield f"  <call {_attributes(shown | {'contact_name': name})} />\n"
    yield "</calls>\n"


def _cards(database: sqlite3.Connection, root: Path) -> Iterator[str]:
    del root
    for row in database.execute(_PEOPLE).fetchall():
        yield "BEGIN:VCARD\r\nVERSION:3.0\r\n"
        for kind, value, given, family in database.execute(_POINTS, (row["_id"],)).fetchall():
            yield _line(kind.rpartition("/")[2], str(value), given, family)
        yield f"FN:{_escaped(row['display_name'])}\r\nEND:VCARD\r\n"


def _line(kind: str, value: str, given: str | None, family: str | None) -> str:
    if kind == "name":
        return f"N:{_escaped(family or '')};{_escaped(given or '')};;;\r\n"
    names = {"phone_v2": "TEL;TYPE=CELL", "email_v2": "EMAIL;TYPE=HOME", "note": "NOTE"}
    return f"{names[kind]}:{_escaped(value)}\r\n" if kind in names else ""


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
