"""MeteoSwiss: places whose weather was looked at, and positions kept when the app was opened."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Location

PLACES = Query(
    Location,
    """
    SELECT i.rowid AS key, unix_ms(i.timestamp) AS time, opt(nullif(i.lat, 0)) AS latitude,
           opt(nullif(i.lon, 0)) AS longitude, 'coarse_context' AS evidence_of,
           'weather of a place was looked at; what a position beside it is of is not documented' AS method,
           'Swiss postal code ' || CASE length(i.plz) WHEN 6 THEN substr(i.plz, 1, 4) ELSE i.plz END AS place,
           extra(i.plz) AS extra
    FROM plz_interaction i
    """,
)
OPENINGS = Query(
    Location,
    """
    SELECT o.rowid AS key, unix_ms(o.timestamp) AS time, o.lat AS latitude, o.lon AS longitude,
           'coarse_context' AS evidence_of, 'kept when the app was opened; what it is a position of is not documented'
           AS method
    FROM app_open o
    """,
)

parser(
    "apps.meteoswiss",
    title="Places in MeteoSwiss",
    variants=["Android", "iOS"],
    files=[
        "*/ch.admin.meteoswiss/databases/favorites_prediction_db.sqlite",
        "*/Library/Application Support/databases/favorites_prediction_db.sqlite",
    ],
    queries=[PLACES, OPENINGS],
    about="Places, by postal code, whose weather was looked at, and openings of the app. Times are UTC milliseconds. A "
    "code of six digits is the postal code with two more digits. What the positions are of is not documented: "
    "none is taken for a position of the phone.",
)
