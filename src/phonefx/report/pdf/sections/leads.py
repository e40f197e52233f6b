"""Leads that the examiner selected for this report: never findings, each with its reason and its limits."""

from __future__ import annotations

from dataclasses import astuple
from typing import TYPE_CHECKING, Final

from phonefx.errors import UsageError
from phonefx.report.pdf.blocks import fact_list, heading, note
from phonefx.report.pdf.book import Book
from phonefx.report.pdf.sections.messages import cited
from phonefx.timeline import tables
from phonefx.timeline.meetings import DEFAULTS, FORMULA, MeetingPair

if TYPE_CHECKING:
    from phonefx.timeline.leads import Lead

_ITEMS: Final = 12


def draw(book: Book) -> None:
    """Draw each selected lead."""
    sheet, say = book.sheet, book.say
    note(sheet, say(
        "A lead is a pattern in the data that is worth a look. It is not a finding and says nothing about a person:"
        " each has innocent explanations, some of which are listed. Only leads that the examiner selected for this"
        " report are printed; the others are in the case."
    ), alert=True)  # fmt: skip
    for lead in chosen(book):
        heading(sheet, say("Lead {number}: {topic}").format(number=lead.id, topic=lead.topic), f"lead-{lead.id}", 1)
        fact_list(sheet, _facts(book, lead))


def chosen(book: Book) -> list[Lead]:
    """Give the leads that were selected, in the order in which they were named.

    Raises:
        UsageError: the case has no lead of that number.
    """
    if not book.options.leads:
        return []
    from phonefx.timeline.leads import Lead

    found = {lead.id: lead for lead in tables.read(book.database, Lead)}
    for number in book.options.leads:
        if number not in found:
            raise UsageError(f"the case has no lead {number}; `phonefx leads` lists them")
    return [found[number] for number in book.options.leads]


def _facts(book: Book, lead: Lead) -> list[tuple[str, str]]:
    say, show = book.say, book.clock.show
    both = f"{lead.exhibit}, {lead.other}" if lead.other else lead.exhibit
    listed = [row[0] for row in book.database.execute(
        "SELECT item FROM lead_item WHERE lead = ? ORDER BY rowid", (lead.id,))]  # fmt: skip
    facts = [(say("Status"), say("lead for review, selected by the examiner")), (say("About"), both)]
    if lead.from_us is not None:
        facts.append((say("Period"), " – ".join(filter(None, (show(lead.from_us), show(lead.to_us))))))
    facts += [(say("Reason"), lead.reason), *_pair(book, lead), (say("Limits"), lead.limits)]
    facts.append((say("Rests on items"), cited(book, listed, _ITEMS) or say("none")))
    return facts


def _pair(book: Book, lead: Lead) -> list[tuple[str, str]]:
    """Give what a lead of positions that agree must say: parameters, base figures and other explanations."""
    if lead.topic != "meeting":
        return []
    say = book.say
    wanted = {lead.exhibit, lead.other}
    pairs = [pair for pair in tables.read(book.database, MeetingPair) if {pair.exhibit, pair.other} == wanted]
    window, margin, _, _, least, fixes, *_ = astuple(DEFAULTS)
    rows = [(say("Parameters"), say(
        "positions at most {window} s apart in time; nearer than both stated radii and {margin:g} m; for at least"
        " {least} s and {fixes} pairs; {formula}"
    ).format(window=window, margin=margin, least=least, fixes=fixes, formula=FORMULA))]  # fmt: skip
    told = say(
        "{comparable} comparable pairs of positions, {near} of them near, {against} that contradict; {meetings}"
        " episodes in {places} distinct places, {free} of them regular for neither or one phone only"
    )
    rows += [(say("Both phones in all"), told.format(
        comparable=pair.comparable, near=pair.near, against=pair.contradicting, meetings=pair.meetings,
        places=pair.places, free=pair.free_places)) for pair in pairs]  # fmt: skip
    rows.append((say("Other explanations"), say(
        "neighbours, colleagues, the same train or event, one phone's position shared into the other, two phones of one"
        " person; a place that both use regularly gives many episodes"
    )))  # fmt: skip
    return rows
