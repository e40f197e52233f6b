"""Statistics of network use, Android: which SIM cards and Wi-Fi networks were in use when, and what each app used."""

from collections.abc import Iterator
from typing import Final

from phonefx.formats import netstats
from phonefx.parsers.registry import Opened, parser
from phonefx.records import DeviceFact, Event, Network, Record, Skip
from phonefx.times import Moment, moment

TYPES: Final = {0: "mobile", 1: "wifi", 2: "mobile", 3: "mobile", 4: "mobile", 5: "mobile", 7: "bluetooth",
                9: "ethernet", 17: "VPN"}  # fmt: skip
"""Types of network by number; several old numbers stand for mobile networks."""
_MOBILE: Final = "mobile"


def _named(network: netstats.Identity) -> str:
    kind = TYPES.get(network.type, f"network of type {network.type}")
    named = network.subscriber or _unquoted(network.network) or ""
    return f"{kind} {named}".strip() + (", roaming" if network.roaming else "")


def _unquoted(name: str | None) -> str | None:
    return name[1:-1] if name and len(name) > 1 and name[0] == name[-1] == '"' else name


def used(opened: Opened) -> Iterator[Record | Skip]:
    """Yield what each app used of each network; then each SIM card and each Wi-Fi with its first and last use."""
    spans: dict[netstats.Identity, tuple[int, int, int]] = {}
    nothing = 0
    for use in opened.content.uses():
        if not use.stretches:
            nothing += 1
            continue
        for network in use.networks:
            first, last, where = spans.get(network, (use.first_ms, use.last_ms, use.offset))
            spans[network] = min(first, use.first_ms), max(last, use.last_ms), where
        yield Event(
            key=use.offset,
            time=moment(use.first_ms, "unix_ms"),
            end=moment(use.last_ms, "unix_ms"),
            category="network use by an app",
            app=f"user id {use.uid}" if use.uid >= 0 else None,
            subject="; ".join(_named(network) for network in use.networks) or None,
            detail=f"{use.received} bytes received, {use.sent} sent, in {use.stretches} stretches",
            extra=f"set {use.set}, tag {use.tag}",
        )
    if nothing:
        yield Skip("empty", f"{nothing} entries without any use")
    for network, (first, last, where) in spans.items():
        yield from _network(network, moment(first, "unix_ms"), moment(last, "unix_ms"), where)


def _network(network: netstats.Identity, first: Moment | None, last: Moment | None, where: int) -> Iterator[Record]:
    kind, name = TYPES.get(network.type), _unquoted(network.network)
    if kind == _MOBILE and network.subscriber:
        since = f"in use since {first.raw if first else None} (milliseconds) in these statistics"
        yield DeviceFact(key=where, time=last, name="imsi", value=network.subscriber, extra=since)
    elif kind == "wifi" and name:
        yield Network(key=where, time=last, first=first, medium="wifi", name=name)


parser(
    "android.network_use",
    title="Statistics of network use, Android",
    variants=["Android 13 and later", "Android 4 to 12"],
    files=[
        "*/data/system/netstats/{dev,xt,uid,uid_tag}.*",
        "*/apexdata/com.android.tethering/netstats/{dev,xt,uid,uid_tag}.*",
    ],
    read=netstats.read,
    records=used,
    about="Which mobile subscriber (IMSI) and, up to about Android 12, which named Wi-Fi network was in use, from when "
    "to when, and how many bytes went through by app. Times are UTC milliseconds, rounded to stretches of one or two "
    "hours: from the first stretch to the last one, not that there was use all the while. Apps stand by their user id, "
    "which the list of packages names; -1 is all of them together. Each file covers some days. Use of the network is "
    "mostly no act of the user.",
)
