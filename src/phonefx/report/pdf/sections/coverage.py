"""What was there, what was read of it, and what was not and why."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from phonefx.report.pdf.blocks import heading, paragraph
from phonefx.report.pdf.book import Book, text
from phonefx.report.pdf.rows import Column, Table
from phonefx.report.pdf.sections import limits
from phonefx.report.pdf.sections.naming import state_word

_UNREAD = 300
_NOTE = 160
"""Characters of a note that a bounded report prints: the columns that a version of an app lacks may be many."""
_NOT_FOUND = "not found"


def draw(book: Book) -> None:
    """Draw coverage, problems, skipped rows and files that nobody read."""
    sheet, say = book.sheet, book.say
    heading(sheet, say("Parsers and their outcome"), "coverage-parsers", 1)
    rows = book.rows("SELECT * FROM coverage WHERE outcome <> ? ORDER BY exhibit, items = 0, parser", _NOT_FOUND)
    columns = [Column(say("Exhibit"), 0.95), Column(say("Parser"), 3.7), Column(say("Outcome"), 1.9),
               *(Column(title, 0.95, to_right=True) for title in (
                   say("Files"), say("Rows read"), say("Items"), say("Skipped"))),
               Column(say("Note"), 4)]  # fmt: skip
    Table(sheet, columns, 7).draw(
        (text(row["exhibit"]), f"{text(row['parser'])}\n{text(row.get('title'))}".strip(),
         _outcome(book, text(row["outcome"])),
         *(text(row.get(name)) for name in ("files", "rows_read", "items", "skipped")),
         _note(book, text(row.get("note"))))
        for row in rows
    )  # fmt: skip
    limits.draw(book)
    _absent(book)
    _versions(book)
    _problems(book)
    _skipped(book)
    _unread(book)
    _unread_tables(book)


def _(text: str) -> str:
    return text


_OUTCOMES = {
    "items": _("read, with records"), "empty": _("read, without records"), "no such table": _("no such table"),
    "unknown schema": _("unknown schema"), "unreadable": _("unreadable"), "not a database": _("not a database"),
    "failed": _("failed"), "not understood": _("not understood"),
}  # fmt: skip


def _outcome(book: Book, said: str) -> str:
    """Give the report's word for an outcome; one that is both has both."""
    parts = said.split(", and ")
    return ", ".join(book.say(_OUTCOMES[part]) if part in _OUTCOMES else part for part in parts)


def _note(book: Book, said: str) -> str:
    if book.options.preset == "full" or len(said) <= _NOTE:
        return said
    return book.say("{start} […{count} more characters]").format(start=said[:_NOTE], count=len(said) - _NOTE)


def _absent(book: Book) -> None:
    """Name what was looked for and is not in the exhibit; a bounded report counts it."""
    rows = book.database.execute(
        "SELECT exhibit, parser, title FROM coverage WHERE outcome = ? ORDER BY exhibit, parser", (_NOT_FOUND,)
    )
    for exhibit, group in groupby(rows, key=lambda row: text(row[0])):
        names = [f"{parser} ({title})" if title else text(parser) for _, parser, title in group]
        if book.options.preset != "full":
            told = book.say("{count} artifacts were looked for in {exhibit} and not found; the table coverage of the"
                            " case and the preset full name each.")  # fmt: skip
            paragraph(book.sheet, told.format(count=len(names), exhibit=exhibit))
            continue
        said = book.say("Looked for in {exhibit} and not found ({count}): {names}.")
        paragraph(book.sheet, said.format(exhibit=exhibit, count=len(names), names="; ".join(names)), size=8)


def _versions(book: Book) -> None:
    rows = book.database.execute(
        "SELECT parser, version, state, sum(rows_read), sum(records), sum(skipped) FROM source GROUP BY"
        " 1, 2, 3 ORDER BY 1, 2, 3"
    ).fetchall()
    heading(book.sheet, book.say("Rows read = records + skipped"), "coverage-conservation", 1)
    off = [row for row in rows if (row[3] or 0) != (row[4] or 0) + (row[5] or 0)]
    said = book.say("The counts add up for every parser.") if not off else book.say(
        "The counts do NOT add up for: {names}").format(names=", ".join(sorted({row[0] for row in off})))  # fmt: skip
    paragraph(book.sheet, said)
    say = book.say
    paragraph(book.sheet, say("Records are counted here with their parts, such as the numbers of a contact, recipients"
                              " and attachments; the table above counts without them."))  # fmt: skip
    columns = [
        Column(say("Parser"), 4),
        Column(say("Version"), 1.2),
        Column(say("State"), 1.6),
        *(Column(title, 1.1, to_right=True) for title in (say("Rows read"), say("Records"), say("Skipped"))),
    ]
    if rows:
        Table(book.sheet, columns, 7).draw(
            [text(parser), text(version), state_word(book, state) or say("present"), *map(text, counts)]
            for parser, version, state, *counts in rows
        )


def _problems(book: Book) -> None:
    say = book.say
    heading(book.sheet, say("Problems"), "coverage-problems", 1)
    count = book.one("SELECT count(*) FROM problem")
    paragraph(book.sheet, say("Problems: {count}.").format(count=count))
    if count:
        columns = [
            Column(say("Exhibit"), 0.95),
            Column(say("Parser"), 2),
            Column(say("File"), 3.6),
            Column(say("Problem"), 4),
        ]
        rows = book.database.execute("SELECT exhibit, parser, path, code, message FROM problem ORDER BY id")
        Table(book.sheet, columns, 7).draw(
            (text(exhibit), text(parser), text(path), f"{text(code)}: {text(message)}")
            for exhibit, parser, path, code, message in rows
        )


def _skipped(book: Book) -> None:
    say = book.say
    heading(book.sheet, say("Rows skipped, by reason"), "coverage-skipped", 1)
    rows = book.database.execute(
        "SELECT source.parser, skip.reason, count(*) FROM skip JOIN source ON source.id = skip.source"
        " GROUP BY 1, 2 ORDER BY 1, 2"
    ).fetchall()
    if not rows:
        paragraph(book.sheet, say("No row was skipped."))
        return
    columns = [Column(say("Parser"), 3), Column(say("Reason"), 6), Column(say("Rows"), 1, to_right=True)]
    Table(book.sheet, columns, 7).draw([text(cell) for cell in row] for row in rows)


def _unread(book: Book) -> None:
    say = book.say
    heading(book.sheet, say("Files that look like evidence and were not read"), "coverage-unread", 1)
    count = book.one("SELECT count(*) FROM unread")
    shown = count if book.options.preset == "full" else min(count, _UNREAD)
    paragraph(book.sheet, say("{shown} of {whole} files.").format(shown=shown, whole=count))
    if shown:
        columns = [Column(say("Exhibit"), 0.95), Column(say("File"), 6), Column(say("Bytes"), 1.2, to_right=True),
                   Column(say("Reason"), 3)]  # fmt: skip
        Table(book.sheet, columns, 7).draw(_files(book, shown))


def _files(book: Book, count: int) -> Iterator[tuple[str, ...]]:
    rows = book.database.execute(
        "SELECT exhibit, path, size, reason FROM unread ORDER BY exhibit, path LIMIT ?", (count,)
    )
    for exhibit, path, size, reason in rows:
        yield text(exhibit), text(path), f"{size or 0:,}", text(reason)


def _unread_tables(book: Book) -> None:
    say = book.say
    heading(book.sheet, say("Tables of the databases read that no parser reads"), "coverage-tables", 1)
    tables, live, deleted = book.database.execute(
        "SELECT count(*), coalesce(sum(rows), 0), coalesce(sum(deleted), 0) FROM unread_table"
    ).fetchone()
    shown = tables if book.options.preset == "full" else min(tables, _UNREAD)
    said = say("{shown} of {whole} tables. They hold {live} rows, and {deleted} deleted rows were found of them.")
    paragraph(book.sheet, said.format(shown=shown, whole=tables, live=f"{live:,}", deleted=f"{deleted:,}"))
    if shown:
        columns = [Column(say("Exhibit"), 0.95), Column(say("File"), 6), Column(say("Table"), 3),
                   Column(say("Rows"), 1, to_right=True), Column(say("Deleted"), 1, to_right=True)]  # fmt: skip
        Table(book.sheet, columns, 7).draw(_tables(book, shown))


def _tables(book: Book, count: int) -> Iterator[tuple[str, ...]]:
    rows = book.database.execute(
        "SELECT exhibit.label, file.path, table_name, rows, deleted FROM unread_table"
        " JOIN file ON file.id = unread_table.file JOIN exhibit ON exhibit.id = file.exhibit"
        " ORDER BY coalesce(rows, 0) + deleted DESC, exhibit.id, file.path, table_name LIMIT ?",
        (count,),
    )
    for exhibit, path, table, live, deleted in rows:
        name = text(table) if table is not None else book.say("a table that nothing names")
        yield text(exhibit), text(path), name, "" if live is None else f"{live:,}", f"{deleted:,}"
