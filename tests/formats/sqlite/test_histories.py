"""Whatever an app did to its database: what is recovered stands where it is said, is not live, and once stood there."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
from tests.formats.sqlite import histories
from tests.formats.sqlite.histories import Life

from phonefx.formats.sqlite import Database, Mark, RecoveredRow, recover

SEEDS = range(int(os.environ.get("PHONEFX_HISTORIES", "24")))
KNOWN = (Mark.STORED, Mark.ROWID, Mark.REBUILT)


def stated(row: RecoveredRow) -> dict[str, object]:
    return {name: value for name, value, mark in zip(row.columns, row.values, row.marks, strict=True) if mark in KNOWN}


def once_stood(life: Life, table: str, values: dict[str, object]) -> bool:
    """Say whether some version of a row held all these values."""
    places = [(life.columns[table].index(name), value) for name, value in values.items()]
    return any(all(version[place] == value for place, value in places) for version in life.ever[table])


@pytest.mark.parametrize("seed", SEEDS)
def test_no_row_is_live_and_every_place_holds_its_bytes(tmp_path: Path, seed: int):
    told(tmp_path, seed)


def told(folder: Path, seed: int) -> Counter[str]:
    """Check what is recovered of one history; count the rows that once stood there, and those that never did."""
    tally = Counter[str]()
    life = histories.live(folder / "made.db", seed)
    database = Database.beside(life.path)
    files = {role: path.read_bytes() for role, path in database.paths.items()}
    codec = database.header.text.codec
    for row in recover(database):
        values = stated(row)
        assert 0 < row.confidence <= 1
        for place in (row.place, *row.others):
            assert 0 <= place.offset < place.offset + place.length <= len(files[place.role])
        if row.table is not None:
            held = [files[place.role][place.offset : place.offset + place.length] for place in (row.place, *row.others)]
            texts = [value.encode(codec) for value in values.values() if isinstance(value, str) and len(value) >= 4]
            if sum(map(len, texts)) <= row.place.length:  # else some of it lies on overflow pages
                assert all(any(text in part for part in held) for text in texts)
        if row.table_sure and row.table in life.columns:
            whole = set(values) == set(life.columns[row.table])
            assert not (whole and row.values in life.live[row.table]), "a live row"
            true = once_stood(life, row.table, values)
            tally["true" if true else "false"] += 1
            tally["false although sure"] += not true and row.confidence >= 0.9
    return tally


def test_hardly_any_row_never_stood_there(tmp_path: Path):
    """Texts of few words and columns that are often NULL leave some rebuilt headers ambiguous: docs/recovery.md."""
    tally = Counter[str]()
    for seed in SEEDS:  # all of them, whatever other processes try: the share of some would be chance
        folder = tmp_path / str(seed)
        folder.mkdir()
        tally += told(folder, seed)
    assert tally["false although sure"] == 0
    assert tally["false"] * 500 <= tally["true"]
    assert tally["true"] >= 300 * (len(SEEDS) > 20) or tally["true"] > 0
