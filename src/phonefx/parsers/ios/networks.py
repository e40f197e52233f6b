"""Addresses that an iPhone got from Wi-Fi networks, and where it was when it saw access points (iOS 12 to 14)."""

from __future__ import annotations

import json
from collections.abc import Iterator

from phonefx.formats.plists import Date
from phonefx.parsers.query import Query
from phonefx.parsers.reading import plist
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Location, Network, Record, Skip
from phonefx.times import moment


def leases(opened: Opened) -> Iterator[Record | Skip]:
    """The last address of an interface."""
    content = opened.content if isinstance(opened.content, dict) else {}
    start, router = content.get("LeaseStartDate"), content.get("RouterHardwareAddress")
    if not isinstance(content.get("IPAddress"), str):
        yield Skip("IPAddress", "no address in it")
        return
    kept = {name: value for name, value in content.items() if isinstance(value, (str, int)) and name != "PacketData"}
    client = content.get("ClientIdentifier")
    if isinstance(client, bytes):
        kept["ClientIdentifier"] = client.hex(":")
    name = content.get("SSID")
    yield Network(
        key="IPAddress", time=moment(float(start), "cocoa_s") if isinstance(start, Date) else None, medium="wifi",
        name=name if isinstance(name, str) else None,
        address=router.hex(":") if isinstance(router, bytes) else None,
        detail=f"address {content['IPAddress']} from the router",
        extra=json.dumps(kept, ensure_ascii=False, sort_keys=True),
    )  # fmt: skip


parser(
    "ios.wifi.leases",
    title="Addresses from Wi-Fi networks (DHCP), iOS",
    files=["*/db/dhcpclient/leases/*"],
    read=plist,
    records=leases,
    about="The last address that each interface got, from which router and in which network; by `ClientIdentifier` (the"
    " kind of hardware, then the address) the router knew the phone. The time is when the lease began, UTC.",
    tested={"ios16_belkactf6_ffs": 1},
)

TAGS = Query(
    Location,
    """
    SELECT g.Z_PK AS key, cocoa_s(g.ZDATE) AS time, g.ZLATITUDE AS latitude, g.ZLONGITUDE AS longitude,
           'device_estimate' AS evidence_of, 'position noted with an access point' AS method, g.ZBSSID AS place,
           extra(g.ZHIGHERBANDNETWORK, g.ZLOWERBANDNETWORK, g.ZBSSID) AS extra
    FROM ZGEOTAG g
    """,
    skip={"coalesce(g.ZLATITUDE, 0) = 0 AND coalesce(g.ZLONGITUDE, 0) = 0": "no position stored"},
)
NAMES = Query(
    Network,
    """
    SELECT n.Z_PK AS key, 'wifi' AS medium, n.ZSSID AS name, 'known to the Wi-Fi statistics' AS detail
    FROM ZNETWORK n
    """,
)

parser(
    "ios.wifi.places",
    title="Access points and where they were seen, iOS",
    files=["*/WiFiNetworkStoreModel.sqlite"],
    queries=[TAGS, NAMES],
    about="Access points with where the phone was when it noted them, iOS 12 to 14; which network each belongs to "
    "is not read, as the relation is not established. Times are UTC seconds since 2001.",
)
