"""Passwords of encrypted extractions: from a file, the environment or a prompt, never from the command line."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

import click

from phonefx.errors import NotFound, PasswordNeeded

VARIABLE: Final = "PHONEFX_PASSWORD"
T = TypeVar("T")

option = click.option(
    "--password-file",
    type=click.Path(path_type=Path),
    help=f"File whose first line is the password of an encrypted extraction; or set {VARIABLE}, or answer the prompt.",
)


def given(file: Path | None) -> str | None:
    """The password that the user gave beforehand, if any."""
    if file is None:
        return os.environ.get(VARIABLE)
    try:
        with file.open(encoding="utf-8") as lines:
            return lines.readline().rstrip("\r\n")
    except OSError as error:
        raise NotFound(file) from error


def asking(work: Callable[[str | None], T], password: str | None) -> T:
    """Do the work; where it needs a password and someone is there to type it, ask once and do it again."""
    try:
        return work(password)
    except PasswordNeeded:
        if password is not None or not sys.stdin.isatty():
            raise
        return work(click.prompt("Password of the extraction", hide_input=True, err=True))
