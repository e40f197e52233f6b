"""Apps installed and removed, from the log of the installer of iOS."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from phonefx.formats.textfiles import read_lines
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Event, Record, Skip
from phonefx.times import Moment, wall_clock_us

MONTHS: Final = {name: number for number, name in enumerate(
    ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), 1)}  # fmt: skip
LINE = re.compile(r"^\w{3} (\w{3}) +(\d{1,2}) (\d\d:\d\d:\d\d) (\d{4}) \[\d+\] <\w+> (.*)$")
WHAT: Final = (
    (re.compile(r"Install Successful for \(?(?:[A-Za-z]+:)?([\w.-]+)"), "app installed"),
    (re.compile(r"Uninstalling identifier ([\w.-]+)"), "app removed"),
    (re.compile(r"Destroying container (?:with identifier )?([\w.-]+)"), "data of an app destroyed"),
    (re.compile(r"Attempting Delta patch update of ([\w.-]+)"), "app updated"),
)


def events(opened: Opened) -> Iterator[Record | Skip]:
    """The lines about apps; the others of the log are counted."""
    for number, line in enumerate(opened.content, 1):
        match = LINE.match(line)
        found = next(((each[1], word) for pattern, word in WHAT if (each := pattern.search(line))), None)
        if match is None or found is None:
            yield Skip(number, "a line about something else")
            continue
        month, day, clock, year, text = match.groups()
        stamp = f"{year}-{MONTHS.get(month, 0):02}-{int(day):02} {clock}"
        yield Event(
            key=number, time=Moment(wall_clock_us(stamp), stamp, "device"), category=found[1], app=found[0],
            detail=text[:200],
        )  # fmt: skip


parser(
    "ios.apps.log",
    title="Log of the installer, iOS",
    files=["*/MobileInstallation/mobile_installation.log.*"],
    read=read_lines,
    records=events,
    about="Apps installed, updated and removed, iOS 7 to 18. The log writes local time without its zone: the "
    "phone's wall clock.",
)
