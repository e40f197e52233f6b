"""What every made phone has in common: a folder tree, a clock, a zone, a SIM, and a book of facts."""

from __future__ import annotations

import hashlib
import os
import random
from abc import ABC, abstractmethod
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar
from urllib.parse import quote_plus
from zoneinfo import ZoneInfo

from phonefx.synth import acts
from phonefx.synth.database import Database
from phonefx.synth.facts import Fact

if TYPE_CHECKING:
    from pathlib import Path

    from phonefx.synth.database import Shape
    from phonefx.synth.facts import FactBook
    from phonefx.synth.scenario import PhonePlan, Sim

_ORIGIN: Final = datetime(1970, 1, 1, tzinfo=UTC)
COMMIT_EVERY: Final = 500
Store = TypeVar("Store")


def picture(name: str) -> bytes:
    """Give one of the drawn pictures that stand in for photos."""
    return (files("phonefx.synth") / "pictures" / f"{name}.jpg").read_bytes()


def results(words: str) -> str:
    """Give the address of the page of results of a search on the web; no such engine exists."""
    return f"https://search.example.com/search?q={quote_plus(words)}"


class Keeper(Protocol):
    """What records the acts of one kind."""

    def add(self, act: Any) -> None:  # noqa: ANN401 - an act of the store's kind
        """Record an act."""


class Installer(Protocol):
    """What records the apps of a phone."""

    def install(self, act: acts.AppAct) -> None:
        """Install or remove an app."""


class Handset(ABC):
    """One phone while it is being made. Acts come in the order of their times.

    Attributes:
        contacts, photos, system: the stores that every phone has.
        browser, calendar, notes: the stores of these apps, made when they are first used.
        own_stores: packages whose store goes with the app.
    """

    contacts: Keeper
    photos: Keeper
    system: Installer
    browser: Any
    calendar: Any
    notes: Any
    own_stores: dict[str, Any]

    def __init__(self, plan: PhonePlan, root: Path, book: FactBook, seed: str) -> None:
        """Make an empty phone under `root`."""
        self.plan, self.root, self.book, self.seed = plan, root, book, seed
        self._clocks: list[tuple[int, int]] = [(0, 0)]
        self.zone = plan.zone
        self.sims: list[Sim] = list(plan.sims)
        self.names: dict[str, str] = {}
        self._since_commit = 0
        self._written: dict[Path, int] = {}
        self._databases: dict[str, Database] = {}
        self._apps: dict[Any, Any] = {}
        self._kept_by: dict[Any, set[str]] = {}

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

    def open_database(self, path: str, shape: Shape) -> Database:
        """Make a database of the phone in the form that its OS version gives it."""
        made = self._databases[path] = Database(
            self.root / path.lstrip("/"), shape, secure_delete=self.plan.secure_delete,
            version=int(self.plan.os.partition(".")[0]),
        )  # fmt: skip
        return made

    def app(self, store: type[Store]) -> Store:
        """Give the store of an app, which is made when the app is first used."""
        if store not in self._apps:
            before = set(self._databases)
            self._apps[store] = store(self)  # type: ignore[call-arg]
            self._kept_by[store] = set(self._databases) - before
        return self._apps[store]  # type: ignore[no-any-return]

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
            for database in self._databases.values():
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
        for database in self._databases.values():
            database.checkpoint()

    def on_vacuum(self, act: acts.VacuumAct) -> None:
        """Build every database anew, which leaves nothing of deleted rows."""
        for database in self._databases.values():
            database.vacuum()

    def on_web(self, act: acts.WebAct) -> None:
        """Open a page."""
        self.app(self.browser).add(act)

    def on_appointment(self, act: acts.AppointmentAct) -> None:
        """Enter an appointment."""
        self.app(self.calendar).add(act)

    def on_note(self, act: acts.NoteAct) -> None:
        """Write a note."""
        self.app(self.notes).add(act)

    def on_contact(self, act: acts.ContactAct) -> None:
        """Enter a contact."""
        self.contacts.add(act)

    def on_photo(self, act: acts.PhotoAct) -> None:
        """Take a photo."""
        self.photos.add(act)

    def on_app(self, act: acts.AppAct) -> None:
        """Install an app, or remove it with everything that it kept."""
        self.system.install(act)
        if act.change == "remove" and act.package in self.own_stores:
            self._wipe(self.own_stores[act.package], act)

    def _wipe(self, store: Any, act: acts.AppAct) -> None:  # noqa: ANN401 - a class of a store
        if self._apps.pop(store, None) is None:
            return
        for path in sorted(self._kept_by.pop(store)):
            self._databases.pop(path).discard()
            for fact in list(self.book.find("phone = ? AND path = ? AND state <> 'deleted'", self.plan.id, path)):
                self.book.end(fact.number, "deleted", {"at_us": self.clock(act.at), "event": act.event})

    def on_delete(self, act: acts.DeleteAct) -> None:
        """Delete what fits: one event's facts, or a whole conversation."""
        where, value = ("event", act.event_id) if act.event_id else ("thread", act.thread)
        states = "('live', 'recently_deleted')" if act.purge else "('live')"
        found = list(self.book.find(f"phone = ? AND {where} = ? AND state IN {states}", self.plan.id, value))
        for fact in found:
            state = self.remove(fact, self.clock(act.at), purge=act.purge)
            if state != fact.state:
                self.book.end(fact.number, state, {"at_us": self.clock(act.at), "event": act.event})

    @abstractmethod
    def remove(self, fact: Fact, at: int, *, purge: bool) -> str:
        """Delete what a fact stands for, past any bin where `purge`; give the state it is in then."""

    @abstractmethod
    def settle(self, at: int) -> None:
        """Write what a phone keeps as files: identity, settings, apps."""

    def finish(self) -> None:
        """Close everything and give every file its time."""
        self.settle(self.plan.acquired)
        for database in self._databases.values():
            database.finish(f"{self.seed} {self.plan.id} {database.path.name}")
        last = self.clock(self.plan.acquired) // 1_000_000
        for path in sorted(self.root.rglob("*"), reverse=True):
            seconds = self._written.get(path, last * 1_000_000) // 1_000_000
            os.utime(path, (seconds, seconds))
