"""Times the messages of an iPhone from database to shard against a bare scan-and-insert of the same columns.

    python benchmarks/imessage.py [--rows 50000] [--runs 3]

Both read the same made sms.db; every second text stands in its archive alone. The bare copy passes each row through
Python and decodes no archive. Figures are of processor time, the best of the runs; quote the ratio.
"""

from __future__ import annotations

import argparse
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import process_time

from phonefx.case import queries, shard
from phonefx.case.remains import Remain, Remains
from phonefx.evidence.tree import Entry
from phonefx.parsers import sqltext
from phonefx.parsers.registry import Parser, parsers_by_id
from phonefx.synth.encode.typedstream import attributed_body

COLUMNS = (
    "ROWID", "guid", "text", "handle_id", "subject", "attributedBody", "service", "account", "date", "date_read",
    "date_delivered", "is_from_me", "is_read", "is_sent", "is_delivered", "error", "item_type", "group_title",
    "associated_message_guid", "associated_message_type", "balloon_bundle_id", "payload_data", "message_summary_info",
    "destination_caller_id", "thread_originator_guid", "date_edited",
)  # fmt: skip


def make(path: Path, rows: int) -> None:
    """A store of one-to-one conversations with 200 people."""
    database = sqlite3.connect(path)
    listed = ", ".join(COLUMNS[1:])
    database.execute(f"CREATE TABLE message(ROWID INTEGER PRIMARY KEY AUTOINCREMENT, {listed})")
    database.execute("CREATE TABLE handle(ROWID INTEGER PRIMARY KEY, id TEXT, service TEXT)")
    database.execute("CREATE TABLE chat(ROWID INTEGER PRIMARY KEY, guid, style, chat_identifier, display_name)")
    joined = "chat_id, message_id, message_date, PRIMARY KEY(chat_id, message_id)"
    database.execute(f"CREATE TABLE chat_message_join({joined})")
    database.execute("CREATE TABLE chat_handle_join(chat_id INTEGER, handle_id INTEGER)")
    database.execute("CREATE TABLE message_attachment_join(message_id INTEGER, attachment_id INTEGER)")
    database.execute("CREATE TABLE attachment(ROWID INTEGER PRIMARY KEY, guid, filename, mime_type)")
    for person in range(1, 201):
        number = f"+1555555{person:04d}"
        database.execute("INSERT INTO handle VALUES (?, ?, 'iMessage')", (person, number))
        database.execute("INSERT INTO chat VALUES (?, ?, 45, ?, '')", (person, f"iMessage;-;{number}", number))
        database.execute("INSERT INTO chat_handle_join VALUES (?, ?)", (person, person))
    text = "The tide is out at ten past four, so meet me at the slip with the blue rope. Number {}."
    marks = ", ".join("?" * len(COLUMNS))
    for row in range(1, rows + 1):
        body, at = text.format(row), 700_000_000_000_000_000 + row * 60_000_000_000
        alone = row % 2 == 0
        values = (
            row, f"GUID-{row}", None if alone else body, row % 200 + 1, None, attributed_body(body), "iMessage",
            "P:+15555550100", at, at, 0, row % 3 == 0, 1, 1, 1, 0, 0, None, None, 0, None, None, None,
            "+15555550100", None, 0,
        )  # fmt: skip
        database.execute(f"INSERT INTO message VALUES ({marks})", values)
        database.execute("INSERT INTO chat_message_join VALUES (?, ?, ?)", (row % 200 + 1, row, at))
    database.commit()
    database.close()


def bare(source: Path, target: Path) -> None:
    """Read every row of the same columns through Python and insert it, in one transaction."""
    database, out = sqlite3.connect(source), sqlite3.connect(target)
    out.execute(f"CREATE TABLE message({', '.join(COLUMNS)})")
    marks = ", ".join("?" * len(COLUMNS))
    rows = database.execute(f"SELECT {', '.join(COLUMNS)} FROM message")
    out.executemany(f"INSERT INTO message VALUES ({marks})", rows)
    out.commit()
    out.close()
    database.close()


class NoRemains(Remains):
    """Recovery left out: it is measured by itself."""

    def prepare(self) -> None:
        pass

    def of(self, table: str) -> Iterator[Remain]:
        return iter(())


def parsed(source: Path, target: Path) -> None:
    """Run the parser of messages, as a job of a case does, without recovery; its queries are fitted anew each time."""
    sqltext.tokens.cache_clear()
    sqltext.parse_select.cache_clear()
    parser: Parser = parsers_by_id()["ios.messages"]
    path = "/private/var/mobile/Library/SMS/sms.db"
    entry = Entry("sms.db", path, source.stat().st_size, None, "utc", "file", "live", 0, None)
    with shard.building(target) as part:
        writer = shard.ShardWriter(part, "E1")
        file = writer.file(entry, "0" * 64, entry.size)
        queries.run(writer, parser, entry, file, source, NoRemains(source))
        writer.close()


def seconds(run, source: Path, folder: Path, runs: int) -> float:
    best = float("inf")
    for number in range(runs):
        target = folder / f"{run.__name__}{number}"
        begun = process_time()
        run(source, target)
        best = min(best, process_time() - begun)
        target.unlink()
    return best


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=50_000)
    arguments.add_argument("--runs", type=int, default=3)
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder / "sms.db", chosen.rows)
        plain = seconds(bare, folder / "sms.db", folder, chosen.runs)
        whole = seconds(parsed, folder / "sms.db", folder, chosen.runs)
    print(f"{chosen.rows} messages: bare copy {plain:.2f} s, to a shard {whole:.2f} s, ratio {whole / plain:.2f}")
    print(f"{chosen.rows / whole:,.0f} messages a second")


if __name__ == "__main__":
    main()
