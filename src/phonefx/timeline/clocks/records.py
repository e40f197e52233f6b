"""The tables of clocks: the zones a phone was set to, its starts and clock changes, and uncertain times placed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ZoneSpan:
    """A time zone that a phone was set to, from and until when, as far as the items tell.

    Attributes:
        zone: IANA name, or an offset such as `+02:00` where only that is stored.
        from_us, to_us: None where it is not known; a setting without a time holds at the time of the acquisition.
        reason: what says so; the weakest are offers and say that.
    """

    id: int
    exhibit: str
    zone: str
    from_us: int | None
    to_us: int | None
    reason: str
    items: int
    item: int | None


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """A start of the phone, or a change of its clock or zone, as one item tells it."""

    item: int
    exhibit: str
    us: int | None
    what: str


@dataclass(frozen=True, slots=True)
class PlacedTime:
    """Where an item belongs whose own time is the phone's wall clock, or of unknown basis.

    Attributes:
        us: the likeliest moment in UTC; None where no zone is known.
        early_us, late_us: bounds that no zone of the phone, or no zone at all, can break.
    """

    item: int
    us: int | None
    early_us: int
    late_us: int
    zone: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class ClockOffset:
    """One week of received messages: the phone's time of storing minus the stamp of the sender's side.

    Attributes:
        least_s: the smallest difference: delivery takes time, so a correct clock gives 0 or a little more.
        median_s: the middle one.
    """

    exhibit: str
    week_us: int
    messages: int
    least_s: float
    median_s: float
    least_item: int
