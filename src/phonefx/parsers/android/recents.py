"""Recent tasks and uses of sensors: what was on the screen, and which app used the camera, microphone or position."""

import re
from collections.abc import Iterator
from typing import Final

from phonefx.formats import androidxml
from phonefx.parsers.reading import start, unwritten
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Event, Record, Skip
from phonefx.times import moment

_TIMES: Final = ("last_time_moved", "last_active_time", "first_active_time")


def tasks(opened: Opened) -> Iterator[Record | Skip]:
    """Yield every task with the time at which it was last moved to the front."""
    for element in opened.content.walk("task"):
        package = element.get("real_activity") or element.get("affinity") or element.get("orig_activity")
        number = element.get("task_id")
        if package is None:
            yield Skip(number, "a task without an app")
            continue
        stamp = next((element.get(name) for name in _TIMES if (element.get(name) or "").isdigit()), None)
        intent = element.find("intent")
        link = intent.get("data") if intent is not None else None
        yield Event(
            key=number,
            time=moment(stamp, "unix_ms"),
            category="recent task",
            app=package.partition("/")[0].partition(":")[2] or package.partition("/")[0],
            subject=package,
            detail=link,
            extra=f"calling package {element.get('calling_package')}" if element.get("calling_package") else None,
        )


parser(
    "android.recents",
    title="Recent tasks, Android",
    variants=["Android 5 and later"],
    files=["*/data/system_ce/*/recent_tasks/*_task.xml", "*/data/system/recent_tasks/*_task.xml"],
    read=androidxml.read,
    records=tasks,
    about="Tasks of the list of recent apps, Android 5 to 16. Times are UTC milliseconds: when the task was last moved "
    "to the front. A picture of what its screen showed may lie in `snapshots` under the number of the task.",
)

OPERATIONS: Final = {
    0: "coarse position", 1: "position", 2: "satellite position", 4: "contacts read", 5: "contacts written",
    6: "call log read", 7: "call log written", 13: "call made", 14: "SMS read", 15: "SMS written",
    16: "SMS received", 20: "SMS sent", 24: "drawn over other apps", 26: "camera", 27: "microphone",
    29: "clipboard read", 30: "clipboard written", 41: "position watched", 42: "position watched with high power",
    43: "usage statistics", 58: "mock position", 66: "installation of apps", 79: "activity recognition",
    100: "microphone in a call", 101: "camera in a call",
}  # fmt: skip
_QUIET: Final = "an operation that says nothing of position, sensors, messages or contacts"


def operations(opened: Opened) -> Iterator[Record | Skip]:
    """Yield the uses of sensors and personal data, from the list of accesses or the last one of each kind."""
    quiet = 0
    for package in opened.content.walk("pkg"):
        name = package.get("pn") or package.get("n") or ""
        for operation in package.walk("op"):
            number = operation.get("op") or operation.get("n") or ""
            word = OPERATIONS.get(int(number)) if number.isdigit() else None
            if word is None:
                quiet += 1
                continue
            yield from _accesses(name, number, word, operation)
    yield Skip("others", f"{quiet} entries: {_QUIET}")


def _accesses(app: str, number: str, word: str, operation: androidxml.Element) -> Iterator[Record | Skip]:
    for at, element in enumerate([operation, *operation.walk("e", "st")]):
        stamp, access = element.get("nt") or element.get("t"), "used"
        if stamp is None and element.get("r"):
            stamp, access = element.get("r"), "refused"
        if stamp is None or not re.fullmatch(r"\d{1,19}", stamp):
            if at or not operation.children:
                yield Skip(f"{app}/{number}/{at}", "an access without a time")
            continue
        lasted = element.get("nd") or element.get("d") or ""
        started = moment(int(stamp), "unix_ms")
        ended = moment(int(stamp) + int(lasted), "unix_ms") if lasted.isdigit() else None
        yield Event(key=f"{app}/{number}/{at}", time=started, end=ended, category=f"{access}: {word}", app=app,
                    detail=f"operation {number}")  # fmt: skip


parser(
    "android.app_ops",
    title="Uses of position, camera and microphone by apps, Android",
    variants=["Android 12 to 14, list of uses", "Android 10 and later, last uses"],
    files=["*/data/system/appops{,_accesses}.xml", "*/data/system/appops/discrete/*"],
    read=androidxml.read,
    records=operations,
    about="Which app used or was refused the position, the camera, the microphone, messages, contacts or the "
    "clipboard, and when: the last time of each kind, and the list of single uses kept for about a week (Android 12 to "
    "14). Times are UTC milliseconds. It shows that the app had access, not what it got.",
)

_NAMED: Final = re.compile(r"([^/@]+)@(\d{12,14})\.(?:txt|dat|lost)(?:\.gz)?$")
_BOOT: Final = {"SYSTEM_BOOT": "start of the phone", "SYSTEM_RESTART": "restart of the system"}


def dropped(opened: Opened) -> Iterator[Record | Skip]:
    """Yield what the name of a report states: its kind and its time."""
    if unwritten(opened.content):
        yield Skip(None, "a file of nothing but zeros")
        return
    name = opened.path.rpartition("/")[2]
    match = _NAMED.search(name)
    if match is None:
        yield Skip(name, "no time in the name")
        return
    kind = match[1]
    yield Event(
        key=name,
        time=moment(int(match[2]), "unix_ms"),
        category=_BOOT.get(kind, "report of the system"),
        app="android",
        subject=kind,
    )


parser(
    "android.dropbox",
    title="Starts and reports of the system (drop box), Android",
    variants=["start", "crash", "other files"],
    files=["*/data/system/dropbox/*"],
    read=start,
    records=dropped,
    about="Starts of the phone, crashes and hangs, as the names of the system's reports state them. Times are UTC "
    "milliseconds of the phone's clock, which may not have been set yet right after a start. What the reports say is "
    "not read.",
)
