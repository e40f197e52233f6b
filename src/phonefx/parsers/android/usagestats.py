"""Usage statistics of Android's system: events of apps, screen, lock and power, in their three encodings."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from phonefx.formats import androidxml
from phonefx.formats.protobuf import Message as Protobuf
from phonefx.formats.textfiles import read_bytes
from phonefx.parsers.android.usage import EVENTS
from phonefx.parsers.registry import Opened, parser
from phonefx.records import App, Event, Record, Skip, code
from phonefx.times import Moment, moment

_BEGIN: Final = re.compile(r"/(daily|weekly|monthly|yearly)/(\d{12,14})(?:-c)?$")
MAPPINGS: Final = "../mappings"


def read(file: BinaryIO) -> Protobuf | androidxml.Document:
    """Read a file of usage statistics: XML up to Android 9, protocol buffers later."""
    data = read_bytes(file)
    return androidxml.loads(data) if data[:1] == b"<" or data[:3] == b"ABX" else Protobuf(data)


@dataclass(slots=True)
class _Names:
    """What the numbers in a file stand for: one list of texts (Android 10), or one for each package (11 and later)."""

    pool: list[str] = field(default_factory=list)
    packages: dict[int, list[str]] = field(default_factory=dict)

    def package(self, message: Protobuf) -> str | None:
        if text := message.text(1):
            return text
        if self.packages:
            listed = self.packages.get(message.integer(1) or 0)
            return listed[0] if listed else None
        return pooled(self.pool, message.integer(2))

    def within(self, message: Protobuf, token: int | None) -> str | None:
        """A text that is numbered within the package of a message (11 and later) or in the whole file (10)."""
        if self.packages:
            listed = self.packages.get(message.integer(1) or 0, [])
            return pooled(listed, token)
        return pooled(self.pool, token)


def pooled(texts: list[str], number: int | None) -> str | None:
    """Give a text of a list by the number that a message has for it: one for the first, none or 0 for no text."""
    return texts[number - 1] if number and 0 < number <= len(texts) else None


def mappings(message: Protobuf) -> dict[int, list[str]]:
    """Give the texts of each package by its number; the first is the package's name."""
    return {each.integer(1) or 0: each.texts(2) for each in message.messages(2)}


def usage(opened: Opened) -> Iterator[Record | Skip]:
    """Yield every event and sum of a file, or the apps that a file of names knows."""
    if opened.path.endswith("/mappings"):
        for token, texts in mappings(opened.content).items():
            yield App(key=token, identifier=texts[0] if texts else None, detail="known to the usage statistics")
        return
    match = _BEGIN.search(opened.path)
    if match is None:
        yield Skip(None, "the name of the file is no time")
        return
    span, begin, content = match[1], int(match[2]), opened.content
    if isinstance(content, androidxml.Document):
        yield from _xml(content, begin, span)
    else:
        yield from _protobuf(content, begin, span, opened.beside)


def _at(begin: int, offset: int | None) -> Moment | None:
    """Add an offset to the beginning of the interval, as the system does; what comes before 1970 was never set."""
    if offset is None:
        return None
    found = moment(begin + offset, "unix_ms") if begin + offset > 0 else None
    return Moment(found.us if found else None, offset)


def _number(text: str | None) -> int | None:
    return int(text) if text and len(text) < 20 and text.lstrip("-").isdigit() else None


def _xml(document: androidxml.Document, begin: int, span: str) -> Iterator[Record | Skip]:
    sums: list[_Sum] = []
    for number, event in enumerate(document.walk("event")):
        offset, kind = _number(event.get("time")), _number(event.get("type"))
        yield _event(begin, number, offset, kind, event.get("package"), event.get("class"))
    for each in document.walk("package"):
        last, active, starts = (_number(each.get(name)) for name in ("lastTimeActive", "timeActive", "appLaunchCount"))
        sums.append((begin, span, each.get("package"), last, active, starts))
    yield from _sums(sums)


_Sum = tuple[int, str, str | None, int | None, int | None, int | None]
"""Begin of the span, its kind, app, offset of its last use, milliseconds in front, number of starts."""


def _sums(found: Iterable[_Sum]) -> Iterator[Record | Skip]:
    """What the file sums up for each app that was used in its span."""
    unused = 0
    for number, (begin, span, app, last, active, starts) in enumerate(found):
        time = _at(begin, last)
        if not active and not starts and (time is None or time.us is None):
            unused += 1
            continue
        parts = [f"in front for {active} ms" if active else "", f"started {starts} times" if starts else ""]
        yield Event(
            key=f"app {number}",
            time=time,
            category=f"last use of an app, {span} sum",
            app=app,
            detail=", ".join(filter(None, [*parts, f"sum begun at {begin} (ms since 1970)"])),
        )
    if unused:
        yield Skip("apps", f"{unused} apps that were not used in the span")


def _event(
    begin: int, number: int, offset: int | None, kind: int | None, app: str | None, subject: str | None
) -> Record | Skip:
    if offset is None or kind is None:
        return Skip(number, "an event without a time or type")
    return Event(key=number, time=_at(begin, offset), category=code(kind, EVENTS), app=app, subject=subject)


def _protobuf(content: Protobuf, begin: int, span: str, beside: Mapping[str, object]) -> Iterator[Record | Skip]:
    near = beside.get(MAPPINGS)
    names = _Names(content.message(2).texts(2), mappings(near) if isinstance(near, Protobuf) else {})
    newer = not names.pool
    for number, event in enumerate(content.messages(22)):
        offset, kind = (event.integer(3), event.integer(5)) if newer else (event.integer(5), event.integer(7))
        part = names.within(event, event.integer(2 if newer else 4)) or (None if newer else event.text(3))
        yield _event(begin, number, offset, kind, _app(names, event), part)
    yield from _sums(
        (begin, span, _app(names, each), each.integer(3), each.integer(4), each.integer(6))
        for each in content.messages(20)
    )


def _app(names: _Names, message: Protobuf) -> str | None:
    return names.package(message) or (None if names.pool else f"package number {message.integer(1)}")


parser(
    "android.usagestats",
    title="Usage statistics, Android",
    variants=[
        "Android 11 and later, protobuf with tokens",
        "names of the tokens",
        "to Android 9, XML",
        "Android 10, protobuf",
    ],
    files=[
        "*/data/system_ce/*/usagestats/{{daily,weekly,monthly,yearly}/*,mappings}",
        "*/data/system/usagestats/*/{{daily,weekly,monthly,yearly}/*,mappings}",
    ],
    read=read,
    records=usage,
    beside=[MAPPINGS],
    about="Events of apps, screen, lock and power from the system's daily files, and what the files of a day, week, "
    "month and year sum up for each app: its last use, how long it was in front, how often it was started. Android 5 "
    "to 16; the sums reach back up to two years and name apps that were removed. Times are UTC milliseconds: an offset "
    "from the file's name, which the system changes when the clock is set. The names of apps stand in a file beside "
    "since Android 11; where it is missing only numbers are known. An app in focus says that its screen was shown, not "
    "who looked at it; `lock screen gone` is also written without a lock.",
)


def notifications(opened: Opened) -> Iterator[Record | Skip]:
    """Yield every notification of a file of the history, with title and text."""
    pool = opened.content.message(2).texts(2)
    for number, each in enumerate(opened.content.messages(5)):
        title, text = each.text(10), each.text(11)
        yield Event(
            key=number,
            time=moment(each.integer(9), "unix_ms"),
            category="notification",
            app=each.text(1) or pooled(pool, each.integer(2)),
            subject=title,
            detail=text,
            extra=each.text(3) or pooled(pool, each.integer(4)),
        )


parser(
    "android.notifications",
    title="History of notifications, Android",
    variants=["Android 11 and later"],
    files=["*/data/system_ce/*/notification_history/history/*"],
    read=lambda file: Protobuf(read_bytes(file)),
    records=notifications,
    about="Notifications of the last 24 hours with title and text, Android 11 and later, only where the user "
    "switched the history on. Times are UTC milliseconds of posting. The text of messages that were deleted "
    "or vanished since can be here. What a notification says is what its app wrote.",
)
