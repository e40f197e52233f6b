"""`phonefx recover` as a user runs it."""

from __future__ import annotations

import csv
import json
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from phonefx.cli import rowtable
from phonefx.cli.recover import DiskBytes, command
from phonefx.errors import Damaged, EvidenceError, UsageError
from phonefx.evidence.blobs import BytesBlob

BODIES = {number: f"letter {number} to the old harbour office" for number in range(1, 61)}
GONE = (9, 30, 31)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "mail.db"
    made = sqlite3.connect(path, isolation_level=None)
    made.execute("PRAGMA secure_delete = OFF")
    made.execute("CREATE TABLE mail (_id INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT, sent INTEGER, raw BLOB)")
    made.executemany(
        "INSERT INTO mail VALUES (?, ?, ?, ?)",
        [(number, body, 1_600_000_000 + number * 61, b"\x01\x02\x03" * 4) for number, body in BODIES.items()],
    )
    made.execute(f"DELETE FROM mail WHERE _id IN {GONE}")
    made.close()
    return path


@pytest.fixture(autouse=True)
def _wide(monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")


def run(*arguments: str | Path) -> str:
    result = CliRunner().invoke(command, [str(each) for each in arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_rows_on_screen(database):
    shown = run(database)
    assert all(BODIES[number] in shown for number in GONE)
    assert BODIES[10] not in shown
    assert shown.rstrip().endswith("3 rows")
    lines = shown.splitlines()
    assert lines[1].rstrip() == "mail, 3 rows"
    assert lines[2].split() == ["row", "id", "state", "sure", "place", "body", "sent"]
    assert "in all of these rows: raw x'010203010203010203010203'" in shown


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_no_line_is_wider_than_the_terminal(database, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    shown = run(database)
    assert max(map(len, shown.splitlines())) <= width
    words = set(shown.replace(",", " ").replace(":", " ").split())
    assert width == 40 or {"body", "sent"} <= words, "shown, or named below the table"


def test_every_value_whole(database):
    shown = run(database, "--full")
    assert shown.count("body: letter") == shown.count("sent: 16000") == shown.count("confidence ") == 3
    assert "main, byte" in shown
    assert "the start of the header was overwritten and rebuilt" in shown


def test_columns_give_way_to_the_terminal():
    names = ["kind", "text", "date", "flags", "note"]
    cells = [[str(n), "word " * 20, f"16000000{n:05d}", "7", "a" if n % 2 else ""] for n in range(10)]
    wide = rowtable.arrange(names, cells, 300)
    assert ([place for place, _ in wide.columns], wide.same, wide.hidden) == ([0, 2, 4], (1, 3), ())
    cells = [[row[0], row[1] + row[0], *row[2:]] for row in cells]
    narrow = rowtable.arrange(names, cells, 40)
    assert dict(narrow.columns)[2] == 13, "numbers are not cut"
    assert sum(width + rowtable.GAP for _, width in narrow.columns) <= 40
    assert {*dict(narrow.columns), *narrow.same, *narrow.hidden} == set(range(5))
    assert rowtable.arrange(names, cells, 1).columns, "one column is always shown"


def test_what_is_lost_or_rebuilt_is_marked(tmp_path):
    path = tmp_path / "words.db"
    made = sqlite3.connect(path, isolation_level=None)
    made.execute("PRAGMA secure_delete = ON")
    made.execute("CREATE TABLE mail (_id INTEGER PRIMARY KEY, body TEXT, sent INTEGER)")
    made.execute("CREATE VIRTUAL TABLE find USING fts4(content='mail', body)")
    for number, body in BODIES.items():
        made.execute("INSERT INTO mail VALUES (?, ?, ?)", (number, body.title(), number))
        made.execute("INSERT INTO find(docid, body) VALUES (?, ?)", (number, body.title()))
    made.execute("DELETE FROM mail WHERE _id = 9")
    made.close()
    shown = run(path)
    assert f"~{BODIES[9]}" in shown
    assert "~ put together from the words of a full-text index" in shown
    assert "(lost)" in shown


def test_the_bytes_of_each_place(database):
    shown = run(database, "--hex")
    data = database.read_bytes()
    at = data.find(BODIES[9].encode())
    lines = [line.split() for line in shown.splitlines() if line.strip().startswith("0000")]
    assert any(int(line[0], 16) <= at < int(line[0], 16) + 16 for line in lines)


def test_json_lines(database):
    rows = [json.loads(line) for line in run(database, "--jsonl", "-").splitlines()]
    assert sorted(row["values"]["body"] for row in rows) == sorted(BODIES[number] for number in GONE)
    for row in rows:
        assert row["table"] == "mail"
        assert row["values"]["raw"] == {"hex": "010203" * 4}
        assert row["source"].startswith("main:")
        assert database.read_bytes().find(row["values"]["body"].encode()) > row["offset"] - 1


def test_csv_keeps_formulas_harmless(database, tmp_path):
    made = sqlite3.connect(database, isolation_level=None)
    made.execute("PRAGMA secure_delete = OFF")
    row = (100, "=1+1 is what the letter said", 1600009999, b"\x01\x02\x03" * 4)
    made.execute("INSERT INTO mail VALUES (?, ?, ?, ?)", row)
    made.execute("DELETE FROM mail WHERE _id = 100")
    made.close()
    target = tmp_path / "out.csv"
    run(database, "--csv", target)
    with target.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    cells = [cell for row in rows[1:] for cell in row]
    assert "body==1+1 is what the letter said" in cells
    assert not any(cell.startswith(("=", "+", "@")) for cell in cells)
    assert rows[0][:3] == ["number", "table", "table_sure"]


def test_a_database_of_rows(database, tmp_path):
    target = tmp_path / "out.db"
    run(database, "--sqlite", target)
    made = sqlite3.connect(target)
    assert made.execute("SELECT count(*) FROM recovered WHERE \"table\" = 'mail'").fetchone() == (3,)
    listed = {body for (body,) in made.execute("SELECT body FROM rows_mail")}
    made.close()
    assert listed == {BODIES[number] for number in GONE}


def test_only_one_table(database):
    assert "no deleted row" in run(database, "--table", "other")


def test_nothing_is_overwritten(database, tmp_path):
    target = tmp_path / "there.csv"
    target.write_text("kept")
    with pytest.raises(UsageError):
        run(database, "--csv", target)
    assert target.read_text() == "kept"
    with pytest.raises(UsageError):
        run(database, "--csv", tmp_path / "a", "--jsonl", tmp_path / "b")


def test_what_cannot_be_done_is_said_in_one_line(database, tmp_path):
    (tmp_path / "note.txt").write_text("no database at all " * 400)
    with pytest.raises(EvidenceError, match="no SQLite database; --carve looks for pages of one in any file"):
        run(tmp_path / "note.txt")
    with pytest.raises(UsageError, match="cannot go to standard output"):
        run(database, "--sqlite", "-")
    with pytest.raises(UsageError, match="nowhere: there is no such folder"):
        run(database, "--csv", tmp_path / "nowhere" / "rows.csv")
    assert not Path("-").exists()


def test_nothing_is_written_beside_the_evidence(database, tmp_path):
    evidence = tmp_path / "evidence"
    evidence.mkdir()
    shutil.copyfile(database, evidence / "mail.db")
    Path(evidence / "mail.db-wal").write_bytes(b"")
    before = {path.name: path.read_bytes() for path in evidence.iterdir()}
    evidence.chmod(0o555)
    for options in ((), ("--hex",), ("--signs",), ("--jsonl", "-"), ("--csv", tmp_path / "rows.csv")):
        run(evidence / "mail.db", *options)
    evidence.chmod(0o755)
    assert {path.name: path.read_bytes() for path in evidence.iterdir()} == before


def test_signs(database):
    shown = run(database, "--signs")
    assert "row id gaps in mail" in shown
    assert "30 to 31" in shown
    assert "9" in shown


def test_pages_in_a_file_that_is_no_database(database, tmp_path):
    dump = tmp_path / "memory.bin"
    dump.write_bytes(bytes(range(256)) * 20 + database.read_bytes()[4096:])
    rows = [json.loads(line) for line in run(dump, "--carve", "--tables-of", database, "--jsonl", "-").splitlines()]
    mails = [row for row in rows if row.get("table_likely") == "mail"]
    assert {row["values"]["c1"] for row in mails} == {body for number, body in BODIES.items() if number not in GONE}
    assert [row["values"] for row in rows if row not in mails] == [{"c0": "mail", "c1": 60}]
    assert {row["state"] for row in rows} == {"carved"}
    shown = run(dump, "--carve", "--hex")
    assert "whether the row was deleted or is a copy cannot be told" in shown
    assert BODIES[10] in shown


def test_unallocated_needs_an_image_that_tells_it(database):
    with pytest.raises(UsageError, match="no file system that can be read"):
        run(database, "--unallocated")


def test_what_cannot_be_read_of_an_image_is_told_and_the_rest_is_searched():
    class Broken(BytesBlob):
        def read_at(self, offset: int, size: int) -> bytes:
            if offset < 300_000 < offset + size:
                raise Damaged("image", "unreadable at byte 300000")
            return super().read_at(offset, size)

    disk = DiskBytes(Broken(bytes(range(1, 251)) * 4000))
    read = disk.read(0, 1_000_000)
    assert len(read) == 1_000_000
    assert read.count(0) <= 65536
    assert list(disk.faults) == ["image: damaged: unreadable at byte 300000"]


def test_pages_in_the_blocks_that_no_file_owns(database, tmp_path):
    tools = {name: shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin") for name in ("mke2fs", "debugfs")}
    if None in tools.values():
        pytest.skip("mke2fs and debugfs are not installed (Debian package e2fsprogs)")
    tree, image = tmp_path / "tree", tmp_path / "disk.dd"
    tree.mkdir()
    (tree / "mail.db").write_bytes(database.read_bytes())
    (tree / "live.db").write_bytes(database.read_bytes().replace(b"letter", b"living"))
    made = [str(tools["mke2fs"]), "-q", "-t", "ext4", "-d", str(tree), str(image), "8M"]
    subprocess.run(made, check=True, capture_output=True)
    subprocess.run([str(tools["debugfs"]), "-w", "-R", "rm mail.db", str(image)], check=True, capture_output=True)
    rows = [json.loads(line) for line in run(image, "--unallocated", "--jsonl", "-").splitlines()]
    found = {row["values"]["c1"] for row in rows}
    assert found == {body for number, body in BODIES.items() if number not in GONE}
    disk = image.read_bytes()
    for row in rows:
        assert row["values"]["c1"].encode() in disk[row["offset"] : row["offset"] + row["length"]]
