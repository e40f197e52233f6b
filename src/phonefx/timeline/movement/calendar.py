"""Nights and workdays of stays, in the time zone of the place where the phone was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from phonefx.timeline.movement.records import Stay

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HOUR_US = 3_600_000_000
HourSet = set[int]
"""The hours since 1970 (UTC) in which a phone has a used position."""


@cache
def zone_named(name: str | None) -> tzinfo:
    """Give a time zone by its IANA name; UTC where none is known."""
    try:
        return ZoneInfo(name) if name else UTC
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def local(us: int, zone: str | None) -> datetime:
    """Give a moment as the wall clock of a zone showed it."""
    return (_EPOCH + timedelta(microseconds=us)).astimezone(zone_named(zone))


def microseconds_of(value: datetime) -> int:
    """Give an aware datetime as UTC microseconds since 1970."""
    return (value - _EPOCH) // timedelta(microseconds=1)


def windows(start_us: int, end_us: int, zone: str | None, hours: tuple[int, int]) -> Iterator[tuple[date, int, int]]:
    """Give each local day's window (from hour to hour) that overlaps a time, with its start and end in UTC."""
    zoned = zone_named(zone)
    day, last = local(start_us, zone).date(), local(end_us, zone).date()
    while day <= last:
        from_us, to_us = (
            microseconds_of(datetime(day.year, day.month, day.day, hour, tzinfo=zoned).astimezone(UTC))
            for hour in hours
        )
        if from_us < end_us and to_us > start_us:
            yield day, from_us, to_us
        day += timedelta(days=1)


def nights_of(stays: Sequence[Stay], hours: HourSet) -> tuple[dict[int, set[date]], int]:
    """Give the nights (00:00 to 05:00) at each place, and the count of nights about which anything is known."""
    at: dict[int, set[date]] = defaultdict(set)
    known: set[date] = set()
    for place, zone, start_us, end_us in _joined(stays):
        for night, from_us, to_us in windows(start_us, end_us, zone, (0, 5)):
            if min(end_us, to_us) - max(start_us, from_us) >= _HOUR_US:
                at[place].add(night)
                known.add(night)
    zones = [(stay.arrived_us, stay.zone) for stay in stays]
    number = 0
    for hour in sorted(hours):
        while number + 1 < len(zones) and zones[number + 1][0] <= hour * _HOUR_US:
            number += 1
        seen = local(hour * _HOUR_US, zones[number][1] if zones else None)
        if seen.hour < 5:
            known.add(seen.date())
    return dict(at), len(known)


def _joined(stays: Sequence[Stay]) -> Iterator[tuple[int, str | None, int, int]]:
    """Give stays with those that only a silence divides taken as one."""
    current: tuple[int, str | None, int, int] | None = None
    for stay in stays:
        if current and stay.no_data_before and stay.place == current[0]:
            current = (*current[:3], stay.departed_us)
            continue
        if current:
            yield current
        current = (stay.place or 0, stay.zone, stay.arrived_us, stay.departed_us)
    if current:
        yield current


def workdays_of(stays: Sequence[Stay]) -> tuple[dict[int, set[date]], int]:
    """Give the workdays (Monday to Friday, an hour or more from 9 to 17) at each place, and all with any stay."""
    at: dict[int, set[date]] = defaultdict(set)
    known: set[date] = set()
    for stay in stays:
        for day, from_us, to_us in windows(stay.arrived_us, stay.departed_us, stay.zone, (9, 17)):
            if day.weekday() < 5:
                known.add(day)
                if min(stay.departed_us, to_us) - max(stay.arrived_us, from_us) >= _HOUR_US:
                    at[stay.place or 0].add(day)
    return dict(at), len(known)
