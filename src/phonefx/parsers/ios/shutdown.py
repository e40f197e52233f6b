"""When an iPhone was shut down, and which programs held that up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from phonefx.formats.textfiles import read_lines
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Event, Record, Skip
from phonefx.times import moment

STOPPED: Final = re.compile(r"SIGTERM: \[(\d{9,10})\]")
CLIENT: Final = re.compile(r"remaining client pid: (\d+) \((.+)\)")
MOST: Final = 40


def events(opened: Opened) -> Iterator[Record | Skip]:
    """Every shut-down with the programs that were still running; a program that no shut-down follows is counted."""
    waiting: dict[str, None] = {}
    for number, line in enumerate(opened.content, 1):
        if client := CLIENT.search(line):
            waiting[client[2]] = None
        elif stopped := STOPPED.search(line):
            shown = ", ".join(list(waiting)[:MOST])
            yield Event(
                key=number, time=moment(int(stopped[1]), "unix_s"), category="phone shut down",
                detail=f"still running: {shown}" if shown else None,
            )  # fmt: skip
            waiting = {}
    if waiting:
        yield Skip("end", f"{len(waiting)} programs still running, of a shut-down whose time is not stored")


parser(
    "ios.shutdown",
    title="Shut-downs of the phone, iOS",
    files=["*/shutdown.log"],
    read=read_lines,
    records=events,
    about="When the phone was shut down and which programs were slow to end, iOS 14 to 18; an unknown program "
    "under an odd path is a lead. Times are UTC seconds since 1970.",
)
