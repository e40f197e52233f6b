"""Measures the timeline against a bare sorted read of the same rows: CPU seconds on one core, and memory.

    python -m benchmarks.timeline items       1,000,000 messages: people, same events, links
    python -m benchmarks.timeline positions   2,000,000 positions: tracks, stays, trips, places
    python -m benchmarks.timeline words       1,000,000 messages against 1,000 terms; search index

Add a number to measure fewer.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from benchmarks.made_case import MadeCase, at
from benchmarks.made_movement import START, daily, sampled
from benchmarks.usage import peak
from phonefx.case import schema
from phonefx.records import Contact, ContactPoint, DeviceFact, Location, Message
from phonefx.timeline import links, movement, people, sameness, search
from phonefx.timeline.marks.tagging import put, ready, rule_of
from phonefx.timeline.texts import texts
from phonefx.timeline.words import Term, compiled

TOWN = {"home": (52.37, 4.89), "work": (52.31, 4.94), "gym": (52.39, 4.95), "cafe": (52.36, 4.80)}
WORDS = [f"{first}{second}{third}" for first in ("ka", "mo", "ri", "te", "su", "lo", "ve", "na")
         for second in ("l", "nt", "sh", "rd", "v", "mb") for third in ("a", "e", "ing", "er", "on", "y")]  # fmt: skip


class Clock:
    """Prints what a step took, and against the bare read."""

    def __init__(self) -> None:
        self.base = 0.0

    def measure(self, name: str, work: object) -> object:
        start = time.process_time()
        result = work()  # type: ignore[operator]
        seconds = time.process_time() - start
        self.base = self.base or seconds
        megabytes = peak()
        print(
            f"{name:28} {seconds:7.2f} s  {seconds / self.base:6.1f} x the bare read  peak {megabytes:5.0f} MB",
            flush=True,
        )
        return result


def messages(count: int, chance: random.Random, exhibit: int) -> Iterator[Message]:
    """Messages of one phone with two thousand counterparts, a fifth of them with the other phone."""
    us = START
    for number in range(count):
        us += chance.randrange(1_000_000, 60_000_000)
        other = f"+44770090000{3 - exhibit}" if number % 5 == 0 else f"+4477009{chance.randrange(10_000, 12_000):05d}"
        body = " ".join(chance.choices(WORDS, k=chance.randint(2, 20)))
        direction = "outgoing" if chance.random() < 0.5 else "incoming"
        yield Message(time=at(us), counterpart=other, body=body, direction=direction, service="SMS", thread=other)


def fill_items(made: MadeCase, count: int) -> None:
    """Half of the messages on each of two phones, a quarter of each phone's also in a backup of it."""
    chance = random.Random(8)
    made.db.execute("BEGIN")
    for exhibit in (1, 2):
        label = f"E{exhibit}"
        own = DeviceFact(name="phone number", value=f"+44770090000{exhibit}")
        made.add(label, own, DeviceFact(name="imsi", value="234150000000000"))
        for number in range(500):
            card = [ContactPoint(type="phone", value=f"07700 9{10_000 + number:05d}")]
            made.add(label, Contact(name=f"Person {number}"), parts=card)
        for number, message in enumerate(messages(count * 4 // 10, chance, exhibit)):
            made.add(label, message, parser="sms")
            if number % 4 == 0:
                made.add(label, message, parser="backup")
    schema.create_indexes(made.db)
    made.db.execute("COMMIT")


def items(count: int, folder: Path) -> None:
    made = MadeCase(str(folder / "case.db"))
    fill_items(made, count)
    clock = Clock()
    read = "SELECT item, time_us, counterpart, body FROM message ORDER BY time_us"
    total = made.db.execute(schema.COUNTED).fetchone()[0]
    print(f"{total} items, half of them on each of two phones")
    clock.measure("bare sorted read", lambda: sum(1 for _ in made.db.execute(read)))
    made.db.execute("BEGIN")
    for name, step in (("people", people.build), ("same events", sameness.build), ("links", links.build)):
        print(clock.measure(name, lambda step=step: step(made.db)))
    made.db.execute("COMMIT")
    merged = "SELECT item, time_us, what, who, text FROM timeline ORDER BY time_us, item"
    clock.measure("merged timeline, read", lambda: sum(1 for _ in made.db.execute(merged)))


def fill_positions(made: MadeCase, count: int) -> None:
    made.db.execute("BEGIN")
    for label, seed in (("E1", 1), ("E2", 2)):
        diary = daily(seed, TOWN, count // 2 * 10 // 86_400 + 1)
        fixes: Iterator[Location] = sampled(diary, seed + 10, every_s=10)
        for fix in islice(fixes, count // 2):
            made.add(label, fix)
    schema.create_indexes(made.db)
    made.db.execute("COMMIT")


def positions(count: int, folder: Path) -> None:
    made = MadeCase(str(folder / "case.db"))
    fill_positions(made, count)
    clock = Clock()
    read = "SELECT item, time_us, latitude, longitude, accuracy_m FROM location ORDER BY time_us"
    print(f"{made.db.execute('SELECT count(*) FROM location').fetchone()[0]} positions of two phones")
    clock.measure("bare sorted read", lambda: sum(1 for _ in made.db.execute(read)))
    made.db.execute("BEGIN")
    print(clock.measure("movement", lambda: movement.build(made.db)))
    made.db.execute("COMMIT")


def words(count: int, folder: Path) -> None:
    made = MadeCase(str(folder / "case.db"))
    chance = random.Random(9)
    made.db.execute("BEGIN")
    for message in messages(count, chance, 1):
        made.add("E1", message)
    made.db.execute("COMMIT")
    clock = Clock()
    clock.measure("bare read", lambda: sum(1 for _ in texts(made.db)))
    spelled = [f"{one} {two}" for one, two in (chance.sample(WORDS, 2) for _ in range(990))] + WORDS[:10]
    lexicon = compiled("bench", "0" * 64, tuple(Term(word, "", "", "word", "", "") for word in spelled))

    def tag() -> int:
        ready(made.db)
        rule = rule_of(made.db, "term", "bench")
        return put(made.db, ((item, rule, field, hit.start, hit.end, hit.value)
                             for item, field, text in texts(made.db) for hit in lexicon.hits(text)))  # fmt: skip

    made.db.execute("BEGIN")
    print(clock.measure(f"{len(lexicon.terms)} terms, hits as tags", tag), "hits")
    made.db.execute("COMMIT")
    made.db.execute("BEGIN")
    clock.measure("search index", lambda: search.make_index(made.db))
    made.db.execute("COMMIT")
    clock.measure(
        "one search", lambda: sum(1 for _ in islice(search.search(made.db, WORDS[0] + " " + WORDS[50]), 1000))
    )


def main() -> None:
    what, *size = sys.argv[1:] or ["items"]
    with tempfile.TemporaryDirectory() as folder:
        counts = {"items": 1_000_000, "positions": 2_000_000, "words": 1_000_000}
        {"items": items, "positions": positions, "words": words}[what](
            int(size[0]) if size else counts[what], Path(folder)
        )


if __name__ == "__main__":
    main()
