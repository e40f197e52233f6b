"""The goals on data with known answers: the synthetic regimes and the public SQLite Forensic Corpus."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks import recovery as benchmark

from phonefx.formats.sqlite import Database, recover, writing

CASES = [
    "alter_add_column__calls",
    "autovacuum_full__whatsapp",
    "balance_moved__notes",
    "clean__whatsapp",
    "consecutive_desc__imessage",
    "drop_table__sms",
    "journal_persist__whatsapp",
    "multi_table__sms",
    "numeric_rows__location",
    "secure_delete_on__sms",
    "utf16le__contacts",
    "vacuum__whatsapp",
    "wal_salt_changed__sms",
    "without_rowid__kv",
]


@pytest.fixture(scope="module")
def scored(corpus: Path, tmp_path_factory) -> dict[str, dict[str, float | None]]:
    """Score the cases with the script that lies beside them."""
    folder = corpus / "sqlite_deleted_synthetic"
    scratch = tmp_path_factory.mktemp("scored")
    with (scratch / "recovered.jsonl").open("w", encoding="utf-8") as stream:
        for case in CASES:
            name = json.loads((folder / case / "truth.json").read_text(encoding="utf-8"))["db"]
            writing.write_json_lines(stream, case, recover(Database.beside(folder / case / name)))
    arguments = [scratch / "recovered.jsonl", "--by", "case", "--json", scratch / "score.json"]
    subprocess.run([sys.executable, folder / "score.py", folder, *arguments], check=True, capture_output=True)
    return json.loads((scratch / "score.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES)
def test_the_goals_in_every_regime(scored, case):
    score = scored[case]
    assert score["live"] == score["phantom"] == 0
    assert score["recall"] is None or score["recall"] >= 0.95
    assert score["place"] is None or score["place"] == 1
    assert score["rowid_wrong"] is None or score["rowid_wrong"] <= 0.001


@pytest.mark.parametrize("category", ["0A", "0C", "0D", "0E"])
def test_the_public_corpus_has_no_false_record(corpus: Path, category):
    truth = json.loads((corpus / "TRUTH.json").read_text(encoding="utf-8"))["files"]
    count: benchmark.Counter[str] = benchmark.Counter()
    whole = 0
    for path in sorted((corpus / "sqlite_deleted" / "nemetz" / category).glob("*.db")):
        listed = truth[path.relative_to(corpus).as_posix()]["tables"]
        gone = {one["table"]: {tuple(row) for row in one.get("deleted_rows", [])} for one in listed}
        whole += sum(one["deleted_rows_whose_whole_record_body_is_still_in_the_file"] for one in listed)
        benchmark.score(
            list(benchmark.key_rows(path.with_suffix(".xml"), gone)), list(recover(Database.beside(path))), count
        )
    assert count["false"] == 0
    assert count["right"] >= whole > 0


def test_rows_of_the_corpus_equal_no_live_row(corpus: Path, tmp_path: Path):
    """Of databases of real phones nobody knows what was deleted; but what is live, SQLite itself says of a copy."""
    paths = list(benchmark.databases(corpus))
    assert len(paths) > 50
    for path in paths:
        found = list(recover(Database.beside(path)))
        live = benchmark.live_rows(path, tmp_path) if found else {}
        for copy in tmp_path.iterdir():
            copy.unlink()
        assert [row.place for row in found if row.values in live.get(row.table or "", ())] == []
