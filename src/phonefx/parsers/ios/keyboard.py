"""How long apps were used, as the keyboard of iOS counts it."""

from __future__ import annotations

from collections.abc import Iterator

from phonefx.formats.plists import Date
from phonefx.parsers.reading import plist
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Event, Record, Skip
from phonefx.times import moment


def use(opened: Opened) -> Iterator[Record | Skip]:
    """Each stretch of use of each app, by the days it fell in."""
    for app, listed in (opened.content if isinstance(opened.content, dict) else {}).items():
        for number, entry in enumerate(listed if isinstance(listed, list) else [listed]):
            start, seconds = (entry.get(name) if isinstance(entry, dict) else None for name in ("startDate", "appTime"))
            if not isinstance(start, Date) or not isinstance(seconds, (int, float)):
                yield Skip(f"{app}/{number}", "no day or no duration in it")
                continue
            yield Event(
                key=f"{app}/{number}", time=moment(float(start), "cocoa_s"), category="use of an app within some days",
                app=app, subject=f"{seconds:.0f} s",
            )  # fmt: skip


parser(
    "ios.keyboard.apps",
    title="Use of apps counted by the keyboard, iOS",
    files=["*/Library/Keyboard/app_usage_database.plist"],
    read=plist,
    records=use,
    about="How long apps were used, iOS 13 to 15. The time is the beginning of a span of days, UTC, not of the use.",
    tested={"ios15_ffs": 158},
)
