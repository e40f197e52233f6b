"""The state of services as `dumpsys` printed it during an acquisition: last positions."""

import re
from collections.abc import Iterator
from typing import Final

from phonefx.formats.textfiles import read_lines
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Location, Record, Skip

_FIX: Final = re.compile(
    r"Location\[(\w{1,20}) (-?\d{1,3}\.\d{1,10}),(-?\d{1,3}\.\d{1,10})(?: (?:hAcc|acc)=(\d{1,7}(?:\.\d{1,7})?))?"
    r"([^\]]{0,300})\]"
)


def fixes(opened: Opened) -> Iterator[Record | Skip]:
    """Yield every position once, with the provider and what else is said of it."""
    seen: set[tuple[str, ...]] = set()
    for number, line in enumerate(opened.content):
        for match in _FIX.finditer(line):
            provider, latitude, longitude, accuracy, rest = match.groups(default="")
            if match.groups(default="") in seen or abs(float(latitude)) > 90 or abs(float(longitude)) > 180:
                continue
            seen.add(match.groups(default=""))
            yield Location(
                key=f"line {number}",
                latitude=float(latitude),
                longitude=float(longitude),
                accuracy_m=float(accuracy) if accuracy else None,
                evidence_of="device_fix",
                method=f"last position, {provider}{' (mock)' if 'mock' in rest else ''}",
                extra=rest.strip() or None,
            )
    if not seen:
        yield Skip(None, "no position in it")


parser(
    "android.dumpsys",
    title="Last positions printed by dumpsys, Android",
    variants=["with a position", "without one"],
    files=["*/dumpsys.txt", "*/bugreport-*.txt", "*/dumpstate*.txt"],
    read=read_lines,
    records=fixes,
    about="Positions of the phone that the location service still had during the acquisition. There is no time in it: "
    "`et` in the further values counts from the last start of the phone. A position marked as mock was made by an app.",
)
