"""What is left in one table of records whose other rows are gone: made, deleted, and held against the statements."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from casework import CASES

from phonefx.case.ingest import ExhibitSpec, Options, process
from phonefx.case.progress import Progress

ROWS = 30
SAMSUNG = "data/data/com.samsung.android.messaging/databases/message_content.db"
FIREFOX = "data/data/org.mozilla.firefox/files/places.sqlite"
SAFARI = "private/var/mobile/Library/Safari/History.db"
TELEPHONY = "data/data/com.android.providers.telephony/databases/mmssms.db"
GOOGLE = "data/data/com.google.android.apps.messaging/databases/bugle_db"
MAIL = "private/var/mobile/Library/Mail/Protected Index"
OLD_NOTES = "private/var/mobile/Library/Notes/notes.sqlite"
TEXT = "words {} that one person wrote to another"
MADE = {
    "firefox": (
        FIREFOX, ("android.browser.firefox", "moz_places"),
        "INSERT INTO moz_places VALUES (:n, 'https://example.org/{n}', :text, 4, 1700000123456)",
        "SELECT url, title, visits, i.time_us FROM web_visit",
        ("https://example.org/{n}", TEXT, 4, 1700000123456000),
    ),
    "safari": (
        SAFARI, ("ios.safari.history", "history_items"),
        "INSERT INTO history_items(id, url, visit_count) VALUES (:n, :text, 3)",
        "SELECT url, visits FROM web_visit", (TEXT, 3),
    ),
    "mms": (
        TELEPHONY, ("android.mms", "part"),
        "INSERT INTO part(_id, mid, ct, text) VALUES (:n, 77, 'text/plain', :text)",
        "SELECT body, service FROM message", (TEXT, "MMS"),
    ),
    "google": (
        GOOGLE, ("android.google_messages", "parts"),
        "INSERT INTO parts(_id, message_id, conversation_id, content_type, text)"
        " VALUES (:n, 77, 5, 'text/plain', :text)",
        "SELECT body, thread FROM message", (TEXT, 5),
    ),
    "samsung": (
        SAMSUNG, ("android.samsung.messages", "parts"),
        "INSERT INTO parts(_id, message_id, content_type, text) VALUES (:n, 77, 'text/plain', :text)",
        "SELECT body, direction FROM message", (TEXT, None),
    ),
    "subjects": (
        MAIL, ("ios.mail", "subjects"),
        "INSERT INTO subjects(ROWID, subject) VALUES (:n, :text)",
        "SELECT subject, body FROM message", (TEXT, None),
    ),
    "first words": (
        MAIL, ("ios.mail", "summaries"),
        "INSERT INTO summaries(ROWID, summary) VALUES (:n, :text)",
        "SELECT body, subject FROM message", (TEXT, None),
    ),
    "old notes": (
        OLD_NOTES, ("ios.notes.old", "ZNOTEBODY"),
        "INSERT INTO ZNOTEBODY(Z_PK, ZCONTENT) VALUES (:n, :text)",
        "SELECT body, title FROM note", (TEXT, None),
    ),
}  # fmt: skip


def schema_of(parser: str, table: str) -> str:
    """Give the made case of a parser whose database has a table."""
    for path in sorted((CASES / parser).glob("*.sql")):
        text = path.read_text(encoding="utf-8")
        if f"{table}(" in text.replace(f"{table} (", f"{table}("):
            return text
    raise LookupError(table)


@pytest.mark.parametrize("name", MADE)
def test_a_deleted_row_that_only_lookups_read_is_an_item(name, tmp_path):
    path, (parser, table), insert, asked, expected = MADE[name]
    place = tmp_path / "phone" / path
    place.parent.mkdir(parents=True)
    database = sqlite3.connect(place, isolation_level=None)
    database.execute("PRAGMA synchronous = OFF")
    database.execute("PRAGMA secure_delete = OFF")
    database.executescript(schema_of(parser, table))
    database.execute("BEGIN")
    for n in range(1000, 1000 + ROWS):
        database.execute(insert.replace("{n}", str(n)), {"n": n, "text": TEXT.format(n)})
    database.execute("COMMIT")
    database.execute(f"DELETE FROM {table} WHERE rowid BETWEEN 1010 AND 1012")
    database.close()
    case = process([ExhibitSpec("E1", tmp_path / "phone")], tmp_path / "case", Options(), Progress())
    found = case.db.execute(
        f"{asked} JOIN item i ON i.id = item WHERE i.parser = ? AND i.table_name = ? AND i.state = 'recovered'",
        (parser, table),
    )
    numbers = (1010, 1011, 1012)
    said = [tuple(str(each).replace("{n}", "{}").format(n) for each in expected) for n in numbers]
    assert sorted(tuple(map(str, row)) for row in found) == said
    (live,) = case.db.execute(
        "SELECT count(*) FROM source WHERE parser = ? AND table_name = ? AND state = 'live' AND kind <> 'attachment'",
        (parser, table),
    ).fetchone()
    assert live == 0
