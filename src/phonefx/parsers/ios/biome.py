"""Biome: the streams in which iOS 15 and later keep the use of the phone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from phonefx.formats import segb
from phonefx.formats.protobuf import Message, texts
from phonefx.parsers.ios.biome_streams import DECODERS, WORDS, Seen
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Event, Location, Record, Skip, Visit
from phonefx.times import moment

MAX_TEXTS = 40


def stream_of(path: str) -> tuple[str, str | None]:
    """The name of a stream and, where the file came from another device, that device's identifier."""
    parts = path.split("/")
    place = next((at for at in range(len(parts) - 1, 0, -1) if parts[at] in ("local", "remote")), 1)
    device = parts[place + 1] if parts[place] == "remote" and len(parts) > place + 2 else None
    return parts[place - 1], device


def records(opened: Opened) -> Iterator[Record | Skip]:
    """One event for each record of a stream, decoded where its fields are known."""
    stream, device = stream_of(opened.path)
    decode: Callable[[Message], Seen] = DECODERS.get("_DKEvent" if stream.startswith("_DKEvent.") else stream, _unknown)
    for each in opened.content.records():
        if not each.payload.strip(b"\0"):
            yield Skip(each.offset, f"no content ({each.state_name})")
            continue
        if not each.crc_ok and each.state_name == "written":
            yield Skip(each.offset, "its content is not the one that was written (checksum)")
            continue
        seen = decode(Message(each.payload))
        state = "live" if each.state_name == "written" else "recently_deleted"
        yield from _items(each, seen, stream, device, state)


def _items(each: segb.Record, seen: Seen, stream: str, device: str | None, state: str) -> Iterator[Record]:
    written = moment(each.time, "cocoa_s")
    noted: dict[str, Any] = {"stream": stream, "written": each.time, "state": each.state_name, **seen.more}
    if device:
        noted["from another device"] = device
    extra = json.dumps({key: value for key, value in noted.items() if value is not None}, ensure_ascii=False)
    if seen.latitude is not None and seen.evidence:
        yield Location(
            key=each.offset, state=state, time=seen.time or written, latitude=seen.latitude, longitude=seen.longitude,
            evidence_of=seen.evidence, method=f"{seen.category} {seen.app or ''} (Biome)", place=seen.detail,
            extra=extra,
        )  # fmt: skip
        return
    if seen.latitude is not None:
        yield Visit(
            key=each.offset, state=state, time=seen.time, departed=seen.end, latitude=seen.latitude,
            longitude=seen.longitude, accuracy_m=seen.accuracy, place=seen.detail,
            evidence_of="synced" if device else "device_inferred", extra=extra,
        )  # fmt: skip
        return
    told = seen.known and (seen.app or seen.subject or seen.detail)  # another layout is shown as it is
    unknown = texts(each.payload, shortest=2, most=MAX_TEXTS) if not told else []
    detail = seen.detail if told else "; ".join(unknown) or _numbers(each.payload)
    yield Event(
        key=each.offset, state=state, time=seen.time or written, end=seen.end,
        category=seen.category or WORDS.get(stream, stream), app=seen.app, subject=seen.subject, detail=detail,
        extra=extra,
    )  # fmt: skip


def _unknown(_: Message) -> Seen:
    return Seen(known=False)


def _numbers(payload: bytes) -> str | None:
    """The numbers of a record without texts, by their fields: `1 = 1` mostly says that a state began."""
    message = Message(payload)
    found = [f"{number} = {value}" for number in message if (value := message.integer(number)) is not None]
    return "; ".join(found[:MAX_TEXTS]) or None


parser(
    "ios.biome",
    title="Streams of Biome, iOS",
    files=[
        "*/{Biome,biome}/streams/*/local/{6,7,8}*",
        "*/{Biome,biome}/streams/*/local/tombstone/{6,7,8}*",
        "*/{Biome,biome}/streams/*/remote/*/{6,7,8}*",
    ],
    read=segb.open_segb,
    records=records,
    about="Apps in focus, messages, notifications, connections, stays and much else of about four weeks, iOS 15 to "
    "18. Streams with known fields are decoded, of others the texts are shown. Where a record states no time "
    "of its own, the time is when it was written, which may be long after and the same for many. Times are "
    "UTC.",
    variants=[
        "iOS 15, dk", "iOS 16, bluetooth", "iOS 16, boot", "iOS 16, install", "iOS 16, keybag", "iOS 16, zone",
        "iOS 17, in focus", "iOS 17, place in app", "iOS 17, safari", "iOS 17, semantic",
    ],
)  # fmt: skip
