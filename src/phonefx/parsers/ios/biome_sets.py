"""The sets of Biome: what the system keeps as known things, such as places, contacts and devices."""

from phonefx.parsers.ios.place_cache import readable
from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Event

ENTRIES = Query(
    Event,
    """
    SELECT c.rowid AS key, 'kept in a set of Biome' AS category, readable(c.content) AS detail,
           json_object('content_hash', opt(CASE typeof(c.content_hash) WHEN 'blob' THEN hex(c.content_hash)
               ELSE c.content_hash END)) AS extra
    FROM content c
    """,
)

parser(
    "ios.biome.sets",
    title="Sets of Biome, iOS",
    files=["*/{Biome,biome}/sets/*/Database/Set.db"],
    queries=[ENTRIES],
    functions={"readable": readable},
    about="What the system keeps as known: learned places, contacts, devices of Find My, installed apps, iOS 17 and "
    "later, as the texts of each entry; which set it is stands in the path. No layout is public, so no position is "
    "made of it. There is no time in it.",
)
