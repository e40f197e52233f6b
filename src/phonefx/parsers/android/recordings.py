"""Recordings of calls in shared storage, told by their folders."""

from collections.abc import Iterator

from phonefx.parsers.reading import start, unwritten
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Media, Record, Skip


def recording(opened: Opened) -> Iterator[Record | Skip]:
    """Yield the file; what its name says of the call stays as it is."""
    if unwritten(opened.content):
        yield Skip(None, "a file of nothing but zeros")
        return
    name = opened.path.rpartition("/")[2]
    yield Media(key=name, path=opened.path, name=name, size=opened.size)


parser(
    "android.call_recordings",
    title="Recordings of calls, Android",
    variants=["Samsung"],
    files=[
        "*/{Recordings/Call,Recordings/Call recordings,MIUI/sound_recorder/call_rec,CallRecordings,"
        "Music/Recordings/Call Recordings,Record/Call}/*.{m4a,amr,mp3,wav,3gp,aac,ogg}"
    ],
    read=start,
    records=recording,
    about="Sound files in the folders in which the phones of Samsung, Xiaomi, Oppo and others keep recorded calls. "
    "There is no time in it but what the name says, often with the other's number or name, by the phone's clock.",
)
