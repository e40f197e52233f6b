"""The shapes of movement: fixes, stays, trips, regular places. Each but `Fix` is a table of the case."""

from __future__ import annotations

from typing import Final, NamedTuple

MARKS: Final[dict[str, str]] = {
    "": "used",
    "leap": "used; the phone would have moved faster than the limit to get here, and later fixes agree with it",
    "outlier": "outside a stay between fixes inside it; not used for its centre",
    "jump": "faster than the limit from the fix before and not confirmed by those after it; not used",
    "coarse": "accuracy worse than the limit; not used",
    "simultaneous": "same moment as a better fix, and agreeing with it; not used twice",
    "conflict": "same moment as a better fix, and somewhere else; not used",
    "invalid": "no position: out of range, 0/0, or an accuracy that the phone gives to invalid fixes; not used",
    "local_time": "the store does not say that its time is UTC; not used",
    "untimed": "no time stored; not used",
}
"""What is said of each device position. Nothing is dropped: each has a row in `track`."""

USED: Final = ("", "leap")


class Fix(NamedTuple):
    """One position of the device.

    Attributes:
        seq: number in the case's tracks: exhibit by exhibit, in order of time.
        item: number of the item.
        exhibit: label.
        us: UTC microseconds; None where not stored.
        accuracy_m: radius as stated, None where not stated.
        evidence_of: `device_fix` or `device_inferred`.
        mark: one of `MARKS`.
    """

    seq: int
    item: int
    exhibit: str
    us: int | None
    latitude: float
    longitude: float
    accuracy_m: float | None
    evidence_of: str
    method: str | None
    state: str
    mark: str


class Point(NamedTuple):
    """One believable position while movement is computed: its radius is the stated one, or what stands for none."""

    seq: int
    item: int
    us: int
    latitude: float
    longitude: float
    radius_m: float


Row = tuple[int, int, int, float, float, float]
"""The fields of a `Point`, as SQLite gives them: where millions pass, no object is made of each."""


class Track(NamedTuple):
    """A device position's place in the track: its number, its item, its mark."""

    seq: int
    item: int
    mark: str


class Line(NamedTuple):
    """A position that the line of a large map goes through, by its number in the track; the line passes all others."""

    seq: int


class Stay(NamedTuple):
    """A time during which the fixes of one phone stayed within a circle.

    Arrival lies between `before_us` and `arrived_us`, departure between `departed_us` and `after_us`: the fixes
    around it tell no more. Rests on the rows `first_seq` to `last_seq` of `track`; `first_item` and `last_item` are
    the items at its ends.

    Attributes:
        before_us: last used fix outside, before arrival; None where there is none.
        after_us: first used fix outside, after departure; None where there is none.
        latitude: of the centre, weighted by accuracy.
        radius_m: holds 95% of the used fixes.
        fixes: used; `ignored`: positions in between that were not.
        longest_gap_s: longest time between two used fixes inside.
        no_data_before: the stay before this one was at the same place and no position lies between them.
        place: number of the regular place.
        zone: time zone offered for the place.
    """

    id: int
    exhibit: str
    arrived_us: int
    departed_us: int
    before_us: int | None
    after_us: int | None
    latitude: float
    longitude: float
    radius_m: float
    fixes: int
    ignored: int
    longest_gap_s: int
    no_data_before: bool
    first_seq: int
    last_seq: int
    first_item: int
    last_item: int
    place: int | None = None
    near: str | None = None
    country: str | None = None
    zone: str | None = None


class Trip(NamedTuple):
    """What lies between two stays of one phone, or before its first and after its last.

    Attributes:
        from_stay: None where the track begins under way; `to_stay` likewise where it ends so.
        distance_m: along the used fixes: the way was at least that long.
        straight_m: from the first fix to the last.
        fixes: used, under way.
        longest_gap_s: longest time without a used fix; the way in between is not known.
    """

    id: int
    exhibit: str
    from_stay: int | None
    to_stay: int | None
    departed_us: int
    arrived_us: int
    distance_m: float
    straight_m: float
    fixes: int
    leaps: int
    longest_gap_s: int
    first_seq: int
    last_seq: int
    first_item: int
    last_item: int


class RegularPlace(NamedTuple):
    """A place where stays of one or more phones were; its centre is the mean of theirs, weighted by fixes."""

    id: int
    latitude: float
    longitude: float
    stays: int
    exhibits: int
    near: str | None
    country: str | None
    zone: str | None


class PlaceUse(NamedTuple):
    """How one phone used one place, in the place's time zone.

    Attributes:
        nights: nights (00:00 to 05:00) during which the phone is seen there, or on both sides of a silence.
        nights_known: nights of that phone with any position, or spanned by a stay.
        workdays: Mondays to Fridays with at least one hour there between 09:00 and 17:00.
        workdays_known: Mondays to Fridays with a stay anywhere in those hours.
        label: a description with its count, never a name such as home or work; None where nothing stands out.
    """

    place: int
    exhibit: str
    stays: int
    seconds: int
    days: int
    nights: int
    nights_known: int
    workdays: int
    workdays_known: int
    first_us: int
    last_us: int
    label: str | None


class Movement(NamedTuple):
    """The movement of one phone in figures; `marks` counts the positions by mark, as JSON."""

    exhibit: str
    positions: int
    used: int
    first_seq: int
    last_seq: int
    first_us: int | None
    last_us: int | None
    hours_with_data: int
    hours_spanned: int
    stays: int
    trips: int
    marks: str
    settings: str
