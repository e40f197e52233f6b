"""The Android call log, with voicemail."""

from typing import Final

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Call

DIRECTIONS: Final = {
    1: "incoming", 2: "outgoing", 3: "incoming", 4: "incoming", 5: "incoming", 6: "incoming", 7: "incoming",
    1000: "incoming", 1001: "outgoing", 1002: "incoming", 1003: "incoming", 1004: "outgoing", 1005: "incoming",
}  # fmt: skip
OUTCOMES: Final = {
    1: "answered", 2: "dialled", 3: "missed", 4: "voicemail", 5: "rejected", 6: "blocked",
        7: "answered on another device",
    1000: "answered", 1001: "dialled", 1002: "missed", 1003: "answered", 1004: "dialled", 1005: "missed",
}  # fmt: skip
OLD_DIRECTIONS: Final = {1: "incoming", 2: "outgoing", 3: "incoming", 4: "incoming"}
OLD_OUTCOMES: Final = {
    1: "answered", 2: "dialled", 3: "missed", 4: "voicemail",
    5: "rejected, or an incoming IMS or video call", 6: "blocked, or an outgoing IMS or video call",
    7: "answered on another device, or a missed IMS or video call",
}  # fmt: skip
PRESENTATIONS: Final = {2: "number withheld", 3: "number unknown", 4: "pay phone", 5: "number unavailable"}
FEATURES: Final = {
    1: "video", 2: "taken over from another device", 4: "HD", 8: "Wi-Fi", 16: "assisted dialling", 32: "real-time text",
    64: "VoLTE",
}  # fmt: skip

_BITS = "\n               || ".join(
    f"CASE WHEN c.features & {bit} THEN ', {word}' ELSE '' END" for bit, word in FEATURES.items()
)
_FEATURES = f"nullif(substr({_BITS} || CASE WHEN c.features & ~127 THEN ', others' ELSE '' END, 3), '')"
_EXTRA = (
    "presentation features geocoded_location subscription_component_name subscription_id via_number post_dial_digits"
    " missed_reason block_reason call_screening_app_name last_modified is_read new deleted voicemail_uri mime_type"
    " source_package numbertype numberlabel normalized_number matched_number formatted_number photo_uri"
    " lookup_uri data_usage priority subject location composer_photo_uri"
    " add_for_all_users is_business_call asserted_display_name firewalltype mark_type sim_id simid ring_times"
)
_TELEPHONY = "com.android.phone/com.android.services.telephony.TelephonyConnectionService"


def _calls(words: str, features: str) -> str:
    extra = ", ".join(f"c.{name}" for name in _EXTRA.split(" "))
    return f"""
    SELECT c._id                              AS key,
           unix_ms(c.date)                    AS time,
           code(c.type, {words}DIRECTIONS)    AS direction,
           code(c.type, {words}OUTCOMES)      AS outcome,
           CASE WHEN c.type BETWEEN 1000 AND 1002 THEN 'IMS (VoLTE)'
                WHEN c.type BETWEEN 1003 AND 1005 THEN 'IMS (Wi-Fi)'
                WHEN coalesce(opt(c.subscription_component_name), '') IN ('', '{_TELEPHONY}') THEN 'phone'
                ELSE opt(c.subscription_component_name) END AS service,
           c.duration                         AS duration_s,
           coalesce(nullif(c.number, ''), opt(CASE c.presentation {_hidden()} END)) AS counterpart,
           opt(c.name)                        AS counterpart_name,
           coalesce(nullif(opt(c.phone_account_address), ''), nullif(opt(c.subscription_id), '')) AS account,
           {features}                         AS features,
           opt(nullif(c.countryiso, ''))      AS country,
           opt(nullif(c.transcription, ''))   AS transcription,
           opt(nullif(c._data, ''))           AS path,
           extra({extra})                     AS extra
    FROM calls c
    """


def _hidden() -> str:
    return " ".join(f"WHEN {value} THEN '{words}'" for value, words in PRESENTATIONS.items())


CALLS = Query(
    Call,
    (_calls("", _FEATURES), _calls("OLD_", "NULL")),
    words={
        "DIRECTIONS": DIRECTIONS, "OUTCOMES": OUTCOMES, "OLD_DIRECTIONS": OLD_DIRECTIONS, "OLD_OUTCOMES": OLD_OUTCOMES,
    },
)  # fmt: skip

parser(
    "android.calls",
    title="Call log, Android contacts provider",
    variants=[
        "Android 14 (version 11)",
        "Android 15 (version 12)",
        "Android 7 (version 4)",
        "Android 4, table in contacts2.db",
        "IMS types of Qualcomm builds, columns of Huawei and Xiaomi",
    ],
    files=[
        "*/com.{android,samsung.android}.providers.contacts/databases/{calllog,calllog_shadow,contacts2,contacts}.db"
    ],
    queries=[CALLS],
    about="Calls and voicemail of the call log, Android 4 to 16: a database of its own since Android 7, a table of "
    "contacts2.db before; calls received before the first unlock in calllog_shadow.db. Times are UTC "
    "milliseconds of dialling or of the first ring; the duration is the seconds connected, so start and "
    "duration do not give the end. `geocoded_location` is the region of the number, not of the phone. The "
    "phone keeps about the last 500 calls: rows that are missing need not have been deleted. Where the table "
    "has no features (before Android 5), the types 5 to 7 mean different things on different phones, and both "
    "are said.",
    tested={"android_calls": 4},
)
