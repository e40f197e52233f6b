"""What both Telegram apps share: numbers of accounts and groups that nobody can have, and the facts of a message.

Telegram numbers its accounts; those of living people lie far below 999,000,000,000. The same person has the same
number on every phone, and so has a group.
"""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, Final

from phonefx.synth.acts import CallAct, MessageAct, Party, thread_name

if TYPE_CHECKING:
    from phonefx.synth.database import Database
    from phonefx.synth.handset import Handset

_FROM: Final = 999_000_000_000
_SECOND: Final = 1_000_000


def account(name: str) -> int:
    """Give the number of an account (by its telephone number) or of a group (by its name)."""
    return _FROM + int(hashlib.sha256(name.encode()).hexdigest()[:12], 16) % 1_000_000_000


class Telegram(ABC):
    """The chats of Telegram, whatever form a platform's app gives them."""

    path: str
    table: str
    database: Database

    def __init__(self, phone: Handset) -> None:
        """Begin with the owner's own account."""
        self._phone = phone
        self._known: set[str] = set()
        self._number = 0
        number = phone.sims[-1].number if phone.sims else phone.plan.owner.number
        self.own = account(number)
        self._person(Party(address=number, name=phone.plan.owner.name))

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _person(self, party: Party) -> int:
        number, name = account(party.address), party.name or "Unknown"
        if party.address not in self._known:
            self._known.add(party.address)
            row = self.keep_person(number, name, party.address.lstrip("+"))
            self._phone.state_fact("contact", (self.path, *row), {
                "name": self.shown(name), "points": [("phone", party.address)]})  # fmt: skip
        return number

    def _chat(self, act: MessageAct) -> int:
        """Give the conversation of a message: an account, or a group as a negative number."""
        people = [self._person(party) for party in act.others]
        if not act.group:
            return people[0]
        number = account(act.group)
        if act.group not in self._known:
            self._known.add(act.group)
            self.keep_group(number, act.group, len(people) + 1, self._phone.clock(act.at) // _SECOND)
        return -number

    def add(self, act: MessageAct) -> None:
        """Store a message or a shared place; the time is kept in seconds."""
        at, chat, number = self._phone.clock(act.at) // _SECOND, self._chat(act), self._next()
        sender = self.own if act.outgoing or act.sender is None else self._person(act.sender)
        row = self.keep_message(act, number, at, (sender, chat))
        thread = thread_name("telegram", act.others, act.group)
        side = "outgoing" if act.outgoing else "incoming"
        self._phone.note(act, "message", (self.path, self.table, row), {
            "time_us": at * _SECOND, "direction": side, "service": "telegram", "body": act.text,
            "counterpart": self.counterpart(sender, chat, outgoing=act.outgoing),
            "thread_name": self.shown(act.group) or None, **self.further(number),
        }, thread)  # fmt: skip
        if act.place:
            self._phone.note(act, "location", (self.path, self.table, row), {
                "time_us": at * _SECOND, "latitude": act.place[0], "longitude": act.place[1],
                "evidence_of": "shared_by_owner" if act.outgoing else "shared_by_other",
            }, thread)  # fmt: skip

    def call(self, act: CallAct) -> None:
        """Store a call, which is a message that says how it ended."""
        at, other, number = self._phone.clock(act.at) // _SECOND, self._person(act.other), self._next()
        row = self.keep_call(act, number, at, other)
        shared: dict[str, Any] = {
            "time_us": at * _SECOND, "direction": "outgoing" if act.outgoing else "incoming", "service": "telegram",
            "counterpart": str(other),
        }  # fmt: skip
        thread = f"call:{act.other.address}"
        where = (self.path, self.table, row)
        self._phone.note(act, "call", where, shared | {"duration_s": act.seconds, "outcome": act.outcome}, thread)
        self._phone.note(act, "message", where, shared | {"body": "", **self.further(number)}, thread)

    def shown(self, name: str) -> str:
        """Give a name as the app's table holds it."""
        return name

    def further(self, number: int) -> dict[str, Any]:
        """Give what else the app's table holds of a message."""
        del number
        return {}

    @abstractmethod
    def counterpart(self, sender: int, chat: int, *, outgoing: bool) -> str:
        """Give the number under which the other side of a message is kept."""

    @abstractmethod
    def keep_person(self, number: int, name: str, phone: str) -> tuple[str, int]:
        """Store a person; give table and row."""

    @abstractmethod
    def keep_group(self, number: int, title: str, members: int, at_s: int) -> None:
        """Store a group."""

    @abstractmethod
    def keep_message(self, act: MessageAct, number: int, at_s: int, ends: tuple[int, int]) -> int | str:
        """Store a message by an account in a conversation; give its row."""

    @abstractmethod
    def keep_call(self, act: CallAct, number: int, at_s: int, other: int) -> int | str:
        """Store a call's message; give its row."""
