"""Waze: the last positions of the app and the quality log of its positions."""

import re
from collections.abc import Iterator
from typing import Final

from phonefx.formats.textfiles import read_lines
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Account, Location, Record, Skip
from phonefx.times import moment

_POSITIONS: Final = {
    "GPS.Position": ("device_fix", "last position of the phone", "GPS.Time"),
    "ORIG_GPS.Position": ("device_fix", "last position of the phone, before matching to a road", "GPS.Time"),
    "Location.Position": ("device_fix", "last position on the map", "Location.Time"),
    "Parking.Last GPS position": ("device_fix", "where the car was parked, as the app took it", ""),
    "Navigation.Last position": ("device_inferred", "last position of a navigation", ""),
    "Destination.Position": ("destination", "destination", ""),
    "Navigation.Last dest position": ("destination", "last destination", ""),
    "Home.Position": ("saved_place", "labelled Home", ""),
    "Work.Position": ("saved_place", "labelled Work", ""),
    "VenueMapPin.Position": ("searched", "pin on the map", ""),
}
_PAIR: Final = re.compile(r"(-?\d{1,9}),\s*(-?\d{1,8})")
_ACCOUNT: Final = ("Realtime.Name", "Realtime.Nickname")


def session(opened: Opened) -> Iterator[Record | Skip]:
    """Yield the positions of the session file: longitude before latitude, in millionths of a degree."""
    stored = dict(line.split(":", 1) for line in opened.content if ":" in line)
    stored = {name.strip(): value.strip() for name, value in stored.items()}
    others = 0
    for name, value in stored.items():
        if name in _ACCOUNT and value:
            yield Account(key=name, service="Waze", identifier=value, name=None)
            continue
        pair = _PAIR.fullmatch(value) if name in _POSITIONS else None
        if pair is None or (int(pair[1]), int(pair[2])) == (0, 0):
            others += 1
            continue
        evidence, method, time = _POSITIONS[name]
        seconds = stored.get(time, "")
        yield Location(
            key=name,
            time=moment(int(seconds), "unix_s") if seconds.isdigit() and len(seconds) < 12 else None,
            longitude=int(pair[1]) / 1e6,
            latitude=int(pair[2]) / 1e6,
            evidence_of=evidence,
            method=method,
            place=stored.get(name.removesuffix("Position") + "Name") or None,
        )
    yield Skip("others", f"{others} lines that state no place")


parser(
    "apps.waze.session",
    title="Last positions in Waze, Android",
    variants=["in the app's folder", "in the folder waze"],
    files=["*/com.waze/{session,user}", "*/com.waze/*/{session,user}"],
    read=read_lines,
    records=session,
    about="The last position that Waze had from the phone, where the car was parked, the last destination, labelled "
    "places, and the account. Times are UTC seconds; only the last position of the phone has one. A destination was "
    "asked for; that it was reached is not shown.",
)

_FIELD: Final = re.compile(r"\{(LAT|LON|ACC_AVG|PROVIDER|TIMESTAMP_MS)=([^{}]{0,40})\}")


def quality(opened: Opened) -> Iterator[Record | Skip]:
    """Yield every position of the quality log."""
    others = 0
    for number, line in enumerate(opened.content):
        stored = dict(_FIELD.findall(line)) if "GPS_QUALITY" in line else {}
        try_lat, try_lon = stored.get("LAT", ""), stored.get("LON", "")
        if not (_whole(try_lat) and _whole(try_lon)):
            others += 1
            continue
        milliseconds, accuracy = stored.get("TIMESTAMP_MS", ""), stored.get("ACC_AVG", "")
        yield Location(
            key=number,
            time=moment(int(milliseconds), "unix_ms") if _whole(milliseconds) else None,
            latitude=int(try_lat) / 1e6,
            longitude=int(try_lon) / 1e6,
            accuracy_m=float(accuracy) if re.fullmatch(r"\d{1,6}(\.\d{1,6})?", accuracy) else None,
            evidence_of="device_fix",
            method=f"quality log, {stored.get('PROVIDER') or 'provider not stated'}",
        )
    if others:
        yield Skip("others", f"{others} lines that state no position")


def _whole(text: str) -> bool:
    return bool(re.fullmatch(r"-?\d{1,13}", text))


parser(
    "apps.waze.log",
    title="Positions in the logs of Waze, Android",
    variants=["waze_log.txt", "spdlog"],
    files=["*/com.waze/*spdlog*.logdata*", "*/com.waze/*waze_log*.txt*"],
    read=read_lines,
    records=quality,
    about="Positions of the phone that Waze wrote into its quality log, plain or compressed. Times are UTC "
    "milliseconds. The accuracy is the mean that the log states. Keys are numbers of lines.",
)
