"""The limits of a warrant to which a case was kept, and how many records lay outside of them."""

from __future__ import annotations

from phonefx.case.scope import Scope
from phonefx.report.pdf.blocks import heading, paragraph
from phonefx.report.pdf.book import Book, text
from phonefx.report.pdf.rows import Column, Table
from phonefx.report.pdf.sections.naming import kind_word

_OUTSIDE = """
SELECT x.label, s.parser, s.kind, sum(s.outside) FROM source s JOIN file f ON f.id = s.file
JOIN exhibit x ON x.id = f.exhibit WHERE s.outside > 0 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""


def scope(book: Book) -> Scope | None:
    """Give the limits of the case; None where it has none."""
    return Scope.of(book.known.get("scope"))


def warning(book: Book) -> str:
    """Say what the case was limited to and what that means for all that this report does not show; else nothing."""
    limits = scope(book)
    if limits is None:
        return ""
    said = book.say("This case was kept to stated limits: {limits}. Records outside of them: {count}. They were counted"
                    " and not kept; no section of this report shows them. That the report has no record of something"
                    " does not show that the exhibit has none.")  # fmt: skip
    return said.format(limits="; ".join(_limits(book, limits)), count=_count(book))


def draw(book: Book) -> None:
    """List how many records each parser left outside."""
    if scope(book) is None:
        return
    say = book.say
    heading(book.sheet, say("Outside the stated limits"), "coverage-outside", 1)
    paragraph(book.sheet, warning(book))
    if rows := book.database.execute(_OUTSIDE).fetchall():
        columns = [Column(say("Exhibit"), 0.95), Column(say("Parser"), 4), Column(say("Records"), 3),
                   Column(say("Outside"), 1.1, to_right=True)]  # fmt: skip
        Table(book.sheet, columns, 7).draw(
            (text(label), text(parser), kind_word(book, kind), str(count)) for label, parser, kind, count in rows
        )


def _count(book: Book) -> int:
    return int(book.one("SELECT coalesce(sum(outside), 0) FROM source"))


def _limits(book: Book, limits: Scope) -> list[str]:
    say, show = book.say, book.clock.show
    said = []
    if limits.start is not None:
        said.append(say("times from {time}").format(time=show(limits.start)))
    if limits.end is not None:
        said.append(say("times before {time}").format(time=show(limits.end)))
    if limits.start is not None or limits.end is not None:
        said.append(say("also records without a time") if limits.undated else say("no record without a time"))
    if limits.kinds:
        kinds = ", ".join(kind_word(book, each) for each in limits.kinds)
        said.append(say("only these kinds: {names}").format(names=kinds))
    if limits.people:
        said.append(say("messages and calls only with: {names}").format(names=", ".join(limits.people)))
    if limits.parsers:
        said.append(say("only these artifacts: {names}").format(names=", ".join(limits.parsers)))
    if limits.authority:
        said.append(say("authority: {text}").format(text=limits.authority))
    return said
