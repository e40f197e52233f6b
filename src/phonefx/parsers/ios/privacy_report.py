"""The App Privacy Report that a user exported: which app used position, camera, contacts, and when."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from phonefx.formats.textfiles import read_json_lines
from phonefx.parsers.registry import Opened, parser
from phonefx.parsers.values import stated
from phonefx.records import Event, Record, Skip

KINDS = {"intervalBegin": "begun", "intervalEnd": "ended", "event": "once"}


def records(opened: Opened) -> Iterator[Record | Skip]:
    """One event for each line: an access to data, or a host that an app spoke to."""
    for line, entry in enumerate(opened.content, 1):
        if not isinstance(entry, dict):
            yield Skip(line, "no entry of a report")
            continue
        kind, stamp = entry.get("type"), entry.get("timeStamp")
        time = stated(stamp) if isinstance(stamp, str) else None
        if kind == "access":
            accessor = entry.get("accessor")
            app = accessor.get("identifier") if isinstance(accessor, dict) else None
            word = str(entry.get("kind"))
            yield Event(
                key=line, time=time, category="app used data", app=_text(app), subject=_text(entry.get("category")),
                detail=KINDS.get(word, f"unknown ({word})"), extra=_extra(entry),
            )  # fmt: skip
        elif kind == "networkActivity":
            yield Event(
                key=line, time=time, category="app spoke to a host", app=_text(entry.get("bundleID")),
                subject=_text(entry.get("domain")), detail=f"hits: {entry.get('hits')}", extra=_extra(entry),
            )  # fmt: skip
        else:
            yield Skip(line, f"unknown kind of entry ({kind})")


def _text(value: Any) -> str | None:  # noqa: ANN401 - whatever the file holds
    return value if isinstance(value, str) else None


def _extra(entry: dict[str, Any]) -> str:
    return json.dumps({name: value for name, value in entry.items() if isinstance(value, (str, int))}, sort_keys=True)


parser(
    "ios.privacy_report",
    title="App Privacy Report, iOS",
    files=["*App_Privacy_Report_v*.ndjson"],
    read=read_json_lines,
    records=records,
    about="Which app used position, camera, microphone, contacts or photos, when, and which hosts it spoke to, over a "
    "week, as a user exported it, iOS 15 and later. It says nothing of where the phone was. Times are UTC or with the "
    "offset that the report states.",
)
