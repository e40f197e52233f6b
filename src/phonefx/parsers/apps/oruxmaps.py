"""OruxMaps: tracks and waypoints."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Location

POINTS = Query(
    Location,
    """
    SELECT t._id AS key, unix_ms(t.trkpttime) AS time, t.trkptlat AS latitude, t.trkptlon AS longitude,
           opt(t.trkptalt) AS altitude_m, 'remote_object' AS evidence_of, 'track, recorded or imported' AS method,
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
    about="Tracks that OruxMaps recorded or imported, and waypoints. Times are UTC milliseconds. The table does not "
    "say which tracks are of someone else, so they state where some receiver was, as those of a GPX file do, and make "
    "no movement track of the phone.",
)
