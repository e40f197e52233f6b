"""Notifications that are still shown or waiting, with their text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from phonefx.formats.plists import Date, keyed
from phonefx.parsers.ios.archives import members
from phonefx.parsers.reading import whole
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Event, Record, Skip
from phonefx.times import moment

TEXTS = ("AppNotificationTitle", "AppNotificationSubtitle", "AppNotificationMessage")


def notifications(opened: Opened) -> Iterator[Record | Skip]:
    """Every notification of one app; the folder names the app."""
    parts = opened.path.split("/")
    app, kind = parts[-2], parts[-1].removesuffix("Notifications.plist").lower()
    listed = opened.content if isinstance(opened.content, list) else list(members(opened.content).values())
    for number, entry in enumerate(listed):
        fields = members(entry)
        texts = [text for name in TEXTS if (text := _text(fields.get(name)))]
        if not texts:
            yield Skip(number, "no text in it")
            continue
        yield Event(
            key=number, time=_time(fields), category=f"notification, {kind}", app=app, subject=" / ".join(texts),
            detail=_text(fields.get("AppNotificationIdentifier")),
        )  # fmt: skip


def _time(fields: dict[str, Any]) -> Any:  # noqa: ANN401 - a moment or nothing
    found = next((each for name in ("AppNotificationCreationDate", "RequestDate") if (each := fields.get(name))), None)
    return moment(float(found), "cocoa_s") if isinstance(found, (Date, float, int)) else None


def _text(value: Any) -> str | None:  # noqa: ANN401
    return value if isinstance(value, str) and value else None


parser(
    "ios.notifications",
    title="Notifications, iOS",
    files=["*/Library/UserNotifications/*/{DeliveredNotifications,PendingNotifications}.plist"],
    read=lambda file: keyed.loads(whole(file)),
    records=notifications,
    about="Notifications that were still on the screen or waiting, iOS 12 to 18: they may hold the text of messages "
    "that were deleted or unsent. Times are UTC seconds since 2001. In some versions the folder is named by a "
    "number, not by the app.",
)
