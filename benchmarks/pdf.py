"""Measure the report: 100,000 timeline rows and 20,000 bubbles in one PDF, and the same at a tenth.

    python benchmarks/pdf.py

Each size runs in a process of its own, so that its peak memory is its own. The case is made on the spot: one message in
five rows of the timeline, one in ten of them in a script that needs shaping.
"""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import usage
from made_case import write

from phonefx.case import schema

WORDS = ["the", "train", "leaves", "from", "platform", "seven", "at", "noon", "and", "we", "bring", "every", "ticket"]
SHAPED = ("اتصل بي على 07700 900123 غدا", "नमस्ते, कल मिलते हैं", "你好，明天见。", "see you 😀", "הפגישה ב-14:30")
START_US = 1_710_000_000_000_000


def made(path: Path, rows: int) -> sqlite3.Connection:
    """A case of so many dated items, a fifth of them messages in 40 conversations."""
    chance = random.Random(7)
    database = sqlite3.connect(path)
    schema.create_case(database)
    database.execute(
        "INSERT INTO exhibit(id, label, name, kind, sha256) VALUES (1, 'E1', 'made.zip', 'zip', ?)", ("0" * 64,)
    )
    database.execute(
        "INSERT INTO file(id, exhibit, path, stored, sha256) VALUES (1, 1, '/data/a.db', 'data/a.db', ?)", ("1" * 64,)
    )
    for number, kind in enumerate(("message", "event"), 1):
        database.execute(
            "INSERT INTO source(id, file, parser, version, table_name, kind, state, basis, rows_read, records, skipped)"
            " VALUES (?, 1, 'made', '0', 't', ?, 'live', 'utc', 0, 0, 0)",
            (number, kind),
        )
    for item in range(1, rows + 1):
        us = START_US + item * 30_000_000
        is_message = item % 5 == 0
        place = {"item": item, "source": 1 if is_message else 2, "key": item, "time_us": us, "time_raw": us // 1000}
        said = " ".join(chance.choices(WORDS, k=chance.randint(3, 25)))
        if not is_message:
            write(database, "event", **place, app="org.example.app", subject=said)
            continue
        said = f"{said} {chance.choice(SHAPED)}" if item % 50 == 0 else said
        who = f"+4477009{chance.randrange(40):05d}"
        direction = chance.choice(("incoming", "outgoing"))
        write(database, "message", **place, direction=direction, counterpart=who, thread=who, body=said)
    schema.create_indexes(database)
    database.commit()
    return database


def one(rows: int) -> None:
    """Write one report and print what it cost."""
    from phonefx.report.options import Options
    from phonefx.report.pdf import write_report

    with tempfile.TemporaryDirectory() as folder:
        made(Path(folder) / "case.db", rows).close()
        database = sqlite3.connect(Path(folder) / "case.db")
        before = time.process_time()
        pages = write_report(database, Path(folder) / "report.pdf", Options(preset="full"))
        spent = time.process_time() - before
        size = (Path(folder) / "report.pdf").stat().st_size
    peak = usage.peak()
    print(f"{rows:>8,} rows  {rows // 5:>7,} bubbles  {pages:>6,} pages  {size / 1e6:6.1f} MB  {spent:6.1f} s CPU  "
          f"{spent / rows * 1e6:6.0f} µs a row  peak {peak:5.0f} MB")  # fmt: skip


if __name__ == "__main__":
    if len(sys.argv) > 1:
        one(int(sys.argv[1]))
    else:
        for count in (10_000, 100_000):
            subprocess.run([sys.executable, __file__, str(count)], check=True)
