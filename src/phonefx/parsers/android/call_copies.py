"""Further stores of calls on Android: Samsung's unified log, the Google Phone app, shared positions of calls."""

from typing import Final

from phonefx.parsers.android.calls import DIRECTIONS, OUTCOMES
from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Call, Contact, ContactPoint, Location, Message

_WORDS: Final = {"DIRECTIONS": DIRECTIONS, "OUTCOMES": OUTCOMES}
LOG_TYPES: Final = {100: "voice call", 200: "MMS", 300: "SMS", 500: "video call"}
MESSAGE_DIRECTIONS: Final = {1: "incoming", 2: "outgoing", 3: "draft", 4: "outgoing", 5: "outgoing", 6: "outgoing"}
_EXTRA = """extra(l.logtype, l.type, l.messageid, l.account_name, l.features, l.sim_id, l.service_type, l.m_subject)
           AS extra"""

UNIFIED_CALLS = Query(
    Call,
    f"""
    SELECT l._id AS key, unix_ms(l.date) AS time, code(l.type, DIRECTIONS) AS direction, code(l.type,
        OUTCOMES) AS outcome,
           code(l.logtype, LOG_TYPES) AS service, l.duration AS duration_s, l.number AS counterpart,
           opt(l.name) AS counterpart_name, {_EXTRA}
    FROM logs l
    """,
    words={**_WORDS, "LOG_TYPES": LOG_TYPES},
    skip={"l.logtype IN (200, 300)": "a message"},
)
UNIFIED_MESSAGES = Query(
    Message,
    f"""
    SELECT l._id AS key, unix_ms(l.date) AS time, code(l.type, MESSAGE_DIRECTIONS) AS direction,
           code(l.logtype, LOG_TYPES) AS service, 'start of the text in the unified log' AS status,
           l.number AS counterpart, opt(l.name) AS counterpart_name, opt(l.m_subject) AS subject,
           opt(l.m_content) AS body,
           {_EXTRA}
    FROM logs l
    """,
    words={"MESSAGE_DIRECTIONS": MESSAGE_DIRECTIONS, "LOG_TYPES": LOG_TYPES},
    only="l.logtype IN (200, 300)",
)

parser(
    "android.samsung.logs",
    title="Unified log of calls and messages, Samsung",
    variants=["Samsung to about Android 7"],
    files=["*/com.sec.android.provider.logsprovider/databases/logs.db"],
    queries=[UNIFIED_CALLS, UNIFIED_MESSAGES],
    about="Calls and starts of messages in Samsung's unified log, up to about Android 7. Times are UTC "
    "milliseconds. Rows stay when the message or call was deleted elsewhere. Log types other than 100, 200, "
    "300 and 500 are listed as calls with their raw value: no public source describes them.",
)

ANNOTATED = Query(
    Call,
    """
    SELECT a._id                           AS key,
           unix_ms(a.timestamp)            AS time,
           code(a.call_type, DIRECTIONS)   AS direction,
           code(a.call_type, OUTCOMES)     AS outcome,
           'phone'                         AS service,
           opt(a.duration)                 AS duration_s,
           coalesce(opt(nullif(a.raw_number, '')), opt(nullif(a.formatted_number, ''))) AS counterpart,
           opt(a.phone_account_id)         AS account,
           opt(nullif(a.voicemail_transcription, '')) AS transcription,
           extra(a.formatted_number, a.geocoded_location, a.presentation, a.features, a.is_read, a.new,
           a.is_voicemail_call,
                 a.spam_status, a.call_mapping_id, a.transcription_state) AS extra
    FROM AnnotatedCallLog a
    """,
    words=_WORDS,
)

parser(
    "android.dialer.calls",
    title="Call log of the Google Phone app, Android",
    variants=["version 20"],
    files=["*/databases/annotated_call_log.db"],
    queries=[ANNOTATED],
    about="The Google Phone app's own copy of the call log, up to 2024. Times are UTC milliseconds. A call that is "
    "here and not in the call log was removed there, or pruned.",
)

SMARTDIAL = Query(
    Contact,
    """
    SELECT s.rowid AS key, unix_ms(opt(s.last_smartdial_update_time)) AS time, unix_ms(s.last_time_used) AS contacted,
           s.display_name AS name, s.times_used AS times_contacted,
           extra(s.contact_id, s.lookup_key, s.starred, s.carrier_presence) AS extra
    FROM smartdial_table s
    """,
)
SMARTDIAL_NUMBERS = Query(
    ContactPoint,
    """
    SELECT s.rowid AS key, s.rowid AS owner, 'phone' AS type, s.phone_number AS value FROM smartdial_table s
    """,
    of=SMARTDIAL,
)
LOOKED_UP = Query(
    Contact,
    """
    SELECT n.rowid AS key, unix_ms(n.time_last_updated) AS time, n.display_name AS name,
           'name looked up for a number' AS role, extra(n.normalized_number, n.photo_uri, n.source_name,
           n.source_type) AS extra
    FROM cached_number_contacts n
    """,
)
LOOKED_UP_NUMBERS = Query(
    ContactPoint,
    """
    SELECT n.rowid AS key, n.rowid AS owner, 'phone' AS type, coalesce(n.number, n.normalized_number) AS value,
           extra(n.normalized_number) AS extra
    FROM cached_number_contacts n
    """,
    of=LOOKED_UP,
)
FILTERED = Query(
    Contact,
    """
    SELECT f._id AS key, unix_ms(f.creation_time) AS created, 'blocked' AS role, f.times_filtered AS times_contacted,
           unix_ms(f.last_time_filtered) AS contacted, extra(f.country_iso, f.source, f.type) AS extra
    FROM filtered_numbers_table f
    """,
)
FILTERED_NUMBERS = Query(
    ContactPoint,
    """
    SELECT f._id AS key, f._id AS owner, 'phone' AS type, coalesce(f.number, f.normalized_number) AS value,
           extra(f.normalized_number) AS extra
    FROM filtered_numbers_table f
    """,
    of=FILTERED,
)

parser(
    "android.dialer.contacts",
    title="Names and numbers kept by the Google Phone app, Android",
    variants=["version 90013"],
    files=["*/com.{google.android,samsung.android,android}.dialer/databases/dialer.db"],
    queries=[SMARTDIAL, SMARTDIAL_NUMBERS, LOOKED_UP, LOOKED_UP_NUMBERS, FILTERED, FILTERED_NUMBERS],
    about="Copies of contacts, names that were looked up for unknown numbers, and blocked numbers. They can outlive "
    "the contact. Times are UTC milliseconds. For a blocked number the count and the last time are of blocked "
    "calls.",
)

COMPOSED = Query(
    Location,
    """
    SELECT l.rowid AS key, l.latitude AS latitude, l.longitude AS longitude,
           'shared_by_other' AS evidence_of, 'sent with a call' AS place
    FROM locations l
    """,
)

parser(
    "android.calls.composer",
    title="Positions sent with calls, Android",
    variants=["Android 12 and later"],
    files=["*/com.android.providers.contacts/databases/call_composer_locations.db"],
    queries=[COMPOSED],
    about="Places that a caller attached to a call (Android 12 and later). There is no time in it: the call refers "
    "to the row. It is listed as received from someone else; for an outgoing call it was sent from this "
    "phone.",
)
