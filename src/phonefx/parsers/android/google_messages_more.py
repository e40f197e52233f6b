"""What Google Messages keeps beside messages: receipts, waiting ones, attempts with countries, its contacts."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Contact, ContactPoint, Event, Message

_APP = "'com.google.android.apps.messaging' AS app"
_PARTY = """(SELECT coalesce(nullif(o.normalized_destination, ''), o.send_destination)
            FROM opt_table(participants, _id, normalized_destination, send_destination) o
            WHERE o._id = {}.participant_id)
         AS subject"""

READ = Query(
    Event,
    f"""
    SELECT r._id AS key, unix_ms(nullif(r.read_time, 0)) AS time, 'message read by its receiver' AS category, {_APP},
           {_PARTY.format("r")}, 'message ' || r.message_id AS detail, extra(r.receive_time, r.ftd_time) AS extra
    FROM read_reports r
    """,
)
WAITING = Query(
    Message,
    """
    SELECT w.rowid AS key, unix_ms(w.received_timestamp) AS time, unix_ms(w.sent_timestamp) AS sent,
           'incoming' AS direction, 'received, not yet taken into a conversation' AS status, 'RCS' AS service,
           w.content_type AS content, w.remote_user_id AS counterpart, nullif(w.sip_alias, '') AS counterpart_name,
           w.conversation_id AS thread, w.self_identity AS account, w.raw_text AS body, w.rcs_message_id AS guid,
           extra(w.is_group, w.conference_uri, w.message_status, w.spam_verdict, w.remote_instance) AS extra
    FROM pending_incoming_message_rcs_table w
    """,
)
ATTEMPTS = Query(
    Event,
    f"""
    SELECT a.rowid AS key, unix_ms(a.timestamp) AS time, 'sending or receiving of a message tried' AS category, {_APP},
           'message ' || a.message_id AS subject,
           nullif('country of the network: ' || nullif(a.current_sim_network_country, ''), '') AS detail,
           extra(a.message_sending_attempt, a.message_protocol, a.current_sim_country, a.current_sim_carrier_country,
           a.settings_country, a.locale_country, a.default_sms_sim_network_country) AS extra
    FROM message_send_receive_attempt a
    """,
)
PARTIES = Query(
    Event,
    f"""
    SELECT p._id AS key, unix_ms(p.operation_datetime) AS time,
           'member of a conversation changed or removed' AS category, {_APP}, {_PARTY.format("p")},
           'conversation ' || p.conversation_id AS detail,
           extra(p.operation_type, p.participant_id, p.rcs_group_join_status) AS extra
    FROM conversation_participants_audit_log p
    """,
)
ASKED = Query(
    Event,
    f"""
    SELECT c.rowid AS key, unix_ms(c.last_refresh_timestamp) AS time, 'number looked up for RCS' AS category, {_APP},
           c.msisdn AS subject
    FROM rcs_remote_capabilities_cache c
    """,
)
KNOWN = Query(
    Contact,
    """
    SELECT c.rowid AS key, unix_ms(c.last_updated_timestamp) AS time, c.display_name AS name,
           'copy kept by Google Messages' AS role, c.contact_id AS guid,
           extra(c.lookup_key, c.given_name, c.family_name, c.birthday, c.anniversary, c.display_destination) AS extra
    FROM contacts c
    """,
)
NUMBERS = Query(
    ContactPoint,
    """
    SELECT c.rowid AS key, c.rowid AS owner, 'phone' AS type, c.phone_number AS value FROM contacts c
    """,
    of=KNOWN,
)

parser(
    "android.google_messages.more",
    title="Receipts, attempts and contacts of Google Messages",
    variants=["Google Messages of 2024"],
    files=["*/com.google.android.apps.messaging/databases/bugle_db"],
    queries=[READ, WAITING, ATTEMPTS, PARTIES, ASKED, KNOWN, NUMBERS],
    about="When others read a message, RCS messages that were received and not yet shown, the country of the mobile "
    "network at each attempt to send or receive (where the phone's network was, by its own code, not a position), "
    "members that changed, numbers that the app looked up for RCS (a lookup is no contact), and a copy of the contacts "
    "that may outlive them. Times are UTC milliseconds. The codes of operations are shown as they are.",
)
