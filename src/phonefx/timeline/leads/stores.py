"""Apps whose stores of messages or calls begin long after the app was installed: perhaps emptied, perhaps unused."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Final

from phonefx.formats.visible import counted
from phonefx.timeline.leads.records import Draft
from phonefx.timeline.sources import map_sources
from phonefx.times import iso

DAY_US: Final = 86_400_000_000
LEAST_DAYS: Final = 30
LIMITS: Final = (
    "An app can lie unused, be signed in to late, keep only what is new, or have been moved to this phone. Where a "
    "store is removed and made anew nothing of the old one is in it. The time of installing may be that of a restore."
)
_INSTALLED: Final = """
    SELECT x.exhibit, a.identifier, min(a.time_us), a.item FROM app a
    JOIN temp.exhibit_of x ON x.source = a.source WHERE a.identifier <> '' AND a.time_us IS NOT NULL GROUP BY 1, 2
"""
_BEGUN: Final = """
    SELECT x.exhibit, l.label, f.path, s.id FROM source s JOIN temp.exhibit_of x ON x.source = s.id
    JOIN exhibit l ON l.id = x.exhibit JOIN file f ON f.id = s.file
    WHERE s.kind IN ('message', 'call') ORDER BY 2, 3, 4
"""
_FIRSTS: Final = " UNION ALL ".join(
    f"SELECT source, min(time_us), item FROM {kind} WHERE time_us IS NOT NULL GROUP BY source"
    for kind in ("message", "call")
)


def late_stores(connection: sqlite3.Connection) -> Iterator[Draft]:
    """Give the apps installed while the phone was in use whose store begins 30 days later or more."""
    map_sources(connection)
    installed = {(row[0], row[1]): row[2:] for row in connection.execute(_INSTALLED)}
    firsts: dict[tuple[int, str], tuple[int, int, str, str]] = {}
    in_use: dict[int, int] = {}
    begun = {source: (us, item) for source, us, item in connection.execute(_FIRSTS)} if installed else {}
    for exhibit, label, path, source in connection.execute(_BEGUN).fetchall():
        first = begun.get(source)
        if first is None:
            continue
        in_use[exhibit] = min(in_use.get(exhibit, first[0]), first[0])
        for app in {part for part in path.split("/") if (exhibit, part) in installed}:
            firsts[exhibit, app] = min(firsts.get((exhibit, app), (*first, label, path)), (*first, label, path))
    for (exhibit, app), (us, item, label, path) in sorted(firsts.items(), key=lambda each: (each[1][2], each[0][1])):
        since, shown = installed[exhibit, app]
        days = (us - since) // DAY_US
        if days >= LEAST_DAYS and since >= in_use[exhibit]:
            later = counted(days, "day")
            reason = f"{app}: installed at {iso(since)}; the first record of {path} is of {iso(us)}, {later} later"
            yield Draft("late store", label, reason, LIMITS, from_us=since, to_us=us, measure=float(days),
                        items=(shown, item))  # fmt: skip
