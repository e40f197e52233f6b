"""Words that a reader outside the laboratory may not know."""

from __future__ import annotations

from phonefx.report.pdf.blocks import fact_list, heading
from phonefx.report.pdf.book import Book
from phonefx.report.pdf.emoji import code_points, names
from phonefx.report.pdf.rows import Column, Table


def draw(book: Book) -> None:
    """Draw the glossary."""
    say = book.say
    fact_list(book.sheet, [
        (say("acquisition"), say("the copying of a phone's data; its level says how much of it was copied")),
        (say("database"), say("a file in which an app keeps its records in tables, most often in the format SQLite")),
        ("EXIF", say("Exchangeable Image File Format: details such as time and place that a camera writes"
                     " into a photo")),
        (say("exhibit"), say("a thing handed over for examination; here, the copy of a phone's data")),
        ("IMEI", say("International Mobile Equipment Identity: the number of a phone")),
        ("ICCID, IMSI", say("numbers of a SIM card and of its subscription")),
        (say("freeblock, free page, gap"), say("space inside a database file that it gave up for further use; until it"
                                                " is written again, what stood there can be read")),
        (say("item"), say("one record of this case, under one number")),
        (say("journal"), say("a file beside a database that holds changes not yet written into it, or just replaced")),
        (say("parser"), say("the part of the software that reads one kind of file")),
        (say("provenance"), say("where a record comes from: exhibit, file, table, row")),
        ("SHA-256", say("a digest: 64 characters computed from a file; if one bit of the file changes, so"
                        " does the digest")),
        ("SMS, MMS", say("Short and Multimedia Messaging Service: messages of the telephone network")),
        ("UTC", say("Coordinated Universal Time, the time of the zone +00:00")),
        (say("wal; main, before the log"), say("in the journal of a database; in its file itself, as it was before the"
                                                " changes in the journal")),
    ])  # fmt: skip
    if book.emoji:
        _emoji(book)


def _emoji(book: Book) -> None:
    say = book.say
    heading(book.sheet, say("Emoji in the messages of this report"), "emoji", 1)
    columns = [Column(say("As drawn here"), 1.2), Column(say("Code points"), 3.4), Column(say("Unicode names"), 5),
               Column(say("Times"), 0.8, to_right=True)]  # fmt: skip
    Table(book.sheet, columns).draw(
        (each, code_points(each), names(each), str(count)) for each, count in sorted(book.emoji.items())
    )
