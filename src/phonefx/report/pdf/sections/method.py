"""How the records were made, with what, and what the method cannot show."""

from __future__ import annotations

import hashlib
import os
import platform
import sqlite3
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from shlex import quote

import phonefx
from phonefx import __version__
from phonefx.report.pdf.blocks import bullets, fact_list, heading, paragraph
from phonefx.report.pdf.book import Book, text
from phonefx.report.pdf.rows import Column, Table
from phonefx.report.pdf.sections import decisions, validation

_LIBRARIES = ("reportlab", "uharfbuzz", "python-bidi", "pillow", "cryptography", "pytsk3", "phonenumbers")


def draw(book: Book) -> None:
    """Draw method, software, parameters and limits."""
    sheet, say = book.sheet, book.say
    heading(sheet, say("Method"), "method-steps", 1)
    bullets(sheet, [
        say("The exhibit is opened for reading only; nothing is written beside it. Databases are read"
            " from private copies."),
        say("Each file that a parser names is read by that parser; each row becomes one record or is"
            " listed as skipped with"
            " its reason, and the counts are compared."),
        say("Records left in a database's journal or in space it gave up are read by the same parser and"
            " keep their state."),
        say("Nothing is removed as a duplicate. Nothing is inferred about a person."),
        say("Numbers of items depend on the exhibits alone: the same exhibits and version give the same"
            " numbers and the same"
            " report, byte for byte, for the same options."),
    ])  # fmt: skip
    heading(sheet, say("Software"), "method-software", 1)
    fact_list(sheet, _software(book))
    heading(sheet, say("Parameters of this report"), "method-parameters", 1)
    fact_list(sheet, _parameters(book))
    heading(sheet, say("Deviations and manual changes"), "method-deviations", 1)
    paragraph(sheet, book.fact("deviations"))
    decisions.draw(book)
    heading(sheet, say("Checked by other means"), "method-verified", 1)
    paragraph(sheet, book.fact("verified_by"))
    heading(sheet, say("Validation"), "method-validation", 1)
    validation.draw(book)
    heading(sheet, say("Limits"), "method-limits", 1)
    bullets(sheet, _limits(book))
    heading(sheet, say("Withheld from this report"), "method-withheld", 1)
    _withheld(book)


def _software(book: Book) -> list[tuple[str, str]]:
    """Give the versions of everything that shapes the content."""
    made_by = text(book.known.get("version")) or book.say("not recorded")
    found = [
        (book.say("phonefx, case made by"), made_by), (book.say("phonefx, report made by"), __version__),
        (book.say("SHA-256 of the program's files"), program_digest()),
        ("Python", platform.python_version()), ("SQLite", sqlite3.sqlite_version),
        (book.say("Operating system"), platform.system()),
    ]  # fmt: skip
    for name in _LIBRARIES:
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:
            continue
    return found


def _parameters(book: Book) -> list[tuple[str, str]]:
    say, options = book.say, book.options
    limit = say("all rows") if options.limit is None else str(options.limit)
    return [
        (say("Asked as"), _command(book)),
        (say("Preset"), options.preset), (say("Rows a listing prints"), limit), (say("Language"), options.language),
        (say("Zone"), book.clock.name), (say("Redaction profile"), _profile(book)),
        (say("Pictures"), say("as they are") if book.pictures.shown else say("not shown, or blurred")),
        (say("Selection"), "\n".join(book.labelled(say(name), value) for name, value in options.selection.in_words())
         or say("none: the whole case")),
    ]  # fmt: skip


def _profile(book: Book) -> str:
    redaction = book.options.redaction
    return book.say("none: nothing is withheld") if redaction.is_empty else redaction.profile


def _command(book: Book) -> str:
    """Give the options as they would be typed: the same case and these give the same report."""
    options = book.options
    selection = options.selection
    words = ["phonefx report CASE", f"--preset {options.preset}", f"--language {options.language}",
             f"--timezone {book.clock.name}", f"--page {options.page}"]  # fmt: skip
    words += ["--draft"] if options.draft else []
    words += [f"--bates {options.bates}"] if options.bates else []
    words += ["--facts FILE"] if options.facts else []
    words += ["--redaction FILE"] if not options.redaction.is_empty else []
    words += [f"--selection {quote(selection.named)}"] if selection.named else []
    words += [f"--item {item}" for item in selection.items]
    for option, values in (("kind", selection.kinds), ("person", selection.people), ("word", selection.words)):
        words += [f"--{option} {quote(value)}" for value in values]
    for option, moment in (("from", selection.since), ("to", selection.until)):
        words += [f"--{option} {moment.isoformat()}"] if moment else []
    words += [f"--lead {lead}" for lead in options.leads]
    words += [f"--exhibit {quote(label)}=PATH" for label in sorted(options.faults)]
    words += ["--show-images"] if book.pictures.shown else []
    words += ["--base-map FILE"] if options.base_map else []
    return " ".join(words)


@cache
def program_digest() -> str:
    """Give the SHA-256 over the files of the program itself: the version, to the last byte."""
    total, root = hashlib.sha256(), Path(phonefx.__file__).parent
    paths: set[str] = set()
    for folder, _, names in os.walk(root):
        below = folder[len(str(root)) + 1 :].replace(os.sep, "/")
        paths |= {f"{below}/{name}" if below else name for name in names if name.endswith(".py")}
    for path in sorted(paths):
        with open(f"{root}/{path}", "rb", buffering=0) as file:  # noqa: PTH123 - hundreds of files
            total.update(f"{hashlib.sha256(file.read()).hexdigest()}  {path}\n".encode())
    return total.hexdigest()


def _limits(book: Book) -> list[str]:
    say = book.say
    return [
        say("Only the exhibits named here were read, as far as their acquisition contains data. What a"
            " level of acquisition"
            " leaves out cannot be in this report."),
        say("Encrypted data that could not be opened, and files that no parser reads, are listed and were not read."),
        say("The absence of a record does not show the absence of an event."),
        say("A record is attributed to a device and an account. Who used them is a question for other evidence."),
        say("Times are as the phone or a service stored them; a wrong clock gives wrong times."),
        say("Positions are estimates of the phone or of an app."),
        say("Parsers are built from documented or observed formats; a new version of an app may store"
            " data differently."),
    ]  # fmt: skip


def _withheld(book: Book) -> None:
    redaction, say = book.options.redaction, book.say
    if redaction.is_empty:
        paragraph(book.sheet, say("Nothing was withheld by a redaction profile."))
        return
    reasons: dict[str, int] = {}
    for reason in redaction.reasons.values():
        reasons[reason] = reasons.get(reason, 0) + 1
    rows = [
        (say("People shown under a pseudonym"), str(len(redaction.people))),
        (say("Further texts removed"), str(len(redaction.words))),
        (say("Positions"), _places(book)),
        *((say("Items withheld: {reason}").format(reason=reason), str(n)) for reason, n in sorted(reasons.items())),
    ]
    Table(book.sheet, [Column(say("What"), 6), Column(say("How many or how"), 3)], 8.5).draw(rows)


def _places(book: Book) -> str:
    redaction, say = book.options.redaction, book.say
    decimals = redaction.place_decimals
    if redaction.removes_places:
        return say("removed")
    said = [say("as stored") if decimals is None else say("rounded; decimals kept: {count}").format(count=decimals)]
    if redaction.places:
        said.append(say("removed within circles around protected places: {count}").format(count=len(redaction.places)))
    return "; ".join(said)
