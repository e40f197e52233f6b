"""What belongs to a message of sms.db: recipients, files, earlier texts, shared places."""

from __future__ import annotations

from dataclasses import dataclass

from phonefx.parsers.query import Query
from phonefx.records import Attachment, Location, Part, Recipient, Revision

IN_BIN = (
    "opt({0} IN (SELECT message_id FROM chat_recoverable_message_join)"
    " AND {0} NOT IN (SELECT message_id FROM chat_message_join))"
)
HAS_BIN = "(SELECT {0} FROM chat_recoverable_message_join LIMIT 1)"
"""A column, asked for only where the phone keeps a bin: what needs it does not apply to older schemas."""
BINNED = (
    "JOIN (SELECT DISTINCT message_id AS id FROM opt_table(chat_recoverable_message_join, message_id)"
    " WHERE message_id NOT IN (SELECT message_id FROM opt_table(chat_message_join, message_id)"
    " WHERE message_id IS NOT NULL)) b ON b.id = {0}"
)


CELL = "m.attributedBody"
MARKED = " OR ".join(f"instr({CELL}, X'{mark.encode().hex()}')" for mark in ("__kIMMention", "__kIMLink"))
"""Archives of texts are decoded a second time only where one of these stands in them."""


@dataclass(frozen=True)
class _Kept:
    """What a message has besides itself, the same in a conversation and in Recently Deleted.

    Attributes:
        kind: the kind of part.
        fields: the select list.
        table: the driving table.
        message: the column of the message's number.
        joined: the further joins.
        needs: a column that only some schemas have.
    """

    kind: type[Part]
    fields: str
    table: str
    message: str
    joined: str
    needs: str = ""

    def query(self, owner: Query, in_bin: bool) -> Query:
        """The parts of the messages that are kept, or of those in the bin alone."""
        there = HAS_BIN.format(self.needs or self.message)
        return Query(
            self.kind,
            f"SELECT {self.fields} FROM {self.table} {BINNED.format(self.message) if in_bin else ''} {self.joined}",
            of=owner,
            state="recently_deleted" if in_bin else "live",
            skip={} if in_bin else {IN_BIN.format(self.message): "of a message in Recently Deleted, and read with it"},
            needs=there if in_bin else self.needs,
            unfolds=True,
        )


FILES = _Kept(
    Attachment,
    """
    j.attachment_id AS key, j.message_id AS owner, a.filename AS path, opt(a.mime_type) AS mime,
    opt(a.transfer_name) AS name, opt(a.total_bytes) AS size,
    extra(a.guid, a.uti, a.transfer_state, a.created_date, a.is_sticker, a.hide_attachment, a.is_commsafety_sensitive)
        AS extra
    """,
    "message_attachment_join j",
    "j.message_id",
    "LEFT JOIN attachment a ON a.ROWID = j.attachment_id",
)
"""The files of messages; a message or a file that has no row is said."""

EARLIER_TEXTS = _Kept(
    Revision,
    """
    m.ROWID || ':' || json_extract(v.value, '$.part') || ':' || json_extract(v.value, '$.number') AS key,
    m.ROWID AS owner, cocoa_s(json_extract(v.value, '$.time')) AS written, json_extract(v.value, '$.text') AS body,
    json_extract(v.value, '$.what') AS what,
    CASE WHEN json_extract(v.value, '$.problem') IS NOT NULL
         THEN json_object('problem', json_extract(v.value, '$.problem')) END AS extra
    """,
    "message m",
    "m.ROWID",
    "JOIN json_each(CASE WHEN m.message_summary_info IS NOT NULL THEN revisions(m.message_summary_info) END) v",
    "m.message_summary_info",
)
"""Earlier texts of edited messages, and what was unsent."""

MENTIONS_AND_LINKS = _Kept(
    Attachment,
    """
    m.ROWID || ':' || json_extract(v.value, '$.key') AS key, m.ROWID AS owner,
    json_extract(v.value, '$.what') AS mime, json_extract(v.value, '$.words') AS name,
    json_extract(v.value, '$.to') AS text
    """,
    "message m",
    "m.ROWID",
    f"JOIN json_each(CASE WHEN {MARKED} THEN mentions_and_links({CELL}) END) v",
    CELL,
)
"""People whom a message mentions, which makes nobody a party of it, and links, with the words that stand for them."""


def parts_of(kept: Query, binned: Query) -> tuple[Query, ...]:
    """The parts of messages, for those in a conversation and for those in Recently Deleted."""
    both = ((kept, False), (binned, True))
    listed = (FILES, EARLIER_TEXTS, MENTIONS_AND_LINKS)
    return (recipients(kept), *(each.query(owner, bin) for each in listed for owner, bin in both), removed_parts(kept))


def recipients(owner: Query) -> Query:
    """To whom an outgoing message of a group went, as far as the group's members of today tell."""
    return Query(
        Recipient,
        """
        SELECT j.message_id || ':' || p.handle_id AS key,
               j.message_id                       AS owner,
               h.id                               AS address,
               'member'                           AS role
        FROM chat_message_join j
        JOIN message m ON m.ROWID = j.message_id AND m.is_from_me = 1
        JOIN (SELECT chat_id FROM opt_table(chat_handle_join, chat_id, handle_id)
              GROUP BY chat_id HAVING count(*) > 1) g ON g.chat_id = j.chat_id
        JOIN opt_table(chat_handle_join, chat_id, handle_id) p ON p.chat_id = j.chat_id
        LEFT JOIN opt_table(handle, ROWID, id) h ON h.ROWID = p.handle_id
        """,
        of=owner,
        unfolds=True,
    )


def removed_parts(owner: Query) -> Query:
    """Parts of messages that were deleted by themselves and are still kept."""
    return Query(
        Revision,
        """
        SELECT r.rowid              AS key,
               r.message_id         AS owner,
               attributed_text(r.part_text) AS body,
               'part in Recently Deleted' AS what,
               extra(r.part_index, r.delete_date) AS extra
        FROM recoverable_message_part r
        """,
        of=owner,
    )


def shared_places() -> Query:
    """Places on a map that were sent: what a sender claims, never where this phone was."""
    return Query(
        Location,
        """
        SELECT m.ROWID                      AS key,
               cocoa(m.date)                AS time,
               json_extract(v.value, '$.latitude')       AS latitude,
               json_extract(v.value, '$.longitude')      AS longitude,
               CASE m.is_from_me WHEN 1 THEN 'shared_by_owner' WHEN 0 THEN 'shared_by_other' ELSE 'shared' END
                   AS evidence_of,
               'map link in a message'      AS method,
               CASE m.is_from_me WHEN 0 THEN opt((SELECT h.id FROM handle h WHERE h.ROWID = m.handle_id)) END AS whose,
               coalesce(json_extract(v.value, '$.name') || ', ', '') || coalesce(json_extract(v.value, '$.address'), '')
                                            AS place,
               json_object('url', json_extract(v.value, '$.url'), 'guid', m.guid) AS extra
        FROM message m
        JOIN json_each(CASE WHEN m.payload_data IS NOT NULL THEN shared_place(m.payload_data) END) v
        """,
        needs="m.payload_data",
        skip={"json_extract(v.value, '$.latitude') IS NULL": "its link states no position"},
        unfolds=True,
    )
