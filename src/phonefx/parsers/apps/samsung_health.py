"""Samsung Health: positions of exercises that the owner exported or that the app keeps in plain files."""

from collections.abc import Iterator
from typing import Any

from phonefx.formats.textfiles import read_json
from phonefx.parsers.registry import Opened, parser
from phonefx.parsers.values import number
from phonefx.records import Location, Record, Skip
from phonefx.times import moment


def track(opened: Opened) -> Iterator[Record | Skip]:
    """Yield every point of an exercise."""
    points: Any = opened.content if isinstance(opened.content, list) else []
    others = 0
    for at, point in enumerate(points):
        found = point if isinstance(point, dict) else {}
        latitude, longitude = number(found.get("latitude")), number(found.get("longitude"))
        if latitude is None or longitude is None:
            others += 1
            continue
        stamp = number(found.get("start_time"))
        yield Location(
            key=f"[{at}]",
            time=moment(int(stamp), "unix_ms") if stamp is not None else None,
            latitude=latitude,
            longitude=longitude,
            altitude_m=number(found.get("altitude")),
            accuracy_m=number(found.get("accuracy")),
            evidence_of="device_fix",
            method="recorded exercise",
        )
    if others:
        yield Skip("others", f"{others} entries without a position")


parser(
    "apps.samsung_health",
    title="Exercises exported from Samsung Health",
    variants=["export"],
    files=["*/com.samsung.{shealth,health}.exercise/*location_data.json"],
    read=read_json,
    records=track,
    about="Positions of exercises in an export of Samsung Health, recorded by the phone or by a watch. Times are UTC "
    "milliseconds. The app's own database is encrypted and is not read.",
)
