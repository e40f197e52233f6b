"""Texts of Apple Notes that are not, or not any more, the text of a note."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from casework import CASES

from phonefx.case.ingest import ExhibitSpec, Options, process
from phonefx.case.progress import Progress

STORE = "private/var/mobile/Containers/Shared/AppGroup/A/NoteStore.sqlite"
NOTES = (
    "SELECT i.state, i.table_name, i.key, n.title, n.body FROM note n JOIN item i ON i.id = n.item ORDER BY 1, 2, 3, 5"
)


def packed(text: str) -> bytes:
    """The archive that Notes keeps of a text: gzip of the fields 2, 3, 2 of nested protocol buffers."""
    inner = b"\x12" + bytes([len(text)]) + text.encode()
    middle = b"\x1a" + bytes([len(inner)]) + inner
    return gzip.compress(b"\x12" + bytes([len(middle)]) + middle, mtime=0)


def test_what_a_note_said_before_is_told_from_what_it_says_now(tmp_path):
    store = tmp_path / "phone" / STORE
    store.parent.mkdir(parents=True)
    database = sqlite3.connect(store, isolation_level=None)
    database.executescript((CASES / "ios.notes" / "ios16.sql").read_text(encoding="utf-8"))
    database.execute("UPDATE ZICCLOUDSYNCINGOBJECT SET Z_OPT = 1")
    database.execute("UPDATE ZICNOTEDATA SET ZDATA = ? WHERE Z_PK = 1", (packed("four ropes"),))
    database.execute("PRAGMA journal_mode = WAL").fetchall()
    database.execute("UPDATE ZICNOTEDATA SET ZDATA = ? WHERE Z_PK = 1", (packed("five ropes"),))
    database.execute("UPDATE ZICCLOUDSYNCINGOBJECT SET Z_OPT = 2, ZSNIPPET = NULL WHERE Z_PK = 3")
    for suffix in ("", "-wal"):
        shutil.copy(f"{store}{suffix}", f"{store}{suffix}.kept")
    database.close()
    for suffix in ("", "-wal"):
        Path(f"{store}{suffix}.kept").replace(f"{store}{suffix}")
    case = process([ExhibitSpec("E1", tmp_path / "phone")], tmp_path / "case", Options(), Progress())
    notes = [tuple(row) for row in case.db.execute(NOTES)]
    assert ("live", "ZICCLOUDSYNCINGOBJECT", 3, "Shopping", "five ropes") in notes
    assert [row for row in notes if row[0] == "superseded"] == [
        ("superseded", "ZICCLOUDSYNCINGOBJECT", 3, "Shopping", "rope"),
        ("superseded", "ZICNOTEDATA", 1, "Shopping", "four ropes"),
    ]
