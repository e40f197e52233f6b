"""Documents put together from a full-text index: those whose row is gone, and older versions of others."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from phonefx.formats.sqlite.candidate import MAX_PLACES, Place
from phonefx.formats.sqlite.database import Database
from phonefx.formats.sqlite.fulltext import blocks as stretches
from phonefx.formats.sqlite.fulltext import doclists
from phonefx.formats.sqlite.fulltext.blocks import Block, Rows
from phonefx.formats.sqlite.fulltext.declared import Index
from phonefx.formats.sqlite.fulltext.doclists import PageReader, Posting

_MOST_VERSIONS = 100
Word = tuple[int, int, bytes]
"""Column, position (-1 where the index does not keep it), term."""


@dataclass
class Document:
    """What an index says of one document that is not live.

    `live` says that SQLite itself still reads these words; `superseded` that the document is there in other words;
    `pieces` counts the parts of the index of which nothing says that they are of one time.
    """

    number: int
    words: frozenset[Word]
    live: bool
    superseded: bool = False
    pieces: int = 1
    places: list[Place] = field(default_factory=list)


class Remnants:
    """The documents of one index that are gone but for their words, and older versions of those that are there.

    Older versions of live documents are taken from what SQLite still reads; of what it gave up only what belongs to
    no live document. Words are kept on disk.
    """

    def __init__(self, database: Database, index: Index, remains: Rows) -> None:
        """Look for them; `remains` gives the rows of a table of the index that are not live any more."""
        self._live = stretches.live_documents(database, index) or set()
        self._scratch = _Scratch()
        wanted = _wanted(database, index, self._live)
        if wanted:
            _keep(self._scratch, index, stretches.live_blocks(database, index), wanted)
        _keep(self._scratch, index, stretches.old_blocks(index, remains), _Absent(self._live))
        self._scratch.sort()

    def close(self) -> None:
        """Give the scratch space back."""
        self._scratch.close()

    def numbers(self) -> Iterator[int]:
        """Yield the row ids of the documents in order."""
        return self._scratch.documents()

    def versions(self, number: int) -> list[Document]:
        """Give what the index says of one document, the newest version first; nothing that is live."""
        return _versions(self._scratch, number, number in self._live)


def readable(database: Database, index: Index) -> bool:
    """Say whether an index tells documents that are gone from those that are there, and what stood in them."""
    return index.detail != "none" and stretches.live_documents(database, index) is not None


def _wanted(database: Database, index: Index, live: set[int]) -> set[int]:
    """Find the documents that the index names and that are not there, and those that two of its segments name."""
    met: set[int] = set()
    twice: set[int] = set()
    for _segment, group in groupby(stretches.live_blocks(database, index), key=lambda block: block.segment):
        here = _Seen()
        if index.version == 5:
            for _ in _postings(index, group, here):
                pass
        else:
            for block in group:
                for _term, doclist in doclists.leaf_terms(block.data):
                    here.numbers.update(doclists.documents(doclist, index.descending))
        twice |= met & here.numbers
        met |= here.numbers
    return met - live | twice


class _Seen:
    """Notes every document that it is asked for, and wants none."""

    def __init__(self) -> None:
        self.numbers: set[int] = set()

    def __contains__(self, number: object) -> bool:
        if isinstance(number, int):
            self.numbers.add(number)
        return False


class _Absent:
    """The documents that are not in a set."""

    def __init__(self, live: set[int]) -> None:
        self._live = live

    def __contains__(self, number: object) -> bool:
        return number not in self._live


class _Scratch:
    """Words on disk, by document and segment; the database vanishes by itself."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN;"
            "CREATE TABLE word (document INTEGER, segment INTEGER, col INTEGER, position INTEGER, term BLOB, block);"
        )
        self.places: list[Place] = []

    def close(self) -> None:
        self._db.close()

    def add(self, block: Block, posting: Posting) -> None:
        """Keep the occurrences of a term in one document."""
        if not self.places or self.places[-1] is not block.place:
            self.places.append(block.place)
        number = len(self.places) - 1
        rows = ((posting.document, block.segment, *place, posting.term, number) for place in posting.places)
        self._db.executemany("INSERT INTO word VALUES (?, ?, ?, ?, ?, ?)", rows)

    def sort(self) -> None:
        """Make ready to be asked, once all words are there."""
        self._db.execute("CREATE INDEX by_document ON word (document, segment)")

    def documents(self) -> Iterator[int]:
        """Yield the numbers of all documents, in order."""
        at = self._db.execute("SELECT min(document) FROM word").fetchone()[0]
        while at is not None:
            yield at
            at = self._db.execute("SELECT min(document) FROM word WHERE document > ?", (at,)).fetchone()[0]

    def words(self, document: int) -> dict[int, list[tuple[Word, int]]]:
        """Give the words of one document by segment, each with the number of its block."""
        found: dict[int, list[tuple[Word, int]]] = defaultdict(list)
        sql = "SELECT segment, col, position, term, block FROM word WHERE document = ? ORDER BY segment, rowid"
        for segment, column, position, term, block in self._db.execute(sql, (document,)):
            found[segment].append(((column, position, term), block))
        return found


def _keep(scratch: _Scratch, index: Index, found: Iterator[Block], wanted: Container[int]) -> None:
    for block, posting in _postings(index, found, wanted):
        scratch.add(block, posting)


def _postings(index: Index, found: Iterator[Block], wanted: Container[int]) -> Iterator[tuple[Block, Posting]]:
    """Yield what blocks say of wanted documents."""
    reader = PageReader(index.detail == "column")
    before: Block | None = None
    for block in found:
        if index.version == 5:
            if before is None or not block.follows(before) or not reader.continues(block.data):
                reader.reset()
            yield from ((block, posting) for posting in reader.postings(block.data, wanted))
        else:
            for posting in doclists.leaf_postings(block.data, index.descending):
                if posting.document in wanted:
                    yield block, posting
        before = block


def _versions(scratch: _Scratch, number: int, is_live: bool) -> list[Document]:
    """Make the versions of one document: each segment holds one, as far as it is whole."""
    kept: list[Document] = []
    current: frozenset[Word] = frozenset()
    for place, (segment, listed) in enumerate(scratch.words(number).items()):
        words = frozenset(word for word, _ in listed)
        if is_live and not place:
            current = words
            continue
        places = [scratch.places[block] for block in dict.fromkeys(block for _, block in listed)]
        document = Document(number, words, segment < stretches.OLD, is_live, 1, places[:MAX_PLACES])
        if not words <= current:
            _join(kept, document)
    return kept


def _join(kept: list[Document], item: Document) -> None:
    """Add a version, or make it a part of one that it does not contradict."""
    for one in kept:
        if item.words <= one.words:
            one.places = [*one.places, *item.places][:MAX_PLACES]
            return
        if not (one.live or item.live) and _may_belong(one.words, item.words):
            one.words |= item.words
            one.pieces += 1
            one.places = [*one.places, *item.places][:MAX_PLACES]
            return
    if len(kept) < _MOST_VERSIONS:
        kept.append(item)


def _may_belong(one: frozenset[Word], other: frozenset[Word]) -> bool:
    """Say whether two pieces may be of one version: both have gaps or other columns, and no position has two terms."""
    here = {(column, position): term for column, position, term in one if position >= 0}
    if any(here.get((column, position), term) != term for column, position, term in other):
        return False
    apart = {column for column, *_ in one}.isdisjoint(column for column, *_ in other)
    return apart or (_is_fragment(one) and _is_fragment(other))


def _is_fragment(words: frozenset[Word]) -> bool:
    """Say whether more words may belong to a version: some are missing, or no positions tell."""
    return has_gaps(words) or all(position < 0 for _, position, _ in words)


def has_gaps(words: frozenset[Word]) -> bool:
    """Say whether positions are missing before the last word of a column; where none are kept nothing tells."""
    last: dict[int, int] = {}
    filled: dict[int, set[int]] = defaultdict(set)
    for column, position, _term in words:
        filled[column].add(position)
        last[column] = max(last.get(column, 0), position)
    return any(len(filled[column]) <= last[column] for column in filled)
