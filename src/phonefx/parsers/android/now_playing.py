"""Music that the phone recognised around it, and starts of apps that Device Personalization kept."""

from __future__ import annotations

from phonefx.formats.protobuf import Message as Protobuf
from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Event


def song(entry: bytes | None, what: str) -> str | None:
    """Give the `title` (field 9.3), `artist` (9.4), `album` (9.13) or `zone` (7) of an entry of the history."""
    message = Protobuf(entry) if isinstance(entry, bytes) else Protobuf(b"")
    if what == "zone":
        return message.text(7)
    return message.message(9).text({"title": 3, "artist": 4, "album": 13}[what])


def package(entry: bytes | None) -> str | None:
    """Give the package that an event of an app is about (field 1)."""
    return Protobuf(entry).text(1) if isinstance(entry, bytes) else None


SONGS = Query(
    Event,
    """
    SELECT h.rowid AS key, unix_ms(h.timestamp) AS time, 'music recognised around the phone' AS category,
           'Now Playing' AS app, song(h.history_entry, 'title') AS subject,
           song(h.history_entry, 'artist') AS detail,
           json_object('zone', song(h.history_entry, 'zone'), 'album', song(h.history_entry, 'album')) AS extra
    FROM recognition_history h
    """,
)
USES = Query(
    Event,
    """
    SELECT r.rowid AS key, unix_ms(r.timestamp) AS time,
           CASE WHEN r.id LIKE '%deleted_app%' THEN 'use of an app that was removed' ELSE 'use of an app' END AS
           category, package(r.proto) AS app, opt(r.generated_from) AS detail, extra(r.id) AS extra
    FROM reflection_event r
    """,
)

parser(
    "android.now_playing",
    title="Music recognised around the phone (Now Playing), Android",
    variants=["Now Playing"],
    files=["*/com.google.android.as{,.oss}/databases/history_db", "*/com.google.intelligence.sense/db/history_db"],
    queries=[SONGS],
    functions={"song": song},
    about="Music that a Pixel phone recognised near it, by itself, with the time zone it was set to. Times are UTC "
    "milliseconds. It says what was heard, not where or by whom it was played.",
)
parser(
    "android.reflection",
    title="Uses of apps noted by Device Personalization, Android",
    variants=["Device Personalization"],
    files=["*/com.google.android.as/databases/reflection_gel_events.db"],
    queries=[USES],
    functions={"package": package},
    about="Uses of apps that the home screen noted to suggest apps, also of apps removed since. Times are UTC "
    "milliseconds.",
)
