"""Records that were deleted, replaced or lost, and how far each can be relied on."""

from __future__ import annotations

from collections.abc import Iterator

from phonefx.report.pdf.blocks import note, paragraph
from phonefx.report.pdf.book import Book, text
from phonefx.report.pdf.rows import Column, Table
from phonefx.report.pdf.sections.naming import one_word, state_word
from phonefx.report.pdf.sections.places import placed

_SAID = {
    "message": "SELECT counterpart, body FROM message WHERE item = ?",
    "call": "SELECT counterpart, direction FROM call WHERE item = ?",
    "contact": "SELECT name, organisation, (SELECT group_concat(DISTINCT p.value) FROM contact_point p"
               " WHERE p.item = c.item AND p.type <> 'name') FROM contact c WHERE c.item = ?",
    "media": "SELECT name, path FROM media WHERE item = ?",
    "web_visit": "SELECT title, url FROM web_visit WHERE item = ?",
    "search": "SELECT app, query FROM search WHERE item = ?",
    "note": "SELECT title, body FROM note WHERE item = ?",
    "account": "SELECT service, name, identifier FROM account WHERE item = ?",
    "app": "SELECT name, identifier, detail FROM app WHERE item = ?",
    "device_fact": "SELECT name, value FROM device_fact WHERE item = ?",
    "event": "SELECT category, app, subject, detail FROM event WHERE item = ?",
    "calendar_entry": "SELECT title, place, description FROM calendar_entry WHERE item = ?",
    "network": "SELECT name, address, detail FROM network WHERE item = ?",
}  # fmt: skip
_PLACED = ("location", "visit")


def _(text: str) -> str:
    return text


_PART = {
    "recipient": (_("Recipient"), "nullif(p.address, ''), nullif(p.name, '')"),
    "attachment": (_("Attachment"), "nullif(coalesce(nullif(p.name, ''), p.path), ''), nullif(p.text, '')"),
    "contact_point": (_("Number or address"), "nullif(p.value, ''), nullif(p.label, '')"),
    "revision": (_("Earlier text"), "nullif(p.body, ''), NULL"),
}
"""What a part of a record is called, and the SQL of what it says."""
_ALONE = "\nUNION ALL ".join(
    f"SELECT '{name}', {said}, coalesce(s.state, 'live'), x.label, f.path, s.table_name, p.key FROM {name} p"
    " LEFT JOIN source s ON s.id = p.source LEFT JOIN file f ON f.id = s.file LEFT JOIN exhibit x ON x.id = f.exhibit"
    " WHERE p.item IS NULL"
    for name, (_label, said) in _PART.items()
)
_ITEMS_SQL = """
SELECT i.id, i.kind, i.state, i.time_us, i.basis, r.place, r.confidence, r.reason, r.partial
FROM item i LEFT JOIN recovery r ON r.item = i.id WHERE i.state <> 'live'{only}
ORDER BY i.time_us IS NULL, i.time_us, i.id LIMIT ?
"""


def draw(book: Book) -> None:
    """Draw the records whose state is not `live`, and the parts of records that are not there at all."""
    if any(each.state != "live" for each in book.counts()):
        _draw_records(book)
    _draw_alone(book)


def alone(book: Book) -> int:
    """Count the parts whose record is not there; with a selection none is asked for, for none is selected."""
    return 0 if book.only("item") else int(book.one(f"SELECT count(*) FROM ({_ALONE})"))


def _draw_alone(book: Book) -> None:
    sheet, say = book.sheet, book.say
    whole = alone(book)
    if not whole:
        return
    shown = whole if book.options.limit is None else min(whole, book.options.limit)
    note(sheet, say(
        "{shown} of {whole} parts whose record is not in the case: what they belonged to is not known."
    ).format(shown=shown, whole=whole))  # fmt: skip
    columns = [Column(say("Part"), 2), Column(say("State"), 1.5), Column(say("Content"), 4.5),
               Column(say("Exhibit"), 0.9), Column(say("Stored in"), 4)]  # fmt: skip
    Table(sheet, columns).draw(_parts_alone(book, shown))


def _parts_alone(book: Book, count: int) -> Iterator[tuple[str, ...]]:
    for part, first, second, state, exhibit, path, table, key in book.database.execute(f"{_ALONE} LIMIT ?", (count,)):
        label, _said = _PART[part]
        yield (
            book.say(label), state_word(book, state), " · ".join(filter(None, (text(first), text(second)))),
            text(exhibit), " · ".join(filter(None, (text(path), text(table), text(key)))),
        )  # fmt: skip


def _draw_records(book: Book) -> None:
    sheet, say = book.sheet, book.say
    only = book.only("i.id")
    whole = sum(each.items for each in book.counts() if each.state != "live")
    shown = whole if book.options.limit is None else min(whole, book.options.limit)
    paragraph(sheet, say("{shown} of {whole} records.").format(shown=shown, whole=whole))
    note(sheet, say(
        "An earlier version or a recovered record shows that its bytes were once in the database file. It does not show"
        " who deleted it, when, or why; phones also remove records by themselves. What is partial may"
        " join bytes that did"
        " not belong together."
    ))  # fmt: skip
    note(sheet, say(
        "A field that was looked up in other rows is what those rows say now. At the time of the record they may have"
        " said something else, or been about someone else."
    ))  # fmt: skip
    if shown:
        columns = [
            Column(say("Time"), 2.75),
            Column(say("Record"), 1.2),
            Column(say("State"), 1.2),
            Column(say("Content"), 3.5),
            Column(say("Where found"), 1.1),
            Column(say("Reliability"), 3.3),
            Column(say("Item"), 0.8),
        ]
        Table(sheet, columns).draw(_rows(book, _ITEMS_SQL.format(only=only), shown))


def _rows(book: Book, sql: str, count: int) -> Iterator[tuple[str, ...]]:
    say = book.say
    for item, kind, state, us, basis, place, confidence, reason, partial in book.database.execute(sql, (count,)):
        parts = [] if confidence is None else [say("confidence {value:.2f}").format(value=confidence)]
        parts += [book.phrase(text(reason)), say("partial: {fields}").format(fields=partial) if partial else ""]
        yield (
            book.clock.show(us, basis) or say("no time stored"), one_word(book, kind), state_word(book, state),
            book.withheld(item) or _content(book, item, kind) or say("no text"), book.phrase(text(place)),
            "; ".join(filter(None, parts)), book.cite(item),
        )  # fmt: skip


def _content(book: Book, item: int, kind: str) -> str:
    if kind in _PLACED:
        return placed(book, item, kind)
    sql = _SAID.get(kind)
    row = book.database.execute(sql, (item,)).fetchone() if sql else None
    return " · ".join(filter(None, map(text, row))) if row else ""
