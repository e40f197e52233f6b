"""The items that a report cites, as data: one JSON object a line, redacted as the report is."""

from __future__ import annotations

import hashlib
import zlib
from typing import Final

from phonefx.report.exports.items import items
from phonefx.report.exports.write import line
from phonefx.report.pdf.archive import Attachment
from phonefx.report.pdf.book import Book
from phonefx.report.pdf.sheet import LEVEL

NAME: Final = "items.jsonl"


def cited_data(book: Book) -> Attachment:
    """Give the cited items (the temporary table `cited`) as a file to attach."""
    digest, packer, packed, size = hashlib.sha256(), zlib.compressobj(LEVEL), [], 0
    for item in items(book.database, book.options.redaction, "SELECT item FROM cited"):
        written = line(item)
        digest.update(written)
        size += len(written)
        packed.append(packer.compress(written))
    packed.append(packer.flush())
    about = book.say("The items that this report cites, one JSON object a line")
    return Attachment(NAME, "application/x-ndjson", about, b"".join(packed), size, digest.hexdigest())
