"""Talks with assistants on Android: ChatGPT and Claude, as their apps keep copies on the phone."""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from phonefx.formats.protobuf import Message as Protobuf
from phonefx.parsers.query import Query
from phonefx.parsers.reading import whole
from phonefx.parsers.registry import Opened, parser
from phonefx.parsers.values import stated
from phonefx.records import Account, Attachment, Message, Record, Skip
from phonefx.times import moment

_DIRECTION: Final = {"user": "outgoing", "human": "outgoing", "assistant": "incoming"}


def talk(text: str | bytes | None, path: str) -> str | int | float | None:
    """Give what stands at a dotted path in JSON, the first of several paths that is there; lists of texts joined."""
    shown = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text or "")
    if not shown.startswith("{") or not shown.rstrip().endswith("}"):
        return None
    root: Any = json.loads(shown)
    for each in path.split(","):
        found = root
        for name in each.split("."):
            found = found.get(name) if isinstance(found, dict) else None
        words = _words(found)
        if words is not None:
            return words
    return None


def _words(found: Any) -> str | int | float | None:  # noqa: ANN401 - whatever the JSON holds
    """A value as it is; of a list the texts of its members, of an object without text nothing."""
    if isinstance(found, bool) or found is None or isinstance(found, dict):
        return int(found) if isinstance(found, bool) else None
    if isinstance(found, list):
        texts = [each.get("text") if isinstance(each, dict) else each for each in found]
        return "\n".join(each for each in texts if isinstance(each, str)) or None
    return found if isinstance(found, str | int | float) else None


def instant(text: str | float | None) -> int | None:
    """Read a time of ISO 8601; microseconds, None where it is none or has no offset."""
    found = stated(text) if isinstance(text, str) else None
    return found.us if found and found.basis == "utc" else None


_WHOLE: Final = """(SELECT group_concat(p.part, '') FROM (SELECT CAST(d.chunk AS TEXT) AS part FROM DBMessageChunk d
            WHERE d.messageId = c.messageId ORDER BY d.chunkIndex) p)"""
_TITLE: Final = """talk((SELECT t.conversation FROM opt_table(DBConversation, id, conversation) t
            WHERE t.id = {}), 'title')"""


def _said(node: str, conversation: str) -> str:
    """The columns of a message that are members of its JSON."""
    return f"""unix_us(instant(talk({node}, 'content.created_date,content.date'))) AS time,
           unix_us(instant(talk({node}, 'content.modification_date'))) AS edited,
           code(talk({node}, 'content.role'), DIRECTION) AS direction, 'ChatGPT' AS service, 'ChatGPT' AS counterpart,
           {conversation} AS thread, {_TITLE.format(conversation)} AS thread_name,
           talk({node}, 'content.content.content,content.content.parts,content.content.text,content.content') AS body"""


OLD = Query(
    Message,
    f"""
    SELECT c.rowid AS key, {_said("c.messageNode", "c.conversationId")}, CAST(c.id AS TEXT) AS guid,
           c.messageNode AS extra
    FROM DBMessage c
    """,
    words={"DIRECTION": _DIRECTION},
)
NEW = Query(
    Message,
    f"""
    SELECT c.rowid AS key, {_said(_WHOLE, f"talk({_WHOLE}, 'content.conversation_id')")},
           CAST(c.messageId AS TEXT) AS guid, {_WHOLE} AS extra
    FROM DBMessageChunk c
    """,
    words={"DIRECTION": _DIRECTION},
    skip={"c.chunkIndex > 0": "a further part of a message"},
)

parser(
    "apps.chatgpt.android",
    title="Talks with ChatGPT, Android",
    variants=["messages", "messages in parts"],
    files=["*/com.openai.chatgpt/databases/*conversations.db"],
    queries=[OLD, NEW],
    functions={"talk": talk, "instant": instant},
    about="What was asked and answered in ChatGPT, as the app keeps it; the talks lie with the service, and may have "
    "been held on another device of the account. Times are UTC, as the service gave them. The whole message is kept "
    "as stored.",
)


def _protobuf(file: BinaryIO) -> Protobuf:
    """The file as a message; what is wrong with it is told by its `damage`."""
    return Protobuf(whole(file))


def account(opened: Opened) -> Iterator[Record | Skip]:
    """Yield the account: JSON in the one value of a file of settings."""
    text = opened.content.message(1, 2).text(5)
    found: Any = json.loads(text) if text and text.startswith("{") and text.rstrip().endswith("}") else None
    if not isinstance(found, dict) or not isinstance(found.get("email"), str):
        yield Skip("file", "no account")
        return
    created = found.get("created")
    yield Account(
        key="account",
        time=moment(created, "unix_s") if isinstance(created, int | float) else None,
        service="ChatGPT",
        identifier=found["email"],
        name=found["name"] if isinstance(found.get("name"), str) else None,
        extra=str(found.get("id")),
    )


parser(
    "apps.chatgpt.account",
    title="Account of ChatGPT, Android",
    variants=["settings"],
    files=["*/com.openai.chatgpt/files/datastore/*_user.preferences_pb"],
    read=_protobuf,
    records=account,
    about="The account with its address and name. The time is UTC seconds: when the account was made.",
)

MESSAGES = Query(
    Message,
    """
    SELECT m.rowid AS key, unix_us(instant(talk(m.message_json, 'created_at'))) AS time,
           code(talk(m.message_json, 'sender'), DIRECTION) AS direction, 'Claude' AS service, 'Claude' AS counterpart,
           m.conversation_uuid AS thread,
           talk((SELECT t.conversation_json FROM opt_table(cachedConversations, uuid, conversation_json) t
                 WHERE t.uuid = m.conversation_uuid), 'name') AS thread_name,
           talk(m.message_json, 'content') AS body, m.message_json AS extra
    FROM cachedMessages m
    """,
    words={"DIRECTION": _DIRECTION},
)
FILES = Query(
    Attachment,
    """
    SELECT m.rowid AS key, m.rowid AS owner, claude_file(m.message_json) AS name FROM cachedMessages m
    """,
    of=MESSAGES,
    only="claude_file(m.message_json) IS NOT NULL",
)


def claude_file(text: str | None) -> str | None:
    """Give the names of the files that were sent with a message."""
    if not isinstance(text, str) or not text.startswith("{") or not text.rstrip().endswith("}"):
        return None
    files: Any = json.loads(text).get("files")
    names = [each.get("file_name") for each in files if isinstance(each, dict)] if isinstance(files, list) else []
    return ", ".join(each for each in names if isinstance(each, str)) or None


parser(
    "apps.claude.android",
    title="Talks with Claude, Android",
    variants=["cache"],
    files=["*/com.anthropic.claude/databases/acc_*_claude_cache.db"],
    queries=[MESSAGES, FILES],
    functions={"talk": talk, "instant": instant, "claude_file": claude_file},
    about="What was asked and answered in Claude, of talks that were opened lately; they lie with the service, and may "
    "have been held on another device of the account. Times are UTC, as the service gave them. The whole message is "
    "kept as stored.",
)
