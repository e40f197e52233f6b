"""The examiner's tables: tags and the rules that made them, remarks, selections. They survive every new computation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

REVIEWS: Final = ("relevant", "not relevant", "unclear")


@dataclass(frozen=True, slots=True)
class TagRule:
    """What made tags: a word list's term, an extractor, or the examiner.

    Attributes:
        kind: `examiner`, `term` or `extractor`.
        name: the tag, the term, the extractor.
        category: the term's category; `source`: the list's name; `sha256`: of the list's file.
        detail: language, kind of term, its origin and note.
    """

    id: int
    kind: str
    name: str
    category: str
    source: str
    sha256: str
    detail: str


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag on an item. For hits: the field, the characters `start` to `stop` of its text, and the value found.

    Attributes:
        review: the examiner's decision, one of `REVIEWS`; None until one is made.
    """

    id: int
    item: int
    rule: int
    field: str
    start: int
    stop: int
    value: str
    review: str | None


@dataclass(frozen=True, slots=True)
class Remark:
    """A note by the examiner on an item."""

    id: int
    item: int
    text: str
    time: str


@dataclass(frozen=True, slots=True)
class Selection:
    """A named selection of items, from which a report can be made; `made_by` says how it came about."""

    id: int
    name: str
    made_by: str
    time: str


@dataclass(frozen=True, slots=True)
class SelectionItem:
    """An item in a selection, with its place in it."""

    selection: int
    place: int
    item: int
