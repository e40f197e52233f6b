"""Measures the way of SMS rows from an opened database to the shard, beside a bare scan and insert through Python.

    python benchmarks/sms_rate.py [ROWS]

Both read the columns that `android.sms` reads of a stock Android 14 table, on the same rows; the shard and the bare
target have no journal. Each is run several times in turn and the best of each counts: what is left is the work itself.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
from pathlib import Path

from phonefx.case import queries, shard
from phonefx.case.sandbox import Calls, attach_shard, open_copy
from phonefx.parsers.android.sms import SMS
from phonefx.parsers.query import Fitted, fit

RUNS = 5
START_MS = 1_600_000_000_000
COLUMNS = ("_id", "date", "date_sent", "type", "address", "thread_id", "sub_id", "subject", "body", "read", "seen",
           "locked", "service_center", "creator", "status", "error_code", "protocol")  # fmt: skip
TEXTS = ("On my way, see you at the harbour in twenty minutes.", "ok", "Ça va ? On se voit demain à 8 h 👍", "",
         "Your parcel is at the counter. Bring the code 445 and a document. " * 3)  # fmt: skip


def make(path: Path, rows: int) -> None:
    """A table as a stock phone has it."""
    database = sqlite3.connect(path)
    database.execute(
        "CREATE TABLE sms(_id INTEGER PRIMARY KEY, thread_id INTEGER, address TEXT, person INTEGER, date INTEGER,"
        " date_sent INTEGER DEFAULT 0, protocol INTEGER, read INTEGER DEFAULT 0, status INTEGER DEFAULT -1,"
        " type INTEGER,"
        " reply_path_present INTEGER, subject TEXT, body TEXT, service_center TEXT, locked INTEGER DEFAULT 0,"
        " sub_id INTEGER DEFAULT -1, error_code INTEGER DEFAULT -1, creator TEXT, seen INTEGER DEFAULT 0)"
    )
    database.executemany(
        "INSERT INTO sms(_id, thread_id, address, date, date_sent, read, type, body, service_center, sub_id, creator)"
        " VALUES (?, ?, ?, ?, ?, 1, ?, ?, '+447700900000', 1, 'com.google.android.apps.messaging')",
        (
            (n, n % 200, f"+447700900{n % 200:03d}", START_MS + n * 60_000, START_MS + n * 60_000 - 1000, 1 + n % 2,
             TEXTS[n % len(TEXTS)])
            for n in range(1, rows + 1)
        ),
    )  # fmt: skip
    database.commit()
    database.close()


def bare(source: Path, target: Path) -> float:
    """Scan and insert the same columns through Python: what a parser that is a loop cannot be faster than."""
    read, write = sqlite3.connect(source), shard.connect(target)
    write.execute(f"CREATE TABLE sms({', '.join(COLUMNS)})")
    begin = time.perf_counter()
    write.execute("BEGIN")
    rows = read.execute(f"SELECT {', '.join(COLUMNS)} FROM sms ORDER BY rowid")
    write.executemany(f"INSERT INTO sms VALUES ({', '.join('?' * len(COLUMNS))})", rows)
    write.execute("COMMIT")
    spent = time.perf_counter() - begin
    read.close()
    write.close()
    return spent


def phonefx(source: Path, target: Path) -> float:
    """The way of the parser: fit the query, move the rows inside SQLite."""
    with shard.building(target) as part:
        database = open_copy(source, Calls({}))
        begin = time.perf_counter()
        fitted = fit(database, SMS)
        assert isinstance(fitted, Fitted)
        attach_shard(database, part)
        moved = queries.move(database, fitted, 1, None)
        spent = time.perf_counter() - begin
        database.close()
    assert moved
    return spent


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / "sms.db"
        make(source, rows)
        spent: dict[str, list[float]] = {"bare": [], "phonefx": []}
        for number in range(RUNS):
            spent["bare"].append(bare(source, Path(scratch) / f"bare{number}.db"))
            spent["phonefx"].append(phonefx(source, Path(scratch) / f"shard{number}.db"))
        best = {name: min(times) for name, times in spent.items()}
    for name, seconds in best.items():
        print(f"{name:8} {rows / seconds:12,.0f} rows/s  (best of {RUNS}: {seconds:.3f} s for {rows:,} rows)")
    print(f"ratio    {best['phonefx'] / best['bare']:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
