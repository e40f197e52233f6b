"""The password of an extraction comes from a file, the environment or a prompt, never from the command line."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.evidence import backup_maker

from phonefx.cli.info import command
from phonefx.cli.main import COMMANDS
from phonefx.errors import PasswordNeeded, WrongPassword


@pytest.fixture(scope="module")
def backup(tmp_path_factory) -> Path:
    target = tmp_path_factory.mktemp("sealed") / "backup.ab"
    target.write_bytes(backup_maker.android(5, compressed=True, password="grüne Tür"))
    return target


def info(backup: Path, *options: object, **environment: str) -> Result:
    return CliRunner().invoke(command, [str(backup), *map(str, options)], env=environment)


@pytest.mark.parametrize("ending", ["", "\n", "\r\n", "\na second line"])
def test_the_first_line_of_a_file_is_the_password(ending, backup, tmp_path):
    (tmp_path / "word").write_bytes(f"grüne Tür{ending}".encode())
    done = info(backup, "--password-file", tmp_path / "word")
    assert (done.exit_code, "android backup" in done.output) == (0, True)


def test_the_environment_gives_it_and_a_file_goes_first(backup, tmp_path):
    assert info(backup, PHONEFX_PASSWORD="grüne Tür").exit_code == 0
    (tmp_path / "word").write_text("another")
    assert isinstance(info(backup, "--password-file", tmp_path / "word", PHONEFX_PASSWORD="grüne Tür").exception,
                      WrongPassword)  # fmt: skip


def test_without_one_and_without_a_terminal_it_is_asked_for_in_the_message(backup):
    done = info(backup)
    assert isinstance(done.exception, PasswordNeeded)
    assert "--password-file" in str(done.exception)


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
@pytest.mark.parametrize(("word", "status"), [("grüne Tür", 0), ("another", WrongPassword.exit_code)])
def test_at_a_terminal_it_is_asked_for_once_and_not_shown(word, status, backup):
    import pty

    ours, theirs = pty.openpty()
    with subprocess.Popen([sys.executable, "-m", "phonefx", "info", str(backup)], stdin=theirs, stdout=theirs,
                          stderr=theirs, start_new_session=True) as done:  # fmt: skip
        os.close(theirs)
        shown = b""
        while b"Password of the extraction" not in shown:
            shown += os.read(ours, 1000)
        os.write(ours, word.encode() + b"\n")
        try:
            while more := os.read(ours, 1000):
                shown += more
        except OSError:  # how the end of a pseudo-terminal reads
            pass
    os.close(ours)
    assert done.returncode == status
    assert word.encode() not in shown
    assert shown.count(b"Password of the extraction") == 1


def test_no_command_takes_a_password_itself():
    for name in COMMANDS:
        options = importlib.import_module(f"phonefx.cli.{name}").command.params
        words = [option for each in options for option in each.opts if "pass" in option and "file" not in option]
        assert words == [], name
