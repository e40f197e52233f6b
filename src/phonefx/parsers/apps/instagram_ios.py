"""Instagram on iOS: direct messages, video chats and the people of each conversation."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from phonefx.formats.plists import Date, keyed
from phonefx.parsers.ios.archives import members
from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Contact, Event, Message, Recipient

CONTENT = {
    "SUBTYPE_TEXT": "text", "SUBTYPE_MEDIA": "picture or video", "SUBTYPE_THREAD_ACTIVITY": "event of the conversation",
    "SUBTYPE_REEL_SHARE": "story or reel", "SUBTYPE_LINK": "link", "SUBTYPE_VOICE_MEDIA": "voice message",
}  # fmt: skip


def typed(value: Any, name: str) -> Any:  # noqa: ANN401 - whatever an archive holds
    """Give a field of an archived object by its name alone; the app writes the type of the field before it."""
    fields = members(value)
    return next((each for key, each in fields.items() if key == name or key.endswith(("*" + name, ">" + name))), None)


@lru_cache(maxsize=4)
def _message(archive: bytes) -> dict[str, Any]:
    root = keyed.loads(archive)
    stated, content = typed(root, "metadata"), typed(root, "content")
    event = typed(content, "threadActivity")
    return {
        "sender": typed(stated, "senderPk"), "time": typed(stated, "serverTimestamp"),
        "kind": members(content).get("codedSubtype"),
        "text": typed(content, "string") or typed(event, "voipTitle") or typed(event, "text"),
        "reactions": [_reaction(each) for each in typed(root, "reactions") or ()],
        "media": next(_media(content), None),
    }  # fmt: skip


def _media(content: Any) -> Any:  # noqa: ANN401
    media = typed(typed(content, "media"), "permanentMedia")
    for kind in ("photo", "video"):
        found = members(typed(media, kind))
        yield from (each for name, each in found.items() if name.endswith("MediaID") and isinstance(each, str))


def _reaction(value: Any) -> dict[str, Any]:  # noqa: ANN401
    fields = members(value)
    when = fields.get("USER_BASED_REACTION_SERVER_TIMESTAMP")
    return {
        "emoji": fields.get("USER_BASED_REACTION_EMOJI_UNICODE"), "user": fields.get("USER_BASED_REACTION_USER_ID"),
        "time": float(when) if isinstance(when, Date) else None,
    }  # fmt: skip


def _text(archive: bytes, name: str) -> str | None:
    found = _message(archive)[name]
    return found if isinstance(found, str) and found else None


def message_time(archive: bytes) -> float | None:
    """When the server took the message, seconds since 2001."""
    found = _message(archive)["time"]
    return float(found) if isinstance(found, Date) else None


def reactions(archive: bytes) -> str:
    """The reactions to a message, as a JSON list."""
    return json.dumps(_message(archive)["reactions"], ensure_ascii=False)


def people(metadata: bytes | None) -> str:
    """The other members of a conversation, as a JSON list of their numbers and names."""
    listed = typed(keyed.loads(metadata), "users") if metadata else None
    found = [members(each) for each in listed] if isinstance(listed, list) else []
    return json.dumps(
        [
            {"pk": each.get("pk"), "name": each.get("fullName") or each.get("full_name"), "user": each.get("username")}
            for each in found
        ],
        ensure_ascii=False, default=str,
    )  # fmt: skip


MESSAGES = Query(
    Message,
    """
    SELECT m.row_id                       AS key,
           cocoa_s(message_time(m.archive)) AS time,
           CASE WHEN sender(m.archive) = t.viewer_id THEN 'outgoing'
                WHEN t.viewer_id IS NOT NULL THEN 'incoming' END AS direction,
           'Instagram'                    AS service,
           code(kind(m.archive), CONTENT) AS content,
           CASE WHEN sender(m.archive) IS NOT t.viewer_id THEN sender(m.archive) END AS counterpart,
           m.thread_id                    AS thread,
           t.viewer_id                    AS account,
           message_text(m.archive)        AS body,
           m.message_id                   AS guid,
           json_object('class', m.class_name, 'media', media(m.archive)) AS extra
    FROM messages m
    LEFT JOIN (SELECT thread_id, max(viewer_id) AS viewer_id FROM threads GROUP BY thread_id) t
           ON t.thread_id = m.thread_id
    """,
    words={"CONTENT": CONTENT},
)
REACTIONS = Query(
    Event,
    """
    SELECT m.row_id || ':' || v.key AS key, cocoa_s(json_extract(v.value, '$.time')) AS time,
           'reaction to a message' AS category, 'com.burbn.instagram' AS app,
           json_extract(v.value, '$.emoji') AS subject,
           'by user ' || json_extract(v.value, '$.user') || ' on message ' || m.message_id AS detail
    FROM messages m
    JOIN json_each(reactions(m.archive)) v
    """,
    unfolds=True,
)
MEMBERS = Query(
    Contact,
    """
    SELECT t.row_id || ':' || v.key AS key, json_extract(v.value, '$.name') AS name,
           json_extract(v.value, '$.user') AS nickname, 'member of a conversation' AS role,
           json_extract(v.value, '$.pk') AS guid, json_object('thread_id', t.thread_id) AS extra
    FROM threads t
    JOIN json_each(people(t.metadata)) v
    """,
    unfolds=True,
)
PARTIES = Query(
    Recipient,
    """
    SELECT m.row_id || ':' || v.key AS key, m.row_id AS owner, json_extract(v.value, '$.pk') AS address,
           coalesce(json_extract(v.value, '$.name'), json_extract(v.value, '$.user')) AS name, 'member' AS role
    FROM messages m
    JOIN threads t ON t.thread_id = m.thread_id AND sender(m.archive) = t.viewer_id
    JOIN json_each(people(t.metadata)) v
    """,
    of=MESSAGES,
    unfolds=True,
)

parser(
    "apps.instagram.ios",
    title="Direct messages of Instagram, iOS",
    files=["*/DirectSQLiteDatabase/*.db"],
    queries=[MESSAGES, REACTIONS, MEMBERS, PARTIES],
    functions={
        "message_time": message_time, "sender": lambda archive: _text(archive, "sender"),
        "kind": lambda archive: _text(archive, "kind"), "message_text": lambda archive: _text(archive, "text"),
        "media": lambda archive: _text(archive, "media"), "reactions": reactions, "people": people,
    },
    about="Direct messages, video chats (as events of the conversation) and reactions, up to about 2023; later "
    "versions keep them elsewhere. People are numbers of their accounts. Times are the server's, UTC "
    "seconds since 2001.",
    tested={"ios_apps_plaso": 80},
)  # fmt: skip
