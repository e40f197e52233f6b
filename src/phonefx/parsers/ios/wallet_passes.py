"""Passes of Wallet: boarding passes, tickets, cards of shops, and the places they are meant for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from phonefx.formats.textfiles import read_json
from phonefx.parsers.registry import Opened, parser
from phonefx.parsers.values import number, stated
from phonefx.records import Event, Location, Record, Skip

STYLES = {
    "boardingPass": "boarding pass", "eventTicket": "ticket", "coupon": "coupon", "storeCard": "card of a shop",
    "generic": "pass",
}  # fmt: skip
FIELDS = ("headerFields", "primaryFields", "secondaryFields", "auxiliaryFields", "backFields")


def records(opened: Opened) -> Iterator[Record | Skip]:
    """The pass, then the places where the phone is to show it."""
    content = opened.content if isinstance(opened.content, dict) else {}
    style = next((name for name in STYLES if isinstance(content.get(name), dict)), None)
    if style is None and not isinstance(content.get("description"), str):
        yield Skip("pass", "no pass in it")
        return
    when = content.get("relevantDate")
    name = _text(content.get("organizationName"))
    yield Event(
        key="pass", time=stated(when) if isinstance(when, str) else None,
        category=f"{STYLES.get(style or '', 'pass')} (Wallet)", app="com.apple.Passbook", subject=name,
        detail=_text(content.get("description")),
        extra=json.dumps(_fields(content.get(style or "")), ensure_ascii=False),
    )  # fmt: skip
    places = content.get("locations")
    for at, place in enumerate(places if isinstance(places, list) else ()):
        spot = place if isinstance(place, dict) else {}
        latitude, longitude = number(spot.get("latitude")), number(spot.get("longitude"))
        if latitude is None or longitude is None:
            yield Skip(f"locations/{at}", "no position stored")
            continue
        yield Location(
            key=f"locations/{at}", latitude=latitude, longitude=longitude, evidence_of="coarse_context",
            method="place that a pass is meant for, set by who issued it",
            place=_text(spot.get("relevantText")) or name,
        )  # fmt: skip


def _text(value: Any) -> str | None:  # noqa: ANN401 - whatever the file holds
    return value if isinstance(value, str) and value else None


def _fields(style: Any) -> dict[str, str]:  # noqa: ANN401
    """What is printed on the pass: gate, seat, name of the passenger."""
    groups = [style.get(group) for group in FIELDS] if isinstance(style, dict) else []
    listed = [each for group in groups if isinstance(group, list) for each in group if isinstance(each, dict)]
    return {str(each.get("label") or each.get("key")): str(each.get("value")) for each in listed}


parser(
    "ios.wallet.passes",
    title="Passes of Wallet, iOS",
    files=["*/Passes/Cards/*.pkpass/pass.json"],
    read=read_json,
    records=records,
    about="Boarding passes, tickets and cards, iOS 6 to 18. The time is that for which the pass is meant, in UTC or "
    "with the offset it states; whether it was used is not in it. Its places are those of who issued it.",
)
