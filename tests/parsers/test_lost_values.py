"""A row of which a value is lost says nothing that the whole row does not say: every query, every column."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "case"))
from casework import database
from phones import One
from test_lookups import fitted_cases

from phonefx.case.recovered import Recovery
from phonefx.case.remains import Remain
from phonefx.case.sandbox import Calls, Copy, attach_shard, open_copy
from phonefx.case.schema import create_shard, stored_columns
from phonefx.case.shadows import columns_of
from phonefx.case.shard import ShardWriter
from phonefx.parsers.query import Fitted, fit
from phonefx.records import kind_name

ROWS = 2
"""So many rows of each table are tried."""
RECOVERY = {"place": "p", "file": "main", "page": 1, "offset": 0, "length": 1, "frame": None, "commit_no": None,
            "confidence": 0.9, "reason": "made", "partial": None, "places": None}  # fmt: skip


def said(copy: Copy, writer: ShardWriter, each: Fitted, row: Remain) -> list[dict[str, Any]]:
    """Give what a query says of one row that is not live."""
    kind = kind_name(each.query.kind)
    Recovery(writer, "made", 1, copy, One(row), {}).run([each])
    names = sorted(stored_columns(copy, each.query.kind) - {"source", "owner_source"})
    found = copy.execute(f"SELECT {', '.join(names)} FROM shard.{kind}").fetchall()
    copy.execute(f"DELETE FROM shard.{kind}")
    records = [dict(zip(names, values, strict=True)) for values in found]
    return [record | {"extra": opened(record.get("extra") or "{}")} for record in records]


def opened(extra: str) -> dict[str, Any]:
    """Give the members of a JSON object; of any other text, itself as the only member."""
    try:
        found = json.loads(extra)
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {"": extra}


def more(part: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    """Give what one record says and the other does not."""
    told = {name: value for name, value in part.items() if name != "extra" and value not in (None, whole[name])}
    extra = {f"extra {name}": value for name, value in part["extra"].items() if value != whole["extra"].get(name)}
    return told | extra


def rows(copy: Copy, table: str) -> Iterator[Remain]:
    """Yield the first rows of a table as rows that are not live."""
    columns = columns_of(copy, table)
    for hidden in ("rowid", "NULL"):  # a table without row ids
        with suppress(sqlite3.OperationalError):
            listed = ", ".join([hidden, *(f'"{name}"' for name in columns)])
            for rowid, *values in copy.execute(f"SELECT {listed} FROM main.{table} LIMIT {ROWS}").fetchall():
                yield Remain("recovered", rowid, tuple(columns), tuple(values), RECOVERY)
            return


def without_one(row: Remain, each: Fitted) -> Iterator[Remain]:
    """Yield a row without one of its values, for each that its query names."""
    text = " ".join([each.rows, *each.select.values()]).lower()
    for place, name in enumerate(row.columns):
        if row.values[place] is not None and name.lower() in text:
            yield replace(row, values=(*row.values[:place], None, *row.values[place + 1 :]), lost=(name,))


@pytest.mark.parametrize(
    ("parser", "path"), [pytest.param(*each, id=f"{each[0].id}-{each[1].stem}") for each in fitted_cases()]
)
def test_a_row_says_no_more_where_a_value_of_it_is_lost(parser, path, tmp_path):
    (tmp_path / "db").write_bytes(database(path.read_text(encoding="utf-8")))
    with closing(sqlite3.connect(tmp_path / "shard", isolation_level=None)) as shard:
        create_shard(shard)
    with (
        closing(ShardWriter(tmp_path / "shard", "E1")) as writer,
        closing(open_copy(tmp_path / "db", Calls(parser.functions))) as copy,
    ):
        usable = [fitted for query in parser.queries if isinstance(fitted := fit(copy, query), Fitted)]
        attach_shard(copy, tmp_path / "shard")
        wrong = []
        for each in usable:
            for row in rows(copy, each.table):
                whole = said(copy, writer, each, row)
                for torn in without_one(row, each) if whole else ():
                    told = [[more(part, one) for one in whole] for part in said(copy, writer, each, torn)]
                    wrong += [(each.table, torn.lost, min(found, key=len)) for found in told if all(found)]
    assert wrong == []
