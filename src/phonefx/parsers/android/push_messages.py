"""Push messages that Google's services kept for apps, on Android."""

import re
from collections.abc import Iterator
from typing import Final

from phonefx.formats import leveldb
from phonefx.formats.protobuf import Message as Protobuf
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Event, Record, Skip
from phonefx.times import moment

_STAMPED: Final = re.compile(r":(\d{16})%")


def pushed(opened: Opened) -> Iterator[Record | Skip]:
    """Yield every stored push message with the app that it was for and the values that it carried."""
    changes = list(opened.content.changes())
    removed = {change.key: change.number for change in changes if not change.put}
    for change in changes:
        key = f"{change.offset}/{change.place}"
        if not change.put:
            yield Skip(key, "the removal of an entry")
            continue
        stanza = Protobuf(change.value).message(2)
        app = stanza.text(5)
        name = change.key.decode("utf-8", "backslashreplace")
        if not app:
            yield Skip(key, "an entry of another kind")
            continue
        values = {pair.text(1) or "": pair.text(2) or "" for pair in stanza.messages(7)}
        raw = stanza.text(21)
        stamp = _STAMPED.search(name)
        gone = "removed again" if removed.get(change.key, -1) > change.number else "kept"
        lines = [f"{word}: {value}" for word, value in values.items()]
        yield Event(
            key=key,
            time=moment(int(stamp[1]), "unix_us") if stamp else moment(stanza.integer(18), "unix_ms"),
            category="push message",
            app=app,
            subject=values.get("title") or values.get("gcm.notification.title"),
            detail="\n".join([*lines, raw] if raw else lines) or None,
            extra=f"entry {name}, change {change.number}, {gone} in this file",
        )


parser(
    "android.push_messages",
    title="Push messages kept for apps, Google Play services",
    variants=["log of changes", "sorted table"],
    files=["*/fcm_queued_messages.ldb/*.{log,ldb,sst}"],
    read=leveldb.read,
    records=pushed,
    about="Push messages that Google's services held until an app could take them, with every value they carried: "
    "often the text of a message and who sent it, also of an app that was removed since. Times are UTC microseconds, "
    "as the identifier states them: when the server took the message; where it states none, the server's milliseconds. "
    "Each file of the store is read by itself, so that an entry may stand in several. What an app shows of such a "
    "message, and whether it was seen, is not stored.",
)
