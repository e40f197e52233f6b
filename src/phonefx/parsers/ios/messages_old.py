"""The sms.db of iOS 3 to 5, where iMessage ("madrid") had columns of its own beside those of SMS."""

from typing import Final

from phonefx.parsers.query import Query
from phonefx.records import Attachment, Recipient

OLD_DIRECTIONS: Final = {
    2: "incoming", 3: "outgoing", 33: "outgoing", 35: "outgoing", 129: "incoming", 131: "outgoing",
}  # fmt: skip
OLD_STATUS: Final = {
    2: "received", 3: "sent", 33: "failed", 35: "failed", 129: "marked as deleted", 131: "marked as deleted",
}  # fmt: skip

BEFORE_IOS_6: Final = """
    SELECT m.ROWID                       AS key,
           unix_s(m.date + CASE WHEN opt(m.is_madrid) = 1 THEN 978307200 ELSE 0 END) AS time,
           cocoa(opt(m.madrid_date_read)) AS read,
           cocoa(opt(m.madrid_date_delivered)) AS delivered,
           code(m.flags, OLD_DIRECTIONS) AS direction,
           code(m.flags, OLD_STATUS)     AS status,
           CASE opt(m.is_madrid) WHEN 1 THEN 'iMessage' ELSE 'SMS' END AS service,
           coalesce(m.address, opt(m.madrid_handle)) AS counterpart,
           m.group_id                    AS thread,
           opt(m.madrid_account)         AS account,
           opt(m.subject)                AS subject,
           coalesce(nullif(m.text, ''), attributed_text(opt(m.madrid_attributedBody)), m.text) AS body,
           opt(m.madrid_guid)            AS guid,
           extra(m.date, m.svc_center, m.read, m.madrid_flags, m.madrid_error, m.madrid_type, m.madrid_roomname,
                 m.country) AS extra
    FROM message m
"""


def parts_before_ios_6(owner: Query) -> tuple[Query, ...]:
    """Recipients and files of messages of iOS 3 to 5."""
    return (
        Query(
            Recipient,
            """
            SELECT m.ROWID || ':' || v.key AS key, m.ROWID AS owner, v.value AS address, 'to' AS role
            FROM message m
            JOIN json_each(plist_list(m.recipients)) v
            """,
            of=owner,
            needs="m.recipients",
            unfolds=True,
        ),
        Query(
            Attachment,
            """
            SELECT p.ROWID AS key, p.message_id AS owner, p.content_loc AS name, nullif(p.content_type, '') AS mime,
                   CASE WHEN p.content_type LIKE 'text/%' THEN CAST(p.data AS TEXT) END AS text,
                   length(p.data) AS size, extra(p.part_id, p.flags, p.content_id) AS extra
            FROM msg_pieces p
            """,
            of=owner,
            skip={"p.content_loc IS NULL AND p.data IS NULL": "an empty part"},
        ),
        Query(
            Attachment,
            """
            SELECT a.ROWID AS key, a.message_id AS owner, a.filename AS path, a.mime_type AS mime,
                   extra(a.attachment_guid, a.uti_type, a.transfer_state, a.is_incoming) AS extra
            FROM madrid_attachment a
            """,
            of=owner,
        ),
    )
