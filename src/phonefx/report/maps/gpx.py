"""Positions of a case as GPX 1.1, streamed.

The device's used positions are tracks, one for each phone, broken where more than an hour lies between two. Everything
else is a waypoint whose `type` says what it is evidence of. GPX has no place for an accuracy in metres (`hdop` is none)
nor for an item number: both are in extensions of phonefx's own. What cannot be placed is counted at the end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from phonefx.report.maps.earth import fault
from phonefx.report.maps.kml.days import GAP_US
from phonefx.report.maps.kml.elements import when
from phonefx.report.maps.marks import meaning
from phonefx.report.maps.partial import whole
from phonefx.report.maps.reading import MapCase, Spot
from phonefx.report.maps.xml_text import escape
from phonefx.timeline.movement import MARKS, USED, Fix

NAMESPACE: Final = "urn:phonefx:gpx:1"
_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="phonefx" '
    f'xmlns="http://www.topografix.com/GPX/1/1" xmlns:phonefx="{NAMESPACE}">\n'
)
_ABOUT: Final = (
    "Positions as stored on the phones, WGS 84, times in UTC. A track joins positions of the device in the order of "
    "time and is not the way taken. A waypoint's type says what it is evidence of; only tracks are where a phone was."
)


def write_gpx(case: MapCase, path: Path) -> Counter[str]:
    """Write all positions of a case as GPX; gives the counts by class, and of what cannot be placed by reason."""
    counts: Counter[str] = Counter()
    with whole(path) as partial, partial.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_parts(case, counts))
    return counts


def _parts(case: MapCase, counts: Counter[str]) -> Iterator[str]:
    yield f"{_HEAD}<metadata><desc>{escape(f'{_ABOUT} {case.notice()}'.rstrip())}</desc></metadata>\n"
    faults: Counter[str] = Counter()
    for exhibit in case.exhibits():
        for place in _others(case, exhibit):
            reason = fault(place.latitude, place.longitude)
            if reason is not None:
                faults[reason] += 1
                continue
            counts[str(place.evidence_of)] += 1
            yield _waypoint(case.label(exhibit), place)
    for exhibit in case.exhibits():
        used = (fix for fix in case.device(exhibit) if fix.mark in USED and fault(fix.latitude, fix.longitude) is None)
        yield from _track(case.label(exhibit), used, counts)
    counts.update(faults)
    if faults:
        rows = (f'<phonefx:not_placed reason="{reason}" count="{count}"/>' for reason, count in sorted(faults.items()))
        yield f"<extensions>{''.join(rows)}</extensions>\n"
    yield "</gpx>\n"


def _others(case: MapCase, exhibit: str) -> Iterator[Fix | Spot]:
    for fix in case.device(exhibit):
        if fix.mark not in USED or fault(fix.latitude, fix.longitude):
            yield fix
    yield from case.spots(exhibit)


def _point(tag: str, place: Fix | Spot, inside: str, extra: str) -> str:
    time = "" if place.us is None else f"<time>{when(place.us)}</time>"
    radius = (
        "" if place.accuracy_m is None else f"<phonefx:accuracy_m>{escape(str(place.accuracy_m))}</phonefx:accuracy_m>"
    )
    return (
        f'<{tag} lat="{place.latitude:.7f}" lon="{place.longitude:.7f}">{time}{inside}<extensions>'
        f"<phonefx:item>{place.item}</phonefx:item>{radius}{extra}</extensions></{tag}>\n"
    )


def _waypoint(exhibit: str, place: Fix | Spot) -> str:
    said = meaning(place.evidence_of)
    if isinstance(place, Fix):
        said += f"; in the track: {MARKS.get(place.mark, place.mark)}"
    elif place.place:
        said += f"; place as stored: {place.place}"
    inside = f"<name>#{place.item}</name><desc>{escape(said)}</desc><type>{escape(str(place.evidence_of))}</type>"
    return _point("wpt", place, inside, f"<phonefx:exhibit>{escape(exhibit)}</phonefx:exhibit>")


def _track(exhibit: str, used: Iterator[Fix], counts: Counter[str]) -> Iterator[str]:
    before: Fix | None = None
    for fix in used:
        if before is None:
            yield f"<trk><name>Exhibit {escape(exhibit)}</name><trkseg>\n"
        elif (fix.us or 0) - (before.us or 0) > GAP_US:
            yield "</trkseg><trkseg>\n"
        counts[fix.evidence_of] += 1
        yield _point("trkpt", fix, "", "")
        before = fix
    if before is not None:
        yield "</trkseg></trk>\n"
