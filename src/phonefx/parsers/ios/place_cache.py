"""Places that the map service of iOS looked up ahead for the system or an app."""

from __future__ import annotations

from phonefx.formats import protobuf
from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Event

MOST = 20


def readable(blob: bytes | None) -> str | None:
    """The texts of a message whose fields are not known, each once."""
    return "; ".join(protobuf.texts(blob, shortest=3, most=MOST)) or None if isinstance(blob, bytes) else None


LOOKUPS = Query(
    Event,
    """
    SELECT l.rowid AS key, cocoa_s(l.lastaccesstime) AS time, 'place looked up by the system or an app' AS category,
           'com.apple.geod' AS app, CAST(l.requestkey AS TEXT) AS subject, readable(p.pdplace) AS detail,
           extra(l.expiretime) AS extra
    FROM pdplacelookup l
    LEFT JOIN opt_table(pdplaces, pdplacehash, pdplace) p ON p.pdplacehash = l.pdplacehash
    """,
)

parser(
    "ios.maps.place_cache",
    title="Places looked up by the map service, iOS",
    files=["*/com.apple.geod/{PDPlaceCache,Vault/PDPlaceCache}.db"],
    queries=[LOOKUPS],
    functions={"readable": readable},
    about="Places that any app or the system asked the map service about, iOS 11 to 18, with the texts of each answer: "
    "neither a stay nor a search of the user, so no position is made of it. Times are UTC seconds since 2001, of the "
    "last access.",
)
