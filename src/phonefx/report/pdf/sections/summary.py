"""One page in plain words: what was asked, what the data shows, what could not be determined."""

from __future__ import annotations

from collections import Counter, defaultdict

from phonefx.case.schema import COUNTED
from phonefx.report.pdf.blocks import bullets, fact_list, heading, note, paragraph
from phonefx.report.pdf.book import Book, text
from phonefx.report.pdf.located import of_device
from phonefx.report.pdf.located import period as located_period
from phonefx.report.pdf.rows import Column, Table
from phonefx.report.pdf.sections import limits
from phonefx.report.pdf.sections.naming import kind_word

_PARTNERS = 8
_STATES = ("live", "recently_deleted", "superseded", "recovered")
_DEVICE = """
SELECT i.exhibit AS exhibit, f.name AS label, f.value AS value, f.item AS item
FROM device_fact f JOIN origin i ON i.source = f.source
WHERE i.state = 'live' AND lower(f.name) IN ('device name', 'model', 'manufacturer', 'serial number', 'owner name')
ORDER BY i.exhibit, f.name, f.item
"""
_OWNER = """
SELECT o.exhibit AS exhibit, i.shown AS shown, o.reason AS reason, o.items AS items, o.item AS item
FROM owner o JOIN identity i ON i.id = o.identity ORDER BY o.exhibit, i.id, o.items DESC, o.reason LIMIT 40
"""
_MOST_FACTS = 8
"""Lines about one exhibit: its device, then its own addresses."""
_PARTNERS_SQL = """
WITH told AS (
    SELECT m.source AS source, m.counterpart AS who, m.counterpart_name AS name, u.items AS messages, 0 AS calls,
           u.first_us AS first, u.last_us AS last
    FROM {uses} u JOIN message_common m ON m.id = u.common WHERE u.kind = 'message' AND m.counterpart <> ''
    UNION ALL
    SELECT c.source, c.counterpart, c.counterpart_name, 0, u.items, u.first_us, u.last_us
    FROM {uses} u JOIN call_common c ON c.id = u.common WHERE u.kind = 'call' AND c.counterpart <> '')
SELECT x.label AS exhibit, t.who AS who, max(t.name) AS name, sum(t.messages) AS messages, sum(t.calls) AS calls,
       min(t.first) AS first, max(t.last) AS last
FROM told t JOIN source s ON s.id = t.source JOIN file f ON f.id = s.file JOIN exhibit x ON x.id = f.exhibit
WHERE s.state = 'live' GROUP BY 1, 2 ORDER BY sum(t.messages + t.calls) DESC, 1, 2 LIMIT ?
"""


def draw(book: Book) -> None:
    """Draw the summary."""
    sheet, say = book.sheet, book.say
    heading(sheet, say("Whose phone"), "summary-owner", 1, outline=False)
    _owner(book)
    heading(sheet, say("What was found"), "summary-found", 1, outline=False)
    if not book.options.selection.is_empty:
        paragraph(sheet, say("This report is made from a selection. What follows counts the selected records alone."))
    _period(book)
    _places(book)
    _counts(book)
    limited = limits.warning(book)
    if book.left_away:
        paragraph(sheet, _left_away(book, bool(limited)).format(names=", ".join(book.left_away)))
    _partners(book)
    heading(sheet, say("What could not be determined"), "summary-limits", 1, outline=False)
    bullets(sheet, [*_caveats(book), *filter(None, [limited])])
    _opinion(book)


def _left_away(book: Book, limited: bool) -> str:
    """Say why sections are missing: that nothing was selected for one does not say that the case has nothing of it."""
    say = book.say
    if not book.options.selection.is_empty:
        return say("No selected record belongs to these sections, which are left away: {names}. The case may have"
                   " records of them that were not selected.")  # fmt: skip
    if limited:
        return say("The case has no record for these sections, which are left away: {names}.")
    return say("No record was found for these sections, which are left away: {names}. That nothing was found does"
               " not show that nothing happened.")  # fmt: skip


def _owner(book: Book) -> None:
    sheet, say = book.sheet, book.say
    stated: dict[tuple[str, str], list[str]] = {}
    for row in book.rows(_DEVICE):
        same = stated.setdefault((text(row["exhibit"]), say(text(row["label"]))), [])
        if not any(each.startswith(f"{text(row['value'])}  #") for each in same):
            same.append(f"{text(row['value'])}  {book.cite(row['item'])}")
    if book.has_table("owner"):
        for row in book.rows(_OWNER):
            why = say("{reason}; records: {count}, such as {item}").format(
                reason=book.phrase(text(row["reason"])), count=row["items"], item=book.cite(row["item"])
            )
            place = (text(row["exhibit"]), say("own address {address}").format(address=text(row["shown"])))
            stated.setdefault(place, []).append(why)
    if not stated:
        paragraph(sheet, say("Nothing that was read names an owner, an account or a number of the phone."))
        return
    paragraph(sheet, say("The data names these; that a name is stored does not show who used the phone."))
    for exhibit in sorted({exhibit for exhibit, _ in stated}):
        lines = [(label, "\n".join(said)) for (of, label), said in stated.items() if of == exhibit]
        fact_list(sheet, [(f"{exhibit}: {label}", said) for label, said in lines[:_MOST_FACTS]], label=190)
        if len(lines) > _MOST_FACTS:
            paragraph(sheet, say("and {count} more").format(count=len(lines) - _MOST_FACTS))


def _places(book: Book) -> None:
    count = of_device(book, device=True, states=frozenset({"live"}))
    if count:
        first, last = map(book.clock.show, located_period(book))
        if book.options.selection.is_empty:
            stays = book.one("SELECT count(*) FROM stay") if book.has_table("stay") else 0
            said = book.say("Positions of the device: {count}, from {first} to {last}; stays computed from them:"
                            " {stays}.")  # fmt: skip
            paragraph(book.sheet, said.format(count=count, first=first, last=last, stays=stays))
        else:  # stays are computed from all positions, not from the selected ones
            said = book.say("Positions of the device: {count}, from {first} to {last}.")
            paragraph(book.sheet, said.format(count=count, first=first, last=last))


def _period(book: Book) -> None:
    found = book.period(("message", "call"), "live")
    if found is None:
        paragraph(book.sheet, book.say("No dated message or call was found."))
        return
    first, last = map(book.clock.show, found)
    said = book.say("The messages and calls present are from {first} to {last}.")
    paragraph(book.sheet, said.format(first=first, last=last))


def _counts(book: Book) -> None:
    say = book.say
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for each in book.counts():
        found[each.kind][each.state] += each.items
    rows = sorted(found.items(), key=lambda row: (-row[1].total(), row[0]))
    columns = [Column(say("Records"), 3)]
    titles = (say("present"), say("in a bin"), say("earlier versions"), say("recovered"))
    columns += [Column(title, 1.6, to_right=True) for title in titles]
    Table(book.sheet, columns, 8.5).draw(
        [kind_word(book, kind), *(str(counts[state]) for state in _STATES)] for kind, counts in rows
    )


def _partners(book: Book) -> None:
    say, show = book.say, book.clock.show
    rows = list(book.rows(_PARTNERS_SQL.format(uses=book.uses()), _PARTNERS))
    if not rows:
        return
    title = say("Numbers and accounts with the most messages and calls, of those present:")
    paragraph(book.sheet, title, after=3)
    columns = [Column(say("Exhibit"), 0.95), Column(say("Number or account"), 4.1),
               Column(say("Messages"), 1.2, to_right=True), Column(say("Calls"), 0.9, to_right=True),
               Column(say("First"), 2.7), Column(say("Last"), 2.7)]  # fmt: skip
    Table(book.sheet, columns, 8).draw(
        (
            text(row["exhibit"]),
            book.who(row["who"], row["name"]),
            str(row["messages"]),
            str(row["calls"]),
            show(row["first"]),
            show(row["last"]),
        )
        for row in rows
    )


def _caveats(book: Book) -> list[str]:
    say, one = book.say, book.one
    problems = one("SELECT count(*) FROM problem")
    unread = one("SELECT count(*) FROM unread")
    undated = sum(each.items - each.dated for each in book.counts())
    outside = (
        0 if book.options.selection.is_empty else one(COUNTED) - one("SELECT count(*) FROM chosen")
    )
    said = [
        say("Who held the phone at a given time. Records are of the device and its accounts, not of a person."),
        say("What was deleted and is no longer stored. That a record is absent does not show that nothing happened."),
        say("Problems met while reading: {count}; each is listed in the section on what was read.").format(
            count=problems
        ),
        say("Files that look like databases and that no parser of this version reads: {count}.").format(count=unread),
        say("Records without a time, which stand in no timeline: {count}.").format(count=undated),
    ]
    if outside:
        said.append(say("Records outside the selection, which are not in this report: {count}.").format(count=outside))
    return said


def _opinion(book: Book) -> None:
    sheet, say = book.sheet, book.say
    opinion = book.options.facts.get("opinion")
    if opinion:
        heading(sheet, say("Opinion"), "summary-opinion", 1, outline=False)
        paragraph(sheet, str(opinion))
        paragraph(sheet, say("Opinion of {name}").format(name=book.fact("opinion_by")))
    else:
        none = say("None. The software states facts and their conditions; an opinion is a person's.")
        paragraph(sheet, book.labelled(say("Opinion"), none))
    against = book.options.facts.get("points_other_way")
    if not book.options.selection.is_empty:
        found = say("Material that may point the other way: {said}")
        note(sheet, found.format(said=str(against) if against else say("none was sought for this selection")))
