"""A case for maps with what must not leave the laboratory taken out, before any writer sees it."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Final

from phonefx.report.maps.earth import fault
from phonefx.report.maps.reading import Counted, Happening, MapCase, Moment, Origin, Spot, Used, count, word
from phonefx.report.redaction import Redaction
from phonefx.timeline import tables
from phonefx.timeline.movement import USED, Fix, Stay, Trip
from phonefx.timeline.movement.line import telling
from phonefx.timeline.movement.records import Track

_WITHHELD: Final = "item withheld"
_REMOVED: Final = "position removed"


def map_case(connection: sqlite3.Connection, redaction: Redaction, exhibit: str | None = None) -> MapCase:
    """Give the case, or one phone of it, to draw maps from: as it is, or as a profile of redaction lets it be seen."""
    return MapCase(connection, exhibit) if redaction.is_empty else RedactedCase(connection, redaction, exhibit)


class RedactedCase(MapCase):
    """Reads a case through a profile: no item withheld, texts rewritten, positions moved or dropped.

    Stays and trips are computed from many positions: one that rests on an item withheld is not given at all.
    """

    def __init__(self, connection: sqlite3.Connection, redaction: Redaction, exhibit: str | None = None) -> None:
        super().__init__(connection, exhibit)
        self.redaction = redaction
        self.left_out: dict[str, set[int]] = {_WITHHELD: set(), _REMOVED: set()}
        self.spread_m = redaction.spread_m
        self.hidden_rows = self._hidden_rows()

    def _hidden_rows(self) -> list[int]:
        if not self.redaction.reasons or not tables.exists(self.connection, Track):
            return []
        listed = ", ".join(map(str, sorted(self.redaction.reasons)))
        found = self.connection.execute(f"SELECT seq FROM track WHERE item IN ({listed}) ORDER BY seq")
        return [seq for (seq,) in found]

    def label(self, exhibit: str) -> str:
        """Give the label of a phone as it is shown."""
        return self.redaction.clean(exhibit)

    def notice(self) -> str:
        """Say what is not there and what was withheld; names nothing of it."""
        return " ".join(filter(None, (super().notice(), self.redaction.said(len(self.redaction.reasons)))))

    def counts(self, exhibit: str) -> dict[str, int]:
        """Count the positions that are shown, by what they are evidence of; visits apart."""
        found = Counter(fix.evidence_of for fix in self.device(exhibit))
        found.update("visit" if spot.kind == "visit" else str(spot.evidence_of) for spot in self.spots(exhibit))
        return dict(found)

    def fixes(self, rows: range, chosen: str = "1") -> Iterator[Fix]:
        """Give the positions of a stretch of the track that are shown."""
        for fix in super().fixes(rows, chosen):
            place = self._place(fix)
            if place is not None:
                latitude, longitude, accuracy_m = place
                yield fix._replace(latitude=latitude, longitude=longitude, accuracy_m=accuracy_m)

    def used(self, rows: range) -> list[Used]:
        """Give the positions of a stretch of the track that it uses and that are shown."""
        shown = self.fixes(rows, f"t.mark IN {USED!r}")
        return [(fix.seq, fix.item, fix.us or 0, fix.latitude, fix.longitude, fix.accuracy_m) for fix in shown]

    def line(self, rows: range) -> tuple[list[Used], int]:
        """Give the positions that a line through those shown needs, and how many are shown."""
        used = self.used(rows)
        return telling(used), len(used)

    def spots(self, exhibit: str) -> Iterator[Spot]:
        """Give the other positions that are shown, without the names stored with them where positions are moved."""
        clean = self.redaction.cell
        for spot in super().spots(exhibit):
            place = self._place(spot)
            if place is None:
                continue
            latitude, longitude, accuracy_m = place
            yield spot._replace(
                latitude=latitude, longitude=longitude, accuracy_m=accuracy_m, whose=clean(spot.whose),
                place=None if self.redaction.moves_places else clean(spot.place), path=clean(spot.path),
                method=clean(spot.method), evidence_of=clean(spot.evidence_of),
            )  # fmt: skip

    def _place(self, place: Fix | Spot) -> tuple[float, float, float | None] | None:
        """Give where a position is shown and how accurate it still is; None where it is not shown."""
        redaction = self.redaction
        if place.item in redaction.reasons:
            self.left_out[_WITHHELD].add(place.item)
            return None
        latitude, longitude, accuracy_m = place.latitude, place.longitude, place.accuracy_m
        if not redaction.moves_places:
            return latitude, longitude, redaction.cell(accuracy_m)
        kept = None if fault(latitude, longitude) else redaction.position(latitude, longitude)
        if kept is None:
            self.left_out[_REMOVED].add(place.item)
            return None
        return *kept, redaction.radius(accuracy_m)

    def happenings(self, exhibit: str, *, texts: bool = True) -> Iterator[Happening]:
        """Give calls and messages that are shown, their texts rewritten."""
        clean = self.redaction.cell
        for each in super().happenings(exhibit, texts=texts):
            if each.item in self.redaction.reasons:
                self.left_out[_WITHHELD].add(each.item)
                continue
            stored = each.direction, each.counterpart, each.name
            direction, counterpart, name = [None if one is None else clean(word(one)) for one in stored]
            yield each._replace(direction=direction, counterpart=counterpart, name=name, text=clean(each.text),
                                key=clean(each.key))  # fmt: skip

    def moments(self, exhibit: str, from_us: int | None, to_us: int | None) -> Iterator[Moment]:
        """Give when the calls and messages of a time were that are shown."""
        for each in super().moments(exhibit, from_us, to_us):
            if each[0] in self.redaction.reasons:
                self.left_out[_WITHHELD].add(each[0])
            else:
                yield each

    def counted(self, exhibit: str, from_us: int | None, to_us: int | None) -> list[Counted]:
        """Count the calls and messages of a time that are shown."""
        groups: dict[int, list[Moment]] = defaultdict(list)
        for moment in self.moments(exhibit, from_us, to_us):
            groups[moment[2]].append(moment)
        return [count(own) for own in groups.values()]

    def stays(self, exhibit: str | None = None) -> Iterator[Stay]:
        """Give the stays that are shown: none that rests on an item withheld or lies where nothing is shown."""
        for stay in super().stays(exhibit):
            kept = self.redaction.position(stay.latitude, stay.longitude)
            if kept is None or self._rests_on_hidden(stay):
                continue
            moved = self.redaction.moves_places
            yield stay._replace(
                latitude=kept[0], longitude=kept[1], radius_m=round(stay.radius_m + self.spread_m, 1),
                exhibit=self.label(stay.exhibit), near=None if moved else self.redaction.cell(stay.near),
            )  # fmt: skip

    def trips(self, exhibit: str) -> Iterator[Trip]:
        """Give the trips that are shown."""
        shown = {stay.id for stay in self.stays(exhibit)}
        for trip in super().trips(exhibit):
            ends = {trip.from_stay, trip.to_stay} - {None}
            way = self.way(trip.first_seq, trip.last_seq)
            if ends <= shown and not self._rests_on_hidden(trip) and next(way, None) is not None:
                yield trip._replace(exhibit=self.label(trip.exhibit))

    def _rests_on_hidden(self, each: Stay | Trip) -> bool:
        return any(each.first_seq <= seq <= each.last_seq for seq in self.hidden_rows)

    def way(self, first_seq: int, last_seq: int) -> Iterator[tuple[float, float]]:
        """Give the used positions of a stretch of track as (longitude, latitude), as they are shown."""
        for longitude, latitude in super().way(first_seq, last_seq):
            kept = self.redaction.position(latitude, longitude)
            if kept is not None:
                yield kept[1], kept[0]

    def method(self, item: int) -> str | None:
        """Give how a position was found, as stored."""
        found = super().method(item)
        return None if found is None else self.redaction.clean(found)

    def origin_of(self, source: int, key: object) -> Origin:
        """Give where the row of a key of a source comes from, its texts rewritten."""
        return Origin._make(map(self.redaction.cell, super().origin_of(source, key)))
