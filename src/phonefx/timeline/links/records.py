"""The tables of links: what each phone had with each person, and who takes part in which group."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """The messages and calls between one phone and one person; an event that several items tell counts once.

    Attributes:
        sent, received: messages; `calls_out`, `calls_in`: calls, answered or not; `undirected`: of neither direction.
        active_days: days (in the case's zone) with anything.
        night: share of it from 22:00 to 06:00 in the case's zone.
        reciprocity: the smaller of the two directions over the larger; 0 is one-way, 1 is even.
        reply_s: middle time from a message to the answer within a day; None without answers.
        longest_silence_s: longest time between two of them.
        groups: threads with others in which the person takes part.
        first_item, last_item: the items at the ends.
    """

    id: int
    exhibit: str
    person: int
    sent: int
    received: int
    calls_out: int
    calls_in: int
    undirected: int
    first_us: int
    last_us: int
    active_days: int
    night: float
    reciprocity: float
    reply_s: float | None
    longest_silence_s: float
    groups: int
    first_item: int
    last_item: int

    @property
    def total(self) -> int:
        """Everything between the phone and the person."""
        return self.sent + self.received + self.calls_out + self.calls_in + self.undirected


@dataclass(frozen=True, slots=True)
class GroupMember:
    """A person's part in a thread of a phone that has two or more others in it."""

    exhibit: str
    thread: str
    person: int
    items: int
    members: int
