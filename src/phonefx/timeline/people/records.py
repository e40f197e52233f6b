"""The tables of people: identities, the joins between them, names, persons, and the owner of each phone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final, NamedTuple

ROLES: Final = {
    "counterpart": "the other side of a message or call",
    "recipient": "one party of a message or call beside the counterpart",
    "contact": "kept in a contact card",
    "own": "own number, account or address of the phone",
}


class Identity(NamedTuple):
    """One number, address or account; `person` is who it was joined to. See `identities.Reading` for the rest."""

    id: int
    key: str
    kind: str
    shown: str
    region: str | None
    valid: bool | None
    reason: str
    person: int | None


class Spelling(NamedTuple):
    """One way in which an exhibit stores an address, and the identity that it was read as."""

    exhibit: int
    service: str
    value: str
    identity: int


@dataclass(frozen=True, slots=True)
class PartyOwn:
    """An identity's part in an item that says so itself; `role` is one of `ROLES`."""

    KEY: ClassVar = ("item", "identity", "role")

    item: int
    identity: int
    role: str


@dataclass(frozen=True, slots=True)
class PartyCommon:
    """An identity's part in all items that share one combination of `message_common` or `call_common`."""

    KEY: ClassVar = ("kind", "common", "identity", "role")

    kind: str
    common: int
    identity: int
    role: str


@dataclass(frozen=True, slots=True)
class PartyUse:
    """How often an identity has a part in the items of one source: in how many, `timed` of them with a time.

    `item` is the first of them by number.
    """

    KEY: ClassVar = ("identity", "source", "role")

    identity: int
    source: int
    role: str
    items: int
    timed: int
    first_us: int | None
    last_us: int | None
    item: int


class PersonJoin(NamedTuple):
    """Why two identities are one person; `item` says so, or the examiner (then None)."""

    id: int
    identity: int
    other: int
    reason: str
    item: int | None


class PersonDoubt(NamedTuple):
    """Why two identities were *not* joined, though something speaks for it; the examiner may join them."""

    id: int
    identity: int
    other: int | None
    reason: str
    item: int | None


class PersonName(NamedTuple):
    """A name under which an exhibit keeps a person: from a contact card, a profile, or beside messages."""

    person: int
    name: str
    exhibit: str
    origin: str
    items: int
    item: int


class Person(NamedTuple):
    """Identities that are held to be one person (or one sender), and how much of the case is with them.

    Attributes:
        kind: `person`, `sender` (short numbers and sender names) or `group`.
        name: as the first of the examiner, the owner's card, cards, other names; else the identity itself.
        name_reason: which of these, and on which exhibit.
        owner_of: labels of the phones whose own accounts these are.
        items: messages, calls and cards that name the person; `exhibits`: on how many phones.
    """

    id: int
    kind: str
    name: str
    name_reason: str
    owner_of: str | None
    identities: int
    items: int
    exhibits: int
    first_us: int | None
    last_us: int | None


class Owner(NamedTuple):
    """Why an identity is held to be the phone's own."""

    exhibit: str
    identity: int
    person: int | None
    reason: str
    items: int
    item: int


class PeopleDecision(NamedTuple):
    """A decision of the examiner: kept when people are computed anew, and applied in order.

    Attributes:
        action: `join`, `split`, `name` or `region`.
        key: an identity's key (for `region`, an exhibit's label).
        value: the other key, the name, the region.
    """

    id: int
    action: str
    key: str
    value: str | None
    why: str | None
    time: str
