"""Scores every finding of the timeline on made cases whose truth is known: recall, precision, errors.

    python -m benchmarks.evaluate [SEEDS]

The made cases are kinder than real phones (independent errors, regular sampling): the figures show that the methods do
what they say, and are no error rates to quote in court.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from itertools import combinations
from statistics import median

from benchmarks.made_movement import DAY, MINUTE, START
from benchmarks.made_trio import AWAY, OFF, SIM_DAY, TAKEOVER, TERMS, Trio
from phonefx.timeline import build, tables
from phonefx.timeline.clocks import PlacedTime, ZoneSpan
from phonefx.timeline.leads import Lead
from phonefx.timeline.meetings import Meeting, MeetingPair
from phonefx.timeline.movement import stays
from phonefx.timeline.people import Owner
from phonefx.timeline.sameness import OneSided, SameEventItem
from phonefx.timeline.texts import texts
from phonefx.timeline.words import Term, compiled


@dataclass
class Score:
    """What was true, what was found, what agrees; and errors in the finding's own unit."""

    true: int = 0
    found: int = 0
    right: int = 0
    errors: list[float] = field(default_factory=list)
    unit: str = ""

    def add(self, true: Iterable[Hashable], found: Iterable[Hashable]) -> None:
        wanted, got = set(true), set(found)
        self.true += len(wanted)
        self.found += len(got)
        self.right += len(wanted & got)

    def row(self) -> tuple[str, str, str]:
        recall = f"{self.right / self.true:.3f}" if self.true else "-"
        precision = f"{self.right / self.found:.3f}" if self.found else "-"
        return recall, precision, f"{median(self.errors):.1f} {self.unit}" if self.errors else ""


Scorer = Callable[[Trio, Score], None]


def pairs(sets: Iterable[Iterable[Hashable]]) -> set[frozenset[Hashable]]:
    return {frozenset(pair) for each in sets for pair in combinations(sorted(each, key=str), 2)}


def people_joined(trio: Trio, score: Score) -> None:
    found: dict[int, set[str]] = {}
    for person, key in trio.made.db.execute("SELECT person, key FROM identity"):
        found.setdefault(person, set()).add(key)
    score.add(pairs(trio.truth.people), pairs(found.values()))


def identities(trio: Trio, score: Score) -> None:
    known = {key for (key,) in trio.made.db.execute("SELECT key FROM identity")}
    score.add({key for keys in trio.truth.people for key in keys}, known)


def owners(trio: Trio, score: Score) -> None:
    keys = dict(trio.made.db.execute("SELECT id, key FROM identity").fetchall())
    found = {(row.exhibit, keys[row.identity]) for row in tables.read(trio.made.db, Owner)}
    score.add({(label, key) for label, own in trio.truth.owners.items() for key in own}, found)


def same_events(trio: Trio, score: Score) -> None:
    found: dict[int, set[int]] = {}
    for row in tables.read(trio.made.db, SameEventItem):
        found.setdefault(row.event, set()).add(row.item)
    score.add(pairs(trio.truth.copies), pairs(found.values()))


def one_sided(trio: Trio, score: Score) -> None:
    score.add(trio.truth.deleted, {row.item for row in tables.read(trio.made.db, OneSided)})


def stays_found(trio: Trio, score: Score) -> None:
    score.unit = "s, median error of arrival and departure"
    for label, truth in trio.truth.stays.items():
        found = list(stays(trio.made.db, label))
        right = set()
        for number, true in enumerate(truth):
            near = [stay for stay in found if overlap(true, stay) > 0.5 and abs(stay.latitude - true.latitude) < 0.002
                    and abs(stay.longitude - true.longitude) < 0.003]  # fmt: skip
            if near:
                right.add(number)
                first, last = near[0], near[-1]
                score.errors += [
                    abs(first.arrived_us - true.arrived_us) / 1e6,
                    abs(last.departed_us - true.departed_us) / 1e6,
                ]
        false = [stay for stay in found if not any(overlap(true, stay) > 0.5 for true in truth)]
        score.true += len(truth)
        score.right += len(right)
        score.found += len(right) + len(false)


def overlap(true: object, stay: object) -> float:
    """The share of a found stay that lies inside a true one."""
    start = max(true.arrived_us, stay.arrived_us)  # type: ignore[attr-defined]
    end = min(true.departed_us, stay.departed_us)  # type: ignore[attr-defined]
    return (end - start) / max(1, stay.departed_us - stay.arrived_us)  # type: ignore[attr-defined]


def jumps(trio: Trio, score: Score) -> None:
    score.add(trio.truth.jumps, {row[0] for row in trio.made.db.execute("SELECT item FROM track WHERE mark = 'jump'")})


def meetings_of(kind: str) -> Scorer:
    def scorer(trio: Trio, score: Score) -> None:
        score.unit = "s, median error of begin and end"
        truth = trio.truth.meetings if kind == "place" else trio.truth.journeys
        query = "WHERE exhibit = 'E1' AND other = 'E2' AND kind = ? ORDER BY id"
        found = list(tables.read(trio.made.db, Meeting, query, (kind,)))
        score.true += len(truth)
        score.found += len(found)
        for start, end in truth:
            near = [row for row in found if row.from_us < end and row.to_us > start]
            if near:
                score.right += 1
                score.errors += [abs(near[0].from_us - start) / 1e6, abs(near[0].to_us - end) / 1e6]

    return scorer


def pairs_that_meet(trio: Trio, score: Score) -> None:
    """Pairs of phones with a score of two or more: Ann and Ben; the neighbours must stay below."""
    found = {(row.exhibit, row.other) for row in tables.read(trio.made.db, MeetingPair) if row.score >= 2}
    score.add({("E1", "E2")}, found)


def zones(trio: Trio, score: Score) -> None:
    """The dated zones of the phone that flew, to the day."""
    rows = tables.read(trio.made.db, ZoneSpan, "WHERE exhibit = 'E3' AND reason LIKE 'recorded%'")
    truth = [("America/New_York", AWAY[0]), ("Europe/Amsterdam", AWAY[1])]
    score.add(truth, [(row.zone, ((row.from_us or 0) - START) // DAY) for row in rows])


def offered_zones(trio: Trio, score: Score) -> None:
    found = [(row.id, row.zone) for row in stays(trio.made.db)]
    truth = [(row.id, "America/New_York" if row.longitude < -60 else "Europe/Amsterdam") for row in stays(trio.made.db)]
    score.add(truth, found)


def wall_clock(trio: Trio, score: Score) -> None:
    truth = trio.truth.wall_clock
    rows = list(tables.read(trio.made.db, PlacedTime))
    score.add(truth.items(), [(row.item, row.us) for row in rows])
    assert all(row.early_us <= truth[row.item] <= row.late_us for row in rows), "a true time lies outside its bounds"


def lead_of(topic: str, true: Callable[[Trio], set[Hashable]], read: Callable[[Lead], Hashable]) -> Scorer:
    def scorer(trio: Trio, score: Score) -> None:
        score.add(true(trio), {read(lead) for lead in tables.read(trio.made.db, Lead) if lead.topic == topic})

    return scorer


def words(trio: Trio, score: Score) -> None:
    terms = tuple(Term(term, "", "", "text", "", "") for term in TERMS)
    lexicon = compiled("made", "0" * 64, terms)
    found = {(item, hit.term.term) for item, _, text in texts(trio.made.db) for hit in lexicon.hits(text)}
    score.add(trio.truth.hits, found)


def day(us: int | None) -> int:
    return ((us or 0) - START) // DAY


def sim_change(lead: Lead) -> Hashable:
    return lead.exhibit, day(lead.to_us) if lead.to_us else SIM_DAY  # the cards themselves are stored without a day


def silence(lead: Lead) -> Hashable:
    return lead.exhibit, day(lead.from_us)


def lost_rows(trio: Trio) -> set[Hashable]:
    return {("E2", trio.truth.missing_rows)}


SCORERS: dict[str, Scorer] = {
    "identities from spellings": identities,
    "people: identities joined": people_joined,
    "owners' numbers": owners,
    "copies of one event": same_events,
    "deleted on one side": one_sided,
    "stays": stays_found,
    "jumps": jumps,
    "meetings in a place": meetings_of("place"),
    "journeys together": meetings_of("journey"),
    "pairs that meet (score of 2 or more)": pairs_that_meet,
    "zones recorded": zones,
    "zones offered for stays": offered_zones,
    "wall-clock times placed": wall_clock,
    "change of SIM (phone and day)": lead_of("sim change", lambda _: {("E2", SIM_DAY)}, sim_change),
    "silence (phone and first day)": lead_of("silence", lambda _: {("E3", OFF[0] - 1)}, silence),
    "missing rows (phone and count)": lead_of("missing rows", lost_rows, lambda lead: (lead.exhibit, lead.measure)),
    "short-lived number": lead_of("short-lived number", lambda _: {TAKEOVER}, lambda lead: lead.other),
    "terms of a word list": words,
}  # fmt: skip


def evaluate(seeds: Iterable[int]) -> dict[str, Score]:
    """Score every finding over made cases of some seeds."""
    scores = {name: Score() for name in SCORERS}
    for seed in seeds:
        trio = Trio(seed)
        for _, run in (*build.STEPS, *build.later()):
            run(trio.made.db)
        for name, scorer in SCORERS.items():
            scorer(trio, scores[name])
        trio.made.db.close()
    return scores


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdigit() else 5
    scores = evaluate(range(1, count + 1))
    if "--json" in sys.argv:
        print(
            json.dumps(
                {name: {"recall": score.row()[0], "precision": score.row()[1]} for name, score in scores.items()}
            )
        )
        return
    print(f"{count} made cases of three phones and {(DAY // MINUTE) * 30 // 1440} days\n")
    print(f"{'finding':38} {'true':>6} {'found':>6} {'recall':>7} {'precision':>9}  error")
    for name, score in scores.items():
        recall, precision, error = score.row()
        print(f"{name:38} {score.true:6} {score.found:6} {recall:>7} {precision:>9}  {error}")


if __name__ == "__main__":
    main()
