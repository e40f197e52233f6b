"""The kinds of record that parsers yield, and where each record comes from.

One dataclass is one kind. Everything behind it (the tables of a case, timeline labels, search, headers of exports,
columns of reports) is derived from the fields' metadata, so a new kind is one class here and nothing elsewhere.

A field is one of:
    moment   a time: two columns, NAME_us (UTC microseconds) and NAME_raw (as stored). The field `time` is the
             record's own place in the timeline and lives in the item itself.
    code     an enumeration: NAME holds the word, NAME_raw the stored value; an unknown value reads `unknown (raw)`
    text, number, flag
             one column of that name; None is "not stored", which is neither empty nor zero
    quantity a number in a unit, of which there can be a fraction: one column, which keeps every number as a float
             (SQLite then stores a round one in a few bytes instead of eight) and leaves what is no number as it is

A field that is `shared` takes few values in many rows: a case stores those that go together once for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar, Final, NamedTuple

from phonefx.times import Moment

STATES: Final = ("live", "superseded", "recovered", "recently_deleted")

EVIDENCE_OF: Final[dict[str, str]] = {
    "device_fix": "the device recorded this position",
    "device_inferred": "an app or service inferred that the device was here",
    "device_estimate": "something that the device was joined to or moved with was here",
    "synced": "a device of the account was here, not necessarily this one",
    "media_capture": "the file's metadata states that it was captured here",
    "network_anchor": "a cell or access point thought to be near here was seen",
    "searched": "this place was searched for, viewed or suggested",
    "destination": "a route to this place was asked for",
    "saved_place": "this place was saved or labelled",
    "shared_by_owner": "the account of this phone sent this place",
    "shared_by_other": "this place was received from someone else",
    "shared": "this place was sent in a conversation; it is not stored by whom",
    "other_person": "a position of another person",
    "circle": "someone of a group of the account was here; it is not stored whether that is the owner",
    "coarse_context": "an app was set to or fetched data for this area",
    "remote_object": "a position of a tracker tag, car or other object",
}
"""What a position is evidence of, in words that claim no more than the bytes do."""

DEVICE_POSITIONS: Final = ("device_fix", "device_inferred")
"""The only classes that make a movement track."""

DEVICE_FACTS: Final[dict[str, str]] = {
    "model": "model of the phone",
    "manufacturer": "maker of the phone",
    "device name": "name given to the phone",
    "os version": "version of its operating system",
    "build": "build of its operating system",
    "security patch": "date of its security updates",
    "serial number": "serial number",
    "imei": "IMEI, the number of the phone in mobile networks",
    "meid": "MEID, the same in older networks",
    "imsi": "IMSI, the subscriber's number in a SIM",
    "iccid": "ICCID, the number of a SIM card",
    "phone number": "phone number of a SIM or account",
    "carrier": "network operator of a SIM",
    "sim history": "a SIM card that the phone remembers",
    "time zone": "time zone that the phone was set to",
    "time setting": "whether time and zone were set by the network",
    "locale": "language and region",
    "android id": "identifier that Android made at first use",
    "advertising id": "identifier for advertising",
    "bluetooth name": "name shown over Bluetooth",
    "bluetooth address": "hardware address of Bluetooth",
    "wifi address": "hardware address of Wi-Fi",
    "owner name": "name that the owner gave",
    "account": "account that the phone was signed in to",
    "first use": "when the phone was set up",
    "factory reset": "when the phone was last erased",
    "last boot": "when the phone was last started",
    "boot count": "how often the phone was started since it was set up",
    "os history": "an earlier version of its operating system",
    "user": "a user or work profile on the phone",
    "screen lock": "kind of screen lock",
    "udid": "identifier that the maker gave the phone",
    "apple id": "Apple account",
    "last backup": "when the phone was last backed up",
    "backup computer": "computer that the phone was last backed up to",
    "set-up": "how the phone was set up: as new, restored, migrated",
    "message retention": "how long the phone keeps messages by itself",
    "location services": "whether apps could ask for positions at all",
    "acquisition started": "when the extraction was begun",
    "acquisition completed": "when the extraction was done",
}
"""The properties of a device that parsers state, by name, in plain words."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a kind's table: its name, SQL type, and the field it belongs to."""

    name: str
    type: str
    field: str
    form: str
    label: str
    role: str = ""
    shared: bool = False


def _field(form: str, label: str, role: str = "", shared: bool = False) -> Any:  # noqa: ANN401 - a dataclass field has the type of its annotation
    return field(default=None, metadata={"form": form, "label": label, "role": role, "shared": shared})


def _moment(label: str) -> Any:  # noqa: ANN401
    return _field("moment", label)


def _code(label: str, role: str = "", *, shared: bool = False) -> Any:  # noqa: ANN401
    return _field("code", label, role, shared)


def _text(label: str, role: str = "", *, shared: bool = False) -> Any:  # noqa: ANN401
    return _field("text", label, role, shared)


def _number(label: str, role: str = "") -> Any:  # noqa: ANN401
    return _field("number", label, role)


def _quantity(label: str) -> Any:  # noqa: ANN401
    return _field("quantity", label)


class Code(NamedTuple):
    """An enumeration's word beside the value that is stored."""

    word: str | None
    raw: int | str | None


Coded = Code | str | None
"""What a code field takes: a word with its raw value, or a word that the parser knows without one."""


def code(raw: int | str | None, words: Mapping[Any, str]) -> Code | None:
    """Give the word for a stored code; an unknown code keeps its raw value in sight, an absent one stays absent."""
    return None if raw is None else Code(words.get(raw, f"unknown ({raw})"), raw)


@dataclass(frozen=True, slots=True)
class Skip:
    """A row that becomes no record, and why: parsers yield it so that no row goes uncounted."""

    key: int | str | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What every record has: the key of its row (or key path, or byte offset) and values no field has room for."""

    key: int | str | None = None
    state: str = "live"
    extra: str | None = _text("further stored values, JSON")

    part: ClassVar[bool] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Record):
    """What repeats inside a record: `owner` is the key of the row it belongs to."""

    owner: int | str | None = None

    part: ClassVar[bool] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Message(Record):
    """A message, reaction or event of a conversation, in whatever app."""

    time: Moment | None = _moment("sent or received")
    sent: Moment | None = _moment("sent, by the sender's side")
    delivered: Moment | None = _moment("delivered")
    read: Moment | None = _moment("read")
    edited: Moment | None = _moment("edited")
    deleted: Moment | None = _moment("deleted, still stored")
    direction: Coded = _code("direction", shared=True)
    service: Coded = _code("service", shared=True)
    content: Coded = _code("content", shared=True)
    status: Coded = _code("status", shared=True)
    counterpart: str | None = _text("counterpart, as stored", "who", shared=True)
    counterpart_name: str | None = _text("name stored beside it", "name", shared=True)
    thread: str | None = _text("conversation", shared=True)
    thread_name: str | None = _text("conversation's name", shared=True)
    account: str | None = _text("own number, account or SIM", shared=True)
    subject: str | None = _text("subject", "text")
    body: str | None = _text("text", "text")
    guid: str | None = _text("message id")
    reply_to: str | None = _text("id of the message answered or reacted to")
    reaction: Coded = _code("reaction", shared=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Record):
    """A call or an attempt at one. `time` is its start; the time of ringing is not part of `duration_s`."""

    time: Moment | None = _moment("started")
    direction: Coded = _code("direction", shared=True)
    outcome: Coded = _code("outcome", shared=True)
    service: Coded = _code("service", shared=True)
    duration_s: float | None = _number("seconds connected")
    counterpart: str | None = _text("counterpart, as stored", "who", shared=True)
    counterpart_name: str | None = _text("name stored beside it", "name", shared=True)
    account: str | None = _text("own number, account or SIM", shared=True)
    features: str | None = _text("features", shared=True)
    country: str | None = _text("country code stored with it", shared=True)
    transcription: str | None = _text("voicemail text", "text")
    path: str | None = _text("recording")
    guid: str | None = _text("call id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(Record):
    """An entry of an address book; its numbers and addresses are contact points."""

    time: Moment | None = _moment("last changed")
    created: Moment | None = _moment("created")
    contacted: Moment | None = _moment("last contacted")
    removed: Moment | None = _moment("marked as deleted")
    name: str | None = _text("name", "name")
    nickname: str | None = _text("nickname")
    organisation: str | None = _text("organisation")
    note: str | None = _text("note", "text")
    account: str | None = _text("account or SIM it is kept in")
    role: Coded = _code("role: contact, owner, favourite, blocked")
    times_contacted: int | None = _number("times contacted")
    guid: str | None = _text("contact id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Location(Record):
    """A position and what it is evidence of. Degrees in WGS 84; accuracy is a radius in metres as stated."""

    time: Moment | None = _moment("recorded")
    end: Moment | None = _moment("until")
    latitude: float | None = _number("latitude")
    longitude: float | None = _number("longitude")
    accuracy_m: float | None = _quantity("accuracy, metres")
    altitude_m: float | None = _quantity("altitude, metres")
    speed_mps: float | None = _quantity("speed, metres a second")
    course_deg: float | None = _quantity("course, degrees")
    evidence_of: str | None = _text("evidence of", "what", shared=True)
    method: Coded = _code("method", shared=True)
    whose: str | None = _text("whose position", "who", shared=True)
    place: str | None = _text("place or address stored with it", "text", shared=True)
    path: str | None = _text("file")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit(Record):
    """A stay that the phone or a service recorded as such; `time` is the arrival."""

    time: Moment | None = _moment("arrived")
    departed: Moment | None = _moment("departed")
    latitude: float | None = _number("latitude")
    longitude: float | None = _number("longitude")
    accuracy_m: float | None = _quantity("radius or uncertainty, metres")
    confidence: float | None = _number("confidence as stored")
    evidence_of: str | None = _text("evidence of")
    place: str | None = _text("place", "text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Media(Record):
    """A photo, video or recording; where it has a position, a location item says so."""

    time: Moment | None = _moment("captured or created")
    added: Moment | None = _moment("added to the library")
    removed: Moment | None = _moment("moved to the bin")
    path: str | None = _text("file", "text")
    name: str | None = _text("original name")
    mime: str | None = _text("type")
    size: int | None = _number("bytes")
    width: int | None = _number("pixels across")
    height: int | None = _number("pixels down")
    duration_s: float | None = _number("seconds")
    make: str | None = _text("camera maker")
    model: str | None = _text("camera model")
    software: str | None = _text("software")
    app: str | None = _text("app that made it")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account(Record):
    """An account that the phone or an app was signed in to."""

    time: Moment | None = _moment("added or last used")
    service: str | None = _text("service", "who")
    identifier: str | None = _text("identifier", "text")
    name: str | None = _text("name", "name")


@dataclass(frozen=True, slots=True, kw_only=True)
class App(Record):
    """An app installed, or known to have been."""

    time: Moment | None = _moment("installed")
    updated: Moment | None = _moment("updated")
    removed: Moment | None = _moment("removed")
    identifier: str | None = _text("identifier", "who")
    name: str | None = _text("name", "name")
    version: str | None = _text("version")
    installer: str | None = _text("installed by")
    detail: str | None = _text("detail", "text")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceFact(Record):
    """One property of the device or its SIM, as one source states it."""

    time: Moment | None = _moment("as of")
    name: str | None = _text("property", "who")
    value: str | None = _text("value", "text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Record):
    """Something that happened on the phone: an app in focus, a screen unlocked, a notification, a start."""

    time: Moment | None = _moment("from")
    end: Moment | None = _moment("to")
    category: Coded = _code("category", "what", shared=True)
    app: str | None = _text("app", "who", shared=True)
    subject: str | None = _text("subject", "text")
    detail: str | None = _text("detail", "text")


@dataclass(frozen=True, slots=True, kw_only=True)
class WebVisit(Record):
    """A page opened, bookmarked or downloaded."""

    time: Moment | None = _moment("visited")
    action: Coded = _code("action", "what")
    url: str | None = _text("address", "text")
    title: str | None = _text("title", "text")
    visits: int | None = _number("visits")
    app: str | None = _text("app", "who")
    path: str | None = _text("file")


@dataclass(frozen=True, slots=True, kw_only=True)
class Search(Record):
    """Words that were searched for."""

    time: Moment | None = _moment("searched")
    query: str | None = _text("words", "text")
    app: str | None = _text("app", "who")


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Record):
    """A note or reminder kept on the phone."""

    time: Moment | None = _moment("created")
    modified: Moment | None = _moment("changed")
    removed: Moment | None = _moment("deleted, still stored")
    title: str | None = _text("title", "text")
    body: str | None = _text("text", "text")
    folder: str | None = _text("folder")
    app: str | None = _text("app", "who")


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry(Record):
    """An entry of a calendar."""

    time: Moment | None = _moment("begins")
    end: Moment | None = _moment("ends")
    created: Moment | None = _moment("created")
    title: str | None = _text("title", "text")
    place: str | None = _text("place", "text")
    description: str | None = _text("description", "text")
    organiser: str | None = _text("organiser", "who")
    calendar: str | None = _text("calendar")
    zone: str | None = _text("time zone of the entry")


@dataclass(frozen=True, slots=True, kw_only=True)
class Network(Record):
    """A Wi-Fi network, Bluetooth device or cell that the phone knew, joined or saw."""

    time: Moment | None = _moment("last joined or seen")
    first: Moment | None = _moment("first joined or added")
    medium: Coded = _code("medium: wifi, bluetooth, cell")
    name: str | None = _text("name", "text")
    address: str | None = _text("hardware address or cell identity", "who")
    detail: str | None = _text("detail")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient(Part):
    """One party of a message or call beside the counterpart."""

    address: str | None = _text("address, as stored", "who")
    name: str | None = _text("name", "name")
    role: Coded = _code("role: from, to, cc, bcc, member")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment(Part):
    """A file or further text of a message, contact, note or call; `path` is as stored and may point to nothing."""

    path: str | None = _text("file, as stored", "who")
    name: str | None = _text("name", "name")
    mime: str | None = _text("type")
    size: int | None = _number("bytes")
    text: str | None = _text("text", "text")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPoint(Part):
    """One number, address or other detail of a contact."""

    type: Coded = _code("type: phone, email, address, url, im, date, relation, ...")
    label: Coded = _code("label")
    value: str | None = _text("value, as stored", "who")


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision(Part):
    """An earlier text of a message that was edited or unsent."""

    written: Moment | None = _moment("written")
    body: str | None = _text("text", "text")
    what: Coded = _code("original, edit or unsent")


KINDS: Final[tuple[type[Record], ...]] = (
    Message, Call, Contact, Location, Visit, Media, Account, App, DeviceFact, Event, WebVisit, Search, Note,
    CalendarEntry, Network,
)  # fmt: skip
PARTS: Final[tuple[type[Part], ...]] = (Recipient, Attachment, ContactPoint, Revision)


def kind_name(kind: type[Record]) -> str:
    """Give the name of a kind: the table and the value of `item.kind` (`DeviceFact` is `device_fact`)."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()


def columns(kind: type[Record]) -> tuple[Column, ...]:
    """Give the columns of a kind's table, in order, without those that every item has."""
    if kind not in _COLUMNS:
        _COLUMNS[kind] = tuple(_columns(kind))
    return _COLUMNS[kind]


_TYPES: Final = {"number": "", "quantity": "REAL"}
_COLUMNS: Final[dict[type[Record], tuple[Column, ...]]] = {}


def _columns(kind: type[Record]) -> Iterator[Column]:
    described = [each for each in fields(kind) if "form" in each.metadata]
    for each in sorted(described, key=lambda each: each.name == "extra"):
        about = [each.metadata[name] for name in ("form", "label", "role", "shared")]
        for name, sql_type in _stored(each.name, each.metadata["form"]):
            yield Column(name, sql_type, each.name, *about)


def _stored(name: str, form: str) -> tuple[tuple[str, str], ...]:
    if form == "moment":
        own = () if name == "time" else ((f"{name}_us", "INTEGER"),)
        return (*own, (f"{name}_raw", ""))
    if form == "code":
        return ((name, "TEXT"), (f"{name}_raw", ""))
    return ((name, _TYPES.get(form, "TEXT")),)


def kind_named(name: str) -> type[Record]:
    """Give the kind or part of that name."""
    every: tuple[type[Record], ...] = (*KINDS, *PARTS)
    return next(kind for kind in every if kind_name(kind) == name)


@dataclass(frozen=True, slots=True)
class Source:
    """Where an item comes from, down to the row.

    Attributes:
        exhibit: label of the exhibit.
        path: path on the device as far as the extraction tells it.
        stored: path inside the exhibit, through every container.
        sha256: of the file's content, hex.
        table: table, or what stands for one (`plist`, `exif`).
        key: row key, key path or byte offset.
        state: one of `STATES`.
        parser: id of the parser.
        version: version of phonefx that ran it.
    """

    exhibit: str
    path: str
    stored: str
    sha256: str
    table: str
    key: int | str | None
    state: str
    parser: str
    version: str
