"""Writing the report of a case."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Final

from phonefx import __version__
from phonefx.case.scope import Scope
from phonefx.errors import UsageError
from phonefx.report.clock import Clock
from phonefx.report.language import translation
from phonefx.report.names import Names
from phonefx.report.options import Options
from phonefx.report.pdf import sections
from phonefx.report.pdf.blocks import heading, paragraph
from phonefx.report.pdf.book import Book, choose
from phonefx.report.pdf.pictures import Pictures
from phonefx.report.pdf.sheet import BODY_SIZE, GREY, LEADING, SIZES, Running, Sheet
from phonefx.report.pdf.text.faces import BOLD

Section = tuple[str, str, Callable[[Book], None]]


def _(text: str) -> str:
    """Mark a text for translation; it is translated where it is printed."""
    return text


PLAN: Final[tuple[Section, ...]] = (
    ("certificate", _("Certificate and signatures"), sections.certificate.draw),
    ("summary", _("Summary"), sections.summary.draw),
    ("guide", _("How to read this report"), sections.guide.draw),
    ("exhibits", _("Exhibits and chain of custody"), sections.exhibits.draw),
    ("device", _("The device and its accounts"), sections.device.draw),
    ("findings", _("Selected records"), sections.findings.draw),
    ("persons", _("People"), sections.persons.draw),
    ("timeline", _("Timeline"), sections.timeline.draw),
    ("conversations", _("Conversations"), sections.conversations.draw),
    ("calls", _("Calls"), sections.calls.draw),
    ("people", _("Contacts"), sections.people.draw),
    ("places", _("Locations"), sections.places.draw),
    ("recovered", _("Deleted and recovered records"), sections.recovered.draw),
    ("leads", _("Leads selected for review"), sections.leads.draw),
    ("method", _("Method, software and limits"), sections.method.draw),
    ("coverage", _("What was read and what was not"), sections.coverage.draw),
    ("glossary", _("Words used"), sections.glossary.draw),
    ("provenance", _("Appendix: where each item comes from"), sections.provenance.draw),
)


FRONT: Final = ("certificate",)
"""Sections that stand before the body, in pages numbered apart."""
_LISTS: Final = ("timeline", "conversations", "calls", "people", "places", "recovered")
"""Sections that list records of the case: a report without listings has none of them."""
_IN_FINDINGS: Final = ("conversations", "places", "recovered")
"""Those that a report of selected findings has: what stands around a finding, and where."""
_ROWS: Final = {
    "findings": "SELECT 1 FROM chosen",
    "persons": "SELECT 1 FROM sqlite_master WHERE name = 'person'",
    "timeline": "SELECT 1 FROM item",
    "conversations": "SELECT 1 FROM message k JOIN origin i ON i.source = k.source WHERE 1{only}",
    "calls": "SELECT 1 FROM call k JOIN origin i ON i.source = k.source WHERE i.state <> 'superseded'{only}",
    "people": "SELECT 1 FROM contact k JOIN origin i ON i.source = k.source WHERE i.state <> 'superseded'{only}",
    "places": "SELECT 1 FROM (SELECT item, source FROM location UNION ALL SELECT item, source FROM visit) k"
    " JOIN origin i ON i.source = k.source WHERE i.state <> 'superseded'{only}",
}
"""For sections that are left away where there is nothing to print: what there must be."""


def planned(book: Book) -> list[Section]:
    """Give the sections that this report has, in order."""
    return [section for section in PLAN if _wanted(book, section[0]) and _filled(book, section[0])]


def _wanted(book: Book, anchor: str) -> bool:
    options = book.options
    if anchor == "leads":
        return bool(sections.leads.chosen(book))
    if anchor == "persons":
        return book.has_table("person") and options.preset != "summary"
    if anchor not in _LISTS or (options.preset not in {"summary", "findings"}):
        return True
    return options.preset == "findings" and anchor in _IN_FINDINGS


def _filled(book: Book, anchor: str) -> bool:
    if anchor == "recovered":
        return any(each.state != "live" for each in book.counts()) or sections.recovered.alone(book) > 0
    sql = _ROWS.get(anchor)
    return sql is None or book.one(f"{sql.format(only=book.only('k.item'))} LIMIT 1") is not None


def write_report(
    database: sqlite3.Connection, out: Path, options: Options, pictures: Pictures | None = None
) -> int:  # fmt: skip
    """Write the report of a case as a PDF; gives the number of pages.

    The same case and the same options give the same bytes, under whatever clock, locale or time zone of the host.
    The file is readable by its owner alone.

    Args:
        database: a connection to `case.db`; it is only read, apart from temporary tables.
        out: where the PDF goes; an older one is replaced when the new one is complete.
        options: what is asked of the report.
        pictures: the exhibits at hand to take pictures from; a report without them names the files alone.

    Raises:
        UsageError: the options name a language, zone, preset or exhibit that does not exist.
    """
    known = dict(database.execute("SELECT name, value FROM meta"))
    known["exhibits"] = ", ".join(label for (label,) in database.execute("SELECT label FROM exhibit ORDER BY label"))
    if limits := Scope.of(known.get("scope")):
        known.setdefault("authority", limits.authority)
    words = translation(options.language)
    clock = Clock(options.zone or known.get("timezone") or "UTC")
    clock.words.update({name: words.gettext(text) for name, text in clock.words.items()})
    _require_exhibits(database, options)
    choose(database, options)
    fresh = out.with_name(f"{out.name}.new")
    fresh.touch(mode=0o600)
    try:
        pages = _write(database, fresh, options, known, clock, words.gettext, pictures or Pictures())
        fresh.replace(out)
    finally:
        fresh.unlink(missing_ok=True)
    return pages


def _write(
    database: sqlite3.Connection, out: Path, options: Options, known: dict[str, str], clock: Clock,
    say: Callable[[str], str], pictures: Pictures,
) -> int:  # fmt: skip
    title = say("Report of examination – mobile device data")
    title = f"{title} ({say('DRAFT')})" if options.draft else title
    running = _running(options, known, say)
    clean = str if options.redaction.is_empty else options.redaction.clean
    sheet = Sheet(out, running, SIZES[options.page], title, options.language, clean, options.issued)
    book = Book(database, options, sheet, clock, Names(database), say, known, pictures)
    plan = planned(book)
    book.left_away = [say(title) for anchor, title, _draw in PLAN if anchor in _LISTS and not _filled(book, anchor)]
    sections.cover.draw(book)
    _contents(book, plan)
    for anchor, heading_text, draw in plan:
        if anchor not in FRONT and not sheet.front:
            sheet.begin_body()
        heading(sheet, say(heading_text), anchor)
        draw(book)
    drawn = say("Characters without a picture, printed as their code points: {count}").format(
        count=sheet.set.undrawable
    )
    paragraph(sheet, drawn, size=8)
    paragraph(sheet, say("End of report"), base=BOLD)
    return sheet.finish()


def _require_exhibits(database: sqlite3.Connection, options: Options) -> None:
    """Refuse a digest for an exhibit that the case does not have: the report would say that none was supplied."""
    labels = {label for (label,) in database.execute("SELECT label FROM exhibit")}
    stated = options.facts.get("supplied_hashes")
    if strange := sorted(set(stated) - labels if isinstance(stated, dict) else ()):
        raise UsageError(f"a digest was supplied for {strange[0]}; this case has {', '.join(sorted(labels))}")


def _running(options: Options, known: dict[str, str], say: Callable[[str], str]) -> Running:
    facts = {**known, **options.facts}
    missing = say("not recorded")
    number = facts.get("case_number")
    case = say("Case {number}").format(number=number) if number else say("Case number not recorded")
    report = say("Report") if facts.get("report_number") else say("Report number")
    number = f"{report} {facts.get('report_number') or missing} · {say('revision')} {facts.get('revision') or 1}"
    labels = known.get("exhibits", "")
    head = f"{case}  ·  {labels}" if labels else case
    marks = [say("DRAFT")] if options.draft else []
    if facts.get("training_data"):
        marks.append(say("SYNTHETIC DATA"))
    if not options.selection.is_empty:
        marks.append(say("SELECTION"))
    whole = say("NOT REDACTED") if options.redaction.is_empty else options.redaction.profile
    marks.append(str(facts.get("audience") or whole))
    if facts.get("handling"):
        marks.append(str(facts["handling"]))
    foot = say("Generated by phonefx {version}; an annex to the examiner's own report").format(version=__version__)
    page_of = (say("Page"), say("of"), say("Sheet"))
    return Running(
        (head, number),
        foot,
        tuple(marks),
        page_of,
        say("DRAFT") if options.draft else "",
        options.bates,
        options.first_page_number,
    )


def _contents(book: Book, plan: list[Section]) -> None:
    sheet = book.sheet
    heading(sheet, book.say("Contents"), "contents")
    for anchor, title, _draw in plan:
        sheet.room(BODY_SIZE * 2)
        sheet.y -= BODY_SIZE * LEADING * 1.3
        with sheet.tagged("TOCI"):
            width = sheet.set.text(book.say(title), sheet.left, sheet.y, BODY_SIZE)
        sheet.canvas.setStrokeColorRGB(*GREY)
        sheet.canvas.setDash(0.5, 3)
        sheet.canvas.line(sheet.left + width + 6, sheet.y + 1, sheet.right - 30, sheet.y + 1)
        sheet.canvas.setDash()
        sheet.page_number_of(anchor, sheet.right, sheet.y)
        sheet.link(anchor, sheet.left, sheet.y - 3, sheet.width, BODY_SIZE + 5)
