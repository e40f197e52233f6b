"""Positions that were sent as a card in Messages ("Send My Current Location")."""

from __future__ import annotations

import json
from collections.abc import Iterator

from phonefx.formats.maplink import SharedLocation, location_card
from phonefx.parsers.reading import whole
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Location, Record, Skip


def places(opened: Opened) -> Iterator[Record | Skip]:
    """The position of one card."""
    found = opened.content
    if not isinstance(found, SharedLocation):
        yield Skip("URL", "its link states no position")
        return
    yield Location(
        key="URL", latitude=found.latitude, longitude=found.longitude, evidence_of="shared",
        method="card in a message", place=found.name, path=opened.path, extra=json.dumps({"url": found.url}),
    )  # fmt: skip


parser(
    "ios.messages.cards",
    title="Positions sent as cards in Messages, iOS",
    files=["*/Library/SMS/Attachments/*.loc.vcf"],
    read=lambda file: location_card(whole(file).decode("utf-8", "replace")),
    records=places,
    about="Where a sender's phone said it was when the card was sent, iOS 7 to 18. The card states no time and no "
    "sender: both are those of the message whose file it is.",
)
