"""Records of Find My that are encrypted: that they are there is a lead by itself."""

from __future__ import annotations

from collections.abc import Iterator

from phonefx.parsers.reading import plist
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Event, Record, Skip

KINDS = {
    "OwnedBeacons": "tag or device of the owner", "SharedBeacons": "tag shared with the owner",
    "BeaconNamingRecord": "name of a tag or device", "BeaconEstimatedLocation": "position of a tag or device",
    "WildModeAssociationRecord": "unknown tag that moved with the phone", "SafeLocations": "safe place",
    "KeyAlignmentRecords": "keys of a tag",
}  # fmt: skip


def records(opened: Opened) -> Iterator[Record | Skip]:
    """One record: its kind is its folder's name, its content is encrypted."""
    folders = opened.path.split("/")
    kind = next((name for name in folders if name in KINDS), folders[-2])
    yield Event(
        key="record", category="record of Find My (encrypted)", app="com.apple.findmy",
        subject=KINDS.get(kind, kind), detail=folders[-1].removesuffix(".record"),
    )  # fmt: skip
    yield Skip("content", "encrypted with a key of the keychain (BeaconStore), and not read")


parser(
    "ios.findmy.records",
    title="Encrypted records of Find My, iOS",
    files=["*/com.apple.icloud.searchpartyd/*.record"],
    read=plist,
    records=records,
    about="Tags and devices of the owner, positions, and unknown tags that moved with the phone, iOS 13 to 18. "
    "The content is encrypted with a key of the keychain and is not read; there is no time in what can be "
    "read.",
)
