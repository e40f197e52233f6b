"""Signal on Android: messages, calls and people, where the database was decrypted or a backup could be opened."""

from typing import Final

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Attachment, Call, Contact, ContactPoint, Message

WAYS: Final = {20: "incoming", 21: "outgoing", 22: "outgoing", 23: "outgoing", 24: "outgoing", 25: "outgoing",
               26: "outgoing", 27: "draft"}  # fmt: skip
STATUS: Final = {20: "received", 21: "in the outbox", 22: "being sent", 23: "sent", 24: "failed",
                 25: "waiting to be sent otherwise", 26: "waiting to be sent otherwise",
                 27: "draft, not sent"}  # fmt: skip
CALL_TYPES: Final = {0: "Signal", 1: "Signal video", 3: "Signal group", 4: "Signal call link"}
CALL_WAYS: Final = {0: "incoming", 1: "outgoing"}
CALL_EVENTS: Final = {
    0: "ongoing", 1: "accepted", 2: "not accepted", 3: "missed", 4: "deleted from the list", 5: "group call",
    6: "joined", 7: "ringing", 8: "declined", 9: "outgoing ring", 10: "missed, notification profile",
}  # fmt: skip
_WORDS: Final = {"WAYS": WAYS, "STATUS": STATUS}
_NUMBER: Final = "coalesce(opt(nullif(r.e164, '')), opt(nullif(r.phone, '')), opt(r.aci), opt(r.uuid), r._id)"
_NAME: Final = """coalesce(opt(nullif(r.system_joined_name, '')), opt(nullif(r.system_display_name, '')),
           opt(nullif(r.profile_joined_name, '')), opt(nullif(r.signal_profile_name, '')))"""


def _messages(table: str, received: str, kind: str, other: str) -> str:
    return f"""
    SELECT m._id                            AS key,
           unix_ms(m.{received})            AS time,
           unix_ms(m.date_sent)             AS sent,
           code(m.{kind} & 31, WAYS)        AS direction,
           'Signal'                         AS service,
           code(m.{kind} & 31, STATUS)      AS status,
           CASE opt(m.remote_deleted) WHEN 1 THEN 'deleted for everyone' END AS content,
           CAST({_NUMBER} AS TEXT)          AS counterpart,
           {_NAME}                          AS counterpart_name,
           CAST(m.thread_id AS TEXT)        AS thread,
           m.body                           AS body,
           CAST(opt(nullif(m.quote_id, 0)) AS TEXT) AS reply_to,
           extra(m.{kind}, m.read, m.expires_in, m.expire_started, m.view_once, m.quote_body, m.server_guid) AS extra
    FROM {table} m LEFT JOIN recipient r ON r._id = {other}
    """


_OTHER: Final = "CASE m.type & 31 WHEN 20 THEN m.from_recipient_id ELSE m.to_recipient_id END"
MESSAGES = Query(
    Message,
    (
        _messages("message", "date_received", "type", _OTHER),
        _messages("message", "date_received", "type", "m.recipient_id"),
        _messages("mms", "date_received", "msg_box", "m.address"),
    ),
    words=_WORDS,
)
OLD_SMS = Query(
    Message,
    f"""
    SELECT m._id AS key, unix_ms(m.date) AS time, unix_ms(m.date_sent) AS sent, code(m.type & 31, WAYS) AS direction,
           'Signal' AS service, code(m.type & 31, STATUS) AS status,
           CAST(CASE WHEN r._id IS NULL THEN m.address ELSE {_NUMBER} END AS TEXT) AS counterpart,
           {_NAME} AS counterpart_name, CAST(m.thread_id AS TEXT) AS thread, m.body AS body,
           extra(m.type, m.read, m.expires_in) AS extra
    FROM sms m LEFT JOIN recipient r ON r._id = m.address
    """,
    words=_WORDS,
)


def _files(table: str, owner: str, mime: str) -> str:
    return f"""
    SELECT a._id AS key, a.{owner} AS owner,
           coalesce(opt((SELECT b.path FROM files_in_the_backup b WHERE b.kind = 'attachment' AND b.row = a._id)),
                    opt(a.data_file), opt(a._data)) AS path,
           opt(nullif(a.file_name, '')) AS name, a.{mime} AS mime, a.data_size AS size,
           extra(a.caption, a.voice_note, a.width, a.height, a.data_file, a._data) AS extra
    FROM {table} a
    """


ATTACHMENTS = Query(
    Attachment,
    (_files("attachment", "message_id", "content_type"), _files("part", "mid", "ct")),
    of=MESSAGES,
)
REACTIONS = Query(
    Message,
    f"""
    SELECT e._id AS key, unix_ms(e.date_sent) AS time, 'Signal' AS service, 'reaction' AS content,
           e.emoji AS reaction, CAST({_NUMBER} AS TEXT) AS counterpart, {_NAME} AS counterpart_name,
           CAST(e.message_id AS TEXT) AS reply_to
    FROM reaction e LEFT JOIN recipient r ON r._id = e.author_id
    """,
)
CALLS = Query(
    Call,
    f"""
    SELECT c._id AS key, unix_ms(c.timestamp) AS time, code(c.direction, CALL_WAYS) AS direction,
           code(c.event, CALL_EVENTS) AS outcome, code(c.type, CALL_TYPES) AS service,
           CAST({_NUMBER} AS TEXT) AS counterpart, {_NAME} AS counterpart_name, extra(c.call_id, c.message_id) AS extra
    FROM call c LEFT JOIN recipient r ON r._id = c.peer
    """,
    words={"CALL_WAYS": CALL_WAYS, "CALL_EVENTS": CALL_EVENTS, "CALL_TYPES": CALL_TYPES},
)
PEOPLE = Query(
    Contact,
    f"""
    SELECT r._id AS key, {_NAME} AS name, opt(nullif(r.username, '')) AS nickname, 'Signal' AS account,
           CASE WHEN opt(r.blocked) = 1 THEN 'blocked' WHEN opt(r.type) = 2 THEN 'group' ELSE 'known to Signal' END
           AS role, coalesce(opt(r.aci), opt(r.uuid)) AS guid, extra(r.pni, r.type, r.group_id, r.about) AS extra
    FROM recipient r
    """,
)
PICTURES = Query(
    Attachment,
    """
    SELECT f.rowid AS key, f.row AS owner, f.path AS path, 'picture of the person' AS name FROM files_in_the_backup f
    """,
    of=PEOPLE,
    skip={"f.kind <> 'avatar'": "named by its own row, or a sticker"},
)
NUMBERS = Query(
    ContactPoint,
    """
    SELECT r._id AS key, r._id AS owner, 'phone' AS type, coalesce(opt(nullif(r.e164, '')), opt(nullif(r.phone, '')))
           AS value
    FROM recipient r
    """,
    of=PEOPLE,
    only="coalesce(opt(nullif(r.e164, '')), opt(nullif(r.phone, ''))) IS NOT NULL",
)

parser(
    "apps.signal.android",
    title="Signal messages, calls and people, Android",
    variants=["2021", "2022", "2022 to 2023, one table", "2024", "a backup, with its files"],
    files=[
        "*/org.thoughtcrime.securesms/databases/signal{,_decrypted}.db",
        "*/signal-*.backup/signal.db",
    ],
    queries=[MESSAGES, OLD_SMS, ATTACHMENTS, REACTIONS, CALLS, PEOPLE, NUMBERS, PICTURES],
    sealed="Signal keeps this database encrypted (SQLCipher); its key is sealed by the keystore of the phone, so that "
    "only an acquisition that took the key can decrypt it. Put the decrypted database in its place to have it read; a "
    "backup of Signal (signal-….backup) is opened with the 30 digits that its owner was shown.",
    about="Messages, reactions, calls and people of Signal, from a database that the acquisition tool decrypted (an "
    "encrypted one is reported as such), and from its backups where their 30 digits were given. Times are UTC "
    "milliseconds: when the message came in, and the sender's time. Messages that vanish are gone from the "
    "table when their time is over. The files of a backup are taken out of it; those of a database stay encrypted.",
)
