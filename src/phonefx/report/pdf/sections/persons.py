"""People: the numbers, addresses and accounts that the case holds to be one person, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from phonefx.report.pdf.blocks import note, paragraph
from phonefx.report.pdf.book import Book, Row, text
from phonefx.report.pdf.rows import Column, Table
from phonefx.timeline.people.facts import operator_of

_MOST: Final = 40
"""People that a bounded report prints: those with the most records."""
_OF_ONE: Final = 8
_PEOPLE: Final = """
SELECT p.id AS id, p.name AS name, p.name_reason AS name_reason, p.owner_of AS owner_of, p.items AS items,
       p.first_us AS first_us, p.last_us AS last_us
FROM person p WHERE {where} ORDER BY p.owner_of IS NULL, p.items DESC, p.id LIMIT ?
"""
_CHOSEN: Final = """p.id IN (SELECT person FROM identity
WHERE id IN (SELECT identity FROM party WHERE item IN (SELECT item FROM chosen)))"""
_JOINS: Final = """
SELECT j.reason AS reason, j.item AS item FROM person_join j JOIN identity d ON d.id = j.identity
WHERE d.person = ? GROUP BY j.reason, j.item ORDER BY min(j.id) LIMIT ?
"""


def draw(book: Book) -> None:
    """Draw one row for each person, those with the most records first."""
    sheet, say = book.sheet, book.say
    where = "1" if book.options.selection.is_empty else _CHOSEN
    whole = book.one(f"SELECT count(*) FROM person p WHERE {where}")
    shown = whole if book.options.limit is None else min(whole, _MOST)
    paragraph(sheet, say("{shown} of {whole} people and senders, owners first, then by the number of records.").format(
        shown=shown, whole=whole))  # fmt: skip
    note(sheet, say(
        "Numbers, addresses and accounts are held to be one person only for the reason stated. A name is what was saved"
        " on the exhibit named; it does not show whose number it is, nor who used it."
    ))  # fmt: skip
    columns = [Column(say("Name, and where it is from"), 3.2), Column(say("Numbers, addresses, accounts"), 3.6),
               Column(say("Why one person"), 2.8), Column(say("Records"), 1.2, to_right=True),
               Column(say("First and last"), 2.75)]  # fmt: skip
    Table(sheet, columns).draw(_rows(book, _PEOPLE.format(where=where), shown))


def _rows(book: Book, sql: str, count: int) -> Iterator[tuple[str, ...]]:
    for row in list(book.rows(sql, count)):
        owner = book.say("owner of {labels}").format(labels=row["owner_of"]) if row["owner_of"] else ""
        named = "\n".join(filter(None, (text(row["name"]), f"({book.phrase(text(row['name_reason']))})", owner)))
        times = "\n".join(filter(None, (book.clock.show(row["first_us"]), book.clock.show(row["last_us"]))))
        yield named, "\n".join(_identities(book, row)), "\n".join(_joins(book, row["id"])), str(row["items"]), times


def _identities(book: Book, row: Row) -> Iterator[str]:
    found = book.database.execute(
        "SELECT shown, kind FROM identity WHERE person = ? ORDER BY id", (row["id"],)).fetchall()  # fmt: skip
    for shown, kind in found[:_OF_ONE]:
        yield f"{text(shown)} ({text(kind)})" if kind != "phone" else text(shown) + _range(book, text(shown))
    if len(found) > _OF_ONE:
        yield book.say("and {count} more").format(count=len(found) - _OF_ONE)


def _range(book: Book, number: str) -> str:
    """Say who first had the range of a number: the number itself may have moved on."""
    operator = operator_of(number)
    if operator is None:
        return ""
    said = book.say("number range originally assigned to {operator}; the number may have been ported")
    return f"\n({said.format(operator=operator)})"


def _joins(book: Book, person: int) -> Iterator[str]:
    for row in book.rows(_JOINS, person, _OF_ONE):
        reason = book.phrase(text(row["reason"]))
        yield f"{reason} {book.cite(row['item'])}" if row["item"] else reason
