"""What truly happened, beside what the phones recorded of it: the stays, the meetings and the events of the key.

Stays are those that the story or the background tells, each with the phone's own clock, because that is what its
records carry. A meeting is the time that two phones truly spent at one place. Both say whether the positions that the
phones recorded are enough to show them, by the rule in `SHOWN`.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

from phonefx.synth.journeys import distance_m

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from phonefx.synth.acts import VisitAct
    from phonefx.synth.facts import FactBook
    from phonefx.synth.handset import Handset
    from phonefx.synth.scenario import Scenario

USABLE_M: Final = 200.0
LEAST_FIXES: Final = 3
LEAST_US: Final = 600_000_000
LONGEST_GAP_US: Final = 3_600_000_000
MEETING_GAP_US: Final = 1_200_000_000
PAIR_US: Final = 300_000_000
TOGETHER_M: Final = 100.0
SHOWN: Final = (
    "A stay counts as shown when at least 3 positions of the device with a stated radius of at most 200 m lie in it, "
    "each within an hour of the next, over at least 10 minutes. A meeting counts as shown when, by the phones' own "
    "clocks, at least 3 such positions of the one phone have one of the other within 5 minutes, each of them within 20 "
    "minutes of the next, over at least 10 minutes."
)


@dataclass(frozen=True, slots=True)
class TrueStay:
    """A time that a phone spent at a place.

    Attributes:
        from_us: true arrival; `until_us`: true departure.
        arrived_us: arrival by the phone's own clock; `departed_us` likewise.
        fixes: positions of the device recorded in it, of any radius.
        shown: the usable ones are enough to show it.
    """

    phone: str
    event: str
    from_us: int
    until_us: int
    arrived_us: int
    departed_us: int
    latitude: float
    longitude: float
    path: str
    fixes: int = 0
    shown: bool = False


@dataclass(frozen=True, slots=True)
class TrueMeeting:
    """A time that two phones spent at one place; `first_us` to `last_us` is what their own clocks share of it."""

    phones: tuple[str, str]
    events: tuple[str, str]
    from_us: int
    until_us: int
    first_us: int
    last_us: int
    latitude: float
    longitude: float
    shown: bool


class Positions:
    """The usable positions of the device that one phone recorded, in the order of its own clock."""

    def __init__(self, phone: str, book: FactBook) -> None:
        """Take them from the book."""
        found = [
            (fact.values["time_us"], fact.values["accuracy_m"] <= USABLE_M, fact.path)
            for fact in book.find("phone = ? AND kind = 'location'", phone)
            if fact.values["evidence_of"] == "device_fix"
        ]  # fmt: skip
        self.path = found[0][2] if found else ""
        self._every = sorted(at for at, _, _ in found)
        self._usable = sorted(at for at, usable, _ in found if usable)

    def count(self, first_us: int, last_us: int) -> int:
        """Count those of any radius in a time."""
        return bisect_left(self._every, last_us + 1) - bisect_left(self._every, first_us)

    def within(self, first_us: int, last_us: int) -> list[int]:
        """Give the times of the usable ones in a time."""
        return self._usable[bisect_left(self._usable, first_us) : bisect_left(self._usable, last_us + 1)]

    def beside(self, other: Positions, first_us: int, last_us: int) -> list[int]:
        """Give the times of the usable ones in a time that have one of another phone near in time."""
        theirs = other.within(first_us, last_us)
        return [at for at in self.within(first_us, last_us) if _near(theirs, at)]


def _near(times: Sequence[int], at: int) -> bool:
    around = bisect_left(times, at)
    return any(abs(each - at) <= PAIR_US for each in times[max(0, around - 1) : around + 1])


def show(times: Sequence[int], longest_gap_us: int) -> bool:
    """Say whether positions at such times are enough, see `SHOWN`."""
    run: list[int] = []
    for at in times:
        if run and at - run[-1] > longest_gap_us:
            run = []
        run.append(at)
        if len(run) >= LEAST_FIXES and run[-1] - run[0] >= LEAST_US:
            return True
    return False


def stays(phone: Handset, visits: Sequence[VisitAct], positions: Positions) -> list[TrueStay]:
    """Give the true stays of a phone that is finished."""
    found = []
    for visit in visits:
        arrived, departed = phone.clock(visit.arrived), phone.clock(visit.departed)
        found.append(TrueStay(
            phone.plan.id, visit.event, visit.arrived, visit.departed, arrived, departed, visit.latitude,
            visit.longitude, positions.path, positions.count(arrived, departed),
            show(positions.within(arrived, departed), LONGEST_GAP_US),
        ))  # fmt: skip
    return found


def meetings(listed: Sequence[TrueStay], positions: dict[str, Positions]) -> Iterator[TrueMeeting]:
    """Give the true meetings of every two phones."""
    by_phone: dict[str, list[TrueStay]] = {}
    for stay in listed:
        by_phone.setdefault(stay.phone, []).append(stay)
    for one, other in combinations(by_phone, 2):
        for mine in by_phone[one]:
            for theirs in by_phone[other]:
                met = _met(mine, theirs, positions)
                if met is not None:
                    yield met


def _met(mine: TrueStay, theirs: TrueStay, positions: dict[str, Positions]) -> TrueMeeting | None:
    first, last = max(mine.from_us, theirs.from_us), min(mine.until_us, theirs.until_us)
    spots = (mine.latitude, mine.longitude), (theirs.latitude, theirs.longitude)
    if last - first < LEAST_US or distance_m(*spots) > TOGETHER_M:
        return None
    shared = max(mine.arrived_us, theirs.arrived_us), min(mine.departed_us, theirs.departed_us)
    one, other = positions[mine.phone], positions[theirs.phone]
    shown = all(show(times, MEETING_GAP_US) for times in (one.beside(other, *shared), other.beside(one, *shared)))
    return TrueMeeting((mine.phone, theirs.phone), (mine.event, theirs.event), first, last, *shared, *spots[0], shown)


def events(scenario: Scenario) -> Iterator[dict[str, Any]]:
    """Give the events of the story as the scenario's author wrote them, in the order of time."""
    for event in scenario.events:
        yield {"id": event.id, "at_us": event.at, event.action: event.sheet.plain()}


def deletions(scenario: Scenario, book: FactBook) -> Iterator[dict[str, Any]]:
    """Give each deletion of the story with the facts that it ended and whether their bytes survive."""
    for phone in scenario.phones:
        by_time: dict[tuple[int, str], list[dict[str, Any]]] = {}
        for fact in book.find("phone = ? AND ending <> ''", phone):
            by_time.setdefault((fact.ending["at_us"], fact.ending["event"]), []).append({
                "fact": fact.number, "state": fact.state, "survives": fact.ending.get("survives", "yes"),
                "left_in": fact.ending.get("left_in", []),
            })  # fmt: skip
        for (at, event), facts in sorted(by_time.items()):
            yield {"phone": phone, "at_us": at, "event": event, "facts": facts}


def as_json(found: Sequence[TrueStay | TrueMeeting]) -> list[dict[str, Any]]:
    """Give stays or meetings for the key."""
    return [asdict(each) for each in found]
