"""Databases that tests make with SQLite itself and then take apart."""

from __future__ import annotations

MESSAGE = "CREATE TABLE message (_id INTEGER PRIMARY KEY, address TEXT, body TEXT, date INTEGER, read INTEGER)"


def rows(count: int, first: int = 1) -> list[tuple[int, str, str, int, int]]:
    words = ["bread", "station", "lamp", "river", "seven", "window", "paper", "garden", "tonight", "later", "coffee"]
    return [
        (
            number,
            f"+1202555{100 + number % 100:04d}",
            " ".join(words[(number * step) % len(words)] for step in range(1, 4 + number % 6)) + f" {number * 7919}",
            1_600_000_000_000 + number * 61_007,
            number % 2,
        )
        for number in range(first, first + count)
    ]


INSERT = "INSERT INTO message VALUES (?, ?, ?, ?, ?)"
