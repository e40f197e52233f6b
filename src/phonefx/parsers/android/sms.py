"""SMS of the Android telephony provider, with the vendors' further columns, filters and bins."""

from typing import Final

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Message

FILES: Final = [
    "*/com.android.providers.telephony/databases/{mmssms,telephony,mmssms_backup*}.db",
    "*/com.android.providers.telephony/databases/mmssms.db.corrupt*",
]
"""The provider's database, and the copies that Samsung and a failed start leave beside it."""
DIRECTIONS: Final = {1: "incoming", 2: "outgoing", 3: "draft", 4: "outgoing", 5: "outgoing", 6: "outgoing"}
STATUS: Final = {1: "received", 2: "sent", 3: "draft, not sent", 4: "in the outbox", 5: "failed", 6: "queued"}
_LG: Final = {
    "DIRECTIONS": {7: "incoming", 8: "draft", 19: "incoming"},
    "STATUS": {7: "blocked", 8: "scheduled, not sent", 19: "broadcast alert"},
}
"""Types of LG's own, which hold only where its column `lgeSiid` is there."""
SCHEDULED: Final = "CASE opt({}.reserved) WHEN 1 THEN ', marked as scheduled' ELSE '' END"
"""Samsung: a trigger in the database itself copies `reserved` of SMS, MMS and RCS into a column named `scheduled`."""
_LG_TYPES: Final = "s.type IN (7, 8, 19)"
_VENDOR = (
    "reserved, group_type, deletable, hidden, secret_mode, safe_message, favorite, spam_report, using_mode,"
    " from_address, device_name, cmc_prop"
)
_XIAOMI = "timed, sync_state, mx_status, block_type, fake_cell_type, url_risky_type, favorite_date"
_HUAWEI = "group_id, privacy_mode, is_secret, addr_body, time_body, risk_url_body, service_date"
_OTHERS = (
    "toa, sc_toa, report_date, sns, sim_id, ipmsg_id, ref_id, delivery_status, sequence_time, star_status, lgeSiid"
)
_STORED = "read, seen, locked, service_center, creator, status, error_code, protocol, sub_id, sim_slot, callback_number"


def sms(
    table: str,
    *,
    state: str = "live",
    note: str = "",
    needs: str = "",
    only: str = "",
    skip: dict[str, str] | None = None,
    words: dict[str, dict[int, str]] | None = None,
) -> Query:
    """The mapping of `sms` and of the tables that repeat its columns (filtered messages, the recycle bin)."""
    columns = ", ".join(f"s.{name}" for name in f"{_STORED}, {_VENDOR}, {_XIAOMI}, {_HUAWEI}, {_OTHERS}".split(", "))
    status = f"'{f'{note}, ' if note else ''}' || code(s.type, STATUS) || {SCHEDULED.format('s')}"
    return Query(
        Message,
        f"""
        SELECT s._id                       AS key,
               unix_ms(s.date)             AS time,
               unix_ms(opt(s.date_sent))   AS sent,
               unix_ms(opt(s.delivery_date)) AS delivered,
               unix_ms(opt(s.bin_timestamp)) AS deleted,
               code(s.type, DIRECTIONS)    AS direction,
               {status}                    AS status, s.type AS status_raw,
               'SMS'                       AS service,
               s.address                   AS counterpart,
               s.thread_id                 AS thread,
               coalesce(nullif(opt(s.sim_imsi), ''), nullif(opt(s.sub_id), -1), nullif(opt(s.sim_id), -1)) AS account,
               opt(s.subject)              AS subject,
               s.body                      AS body,
               extra({columns})            AS extra
        FROM {table} s
        """,
        words=words or {"DIRECTIONS": DIRECTIONS, "STATUS": STATUS},
        state=state,
        needs=needs,
        only=only,
        skip=skip or {},
    )


SMS = sms(
    "sms",
    skip={
        "opt(s.deleted) = 1": "marked as deleted; listed as recently deleted",
        f"(opt(s.lgeSiid IS NULL)) IS NOT NULL AND {_LG_TYPES}": "of a type of LG's own; listed with its meaning",
    },
)
OF_LG = sms("sms", needs="s.lgeSiid", only=_LG_TYPES, words=_LG)
MARKED = sms(
    "sms",
    state="recently_deleted",
    note="marked as deleted",
    needs="s.deleted",
    only="s.deleted = 1",
)
FILTERED = sms("spam_sms", note="filtered as spam")
BINNED = sms("bin_sms", state="recently_deleted", note="in the recycle bin")

parser(
    "android.sms",
    title="SMS, Android telephony provider",
    variants=[
        "Android 14 (version 68)",
        "Android 4.4 (version 57)",
        "Huawei",
        "LG",
        "types of LG without its column",
        "Samsung",
        "Samsung, filter and recycle bin",
        "Sony, HTC and MediaTek",
        "Xiaomi",
    ],
    files=FILES,
    queries=[SMS, OF_LG, MARKED, FILTERED, BINNED],
    about="Text messages of the telephony provider, Android 4 to 16, with the rows that Xiaomi keeps under a mark "
    "after deletion, Samsung's filtered messages (the user may never have seen them) and Samsung's recycle "
    "bin. Times are UTC milliseconds: `date` is when the phone stored or made the message, `date_sent` the "
    "service centre's stamp on a received one (whole seconds; 0 on one that was sent). The default SMS app "
    "can write rows with any time: `creator` names the app. A row of Samsung "
    "that is marked as scheduled was set to be sent at a later time. Only `sent` says that the network took the "
    "message.",
    tested={"android_samsung_dfrws2021": 32},
)

SEGMENTS = Query(
    Message,
    """
    SELECT r._id                     AS key,
           unix_ms(r.date)           AS time,
           'incoming'                AS direction,
           'part ' || coalesce(r.sequence, '?') || ' of ' || coalesce(r.count, '?')
               || CASE opt(r.deleted) WHEN 1 THEN ', already put together' ELSE ', waiting for the rest' END AS status,
           'SMS'                     AS service,
           coalesce(r.address, opt(r.display_originating_addr)) AS counterpart,
           opt(r.message_body)       AS body,
           extra(r.pdu, r.reference_number, r.destination_port, r.sub_id, r.format) AS extra
    FROM raw r
    """,
)

parser(
    "android.sms.segments",
    title="Parts of long SMS, Android",
    variants=["Android 7 and later"],
    files=FILES,
    queries=[SEGMENTS],
    about="Parts of long incoming messages that waited to be put together. They may outlive the message. Times are "
    "UTC milliseconds of arrival.",
)

INDEXED = Query(
    Message,
    """
    SELECT w.docid                 AS key,
           'text left in the search index, its message is gone' AS status,
           CASE w.c3table_to_use WHEN 2 THEN 'MMS' ELSE 'SMS' END AS service,
           w.c1index_text          AS body,
           extra(w.c2source_id, w.c3table_to_use, w.c0_id) AS extra
    FROM words_content w
    """,
    state="recovered",
    skip={
        "w.c3table_to_use = 1 AND EXISTS (SELECT 1 FROM sms s WHERE s._id = w.c2source_id)": "its SMS is there",
        "w.c3table_to_use = 2 AND EXISTS (SELECT 1 FROM part p WHERE p._id = w.c2source_id)": "its MMS is there",
    },
)

parser(
    "android.sms.index",
    title="Message text left in the search index, Android",
    variants=["Android 4 to 16"],
    files=FILES,
    queries=[INDEXED],
    about="Text of the provider's search index whose message is in no table any more. There is no time, no sender "
    "and no direction with it: only that such a text was a message on this phone.",
)
