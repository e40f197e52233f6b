"""The first page: what this is, of which case, by whom, and whether the evidence is what was handed over."""

from __future__ import annotations

from phonefx.report.pdf.blocks import fact_list, note, paragraph
from phonefx.report.pdf.book import Book, text
from phonefx.report.pdf.sections import limits
from phonefx.report.pdf.sections.integrity import digest_warnings
from phonefx.report.pdf.sheet import GREY
from phonefx.report.pdf.text.faces import BOLD


def draw(book: Book) -> None:
    """Draw the cover."""
    sheet, say = book.sheet, book.say
    sheet.y -= 34
    sheet.anchor("cover")
    sheet.outline(say("Cover"), "cover")
    paragraph(sheet, sheet.title, size=23, base=BOLD, after=10)
    number = book.fact("case_number")
    is_known = number != say("not recorded")
    named = say("Case {number}").format(number=number) if is_known else say("Case number not recorded")
    paragraph(sheet, named, size=14, after=14)
    for warning in digest_warnings(book):
        note(sheet, warning, alert=True)
    if limited := limits.warning(book):
        note(sheet, limited, alert=True)
    stated, missing = _people(book)
    fact_list(sheet, stated, label=150)
    if missing:
        paragraph(sheet, say("Not recorded: {names}.").format(names=", ".join(missing)), colour=GREY)
    fact_list(
        sheet,
        [
            (say("Exhibit {label}").format(label=row["label"]), _exhibit(row))
            for row in book.rows("SELECT label, name, kind FROM exhibit ORDER BY label")
        ],
        label=150,
    )
    paragraph(sheet, say("Questions asked"), base=BOLD, after=1)
    paragraph(sheet, book.fact("questions"), after=10)
    note(sheet, f"{times_box(book)}\n{expanded(book)}")
    note(sheet, say(
        "This document was made by software from the data of the exhibits. It does not describe the whole of an"
        " examination: it is an annex to the report of the examiner and does not replace it. The results relate only to"
        " the items examined. It is not to be reproduced except in full without approval."
    ))  # fmt: skip
    if book.fact("replaces") != say("not recorded"):
        note(sheet, say("This revision replaces {old}. Reason: {why}").format(
            old=book.fact("replaces"), why=book.fact("revision_reason")), alert=True)  # fmt: skip


def _exhibit(row: dict[str, object]) -> str:
    return f"{text(row['name'])} ({text(row['kind'])})"


def _people(book: Book) -> tuple[list[tuple[str, str]], list[str]]:
    """Give what is stated, and the names of what is not."""
    say = book.say
    named = (
        (say("Report number"), "report_number"), (say("Date of issue"), "issued"), (say("Organisation"), "agency"),
        (say("Address"), "agency_address"), (say("Place of work"), "place_of_work"), (say("Examiner"), "examiner"),
        (say("Role and qualifications"), "examiner_qualifications"), (say("Reviewed by"), "reviewer"),
        (say("Authorised by"), "authoriser"), (say("Requested by"), "requester"),
        (say("Date of request"), "request_date"), (say("Legal authority"), "authority"),
        (say("Limits of the authority"), "authority_limits"), (say("Evidence received"), "received"),
        (say("Work started"), "work_started"), (say("Work ended"), "work_ended"),
    )  # fmt: skip
    missing = [label for label, name in named if book.fact(name) == say("not recorded")]
    return [(label, book.fact(name)) for label, name in named if label not in missing], missing


def times_box(book: Book) -> str:
    """Say in a few lines what the times of the report mean."""
    say = book.say
    return say(
        "Times in this report are shown in the zone {zone} (source of the zone: {why}). Every time carries its offset"
        " from UTC. A time whose zone the phone did not store is printed as the phone's own clock showed it, with the"
        " words “device local time, zone unknown”, and is never converted. The error of the phone's clock: {error}."
    ).format(
        zone=book.clock.name,
        why=say("stated for this report") if book.options.zone else book.phrase(book.fact("timezone_from")),
        error=say("not recorded"),
    )


def expanded(book: Book) -> str:
    """Expand the abbreviations that the report's own words use, before they are used."""
    say = book.say
    known = (
        ("UTC", say("Coordinated Universal Time, the time of the zone +00:00")),
        ("SHA-256", say("a digest: 64 characters computed from a file; if one bit of the file changes, so"
                        " does the digest")),
    )  # fmt: skip
    return " ".join(f"{name}: {meaning}." for name, meaning in known)
