"""Saved places of what3words on Android, and lists of them."""

from collections.abc import Iterator
from typing import Any, Final

from phonefx.formats import realm
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Event, Location, Record, Skip
from phonefx.times import Moment, moment

PLACES: Final = "class_LocationRealm"
LISTS: Final = "class_LocationsListsRealm"


def places(opened: Opened) -> Iterator[Record | Skip]:
    """Yield every saved place and every list; other tables are counted."""
    store: realm.Store = opened.content
    for number, row in store.rows(PLACES):
        latitude, longitude = row.get("lat"), row.get("lng")
        if latitude is None or longitude is None:
            yield Skip(f"{PLACES}[{number}]", "a place without a position")
            continue
        words = (row.get("threeWordAddress"), row.get("label"), row.get("nearestPlace"))
        yield Location(
            key=f"{PLACES}[{number}]",
            time=_moment(row.get("modificationTime")),
            latitude=latitude,
            longitude=longitude,
            evidence_of="saved_place",
            method="saved in what3words",
            place=", ".join(word for word in words if word) or None,
        )
    for number, row in store.rows(LISTS):
        yield Event(
            key=f"{LISTS}[{number}]",
            time=moment(row.get("createdWhen"), "unix_any"),
            category="list of saved places",
            app="com.what3words.android",
            subject=row.get("label"),
            detail=f"{row.get('count')} places, made by {row.get('createdBy')}",
        )
    for name in sorted(store.tables.keys() - {PLACES, LISTS}):
        count = sum(1 for _ in store.rows(name))
        if count:
            yield Skip(name, f"{count} rows of another kind")


def _moment(stored: Any) -> Moment | None:  # noqa: ANN401 - whatever stands in the column
    if not isinstance(stored, realm.Moment):
        return None
    whole = moment(stored.seconds, "unix_s")
    known = whole is not None and whole.us is not None and 0 <= stored.nanoseconds < 1_000_000_000
    us = whole.us + stored.nanoseconds // 1000 if known and whole and whole.us is not None else None
    return Moment(us, str(stored.seconds))


parser(
    "apps.what3words",
    title="Places in what3words, Android",
    variants=["a store of clusters", "no store that is read"],
    files=["*/com.what3words.android/files/default.realm"],
    read=realm.read,
    records=places,
    about="Saved places with their three words and label, and lists of them, as public research names the columns. "
    "Times are UTC seconds: when a place was changed, when a list was made. A saved place need not have been visited: "
    "the three words stand for a square of three metres that was looked up or sent. An encrypted store, or one of "
    "before 2019, is a problem that says so.",
)
