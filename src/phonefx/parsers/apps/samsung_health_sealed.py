"""Samsung Health's own database, where it was decrypted: exercises and their tracks."""

import json
import zlib
from typing import Any, Final

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Event, Location

_MOST: Final = 64 << 20
_OF: Final = "com_samsung_health_exercise_"


def track(blob: bytes | None) -> str:
    """Give the points of an exercise, stored as deflated JSON, as a JSON list; empty where there is none."""
    data = blob or b""
    if data[:2] == b"\x1f\x8b":
        data = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(data, _MOST)
    elif data[:1] == b"\x78":
        data = zlib.decompressobj().decompress(data, _MOST)
    points: Any = json.loads(data) if data else []
    found = [each for each in points if isinstance(each, dict)] if isinstance(points, list) else []
    return json.dumps([each for each in found if "latitude" in each and "longitude" in each])


EXERCISES = Query(
    Event,
    f"""
    SELECT e.rowid AS key, unix_ms(e.{_OF}start__time) AS time, unix_ms(opt(e.{_OF}end__time)) AS end,
           'exercise recorded' AS category, 'Samsung Health' AS app,
           'exercise of type ' || opt(e.{_OF}exercise__type) AS subject, opt(e.{_OF}distance) || ' m' AS detail,
           extra(e.{_OF}time__offset, e.{_OF}duration, e.{_OF}deviceuuid) AS extra
    FROM com_samsung_health_exercise e
    """,
)
TRACKS = Query(
    Location,
    f"""
    SELECT e.rowid AS key, unix_ms(json_extract(p.value, '$.start_time')) AS time,
           json_extract(p.value, '$.latitude') AS latitude, json_extract(p.value, '$.longitude') AS longitude,
           json_extract(p.value, '$.altitude') AS altitude_m, json_extract(p.value, '$.accuracy') AS accuracy_m,
           'device_estimate' AS evidence_of,
           'recorded exercise; it is not told whether by the phone or a watch' AS method
    FROM com_samsung_health_exercise e JOIN json_each(track(e.{_OF}location__data)) p
    """,
    unfolds=True,
)

parser(
    "apps.samsung_health.sealed",
    title="Exercises in the database of Samsung Health, decrypted",
    variants=["decrypted"],
    files=["*/com.sec.android.app.shealth/databases/SecureHealthData{,_decrypted,.decrypted}.db"],
    queries=[EXERCISES, TRACKS],
    functions={"track": track},
    sealed="Samsung Health keeps this database encrypted (SQLCipher); its key is sealed by the keystore of the phone, "
    "so that only an acquisition that took the key can decrypt it. Put the decrypted database in its place to have it "
    "read.",
    about="Exercises and their tracks, from a database that the acquisition tool decrypted; an encrypted one is "
    "reported as such. Times are UTC milliseconds. A watch may have recorded them. The names of the columns follow "
    "public research; real files were not seen.",
)
