"""GroupMe on Android: messages, their pictures, and places sent with them."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Attachment, Location, Message

MESSAGES = Query(
    Message,
    """
    SELECT m.rowid AS key, unix_s(m.created_at) AS time, unix_s(opt(m.deleted_at)) AS deleted, 'GroupMe' AS service,
           CASE m.is_system WHEN 1 THEN 'event of the group' ELSE 'message' END AS content,
           m.name AS counterpart_name, CAST(m.conversation_id AS TEXT) AS thread, opt(g.name) AS thread_name,
           m.message_text AS body,
           extra(m.sender_type, m.hidden, m.read, m.deletion_actor, m.user_id, m.sender_id, m.is_system) AS extra
    FROM messages m LEFT JOIN opt_table(groups, group_id, name) g ON g.group_id = m.conversation_id
    """,
)
PICTURES = Query(
    Attachment,
    """
    SELECT m.rowid AS key, m.rowid AS owner, coalesce(nullif(opt(m.photo_uri), ''), nullif(opt(m.photo_url), ''),
           nullif(opt(m.video_url), '')) AS path
    FROM messages m
    """,
    of=MESSAGES,
    needs="m.photo_url",
    only="coalesce(opt(m.photo_uri), '') || coalesce(m.photo_url, '') || coalesce(opt(m.video_url), '') <> ''",
)
PLACES = Query(
    Location,
    """
    SELECT m.rowid AS key, unix_s(m.created_at) AS time, CAST(m.location_lat AS REAL) AS latitude,
           CAST(m.location_lng AS REAL) AS longitude, 'shared' AS evidence_of, 'sent with a message' AS method,
           m.name AS whose, opt(nullif(m.location_name, '')) AS place
    FROM messages m
    """,
    needs="m.location_lat",
    only="CAST(m.location_lat AS REAL) <> 0 AND CAST(m.location_lng AS REAL) <> 0",
)

parser(
    "apps.groupme.android",
    title="GroupMe messages, Android",
    variants=["groupme.db"],
    files=["*/com.groupme.android/databases/groupme.db"],
    queries=[MESSAGES, PICTURES, PLACES],
    about="Messages of GroupMe with the name of the sender, also of the owner's own: which is the owner is not told. "
    "Times are UTC seconds. What a message that was deleted said is gone; the time of the deletion is kept.",
)
