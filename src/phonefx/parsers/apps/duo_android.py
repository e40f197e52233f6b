"""Google Duo and Meet on Android: calls and notes."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Call, Contact

WHAT = {1: "call", 2: "note", 4: "reaction"}
STATES = {0: "left a message", 1: "missed", 2: "answered"}
CALLS = Query(
    Call,
    """
    SELECT a.rowid AS key, unix_us(a.timestamp_usec) AS time,
           CASE a.outgoing WHEN 1 THEN 'outgoing' WHEN 0 THEN 'incoming' END AS direction,
           code(a.call_state, STATES) AS outcome, 'Google Duo or Meet: ' || code(a.activity_type, WHAT) AS service,
           a.other_id AS counterpart, a.self_id AS account, extra(a.activity_type) AS extra
    FROM activity_history a
    """,
    words={"WHAT": WHAT, "STATES": STATES},
)
PEOPLE = Query(
    Contact,
    """
    SELECT u.rowid AS key, opt(u.contact_display_name) AS name, 'Google Duo or Meet' AS account,
           'known to Google Duo' AS role, u.user_id AS guid
    FROM duo_users u
    """,
)

parser(
    "apps.duo.android",
    title="Google Duo and Meet calls, Android",
    variants=["Duo and Meet"],
    files=["*/com.google.android.apps.tachyon/databases/tachyon.db"],
    queries=[CALLS, PEOPLE],
    about="Calls, notes and reactions of Google Duo and Meet. Times are UTC microseconds. How long a call was is not "
    "stored.",
)
