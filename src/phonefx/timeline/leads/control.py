"""Apps that may watch the phone or show where it is, and that the phone was erased."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from phonefx.timeline.leads.records import Draft
from phonefx.times import iso

_SIGNS: Final = """
    SELECT i.exhibit, coalesce(nullif(e.app, ''), e.subject, '?'), e.category, e.subject, e.time_us, e.item
    FROM event e JOIN origin i ON i.source = e.source
    WHERE e.category LIKE 'lead: %' OR e.category LIKE 'root access %'
       OR e.category IN ('device administrator', 'device owner', 'profile owner', 'certificate added by the user',
       'setting: accessibility services that are on', 'setting: apps that may read notifications',
       'setting: app for mock positions')
       OR e.category = 'setting: checking of apps (-1: turned off)' AND e.subject = '-1' ORDER BY 1, 2, 6
"""
_ERASED: Final = """
    SELECT i.exhibit, d.time_us, d.value, d.item FROM device_fact d JOIN origin i ON i.source = d.source
    WHERE d.name = 'factory reset' ORDER BY 1, 2, 4
"""
CONTROL_LIMITS: Final = (
    "A package name alone proves nothing: some are shared with harmless programs, so compare folder and certificate."
    " Parental control, an employer's management, locating services and aids for disabled people look the same. The"
    " list of known names is not complete: nothing found does not clear a phone."
)
ERASED_LIMITS: Final = (
    "The time is that of the phone's clock, which may not have been set yet, or of a file, which a copy may have"
    " changed. A new or resold phone, a repair, a forgotten code look the same. What was there before is not told."
)


def control_signs(connection: sqlite3.Connection) -> Iterator[Draft]:
    """Give each app with a known name of monitoring or locating software, or with far-reaching access."""
    found: dict[tuple[str, str], list[tuple[str, str, int | None, int]]] = defaultdict(list)
    for exhibit, app, category, subject, us, item in connection.execute(_SIGNS):
        found[exhibit, app].append((category, subject, us, item))
    for (exhibit, app), signs in found.items():
        named = [(category.removeprefix("lead: "), subject) for category, subject, _, _ in signs
                 if category.startswith("lead: ")]  # fmt: skip
        others = dict.fromkeys(each[0].removeprefix("setting: ") for each in signs if not each[0].startswith("lead: "))
        told = [f"{what} ({subject})" for what, subject in dict.fromkeys(named)] + list(others)
        times = [us for _, _, us, _ in signs if us is not None]
        yield Draft(
            "control", exhibit, f"{app}: {'; '.join(told)}", CONTROL_LIMITS, from_us=min(times, default=None),
            to_us=max(times, default=None), measure=10.0 * len(named) + len(others),
            items=tuple(item for _, _, _, item in signs),
        )  # fmt: skip


def erasures(connection: sqlite3.Connection) -> Iterator[Draft]:
    """Give each moment at which a phone was erased, with every source that states it."""
    found: dict[tuple[str, int | None, str | None], list[int]] = defaultdict(list)
    for exhibit, us, value, item in connection.execute(_ERASED):
        found[exhibit, us, value if us is None else None].append(item)
    for (exhibit, us, value), items in found.items():
        when = iso(us) if us is not None else value or "no time is stated"
        yield Draft("erased", exhibit, f"the phone was set back to its factory state: {when}", ERASED_LIMITS,
                    from_us=us, to_us=us, items=tuple(items))  # fmt: skip
