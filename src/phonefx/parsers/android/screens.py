"""Pictures of screens that the system keeps for the list of recent apps, known by their names."""

import re
from collections.abc import Iterator
from typing import Final

from phonefx.parsers.reading import start, unwritten
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Media, Record, Skip

_TASK: Final = re.compile(r"(\d+)(_reduced|_task_thumbnail)?\.(?:jpg|png)$")


def screens(opened: Opened) -> Iterator[Record | Skip]:
    """Yield the picture with the number of the task whose screen it shows."""
    name = opened.path.rpartition("/")[2]
    match = _TASK.match(name)
    if match is None or unwritten(opened.content):
        yield Skip(name, "no picture of a task")
        return
    yield Media(key=name, path=opened.path, name=f"screen of task {match[1]}", size=opened.size, app="android")


parser(
    "android.screens",
    title="Pictures of screens of recent apps, Android",
    variants=["Android 9 and later", "other files"],
    files=["*/data/system_ce/*/snapshots/*.{jpg,png}", "*/data/system/recent_images/*.png"],
    read=start,
    records=screens,
    about="What the screen of an app showed when it was left, one picture for each task; the task of that number in "
    "the list of recent tasks tells the app and when. There is no time in it.",
)
