"""Backups that are named though they are sealed, so that nobody takes their absence from a case for theirs."""

import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from phonefx.formats.protobuf import Message as Protobuf
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Event, Record, Skip
from phonefx.times import Moment, wall_clock_us

_NAMED: Final = re.compile(r"signal-(\d{4}-\d\d-\d\d)-(\d\d)-(\d\d)-(\d\d)\.backup$")


def first(file: BinaryIO) -> bytes:
    """The first bytes of a backup, which hold its header."""
    return file.read(512)


def backup(opened: Opened) -> Iterator[Record | Skip]:
    """Yield that a backup was made, with the time in its name and the version in its header."""
    match = _NAMED.search(opened.path)
    length = int.from_bytes(opened.content[:4], "big")
    header = Protobuf(opened.content[4 : 4 + length]).message(1)
    if match is None or header.data(2) is None:
        yield Skip(0, "no backup of Signal")
        return
    stated = f"{match[1]} {':'.join(match.groups()[1:])}"
    yield Event(key=0, time=Moment(wall_clock_us(stated), stated, "device"), category="backup of an app",
                app="org.thoughtcrime.securesms", subject=opened.path.rpartition("/")[2],
                detail=f"encrypted, version {header.integer(3) or 0}")  # fmt: skip


parser(
    "apps.signal.android.backup",
    title="Backups of Signal, Android",
    variants=["versions 0 and 1", "another file of that name"],
    files=["*/signal-*.backup"],
    read=first,
    records=backup,
    about="That there is a backup of Signal and when it was made: the wall clock of the phone, without a zone, as the "
    "name states it. It is encrypted under 30 digits that the owner was shown once; given as the password they open "
    "it, and what is in it is read as the database of Signal.",
)
