"""Find My: where tags, devices and friends were last reported."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO, Final

from phonefx.errors import Sealed
from phonefx.formats import plists
from phonefx.formats.textfiles import read_json
from phonefx.parsers.reading import whole
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Event, Location, Record, Skip
from phonefx.times import moment

OF = {"/FamilyMembers.data": "other_person", "/SafeLocations.data": "saved_place"}
"""What the positions of a file are evidence of, where they are not those of tags and devices."""
PLACES = {"location": "last report", "crowdSourcedLocation": "reported by a passing device"}

LOCKED: Final = "encrypted, the key is in the keychain"
SEALED: Final = "since iOS 17.5 by a key of the keychain, which the files do not hold; nothing of it is read"


def read(file: BinaryIO) -> Any:  # noqa: ANN401 - whatever the file holds
    """The JSON of a file; since iOS 17.5 it is a property list whose one content is encrypted."""
    content = whole(file)
    stored = plists.loads(content) if content[:6] == b"bplist" else read_json(BytesIO(content))
    if isinstance(stored, dict) and "encryptedData" in stored:
        raise Sealed("Find My", SEALED)
    return stored


def items(opened: Opened) -> Iterator[Record | Skip]:
    """Every item with its last positions; the phone itself stands among its devices."""
    for number, entry in enumerate(opened.content if isinstance(opened.content, list) else [opened.content]):
        if not isinstance(entry, dict):
            yield Skip(number, "no item")
            continue
        if isinstance(entry.get("encryptedData"), str):
            yield Skip(number, LOCKED)
            continue
        name = _text(entry.get("name"))
        yield _owned(number, name, entry)
        for field, method in PLACES.items():
            spot = entry.get(field)
            if isinstance(spot, dict) and isinstance(spot.get("latitude"), (int, float)):
                of = next((word for file, word in OF.items() if opened.path.endswith(file)), "remote_object")
                yield _place(f"{number}/{field}", name, (of, method), spot, entry)


def _text(value: Any) -> str | None:  # noqa: ANN401 - whatever the file holds
    return value if isinstance(value, str) else None


def _number(value: Any) -> float | None:  # noqa: ANN401
    return float(value) if isinstance(value, (int, float)) else None


def _owned(number: int, name: str | None, entry: dict[str, Any]) -> Event:
    kept = {key: value for key, value in entry.items() if isinstance(value, (str, int, float))}
    return Event(
        key=number, category="known to Find My", app="com.apple.findmy", subject=name,
        detail=_text(entry.get("deviceDisplayName")) or _text(entry.get("serialNumber")),
        extra=json.dumps(kept, ensure_ascii=False, sort_keys=True),
    )  # fmt: skip


def _place(
    key: str, name: str | None, of: tuple[str, str], spot: dict[str, Any], entry: dict[str, Any]
) -> Location:  # fmt: skip
    accuracy = _number(spot.get("horizontalAccuracy"))
    address = entry.get("address")
    shown = address.get("formattedAddressLines") if isinstance(address, dict) else None
    return Location(
        key=key, time=moment(_number(spot.get("timeStamp")), "unix_ms"), latitude=_number(spot.get("latitude")),
        longitude=_number(spot.get("longitude")), altitude_m=_number(spot.get("altitude")),
        accuracy_m=accuracy if accuracy is not None and accuracy >= 0 else None,
        evidence_of=of[0], method=f"Find My, {of[1]}", whose=name,
        place=", ".join(str(line) for line in shown) if isinstance(shown, list) else None,
        extra=json.dumps({key: spot.get(key) for key in ("positionType", "isOld", "isInaccurate")}),
    )  # fmt: skip


parser(
    "ios.findmy",
    title="Items and devices of Find My, iOS",
    files=["*/com.apple.findmy.fmipcore/{Items,Devices,FamilyMembers,SafeLocations}.data"],
    read=read,
    records=items,
    about="Tags, devices and family members as Find My last showed them, iOS 13 to 17.4 (encrypted later, which "
    "is said). A tag's position is that of the tag, reported by any passing device. Times are UTC milliseconds since "
    "1970.",
    variants=["iOS 16", "iOS 16, family", "iOS 16, safe"],
)
