"""Devices that used the phone's Personal Hotspot."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from phonefx.formats.textfiles import read_lines
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Network, Record, Skip
from phonefx.times import moment

HEX = re.compile(r"0x[0-9a-fA-F]{1,16}")


def leases(opened: Opened) -> Iterator[Record | Skip]:
    """One lease for each pair of braces."""
    entry: dict[str, str] | None = None
    start = 0
    for number, line in enumerate(opened.content, 1):
        text = line.strip()
        if text == "{":
            entry, start = {}, number
        elif text == "}" and entry is not None:
            yield _lease(start, entry)
            entry = None
        elif entry is not None and "=" in text:
            name, _, value = text.partition("=")
            entry[name] = value
        elif text:
            yield Skip(number, "a line of another form")
    if entry is not None:
        yield Skip(start, "an entry that does not end")


def _lease(key: int, entry: dict[str, str]) -> Record | Skip:
    address = entry.get("hw_address", "").rpartition(",")[2]
    if not address:
        return Skip(key, "no address in it")
    until = int(entry["lease"], 16) if HEX.fullmatch(entry.get("lease", "")) else None
    return Network(
        key=key, time=moment(until, "unix_s"), medium="wifi", name=entry.get("name"),
        address=":".join(octet.zfill(2) for octet in address.lower().split(":")),
        detail=f"had the address {entry.get('ip_address', 'not stored')} from this phone's hotspot; the lease ran out",
        extra=json.dumps(entry, sort_keys=True),
    )  # fmt: skip


parser(
    "ios.wifi.hotspot",
    title="Devices that used the hotspot, iOS",
    files=["*/db/dhcpd_leases*"],
    read=read_lines,
    records=leases,
    about="Devices that got an address from this phone's Personal Hotspot, with the name that each gave. The time is "
    "when the lease ran out, UTC seconds since 1970: the device was there before.",
)
