"""What holds for every parser of Android: unknown codes stay in sight, no place that was looked at is a position."""

from __future__ import annotations

import re
import sqlite3
import sys
import tempfile
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import casework

from phonefx.parsers.query import Fitted, Query, fit
from phonefx.parsers.registry import all_parsers, parsers_by_id
from phonefx.parsers.sqltext import parse_select, whole_call
from phonefx.records import DEVICE_POSITIONS, kind_name

STRANGE = 987654
_COLUMN = re.compile(r"(\w+)\.(\w+)")
LOOKED_AT = (
    "apps.google_maps.", "apps.waze", "apps.citymapper.", "apps.uber.pick_up", "apps.twitter.",
    "android.samsung.weather", "android.xiaomi.weather", "android.location_cache", "android.samsung.wifi_geofence",
    "android.calls.composer", "apps.whatsapp.android", "android.google_messages", "apps.telegram.android",
    "apps.line.android", "apps.viber.android", "apps.sbb.android", "apps.meteoswiss",
)  # fmt: skip
MADE = [made for made in casework.made_cases() if made.parser.startswith(("android.", "apps."))]


def coded(query: Query, generation: str) -> list[tuple[str, str]]:
    """(field, column of the driving table) of each code that is one column."""
    select, found = parse_select(generation), []
    for name, expression in select.items:
        call = whole_call(expression)
        if call and call.name == "code" and (match := _COLUMN.fullmatch(call.arguments[0].strip())):
            alias, column = match.groups()
            if alias == (select.alias or select.table):
                found.append((name, column))
    return found


def cases() -> list[tuple[str, casework.Made, int, str, str, str]]:
    """One case for each coded column of each query: the first made database that gives the query rows."""
    found = []
    for parser in all_parsers():
        mine = [made for made in MADE if made.parser == parser.id and made.source.suffix == ".sql"]
        for number, query in enumerate(parser.queries if "ios" not in parser.id.split(".") else ()):
            for made in mine:
                database = sqlite3.connect(":memory:")
                database.executescript(made.source.read_text(encoding="utf-8"))
                for name, function in parser.functions.items():
                    database.create_function(name, -1, function)
                fitted = fit(database, query)
                listed = coded(query, query.generations[0]) if isinstance(fitted, Fitted) else []
                rows = database.execute(fitted.sql(order=False)).fetchone() if isinstance(fitted, Fitted) else None
                if rows and not query.only:
                    found += [(f"{parser.id}-{number}-{field}", made, number, fitted.table, field, column)
                              for field, column in listed]  # fmt: skip
                    break
    return found


CASES = cases()


def test_there_are_codes_to_try():
    assert len(CASES) > 40


@pytest.mark.parametrize(("made", "number", "table", "field", "column"), [case[1:] for case in CASES],
                         ids=[case[0] for case in CASES])  # fmt: skip
def test_an_unknown_code_is_shown_as_its_raw_value(made: casework.Made, number, table, field, column):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.db"
        path.write_bytes(made.content())
        database = sqlite3.connect(path)
        database.execute(f'UPDATE "{table}" SET "{column}" = {STRANGE}')
        database.commit()
        database.close()
        content = path.read_bytes()
    parser = parsers_by_id()[made.parser]
    result = casework.run(parser, made.about["path"], content)
    rows = [row for row in result.of(kind_name(parser.queries[number].kind)) if row.get(f"{field}_raw") == STRANGE]
    assert rows
    assert all(f"unknown ({STRANGE})" in row[field] for row in rows)


@pytest.mark.parametrize("made", [made for made in MADE if made.parser.startswith(LOOKED_AT)],
                         ids=lambda made: f"{made.parser}-{made.expected.stem}")  # fmt: skip
def test_a_place_looked_at_planned_sent_or_of_an_anchor_is_no_position_of_the_phone(made: casework.Made):
    if made.parser in {"apps.waze.session", "apps.waze.log", "apps.google_maps.ios.timeline"}:
        pytest.skip("keeps positions of the phone as well; its own cases tell them apart")
    result = casework.run(parsers_by_id()[made.parser], made.about["path"], made.content(), made.beside())
    assert {row["evidence_of"] for row in result.of("location")} & set(DEVICE_POSITIONS) == set()
