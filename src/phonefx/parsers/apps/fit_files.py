"""Recorded exercises in FIT files: Strava, Garmin and others."""

from collections.abc import Iterator
from typing import Final

from phonefx.formats import fit
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Location, Record, Skip
from phonefx.times import moment

_GARMIN: Final = "com.garmin.android.apps.connectmobile"


def track(opened: Opened) -> Iterator[Record | Skip]:
    """Yield every position of an exercise."""
    for each in opened.content.fixes:
        yield Location(
            key=each.offset,
            time=moment(each.unix_s, "unix_s"),
            latitude=each.latitude,
            longitude=each.longitude,
            altitude_m=each.altitude_m,
            speed_mps=each.speed_mps,
            evidence_of="synced" if _GARMIN in opened.path else "device_fix",
            method="recorded exercise",
        )
    yield Skip("others", f"{opened.content.others} messages that state no position")


parser(
    "apps.fit",
    title="Recorded exercises (FIT files)",
    variants=["Strava"],
    files=["*/com.strava/files/activities/*.fit", f"*/{_GARMIN}/*.fit"],
    read=fit.read,
    records=track,
    about="Tracks that Strava, or a watch of Garmin, recorded. Times are UTC seconds since the end of 1989. Keys are "
    "byte offsets. A watch is not the phone: what Garmin's app holds is where the watch was, and is no position of the "
    "phone.",
)
