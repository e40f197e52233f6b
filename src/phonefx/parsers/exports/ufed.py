"""Cellebrite UFDR: report.xml, what another vendor's tool decoded from a phone.

Knowledge: the structure as public parsers of it agree, and one public fragment of a chat.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, Final

from phonefx.formats.xmlrows import Element, rows
from phonefx.parsers.registry import Opened, parser
from phonefx.parsers.values import number as number_of
from phonefx.parsers.values import stated
from phonefx.records import Attachment, Call, Contact, ContactPoint, Location, Message, Recipient, Record, Skip
from phonefx.times import Moment

STATES: Final = {"Deleted": "recovered", "Trash": "recently_deleted"}
DIRECTIONS: Final = {"Incoming": "incoming", "Outgoing": "outgoing", "Inbox": "incoming", "Sent": "outgoing",
                     "Drafts": "draft", "Outbox": "outgoing"}  # fmt: skip
POINTS: Final = {"PhoneNumber": "phone", "EmailAddress": "email", "WebAddress": "url", "UserID": "im"}
_TIME_OF_DAY: Final = re.compile(r"(\d+):(\d\d):(\d\d)(?:\.\d+)?$")
_EMPTY: Final = Element("model", {})


def read(file: BinaryIO) -> Iterator[Element]:
    """Give the outermost models, one at a time."""
    return rows(file, {"model"})


def records(opened: Opened) -> Iterator[Record | Skip]:
    """Decoded models, keyed by the id that the report gives them."""
    counts: dict[str, int] = {}
    for model in opened.content:
        kind = model.attributes.get("type", "")
        counts[kind] = counts.get(kind, 0) + 1
        key = model.attributes.get("id") or f"{kind}[{counts[kind]}]"
        make = _MAKERS.get(kind)
        if make is None:
            yield Skip(key, f"models of type {kind or 'unknown'} are not read")
        else:
            yield from make(key, model)


def value(model: Element, name: str) -> str | None:
    """Give the text of a field; None where it is absent or empty."""
    for field in model.inside:
        if field.name == "field" and field.attributes.get("name") == name:
            found = field.first("value")
            return (found.text or None) if found else None
    return None


def inner(model: Element, name: str) -> list[Element]:
    """Give the models in a field of models, or in one of a single model."""
    named = [each for each in model.inside if each.attributes.get("name") == name]
    return [each for field in named for each in field.all("model")]


def _when(model: Element, name: str = "TimeStamp") -> Moment | None:
    return stated((value(model, name) or "").strip() or None)


def _state(model: Element) -> str:
    return STATES.get(model.attributes.get("deleted_state", ""), "live")


def _rest(model: Element, used: set[str]) -> str | None:
    named = ((each.attributes.get("name", ""), each) for each in model.inside if each.name == "field")
    rest = {name: found for name, _ in named if name not in used and (found := value(model, name)) is not None}
    if (confidence := model.attributes.get("decoding_confidence")) is not None:
        rest["decoding_confidence"] = confidence
    return json.dumps(rest, ensure_ascii=False, sort_keys=True) if rest else None


def _party(model: Element) -> tuple[str | None, str | None]:
    return value(model, "Identifier"), value(model, "Name")


def _owned(model: Element) -> bool:
    return value(model, "IsPhoneOwner") == "True"


def _chat(key: str, chat: Element) -> Iterator[Record | Skip]:
    thread = value(chat, "Id") or key
    about: dict[str, Any] = {"thread": thread, "thread_name": value(chat, "Name"), "account": value(chat, "Account")}
    messages = inner(chat, "Messages")
    for number, message in enumerate(messages, 1):
        yield from _message(message.attributes.get("id") or f"{key}/Messages[{number}]", message, about)
    if not messages:
        yield Skip(key, "a chat without messages")


def _message(key: str, model: Element, about: dict[str, Any] | None = None) -> Iterator[Record]:
    senders = inner(model, "From") or [each for each in inner(model, "Parties") if value(each, "Role") == "From"]
    others = inner(model, "To") or [each for each in inner(model, "Parties") if value(each, "Role") != "From"]
    sender = senders[0] if senders else _EMPTY
    outgoing = _owned(sender) if senders and value(sender, "IsPhoneOwner") else None
    folder = DIRECTIONS.get(value(model, "Folder") or value(model, "Direction") or "")
    direction = folder or (None if outgoing is None else "outgoing" if outgoing else "incoming")
    counterpart = (others if len(others) == 1 else []) if direction == "outgoing" else senders
    address, name = _party(counterpart[0]) if counterpart else (None, None)
    yield Message(
        key=key, state=_state(model), time=_when(model), direction=direction, counterpart=address,
        counterpart_name=name, service=value(model, "Source") or model.attributes.get("type"),
        status=value(model, "Status"),
        subject=value(model, "Subject"), body=value(model, "Body"), guid=value(model, "Identifier"),
        reply_to=_answered(model), **(about or {}),
        extra=_rest(model, {"Source", "Status", "Subject", "Body", "Identifier", "TimeStamp", "Folder", "Direction"}),
    )  # fmt: skip
    for role, parties in (("from", senders), ("to", others)):
        for number, party in enumerate(parties, 1):
            address, name = _party(party)
            yield Recipient(key=f"{key}/{role}[{number}]", owner=key, address=address, name=name, role=role)
    for number, file in enumerate([*inner(model, "Attachment"), *inner(model, "Attachments")], 1):
        yield Attachment(
            key=f"{key}/attachment[{number}]", owner=key, name=value(file, "Filename"), mime=value(file, "ContentType"),
            path=value(file, "attachment_extracted_path") or value(file, "URL"),
        )  # fmt: skip
    for number, quoted in enumerate(inner(model, "EmbeddedInstantMessage"), 1):
        name = f"message inside it, id {value(quoted, 'Identifier') or 'not stated'}"
        yield Attachment(key=f"{key}/embedded[{number}]", owner=key, name=name, text=value(quoted, "Body"))
    for number, place in enumerate(inner(model, "Position"), 1):
        shared = {"outgoing": "shared_by_owner", "incoming": "shared_by_other"}.get(direction or "", "shared")
        yield from _located(f"{key}/position[{number}]", place, place, _when(model), shared)


def _answered(model: Element) -> str | None:
    answered = (each for data in inner(model, "MessageExtraData") for each in inner(data, "InstantMessage"))
    return next((value(each, "Identifier") for each in answered), None)


def _call(key: str, model: Element) -> Iterator[Record]:
    parties = inner(model, "Parties")
    other = next((each for each in parties if not _owned(each)), _EMPTY)
    address, name = _party(other)
    kind = value(model, "Direction") or value(model, "Type")
    length = _TIME_OF_DAY.search(value(model, "Duration") or "")
    hours, minutes, seconds = (int(part) for part in length.groups()) if length else (0, 0, 0)
    yield Call(
        key=key, state=_state(model), time=_when(model), counterpart=address, counterpart_name=name,
        direction=DIRECTIONS.get(kind or "", None if kind is None else f"unknown ({kind})"),
        outcome=value(model, "Status") or (value(model, "Type") if value(model, "Type") == "Missed" else None),
        service=value(model, "Source") or "phone", account=value(model, "Account"),
        duration_s=float(hours * 3600 + minutes * 60 + seconds) if length else None,
        extra=_rest(model, {"Source", "Status", "TimeStamp", "Duration", "Direction", "Account"}),
    )  # fmt: skip


def _contact(key: str, model: Element) -> Iterator[Record]:
    yield Contact(
        key=key, state=_state(model), name=value(model, "Name"),
        account=value(model, "Account") or value(model, "Source"), role="contact",
        created=_when(model, "TimeCreated"), time=_when(model, "TimeModified"),
        extra=_rest(model, {"Name", "Account", "TimeCreated", "TimeModified"}),
    )  # fmt: skip
    for number, entry in enumerate(inner(model, "Entries"), 1):
        kind = entry.attributes.get("type", "")
        yield ContactPoint(
            key=f"{key}/entry[{number}]", owner=key, type=POINTS.get(kind, kind or None),
            label=value(entry, "Category"), value=value(entry, "Value"),
        )  # fmt: skip


def _location(key: str, model: Element) -> Iterator[Record | Skip]:
    place = next(iter(inner(model, "Position")), None)
    found = list(_located(key, model, place, _when(model), None))
    yield from found
    if not found:
        yield Skip(key, "a location without coordinates")


def _located(
    key: str, model: Element, place: Element | None, time: Moment | None, evidence: str | None
) -> Iterator[Record]:
    latitude, longitude = (number_of(value(place, name)) if place else None for name in ("Latitude", "Longitude"))
    if latitude is None or longitude is None or place is None:
        return
    category = value(model, "Category")
    yield Location(
        key=key, state=_state(model), time=time, latitude=latitude, longitude=longitude,
        altitude_m=number_of(value(place, "Elevation")), accuracy_m=number_of(value(model, "Precision")),
        evidence_of=evidence or _evidence(category or ""), method=category, place=value(model, "Name"),
        extra=_rest(model, {"Category", "Precision", "Name", "TimeStamp"}),
    )  # fmt: skip


def _evidence(category: str) -> str:
    """The vendor's category says what it took a place for; where it does not, no claim about the phone is made."""
    words = {"media": "media_capture", "search": "searched", "cell": "network_anchor", "wifi": "network_anchor",
             "wireless": "network_anchor", "journey": "destination", "favorite": "saved_place"}  # fmt: skip
    return next((evidence for word, evidence in words.items() if word in category.lower()), "coarse_context")


_MAKERS: Final[dict[str, Callable[[str, Element], Iterator[Record | Skip]]]] = {
    "Chat": _chat, "InstantMessage": _message, "SMS": _message, "MMS": _message, "Email": _message, "Call": _call,
    "Contact": _contact, "Location": _location,
}  # fmt: skip

parser(
    "exports.ufed",
    title="Cellebrite report (UFDR, report.xml)",
    files=["/report.xml", "*/report.xml", "*/exports/ufed/*"],
    read=read,
    records=records,
    about="What another tool decoded: messages, calls, contacts and places, as it states them. Times are UTC by "
    "the offset of that report, which may be its display zone. A place is a position of the phone only where the "
    "tool's category says more than this reader takes on trust; it never makes a movement track. "
    "Other models are counted and not read.",
)
