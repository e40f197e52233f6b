"""One cell that holds what nobody expects there costs no other row of its table."""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "parsers"))

import casework

from phonefx.parsers.registry import parsers_by_id

MADE = [made for made in casework.made_cases() if made.source.suffix == ".sql"]
ODD = {
    "JSON cut short, words for numbers": {"text": '{"a":', "blob": b"\xff\xfe", "integer": "word", "real": "word"},
    "bytes for texts, the least number": {
        "text": b"\xff\0\xff", "blob": b"\x1f\x8b\x08\0\0\0\0\0\0\3zz", "integer": -(2**63), "real": -1e308,
    },
    "deep JSON, the greatest number": {
        "text": "[" * 3000, "blob": b"bplist00\x04\x09", "integer": 2**63 - 1, "real": float("inf"),
    },
    "numbers for texts and bytes, of which Python would make as many zeros": {
        "text": 2**62, "blob": 2**62, "integer": 1.5, "real": b"\0",
    },
}  # fmt: skip
"""What stands in the first row of every table, by what stood there."""
LOST = {"damaged", "parser failed", "rows unaccounted for", "query failed"}


def odd(content: bytes, values: dict[str, object]) -> bytes:
    """Give a database whose tables of several rows have odd values in the first one."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        database = sqlite3.connect(file.name, isolation_level=None)
        listed = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND rootpage > 0"
        for (table,) in database.execute(listed).fetchall():
            if database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] > 1:
                for _, column, _, _, _, key in database.execute(f'PRAGMA table_info("{table}")').fetchall():
                    for kind, value in () if key else values.items():
                        _put(database, table, column, kind, value)
        database.close()
        return Path(file.name).read_bytes()


def _put(database: sqlite3.Connection, table: str, column: str, kind: str, value: object) -> None:
    first = f'rowid = (SELECT min(rowid) FROM "{table}")'
    with suppress(sqlite3.Error):  # a constraint of the table, or a table without row ids
        database.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE {first} AND typeof("{column}") = ?', (value, kind))


@pytest.mark.parametrize("values", ODD.values(), ids=ODD)
@pytest.mark.parametrize("made", MADE, ids=lambda made: f"{made.parser}-{made.expected.stem}")
def test_an_odd_cell_costs_no_other_row(made: casework.Made, values: dict[str, object]):
    result = casework.run(parsers_by_id()[made.parser], made.about["path"], odd(made.content(), values), made.beside())
    usual = set(made.about.get("problems", []))
    assert {problem for problem in result.problems if problem[0] in LOST - usual} == set()
