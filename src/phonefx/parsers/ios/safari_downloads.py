"""Downloads of Safari."""

from __future__ import annotations

import json
from collections.abc import Iterator

from phonefx.formats.plists import Date
from phonefx.parsers.reading import plist
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Record, Skip, WebVisit
from phonefx.times import moment

KEPT = ("ProgressBytesSoFar", "ProgressTotalToLoad", "RemoveWhenDoneKey", "Identifier", "ProfileUUIDStringKey")


def downloads(opened: Opened) -> Iterator[Record | Skip]:
    """Files that Safari fetched, with where they came from and how much of them arrived."""
    listed = opened.content.get("DownloadHistory") if isinstance(opened.content, dict) else None
    for number, entry in enumerate(listed if isinstance(listed, list) else ()):
        stated = entry if isinstance(entry, dict) else {}
        url, path = (_text(stated.get(f"DownloadEntry{name}")) for name in ("URL", "Path"))
        if url is None and path is None:
            yield Skip(f"DownloadHistory/{number}", "neither an address nor a file in it")
            continue
        begun, done = (stated.get(f"DownloadEntryDate{name}Key") for name in ("Added", "Finished"))
        noted = {name: stated.get(f"DownloadEntry{name}") for name in KEPT}
        finished = float(done) if isinstance(done, Date) else None
        noted["finished"] = finished
        yield WebVisit(
            key=f"DownloadHistory/{number}", time=moment(float(begun), "cocoa_s") if isinstance(begun, Date) else None,
            action="download" if finished is not None else "download, no end stored", url=url, path=path,
            app="com.apple.mobilesafari",
            extra=json.dumps({name: value for name, value in noted.items() if isinstance(value, (str, int, float))}),
        )  # fmt: skip


def _text(value: object) -> str | None:
    """A text that says something."""
    return value if isinstance(value, str) and value else None


parser(
    "ios.safari.downloads",
    title="Downloads of Safari, iOS",
    files=["*/Library/Safari/Downloads/Downloads.plist", "*/Library/Safari/Downloads.plist"],
    read=plist,
    records=downloads,
    about="Files that Safari fetched, iOS 13 and later (and macOS): that one was asked for, not that it was opened. "
    "Times are UTC, of the beginning.",
)
