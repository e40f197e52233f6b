"""Gmail on Android: e-mail of Google accounts, in the store since about 2017 and in the one before."""

import json
import zlib
from functools import lru_cache
from typing import Final

from phonefx.formats.htmltext import words
from phonefx.formats.protobuf import Message as Protobuf
from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Attachment, Message, Recipient

_MOST: Final = 64 << 20
_ROLES: Final = {1: "to", 2: "cc"}
_MIME: Final = "text/html"


@lru_cache(maxsize=2)
def unpacked(blob: bytes | None) -> bytes:
    """Inflate a stored e-mail; the first byte tells that it is deflated. Nothing where there is none."""
    return zlib.decompressobj().decompress(blob[1:], _MOST) if blob and len(blob) > 1 else b""


def inflated(blob: bytes | None) -> str | None:
    """Inflate a stored text; None where there is none."""
    return zlib.decompressobj().decompress(blob, _MOST).decode("utf-8", "backslashreplace") if blob else None


def mail(blob: bytes | None, what: str) -> str | int | None:
    """Give one part of a stored e-mail; None where it has none."""
    message = Protobuf(unpacked(blob))
    sender = message.message(4)
    if what == "time":
        return message.integer(17)
    if what == "page":
        pages = [part.message(3).text(2) for part in message.message(6).messages(2)]
        return "\n".join(page for page in pages if page) or None
    return {"from": sender.text(2), "name": sender.text(3), "subject": message.text(5), "start": message.text(7)}[what]


def parties(blob: bytes | None) -> str:
    """Give who an e-mail was sent to, as a JSON list of role, address and name."""
    message = Protobuf(unpacked(blob))
    found = [
        {"role": role, "address": each.text(2), "name": each.text(3)}
        for number, role in _ROLES.items()
        for each in message.messages(number)
    ]
    return json.dumps(found, ensure_ascii=False)


MAILS = Query(
    Message,
    """
    SELECT m.row_id AS key, unix_ms(mail(m.zipped_message_proto, 'time')) AS time, 'e-mail' AS service,
           mail(m.zipped_message_proto, 'from') AS counterpart,
           nullif(mail(m.zipped_message_proto, 'name'), '') AS counterpart_name,
           opt(m.items_row_id) AS thread, mail(m.zipped_message_proto, 'subject') AS subject,
           coalesce(words(mail(m.zipped_message_proto, 'page')), mail(m.zipped_message_proto, 'start')) AS body,
           m.server_perm_id AS guid
    FROM item_messages m
    """,
    skip={"m.zipped_message_proto IS NULL": "an e-mail whose content is not on the phone"},
)
PARTIES = Query(
    Recipient,
    """
    SELECT m.row_id AS key, m.row_id AS owner, json_extract(p.value, '$.address') AS address,
           nullif(json_extract(p.value, '$.name'), '') AS name, json_extract(p.value, '$.role') AS role
    FROM item_messages m JOIN json_each(parties(m.zipped_message_proto)) p
    """,
    of=MAILS,
    unfolds=True,
)
PAGES = Query(
    Attachment,
    f"""
    SELECT m.row_id AS key, m.row_id AS owner, '{_MIME}' AS mime, mail(m.zipped_message_proto, 'page') AS text
    FROM item_messages m
    """,
    of=MAILS,
    only="mail(m.zipped_message_proto, 'page') IS NOT NULL",
)
FILES = Query(
    Attachment,
    """
    SELECT a.row_id AS key, a.item_messages_row_id AS owner, opt(a.attachment_url) AS path,
           a.attachment_file_name AS name, extra(a.attachment_hash, a.attachment_cache_key, a.is_synced) AS extra
    FROM item_message_attachments a
    """,
    of=MAILS,
)
OLD = Query(
    Message,
    """
    SELECT m._id AS key, unix_ms(m.dateReceivedMs) AS time, unix_ms(opt(m.dateSentMs)) AS sent, 'e-mail' AS service,
           m.fromAddress AS counterpart, opt(m.toAddresses) AS account, opt(m.conversation) AS thread,
           m.subject AS subject,
           coalesce(words(nullif(opt(m.body), '')), words(opt(inflated(m.bodyCompressed))), m.snippet) AS body,
           opt(m.messageId) AS guid, extra(m.ccAddresses, m.bccAddresses, m.replyToAddresses) AS extra
    FROM messages m
    """,
)

parser(
    "apps.gmail.android",
    title="E-mail in Gmail, Android",
    variants=["since about 2017", "to about 2017"],
    files=["*/com.google.android.gm/databases/{bigTopDataDB.*,mailstore.*.db}"],
    queries=[MAILS, PARTIES, PAGES, FILES, OLD],
    functions={"mail": mail, "parties": parties, "inflated": inflated, "words": words},
    about="E-mail of Google accounts as far as it was kept on the phone: the words of each, and the page as it was "
    "sent as an attachment. Times are UTC milliseconds. The layout is not published; the numbers of the "
    "fields are those that public research found on several phones. The counterpart is the sender, also of the "
    "owner's own e-mail.",
)
