"""Whose number it is, as far as an address book of the case says so."""

from __future__ import annotations

import re
import sqlite3
from typing import Final, NamedTuple

_NOT_DIGIT: Final = re.compile(r"\D+")
_ENOUGH_DIGITS: Final = 7
_LEFT_TO_RIGHT: Final = "\u200e"
"""Unseen mark: keeps number, name and item in this order where the name runs from right to left."""


class Known(NamedTuple):
    """A name for a number, and the item that gives it."""

    name: str
    item: int


def key(address: str) -> str:
    """Give what two spellings of one number or address share; only equal digits are equal numbers."""
    digits = address.removeprefix("+")
    if not digits.isdecimal():
        digits = _NOT_DIGIT.sub("", address)
    if "@" in address or len(digits) < _ENOUGH_DIGITS:
        return address.strip().casefold()
    return digits.removeprefix("00")


class Names:
    """The address books of a case."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._known: dict[str, int] = {}
        rows = database.execute(
            "SELECT p.value, c.item FROM contact_point p JOIN contact c ON c.item = p.item"
            " WHERE p.value <> '' AND c.name <> '' ORDER BY c.item"
        )
        known = self._known.setdefault
        for value, item in rows:
            digits = value[1:] if isinstance(value, str) else ""
            plain = digits.isdecimal() and value[0] == "+" and len(digits) >= _ENOUGH_DIGITS and digits[:2] != "00"
            known(digits if plain else key(str(value)), item)

    def of(self, address: str | None) -> Known | None:
        """Give the name that an address book has for a number or address."""
        item = self._known.get(key(address)) if address else None
        return None if item is None else Known(self._name(item), item)

    def _name(self, item: int) -> str:
        """The name on a card: asked only for the few cards that a report names."""
        (name,) = self._database.execute("SELECT name FROM contact WHERE item = ?", (item,)).fetchone()
        return str(name)

    def label(self, address: str | None, stored_name: str | None) -> str:
        """Give a number with its name and where the name is from: a name alone never stands for a number."""
        if not address:
            return stored_name or ""
        if stored_name and stored_name != address:
            return f"{_LEFT_TO_RIGHT}{address} ({stored_name}{_LEFT_TO_RIGHT})"
        known = self.of(address)
        if known is None or known.name == address:
            return address
        return f"{_LEFT_TO_RIGHT}{address} ({known.name}{_LEFT_TO_RIGHT}, #{known.item})"
