"""Crashes and hangs of apps and of the system, as the phone writes them down: tombstones and traces."""

import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from phonefx.formats.protobuf import Message
from phonefx.formats.textfiles import read_lines
from phonefx.parsers.reading import whole
from phonefx.parsers.registry import Opened, parser
from phonefx.parsers.values import stated
from phonefx.records import Event, Record, Skip
from phonefx.times import Moment

_NANOSECONDS: Final = re.compile(r"(\.\d{6})\d*")
_PROCESS: Final = re.compile(r"pid: (\d+), tid: \d+, name: (.*?) +>>> (.*?) <<<")
_SIGNAL: Final = re.compile(r"signal (-?\d+) \((\w+)\)")
_HANG: Final = re.compile(r"----- pid (\d+) at (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\S*) -----")


def _time(text: str | None) -> Moment | None:
    """A time as written, with its offset or, before Android 8 or so, without one."""
    found = stated(_NANOSECONDS.sub(r"\1", text)) if text else None
    return found and Moment(found.us, text, "device" if found.basis == "unknown" else "utc")


def crashes(opened: Opened) -> Iterator[Record | Skip]:
    """Yield each crash of the file: the process, the signal and what it said last."""
    said: dict[str, str] = {}
    found: list[tuple[int, re.Match[str], dict[str, str]]] = []
    for number, line in enumerate(opened.content, 1):
        process, signal = _PROCESS.match(line), _SIGNAL.match(line)
        name, colon, value = line.partition(": ")
        if line.startswith("*** *** ***"):
            said = {}
        elif process:
            if any(other is said for _, _, other in found):
                continue
            found.append((number, process, said))
        elif signal:
            said.setdefault("signal", signal[2])
        elif colon and name in {"Timestamp", "Abort message", "Cmdline", "uid"}:
            said.setdefault(name, value.strip())
    for number, process, each in found:
        yield Event(
            key=number,
            time=_time(each.get("Timestamp")),
            category="process crashed",
            app=process[3],
            subject=each.get("signal"),
            detail=each.get("Abort message") or each.get("Cmdline"),
            extra=f"pid {process[1]}, thread {process[2]}, uid {each.get('uid', 'not stated')}",
        )
    if not found:
        yield Skip("file", "no process is named")


def _protobuf(file: BinaryIO) -> Message:
    """The file as a message; what is wrong with it is told by its `damage`."""
    return Message(whole(file))


def stored_crash(opened: Opened) -> Iterator[Record | Skip]:
    """Yield the crash of a file in the form of Android 12 and later."""
    tombstone: Message = opened.content
    command = tombstone.texts(9)
    if not command and tombstone.integer(5) is None:
        yield Skip("file", "no process is named")
        return
    yield Event(
        key="tombstone",
        time=_time(tombstone.text(4)),
        category="process crashed",
        app=command[0] if command else None,
        subject=tombstone.message(10).text(2),
        detail=tombstone.text(14),
        extra=f"pid {tombstone.integer(5)}, uid {tombstone.integer(7)}, {tombstone.text(8)}",
    )


def hangs(opened: Opened) -> Iterator[Record | Skip]:
    """Yield each process whose state was written down; the first is the one that did not answer."""
    head: re.Match[str] | None = None
    first = True
    for number, line in enumerate(opened.content, 1):
        head = _HANG.match(line) or head
        if head and line.startswith("Cmd line: "):
            yield Event(
                key=number,
                time=_time(head[2]),
                category="app did not answer" if first else "state of a process while another did not answer",
                app=line.partition(": ")[2].strip(),
                extra=f"pid {head[1]}",
            )
            head, first = None, False
    if first:
        yield Skip("file", "no process is named")


_ABOUT: Final = (
    "Which process crashed, with the signal and its last words. Times are local time, with the offset from UTC where "
    "that is written. Crashes are common; repeated ones of the parts that read messages, pictures and calls may be "
    "traces of an attack, and are a lead only."
)
parser(
    "android.tombstones",
    title="Crashes of native processes, Android",
    variants=["Android 12 and later, text", "before"],
    files=["*/data/tombstones/tombstone_??"],
    read=read_lines,
    records=crashes,
    about=_ABOUT,
)
parser(
    "android.tombstones.stored",
    title="Crashes of native processes (protobuf), Android",
    variants=["Android 12 and later"],
    files=["*/data/tombstones/tombstone_??.pb"],
    read=_protobuf,
    records=stored_crash,
    about=f"{_ABOUT} The same crash stands in the text file beside it.",
)
parser(
    "android.hangs",
    title="Apps that did not answer, Android",
    variants=["one file for each", "traces.txt"],
    files=["*/data/anr/{traces*.txt,anr_*}"],
    read=read_lines,
    records=hangs,
    about="Which app did not answer, and the other processes whose state was written down with it; it shows that they "
    "ran. Times are local time, with its offset from UTC where that is written.",
)
