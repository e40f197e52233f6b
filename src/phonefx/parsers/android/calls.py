"""The Android call log."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Call

DIRECTIONS = {
    1: "incoming", 2: "outgoing", 3: "incoming", 4: "incoming", 5: "incoming", 6: "incoming", 7: "incoming",
}  # fmt: skip
OUTCOMES = {
    1: "answered", 2: "dialled", 3: "missed", 4: "voicemail", 5: "rejected", 6: "blocked", 7: "answered elsewhere",
}  # fmt: skip

CALLS = Query(
    Call,
    """
    SELECT calls._id                    AS key,
           unix_ms(calls.date)          AS time,
           code(calls.type, DIRECTIONS) AS direction,
           code(calls.type, OUTCOMES)   AS outcome,
           calls.duration               AS duration_s,
           calls.number                 AS counterpart,
           opt(calls.name)              AS counterpart_name,
           opt(calls.phone_account_address) AS account,
           opt(calls.features)          AS features,
           opt(calls.countryiso)        AS country,
           opt(calls.transcription)     AS transcription,
           extra(calls.presentation, calls.geocoded_location, calls.subscription_id, calls.via_number,
                 calls.post_dial_digits, calls.missed_reason, calls.block_reason, calls.last_modified,
                 calls.is_read, calls.new, calls.deleted, calls.voicemail_uri) AS extra
    FROM calls
    """,
    words={"DIRECTIONS": DIRECTIONS, "OUTCOMES": OUTCOMES},
)

parser(
    "android.calls",
    title="Call log, Android contacts provider",
    files=[
        "*/com.{android,samsung.android}.providers.contacts/databases/{calllog,calllog_shadow,contacts2}.db",
    ],
    queries=[CALLS],
    about="Calls of the AOSP call log: a database of its own since Android 7, a table of contacts2.db before. Times "
    "are UTC milliseconds of dialling or of the first ring; the duration is the seconds connected, so start and "
    "duration do not give the end. `geocoded_location` is the region of the number, not of the phone.",
)
