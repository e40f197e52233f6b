"""Snapchat on Android: messages, friends, saved memories with their places."""

from phonefx.formats.protobuf import Message as Protobuf
from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Contact, ContactPoint, Location, Media, Message

MESSAGES = Query(
    Message,
    """
    SELECT m.rowid AS key, unix_ms(m.creation_timestamp) AS time, unix_ms(opt(m.read_timestamp)) AS read,
           'Snapchat' AS service, CASE m.content_type WHEN 1 THEN 'text' ELSE 'type ' || m.content_type END AS content,
           CAST(m.sender_id AS TEXT) AS counterpart, m.client_conversation_id AS thread,
           CASE m.content_type WHEN 1 THEN snap_text(m.message_content) END AS body,
           CAST(m.client_message_id AS TEXT) AS guid, opt(m.message_state_type) AS status,
           extra(m.content_type, m.server_message_id, m.is_saved, m.is_viewed_by_user, m.created_on_device,
           m.message_content) AS extra
    FROM conversation_message m
    """,
)
OLD_MESSAGES = Query(
    Message,
    """
    SELECT m.rowid AS key, unix_ms(m.timestamp) AS time, 'Snapchat' AS service, m.type AS content,
           CAST(m.senderId AS TEXT) AS counterpart, CAST(opt(m.feedRowId) AS TEXT) AS thread,
           snap_old_text(m.content) AS body, extra(m.content, m.savedStates, m.seenTimestamp) AS extra
    FROM Message m
    """,
)
FRIENDS = Query(
    Contact,
    """
    SELECT f.rowid AS key, unix_ms(nullif(opt(f.addedTimestamp), 0)) AS created, nullif(f.displayName, '') AS name,
           f.username AS nickname, 'Snapchat' AS account, 'known to Snapchat' AS role, f.userId AS guid,
           extra(f.birthday, f.friendLinkType, f.score, f.streakLength) AS extra
    FROM Friend f
    """,
)
NUMBERS = Query(
    ContactPoint,
    """
    SELECT f.rowid AS key, f.rowid AS owner, 'phone' AS type, f.phone AS value FROM Friend f
    """,
    of=FRIENDS,
    needs="f.phone",
    only="coalesce(f.phone, '') <> ''",
)
MEMORIES = Query(
    Media,
    """
    SELECT s.rowid AS key, unix_ms(s.create_time) AS time, s.media_id AS name, opt(s.width) AS width,
           opt(s.height) AS height, 'com.snapchat.android' AS app,
           extra(s.memories_entry_id, s.time_zone_id, s.media_type, s.duration, s.has_location) AS extra
    FROM memories_snap s
    """,
)
PLACES = Query(
    Location,
    """
    SELECT s.rowid AS key, unix_ms(s.create_time) AS time, s.latitude AS latitude, s.longitude AS longitude,
           'media_capture' AS evidence_of, 'stored with a memory' AS method, s.media_id AS path
    FROM memories_snap s
    """,
    needs="s.latitude",
    only="coalesce(s.latitude, 0) <> 0 OR coalesce(s.longitude, 0) <> 0",
)


def snap_text(blob: bytes | None) -> str | None:
    """Give the text of a message: field path 4, 4, 2, 1."""
    return Protobuf(blob).message(4, 4, 2).text(1) if blob else None


def snap_old_text(blob: bytes | str | None) -> str | None:
    """Give the content of an older message where it is plain text."""
    if isinstance(blob, str) or blob is None:
        return blob
    text = bytes(memoryview(blob)).decode("utf-8", "replace")
    return text if text.isprintable() and "\N{REPLACEMENT CHARACTER}" not in text else None


parser(
    "apps.snapchat.android",
    title="Snapchat messages, friends and memories, Android",
    variants=["arroyo.db", "main.db", "memories.db"],
    files=["*/com.snapchat.android/databases/{arroyo,main,tcspahn,memories}.db"],
    queries=[MESSAGES, OLD_MESSAGES, FRIENDS, NUMBERS, MEMORIES, PLACES],
    functions={"snap_text": snap_text, "snap_old_text": snap_old_text},
    about="Messages, friends and saved memories of Snapchat. Times are UTC milliseconds. The sender is an id that the "
    "list of friends resolves; which one is the owner is not stored in these files, so the direction is left open. "
    "Messages vanish after they were seen: what is in the write-ahead log may be all that is left. The place of a "
    "memory is what was stored with the picture, which may have been imported.",
)
