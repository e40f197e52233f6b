"""SMS of the Android telephony provider."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Message

DIRECTIONS = {1: "incoming", 2: "outgoing", 3: "draft", 4: "outgoing", 5: "outgoing", 6: "outgoing"}
STATUS = {1: "received", 2: "sent", 3: "draft, not sent", 4: "in the outbox", 5: "failed", 6: "queued"}

SMS = Query(
    Message,
    """
    SELECT sms._id                    AS key,
           unix_ms(sms.date)          AS time,
           unix_ms(opt(sms.date_sent)) AS sent,
           code(sms.type, DIRECTIONS) AS direction,
           code(sms.type, STATUS)     AS status,
           'SMS'                      AS service,
           sms.address                AS counterpart,
           sms.thread_id              AS thread,
           opt(sms.sub_id)            AS account,
           opt(sms.subject)           AS subject,
           sms.body                   AS body,
           extra(sms.read, sms.seen, sms.service_center, sms.creator, sms.status, sms.error_code, sms.protocol)
                                      AS extra
    FROM sms
    """,
    words={"DIRECTIONS": DIRECTIONS, "STATUS": STATUS},
)

parser(
    "android.sms",
    title="SMS, Android telephony provider",
    files=["*/com.android.providers.telephony/databases/{mmssms,telephony}.db"],
    queries=[SMS],
    about="Text messages of the AOSP telephony provider, Android 4 to 16. Times are UTC milliseconds; `date` is when "
    "the phone stored or made the message, `date_sent` the service centre's stamp on a received one.",
)
