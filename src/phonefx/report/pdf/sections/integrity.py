"""Digests that were handed over with the evidence, compared with those computed."""

from __future__ import annotations

from collections.abc import Iterator

from phonefx.report.pdf.book import Book


def supplied(book: Book) -> dict[str, str]:
    """Give the digest that came with each exhibit, by its label."""
    stated = book.options.facts.get("supplied_hashes")
    return {str(label): str(value).lower() for label, value in stated.items()} if isinstance(stated, dict) else {}


def verdict(book: Book, label: str, computed: str | None) -> str:
    """Say whether the digest supplied for an exhibit is the one computed."""
    given = supplied(book).get(label)
    if given is None:
        return book.say("no digest was supplied with the exhibit")
    if given == (computed or "").lower():
        return book.say("equal to the digest supplied")
    return book.say("DIFFERENT from the digest supplied: {given}").format(given=given)


def digest_warnings(book: Book) -> Iterator[str]:
    """Give what the first page must say: digests that differ or are missing."""
    for label, computed in book.database.execute("SELECT label, sha256 FROM exhibit ORDER BY label"):
        given = supplied(book).get(label)
        if given is None:
            yield book.say("No digest was supplied with exhibit {label}, so that its content could not be compared with"
                           " what was acquired.").format(label=label)  # fmt: skip
        elif given != (computed or "").lower():
            yield book.say("The digest of exhibit {label} is NOT the one supplied with it.").format(label=label)


def compared_again(book: Book, label: str) -> str:
    """Say whether the exhibit still has the digests taken when it was read, where it was at hand for this report."""
    faults = book.options.faults.get(label)
    if faults is None:
        return book.say("not computed again for this report")
    if faults:
        return book.say("files that DIFFER from the digests taken when it was read: {count}").format(count=faults)
    return book.say("digests computed again for this report: all are equal to those taken when it was read")
