"""Pictures and videos of both platforms: what they state of themselves."""

from collections.abc import Iterator
from typing import BinaryIO, Final

from phonefx.formats import exif, mp4
from phonefx.parsers.reading import of_a_user
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Location, Media, Record, Skip
from phonefx.times import Moment, moment

_PICTURES: Final = "jpg,jpeg,JPG,JPEG,heic,HEIC,heif,dng,DNG,tif,tiff"
_VIDEOS: Final = "mp4,MP4,mov,MOV,3gp,m4v"
_FOLDERS: Final = "DCIM,Pictures,Movies,Download,Downloads,PhotoData,WhatsApp Images,WhatsApp Video,Messages,Camera"


def read(file: BinaryIO) -> exif.Exif | mp4.Video | None:
    """Read what a picture or video says of itself; None where it says nothing."""
    head = file.read(12)
    file.seek(0)
    moving = head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free") and head[8:11] not in (
        b"hei",
        b"mif",
        b"avi",
        b"msf",
    )
    return mp4.read(file) if moving else exif.read(file)


def _clock(taken: exif.ClockTime | None) -> Moment | None:
    """A reading of the camera's clock: UTC where it says its offset, else the wall clock of the device."""
    if taken is None:
        return None
    raw = taken.text + (taken.offset or "")
    if taken.utc_us is not None:
        return Moment(taken.utc_us, raw)
    return Moment(taken.local_us, raw, "device")


def photo(opened: Opened) -> Iterator[Record | Skip]:
    """Yield the picture or video, and the position that it states."""
    found, name = opened.content, opened.path.rpartition("/")[2]
    if isinstance(found, mp4.Video):
        yield from _video(opened, found, name)
        return
    if found is None:
        yield Media(key="file", path=opened.path, name=name, size=opened.size)
        return
    yield Media(
        key="exif",
        time=_clock(found.taken or found.digitized),
        path=opened.path,
        name=name,
        size=opened.size,
        make=found.make,
        model=found.model,
        software=found.software,
    )
    at = found.position
    if at is None:
        return
    if at.latitude is None or at.longitude is None or at.problem:
        yield Skip("exif position", f"{at.problem or 'incomplete'}: {at.raw}")
        return
    yield Location(
        key="exif position",
        time=Moment(at.utc_us, "GPS date and time") if at.utc_us is not None else _clock(found.taken),
        latitude=at.latitude,
        longitude=at.longitude,
        altitude_m=at.altitude,
        accuracy_m=at.accuracy,
        evidence_of="media_capture",
        method=at.method or "stated in the picture",
        path=opened.path,
        extra=at.raw,
    )


def _video(opened: Opened, found: mp4.Video, name: str) -> Iterator[Record | Skip]:
    created = moment(found.created, "mac_s")
    yield Media(
        key="movie",
        time=created,
        path=opened.path,
        name=name,
        size=opened.size,
        duration_s=found.seconds,
        make=found.make,
        model=found.model,
        software=found.software,
        extra=found.taken,
    )
    for number, at in enumerate(found.positions):
        if at.latitude is None or at.longitude is None or at.problem:
            yield Skip(f"position {number}", f"{at.problem or 'incomplete'}: {at.raw}")
        else:
            yield Location(
                key=f"position {number}",
                time=created,
                latitude=at.latitude,
                longitude=at.longitude,
                altitude_m=at.altitude,
                accuracy_m=at.accuracy,
                evidence_of="media_capture",
                method=f"stated in the video ({at.place})",
                path=opened.path,
                extra=at.raw,
            )


parser(
    "exports.photos",
    title="Pictures and videos (EXIF, movie headers)",
    files=[f"*/{{{_FOLDERS}}}/*.{{{_PICTURES},{_VIDEOS}}}", "/data/media/*.{jpg,jpeg,heic,mp4}"],
    read=read,
    records=of_a_user(photo),
    about="What pictures and videos in the folders for media say of themselves: time, position, camera. The time of "
    "a picture is UTC where it states the offset of its clock, otherwise the wall clock of the device that "
    "took it; the movie header is UTC by its standard, and local time on some devices. A position is where "
    "the file says it was captured: the phone was there only if its own camera made the file, and any program "
    "can change it.",
    tested={"photos_exif": 16},
)
