"""The fields of the Biome streams that are known, from published analyses of samples."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from phonefx.formats.plists import Date, keyed
from phonefx.formats.protobuf import Message, leaves
from phonefx.parsers.ios.archives import members
from phonefx.parsers.ios.knowledge import STREAMS
from phonefx.times import Moment, moment

MOST_LEAVES: Final = 12
UNIX_FROM: Final = 1_100_000_000
"""Seconds since 1970 are above this for any record of these streams, seconds since 2001 below."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a record says, in the terms of an event or a visit."""

    category: str | None = None
    app: str | None = None
    subject: str | None = None
    detail: str | None = None
    time: Moment | None = None
    end: Moment | None = None
    latitude: float | None = None
    longitude: float | None = None
    accuracy: float | None = None
    more: dict[str, Any] = field(default_factory=dict)
    known: bool = True


def _time(message: Message, number: int) -> Moment | None:
    value = message.double(number)
    return None if value is None else moment(value, "unix_s" if value > UNIX_FROM else "cocoa_s")


def dk_event(message: Message) -> Seen:
    """The events that came over from knowledgeC."""
    value, stream = message.message(4), message.message(1).text(1)
    text, number = value.text(3), value.integer(4)
    return Seen(
        category=STREAMS.get(stream, stream) if stream else None,
        app=text if stream and stream.startswith("/app/") else None,
        subject=text if text is not None or number is None else str(number),
        time=_time(message, 2), end=_time(message, 3),
        more={"offset s": message.integer(10), "written by the app": message.double(8)},
    )  # fmt: skip


def in_focus(message: Message) -> Seen:
    """An app that came to the front or left it."""
    state = {1: "to the front", 0: "to the back"}.get(message.integer(3) or 0)
    return Seen("app in focus", message.text(6), state, time=_time(message, 4))


INTENT_DIRECTIONS: Final = {1: "outgoing", 2: "incoming"}


def intent(message: Message) -> Seen:
    """A request to an app: to send a message, to call; what was said may outlive the message itself."""
    archive = message.data(8)
    told = members(keyed.loads(archive)) if archive and archive[:6] in (b"bplist", b"<?xml ") else {}
    span = members(told.get("dateInterval"))
    begun, ended = span.get("NS.startDate"), span.get("NS.endDate")
    stored = members(members(told.get("intent")).get("backingStore")).get("bytes")
    said = [text for text in _leaves(stored) if text not in (message.text(2), message.text(4), message.text(5))]
    direction = told.get("direction")
    return Seen(
        "request to an app", message.text(2), message.text(4), "; ".join([message.text(5) or "", *said]).strip("; "),
        time=moment(float(begun), "cocoa_s") if isinstance(begun, Date) else None,
        end=moment(float(ended), "cocoa_s") if isinstance(ended, Date) else None,
        more={"direction": INTENT_DIRECTIONS.get(direction, direction) if isinstance(direction, int) else None,
              "group": told.get("groupIdentifier") if isinstance(told.get("groupIdentifier"), str) else None},
    )  # fmt: skip


def _leaves(stored: Any) -> list[str]:  # noqa: ANN401 - whatever an archive holds
    data = stored if isinstance(stored, bytes) and not Message(stored).damage else b""
    found = dict.fromkeys(leaf.text for _, leaf in leaves(data) if leaf.text and leaf.text.isprintable())
    return [text for text in found if text and len(text) > 1][:MOST_LEAVES]


def remembered(category: str) -> Callable[[Message], Seen]:
    """Make a decoder for what Siri remembers of messages or calls: roles and values, no text."""

    def decode(message: Message) -> Seen:
        named = [(each.text(1), each.message(2).text(1)) for each in message.messages(2)]
        parties = "; ".join(f"{role}: {value}" for role, value in named if role and value)
        return Seen(category, subject=parties or None, time=_time(message, 8))

    return decode


def harvested_mail(message: Message) -> Seen:
    """A copy of a mail's head for suggestions."""
    heads = {each.text(1): each.text(2) for each in message.messages(10)}
    return Seen(
        "copy of a mail", "com.apple.mobilemail", message.text(11), heads.get("From") or heads.get("from"),
        time=_time(message, 3), more={"message id": message.text(2), "to": heads.get("To") or heads.get("to")},
    )  # fmt: skip


def typed_word(message: Message) -> Seen:
    """A word that was typed, with how often."""
    return Seen("typed word", subject=message.message(1).text(1), more={"frequency": message.integer(3)})


def notification(message: Message) -> Seen:
    """A notification that was shown."""
    texts = [found for number in (8, 9, 12, 15, 5) if (found := message.text(number))]
    return Seen("notification", message.text(14), " / ".join(texts) or None, time=_time(message, 2))


def wifi(message: Message) -> Seen:
    """A Wi-Fi network joined or left."""
    return Seen("Wi-Fi", None, message.text(1), {1: "joined", 0: "left"}.get(message.integer(2) or 0))


def harvested_message(message: Message) -> Seen:
    """A copy of a message's text for suggestions; it may outlive the message."""
    return Seen(
        "copy of a message", None, message.text(10), message.message(11).text(1), more={"guid": message.text(1)}
    )


def read_message(message: Message) -> Seen:
    """A message that was read."""
    return Seen("message read", "com.apple.MobileSMS", message.text(1))


def emergency(message: Message) -> Seen:
    """An emergency call."""
    return Seen("emergency call", None, message.text(1))


def screen_time(message: Message) -> Seen:
    """An app in use, as Screen Time counts it."""
    return Seen("app used", message.text(3), more={"code": message.integer(1)})


def visit(message: Message) -> Seen:
    """A stay with the place that the phone matched it with."""
    spot, place = message.message(3), message.message(8, 5)
    names = [found for number in (2, 3, 4) if (found := place.text(number))]
    return Seen(
        "stay", detail=", ".join(names) or None, time=_time(message, 4), end=_time(message, 5),
        latitude=spot.double(1), longitude=spot.double(2), accuracy=spot.double(3),
        more={"detected": message.double(1), "confidence": message.double(6)},
    )  # fmt: skip


WORDS: Final = {
    "Device.Wireless.Bluetooth": "Bluetooth", "CarPlay.Connected": "CarPlay", "Device.TimeZone": "time zone",
    "Device.BootSession": "start of the phone", "Safari.Navigations": "web page visited",
    "Safari.PageLoad": "web page visited", "App.WebUsage": "web page used", "App.Install": "app installed or removed",
    "AppInstallation": "app installed or removed", "Text.InputSession": "typing", "NowPlaying": "media playing",
    "MediaUsage": "media played", "Wallet.Transaction": "payment (Wallet)", "App.LocationActivity": "place in an app",
    "Location.SemanticLocation": "kind of place", "Device.Power.PluggedIn": "charger plugged in",
}  # fmt: skip
"""Streams whose fields nobody described, in words; their texts are shown."""

DECODERS: Final[dict[str, Callable[[Message], Seen]]] = {
    "App.InFocus": in_focus, "App.Intent": intent, "AppIntent": intent, "Notification": notification,
    "UserNotification": notification, "Device.Wireless.WiFi": wifi, "ProactiveHarvesting.Messages": harvested_message,
    "Messages.Read": read_message, "CommCenter.Call.EmergencyVoiceCall": emergency,
    "ScreenTime.AppUsage": screen_time, "Location.Visit": visit, "_DKEvent": dk_event,
    "Siri.Remembers.MessageHistory": remembered("message that Siri remembers"),
    "Siri.Remembers.CallHistory": remembered("call that Siri remembers"),
    "ProactiveHarvesting.Mail": harvested_mail, "Keyboard.TokenFrequency": typed_word,
}  # fmt: skip
