"""The commands as a user runs them: output, errors in one line, exit codes."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader

sys.path.insert(0, str(Path(__file__).parents[1] / "case"))

from phones import CALLS, SMS, android, make

from phonefx.cli.main import COMMANDS

HEAVY = ("sqlite_utils", "reportlab", "PIL", "phonenumbers", "simplekml", "dateutil", "pytsk3", "cryptography",
         "networkx", "rich", "sqlite3")  # fmt: skip


def phonefx(*arguments: object, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "phonefx", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, input=stdin, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def phone(tmp_path_factory) -> Path:
    return android(tmp_path_factory.mktemp("made") / "phone", ["hello", "see you\x1b[31m at 5", "third"])


@pytest.fixture(scope="module")
def case(phone, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("cases") / "case"
    done = phonefx("process", phone, "-o", folder, "--timezone", "Europe/Berlin", "--no-report", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return folder


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name):
    done = phonefx(name, "--help")
    assert done.returncode == 0
    assert f"phonefx {name}" in done.stdout.partition("Example")[2]


def test_help_lists_every_command_and_imports_nothing_heavy():
    code = f"import sys; from phonefx.cli.main import main; sys.argv = ['phonefx', '--help']\ntry: main()\nfinally: " \
           f"print([name for name in {HEAVY!r} if name in sys.modules])"  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert all(name in done.stdout for name in COMMANDS)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_process_that_ends_does_not_look_through_what_it_leaves():
    """Who registers first is asked last: by then all objects are out of the sight of Python's search for cycles."""
    code = "import atexit, gc, sys; atexit.register(lambda: print(len(gc.get_objects()) < gc.get_freeze_count()))\n" \
           "from phonefx.cli.main import main; sys.argv = ['phonefx', '--version']; main()"  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1] == "True"


def test_process_prints_one_object(phone, tmp_path):
    done = phonefx("process", phone, "-o", tmp_path / "case", "--json", "--no-report")
    told = json.loads(done.stdout)
    assert done.returncode == 0
    assert told["counts"] == {"call": {"live": 1}, "message": {"live": 3}}
    assert {row["parser"]: row["items"] for row in told["parsers"] if row["items"]} == {
        "android.calls": 1, "android.sms": 3,
    }  # fmt: skip
    assert told["problems"] == []


def test_process_ends_with_a_table(phone, tmp_path):
    done = phonefx("process", phone, "-o", tmp_path / "case", "--no-report")
    assert done.returncode == 0
    assert "SMS, Android telephony provider" in done.stdout
    assert "4 items" in done.stdout
    assert "read as folder" in done.stderr


def test_an_extraction_of_which_nothing_is_read_says_what_it_was_and_how_many_files_it_has(tmp_path):
    (tmp_path / "given").mkdir()
    (tmp_path / "given" / "note.txt").write_text("nothing of a phone")
    done = phonefx("process", tmp_path / "given", "-o", tmp_path / "case", "--no-report")
    assert "No file of E1 is one that a parser reads: folder, 1 file, read by own." in done.stdout.splitlines()


def test_what_could_not_be_read_shows_in_the_exit_status(phone, tmp_path):
    broken = tmp_path / "phone"
    android(broken, ["x"])
    make(broken / CALLS, ["ALTER TABLE calls DROP COLUMN date"])
    done = phonefx("process", broken, "-o", tmp_path / "case", "--no-report")
    assert done.returncode == 3
    assert "unknown schema" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("make_input", "status", "line"),
    [
        (lambda path: None, 11, "there is no such file"),
        (lambda path: path.write_bytes(b"just some text"), 12, "not an extraction"),
        (lambda path: path.write_bytes(b""), 12, "not an extraction"),
    ],
)
def test_what_is_no_extraction_ends_in_one_line(make_input, status, line, tmp_path):
    path = tmp_path / "input"
    make_input(path)
    done = phonefx("process", path, "-o", tmp_path / "case", "--quiet")
    assert done.returncode == status
    assert line in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "case").exists()


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("--exhibit", "=x"), "LABEL=PATH"),
        (("--timezone", "Mars/Base"), "no IANA time zone"),
        ((), "at least one extraction"),
    ],
)
def test_wrong_usage_ends_in_one_line(arguments, line, tmp_path):
    done = phonefx("process", "-o", tmp_path / "case", *arguments)
    assert done.returncode == 2
    assert line in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_is_no_case_is_said_to_be_none(tmp_path):
    done = phonefx("timeline", tmp_path)
    assert done.returncode == 20
    assert "no phonefx case" in done.stderr


def test_timeline_is_in_order_with_offsets(case):
    lines = phonefx("timeline", case).stdout.splitlines()
    assert lines[0].startswith("2023-11-14T23:14:20+01:00  E1 #2  message, outgoing  +15550100  hello")
    assert [line[:25] for line in lines] == sorted(line[:25] for line in lines)


def test_escapes_in_evidence_do_not_reach_the_terminal(case):
    assert "\x1b" not in phonefx("timeline", case).stdout


def test_a_timeline_whose_reader_goes_away_ends_without_a_word(case):
    command = [sys.executable, "-m", "phonefx", "timeline", str(case)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        running.stdout.close()
        assert running.stderr.read() == b""


def test_a_lead_that_is_asked_for_is_looked_for_before_it_is_missed(phone, tmp_path):
    """Leads are computed when they are first asked for: a report that names one asks."""
    phonefx("process", phone, "-o", tmp_path / "case", "--no-report", "--quiet")
    done = phonefx("report", tmp_path / "case", "--lead", "99")
    assert (done.returncode, done.stderr) == (2, "phonefx: the case has no lead 99; `phonefx leads` lists them\n")
    with sqlite3.connect(tmp_path / "case" / "case.db") as database:
        assert database.execute("SELECT count(*) FROM sqlite_master WHERE name = 'lead'").fetchone() == (1,)


def test_timeline_filters(case):
    done = phonefx("timeline", case, "--kind", "message", "--text", "THIRD", "--jsonl")
    (row,) = (json.loads(line) for line in done.stdout.splitlines())
    assert (row["kind"], row["text"], row["who"]) == ("message", "third", "+15550100")


def test_timeline_in_another_zone_and_span(case):
    done = phonefx("timeline", case, "--from", "2023-11-14T22:15:00", "--to", "2023-11-14T22:17", "--timezone", "UTC")
    assert [line[:20] for line in done.stdout.splitlines()] == ["2023-11-14T22:15:20Z", "2023-11-14T22:16:20Z"]


def test_info_says_what_it_is_and_writes_nothing(phone, tmp_path):
    archive = tmp_path / "dump.bin"
    with zipfile.ZipFile(archive, "w") as target:
        target.write(phone / SMS, f"Dump/{SMS}")
        target.writestr("Dump/data/data/com.example.chat/databases/own.db", b"SQLite format 3")
    before = sorted(tmp_path.rglob("*"))
    done = phonefx("info", archive, "--json")
    told = json.loads(done.stdout)
    assert told["kind"] == "zip"
    assert ("android.sms", 1) in [(row["parser"], row["files"]) for row in told["artifacts"]]
    listed = phonefx("info", archive).stdout
    assert "1 database that no parser claims\n  /data/data/com.example.chat/databases/own.db\n" in listed
    assert sorted(tmp_path.rglob("*")) == before


def test_parsers_are_listed_with_their_files():
    done = phonefx("parsers", "android.sms")
    assert "com.android.providers.telephony" in done.stdout


def test_a_batch_makes_a_case_each_and_one_failure_stops_none(phone, tmp_path):
    (tmp_path / "in").mkdir()
    android(tmp_path / "in" / "a-phone", ["one"])
    (tmp_path / "in" / "b-text.bin").write_bytes(b"no extraction at all")
    android(tmp_path / "in" / "c-phone", ["one", "two"])
    done = phonefx("batch", tmp_path / "in", "-o", tmp_path / "out", "--no-report", "--json")
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(each["status"], each["items"], each["exit"]) for each in told] == [
        ("done", 2, 0), ("failed", 0, 12), ("done", 3, 0),
    ]  # fmt: skip
    assert done.returncode == 3
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a-phone", "c-phone"]


def test_verify_says_that_a_case_was_never_finished(phone, tmp_path):
    folder = tmp_path / "case"
    phonefx("process", phone, "-o", folder, "--no-report")
    database = sqlite3.connect(folder / "case.db", isolation_level=None)
    database.execute("UPDATE meta SET value = 'no' WHERE name = 'complete'")
    database.close()
    assert phonefx("verify", folder).returncode == 30
    (folder / "manifest.json").unlink()
    done = phonefx("verify", folder)
    assert done.returncode == 22
    assert "an earlier run did not finish" in done.stderr


def test_exhibits_are_hashed_again_on_request(phone, tmp_path):
    folder = tmp_path / "case"
    assert phonefx("process", phone, "-o", folder, "--rehash", "--quiet").returncode == 0
    pages = " ".join(" ".join(each.extract_text().split()) for each in PdfReader(folder / "report/report.pdf").pages)
    assert "computed again for this report: all are equal to those taken when it was read" in pages
    assert phonefx("verify", folder, "--exhibit", f"E1={phone}").returncode == 0


def test_verify_ends_with_thirty_when_a_byte_changed(phone, tmp_path):
    folder = tmp_path / "case"
    phonefx("process", phone, "-o", folder, "--no-report", "--quiet")
    assert phonefx("verify", folder, "--exhibit", f"E1={phone}").returncode == 0
    database = folder / "case.db"
    content = bytearray(database.read_bytes())
    content[-1] ^= 1
    database.write_bytes(content)
    done = phonefx("verify", folder)
    assert done.returncode == 30
    assert "FAULT  output: case.db: changed" in done.stdout
