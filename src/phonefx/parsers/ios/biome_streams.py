"""The fields of the Biome streams that are known, from published analyses of samples."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final

from phonefx.formats.plists import Date, keyed
from phonefx.formats.protobuf import Message, texts
from phonefx.formats.textfiles import read_json_lines
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
    evidence: str | None = None
    more: dict[str, Any] = field(default_factory=dict)
    known: bool = True


def _time(message: Message, number: int) -> Moment | None:
    value = message.double(number)
    return None if value is None else moment(value, "unix_s" if value > UNIX_FROM else "cocoa_s")


def dk_event(message: Message) -> Seen:
    """The events that came over from knowledgeC."""
    value, stream, source = message.message(4), message.message(1).text(1), message.message(6)
    text, number = value.text(3), value.integer(4)
    told = dict.fromkeys(found for each in message.messages(7) if (found := each.message(2).text(3)))
    return Seen(
        category=STREAMS.get(stream, stream) if stream else None,
        app=(text if stream and stream.startswith("/app/") else None) or source.text(2),
        subject=text if text is not None or number is None else str(number),
        detail="; ".join(list(told)[:MOST_LEAVES]) or None,
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
    listed = texts(stored, shortest=2, most=MOST_LEAVES) if isinstance(stored, bytes) else []
    said = [text for text in listed if text not in (message.text(2), message.text(4), message.text(5))]
    direction = told.get("direction")
    return Seen(
        "request to an app", message.text(2), message.text(4), "; ".join([message.text(5) or "", *said]).strip("; "),
        time=moment(float(begun), "cocoa_s") if isinstance(begun, Date) else None,
        end=moment(float(ended), "cocoa_s") if isinstance(ended, Date) else None,
        more={"direction": INTENT_DIRECTIONS.get(direction, direction) if isinstance(direction, int) else None,
              "group": told.get("groupIdentifier") if isinstance(told.get("groupIdentifier"), str) else None},
    )  # fmt: skip


SIDES: Final = {1: "incoming", 2: "outgoing"}
"""As the streams of Siri write them; requests to apps (INTENT_DIRECTIONS) have them the other way round."""


def remembered(category: str) -> Callable[[Message], Seen]:
    """Make a decoder for what Siri remembers of messages, calls and other requests: who and when, no text."""

    def decode(message: Message) -> Seen:
        head = message.message(1)
        named = [(each.text(1), each.message(2)) for each in message.messages(2)]
        parties = [f"{role}: {value}" for role, each in named if role and (value := _party(each))]
        side = head.integer(6)
        return Seen(
            category, head.text(4), "; ".join(parties) or None, head.text(2), time=_time(head, 8),
            more={"direction": None if side is None else SIDES.get(side, side), "conversation": head.text(12),
                  "guid": head.text(13)},
        )  # fmt: skip

    return decode


def _party(entity: Message) -> str | None:
    """A value with the name that stands beside it, where it says more."""
    value = entity.text(1)
    beside = next(read_json_lines(BytesIO(entity.data(4) or b"")), None)
    name = beside.get("name") if isinstance(beside, dict) else None
    told = [each for each in (value, name if isinstance(name, str) and name != value else None) if each]
    return ", ".join(told) or None


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


def place_in_app(message: Message) -> Seen:
    """A place that stood on an app's screen: a restaurant, a pin, an address; the phone need not have been there."""
    names = [found for number in (34, 23, 13, 30, 35) if (found := message.text(number))]
    kept = {"activity": message.text(2), "content": message.text(4), "expires": message.double(5),
            "source": message.text(17)}  # fmt: skip
    return Seen(
        "place in an app", message.text(1), detail="; ".join(dict.fromkeys(names)) or None,
        latitude=message.double(24), longitude=message.double(25), evidence="searched", more=kept,
    )  # fmt: skip


def navigation(message: Message) -> Seen:
    """A site that Safari opened."""
    return Seen(
        "web page visited", "com.apple.mobilesafari", message.text(8) or message.text(1), message.text(1),
        time=_time(message, 2), more={"country": message.text(5), "private relay": message.integer(6)},
    )  # fmt: skip


def state(category: str, field: int, words: tuple[str, str], app: int = 0, named: int = 0) -> Callable[[Message], Seen]:
    """Make a decoder for a state that begins and ends: the field that says which, and what is named."""

    def decode(message: Message) -> Seen:
        value = message.integer(field)
        known = None if value is None else {1: words[0], 0: words[1]}.get(value, f"unknown ({value})")
        return Seen(category, message.text(app) if app else None, message.text(named) if named else None, known)

    return decode


def battery(message: Message) -> Seen:
    """How full the battery was."""
    level = message.double(1)
    return Seen("battery level", detail=None if level is None else f"{level:g} %")


def backlight(message: Message) -> Seen:
    """The light of the display; what its values mean is not established."""
    value = message.integer(2)
    return Seen("display lit or dark", detail=None if value is None else f"state {value}", time=_time(message, 1))


def typing(message: Message) -> Seen:
    """A text field of an app that was written in, and for how long; not what was written."""
    begun, seconds = message.double(2), message.double(1)
    end = None
    if begun is not None and seconds is not None and seconds >= 0:
        end = moment(begun + seconds, "unix_s" if begun > UNIX_FROM else "cocoa_s")
    return Seen(
        "typing", message.text(3), None if seconds is None else f"{seconds:.1f} s", time=_time(message, 2), end=end
    )


def playing(message: Message) -> Seen:
    """Music or a film that was played, and through what."""
    through = [name for each in message.messages(14) if (name := each.text(3))]
    return Seen(
        "media playing", message.text(15), message.text(8), message.text(5), time=_time(message, 2),
        more={"kind": message.text(10), "sound output": "; ".join(through) or None, "state": message.integer(3)},
    )  # fmt: skip


def note(message: Message) -> Seen:
    """A copy of a note's text for suggestions; it may outlive the note."""
    return Seen(
        "copy of a note", "com.apple.mobilenotes", message.text(5), time=_time(message, 3),
        more={"id": message.text(1), "second id": message.text(2)},
    )  # fmt: skip


def activity(message: Message) -> Seen:
    """What an app offered to go on with: a page, a document, a conversation."""
    archive = message.data(2)
    told = members(keyed.loads(archive)) if archive and archive[:6] in (b"bplist", b"<?xml ") else {}
    kept = {name: told[name] for name in ("title", "activityType") if isinstance(told.get(name), str)}
    when = told.get("when")
    return Seen(
        "activity of an app", message.text(5), kept.get("title") or message.text(4), kept.get("activityType"),
        time=moment(float(when), "cocoa_s") if isinstance(when, Date) else None,
    )  # fmt: skip


def shared(message: Message) -> Seen:
    """What was done with the sharing sheet of an app."""
    return Seen(
        "sharing sheet", message.text(15), message.text(16), message.text(2), more={"offered": message.text(11)}
    )


def shared_with(message: Message) -> Seen:
    """A conversation that was chosen in the sharing sheet."""
    return Seen("shared with", message.text(1), message.text(2), time=_time(message, 11))


def boot(message: Message) -> Seen:
    """A start of the phone, or the end of what it started."""
    session, begun = message.data(1) or b"", message.integer(2)
    return Seen("start of the phone", subject=session.hex() or None, detail="begun" if begun else "ended")


def zone(message: Message) -> Seen:
    """The time zone that the phone was in from then on."""
    return Seen("time zone", subject=message.text(2), more={"seconds from GMT": message.double(1)})


def kind_of_place(message: Message) -> Seen:
    """A stay at a place of a kind (home, work), without its position."""
    kept = {"type set by the user": message.integer(2), "type": message.integer(3), "place": message.text(4)}
    return Seen("kind of place", detail="arrived" if message.integer(1) else "left", more=kept)


WORDS: Final = {
    "CarPlay": "CarPlay", "Safari.PageLoad": "web page visited", "App.WebUsage": "web page used",
    "AppInstallation": "app installed or removed", "MediaUsage": "media played",
    "Wallet.Transaction": "payment (Wallet)", "Location.SemanticLocation": "kind of place",
    "SemanticLocation": "kind of place", "AppLaunch": "app started", "SafariPageView": "web page visited",
    "Alarm": "alarm", "FindMyLocationChange": "position in Find My changed, without one",
    "Audio.Route": "sound output", "App.Intents.Transcript": "request to an app",
    "App.MenuItem": "entry of a menu chosen", "App.DocumentInteraction": "document opened",
}  # fmt: skip
"""Streams whose fields nobody described, in words; their texts and numbers are shown."""

DECODERS: Final[dict[str, Callable[[Message], Seen]]] = {
    "App.InFocus": in_focus, "App.Intent": intent, "AppIntent": intent, "Notification": notification,
    "UserNotification": notification, "Device.Wireless.WiFi": wifi, "ProactiveHarvesting.Messages": harvested_message,
    "Messages.Read": read_message, "CommCenter.Call.EmergencyVoiceCall": emergency,
    "ScreenTime.AppUsage": screen_time, "Location.Visit": visit, "_DKEvent": dk_event,
    "App.LocationActivity": place_in_app, "Safari.Navigations": navigation, "Device.BootSession": boot,
    "Device.TimeZone": zone, "Location.Semantic": kind_of_place,
    "App.Install": state("app installed or removed", 2, ("installed", "removed"), app=1),
    "Device.Wireless.Bluetooth": state("Bluetooth", 4, ("connected", "disconnected"), named=2),
    "Siri.Remembers.MessageHistory": remembered("message that Siri remembers"),
    "Siri.Remembers.CallHistory": remembered("call that Siri remembers"),
    "Siri.Remembers.InteractionHistory": remembered("request that Siri remembers"),
    "ProactiveHarvesting.Mail": harvested_mail, "Keyboard.TokenFrequency": typed_word,
    "CarPlay.Connected": state("CarPlay", 1, ("connected", "not connected")),
    "Device.ScreenLocked": state("screen locked or unlocked", 1, ("locked", "unlocked")),
    "Device.KeybagLocked": state("keys of the phone locked or unlocked", 1, ("locked", "unlocked")),
    "Device.Wireless.AirplaneMode": state("airplane mode", 1, ("on", "off")),
    "Device.Wireless.CellularDataEnabled": state("mobile data", 1, ("enabled", "disabled")),
    "Device.Power.LowPowerMode": state("low power mode", 1, ("on", "off")),
    "Device.Power.PluggedIn": state("charger plugged in or out", 1, ("charging", "not charging")),
    "Device.SilentMode": state("ringer", 1, ("silent", "ringing"), named=4),
    "Device.Power.BatteryLevel": battery, "Device.Display.Backlight": backlight, "Backlight": backlight,
    "Text.InputSession": typing, "TextInputSession": typing, "NowPlaying": playing, "NotesContent": note,
    "UserActivityMetadata": activity, "ShareSheet.Feedback": shared,
    "MLSE.ShareSheet.ConversationUserInteraction": shared_with,
}  # fmt: skip
