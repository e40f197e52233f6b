"""The shape of a lead: something worth a look, with what it rests on and what it does not prove."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

TOPICS: Final = {
    "meeting": "two phones at one place at one time",
    "one-sided": "messages or calls that only one phone of a conversation has",
    "short-lived number": "signs that a number was used for a short time and purpose",
    "sim change": "another SIM or number came into use",
    "control": "apps that may watch the phone, show where it is or have far-reaching access",
    "erased": "the phone was set back to its factory state",
    "app removed": "an app is recorded as removed",
    "app gone": "an app that was on the phone is not among the installed ones",
    "late store": "an app whose messages or calls begin long after it was installed: perhaps emptied, perhaps unused",
    "silence": "days without anything stored, unusual for this phone",
    "missing rows": "row numbers that a store has skipped or lost",
    "deletion signs": "databases that show that rows were deleted, without saying which",
    "row order": "rows whose times contradict the order of their numbers",
    "clock offset": "the phone's clock against the stamps of the message centre",
}


@dataclass(frozen=True, slots=True)
class Lead:
    """A lead. It is no finding: an examiner selects it, or not.

    Attributes:
        topic: one of `TOPICS`.
        exhibit: the phone; `other` a second one, or an identity.
        person: number of the person that it is about; None for none.
        measure: the number that the lead was ordered by within its topic, larger first; its meaning is in `reason`.
        reason: what was counted, in words with the figures.
        limits: what else would look the same, and what was not looked at.
    """

    id: int
    topic: str
    exhibit: str
    other: str | None
    person: int | None
    from_us: int | None
    to_us: int | None
    measure: float
    reason: str
    limits: str


@dataclass(frozen=True, slots=True)
class LeadItem:
    """One item that a lead rests on, in order."""

    lead: int
    item: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A lead before it has a number, with its items: at most `MOST_ITEMS` of them are stored."""

    topic: str
    exhibit: str
    reason: str
    limits: str
    other: str | None = None
    person: int | None = None
    from_us: int | None = None
    to_us: int | None = None
    measure: float = 0.0
    items: tuple[int, ...] = field(default=())


MOST_ITEMS: Final = 200
