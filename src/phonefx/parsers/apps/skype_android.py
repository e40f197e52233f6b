"""Skype on Android: its three generations of stores."""

import json
import re
from typing import Any, Final

from phonefx.formats.htmltext import plain
from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Account, Attachment, Call, Contact, ContactPoint, Location, Message

TYPES: Final = {
    4: "conference", 10: "member added", 12: "member removed", 13: "member left", 30: "call began", 39: "call ended",
    50: "contact request", 51: "contact added", 53: "blocked", 60: "emote", 61: "text", 63: "contacts",
    64: "SMS", 67: "voicemail", 68: "file", 110: "birthday", 201: "picture", 202: "place", 253: "video",
    254: "video or card",
}  # fmt: skip
_OWN: Final = "(SELECT a.skypename FROM Accounts a ORDER BY a.id LIMIT 1)"
_WAY: Final = f"CASE WHEN {_OWN} IS NULL THEN NULL WHEN m.author = {_OWN} THEN 'outgoing' ELSE 'incoming' END"
_GROUP: Final = "(SELECT c.identity FROM Conversations c WHERE c.id = m.convo_id)"
MESSAGES = Query(
    Message,
    f"""
    SELECT m.id                     AS key,
           unix_any(coalesce(opt(nullif(m.timestamp__ms, 0)), m.timestamp)) AS time,
           unix_s(nullif(m.edited_timestamp, 0)) AS edited,
           {_WAY}                   AS direction,
           'Skype'                  AS service,
           code(m.type, TYPES)      AS content,
           CASE WHEN m.author <> {_OWN} THEN m.author ELSE coalesce(nullif(m.dialog_partner, ''), {_GROUP}) END AS
                                       counterpart,
           CASE WHEN m.author <> {_OWN} THEN m.from_dispname END AS counterpart_name,
           {_GROUP}                 AS thread,
           (SELECT c.displayname FROM Conversations c WHERE c.id = m.convo_id) AS thread_name,
           {_OWN}                   AS account,
           plain(m.body_xml)    AS body,
           hex(m.guid)              AS guid,
           extra(m.body_xml, m.chatmsg_type, m.edited_by, m.sending_status, m.identities, m.reason) AS extra
    FROM Messages m
    """,
    words={"TYPES": TYPES},
)
FILES = Query(
    Attachment,
    """
    SELECT t.id AS key, (SELECT m.id FROM Messages m WHERE m.guid = t.chatmsg_guid ORDER BY m.id LIMIT 1) AS owner,
           nullif(t.filepath, '') AS path, nullif(t.filename, '') AS name, CAST(t.filesize AS INTEGER) AS size,
           extra(t.type, t.partner_handle, t.status, t.failurereason, t.starttime, t.finishtime, t.bytestransferred)
           AS extra
    FROM Transfers t
    """,
    of=MESSAGES,
)
PLACES = Query(
    Location,
    f"""
    SELECT m.id AS key, unix_any(m.timestamp) AS time, xml_degrees(m.body_xml, 'latitude') AS latitude,
           xml_degrees(m.body_xml, 'longitude') AS longitude,
           CASE {_WAY} WHEN 'outgoing' THEN 'shared_by_owner' WHEN 'incoming' THEN 'shared_by_other' ELSE 'shared' END
           AS evidence_of, 'sent with a message' AS method, m.author AS whose, plain(m.body_xml) AS place
    FROM Messages m
    """,
    only="xml_degrees(m.body_xml, 'latitude') IS NOT NULL",
)
CALLS = Query(
    Call,
    """
    SELECT c.id AS key, unix_s(c.begin_timestamp) AS time,
           CASE c.is_incoming WHEN 1 THEN 'incoming' WHEN 0 THEN 'outgoing' END AS direction, 'Skype' AS service,
           CASE WHEN c.duration > 0 THEN 'connected' WHEN c.is_unseen_missed = 1 THEN 'missed' ELSE 'not connected' END
           AS outcome, c.duration AS duration_s,
           coalesce((SELECT v.identity FROM Conversations v WHERE v.id = c.conv_dbid), c.host_identity) AS counterpart,
           extra(c.name, c.is_conference, c.host_identity, c.active_members) AS extra
    FROM Calls c
    """,
)
CONTACTS = Query(
    Contact,
    """
    SELECT c.id AS key, coalesce(nullif(c.displayname, ''), nullif(c.fullname, ''), c.skypename) AS name,
           unix_s(nullif(opt(c.lastonline_timestamp), 0)) AS contacted, 'Skype' AS account,
           CASE c.isblocked WHEN 1 THEN 'blocked' ELSE 'contact' END AS role, c.skypename AS guid,
           extra(c.fullname, c.birthday, c.city, c.country, c.emails, c.about, c.given_displayname) AS extra
    FROM Contacts c
    """,
)
NUMBERS = Query(
    ContactPoint,
    """
    SELECT c.id AS key, c.id AS owner, 'phone' AS type, coalesce(nullif(c.phone_mobile, ''), nullif(c.phone_home, ''),
           c.phone_office) AS value
    FROM Contacts c
    """,
    of=CONTACTS,
    only="coalesce(c.phone_mobile, '') <> '' OR coalesce(c.phone_home, '') <> '' OR coalesce(c.phone_office, '') <> ''",
)
OWN = Query(
    Account,
    """
    SELECT a.id AS key, 'Skype' AS service, a.skypename AS identifier, a.fullname AS name,
           extra(a.liveid_membername, a.phone_mobile, a.emails) AS extra
    FROM Accounts a
    """,
)
LIVE = Query(
    Message,
    """
    SELECT m.rowid AS key, unix_ms(m.time) AS time,
           CASE m.is_sender_me WHEN 1 THEN 'outgoing' WHEN 0 THEN 'incoming' END AS direction, 'Skype' AS service,
           'type ' || m.message_type AS content,
           CASE m.is_sender_me WHEN 1 THEN m.conversation_link ELSE coalesce(m.person_id, m.conversation_link) END AS
           counterpart, m.conversation_link AS thread, plain(m.content) AS body,
           extra(m.message_type, m.person_id, m.device_gallery_path, m.content, m.duration) AS extra
    FROM chatItem m
    """,
)
NEWEST = Query(
    Message,
    """
    SELECT m.rowid AS key, unix_any(CAST(in_json(m.nsp_data, 'composetime', 'originalarrivaltime', '_serverMessages.0'
           ) AS INTEGER)) AS time,
           CASE in_json(m.nsp_data, '_isMyMessage') WHEN 1 THEN 'outgoing' WHEN 0 THEN 'incoming' END AS direction,
           'Skype' AS service, in_json(m.nsp_data, 'messagetype') AS content,
           CASE in_json(m.nsp_data, '_isMyMessage') WHEN 1 THEN in_json(m.nsp_data, 'conversationId') ELSE
           in_json(m.nsp_data, 'creator', 'from') END AS counterpart, in_json(m.nsp_data, 'conversationId') AS thread,
           plain(in_json(m.nsp_data, 'content')) AS body, in_json(m.nsp_data, 'cuid', 'id') AS guid,
           extra(m.nsp_data) AS extra
    FROM messagesv12 m
    """,
)
NEWEST_PLACES = Query(
    Location,
    """
    SELECT m.rowid AS key, unix_any(CAST(in_json(m.nsp_data, 'composetime', 'originalarrivaltime') AS INTEGER)) AS time,
           xml_degrees(in_json(m.nsp_data, 'content'), 'latitude') AS latitude,
           xml_degrees(in_json(m.nsp_data, 'content'), 'longitude') AS longitude,
           CASE in_json(m.nsp_data, '_isMyMessage') WHEN 1 THEN 'shared_by_owner' WHEN 0 THEN 'shared_by_other'
           ELSE 'shared' END AS evidence_of, 'sent with a message' AS method, in_json(m.nsp_data, 'creator') AS whose
    FROM messagesv12 m
    """,
    only="xml_degrees(in_json(m.nsp_data, 'content'), 'latitude') IS NOT NULL",
)
_LONGEST: Final = 1_000_000


def xml_degrees(text: str | None, name: str) -> float | None:
    """Give one coordinate of a place in a message: an attribute in millionths of a degree."""
    if not text or len(text) > _LONGEST or "<location" not in text:
        return None
    match = re.search(rf'<location\b[^<>]{{0,2000}}?\b{name}="(-?\d{{1,9}})"', text)
    return int(match[1]) / 1e6 if match else None


def in_json(text: str | None, *names: str) -> str | int | float | None:
    """Give the first of these members that a JSON object has with a plain value."""
    if not text or len(text) > _LONGEST or not text.lstrip().startswith("{"):
        return None
    stored: Any = json.loads(text)
    found = (stored[name] for name in names if isinstance(stored.get(name), (str, int, float)))
    value = next(found, None)
    return int(value) if isinstance(value, bool) else value


parser(
    "apps.skype.android",
    title="Skype messages, calls and contacts, Android",
    variants=["2017 to 2019", "to 2017", "since 2019"],
    files=[
        "*/com.skype.{raider,rover,m2}/files/*/main.db",
        "*/com.skype.{raider,rover,m2}/databases/{live,s4l}*.db",
    ],
    queries=[MESSAGES, FILES, PLACES, CALLS, CONTACTS, NUMBERS, OWN, LIVE, NEWEST, NEWEST_PLACES],
    functions={"plain": plain, "xml_degrees": xml_degrees, "in_json": in_json},
    about="Messages, calls and contacts of Skype: its store up to about 2017 (UTC seconds), the one of 2017 to 2019 "
    "and the one since (UTC milliseconds). The text is shown without its marks, which stay in the further values. A "
    "place was chosen by its sender.",
    tested={"android_apps_misc": 13},
)
