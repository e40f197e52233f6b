"""Uber on Android: the cached position, places set and suggested, the account, and the town of each message."""

import json
from collections.abc import Iterator
from typing import Any, Final

from phonefx.formats.protobuf import Message as Protobuf
from phonefx.parsers.query import Query
from phonefx.parsers.registry import Opened, parser
from phonefx.parsers.values import number, stated
from phonefx.records import Account, Location, Record, Skip
from phonefx.times import moment

_FOLDERS: Final = "*/com.ubercab/files/{base-key-value-store,simplestore}"


def _object(content: bytes) -> dict[str, Any]:
    """The JSON object of a file: behind one leading byte, or in UTF-16; empty where there is none."""
    wide = b"\x00{" in content[:8]
    text = content.decode("utf-16-be" if wide else "utf-8", "replace")
    start = text.find("{", 0, 8)
    stored = json.loads(text[start:]) if start >= 0 else None
    return stored if isinstance(stored, dict) else {}


def _part(stored: Any, *names: str) -> dict[str, Any]:  # noqa: ANN401 - whatever the file holds
    """A member, and a member of that, where they are objects; empty where they are not."""
    for name in names:
        stored = stored.get(name) if isinstance(stored, dict) else None
    return stored if isinstance(stored, dict) else {}


def _text(value: object) -> str | None:
    """A text or number that is stored, as text."""
    return str(value) if isinstance(value, (str, int)) and value != "" else None


def _place(stored: dict[str, Any]) -> tuple[float, float] | None:
    """Latitude and longitude, where both are numbers."""
    latitude, longitude = number(stored.get("latitude")), number(stored.get("longitude"))
    return None if latitude is None or longitude is None else (latitude, longitude)


def cached(opened: Opened) -> Iterator[Record | Skip]:
    """Yield the position: fields 1.1 (time), 2.1 and 2.2 (degrees), also behind one leading byte."""
    found = next((each for each in (opened.content, opened.content[1:]) if not Protobuf(each).damage and each), b"")
    message = Protobuf(found)
    latitude, longitude = message.message(2).double(1), message.message(2).double(2)
    if latitude is None or longitude is None or not (abs(latitude) <= 90 and abs(longitude) <= 180):
        yield Skip(0, "no position that is understood")
        return
    yield Location(key=0, time=moment(message.message(1).integer(1), "unix_ms"), latitude=latitude,
                   longitude=longitude, evidence_of="device_fix", method="cached by the app")  # fmt: skip


def pick_up(opened: Opened) -> Iterator[Record | Skip]:
    """Yield the place that a ride was, or would have been, ordered from: JSON behind one leading byte."""
    place = _place(_object(opened.content))
    if place is None:
        yield Skip(0, "no place that is understood")
        return
    yield Location(key=0, latitude=place[0], longitude=place[1], evidence_of="searched",
                   method="pick-up place set in the app")  # fmt: skip


def home_screen(opened: Opened) -> Iterator[Record | Skip]:
    """Yield the position for which the first screen of the app was fetched."""
    told = _part(_object(opened.content), "metadata")
    place = _place(_part(told, "requestLocation"))
    if place is None:
        yield Skip(0, "no position that is understood")
        return
    yield Location(key="metadata", time=stated(told.get("creationTime")), latitude=place[0], longitude=place[1],
                   evidence_of="coarse_context", method="position for which the first screen was fetched",
                   extra=json.dumps({"cityID": told.get("cityID")}))  # fmt: skip


def suggested(opened: Opened) -> Iterator[Record | Skip]:
    """Yield the destinations that were suggested, and the position for which they were."""
    for cell, entry in _object(opened.content).items():
        time = stated(_part(entry).get("timestamp"))
        around = _place(_part(entry, "triggerLocation"))
        if around is not None:
            yield Location(
                key=cell,
                time=time,
                latitude=around[0],
                longitude=around[1],
                evidence_of="coarse_context",
                method="position for which destinations were suggested",
            )
        listed = _part(entry).get("shortcuts")
        for at, each in enumerate(listed if isinstance(listed, list) else []):
            place = _place(_part(each, "destination", "coordinate"))
            if place is None:
                yield Skip(f"{cell}.{at}", "a suggestion without a position")
                continue
            named = _part(each, "destination")
            text = named.get("fullAddress") or named.get("addressLine1") or _part(each).get("title")
            yield Location(
                key=f"{cell}.{at}",
                time=time,
                latitude=place[0],
                longitude=place[1],
                evidence_of="searched",
                method="destination suggested by the app",
                place=_text(text),
            )


def city(opened: Opened) -> Iterator[Record | Skip]:
    """Yield the town whose rides were fetched last."""
    stored = _object(opened.content)
    changed = stated(_part(stored, "meta").get("lastModifiedTimeMs"))
    town = _text(stored.get("cityName"))
    if town is None:
        yield Skip(0, "no town that is understood")
        return
    kept = {name: stored[name] for name in ("cityId", "countryIso2", "timezone") if name in stored}
    yield Location(key="cityName", time=changed, evidence_of="coarse_context", place=town, extra=json.dumps(kept),
                   method="town whose rides were fetched")  # fmt: skip


def rider(opened: Opened) -> Iterator[Record | Skip]:
    """Yield the account of the passenger."""
    stored = _object(opened.content)
    known = {name: text for name in ("uuid", "email", "mobileDigits", "firstName", "lastName")
             if (text := _text(stored.get(name)))}  # fmt: skip
    if not known:
        yield Skip(0, "no account that is understood")
        return
    yield Account(key="uuid", time=stated(_part(stored, "meta").get("lastModifiedTimeMs")),
                  service="Uber", identifier=known.get("mobileDigits") or known.get("email") or known.get("uuid"),
                  name=f"{known.get('firstName', '')} {known.get('lastName', '')}".strip() or None,
                  extra=json.dumps(known))  # fmt: skip


def told(content: str | None, *path: str) -> str | None:
    """Give a member of what a message tells of the phone (`contextual_data.prod_meta`)."""
    start = content.find("{", 0, 8) if isinstance(content, str) else -1
    stored = json.loads(content[start:]) if content and start >= 0 else None
    *parts, last = path
    return _text(_part(stored, "contextual_data", "prod_meta", *parts).get(last))


MESSAGES = Query(
    Location,
    """
    SELECT m.rowid AS key, unix_ms(m.createdAt) AS time, 'coarse_context' AS evidence_of,
           'town that a message of the app states' AS method, told(m.content, 'location', 'city') AS place,
           json_object('network', told(m.content, 'network', 'type'), 'model', told(m.content, 'device', 'model'),
                       'mcc', told(m.content, 'carrier', 'mcc'), 'mnc', told(m.content, 'carrier', 'mnc')) AS extra
    FROM message m
    """,
    skip={"told(m.content, 'location', 'city') IS NULL": "a message that states no town"},
)


parser(
    "apps.uber.cached",
    title="Position cached by Uber, Android",
    variants=["nothing that is understood", "protobuf"],
    files=[f"{_FOLDERS}/*CACHED_UBER_LOCATION*"],
    read=lambda file: file.read(1 << 20),
    records=cached,
    about="The position of the phone that the Uber app kept last. The time is UTC milliseconds.",
)
parser(
    "apps.uber.pick_up",
    title="Pick-up place in Uber, Android",
    variants=["JSON"],
    files=[f"{_FOLDERS}/*KEY_TARGET_LOCATION_SYNCED*"],
    read=lambda file: file.read(1 << 20),
    records=pick_up,
    about="The pick-up place set in the Uber app. It carries no time. A pin can be set anywhere: it is no position of "
    "the phone.",
)

_VALUES: Final = "*/com.ubercab/files/base-key-value-store/realtime-demo"
parser(
    "apps.uber.home",
    title="First screen of Uber, Android",
    variants=["UTF-16"],
    files=["*/com.ubercab/files/simplestore/*home_screen_layout_simple_store_key*"],
    read=lambda file: file.read(16 << 20),
    records=home_screen,
    about="The position for which the app fetched its first screen, with the time of it (UTC). Whether it was that of "
    "the phone or of a pin is not documented.",
)
parser(
    "apps.uber.suggested",
    title="Destinations suggested by Uber, Android",
    variants=["JSON"],
    files=["*/com.ubercab/files/base-key-value-store/ShortcutsCache_CACHED_SHORTCUTS_MAP_KEY"],
    read=lambda file: file.read(16 << 20),
    records=suggested,
    about="Destinations that the app suggested, and the position for which it did. Times are UTC milliseconds. A "
    "suggestion does not show that a ride was ordered, nor that the phone was there.",
)
parser(
    "apps.uber.city",
    title="Town in Uber, Android",
    variants=["JSON"],
    files=[f"{_VALUES}_KEY_CITY"],
    read=lambda file: file.read(16 << 20),
    records=city,
    about="The town whose rides the app fetched last. The time is UTC milliseconds.",
)
parser(
    "apps.uber.rider",
    title="Account in Uber, Android",
    variants=["JSON"],
    files=[f"{_VALUES}_KEY_RIDER"],
    read=lambda file: file.read(16 << 20),
    records=rider,
    about="The account of the passenger. The time is that of the last change, UTC milliseconds.",
)
parser(
    "apps.uber.messages",
    title="Towns in the messages of Uber, Android",
    variants=["ur_message.db"],
    files=["*/com.ubercab/databases/ur_message.db"],
    queries=[MESSAGES],
    functions={"told": told},
    about="Messages that the app had yet to send to its maker, with the town that each states. Times are UTC "
    "milliseconds. How the app knew the town is not documented: it is no position of the phone.",
)
