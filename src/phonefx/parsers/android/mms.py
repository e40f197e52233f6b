"""MMS of the Android telephony provider: messages, parties, parts."""

import re
from collections.abc import Iterator
from typing import Final

from phonefx.parsers.android.sms import FILES, SCHEDULED
from phonefx.parsers.query import Query
from phonefx.parsers.reading import start, unwritten
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Attachment, Media, Message, Recipient, Record, Skip
from phonefx.times import moment

DIRECTIONS: Final = {1: "incoming", 2: "outgoing", 3: "draft", 4: "outgoing", 5: "outgoing"}
BOXES: Final = {1: "received", 2: "sent", 3: "draft, not sent", 4: "in the outbox", 5: "failed"}
FORMS: Final = {
    128: "message", 132: "message", 130: "announcement of a message that was not fetched",
        129: "confirmation of sending",
    131: "answer to an announcement", 133: "acknowledgement", 134: "delivery report", 135: "read report",
    136: "read report",
}  # fmt: skip
ROLES: Final = {137: "from", 151: "to", 130: "cc", 129: "bcc"}
CHARSETS: Final = {
    3: "ascii", 4: "latin-1", 17: "shift_jis", 38: "euc_kr", 106: "utf-8", 113: "gbk", 114: "gb18030",
    1000: "utf-16-be", 1015: "utf-16", 2025: "gb2312", 2026: "big5",
}  # fmt: skip
TOKEN: Final = "insert-address-token"


def packed_text(text: str | float | None, charset: int | None = None) -> str | float | None:
    """Give a text that the provider stores as the Latin-1 reading of its bytes in the form of its character set."""
    if not isinstance(text, str) or text.isascii():
        return text
    if any(character > "\xff" for character in text):
        return text  # stored decoded
    raw = text.encode("latin-1")
    decoded = raw.decode(CHARSETS.get(charset or 106, "utf-8"), "replace")
    return text if "\N{REPLACEMENT CHARACTER}" in decoded else decoded


def mms(prefix: str = "", *, state: str = "live", note: str | None = None) -> tuple[Query, Query, Query]:
    """The mappings of `pdu`, `addr` and `part`, or of the tables that repeat their columns under a prefix."""
    status = f"'{f'{note}, ' if note else ''}' || code(p.msg_box, BOXES) || {SCHEDULED.format('p')}"
    message = Query(
        Message,
        f"""
        SELECT p._id                        AS key,
               unix_any(p.date)             AS time,
               unix_any(opt(p.date_sent))   AS sent,
               unix_ms(opt(p.bin_timestamp)) AS deleted,
               code(p.msg_box, DIRECTIONS)  AS direction,
               {status}                     AS status, p.msg_box AS status_raw,
               'MMS'                        AS service,
               code(p.m_type, FORMS)        AS content,
               CASE p.msg_box WHEN 1 THEN a.sender ELSE CASE a.others WHEN 1 THEN a.receiver END END AS counterpart,
               p.thread_id                  AS thread,
               coalesce(nullif(opt(p.sim_imsi), ''), nullif(opt(p.sub_id), -1)) AS account,
               packed_text(p.sub, opt(p.sub_cs)) AS subject,
               t.body                       AS body,
               p.m_id                       AS guid,
               extra(p.m_size, p.ct_l, p.exp, p.tr_id, p.read, p.seen, p.locked, p.pri, p.st, p.resp_st, p.retr_st,
               p.d_rpt,
                     p.rr, p.creator, p.text_only, p.secret_mode, p.spam_report, p.favorite, p.hidden,
                     p.reserved, p.device_name) AS extra
        FROM {prefix}pdu p
        LEFT JOIN (SELECT msg_id, max(CASE WHEN type = 137 THEN address END) AS sender,
                          min(CASE WHEN type = 151 THEN address END) AS receiver,
                          sum(type = 151) AS others
                   FROM opt_table({prefix}addr, msg_id, type, address) WHERE address <> '{TOKEN}' GROUP BY msg_id) a
               ON a.msg_id = p._id
        LEFT JOIN (SELECT mid, group_concat(text, char(10)) AS body
                   FROM (SELECT mid, text FROM opt_table({prefix}part, _id, mid, seq, ct, text)
                         WHERE ct = 'text/plain' AND text <> '' ORDER BY mid, seq, _id) GROUP BY mid) t
               ON t.mid = p._id
        """,
        words={"DIRECTIONS": DIRECTIONS, "BOXES": BOXES, "FORMS": FORMS},
        state=state,
    )
    parties = Query(
        Recipient,
        f"""
        SELECT a._id AS key, a.msg_id AS owner, packed_text(a.address, opt(a.charset)) AS address,
               code(a.type, ROLES) AS role
        FROM {prefix}addr a
        """,
        words={"ROLES": ROLES},
        of=message,
        state=state,
        skip={f"a.address = '{TOKEN}'": "stands for the own number"},
    )
    parts = Query(
        Attachment,
        f"""
        SELECT p._id AS key, p.mid AS owner,
               p._data AS path,
               packed_text(coalesce(p.name, p.fn, p.cl)) AS name,
               p.ct AS mime,
               p.text AS text
        FROM {prefix}part p
        """,
        of=message,
        state=state,
        skip={
            "p.ct = 'application/smil'": "the layout of a message",
            f"p.ct = 'text/plain' AND p.text <> '' AND EXISTS (SELECT 1 FROM {prefix}pdu m WHERE m._id = p.mid)":
                "in the text of its message",
        },
    )  # fmt: skip
    return message, parties, parts


TEXTS: Final = Query(
    Message,
    """
    SELECT p._id AS key, 'text stored apart from its message' AS content, 'MMS' AS service, m.thread_id AS thread,
           p.text AS body, extra(p.mid) AS extra
    FROM part p LEFT JOIN opt_table(pdu, _id, thread_id) m ON m._id = p.mid
    """,
    former=True,
    skip={
        "p.ct IS NOT 'text/plain' OR coalesce(p.text, '') = ''": "no text of a message",
        "EXISTS (SELECT 1 FROM main.part x WHERE x._id = p._id AND x.text IS p.text)":
            "the text of a message, read with it",
    },
)  # fmt: skip

parser(
    "android.mms",
    title="MMS, Android telephony provider",
    variants=["Android 14 (version 68)", "Android 4.4 (version 57)", "Samsung, recycle bin",
              "Samsung, filter and recycle bin"],
    files=FILES,
    queries=[*mms(), TEXTS, *mms("spam_", note="filtered as spam"),
             *mms("bin_", state="recently_deleted", note="in the recycle bin")],
    functions={"packed_text": packed_text},
    about="Multimedia messages of the telephony provider, Android 4 to 16, with group messages (several parties), "
    "drafts, and announcements of messages that were never fetched (they name sender, size and expiry, and "
    "have no content). Times are UTC seconds (milliseconds on some vendors' phones, told by size). A part "
    "whose message is gone stays as an attachment of no message.",
)  # fmt: skip

_STORED: Final = re.compile(r"^PART_(\d{13})")


def stored(opened: Opened) -> Iterator[Record | Skip]:
    """Yield the file with the time that its name states."""
    name = opened.path.rpartition("/")[2]
    if unwritten(opened.content):
        yield Skip(None, "a file of nothing but zeros")
        return
    match = _STORED.match(name)
    yield Media(
        key=name,
        added=moment(int(match[1]), "unix_ms") if match else None,
        path=opened.path,
        name=name,
        size=opened.size,
        app="com.android.providers.telephony",
    )


parser(
    "android.mms.files",
    title="Files of MMS, Android telephony provider",
    variants=["other names", "PART files"],
    files=["*/com.android.providers.telephony/{app_parts,parts}/*"],
    read=start,
    records=stored,
    about="Files of multimedia messages, whether or not their message is still there: a file that no message names is "
    "a remnant of one that was deleted or never finished. The time is in the name, in milliseconds by the phone's "
    "clock, UTC: when the file was stored.",
)
