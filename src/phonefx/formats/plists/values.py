"""The values of a property list that Python has no type for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TypeAlias

EPOCH = datetime(2001, 1, 1, tzinfo=UTC)


class Date(float):
    """A date: seconds since 2001-01-01 UTC, as stored. It may lie outside the years that Python knows."""

    __slots__ = ()

    def utc(self) -> datetime | None:
        """Give the moment in UTC, or None outside the years 1 to 9999."""
        try:
            return EPOCH + timedelta(seconds=self)
        except (OverflowError, ValueError):
            return None

    def __repr__(self) -> str:
        return f"Date({float(self)!r})"


class Uid(int):
    """The number of an object in a keyed archive."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"Uid({int(self)})"


Plist: TypeAlias = "bool | int | float | str | bytes | Date | Uid | list[Plist] | dict[str, Plist] | None"
