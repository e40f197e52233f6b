"""Words that a reader outside the laboratory may not know."""

from __future__ import annotations

from phonefx.report.pdf.blocks import fact_list
from phonefx.report.pdf.book import Book


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
        (say("item"), say("one record of this case, under one number")),
        (say("journal"), say("a file beside a database that holds changes not yet written into it, or just replaced")),
        (say("parser"), say("the part of the software that reads one kind of file")),
        (say("provenance"), say("where a record comes from: exhibit, file, table, row")),
        ("SHA-256", say("a digest: 64 characters computed from a file; if one bit of the file changes, so"
                        " does the digest")),
        ("SMS, MMS", say("Short and Multimedia Messaging Service: messages of the telephone network")),
        ("UTC", say("Coordinated Universal Time, the time of the zone +00:00")),
    ])  # fmt: skip
