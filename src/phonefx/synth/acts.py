"""What one phone is told to record: the story seen from its side, one act at a time.

Times are UTC microseconds by the true clock; a phone whose clock is wrong records them by its own.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from phonefx.synth.scenario import Person, Sim


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something that a phone records. `event` is the scenario's id, empty for background life."""

    at: int
    phone: str
    event: str = ""
    background: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Somebody at the other end: the address by which this phone knows them, and the person behind it."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageAct(Act):
    """A message sent or received.

    Attributes:
        service: sms, mms, imessage, rcs, whatsapp, telegram.
        outgoing: sent by the owner of the phone.
        sender: who wrote it, where it came in.
        others: the other parties of the conversation, one or more.
        group: name of the group; empty for two.
        text: what was written; may be empty where a picture or place was sent.
        picture: name of a picture that was sent, empty for none.
        place: a position that was shared.
        read_at: when it was read; 0 for never.
        edited: later text and its time, for services that allow it.
        body_in_archive: the text is stored as an archived string alone, as newer iOS does.
    """

    service: str
    outgoing: bool
    sender: Party | None
    others: tuple[Party, ...]
    group: str = ""
    text: str = ""
    subject: str = ""
    picture: str = ""
    place: tuple[float, float] | None = None
    place_name: str = ""
    read_at: int = 0
    edited: tuple[str, int] | None = None
    body_in_archive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CallAct(Act):
    """A call or an attempt: `seconds` connected; `outcome` is answered, missed, rejected or unanswered."""

    service: str
    outgoing: bool
    other: Party
    seconds: int
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactAct(Act):
    """A contact is entered, changed or removed."""

    person: Person
    name: str
    change: str = "add"
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FixAct(Act):
    """The phone notes its own position."""

    latitude: float
    longitude: float
    accuracy_m: float
    altitude_m: float
    speed_mps: float
    course_deg: float
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitAct(Act):
    """The phone concludes that it stayed somewhere; `at` is when it notes this, after the stay."""

    arrived: int
    departed: int
    latitude: float
    longitude: float
    accuracy_m: float
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoAct(Act):
    """A photo is taken, with or without a position."""

    picture: str
    position: tuple[float, float] | None
    altitude_m: float = 0.0
    accuracy_m: float = 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAct(Act):
    """A place is looked up in the maps app, or words in the browser."""

    words: str
    position: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WebAct(Act):
    """A page is opened."""

    url: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentAct(Act):
    """An appointment is entered in the calendar; `at` is when it is entered."""

    title: str
    begins: int
    ends: int
    where: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAct(Act):
    """A note is written: its first line, and what follows."""

    title: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppAct(Act):
    """An app is installed or removed."""

    package: str
    name: str
    change: str = "install"
    source: str = "com.android.vending"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteAct(Act):
    """Something is deleted by hand: the facts that fit; `purge` skips or empties a bin."""

    event_id: str = ""
    thread: str = ""
    purge: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SimAct(Act):
    """Another SIM is put in."""

    sim: Sim
    slot: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneAct(Act):
    """The phone's time zone changes."""

    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockAct(Act):
    """The phone's clock is set off by that many seconds from now on; zero sets it right."""

    off_by_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointAct(Act):
    """The phone's databases move their write-ahead logs into their files, as a restart makes them do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VacuumAct(Act):
    """The phone's databases are built anew, as some apps do from time to time."""


def group_number(name: str) -> str:
    """Give a group the 18 figures that the same group has on every phone; real ones begin with 120363."""
    return f"999000{int(hashlib.sha256(name.encode()).hexdigest()[:12], 16) % 10**12:012d}"


def thread_name(service: str, others: tuple[Party, ...], group: str) -> str:
    """Give the name under which a conversation can be deleted later."""
    family = "text" if service in {"sms", "mms"} else service
    return f"{family}:{group or ','.join(sorted(party.address for party in others))}"
