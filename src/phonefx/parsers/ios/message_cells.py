"""What is decoded from the cells of sms.db: archived texts, payloads of apps, changes, shared places."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from phonefx.errors import Damaged
from phonefx.formats import balloon, message_summary, plists, typedstream

BY_PATTERN: Final = "text found by pattern in an archive that does not decode"


@lru_cache(maxsize=4)
def _archived(blob: bytes) -> tuple[str | None, str | None]:
    """The text of an archive and, where it had to be searched for, that it was."""
    decoded = typedstream.text(blob)
    if decoded is not None:
        return decoded, None
    found = typedstream.text_by_pattern(blob)
    return found, BY_PATTERN if found is not None else None


def attributed_text(blob: bytes | None) -> str | None:
    """The text of an archived body; an archive without a readable one counts as not decoded."""
    if not blob:
        return None
    found, _ = _archived(bytes(memoryview(blob)))
    if found is None:
        raise ValueError("an archived text that does not decode")
    return found


def attributed_how(blob: bytes | None) -> str | None:
    """How the text was found, where not by decoding."""
    return _archived(bytes(memoryview(blob)))[1] if blob else None


def payload_text(blob: bytes | None) -> str | None:
    """The words that stand for an app's message: its text and captions, or where a link leads and its title."""
    found = balloon.loads(blob) if blob else None
    if isinstance(found, balloon.Link):
        listed = [found.title, found.summary, found.url or found.original_url]
    elif isinstance(found, balloon.AppMessage):
        listed = [found.app, found.text, *found.captions.values()]
    else:
        return None
    return "\n".join(dict.fromkeys(each for each in listed if each)) or None


def shared_place(blob: bytes | None) -> str | None:
    """The places on a map that a payload shares, as a JSON list; one whose link states no position has none."""
    found = balloon.loads(blob) if blob else None
    place = found.place if isinstance(found, balloon.Link) else None
    if place is None:
        return None
    spot = place.position
    return json.dumps([{
        "name": place.name, "address": place.address, "latitude": spot.latitude if spot else None,
        "longitude": spot.longitude if spot else None, "url": spot.url if spot else None,
    }])  # fmt: skip


def revisions(blob: bytes | None) -> str | None:
    """The texts that a message had before, and the parts that were unsent, as a JSON list."""
    if not blob:
        return None
    summary = message_summary.loads(blob)
    listed: list[dict[str, Any]] = [
        {"part": each.part, "number": each.number, "time": each.time, "text": each.text,
         "what": "original" if each.number == 0 else "edit", "problem": each.problem}
        for each in summary.versions
    ]  # fmt: skip
    listed += [{"part": part, "number": "unsent", "what": "unsent"} for part in summary.unsent]
    return json.dumps(listed) if listed else None


def unsent_parts(blob: bytes | None) -> int:
    """How many parts were unsent."""
    return len(message_summary.loads(blob).unsent) if blob else 0


def plist_list(blob: bytes | None) -> str | None:
    """The texts of a property list that holds an array, as a JSON list."""
    if not blob:
        return None
    found = plists.loads(bytes(memoryview(blob)))
    if not isinstance(found, list):
        raise Damaged("property list", "it holds no array")
    return json.dumps([each for each in found if isinstance(each, str)])


def mentions_and_links(blob: bytes | None) -> str | None:
    """Whom a text mentions and where its links lead, with the words that stand for each, as a JSON list."""
    found = typedstream.attributed(bytes(memoryview(blob))) if blob else None
    if found is None:
        return None
    told = {"mention": [(run.mention, run) for run in found.runs], "link": [(run.link, run) for run in found.runs]}
    listed = [
        {"key": f"{what} {number}", "what": what, "to": to, "words": found.piece(run)}
        for what, runs in told.items()
        for number, (to, run) in enumerate((to, run) for to, run in runs if to)
    ]
    return json.dumps(listed, ensure_ascii=False)


FUNCTIONS: Final[dict[str, Callable[..., Any]]] = {
    "attributed_text": attributed_text, "attributed_how": attributed_how, "payload_text": payload_text,
    "shared_place": shared_place, "mentions_and_links": mentions_and_links, "revisions": revisions,
    "unsent_parts": unsent_parts, "plist_list": plist_list,
}  # fmt: skip
