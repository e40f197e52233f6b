"""Wi-Fi networks that an iPhone knows, and where it was when it last joined their access points."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from phonefx.formats.plists import Date
from phonefx.parsers.reading import plist
from phonefx.parsers.registry import Opened, parser
from phonefx.records import DeviceFact, Location, Network, Record, Skip
from phonefx.times import Moment, moment

PREFIX = "wifi.network.ssid."
SYNCED = "Cloud Sync"
OCTETS = 6


def _at(value: Any) -> Moment | None:  # noqa: ANN401 - whatever a property list holds
    return moment(float(value), "cocoa_s") if isinstance(value, Date) else None


def address(value: Any) -> str | None:  # noqa: ANN401
    """A hardware address with each octet written in two digits, as iOS leaves zeros out."""
    if not isinstance(value, str):
        return None
    return ":".join(octet.zfill(2) for octet in value.lower().split(":")) if ":" in value else value


def _shown(entry: dict[str, Any]) -> str:
    plain = {name: float(value) if isinstance(value, Date) else value for name, value in entry.items()}
    kept = {name: value for name, value in plain.items() if isinstance(value, (str, int, float))}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def networks(opened: Opened) -> Iterator[Record | Skip]:
    """Every network, then every access point of it that the phone was joined to."""
    content = opened.content if isinstance(opened.content, dict) else {}
    for key, entry in content.items():
        if not isinstance(entry, dict):
            yield Skip(key, "no network")
            continue
        name = key.removeprefix(PREFIX)
        joined = [_at(entry.get(field)) for field in ("JoinedByUserAt", "JoinedBySystemAt")]
        known = [each for each in joined if each and each.us is not None]
        last = max(known, key=lambda each: each.us or 0, default=None)
        yield Network(
            key=key, time=last, first=_at(entry.get("AddedAt")), medium="wifi", name=name,
            detail=_text(entry.get("AddReason")), extra=_shown(entry),
        )  # fmt: skip
        points = entry.get("BSSList")
        for number, point in enumerate(points if isinstance(points, list) else ()):
            if isinstance(point, dict):
                yield from _access_point(f"{key}/BSSList/{number}", name, point, entry.get("AddReason") == SYNCED)


def _text(value: Any) -> str | None:  # noqa: ANN401
    return value if isinstance(value, str) else None


def _access_point(key: str, name: str, point: dict[str, Any], synced: bool) -> Iterator[Record]:
    yield Network(
        key=key, time=_at(point.get("LastAssociatedAt")), medium="wifi", name=name, address=address(point.get("BSSID")),
        detail="access point joined", extra=_shown(point),
    )  # fmt: skip
    latitude, longitude = point.get("LocationLatitude"), point.get("LocationLongitude")
    if isinstance(latitude, (int, float)) and isinstance(longitude, (int, float)):
        accuracy = point.get("LocationAccuracy")
        yield Location(
            key=key, time=_at(point.get("LocationTimestamp")), latitude=float(latitude), longitude=float(longitude),
            accuracy_m=float(accuracy) if isinstance(accuracy, (int, float)) else None,
            evidence_of="synced" if synced else "device_estimate",
            method="position noted with a joined access point", place=name,
            extra=_shown(point),
        )  # fmt: skip


parser(
    "ios.wifi.known",
    title="Known Wi-Fi networks, iOS",
    files=["*/com.apple.wifi.known-networks.plist"],
    read=plist,
    records=networks,
    about="Networks kept since iOS 14, each access point that the phone was joined to and, in some versions, where "
    "the phone was then. Times are UTC. A position belongs to its own time (LocationTimestamp), which may be "
    "hours from the last joining. Networks may come from another device of the account (`AddReason`): "
    "a position with one is then that of a device of the account.",
    tested={"ios15_ffs": 10, "ios16_belkactf6_ffs": 4, "ios_apps_plaso": 10},
    variants=["iOS 16", "iOS 16, own"],
)


def _own_address(entry: dict[str, Any]) -> str | None:
    """The address by which the phone was known in a network: a router's log has this one."""
    made = entry.get("PRIVATE_MAC_ADDRESS")
    used = made.get("PRIVATE_MAC_ADDRESS_IN_USE") if isinstance(made, dict) else None
    return _octets(used)


def _octets(value: Any) -> str | None:  # noqa: ANN401
    return value.hex(":") if isinstance(value, bytes) and len(value) == OCTETS else None


def listed(*lists: str) -> Any:  # noqa: ANN401 - a function for the registry
    """Make a function for the older files, which hold lists of networks."""

    def records(opened: Opened) -> Iterator[Record | Skip]:
        content = opened.content if isinstance(opened.content, dict) else {}
        for title in lists:
            found = content.get(title)
            for number, entry in enumerate(found if isinstance(found, list) else ()):
                if not isinstance(entry, dict):
                    yield Skip(f"{title}/{number}", "no network")
                    continue
                last = next((at for field in ("lastJoined", "lastAutoJoined") if (at := _at(entry.get(field)))), None)
                own = _own_address(entry)
                yield Network(
                    key=f"{title}/{number}", time=last, first=_at(entry.get("addedAt")), medium="wifi",
                    name=_text(entry.get("SSID_STR")), address=address(entry.get("BSSID")),
                    detail=f"{title}; the phone's own address for it is {own}" if own else title,
                    extra=_shown(entry),
                )  # fmt: skip

    return records


_networks = listed("List of known networks")


def settings(opened: Opened) -> Iterator[Record | Skip]:
    """The networks of older versions, then the phone's own address and the build of its system."""
    yield from _networks(opened)
    content = opened.content if isinstance(opened.content, dict) else {}
    hardware = _octets(content.get("hwMacAddressMacRandomisation"))
    if hardware:
        yield DeviceFact(key="hwMacAddressMacRandomisation", name="wifi address", value=hardware)
    build = _text(content.get("deviceSoftwareVer"))
    if build:
        yield DeviceFact(key="deviceSoftwareVer", time=_at(content.get("deviceUpdatedDate")), name="build", value=build)


parser(
    "ios.wifi.old",
    title="Wi-Fi settings, and networks known before iOS 14",
    files=["*/SystemConfiguration/com.apple.wifi.plist", "*/SystemConfiguration/com.apple.wifi-networks.plist.backup"],
    read=plist,
    records=settings,
    about="Networks that the phone had joined, iOS 4 to 13 (empty since); since iOS 14 the hardware address of Wi-Fi"
    " and the build, with when the settings last noted an update of it. Times are UTC.",
    tested={"ios15_ffs": 2},
    variants=["iOS 4 to 13", "iOS 14"],
)
parser(
    "ios.wifi.private",
    title="Wi-Fi networks seen with a private address, iOS",
    files=["*/SystemConfiguration/com.apple.wifi-private-mac-networks.plist"],
    read=plist,
    records=listed("List of scanned networks with private mac"),
    about="Networks for which the phone made an address of its own, joined or merely seen, iOS 14 and later, with that "
    "address: by it, not by the one of its hardware, a router knows the phone. Times are UTC.",
    tested={"ios15_ffs": 1, "ios16_belkactf6_ffs": 2},
)
