"""Makes the phone of the benchmarks: an iOS file system of 50,000 files with messages, calls, contacts and fixes.

    python benchmarks/phone.py TARGET [SCALE]

SCALE 1 is 200,000 messages, 50,000 calls, 20,000 contacts, 500,000 fixes and 50,000 files. Numbers are fictional.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

VAR = "private/var/mobile/Library"
START = 700_000_000
WORDS = ["see", "you", "at", "the", "station", "later", "today", "maybe", "call", "me", "when", "there", "thanks", "ok"]

SMS = """
CREATE TABLE handle(ROWID INTEGER PRIMARY KEY, id TEXT, service TEXT);
CREATE TABLE chat(ROWID INTEGER PRIMARY KEY, guid TEXT, chat_identifier TEXT, display_name TEXT);
CREATE TABLE message(ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT UNIQUE, text TEXT, attributedBody BLOB,
 handle_id INTEGER, subject TEXT, service TEXT, account TEXT, date INTEGER, date_read INTEGER, date_delivered INTEGER,
 is_from_me INTEGER, destination_caller_id TEXT);
CREATE TABLE chat_message_join(chat_id INTEGER, message_id INTEGER, PRIMARY KEY(chat_id, message_id));
CREATE INDEX chat_message_join_idx_message_id ON chat_message_join(message_id);
CREATE TABLE attachment(ROWID INTEGER PRIMARY KEY, filename TEXT, mime_type TEXT, transfer_name TEXT,
 total_bytes INTEGER);
CREATE TABLE message_attachment_join(message_id INTEGER, attachment_id INTEGER);
"""
CALLS = """
CREATE TABLE ZCALLRECORD(Z_PK INTEGER PRIMARY KEY, ZANSWERED INTEGER, ZCALLTYPE INTEGER, ZORIGINATED INTEGER,
 ZDATE TIMESTAMP, ZDURATION FLOAT, ZADDRESS VARCHAR, ZNAME VARCHAR, ZISO_COUNTRY_CODE VARCHAR, ZUNIQUE_ID VARCHAR,
 ZSERVICE_PROVIDER VARCHAR);
"""
BOOK = """
CREATE TABLE ABPerson(ROWID INTEGER PRIMARY KEY AUTOINCREMENT, First TEXT, Last TEXT, Middle TEXT, Organization TEXT,
 Note TEXT, CreationDate INTEGER, ModificationDate INTEGER, guid TEXT);
CREATE TABLE ABMultiValue(UID INTEGER PRIMARY KEY, record_id INTEGER, property INTEGER, identifier INTEGER,
 label INTEGER, value TEXT);
CREATE TABLE ABMultiValueLabel(value TEXT);
CREATE TABLE ABMultiValueEntry(parent_id INTEGER, key INTEGER, value TEXT);
CREATE TABLE ABMultiValueEntryKey(value TEXT);
INSERT INTO ABMultiValueLabel VALUES ('_$!<Mobile>!$_');
"""
FIXES = """
CREATE TABLE ZRTCLLOCATIONMO(Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER, ZALTITUDE FLOAT, ZCOURSE FLOAT,
 ZHORIZONTALACCURACY FLOAT, ZLATITUDE FLOAT, ZLONGITUDE FLOAT, ZSPEED FLOAT, ZTIMESTAMP TIMESTAMP, ZTYPE INTEGER);
"""


def number(n: int) -> str:
    return f"+1555{n % 1000:03d}01{n // 1000 % 100:02d}"


def messages(count: int, rng: random.Random) -> Iterator[tuple[object, ...]]:
    for n in range(1, count + 1):
        text = " ".join(rng.choices(WORDS, k=rng.randint(3, 16)))
        date = (START + n * 60) * 1_000_000_000 + rng.randrange(1_000_000_000)
        sent = n % 2
        yield (n, f"{rng.getrandbits(128):032X}", text, n % 300 + 1, "iMessage", "e:user@example.org", date,
               date + 5 * 10**9, date + 10**9, sent, "+15550199")  # fmt: skip


def fixes(count: int, rng: random.Random) -> Iterator[tuple[object, ...]]:
    latitude, longitude = 50.0, 8.0
    for n in range(1, count + 1):
        latitude += rng.gauss(0, 1e-4)
        longitude += rng.gauss(0, 1e-4)
        yield (n, 1, 1, 100 + rng.random(), rng.random() * 360, rng.choice([5.0, 10.0, 65.0]), latitude, longitude,
               rng.random() * 20, START + n * 20 + rng.random(), 1)  # fmt: skip


def write(path: Path, schema: str, tables: dict[str, Iterable[tuple[object, ...]]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    database = sqlite3.connect(path)
    database.executescript(schema)
    for head, rows in tables.items():
        places = ", ".join("?" * (head.count(",") + 1))
        database.executemany(f"INSERT INTO {head} VALUES ({places})", rows)
    database.commit()
    database.close()


class Size(NamedTuple):
    """How much is on a phone."""

    messages: int
    calls: int
    contacts: int
    fixes: int
    files: int

    def times(self, scale: float) -> Size:
        return Size(*(int(count * scale) for count in self))


BENCH = Size(200_000, 50_000, 20_000, 500_000, 50_000)
LARGE = Size(1_000_000, 200_000, 50_000, 2_000_000, 300_000)


def make(target: Path, size: Size = BENCH) -> None:
    rng = random.Random(20260101)
    count, calls, people = size.messages, size.calls, size.contacts
    columns = ("message(ROWID, guid, text, handle_id, service, account, date, date_read, date_delivered, is_from_me,"
               " destination_caller_id)")  # fmt: skip
    write(target / VAR / "SMS/sms.db", SMS, {
        "handle(ROWID, id, service)": ((n, number(n), "iMessage") for n in range(1, 301)),
        "chat(ROWID, guid, chat_identifier)": ((n, f"iMessage;-;{number(n)}", number(n)) for n in range(1, 301)),
        columns: messages(count, rng),
        "chat_message_join(chat_id, message_id)": ((n % 300 + 1, n) for n in range(1, count + 1)),
    })  # fmt: skip
    write(target / VAR / "CallHistoryDB/CallHistory.storedata", CALLS, {
        "ZCALLRECORD(Z_PK, ZANSWERED, ZCALLTYPE, ZORIGINATED, ZDATE, ZDURATION, ZADDRESS, ZISO_COUNTRY_CODE,"
        " ZUNIQUE_ID)":
        ((n, n % 3 > 0, 1, n % 2, START + n * 600 + rng.random(), rng.random() * 300 * (n % 3 > 0), number(n % 300),
          "us", f"{rng.getrandbits(128):032X}") for n in range(1, calls + 1)),
    })  # fmt: skip
    write(target / VAR / "AddressBook/AddressBook.sqlitedb", BOOK, {
        "ABPerson(ROWID, First, Last, CreationDate, ModificationDate, guid)":
        ((n, f"First{n}", f"Last{n}", START, START + n, f"{n:032X}") for n in range(1, people + 1)),
        "ABMultiValue(UID, record_id, property, identifier, label, value)":
        ((n, n, 3, 0, 1, number(n)) for n in range(1, people + 1)),
    })  # fmt: skip
    write(target / "private/var/mobile/Library/Caches/com.apple.routined/Cache.sqlite", FIXES, {
        "ZRTCLLOCATIONMO(Z_PK, Z_ENT, Z_OPT, ZALTITUDE, ZCOURSE, ZHORIZONTALACCURACY, ZLATITUDE, ZLONGITUDE, ZSPEED,"
        " ZTIMESTAMP, ZTYPE)": fixes(size.fixes, rng),
    })  # fmt: skip
    for n in range(size.files):
        app = f"private/var/mobile/Containers/Data/Application/{n % 200:03d}"
        path = target / app / f"Library/Caches/part{n % 37}/{n}.bin"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(rng.randbytes(rng.randint(200, 4000)))


def main() -> None:
    """Make the phone in a folder that is not there yet."""
    asked = argparse.ArgumentParser(description=main.__doc__)
    asked.add_argument("target", type=Path)
    asked.add_argument("scale", type=float, nargs="?", default=1.0, help="share of the bench phone; 1 is all of it")
    given = asked.parse_args()
    make(given.target, BENCH.times(given.scale))


if __name__ == "__main__":
    main()
