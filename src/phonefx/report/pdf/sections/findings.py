"""What the examiner selected, one by one, in the examiner's order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from phonefx.case.schema import places
from phonefx.records import EVIDENCE_OF, columns, kind_named
from phonefx.report.pdf.blocks import fact_list, heading, note, paragraph
from phonefx.report.pdf.book import Book, Row, text
from phonefx.report.pdf.sections.messages import attachments
from phonefx.report.pdf.sections.naming import code_word, one_word, state_word
from phonefx.report.pdf.sections.places import position

MOST: Final = 500
_APART: Final = frozenset({"extra", "latitude", "longitude", "file", "guid", "reply_to"})
_ITEMS: Final = f"""
SELECT c.item AS id, i.kind AS kind, i.state AS state, i.exhibit AS exhibit, c.time_us AS time_us, i.basis AS basis,
       i.path AS path, i.table_name AS table_name, c.key AS key, r.confidence AS confidence, r.reason AS reason
FROM ({places("chosen", "place")}) c JOIN origin i ON i.source = c.source LEFT JOIN recovery r ON r.item = c.item
ORDER BY c.place IS NULL, c.place, c.time_us IS NULL, c.time_us, c.item LIMIT ?
"""
_HITS: Final = """
SELECT r.name AS name, r.kind AS kind, r.source AS source, r.category AS category, r.sha256 AS sha256,
       group_concat(DISTINCT t.value) AS found, max(t.review) AS review, r.id AS rule,
       (SELECT count(DISTINCT o.item) FROM tag o
        WHERE o.rule = r.id AND (SELECT exhibit FROM item WHERE id = o.item) = ?2)
         AS everywhere
FROM tag t JOIN tag_rule r ON r.id = t.rule WHERE t.item = ?1 GROUP BY r.id ORDER BY r.id
"""


def draw(book: Book) -> None:
    """Draw each selected item with all that is stored of it, the examiner's notes and its source."""
    sheet, say = book.sheet, book.say
    whole = book.one("SELECT count(*) FROM chosen")
    shown = min(whole, MOST)
    paragraph(sheet, say("{shown} of {whole} selected records, in the order of the selection.").format(
        shown=shown, whole=whole))  # fmt: skip
    note(sheet, say("Each is printed as stored. That a record was selected is the examiner's choice; the selection is"
                    " stated in the section on method."))  # fmt: skip
    for number, row in enumerate(list(book.rows(_ITEMS, shown)), 1):
        _finding(book, number, row)


def _finding(book: Book, number: int, row: Row) -> None:
    sheet, say = book.sheet, book.say
    title = say("{number}. Item {item} · {kind}").format(
        number=number, kind=one_word(book, row["kind"]), item=book.cite(row["id"])
    )
    heading(sheet, title, f"finding-{number}", 2, outline=number <= MOST)
    facts = [(say("Exhibit and state"), ", ".join(filter(None, (text(row["exhibit"]), _state(book, row)))))]
    hidden = book.withheld(row["id"])
    if hidden:
        fact_list(sheet, [*facts, (say("Content"), hidden)])
        return
    facts += _stored(book, row)
    facts += [(say("Attachment"), each) for each in attachments(book, row["id"])]
    facts += _remarks(book, row["id"])
    facts += _hits(book, row)
    facts.append((say("Source"), say("{path}, table {table}, row {key}").format(
        path=text(row["path"]), table=text(row["table_name"]) or "–", key=text(row["key"]))))  # fmt: skip
    facts.append((say("Checked by other means"), _verified(book, row["id"])))
    fact_list(sheet, facts)


def _state(book: Book, row: Row) -> str:
    word = state_word(book, row["state"]) or book.say("the record was present in the file")
    if row["confidence"] is None:
        return word
    sure = book.say("confidence {value:.2f}").format(value=row["confidence"])
    return f"{word}, {sure} ({book.phrase(text(row['reason']))})"


def _stored(book: Book, row: Row) -> Iterator[tuple[str, str]]:
    """Give every stored field under its label; times in the report's zone, positions as the profile lets them be."""
    kind, say, clock = row["kind"], book.say, book.clock
    (stored,) = book.rows(f"SELECT * FROM {kind} WHERE item = ?", row["id"])
    if row["time_us"] is not None:
        own = next((each.label for each in columns(kind_named(kind)) if each.name == "time_raw"), "")
        yield say(own), clock.show(row["time_us"], row["basis"])
    if "latitude" in stored:
        yield say("Latitude, longitude"), position(book, stored["latitude"], stored["longitude"])
    for column in sorted(columns(kind_named(kind)), key=lambda each: each.role != "text"):
        value = stored[column.name]
        if value is None or value == "" or column.name in _APART or column.name.endswith("_raw"):
            continue
        if column.form == "moment":
            yield say(column.label), clock.show(value, row["basis"])
        elif column.name == "counterpart":
            yield say("Number or account"), book.who(value, stored["counterpart_name"])
        elif column.name == "evidence_of":
            yield say("Evidence of"), say(EVIDENCE_OF.get(value, text(value)))
        elif column.name != "counterpart_name" and not (column.name == "place" and book.options.redaction.moves_places):
            is_code = f"{column.name}_raw" in stored
            yield say(column.label), code_word(book, value) if is_code else text(value)


def _remarks(book: Book, item: int) -> list[tuple[str, str]]:
    if not book.has_table("remark"):
        return []
    rows = book.rows("SELECT text, time FROM remark WHERE item = ? ORDER BY id", item)
    return [(book.say("Examiner's note"), f"{text(row['text'])} ({text(row['time'])})") for row in rows]


def _hits(book: Book, row: Row) -> list[tuple[str, str]]:
    """Give tags; a hit of a word list is a lead for review, with its rule, where that is from and how common it is."""
    if not book.has_table("tag"):
        return []
    say, found = book.say, []
    for hit in book.rows(_HITS, row["id"], row["exhibit"]):
        if hit["kind"] == "examiner":
            found.append((say("Tag"), text(hit["name"])))
            continue
        told = say("rule {rule}: “{name}” ({category}) of {source}; matched: {found}; {everywhere} records of this"
                   " exhibit match it; reviewed: {review}. A match is a word, not its meaning.")  # fmt: skip
        found.append((say("Lead for review"), told.format(
            rule=hit["rule"], name=text(hit["name"]), category=text(hit["category"]) or "–",
            source=text(hit["source"]) or "phonefx", found=text(hit["found"]), everywhere=hit["everywhere"],
            review=text(hit["review"]) or say("not yet"))))  # fmt: skip
    return found


def _verified(book: Book, item: int) -> str:
    stated = book.options.facts.get("verified_by")
    if isinstance(stated, dict):
        return text(stated.get(str(item))) or book.say("not verified by other means")
    return text(stated) or book.say("not verified by other means")
