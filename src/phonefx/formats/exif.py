"""Reads what a picture says of itself: when and where it was taken, with which device and program.

Times of a picture are readings of the camera's clock. They become moments only with the offset that newer phones write
beside them; the GPS time is UTC. All of it is what the file states, and any program can change it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import BinaryIO

from phonefx.errors import Damaged
from phonefx.formats import heic, jpeg, tiff

_IFD0, _EXIF, _GPS = 0, 0x8769, 0x8825
_TEXTS = {
    "description": (_IFD0, 0x010E),
    "make": (_IFD0, 0x010F),
    "model": (_IFD0, 0x0110),
    "software": (_IFD0, 0x0131),
    "artist": (_IFD0, 0x013B),
    "host": (_IFD0, 0x013C),
    "copyright": (_IFD0, 0x8298),
    "unique_id": (_EXIF, 0xA420),
    "owner": (_EXIF, 0xA430),
    "body_serial": (_EXIF, 0xA431),
    "lens": (_EXIF, 0xA434),
}
_TIMES = {
    "taken": ((_EXIF, 0x9003), (_EXIF, 0x9011), (_EXIF, 0x9291)),
    "digitized": ((_EXIF, 0x9004), (_EXIF, 0x9012), (_EXIF, 0x9292)),
    "changed": ((_IFD0, 0x0132), (_EXIF, 0x9010), (_EXIF, 0x9290)),
}
_WANTED = {
    _IFD0: {tag for directory, tag in _TEXTS.values() if directory == _IFD0} | {0x0132},
    _EXIF: {tag for directory, tag in _TEXTS.values() if directory == _EXIF}
    | {tag for places in _TIMES.values() for directory, tag in places if directory == _EXIF},
    _GPS: set(range(0x20)),
}
_ORIGIN, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
_CLOCK = re.compile(r"(\d{4})[:/-](\d\d)[:/-](\d\d)[ T](\d\d):(\d\d):(\d\d)")
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)")
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"})


@dataclass(frozen=True, slots=True)
class ClockTime:
    """A reading of the camera's clock, as written: text, offset from UTC and fractions of a second, if stated."""

    text: str
    offset: str | None = None
    fraction: str | None = None

    @property
    def local_us(self) -> int | None:
        """Microseconds from 1970 to this reading on the same clock; None if it is no date (`0000:00:00 ...`)."""
        match = _CLOCK.match(self.text)
        if match is None:
            return None
        try:
            moment = datetime(*map(int, match.groups()), tzinfo=UTC)  # type: ignore[misc, arg-type]
        except ValueError:
            return None
        digits = (self.fraction or "").strip()
        micros = int(digits[:6].ljust(6, "0")) if digits.isascii() and digits.isdigit() else 0
        return (moment - _ORIGIN) // _MICROSECOND + micros

    @property
    def offset_minutes(self) -> int | None:
        """Minutes that the clock was ahead of UTC; None if the picture does not say."""
        match = _OFFSET.fullmatch((self.offset or "").strip())
        if match is None:
            return None
        minutes = 60 * int(match[2]) + int(match[3])
        return -minutes if match[1] == "-" else minutes

    @property
    def utc_us(self) -> int | None:
        """Microseconds from 1970 UTC; None without a date or an offset."""
        if self.local_us is None or self.offset_minutes is None:
            return None
        return self.local_us - self.offset_minutes * 60_000_000


@dataclass(frozen=True, slots=True)
class Position:
    """A position as a picture states it: WGS 84 degrees, metres, and every field as written.

    A coordinate that cannot be worked out (unknown as 0/0, no hemisphere, outside the globe) is None and `problem`
    says why. Both coordinates zero stay zero, with a `problem`: many devices write that for "no position".
    """

    latitude: float | None
    longitude: float | None
    altitude: float | None = None
    accuracy: float | None = None
    utc_us: int | None = None
    method: str | None = None
    status: str | None = None
    datum: str | None = None
    dilution: float | None = None
    direction: float | None = None
    raw: str = ""
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Exif:
    """What a picture says of itself; None where it says nothing, an empty text where it says an empty one."""

    taken: ClockTime | None
    digitized: ClockTime | None
    changed: ClockTime | None
    position: Position | None
    make: str | None
    model: str | None
    software: str | None
    description: str | None
    artist: str | None
    host: str | None
    copyright: str | None
    unique_id: str | None
    owner: str | None
    body_serial: str | None
    lens: str | None


def read(file: BinaryIO) -> Exif | None:
    """Read the Exif data of a JPEG, HEIC/HEIF/AVIF or TIFF/DNG picture; None if it holds none.

    Only headers and the Exif block are read, never the picture.

    Raises:
        Damaged: it is no picture of these kinds, or broken before its Exif data ends.
        HostileEvidence: more segments, boxes or bytes than any real picture.
    """
    file.seek(0)
    head = file.read(12)
    if head.startswith(b"\xff\xd8"):
        block = jpeg.exif_block(file)
    elif head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        block = heic.exif_block(file)
    elif head[:4] in (b"II*\0", b"MM\0*"):
        file.seek(0)
        block = file.read(1 << 20)
    else:
        raise Damaged("picture", "neither JPEG nor HEIC nor TIFF")
    if block is not None and block.startswith(b"Exif\0\0"):
        block = block[6:]
    return parse(block) if block else None


def parse(block: bytes) -> Exif:
    """Read an Exif block from its byte order mark on.

    Raises:
        Damaged: it is no TIFF structure.
    """
    found = tiff.read(block, _WANTED)
    texts = {name: _text(found, place) for name, place in _TEXTS.items()}
    taken, digitized, changed = (_time(found, *_TIMES[name]) for name in ("taken", "digitized", "changed"))
    gps = {tag: value for (directory, tag), value in found.items() if directory == _GPS}
    return Exif(taken=taken, digitized=digitized, changed=changed, position=_position(gps), **texts)


_Found = dict[tuple[int, int], tiff.Value]


def _text(found: _Found, place: tuple[int, int]) -> str | None:
    value = found.get(place)
    return value if isinstance(value, str) else None


def _time(found: _Found, text: tuple[int, int], offset: tuple[int, int], part: tuple[int, int]) -> ClockTime | None:
    whole = _text(found, text)
    return None if not whole else ClockTime(whole, _text(found, offset), _text(found, part))


def _position(gps: dict[int, tiff.Value]) -> Position | None:
    if 2 not in gps and 4 not in gps:
        return None
    latitude, wrong = _coordinate(gps, 2, "NS", 90)
    longitude, also_wrong = _coordinate(gps, 4, "EW", 180)
    problem = wrong or also_wrong
    if latitude == 0 and longitude == 0:
        problem = "both coordinates are zero, which often stands for no position"
    altitude = _number(gps, 6)
    below = gps.get(5) in (b"\x01", (1,))
    return Position(
        latitude,
        longitude,
        altitude=-altitude if altitude is not None and below else altitude,
        accuracy=_number(gps, 31),
        utc_us=_gps_time(gps),
        method=_comment(gps.get(27)),
        status=_plain(gps.get(9)),
        datum=_plain(gps.get(18)),
        dilution=_number(gps, 11),
        direction=_number(gps, 17),
        raw=f"{_written(gps.get(2))} {_plain(gps.get(1)) or ''}, {_written(gps.get(4))} {_plain(gps.get(3)) or ''}",
        problem=problem,
    )


def _coordinate(gps: dict[int, tiff.Value], tag: int, hemispheres: str, most: int) -> tuple[float | None, str | None]:
    """Work out degrees from degrees, minutes and seconds, each a rational."""
    name = "latitude" if hemispheres == "NS" else "longitude"
    degrees, weight = 0.0, 1.0
    parts = gps.get(tag)
    if not isinstance(parts, tuple) or not 1 <= len(parts) <= 3:
        return None, f"the {name} is missing or of the wrong kind"
    for part in parts:
        number = _quotient(part)
        if number is None:
            return None, f"the {name} is written as unknown"
        degrees += number * weight
        weight /= 60
    hemisphere = (_plain(gps.get(tag - 1)) or "")[:1].upper()
    if not hemisphere or hemisphere not in hemispheres:
        return None, f"the {name} has no hemisphere"
    if degrees > most:
        return None, f"the {name} lies outside the globe"
    return (-degrees if hemisphere in "SW" else degrees), None


def _quotient(part: object) -> float | None:
    match part:
        case (int(top), int(bottom)) if bottom:
            return top / bottom
        case int():
            return float(part)
    return None


def _number(gps: dict[int, tiff.Value], tag: int) -> float | None:
    value = gps.get(tag)
    return _quotient(value[0]) if isinstance(value, tuple) and value else None


def _plain(value: tiff.Value | None) -> str | None:
    return (value.strip("\0 ") or None) if isinstance(value, str) else None


def _comment(value: tiff.Value | None) -> str | None:
    """Read text of type UNDEFINED, which says its character set in eight bytes before it."""
    if isinstance(value, bytes):
        body = value[8:] if value[:8] in (b"ASCII\0\0\0", b"UNICODE\0", b"JIS\0\0\0\0\0", b"\0" * 8) else value
        encoding = "utf-16" if value.startswith(b"UNICODE\0") else "utf-8"
        return body.decode(encoding, "replace").strip("\0 ") or None
    return _plain(value)


def _written(value: tiff.Value | None) -> str:
    if isinstance(value, tuple):
        return " ".join(f"{part[0]}/{part[1]}" if isinstance(part, tuple) else str(part) for part in value)
    return "" if value is None else repr(value)


def _gps_time(gps: dict[int, tiff.Value]) -> int | None:
    """Put GPS date and GPS time together, both UTC."""
    day, clock = _plain(gps.get(29)), gps.get(7)
    numbers = [_quotient(part) for part in clock] if isinstance(clock, tuple) else []
    if day is None or len(numbers) != 3:
        return None
    hour, minute, second = (-1.0 if number is None else number for number in numbers)
    midnight = ClockTime(f"{day} 00:00:00").local_us
    if midnight is None or not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= second < 61):
        return None
    return midnight + round((hour * 3600 + minute * 60 + second) * 1_000_000)
