"""Kinds of notifications that apps set up, and notifications that were put off, on Android."""

from collections.abc import Iterator

from phonefx.formats import androidxml
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Event, Record, Skip
from phonefx.times import moment


def channels(opened: Opened) -> Iterator[Record | Skip]:
    """Yield every channel of every app, and every notification that was put off."""
    for package in opened.content.walk("package"):
        app, uid = package.get("name"), package.get("uid")
        listed = list(package.walk("channel"))
        if not listed:
            yield Skip(f"{app}/{uid}", "an app without channels of its own")
        for channel in listed:
            gone = channel.get("del_time") or ""
            removed = channel.get("deleted") == "true"
            yield Event(
                key=f"{app}/{uid}/{channel.get('id')}",
                time=moment(int(gone), "unix_ms") if gone.isdigit() and int(gone) else None,
                category="notification channel, removed by its app" if removed else "notification channel",
                app=app, subject=channel.get("name"),
                detail=f"conversation {channel.get('conv_id')}" if channel.get("conv_id") else channel.get("desc"),
                extra=f"channel {channel.get('id')}, importance {channel.get('importance')}, user id {uid}",
            )  # fmt: skip
    for put_off in opened.content.walk("snoozed-notifications"):
        for each in put_off.walk("notification"):
            stamp, name = each.get("time") or "", each.get("key") or ""
            yield Event(
                key=f"snoozed/{name}",
                time=moment(int(stamp), "unix_ms") if stamp.isdigit() else None,
                category="notification put off until",
                app=each.get("pkg") or next(iter(name.split("|")[1:2]), None),
                subject=name,
            )


parser(
    "android.notification_channels",
    title="Channels of notifications, Android",
    variants=["Android 8 and later"],
    files=["*/data/system/notification_policy.xml"],
    read=androidxml.read,
    records=channels,
    about="The kinds of notifications that each app set up: many messengers make one for each conversation and name it "
    "after the person. Also notifications that the user put off. Only a removed channel (when it was removed) and a "
    "notification put off (until when) have a time, UTC milliseconds.",
)
