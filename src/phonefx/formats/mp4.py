"""Reads what a video (MP4, MOV, 3GP) says of itself: when and where it was recorded, with which device.

Positions stand in one of three places: `udta/©xyz` (Android, older iPhones), `udta/loci` (3GPP) and the `mdta` keys of
`meta` (iPhone). Each one found is kept with its place. Source of knowledge: ISO/IEC 14496-12, 3GPP TS 26.244 and the
published QuickTime file format.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from phonefx.errors import Damaged, HostileEvidence
from phonefx.formats.isobmff import Box, BoxFile

MAX_TEXT = 65_536
MAX_TEXTS = 1000
_ISO6709 = re.compile(r"([+-]\d+(?:\.\d*)?)([+-]\d+(?:\.\d*)?)([+-]\d+(?:\.\d*)?)?", re.ASCII)
_HORIZONTAL = "com.apple.quicktime.location.accuracy.horizontal"


@dataclass(frozen=True, slots=True)
class Position:
    """A position as a video states it: WGS 84 degrees, metres; where it stood, and as written.

    A coordinate outside the globe is None with a `problem`; both zero stay zero, with a `problem`.
    """

    latitude: float | None
    longitude: float | None
    altitude: float | None
    accuracy: float | None
    place: str
    raw: str
    problem: str | None = None


@dataclass(slots=True)
class Video:
    """What a video says of itself.

    `created` and `modified` are seconds since 1904 as stored: UTC by the standard, but some cameras write their local
    clock; 0 means that they did not know. `texts` holds every text entry by its name (`©day`,
    `com.apple.quicktime.creationdate`, ...).
    """

    brand: str
    created: int | None = None
    modified: int | None = None
    seconds: float | None = None
    positions: list[Position] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    cut: bool = False

    @property
    def make(self) -> str | None:
        """The maker of the device, as stated."""
        return self._first("com.apple.quicktime.make", "com.android.manufacturer", "©mak")

    @property
    def model(self) -> str | None:
        """The model of the device, as stated."""
        return self._first("com.apple.quicktime.model", "com.android.model", "©mod")

    @property
    def software(self) -> str | None:
        """The system or program that wrote the video, as stated."""
        return self._first("com.apple.quicktime.software", "com.android.version", "©swr")

    @property
    def taken(self) -> str | None:
        """The time of recording as text, with the offset of the device's clock where one is stated."""
        return self._first("com.apple.quicktime.creationdate", "©day")

    def _first(self, *names: str) -> str | None:
        return next((self.texts[name] for name in names if name in self.texts), None)


def read(file: BinaryIO) -> Video | None:
    """Read the headers of a video; None if it has none (`moov` missing: cut short before it, or no video).

    Raises:
        Damaged: its boxes are broken.
        HostileEvidence: more boxes or bytes than any real video.
    """
    boxes = BoxFile.of(file)
    head = next(boxes.boxes(), None)
    if head is None or head.type not in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"):
        raise Damaged("video", "it does not begin as one")
    brand = boxes.read(head.start, 4).decode("latin-1") if head.type == b"ftyp" and head.end - head.start >= 4 else ""
    movie = boxes.find(None, b"moov")
    if movie is None:
        return None
    video = Video(brand, cut=movie.cut)
    for box in boxes.boxes(movie.start, movie.end):
        if box.type == b"mvhd":
            _movie_header(video, boxes.content(box, 1024))
        elif box.type == b"udta":
            _user_data(video, boxes, box)
        elif box.type == b"meta":
            _metadata(video, boxes, box)
    for name, text in video.texts.items():
        if name == "©xyz" or name.endswith(".location.ISO6709"):
            video.positions.append(_iso6709(text, name, video.texts.get(_HORIZONTAL)))
    return video


def _movie_header(video: Video, data: bytes) -> None:
    layout = ">4xIIII" if data[:1] == b"\0" else ">4xQQIQ"
    if len(data) < struct.calcsize(layout):
        raise Damaged("video", "its movie header is too short")
    video.created, video.modified, scale, duration = struct.unpack_from(layout, data)
    unknown = duration in (0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF)
    video.seconds = duration / scale if scale and not unknown else None


def _user_data(video: Video, boxes: BoxFile, within: Box) -> None:
    """Read the texts of `udta`: a length, a language and the text, several times over in one box."""
    for box in boxes.boxes(within.start, within.end):
        if box.type == b"meta":
            _metadata(video, boxes, box)
        elif box.type == b"loci":
            video.positions.append(_loci(boxes.content(box, MAX_TEXT)))
        elif box.type[:1] == b"\xa9" and box.end - box.start >= 4:
            raw = boxes.content(box, MAX_TEXT)
            _keep(video, box.type.decode("latin-1"), raw[4 : 4 + int.from_bytes(raw[:2], "big")])


def _metadata(video: Video, boxes: BoxFile, within: Box) -> None:
    """Read the entries of `meta`, whose content begins with four bytes of version in MP4 and without them in MOV."""
    start = within.start
    if within.end - start >= 8 and boxes.read(start + 4, 4) != b"hdlr":
        start += 4
    inner = {box.type: box for box in boxes.boxes(start, within.end)}
    keys = list(_keys(boxes.content(inner[b"keys"]))) if b"keys" in inner else []
    if b"ilst" not in inner:
        return
    for item in boxes.boxes(inner[b"ilst"].start, inner[b"ilst"].end):
        number = int.from_bytes(item.type, "big")
        name = keys[number - 1] if 0 < number <= len(keys) else item.type.decode("latin-1")
        for box in boxes.boxes(item.start, item.end):
            if box.type == b"data" and 8 <= box.end - box.start <= MAX_TEXT:
                _entry(video, name, boxes.content(box))


def _keys(data: bytes) -> Iterator[str]:
    place = 8
    while place + 8 <= len(data):
        size = int.from_bytes(data[place : place + 4], "big")
        if size < 8:
            raise Damaged("video", "its table of keys is broken")
        yield data[place + 8 : place + size].decode("utf-8", "replace")
        place += size


def _entry(video: Video, name: str, data: bytes) -> None:
    """Keep an entry as text: UTF-8 (1), UTF-16 (2), integers (21, 22), reals (23, 24); others are pictures."""
    kind, body = int.from_bytes(data[1:4], "big"), data[8:]
    if kind == 1:
        _keep(video, name, body)
    elif kind == 2:
        _keep(video, name, body.decode("utf-16-be", "replace").encode())
    elif kind in (21, 22) and 1 <= len(body) <= 8:
        _keep(video, name, str(int.from_bytes(body, "big", signed=kind == 21)).encode())
    elif (kind, len(body)) in ((23, 4), (24, 8)):
        _keep(video, name, repr(struct.unpack(">f" if kind == 23 else ">d", body)[0]).encode())


def _keep(video: Video, name: str, raw: bytes) -> None:
    """Keep a text; a second, different one of the same name gets a number behind its name."""
    text = raw.decode("utf-8", "replace").strip("\0")
    if len(video.texts) >= MAX_TEXTS:
        raise HostileEvidence("video", f"more than {MAX_TEXTS} text entries")
    known, number = name, 1
    while video.texts.get(known, text) != text:
        number += 1
        known = f"{name} ({number})"
    video.texts[known] = text


def _loci(data: bytes) -> Position:
    """Read a 3GPP location: a name, a role, then longitude, latitude and altitude in 16.16 fixed point."""
    wide = data[6:8] in (b"\xfe\xff", b"\xff\xfe")
    end = data.find(b"\0", 6)
    if wide:
        end = next((place for place in range(6, len(data) - 1, 2) if data[place : place + 2] == b"\0\0"), -1)
    start = end + (3 if wide else 2)
    if end < 0 or start + 12 > len(data):
        raise Damaged("video", "its location box is too short")
    longitude, latitude, altitude = (number / 65_536 for number in struct.unpack_from(">iii", data, start))
    return _checked(latitude, longitude, altitude, None, "loci", data[start : start + 12].hex())


def _iso6709(text: str, place: str, accuracy: str | None) -> Position:
    """Read a position such as `+37.3349-122.0090+010.000/`."""
    match = _ISO6709.match(text)
    if match is None:
        return Position(None, None, None, None, place, text, "it is not written as ISO 6709 asks")
    altitude = float(match[3]) if match[3] else None
    metres = float(accuracy) if accuracy is not None and re.fullmatch(r"\d{1,9}(\.\d+)?", accuracy) else None
    return _checked(_degrees(match[1], 2), _degrees(match[2], 3), altitude, metres, place, text)


def _degrees(text: str, width: int) -> float:
    """Read degrees, or degrees and minutes (two digits more), or seconds as well (four more)."""
    whole, _, part = text[1:].partition(".")
    more = len(whole) - width
    if more not in (2, 4):
        return float(text)
    last = float(f"{whole[-2:]}.{part or 0}")
    degrees = int(whole[:width]) + (last / 60 if more == 2 else int(whole[width:-2]) / 60 + last / 3600)
    return -degrees if text[0] == "-" else degrees


def _checked(
    latitude: float, longitude: float, altitude: float | None, accuracy: float | None, place: str, raw: str
) -> Position:
    if latitude == 0 and longitude == 0:
        problem = "both coordinates are zero, which often stands for no position"
        return Position(latitude, longitude, altitude, accuracy, place, raw, problem)
    if abs(latitude) > 90 or abs(longitude) > 180:
        return Position(None, None, altitude, accuracy, place, raw, "the position lies outside the globe")
    return Position(latitude, longitude, altitude, accuracy, place, raw)
