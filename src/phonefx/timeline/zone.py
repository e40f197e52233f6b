"""A time zone as times are shown and typed in it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from phonefx.errors import UsageError
from phonefx.times import iso

_HOUR_US: Final = 3_600_000_000


class Zone:
    """An IANA zone, and what it makes of instants and of times that a user types."""

    def __init__(self, name: str) -> None:
        try:
            self.zone = ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise UsageError(f"{name} is no IANA time zone (such as Europe/Berlin)") from error
        self.name = name
        self._offsets: dict[int, int | None] = {}

    def offset_minutes(self, us: int) -> int:
        """The zone's offset at an instant, in minutes east of UTC."""
        hour = us // _HOUR_US
        if hour not in self._offsets:
            ends = self._offset(hour * _HOUR_US), self._offset((hour + 1) * _HOUR_US - 1)
            self._offsets[hour] = ends[0] if ends[0] == ends[1] else None
        offset = self._offsets[hour]
        return self._offset(us) if offset is None else offset

    def _offset(self, us: int) -> int:
        offset = datetime.fromtimestamp(us // 1_000_000, UTC).astimezone(self.zone).utcoffset()
        return int(offset.total_seconds() // 60) if offset else 0

    def show(self, us: int | None, basis: str = "utc") -> str:
        """An instant with its offset; a time of the device's own clock as it stands, without one."""
        if us is None:
            return ""
        return iso(us, self.offset_minutes(us)) if basis == "utc" else iso(us).removesuffix("Z")

    def instant(self, text: str | None) -> int | None:
        """Microseconds of a time that a user typed: ISO 8601, in this zone unless it states an offset."""
        if text is None:
            return None
        from dateutil.parser import isoparse

        try:
            read = isoparse(text)
        except ValueError as error:
            raise UsageError(f"{text} is no time (such as 2026-03-01 or 2026-03-01T18:30)") from error
        aware = read if read.tzinfo else read.replace(tzinfo=self.zone)
        return int(aware.timestamp() * 1_000_000)
