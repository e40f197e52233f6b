"""Discord on Android: messages that the app keeps in its key-value store."""

import json
from typing import Any

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.parsers.values import stated
from phonefx.records import Attachment, Message

MESSAGES = Query(
    Message,
    """
    SELECT m.rowid AS key, unix_us(discord(m.data, 'time')) AS time, 'Discord' AS service,
           discord(m.data, 'type') AS content, discord(m.data, 'author.id') AS counterpart,
           discord(m.data, 'author.username') AS counterpart_name, discord(m.data, 'channel_id') AS thread,
           discord(m.data, 'content') AS body, discord(m.data, 'id') AS guid
    FROM messages0 m
    """,
    skip={"discord(m.data, 'id') IS NULL": "no message that is understood"},
)
FILES = Query(
    Attachment,
    """
    SELECT m.rowid AS key, m.rowid AS owner, discord(m.data, 'attachments') AS text, 'attachments, JSON' AS name
    FROM messages0 m
    """,
    of=MESSAGES,
    only="discord(m.data, 'attachments') IS NOT NULL",
)
TYPES = {0: "message", 3: "call", 7: "joined", 19: "reply"}


def discord(blob: bytes | str | None, path: str) -> str | int | None:
    """Give one member of a stored message: JSON behind one byte of type; `time` in microseconds since 1970."""
    raw = blob.encode() if isinstance(blob, str) else bytes(memoryview(blob or b""))
    start = raw.find(b"{", 0, 4)
    if start < 0 or len(raw) > 4_000_000:
        return None
    stored: Any = json.loads(raw[start:].rstrip(b"\x00"))
    message: Any = stored.get("message", stored)
    if not isinstance(message, dict):
        raise ValueError("the message is no object")  # noqa: TRY004 - of the evidence, not of a call
    if path == "time":
        found = stated(message.get("timestamp"))
        return found.us if found else None
    if path == "type":
        kind: Any = message.get("type")
        return TYPES.get(kind, f"unknown ({kind})")
    if path == "attachments":
        return json.dumps(message["attachments"], ensure_ascii=False) if message.get("attachments") else None
    for name in path.split("."):
        message = message.get(name) if isinstance(message, dict) else None
    return None if message is None else str(message)


parser(
    "apps.discord.android",
    title="Discord messages, Android",
    variants=["key-value store"],
    files=["*/com.discord/files/kv-storage/@account.*/a"],
    queries=[MESSAGES, FILES],
    functions={"discord": discord},
    about="Messages that Discord keeps on the phone, of every channel that was opened. Times are the UTC times with an "
    "offset that the service gave, in microseconds. The counterpart is the author, also of the owner's own messages: "
    "the own id is part of the folder's name.",
)
