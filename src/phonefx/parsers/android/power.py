"""Switching off, starting again and erasing, as the system and Samsung note them in text files."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from phonefx.formats.textfiles import read_lines
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Event, Record, Skip, code
from phonefx.times import Moment, moment, wall_clock_us

ACTIONS: Final = {
    "SHUTDOWN": "switched off", "REBOOT": "restarted", "ON": "switched on", "LPM": "charging while switched off",
}  # fmt: skip
_EVENT: Final = re.compile(
    r"(?:\d\d:\d\d:\d\d\s+)?(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)([+-])(\d\d)(\d\d)\s*\|\s*(\w+)\s*\|(.*)"
)
_ASKED: Final = re.compile(r"(\d\d)/(\d\d)/(\d\d) (\d\d:\d\d:\d\d)")
_REASON: Final = re.compile(r"\s*reason\s*:\s*(.*)", re.IGNORECASE)
_REQUEST: Final = re.compile(r"Shutdown request from (\w+)(?: for reason (.*?))? at .*\(epoch=(\d{1,15})\)")
_RECOVERY: Final = re.compile(r"\+ \[.*?\|\s*(\d{4})/(\d\d)/(\d\d) (\d\d:\d\d:\d\d)\s*\|\s*(.*?)\]")


def _local(text: str) -> Moment:
    return Moment(wall_clock_us(text), text, "device")


def power(opened: Opened) -> Iterator[Record | Skip]:
    """Yield each event (its line has the offset from UTC), and each request to switch off with its reason."""
    asked: str | None = None
    others = 0
    for number, line in enumerate(opened.content, 1):
        event, request, reason = _EVENT.match(line), _ASKED.fullmatch(line.strip()), _REASON.fullmatch(line)
        if event:
            stamp, sign, hours, minutes, action, rest = event.groups()
            at = wall_clock_us(stamp)
            offset = (int(hours) * 60 + int(minutes)) * (-60_000_000 if sign == "-" else 60_000_000)
            yield Event(
                key=number,
                time=Moment(None if at is None else at - offset, f"{stamp}{sign}{hours}{minutes}"),
                category=code(action, ACTIONS),
                app="system",
                detail=" | ".join(part.strip() for part in rest.split("|") if part.strip()) or None,
            )
        elif request:
            asked = f"20{request[1]}-{request[2]}-{request[3]} {request[4]}"
        elif reason and asked:
            yield Event(key=number, time=_local(asked), category="switching off asked for", app="system",
                        detail=reason[1].strip())  # fmt: skip
            asked = None
        else:
            others += 1
    if others:
        yield Skip("others", f"{others} lines that tell of no event: traces of calls, steps of switching off")


def requests(opened: Opened) -> Iterator[Record | Skip]:
    """Yield each request, with the process, or the app and its intent, that made it."""
    asked: Event | None = None
    said: list[str] = []
    others = 0
    for number, line in enumerate([*opened.content, "Shutdown request from"], 1):
        if line.startswith("Shutdown request from"):
            if asked:
                yield replace(asked, detail="; ".join(said) or None)
            match, said = _REQUEST.match(line), []
            asked = match and Event(
                key=number,
                time=moment(int(match[3]), "unix_ms"),
                category="switching off or restarting asked for",
                app=match[1],
                subject=match[2],
            )
            others += not match
        elif line.startswith(("From process", "Intent: ", "Package: ")):
            said.append(line.strip())
        else:
            others += bool(line.strip())
    if others > 1:
        yield Skip("others", f"{others - 1} lines of traces of calls")


def recovery(opened: Opened) -> Iterator[Record | Skip]:
    """Yield each line that tells of erasing, with the time that stands at the head of its entry."""
    head: re.Match[str] | None = None
    asked: str | None = None
    others = 0
    for number, line in enumerate(opened.content):
        found = _RECOVERY.match(line)
        if found:
            head, asked = found, None
        if line.startswith("--requested_time="):
            asked = line.partition("=")[2].strip()
        if "wipe" in line.lower() or "factory" in line.lower():
            time = f"{head[1]}-{head[2]}-{head[3]} {head[4]}" if head else None
            yield Event(
                key=number,
                time=None if time is None else Moment(wall_clock_us(time), time, "unknown"),
                category="erasing noted by the recovery system",
                app="recovery",
                subject=f"asked for at {asked}" if asked else None,
                detail=line.strip(),
            )
        else:
            others += 1
    if others:
        yield Skip("others", f"{others} lines that tell of no erasing")


parser(
    "android.samsung.power",
    title="Switching off and on, Samsung",
    variants=["Samsung"],
    files=[
        "*/data/log/power_off_reset_reason{,_backup}.txt",
        "*/data/system/users/service/data/eRR.p",
    ],
    read=read_lines,
    records=power,
    about="When the phone was switched off, restarted or switched on, with the reason that the system states "
    "(`userrequested`, `shell`, `no power` ...). Times have their offset from UTC; after an empty battery the clock "
    "may have begun anew. Requests before an event have local time without a zone. A reason does not say who pressed "
    "the key.",
)
parser(
    "android.shutdown",
    title="Requests to switch off, Android",
    variants=["Android 12 and later"],
    files=["*/system/shutdown-checkpoints/checkpoints-*"],
    read=read_lines,
    records=requests,
    about="Which part of the system, or which app, asked to switch off or restart. Times are UTC milliseconds. A "
    "request that was called off in the menu is noted as well. At most 20 files are kept.",
)
parser(
    "android.device.recovery",
    title="Log of the recovery system, Samsung",
    variants=["Samsung", "Samsung, entries with a head"],
    files=["*/efs/recovery/history", "*/data/log/recovery_history.log"],
    read=read_lines,
    records=recovery,
    about="Lines of the recovery system's log that tell of erasing (`--wipe_data` is a factory reset), with the time "
    "at the head of the entry: UTC or local time, which differs between phones and is taken as not known. An erasing "
    "by keys in recovery mode leaves no such line.",
)
