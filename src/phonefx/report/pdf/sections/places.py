"""Where the device was, as far as its data says, and positions that are evidence of something else."""

from __future__ import annotations

from collections.abc import Iterator

from phonefx.records import DEVICE_POSITIONS, EVIDENCE_OF
from phonefx.report.pdf.blocks import heading, note, paragraph
from phonefx.report.pdf.book import Book, measure, text
from phonefx.report.pdf.located import of_device
from phonefx.report.pdf.rows import Column, Table
from phonefx.report.pdf.sections import movement
from phonefx.report.pdf.sections.naming import state_word
from phonefx.timeline.movement import MARKS, movements


def _(text: str) -> str:
    """Mark a text for translation."""
    return text


_WANTED = """
    SELECT l.item AS item, l.time_us AS time_us FROM {source} l JOIN origin i ON i.source = l.source
    WHERE i.state <> 'superseded' AND {where}{only} ORDER BY l.time_us IS NULL, l.time_us, l.item LIMIT {count}
"""
_FIRST = """
SELECT * FROM (
    SELECT t.item AS item, l.time_us AS time_us, t.mark AS mark
    FROM track t CROSS JOIN location_own l ON l.item = t.item JOIN source s ON s.id = l.source
    WHERE t.seq BETWEEN {low} AND {high} AND s.state <> 'superseded' AND l.time_us IS NOT NULL
    ORDER BY t.seq LIMIT {count})
"""
"""The first of one phone, which the track has in order of time: no more of the case is read."""
_POSITIONS = """
WITH wanted AS MATERIALIZED ({wanted}){marks}
SELECT l.item, l.time_us, i.basis, i.state, i.exhibit, l.latitude, l.longitude, l.accuracy_m, l.evidence_of,
       l.method, l.place, {mark}
FROM wanted w CROSS JOIN {source} l ON l.item = w.item JOIN origin i ON i.source = l.source {join}
ORDER BY w.time_us IS NULL, w.time_us, w.item
"""
"""What is printed is found first and its marks in one pass over the track: the whole case is never joined to it."""
_MARKED = {"marks": "", "mark": "w.mark", "join": ""}
"""For what was found in the track."""
_MARKS = {
    "marks": ", marks AS MATERIALIZED (SELECT item, mark FROM track WHERE item IN (SELECT item FROM wanted))",
    "mark": "t.mark", "join": "LEFT JOIN marks t ON t.item = w.item",
}  # fmt: skip
_NO_MARKS = {"marks": "", "mark": "''", "join": ""}
_MOST = 60
"""Positions of a class that a bounded report prints."""
_SHORT = {"device_fix": _("recorded by the device"), "device_inferred": _("inferred for the device")}
"""The two classes that come by the thousand, in one line; the guide has them in full."""
_DOUBTFUL = frozenset({"leap", "jump", "conflict", "invalid", "coarse", "outlier"})
_VISITED = "recorded as a visit"
_VISITS = f"(SELECT *, '{_VISITED}' AS method FROM visit)"


def draw(book: Book) -> None:
    """Draw the positions of the device, then visits, then the other positions."""
    note(book.sheet, book.say(
        "Location of the device, not of a person. The radius is the phone's own estimate and no"
        " guarantee. Positions that"
        " were searched for, received, or belong to someone else are listed apart and are not movement of the device."
    ))  # fmt: skip
    movement.draw(book)
    listed = ", ".join(f"'{each}'" for each in DEVICE_POSITIONS)
    parts = (
        (book.say("Positions of the device"), "places-device", "location", f"l.evidence_of IN ({listed})"),
        (book.say("Visits that the phone recorded"), "places-visits", _VISITS, "1"),
        (book.say("Other positions"), "places-other", "location", f"coalesce(l.evidence_of, '') NOT IN ({listed})"),
    )
    for title, anchor, source, where in parts:
        _list(book, (title, anchor), source, where)


def _list(book: Book, titled: tuple[str, str], source: str, where: str) -> None:
    sheet, say = book.sheet, book.say
    whole = _count(book, titled[1], source, where)
    if not whole:
        return
    heading(sheet, *titled, 1)
    shown = whole if book.options.limit is None else min(whole, _MOST, book.options.limit)
    told = say("{shown} of {whole} records.") if shown == whole else say("The first {shown} of {whole} records.")
    paragraph(sheet, told.format(shown=shown, whole=whole))
    if shown:
        columns = [Column(say("Time"), 2.75), Column(say("Exhibit"), 0.95), Column(say("Latitude, longitude"), 2.2),
                   Column(say("Radius, m"), 1.4, to_right=True),
                   Column(say("Evidence of, and place stored with it"), 5.3), Column(say("Item"), 0.9)]  # fmt: skip
        tracked = source == "location" and book.has_table("track")
        wanted = _first(book, shown) if titled[1] == "places-device" and shown < whole else ""
        marks = _MARKED if wanted else _MARKS if tracked else _NO_MARKS
        wanted = wanted or _WANTED.format(source=source, where=where, only=book.only("l.item"), count=shown)
        sql = _POSITIONS.format(wanted=wanted, source=source, **marks)
        Table(sheet, columns).draw(_rows(book, sql))


def _count(book: Book, anchor: str, source: str, where: str) -> int:
    if source == "location":
        return of_device(book, device=anchor == "places-device")
    count: int = book.one(f"SELECT count(*) FROM {source} l JOIN origin i ON i.source = l.source"
                          f" WHERE i.state <> 'superseded' AND {where}{book.only('l.item')}")  # fmt: skip
    return count


def _first(book: Book, count: int) -> str:
    """Give the query for the first positions of all phones from the track; nothing where it has too few with a time."""
    if not book.options.selection.is_empty or not book.has_table("track"):
        return ""
    parts = [_FIRST.format(low=each.first_seq, high=each.last_seq, count=count) for each in movements(book.database)]
    sql = f"{' UNION ALL '.join(parts)} ORDER BY 2, 1 LIMIT {count}" if parts else ""
    return sql if sql and book.one(f"SELECT count(*) FROM ({sql})") == count else ""


def _rows(book: Book, sql: str) -> Iterator[tuple[str, ...]]:
    say = book.say
    for item, us, basis, state, exhibit, lat, lon, radius, evidence, method, place, mark in book.database.execute(sql):
        hidden = book.withheld(item)
        meaning = say(_SHORT.get(evidence) or EVIDENCE_OF.get(evidence, text(evidence)))
        doubt = say(MARKS[mark]) if mark in _DOUBTFUL else ""
        left = "" if hidden else _left(book, item, basis) if method == _VISITED else ""
        how = ", ".join(filter(None, (meaning, method_of(book, method), state_word(book, state), doubt, left)))
        named = "" if hidden or book.options.redaction.moves_places else text(place)
        yield (
            book.clock.show(us, basis) or say("no time stored"), exhibit, hidden or position(book, lat, lon),
            "" if hidden else say("none stored") if radius is None else measure(book.options.redaction.radius(radius)),
            f"{how}: {named}" if named else how, book.cite(item),
        )  # fmt: skip


def _left(book: Book, item: int, basis: str) -> str:
    """Say when a visit ended; the column of times has when it began."""
    us = book.one("SELECT departed_us FROM visit WHERE item = ?", item)
    return "" if us is None else book.say("left {time}").format(time=book.clock.show(us, basis))


def method_of(book: Book, method: object) -> str:
    """Give how a position was found; a bare number is a code that the software does not know."""
    said = text(method)
    return book.say("method code {code}").format(code=said) if said.lstrip("-").isdigit() else book.phrase(said)


def placed(book: Book, item: int, kind: str) -> str:
    """Show where an item with a position lies and the place stored with it, as the profile lets them be seen."""
    stored = f"SELECT latitude, longitude, place FROM {kind} WHERE item = ?"
    latitude, longitude, place = book.database.execute(stored, (item,)).fetchone()
    where = "" if latitude is None and longitude is None else position(book, latitude, longitude)
    return " · ".join(filter(None, (where, "" if book.options.redaction.moves_places else text(place))))


def position(book: Book, latitude: float | None, longitude: float | None) -> str:
    """Show a position as stored, or as coarse as the redaction profile asks."""
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        return book.say("not stored")
    kept = book.options.redaction.position(latitude, longitude)
    return f"{kept[0]:.7g}, {kept[1]:.7g}" if kept else book.say("[removed: position]")
