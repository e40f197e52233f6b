"""What the system notes of apps beside its list: when each was last used, updates and removals of the last days."""

from collections.abc import Iterator
from typing import Final

from phonefx.formats import androidxml
from phonefx.formats.textfiles import read_lines
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Event, Record, Skip
from phonefx.times import moment

_REASONS: Final = (
    "screen of an app", "service", "service in the foreground", "message to an app", "content of an app", "backup",
    "another app", "test",
)  # fmt: skip


def last_uses(opened: Opened) -> Iterator[Record | Skip]:
    """Yield the last use of each app in each of eight ways; before version 1 there is one time for all."""
    for number, line in enumerate(opened.content, 1):
        words = line.split()
        if not words or (number == 1 and words[0].startswith("PACKAGE_USAGE__VERSION_")):
            continue
        package, *times = words
        if not all(each.isdecimal() and len(each) < 19 for each in times) or len(times) not in {1, len(_REASONS)}:
            yield Skip(number, "a line of another form")
            continue
        for reason, time in zip(_REASONS if len(times) > 1 else ("app",), times, strict=True):
            if int(time):
                yield Event(key=f"{package} {reason}", time=moment(int(time), "unix_ms"),
                            category=f"last used: {reason}", app=package)  # fmt: skip


parser(
    "android.last_uses",
    title="Last use of each app (package manager), Android",
    variants=["Android 7 and later", "Android 4 to 6"],
    files=["*/data/system/package-usage.list"],
    read=read_lines,
    records=last_uses,
    about="When each app was last used, and in which way: its screen, a service in the background, a message of the "
    "system to it and so on. Only the first, the screen of an app, speaks for a person. Times are UTC milliseconds, "
    "noted at most every half hour. A removed app stands no longer here.",
)


def changes(opened: Opened) -> Iterator[Record | Skip]:
    """Yield apps updated and removed on each of the last days, within the span that the day is given."""
    for day, item in enumerate(opened.content.walk("item")):
        begin, end = (moment(item.get(name), "unix_ms") for name in ("start", "end"))
        for number, element in enumerate(item.walk("upd", "rem")):
            package = element.get("pkg")
            key = f"item[{day}]/{element.name}[{number}]"
            if not package:
                yield Skip(key, "a change that names no app")
                continue
            what = "removed" if element.name == "rem" else "installed or updated"
            version = element.get("ver")
            yield Event(key=key, time=begin, end=end, category=f"app {what} within this time", app=package,
                        detail=f"version code {version}" if version else None)  # fmt: skip


parser(
    "android.package_changes",
    title="Apps updated and removed (battery statistics), Android",
    variants=["Android 6 and later"],
    files=["*/data/system/batterystats-daily.xml"],
    read=androidxml.read,
    records=changes,
    about="Apps that were installed, updated or removed on each of about the last ten days: the time is that of the "
    "span, not of the change. It tells of apps that are gone from the list of apps. Times are UTC milliseconds.",
)
