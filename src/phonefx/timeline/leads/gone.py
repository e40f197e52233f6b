"""Apps that stores of a phone know, and that its list of installed apps does not hold."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Final

from phonefx.timeline.leads.records import Draft
from phonefx.times import iso

INSTALLED: Final = "android.apps"
"""The parser whose items are all apps of all users of a phone."""
_KNOWING: Final = "'android.wellbeing', 'android.usagestats', 'android.apps.checked'"
"""Parsers whose items name apps that were on this phone; of an account's store an app may have been on another one."""
_KNOWN: Final = f"""
    WITH installed AS MATERIALIZED (
        SELECT DISTINCT i.exhibit, a.identifier AS app FROM app a JOIN origin i ON i.source = a.source
        WHERE i.parser = '{INSTALLED}' AND a.identifier IS NOT NULL),
    named AS (
        SELECT i.exhibit, a.identifier AS app, i.parser, a.item, NULL AS us
        FROM app a JOIN origin i ON i.source = a.source
        WHERE i.parser IN ({_KNOWING})
        UNION ALL
        SELECT i.exhibit, v.app, i.parser, v.item, v.time_us FROM event v JOIN origin i ON i.source = v.source
        WHERE i.parser IN ({_KNOWING}))
    SELECT n.exhibit, n.app, group_concat(DISTINCT n.parser), min(n.us), max(n.us), min(n.item),
           max(CASE WHEN n.us IS NOT NULL THEN n.item END)
    FROM named n LEFT JOIN installed x ON x.exhibit = n.exhibit AND x.app = n.app
    WHERE x.app IS NULL AND n.app LIKE '%.%' AND n.exhibit IN (SELECT exhibit FROM installed)
    GROUP BY 1, 2 ORDER BY 1, 2
"""
LIMITS: Final = (
    "Parts of the system and names that are no app look the same. The list may have been read from another moment than"
    " the rest. Apps are removed by updates, by policies and to make room: that one is gone says nothing about why."
)


def gone_apps(connection: sqlite3.Connection) -> Iterator[Draft]:
    """Give each app that stores of a phone know and its list of installed apps, where that was read, does not hold."""
    for exhibit, app, parsers, first, last, item, later in connection.execute(_KNOWN):
        used = "" if last is None else f", noted from {iso(first)} to {iso(last)}"
        where = ", ".join(sorted(str(parsers).split(",")))
        yield Draft(
            "app gone", exhibit, f"{app} is known to {where}{used}; it is not among the installed apps", LIMITS,
            from_us=first, to_us=last, measure=float(last or 0),
            items=(item,) if later in (None, item) else (item, later),
        )  # fmt: skip
