"""Messages that were written and not sent."""

from __future__ import annotations

from collections.abc import Iterator

from phonefx.errors import Damaged
from phonefx.formats.plists import keyed
from phonefx.formats.plists.keyed import AttributedText
from phonefx.parsers.reading import plist
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Message, Record, Skip


def drafts(opened: Opened) -> Iterator[Record | Skip]:
    """The draft of one conversation, named by its folder."""
    content = opened.content if isinstance(opened.content, dict) else {}
    stored = content.get("text")
    found = keyed.loads(stored) if isinstance(stored, bytes) else stored
    text = found.text if isinstance(found, AttributedText) else found
    if text is None:
        yield Skip("text", "no text in it")
        return
    if not isinstance(text, str):
        raise Damaged("draft", "its text is of an unknown form")
    thread = opened.path.split("/")[-2]
    yield Message(
        key="text", direction="draft", status="draft, not sent", thread=thread, body=text,
        subject=content.get("subject") if isinstance(content.get("subject"), str) else None,
    )  # fmt: skip


parser(
    "ios.messages.drafts",
    title="Drafts of messages, iOS",
    files=["*/Library/SMS/Drafts/*/composition.plist"],
    read=plist,
    records=drafts,
    about="Messages begun and not sent, one for each conversation. There is no time in it.",
)
