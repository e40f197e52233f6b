"""A kind, state or exhibit that does not exist is refused: an empty answer would read as an absence."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.report.pdf.reported import MadeCase

from phonefx.case.known import require_known
from phonefx.cli.main import command
from phonefx.errors import UsageError


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    folder.mkdir()
    made = MadeCase(folder / "case.db")
    made.message("meet at nine")
    made.db.commit()
    made.db.close()
    return folder


def phonefx(*arguments: object) -> Result:
    return CliRunner().invoke(command, [str(each) for each in arguments], standalone_mode=False)


@pytest.mark.parametrize(
    ("name", "asked", "there"),
    [("timeline", ["--kind", "mesage"], "message"), ("timeline", ["--state", "deleted"], "recovered"),
     ("timeline", ["--exhibit", "E9"], "E1"), ("search", ["nine", "--kind", "mesage"], "message"),
     ("search", ["nine", "--exhibit", "E9"], "E1"), ("movement", ["--exhibit", "E9"], "E1"),
     ("movement", ["--day", "2026-03-02", "--exhibit", "E9"], "E1"), ("report", ["--kind", "mesage"], "message")],
)  # fmt: skip
def test_a_slip_is_refused_and_what_there_is_is_named(case, name, asked, there):
    said = phonefx(name, case, *asked).exception
    assert isinstance(said, UsageError)
    assert f"there is no {asked[-2].removeprefix('--')} {asked[-1]}; there are " in str(said)
    assert there in str(said).partition("; ")[2]


def test_what_there_is_passes():
    made = MadeCase()
    made.message("mine")
    require_known(made.db, kinds=["message", "web_visit"], states=["recently_deleted"], exhibits=["E1"])
    require_known(made.db, kinds=["incident"], exhibits=["police"], layers=["police"])
    with pytest.raises(UsageError):
        require_known(made.db, kinds=["incident"])


def test_a_timeline_without_a_row_says_so(case):
    done = phonefx("timeline", case, "--text", "never written")
    assert done.output == "nothing found\n"
    assert "nothing found" not in phonefx("timeline", case, "--text", "never written", "--json").output


@pytest.mark.parametrize("content", ["", "a,b\n", "latitude,longitude,time\n"])
def test_a_layer_without_a_report_is_refused(case, tmp_path, content):
    layer = tmp_path / "reports.csv"
    layer.write_text(content)
    said = phonefx("incidents", case, layer).exception
    assert isinstance(said, UsageError)
    assert "no report in it" in str(said)
