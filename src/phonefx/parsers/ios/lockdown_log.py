"""The log of the lockdown service: starts, changes of the passcode, updates, pairing with computers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from phonefx.formats.textfiles import read_lines
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Event, Record, Skip
from phonefx.times import Moment, wall_clock_us

LINE: Final = re.compile(r"^(\d\d)/(\d\d)/(\d\d) (\d\d:\d\d:\d\d)[.,](\d{1,6})\s+pid=(\d+)\s+(.*)$")
WHAT: Final = (
    (re.compile(r"password_changed_callback"), "passcode changed"),
    (re.compile(r"Detected upgrade from \(NULL\)"), "first start of a system: none was known before"),
    (re.compile(r"roll_keys: Detected upgrade"), "update of the system noticed"),
    (re.compile(r"main: Starting Up"), "lockdown service started"),
    (re.compile(r"\b(?:un)?pair(?:ed|ing)?\b", re.IGNORECASE), "line about pairing"),
)
MOST: Final = 300


def events(opened: Opened) -> Iterator[Record | Skip]:
    """The lines that say something of the phone's use; the others are counted."""
    for number, line in enumerate(opened.content, 1):
        match = LINE.match(line)
        if match is None:
            yield Skip(number, "a line of another form")
            continue
        month, day, year, clock, fraction, process, said = match.groups()
        word = next((word for pattern, word in WHAT if pattern.search(said)), None)
        if word is None:
            yield Skip(number, "a line about something else")
            continue
        stamp = f"20{year}-{month}-{day} {clock}.{fraction}"
        yield Event(
            key=number, time=Moment(wall_clock_us(stamp), stamp, "device"), category=word, app=f"lockdownd ({process})",
            detail=said[:MOST],
        )  # fmt: skip


parser(
    "ios.lockdown.log",
    title="Log of the lockdown service, iOS",
    files=["*/logs/lockdownd.log", "*/logs/lockdownd.log.{1,2,3,4,5,6,7,8,9}", "*/logs/MobileLockdown/lockdownd.log"],
    read=read_lines,
    records=events,
    about="Starts of the service that answers computers (mostly starts of the phone, but not by themselves proof of "
    "one), changes of the passcode, updates and first starts of the system, pairing; iOS 4 to 18. The log writes "
    "local time without its zone: the phone's wall clock, which before the set-up may be that of its maker.",
)
