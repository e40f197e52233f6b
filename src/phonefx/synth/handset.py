"""What every made phone has in common: a folder tree, a clock, a zone, a SIM, and a book of facts."""

from __future__ import annotations

import hashlib
import os
import random
from abc import ABC, abstractmethod
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from phonefx.synth import acts
from phonefx.synth.facts import Fact

if TYPE_CHECKING:
    from pathlib import Path

    from phonefx.synth.database import Database
    from phonefx.synth.facts import FactBook
    from phonefx.synth.scenario import PhonePlan, Sim

_ORIGIN: Final = datetime(1970, 1, 1, tzinfo=UTC)
COMMIT_EVERY: Final = 500


def picture(name: str) -> bytes:
    """Give one of the drawn pictures that stand in for photos."""
    return (files("phonefx.synth") / "pictures" / f"{name}.jpg").read_bytes()


class Handset(ABC):
    """One phone while it is being made. Acts come in the order of their times."""

    def __init__(self, plan: PhonePlan, root: Path, book: FactBook, seed: str) -> None:
        """Make an empty phone under `root`."""
        self.plan, self.root, self.book, self.seed = plan, root, book, seed
        self._clocks: list[tuple[int, int]] = [(0, 0)]
        self.zone = plan.zone
        self.sims: list[Sim] = list(plan.sims)
        self.names: dict[str, str] = {}
        self._since_commit = 0
        self._written: dict[Path, int] = {}

    def chance(self, label: str) -> random.Random:
        """Give a source of chance of its own for one purpose, so that other purposes do not shift it."""
        return random.Random(f"{self.seed} {self.plan.id} {label}")

    def identifier(self, label: str, length: int = 32) -> str:
        """Give a repeatable identifier in hexadecimal."""
        return hashlib.sha256(f"{self.seed} {self.plan.id} {label}".encode()).hexdigest()[:length]

    def uuid(self, label: str) -> str:
        """Give a repeatable UUID in capitals."""
        raw = self.identifier(label).upper()
        return f"{raw[:8]}-{raw[8:12]}-4{raw[13:16]}-A{raw[17:20]}-{raw[20:32]}"

    @property
    def clock_off_us(self) -> int:
        """By how much the phone's clock is off now."""
        return self._clocks[-1][1]

    def clock(self, at: int) -> int:
        """Give what the phone's own clock showed at a true time, now or earlier."""
        return at + next(off for since, off in reversed(self._clocks) if since <= max(at, 0))

    def local(self, at: int) -> datetime:
        """Give a true time as the phone's wall clock shows it, with the offset the phone believes in."""
        return (_ORIGIN + timedelta(microseconds=self.clock(at))).astimezone(self.zone)

    def write(self, path: str, content: bytes, at: int) -> Path:
        """Put a file on the phone; `at` becomes its time."""
        target = self.root / path.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        self._written[target] = self.clock(at)
        return target

    def note(self, act: acts.Act, kind: str, where: tuple[str, str, int | str], values: dict[str, Any],
             thread: str = "") -> int:  # fmt: skip
        """Enter a fact in the book."""
        path, place, row = where
        return self.book.add(Fact(self.plan.id, kind, values, path, place, row, act.event, thread))

    def state_fact(self, kind: str, where: tuple[str, str, int | str], values: dict[str, Any]) -> int:
        """Enter a fact about the phone itself, which no event brought about."""
        path, place, row = where
        return self.book.add(Fact(self.plan.id, kind, values, path, place, row))

    def apply(self, act: acts.Act) -> None:
        """Record one act."""
        handler = getattr(self, f"on_{type(act).__name__.removesuffix('Act').lower()}")
        handler(act)
        self._since_commit += 1
        if not act.background or self._since_commit >= COMMIT_EVERY:
            self._since_commit = 0
            for database in self.databases():
                database.commit()

    def on_zone(self, act: acts.ZoneAct) -> None:
        """Change the zone."""
        self.zone = ZoneInfo(act.zone)

    def on_clock(self, act: acts.ClockAct) -> None:
        """Set the clock wrong, or right again."""
        self._clocks.append((act.at, act.off_by_s * 1_000_000))

    def on_sim(self, act: acts.SimAct) -> None:
        """Take another SIM."""
        self.sims.append(act.sim)

    def on_checkpoint(self, act: acts.CheckpointAct) -> None:
        """Move every write-ahead log into its database."""
        for database in self.databases():
            database.checkpoint()

    def on_delete(self, act: acts.DeleteAct) -> None:
        """Delete what fits: one event's facts, or a whole conversation."""
        where, value = ("event", act.event_id) if act.event_id else ("thread", act.thread)
        states = "('live', 'recently_deleted')" if act.purge else "('live')"
        found = list(self.book.find(f"phone = ? AND {where} = ? AND state IN {states}", self.plan.id, value))
        for fact in found:
            state = self.remove(fact, self.clock(act.at), purge=act.purge)
            self.book.end(fact.number, state, {"at_us": self.clock(act.at), "event": act.event})

    @abstractmethod
    def remove(self, fact: Fact, at: int, *, purge: bool) -> str:
        """Delete what a fact stands for, past any bin where `purge`; give the state it is in then."""

    @abstractmethod
    def databases(self) -> list[Database]:
        """Give the open databases."""

    @abstractmethod
    def settle(self, at: int) -> None:
        """Write what a phone keeps as files: identity, settings, apps."""

    def finish(self) -> None:
        """Close everything and give every file its time."""
        self.settle(self.plan.acquired)
        for database in self.databases():
            database.finish(f"{self.seed} {self.plan.id} {database.path.name}")
        last = self.clock(self.plan.acquired) // 1_000_000
        for path in sorted(self.root.rglob("*"), reverse=True):
            seconds = self._written.get(path, last * 1_000_000) // 1_000_000
            os.utime(path, (seconds, seconds))
