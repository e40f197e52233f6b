"""How times are shown: always with their zone, never more precise than stored."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from phonefx.errors import UsageError

_QUARTER_US = 900_000_000
_DAY_US = 86_400_000_000
_ORIGIN = datetime(1970, 1, 1, tzinfo=UTC)


def _(text: str) -> str:
    """Mark a text for translation."""
    return text


class Clock:
    """Shows moments in one zone.

    Raises:
        UsageError: there is no such zone.
    """

    def __init__(self, zone: str = "UTC") -> None:
        try:
            self._zone = ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise UsageError(f"there is no time zone {zone}") from error
        self.name = zone
        self._offsets: dict[int, int] = {}
        self._days: dict[int, str] = {}

    @cached_property
    def words(self) -> dict[str, str]:
        """What stands after a time that is not in a known zone; may be translated."""
        return {"device": _("device local time, zone unknown"), "unknown": _("zone unknown")}

    def minutes(self, us: int) -> int:
        """Give the zone's offset at a moment, in minutes."""
        quarter = us // _QUARTER_US
        found = self._offsets.get(quarter)
        if found is None:
            offset = (_ORIGIN + timedelta(microseconds=us)).astimezone(self._zone).utcoffset() or timedelta()
            found = self._offsets[quarter] = int(offset.total_seconds()) // 60
        return found

    def day(self, us: int, basis: str = "utc") -> str:
        """Give the date of a moment in this zone."""
        return self._date((us + (self.minutes(us) * 60_000_000 if basis == "utc" else 0)) // _DAY_US)

    def _date(self, number: int) -> str:
        found = self._days.get(number)
        if found is None:
            found = self._days[number] = (_ORIGIN + timedelta(days=number)).date().isoformat()
        return found

    def show(self, us: int | None, basis: str | None = "utc", *, fraction: bool = False) -> str:
        """Show a moment; a device's local time is not converted and says so."""
        if us is None:
            return ""
        minutes = self.minutes(us) if basis == "utc" else 0
        local = us + minutes * 60_000_000
        number, rest = divmod(local, _DAY_US)
        seconds, part = divmod(rest, 1_000_000)
        tail = f".{part:06d}".rstrip("0") if fraction and part else ""
        clock = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{tail}"
        return f"{self._date(number)} {clock} {self._suffix(minutes, basis)}"

    def _suffix(self, minutes: int, basis: str | None) -> str:
        if basis != "utc":
            return self.words["device" if basis == "device" else "unknown"]
        if not minutes:
            return "UTC"
        sign = "+" if minutes > 0 else "-"
        return f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
