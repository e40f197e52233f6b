"""The limits on inflation are settable from the command line, and what they refuse is told."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "case"))

from phones import SMS, android

from phonefx.cli.main import main

from . import backup_maker
from .zip_maker import Piece, archive


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the program as its console script does; gives what it printed."""

    def started(*arguments: object, code: int = 0) -> str:
        monkeypatch.setattr(sys, "argv", ["phonefx", *map(str, arguments)])
        try:
            main()
        except SystemExit as end:
            assert end.code == code, capsys.readouterr()
        else:
            assert code == 0
        told = capsys.readouterr()
        return told.err if code not in {0, 3} else told.out

    return started


@pytest.fixture
def phone(tmp_path: Path) -> Path:
    """A phone whose message database lies deflated in a zip."""
    data = (android(tmp_path / "phone", ["one", "two"]) / SMS).read_bytes()
    (tmp_path / "phone.zip").write_bytes(archive(Piece(SMS.encode(), data, 8)))
    return tmp_path / "phone.zip"


def problems(output: str) -> str:
    return " ".join(f"{each['code']} {each['message']}" for each in json.loads(output)["problems"])


def test_the_total_is_settable_and_what_it_refuses_is_a_problem_of_the_case(run, phone, tmp_path):
    told = run("process", phone, "-o", tmp_path / "small", "--max-inflated", "1K", "--no-report", "--json", code=3)
    assert "more than 1024 bytes inflated" in problems(told)
    assert json.loads(told)["items"] == 0
    told = run("process", phone, "-o", tmp_path / "large", "--max-inflated", "16M", "--no-report", "--json")
    assert json.loads(told)["items"] >= 2


def test_the_ratio_is_settable(run, phone, tmp_path):
    bomb = tmp_path / "bomb.zip"
    bomb.write_bytes(archive(Piece(SMS.encode(), bytes(3_000_000), 8, size=(1 << 30) + 1)))
    told = run("process", bomb, "-o", tmp_path / "one", "--no-report", "--json", code=3)
    assert "say they inflate to 1073741825" in problems(told)
    told = run("process", bomb, "-o", tmp_path / "two", "--max-ratio", 1_000_000, "--no-report", "--json", code=3)
    assert "say they inflate" not in problems(told)
    assert "3000000 of 1073741825 bytes" in problems(told)


def test_a_compressed_archive_is_held_to_the_total(run, tmp_path):
    import gzip

    packed = tmp_path / "phone.tar.gz"
    packed.write_bytes(gzip.compress(backup_maker.tar_of({"data/data/a.b/files/x": bytes(3_000_000)})))
    assert "inflates beyond" in run("info", packed, "--max-inflated", "2MiB", code=16)
    assert "tar.gz" in run("info", packed, "--max-inflated", "4MB")


@pytest.mark.parametrize("size", ["0", "many", "-1", "1.5G", "G", ""])
def test_what_is_no_size_is_refused(run, phone, size):
    assert "is no size such as 500G" in run("info", phone, f"--max-inflated={size}", code=2)


def test_a_trace_is_held_to_the_same_limits(run, phone, tmp_path):
    run("process", phone, "-o", tmp_path / "case", "--no-report", "--quiet")
    refused = run("trace", tmp_path / "case", 1, "--exhibit", phone, "--max-inflated", "1K", code=16)
    assert "more than 1024 bytes inflated" in refused
    assert "row" in run("trace", tmp_path / "case", 1, "--exhibit", phone)
