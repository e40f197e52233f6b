"""Rows of the tables that full-text indexes are over, from the words that are left in the indexes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from phonefx.formats.sqlite.candidate import MAX_PLACES, Mark, Place, Store
from phonefx.formats.sqlite.database import Database
from phonefx.formats.sqlite.fulltext import doclists, wording
from phonefx.formats.sqlite.fulltext.blocks import Row
from phonefx.formats.sqlite.fulltext.declared import Index, indexes
from phonefx.formats.sqlite.fulltext.documents import Document, Remnants, readable
from phonefx.formats.sqlite.merge import merged
from phonefx.formats.sqlite.record import Value
from phonefx.formats.sqlite.recoveredrow import RECOVERED, SUPERSEDED, RecoveredRow
from phonefx.formats.sqlite.schema import Affinity, Table
from phonefx.formats.sqlite.settle import Verdicts
from phonefx.formats.sqlite.shape import Shape


class Texts:
    """What full-text indexes add to recovered rows, and the rows of which nothing else is left."""

    def __init__(self, database: Database, shapes: Sequence[Shape], store: Store, verdicts: Verdicts) -> None:
        places = {shape.table.name.lower(): place for place, shape in enumerate(shapes)
                  if shape.place >= 0 and shape.table.index_of is None}  # fmt: skip

        def remains(name: str) -> Iterator[Row]:
            place = places.get(name.lower())
            if place is not None:
                table = shapes[place].table
                for item in merged(store, shapes[place], place, verdicts, database.header.text):
                    values, _marks = item.columns(table, database.header.text)
                    order = sorted(range(len(values)), key=table.order.__getitem__)
                    yield Row(item.rowid, tuple(values[at] for at in order), item.place)

        self._indexed: dict[str, list[_Indexed]] = defaultdict(list)
        for index in indexes(database):
            if readable(database, index):
                remnants = Remnants(database, index, remains)
                counted = _counted(index, remains(f"{index.name}_docsize"))
                table = database.table(index.content) if index.content else None
                name = table.name.lower() if table is not None else ""
                self._indexed[name].append(_Indexed(index, table, remnants, counted))

    def joined(self, row: RecoveredRow) -> RecoveredRow:
        """Add to a recovered row what an index says of it: further places, and its row id where that was lost."""
        for indexed in self._indexed.get((row.table or "").lower(), ()):
            row = indexed.joined(row)
        return row

    def left_of(self, table: str) -> Iterator[RecoveredRow]:
        """Yield the rows of a table that are left in an index alone."""
        for indexed in self._indexed.get(table.lower(), ()):
            yield from indexed.left()

    def without_table(self) -> Iterator[RecoveredRow]:
        """Yield the documents of indexes that keep no text, or whose table is not there."""
        return self.left_of("")

    def close(self) -> None:
        """Give the scratch space back."""
        for indexed in (each for listed in self._indexed.values() for each in listed):
            indexed.remnants.close()


def _counted(index: Index, rows: Iterator[Row]) -> dict[int, tuple[int, ...]]:
    """Read how many words deleted documents had in each column."""
    found = {}
    for row in rows:
        raw = row.values[-1]
        if row.rowid is not None and isinstance(raw, bytes) and (counts := doclists.sizes(raw)) is not None:
            found[row.rowid] = counts[: len(index.columns)]
    return found


@dataclass
class _Indexed:
    """One index with the table that it is over."""

    index: Index
    table: Table | None
    remnants: Remnants
    counted: dict[int, tuple[int, ...]]
    _used: set[tuple[int, int]] = field(default_factory=set)
    _known: dict[int, list[tuple[int, int]]] | None = None

    def joined(self, row: RecoveredRow) -> RecoveredRow:
        """Make documents that say no more than a row further places of it; a row without an id takes theirs."""
        said = wording.normal(" ".join(str(row.values[at]) for at in self._columns() if row.values[at] is not None))
        hits = self._of_number(row.rowid, said) if row.rowid is not None else self._digests().get(hash(said), [])
        if not said or not hits or (row.rowid is None and len(hits) != 1):
            return row
        self._used.update(hits)
        found = [self.remnants.versions(number)[version] for number, version in hits]
        others = dict.fromkeys([*row.others, *(place for document in found for place in _places(document))])
        row = replace(row, others=tuple(others)[:MAX_PLACES])
        if row.rowid is not None or self.table is None:
            return row
        number = hits[0][0]
        marks = [Mark.ROWID if mark is Mark.ROWID_LOST else mark for mark in row.marks]
        values = [
            number if mark is Mark.ROWID_LOST else value for value, mark in zip(row.values, row.marks, strict=True)
        ]
        reason = f"{row.reason}; its row id is that of the same words in the full-text index {self.index.name}"
        return replace(row, rowid=number, values=tuple(values), marks=tuple(marks), reason=reason)

    def _of_number(self, number: int, said: str) -> list[tuple[int, int]]:
        """List the versions of a document of which every word stands in a text."""
        return [
            (number, version)
            for version, document in enumerate(self.remnants.versions(number))
            if wording.is_said(self.index, document, said)
        ]

    def left(self) -> Iterator[RecoveredRow]:
        """Yield the documents that belong to no recovered row."""
        for number in self.remnants.numbers():
            for version, document in enumerate(self.remnants.versions(number)):
                if (number, version) not in self._used:
                    yield self._row(document)

    def _digests(self) -> dict[int, list[tuple[int, int]]]:
        """Find documents by all their words."""
        if self._known is None:
            self._known = defaultdict(list)
            for number in self.remnants.numbers():
                for version, document in enumerate(self.remnants.versions(number)):
                    texts = wording.texts(self.index, document.words).values()
                    self._known[hash(wording.normal(" ".join(texts)))].append((number, version))
        return self._known

    def _columns(self) -> list[int]:
        """Give the places in a row of the columns that are indexed; none where one of them is not there."""
        if self.table is None:
            return []
        listed = [self._column(place) for place in range(len(self.index.columns)) if place not in self.index.skipped]
        return [place for place in listed if place is not None]

    def _column(self, place: int) -> int | None:
        """Give the place in a row of one column of the index."""
        if self.table is None:
            return place
        if self.index.own_content:
            return place + 1 if place + 1 < len(self.table.columns) else None
        names = [self.table.columns[at].name.lower() for at in _in_order(self.table)]
        name = self.index.columns[place].lower()
        return names.index(name) if name in names else None

    def _row(self, document: Document) -> RecoveredRow:
        columns, alias = self._frame()
        values: list[Value] = [None] * len(columns)
        marks = [Mark.MISSING] * len(columns)
        if alias is not None:
            values[alias], marks[alias] = document.number, Mark.ROWID
        for place, text in wording.texts(self.index, document.words).items():
            at = self._column(place) if place < len(self.index.columns) else None
            if at is not None and at != alias:
                values[at], marks[at] = self._value(place, at, text), Mark.WORDS
        confidence, reason = wording.judged(self.index, document, self.counted.get(document.number))
        first, *others = _places(document)
        return RecoveredRow(
            table=self.table.name if self.table is not None else self.index.name,
            table_sure=True,
            columns=columns,
            values=tuple(values),
            marks=tuple(marks),
            rowid=document.number,
            state=SUPERSEDED if document.superseded else RECOVERED,
            place=first,
            confidence=confidence,
            reason=reason,
            others=tuple(others),
            version_of=document.number if document.superseded else None,
        )

    def _frame(self) -> tuple[tuple[str, ...], int | None]:
        if self.table is None:
            return self.index.columns, None
        order = _in_order(self.table)
        alias = order.index(self.table.alias) if self.table.alias is not None else None
        return tuple(self.table.columns[at].name for at in order), alias

    def _value(self, place: int, at: int, text: str) -> Value:
        """Give a text, or the number that it is in a column declared to hold integers."""
        kind = self.index.affinities[place]
        if self.table is not None and not self.index.own_content:
            kind = self.table.columns[_in_order(self.table)[at]].affinity
        return int(text) if kind is Affinity.INTEGER and text.isascii() and text.isdecimal() else text


def _in_order(table: Table) -> list[int]:
    """Give the stored places of the columns in the order in which they are declared."""
    return sorted(range(len(table.columns)), key=table.order.__getitem__)


def _places(document: Document) -> list[Place]:
    kind = "full-text index" if document.live else "given-up block of a full-text index"
    return list(dict.fromkeys(place._replace(where=f"{kind}, {place.where}") for place in document.places))
