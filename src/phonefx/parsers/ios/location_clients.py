"""Who used the phone's position and when; its connections to vehicles."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from phonefx.parsers.reading import plist
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Event, Record, Skip
from phonefx.times import moment

AUTHORIZATION = {0: "not decided", 1: "denied", 2: "always", 4: "while in use"}
STARTED, STOPPED = ("LocationTimeStarted", "BackgroundLocationTimeStarted"), (
    "LocationTimeStopped", "ReceivingLocationInformationTimeStopped", "BackgroundLocationTimeStopped",
)  # fmt: skip
OTHERS = {
    "SignificantTimeStarted": "watched for large changes of place", "FenceTimeStarted": "watched a region",
    "VisitTimeStarted": "watched for stays",
}  # fmt: skip


def _number(entry: dict[str, Any], *names: str) -> float | None:
    found = [entry[name] for name in names if isinstance(entry.get(name), (int, float)) and entry[name] > 0]
    return float(max(found)) if found else None


def clients(opened: Opened) -> Iterator[Record | Skip]:
    """The last use of the position by each app."""
    for name, entry in (opened.content if isinstance(opened.content, dict) else {}).items():
        if not isinstance(entry, dict):
            yield Skip(name, "no client")
            continue
        stated = entry.get("Authorization")
        allowed = f"allowed: {AUTHORIZATION.get(stated, f'unknown ({stated})')}" if isinstance(stated, int) else None
        app = entry.get("BundleId") if isinstance(entry.get("BundleId"), str) else name
        kept = {key: value for key, value in entry.items() if isinstance(value, (str, int, float))}
        extra = json.dumps(kept, ensure_ascii=False, sort_keys=True)
        started, stopped = _number(entry, *STARTED), _number(entry, *STOPPED)
        yield Event(
            key=name, time=moment(started if started is not None else stopped, "cocoa_s"),
            end=moment(stopped, "cocoa_s") if started is not None else None,
            category="app used location", app=app, detail=allowed, extra=extra,
        )  # fmt: skip
        for key, words in OTHERS.items():
            at = _number(entry, key)
            if at is not None:
                yield Event(key=f"{name}/{key}", time=moment(at, "cocoa_s"), category=f"app {words}", app=app)


parser(
    "ios.locationd.clients",
    title="Apps that used the phone's position, iOS",
    files=["*/Caches/locationd/clients.plist"],
    read=plist,
    records=clients,
    about="Which app may use the position and when it last began and stopped, iOS 5 to 18; no positions. Times "
    "are UTC seconds since 2001.",
)


def vehicles(opened: Opened) -> Iterator[Record]:
    """The last connections to a vehicle."""
    content = opened.content if isinstance(opened.content, dict) else {}
    for key in ("LastVehicleConnection", "LastVehicleConnectionV2"):
        listed = content.get(key)
        for number, value in enumerate(listed[:2] if isinstance(listed, list) else ()):
            if isinstance(value, (int, float)) and value > 0:
                yield Event(
                    key=f"{key}/{number}", time=moment(float(value), "cocoa_s"),
                    category="connection to a vehicle, begun or ended", detail=f"{key}, value {number}",
                )  # fmt: skip


parser(
    "ios.locationd.vehicle",
    title="Last connection to a vehicle, iOS",
    files=["*/Caches/locationd/cache.plist"],
    read=plist,
    records=vehicles,
    about="The last connection of the phone to a vehicle; which of the two values is its begin is not "
    "established. Times are UTC seconds since 2001.",
)


def carplay(opened: Opened) -> Iterator[Record]:
    """Apps last used on a car's display."""
    listed = opened.content.get("CARRecentAppHistory") if isinstance(opened.content, dict) else None
    for app, value in (listed if isinstance(listed, dict) else {}).items():
        if isinstance(value, (int, float)):
            yield Event(key=app, time=moment(value, "unix_s"), category="app used in CarPlay", app=app)


parser(
    "ios.carplay.apps",
    title="Apps used in CarPlay, iOS",
    files=["*/Library/Preferences/com.apple.CarPlayApp.plist"],
    read=plist,
    records=carplay,
    about="When each app was last used on a car's display. Times are UTC seconds since 1970.",
)


def cars(opened: Opened) -> Iterator[Record]:
    """Cars that the phone was paired with for CarPlay."""
    listed = opened.content.get("pairings") if isinstance(opened.content, dict) else None
    for key, entry in (listed if isinstance(listed, dict) else {}).items():
        if isinstance(entry, dict):
            seen = entry.get("lastConnectedDate", entry.get("lastConnected"))
            kept = {name: float(value) if isinstance(value, float) else value for name, value in entry.items()
                    if isinstance(value, (str, int, float))}  # fmt: skip
            yield Event(
                key=key, time=moment(float(seen), "cocoa_s") if isinstance(seen, (int, float)) else None,
                category="car known to CarPlay", subject=str(entry.get("name") or key),
                extra=json.dumps(kept, ensure_ascii=False, sort_keys=True),
            )  # fmt: skip


parser(
    "ios.carplay.cars",
    title="Cars known to CarPlay, iOS",
    files=["*/Library/Preferences/com.apple.carplay.plist"],
    read=plist,
    records=cars,
    about="Cars that the phone was paired with for CarPlay. The time is the last connection where it is stored, UTC.",
)
