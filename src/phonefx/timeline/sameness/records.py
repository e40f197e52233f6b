"""The tables of sameness: events that several items tell, and messages that one of two phones lacks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SameEvent:
    """One event that several items tell. Nothing is removed: the items stay, and this counts them.

    Attributes:
        items: that tell it; `sources`: stores they are in; `exhibits`: phones they are on.
        live: of the items, those that are neither superseded, deleted nor recovered.
    """

    id: int
    kind: str
    items: int
    sources: int
    exhibits: int
    live: int
    first_us: int | None
    last_us: int | None


@dataclass(frozen=True, slots=True)
class SameEventItem:
    """One item of an event, and why it is held to tell the same as the first (`reason` of the first is its own)."""

    event: int
    item: int
    reason: str


@dataclass(frozen=True, slots=True)
class OneSided:
    """A message or call that one phone has and the other phone of the conversation has not.

    Told only inside the time from which both phones have matching items of that kind (`from_us` to `to_us`, on
    `matched` events). It may have been deleted, never arrived, or be kept in a store that was not read.

    Attributes:
        on_exhibit: the phone that has `item`; `state` is the item's.
        not_on: the phone that has no live counterpart of it.
        recovered: number of an item of the other phone that is no longer live there but matches; None for none.
    """

    item: int
    kind: str
    state: str
    on_exhibit: str
    not_on: str
    recovered: int | None
    matched: int
    from_us: int
    to_us: int
