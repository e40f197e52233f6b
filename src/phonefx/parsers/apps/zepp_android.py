"""Zepp and Zepp Life (Mi Fit, Amazfit) on Android: exercises and their tracks."""

from __future__ import annotations

import json
import re
from itertools import takewhile
from typing import Final

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Event, Location

_NUMBERS: Final = re.compile(r"-?\d{1,12}(,-?\d{1,12})*")
_NO_HEIGHT: Final = -2_000_000


def _numbers(text: str | None) -> list[list[int]]:
    """The numbers of a list `1,2;3,4`, up to the first part that is none."""
    parts = text.split(";") if isinstance(text, str) else []
    return [[int(each) for each in part.split(",")] for part in takewhile(_NUMBERS.fullmatch, parts)]


def points(positions: str | None, times: str | None, heights: str | None) -> str:
    """Give the points of a track as a JSON list of [latitude, longitude, seconds after its start, metres].

    Args:
        positions: `latitude,longitude;...` in hundred-millionths of a degree, each but the first as the difference to
            the one before.
        times: seconds since the point before, `;` between them.
        heights: centimetres, `;` between them.
    """
    found: list[list[float | None]] = []
    seconds, metres = _numbers(times), _numbers(heights)
    latitude = longitude = elapsed = 0
    for at, pair in enumerate(_numbers(positions)):
        if len(pair) != 2:
            break
        latitude, longitude = latitude + pair[0], longitude + pair[1]
        elapsed += seconds[at][0] if at < len(seconds) else 0
        height = metres[at][0] / 100 if at < len(metres) and metres[at][0] != _NO_HEIGHT else None
        found.append([latitude / 1e8, longitude / 1e8, elapsed if at < len(seconds) else None, height])
    return json.dumps(found)


EXERCISES = Query(
    Event,
    """
    SELECT r.rowid AS key, unix_s(r.TRACKID) AS time, unix_s(opt(r.ENDTIME)) AS end, 'exercise recorded' AS category,
           'Zepp' AS app, 'type ' || opt(r.TYPE) AS subject, opt(r.DISTANCE) || ' m' AS detail,
           extra(r.TRACKID, r.COSTTIME, r.SOURCE, r.CAL) AS extra
    FROM TRACKRECORD r
    """,
)
POINTS = Query(
    Location,
    """
    SELECT d.rowid AS key, unix_s(d.TRACKID + json_extract(p.value, '$[2]')) AS time,
           json_extract(p.value, '$[0]') AS latitude, json_extract(p.value, '$[1]') AS longitude,
           json_extract(p.value, '$[3]') AS altitude_m, 'synced' AS evidence_of,
           'point ' || (p.key + 1) || ' of a recorded track' AS method, extra(d.TRACKID, d.TYPE) AS extra
    FROM TRACKDATA d JOIN json_each(points(d.BULKLL, d.BULKTIME, d.BULKAL)) p
    """,
    unfolds=True,
)

parser(
    "apps.zepp.android",
    title="Exercises and tracks in Zepp and Zepp Life (Mi Fit), Android",
    variants=["origin_db"],
    files=["*/com.{xiaomi.hm.health,huami.watch.hmwatchmanager}/databases/origin_db{,_*}"],
    queries=[EXERCISES, POINTS],
    functions={"points": points},
    about="Exercises of the account, each position of a track with its own time and height. Times are UTC seconds: an "
    "exercise is numbered by its start, and points tell the seconds since the one before. A watch or the phone "
    "recorded them; which, the store does not say. The layout is documented for Zepp Life (Mi Fit); the "
    "database of Zepp has the same name. Heart rates, steps and sleep are not read.",
)
