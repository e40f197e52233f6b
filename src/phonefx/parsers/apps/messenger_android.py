"""Facebook Messenger on Android: the stores up to 2021 and since, and that of Messenger Lite."""

from typing import Final

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Attachment, Call, Contact, ContactPoint, Location, Message


def _json(column: str, path: str) -> str:
    return f"CASE WHEN json_valid({column}) THEN json_extract({column}, '{path}') END"


_FACEBOOK: Final = "*/com.facebook.{orca,katana}/databases"
_SENDER: Final = _json("m.sender", "$.user_key")
_OWN: Final = f"m.thread_key LIKE 'ONE_TO_ONE:%' AND m.thread_key LIKE '%:' || substr({_SENDER}, 10)"
_WAY: Final = f"""CASE WHEN {_OWN} THEN 'outgoing'
                WHEN m.thread_key LIKE 'ONE_TO_ONE:%' AND {_SENDER} IS NOT NULL THEN 'incoming' END"""
_OLD: Final = f"""
    SELECT m.rowid                      AS key,
           unix_ms(m.timestamp_ms)      AS time,
           unix_ms(opt(m.timestamp_sent_ms)) AS sent,
           {_WAY}                       AS direction,
           'Facebook Messenger'         AS service,
           CASE WHEN {_OWN} THEN substr(m.thread_key, 12, length(m.thread_key) - 11 - (length({_SENDER}) - 8))
                ELSE substr({_SENDER}, 10) END AS counterpart,
           CASE WHEN {_OWN} THEN NULL ELSE {_json("m.sender", "$.name")} END AS counterpart_name,
           m.thread_key                 AS thread,
           m.text                       AS body,
           m.msg_id                     AS guid,
           extra(m.msg_type, m.shares, m.sender, m.generic_admin_message_extensible_data, m.admin_text_type) AS extra
    FROM messages m
    """
_NEW: Final = """
    SELECT m.rowid AS key, unix_ms(m.timestamp_ms) AS time, 'Facebook Messenger' AS service,
           CASE m.is_admin_message WHEN 1 THEN 'notice of the service' END AS content,
           CAST(m.sender_id AS TEXT) AS counterpart,
           (SELECT c.name FROM opt_table(contacts, id, name) c WHERE c.id = m.sender_id) AS counterpart_name,
           CAST(m.thread_key AS TEXT) AS thread, m.text AS body, m.message_id AS guid,
           extra(m.is_unsent, m.reply_source_id, m.display_timestamp_ms) AS extra
    FROM messages m
    """
_LITE: Final = """
    SELECT m.rowid AS key, unix_ms(m.timestamp) AS time, 'Facebook Messenger' AS service,
           CAST(m.user_id AS TEXT) AS counterpart, opt(CAST(m.thread_key AS TEXT)) AS thread, m.snippet AS body,
           extra(m.message_id) AS extra
    FROM messages m
    """
MESSAGES = Query(Message, (_OLD, _NEW, _LITE), skip={"opt(m.msg_type) = -1": "the app's own placeholder"})
FILES = Query(
    Attachment,
    """
    SELECT m.rowid AS key, m.rowid AS owner, 'JSON list of attachments' AS name, m.attachments AS text
    FROM messages m
    """,
    of=MESSAGES,
    needs="m.attachments",
    only="coalesce(m.attachments, '') NOT IN ('', '[]')",
)
NEW_FILES = Query(
    Attachment,
    """
    SELECT a.rowid AS key, m.first AS owner, opt(nullif(a.filename, '')) AS name, opt(a.playable_url_mime_type) AS mime,
           opt(a.filesize) AS size, extra(a.playable_url, a.preview_url, a.title_text, a.attachment_type) AS extra
    FROM attachments a
    LEFT JOIN (SELECT message_id, min(rowid) AS first FROM messages GROUP BY message_id) m
              ON m.message_id = a.message_id
    """,
    of=MESSAGES,
)
PLACES = Query(
    Location,
    f"""
    SELECT m.rowid AS key, unix_ms(m.timestamp_ms) AS time, {_json("m.coordinates", "$.latitude")} AS latitude,
           {_json("m.coordinates", "$.longitude")} AS longitude, {_json("m.coordinates", "$.accuracy")} AS accuracy_m,
           CASE {_WAY} WHEN 'outgoing' THEN 'shared_by_owner' WHEN 'incoming' THEN 'shared_by_other' ELSE 'shared' END
           AS evidence_of, 'sent with a message' AS method, {_SENDER} AS whose
    FROM messages m
    """,
    needs="m.coordinates",
    only="CASE WHEN json_valid(m.coordinates) THEN json_extract(m.coordinates, '$.latitude') END IS NOT NULL",
)
_ADMIN: Final = "m.generic_admin_message_extensible_data"
CALLS = Query(
    Call,
    f"""
    SELECT m.rowid AS key, unix_ms(m.timestamp_ms - 1000 * coalesce({_json(_ADMIN, "$.call_duration")}, 0)) AS time,
           {_json(_ADMIN, "$.call_duration")} AS duration_s,
           CASE {_json(_ADMIN, "$.video")} WHEN 1 THEN 'Facebook Messenger video' ELSE 'Facebook Messenger' END AS
           service, {_json(_ADMIN, "$.caller_id")} AS counterpart, extra(m.thread_key, m.timestamp_ms) AS extra
    FROM messages m
    """,
    needs=_ADMIN,
    only=f"CASE WHEN json_valid({_ADMIN}) THEN json_extract({_ADMIN}, '$.caller_id') END IS NOT NULL",
)
CALL_LOG = Query(
    Call,
    """
    SELECT c.rowid AS key, unix_ms(c.call_timestamp_ms) AS time, code(c.call_direction, WAYS) AS direction,
           CASE c.call_media_type WHEN 2 THEN 'Facebook Messenger video' ELSE 'Facebook Messenger' END AS service,
           c.call_duration AS duration_s, extra(c.call_media_type, c.thread_key, c.participant_id) AS extra
    FROM call_log c
    """,
    words={"WAYS": {1: "outgoing", 2: "incoming"}},
)
REACTIONS = Query(
    Message,
    """
    SELECT r.rowid AS key, 'reaction' AS content, 'Facebook Messenger' AS service, r.reaction AS reaction,
           r.user_key AS counterpart, r.msg_id AS reply_to, unix_ms(opt(r.reaction_timestamp)) AS time
    FROM message_reactions r
    """,
)
NEW_REACTIONS = Query(
    Message,
    """
    SELECT r.rowid AS key, 'reaction' AS content, 'Facebook Messenger' AS service, r.reaction AS reaction,
           CAST(r.actor_id AS TEXT) AS counterpart, r.message_id AS reply_to,
           unix_ms(opt(r.reaction_creation_timestamp_ms)) AS time
    FROM reactions r
    """,
)
PEOPLE = Query(
    Contact,
    """
    SELECT c.id AS key, c.name AS name, opt(nullif(c.username, '')) AS nickname, 'Facebook' AS account,
           'known to Facebook Messenger' AS role, CAST(c.id AS TEXT) AS guid, extra(c.friendship_status) AS extra
    FROM contacts c
    """,
)
NUMBERS = Query(
    ContactPoint,
    """
    SELECT c.id AS key, c.id AS owner, 'phone' AS type, c.phone_number AS value FROM contacts c
    """,
    of=PEOPLE,
    needs="c.phone_number",
    only="coalesce(c.phone_number, '') <> ''",
)
USERS = Query(
    Contact,
    """
    SELECT u.rowid AS key, u.name AS name, opt(nullif(u.username, '')) AS nickname, 'Facebook' AS account,
           'known to Facebook Messenger' AS role, u.user_key AS guid
    FROM thread_users u
    """,
)

parser(
    "apps.messenger.android",
    title="Facebook Messenger, Android",
    variants=["Lite", "since 2021", "to 2021"],
    files=[f"{_FACEBOOK}/threads_db2", f"{_FACEBOOK}/msys_database_*", "*/com.facebook.mlite/databases/core.db"],
    queries=[MESSAGES, FILES, NEW_FILES, PLACES, CALLS, CALL_LOG, REACTIONS, NEW_REACTIONS, PEOPLE, NUMBERS, USERS],
    about="Messages, calls and people of Facebook Messenger and Messenger Lite. Times are UTC milliseconds. In the "
    "store up to 2021 the key of a conversation of two ends with the own id, which tells the direction; the store "
    "since then names the sender alone (the own id is in the file's name). The time of an older call is that of its "
    "message less the duration. Conversations that are encrypted end to end are kept elsewhere, encrypted. Messenger "
    "and Facebook may hold the same messages twice.",
)
