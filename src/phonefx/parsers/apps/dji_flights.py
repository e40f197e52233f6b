"""Flights of drones recorded by DJI's apps."""

import json
from collections.abc import Iterator
from typing import Final

from phonefx.formats import djidat, djiflight
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Event, Location, Record, Skip
from phonefx.times import moment

_KINDS: Final = {
    "aircraft": ("remote_object", "position of the aircraft"),
    "home": ("remote_object", "point to which the aircraft returns"),
    "app": ("synced", "position of the phone or controller that steered"),
}


def flights(opened: Opened) -> Iterator[Record | Skip]:
    """Yield the flight, where it began, and every position kept while it lasted."""
    flight: djiflight.Flight = opened.content
    aircraft = " ".join(each for each in (flight.aircraft, flight.serials.get("aircraft")) if each) or None
    started = moment(flight.started_ms, "unix_ms")
    ended = flight.started_ms + round(1000 * flight.seconds) if flight.started_ms and flight.seconds else None
    details = {"version": flight.version, "seconds": flight.seconds, "metres": flight.metres, "serials": flight.serials}
    yield Event(
        key="details",
        time=started,
        end=moment(ended, "unix_ms"),
        category="flight of a drone, its track encrypted" if flight.encrypted else "flight of a drone",
        app="DJI",
        subject=aircraft,
        detail=flight.place or None,
        extra=json.dumps(details),
    )
    if flight.latitude is not None:
        yield Location(key="details", time=started, latitude=flight.latitude, longitude=flight.longitude,
                       evidence_of="remote_object", method="start of a flight", whose=aircraft,
                       place=flight.place or None)  # fmt: skip
    for each in flight.fixes:
        evidence, method = _KINDS[each.what]
        yield Location(
            key=each.offset,
            time=moment(each.unix_ms, "unix_ms"),
            latitude=each.latitude,
            longitude=each.longitude,
            speed_mps=each.speed_mps,
            evidence_of=evidence,
            method=method,
            whose=None if each.what == "app" else aircraft,
            extra=None if each.height_m is None else json.dumps({"metres above the start": each.height_m}),
        )
    if flight.encrypted:
        yield Skip("records", "encrypted; the maker's service alone gives the keys")
    else:
        yield Skip("others", f"{flight.others} records that state no position or repeat the home point, "
                             f"{flight.skipped} bytes that are no record")  # fmt: skip


parser(
    "apps.dji",
    title="Flights of drones, DJI",
    variants=["version 5", "version 8", "version 13"],
    files=["*/FlightRecord{,s}/DJIFlightRecord_*.txt"],
    read=djiflight.read,
    records=flights,
    about="Flights recorded by DJI GO, DJI Fly and DJI Pilot: where the aircraft was, the point it returns to, and the "
    "phone or controller that steered. Times are UTC milliseconds; a position has the time that the record before it "
    "states, at most about a second earlier. Files are exchanged between the devices of an account: another one may "
    "have steered. From version 13 on (about 2020) tracks are encrypted: start, duration and serial numbers remain. "
    "Keys are byte offsets.",
)


def log(opened: Opened) -> Iterator[Record | Skip]:
    """Yield how long the log reaches, and every position of the aircraft's receiver."""
    stored: djidat.Log = opened.content
    times = [each.unix_ms for each in stored.fixes if each.unix_ms is not None]
    if stored.form == "3":
        yield Event(
            key="log",
            time=moment(min(times, default=None), "unix_ms"),
            end=moment(max(times, default=None), "unix_ms"),
            category="log of an aircraft",
            app="DJI",
            subject=opened.path.rpartition("/")[2],
            detail=f"{len(stored.fixes)} positions",
        )
    for each in stored.fixes:
        yield Location(
            key=each.offset,
            time=moment(each.unix_ms, "unix_ms"),
            latitude=each.latitude,
            longitude=each.longitude,
            altitude_m=each.altitude_m,
            speed_mps=each.speed_mps,
            evidence_of="remote_object",
            method="receiver of the aircraft",
        )
    reasons = {"older": "an older layout, not read", "encrypted": "encrypted; the maker alone has the key"}
    yield Skip("others", reasons.get(stored.form) or f"{stored.others} records that state no further position, "
                                                     f"{stored.skipped} bytes that are no record")  # fmt: skip


parser(
    "apps.dji.aircraft",
    title="Logs of drones kept on the phone, DJI",
    variants=["log of version 3", "older log", "encrypted log"],
    files=["*/MCDatFlightRecords/*.{DAT,dat}"],
    read=djidat.read,
    records=log,
    about="Where the aircraft was, by its own receiver; DJI GO and DJI Pilot copy its log to the phone or controller. "
    "Times are UTC, whole seconds, as the satellites gave them; before the first fix they are wrong. Altitude is over "
    "the sea. The log may have been fetched from an aircraft that another device steered. Keys are byte offsets.",
)
