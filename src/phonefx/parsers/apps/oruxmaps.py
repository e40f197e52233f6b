"""OruxMaps: recorded tracks and waypoints."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Location

POINTS = Query(
    Location,
    """
    SELECT t._id AS key, unix_ms(t.trkpttime) AS time, t.trkptlat AS latitude, t.trkptlon AS longitude,
           opt(t.trkptalt) AS altitude_m, 'device_fix' AS evidence_of, 'recorded track' AS method,
           extra(t.trkptseg, t.trkptsensor) AS extra
    FROM trackpoints t
    """,
)
WAYPOINTS = Query(
    Location,
    """
    SELECT p._id AS key, unix_ms(opt(p.poitime)) AS time, p.poilat AS latitude, p.poilon AS longitude,
           'saved_place' AS evidence_of, opt(p.poiname) AS place
    FROM pois p
    """,
)

parser(
    "apps.oruxmaps",
    title="Tracks in OruxMaps, Android",
    variants=["OruxMaps"],
    files=["*/oruxmaps/tracklogs/oruxmapstracks.db"],
    queries=[POINTS, WAYPOINTS],
    about="Tracks recorded by OruxMaps, and waypoints. Times are UTC milliseconds. A track can also have been "
    "imported from someone else; the table does not say.",
)
