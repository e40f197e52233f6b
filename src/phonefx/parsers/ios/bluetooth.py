"""Bluetooth devices that an iPhone was paired with, or merely saw."""

from __future__ import annotations

import json
from collections.abc import Iterator

from phonefx.parsers.query import Query
from phonefx.parsers.reading import plist
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Network, Record, Skip
from phonefx.times import moment

PAIRED = Query(
    Network,
    """
    SELECT d.rowid AS key, 'bluetooth' AS medium, d.Name AS name,
           coalesce(opt(d.ResolvedAddress), d.Address) AS address, 'paired, low energy' AS detail,
           extra(d.Uuid, d.Address, d.NameOrigin, d.LastSeenTime, d.LastConnectionTime) AS extra
    FROM PairedDevices d
    """,
)
OTHER = Query(
    Network,
    """
    SELECT d.rowid AS key, 'bluetooth' AS medium, d.Name AS name, d.Address AS address,
           'merely seen, low energy' AS detail, extra(d.Uuid, d.LastSeenTime) AS extra
    FROM OtherDevices d
    """,
)

parser(
    "ios.bluetooth.low_energy",
    title="Bluetooth Low Energy devices, iOS",
    files=["*/com.apple.MobileBluetooth.ledevices.{paired,other}.db"],
    queries=[PAIRED, OTHER],
    about="Devices that the phone was paired with, and others that it merely saw, iOS 11 to 18. There is no time "
    "in the timeline for them: the unit of the stored values is not established; they are kept as stored.",
    variants=["iOS 15", "iOS 15, other"],
)


def devices(opened: Opened) -> Iterator[Record | Skip]:
    """The classic devices, by address."""
    for address, entry in (opened.content if isinstance(opened.content, dict) else {}).items():
        if not isinstance(entry, dict):
            yield Skip(address, "no device")
            continue
        seen = entry.get("LastSeenTime")
        kept = {key: value for key, value in entry.items() if isinstance(value, (str, int, float))}
        yield Network(
            key=address, time=moment(seen, "unix_s") if isinstance(seen, (int, float)) else None, medium="bluetooth",
            name=next((entry[key] for key in ("UserNameKey", "Name") if isinstance(entry.get(key), str)), None),
            address=address, detail="paired", extra=json.dumps(kept, ensure_ascii=False, sort_keys=True),
        )  # fmt: skip


parser(
    "ios.bluetooth",
    title="Bluetooth devices, iOS",
    files=["*/com.apple.MobileBluetooth.devices.plist"],
    read=plist,
    records=devices,
    about="Cars, headsets and other devices that the phone was paired with. The time is when each was last seen, "
    "UTC seconds since 1970.",
)
