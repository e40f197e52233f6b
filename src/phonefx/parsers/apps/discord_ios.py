"""Discord on iOS: what was loaded of channels, left in the app's web cache."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from phonefx.parsers.apps.discord_android import TYPES
from phonefx.parsers.reading import whole
from phonefx.parsers.registry import Opened, parser
from phonefx.parsers.values import stated
from phonefx.records import Attachment, Code, Message, Record, Skip


def read(file: BinaryIO) -> Any:  # noqa: ANN401 - whatever JSON holds
    """The JSON of a cached answer; None where it is anything else (pictures, scripts)."""
    content = whole(file)
    return json.loads(content) if content[:1] in (b"[", b"{") else None


def messages(opened: Opened) -> Iterator[Record | Skip]:
    """Every message of a cached answer about a channel."""
    listed = opened.content if isinstance(opened.content, list) else [opened.content]
    for number, entry in enumerate(listed):
        if not isinstance(entry, dict) or "channel_id" not in entry or "content" not in entry:
            yield Skip(number, "no message: another kind of answer")
            continue
        author = entry["author"] if isinstance(entry.get("author"), dict) else {}
        yield Message(
            key=number, time=stated(entry.get("timestamp")), edited=stated(entry.get("edited_timestamp")),
            service="Discord", content=_content(entry.get("type")), counterpart=_text(author.get("id")),
            counterpart_name=_text(author.get("username")),
            thread=_text(entry["channel_id"]), body=_text(entry["content"]), guid=_text(entry.get("id")),
            extra=json.dumps({key: entry.get(key) for key in ("type", "flags", "pinned")}),
        )  # fmt: skip
        files = entry.get("attachments")
        for place, file in enumerate(files if isinstance(files, list) else ()):
            if isinstance(file, dict):
                size = file.get("size")
                yield Attachment(
                    key=f"{number}:{place}", owner=number, name=_text(file.get("filename")),
                    size=size if isinstance(size, int) else None,
                    mime=_text(file.get("content_type")), extra=json.dumps({"url": file.get("url")}),
                )  # fmt: skip


def _content(stored: Any) -> Code | None:  # noqa: ANN401
    """Say what kind of message it is: one of a call has no text."""
    return Code(TYPES.get(stored, f"unknown ({stored})"), stored) if isinstance(stored, int) else None


def _text(value: Any) -> str | None:  # noqa: ANN401
    return value if isinstance(value, str) else None


parser(
    "apps.discord.ios",
    title="Channels of Discord in its cache, iOS",
    files=["*/com.hammerandchisel.discord/fsCachedData/*"],
    read=read,
    records=messages,
    about="Messages that the app loaded, as the server sent them, up to about 2023: loaded is not the same as "
    "displayed, and the same message may stand in several answers. Who of them owns the phone is not stored "
    "here. Times are UTC.",
    tested={"ios15_ffs": 154},
)
