"""MapMyWalk, MapMyRun and their relatives on Android: positions of exercises, and the account."""

from typing import Final

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Account, Location

_APPS: Final = "*/com.mapmy{run,ride,walk,hike,fitness}{,plus}.android2/databases"

POINTS = Query(
    Location,
    """
    SELECT s.rowid AS key, unix_ms(s.timestamp) AS time, s.latitude AS latitude, s.longitude AS longitude,
           'synced' AS evidence_of, 'recorded track' AS method,
           extra(s.localId, s.distance, s.speed, s.timeOffset) AS extra
    FROM timeSeries s
    """,
    skip={"s.latitude IS NULL OR s.longitude IS NULL": "a value of an exercise without a position"},
)
USERS = Query(
    Account,
    """
    SELECT u.rowid AS key, unix_ms(opt(u.last_login)) AS time, 'MapMyFitness' AS service,
           coalesce(nullif(u.email, ''), u.username) AS identifier, opt(u.display_name) AS name,
           extra(u.id, u.username, u.timezone, u.date_joined, u.location_country) AS extra
    FROM user_entity u
    """,
)

parser(
    "apps.mapmy.android",
    title="Tracks in MapMyWalk, MapMyRun and relatives, Android",
    variants=["workout.db"],
    files=[f"{_APPS}/workout.db"],
    queries=[POINTS],
    about="Positions of exercises. Times are UTC milliseconds. Nothing says whether this phone recorded an exercise or "
    "another device of the account. Distance and speed are kept as stored, since their units are not documented. The "
    "layout is documented for MapMyWalk; its relatives are built of the same parts.",
)
parser(
    "apps.mapmy.account",
    title="Account of MapMyWalk, MapMyRun and relatives, Android",
    variants=["mmdk_user"],
    files=[f"{_APPS}/mmdk_user"],
    queries=[USERS],
    about="Users that the app knows: the owner of the account, and people whose profile it fetched. The time is that "
    "of the last login, UTC milliseconds.",
)
