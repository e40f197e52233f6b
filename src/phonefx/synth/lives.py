"""Background life: the chatter, calls, pages and ways of an ordinary life, as many as wanted, by seed.

It is the haystack. It runs beside the story in the order of time, one act after the other, so that a million acts
need no memory. Every word of it comes from the lists in `languages/`, every number from ranges kept for fiction.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from phonefx.synth import acts, journeys
from phonefx.synth.acts import Party
from phonefx.synth.scenario import Person

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from phonefx.synth.scenario import Life, PhonePlan, Scenario

DAY_US: Final = 86_400_000_000
_HOUR_US: Final = 3_600_000_000
_AWAKE: Final = (7, 23)
_SHARES: Final = (("message", 0.82), ("call", 0.12), ("web", 0.06))
_SERVICES: Final = {"android": ("sms", "sms", "rcs"), "ios": ("imessage", "imessage", "sms")}
_PAGES: Final = ("news", "weather", "recipes", "timetable", "cinema", "repairs", "garden", "maps", "shop", "library")
_AWAY: Final = ((8.0, 8.7), (17.4, 18.1))


def _words(language: str, beside: Path) -> dict[str, Any]:
    """Read the words of a language: one of those that are shipped, or a file beside the scenario."""
    shipped = files("phonefx.synth") / "languages" / f"{language}.json"
    found = beside / language if language.endswith(".json") else shipped
    words: dict[str, Any] = json.loads(found.read_text(encoding="utf-8"))
    return words


@dataclass(slots=True)
class Friend:
    """Somebody of the background: their language and how often they are met."""

    person: Person
    language: str
    weight: float


class Background:
    """The background life of one phone."""

    def __init__(self, life: Life, scenario: Scenario, busy: set[int]) -> None:
        """Draw the friends; `busy` are the days (of the scenario) whose ways the story itself tells."""
        self._life, self._busy = life, busy
        self._scenario = scenario
        self._phone: PhonePlan = scenario.phones[life.phone]
        self._place = list(scenario.phones).index(life.phone)
        self._chance = random.Random(f"{scenario.seed} life {life.phone}")
        self._spoken = {language: _words(language, scenario.source.parent) for language in life.languages}
        self._friends = [self._friend(number) for number in range(life.contacts)]
        self._weights = [friend.weight for friend in self._friends]

    def _friend(self, number: int) -> Friend:
        chance, language = self._chance, self._life.languages[number % len(self._life.languages)]
        words = self._spoken[language]
        given, family = chance.choice(words["given"]), chance.choice(words["family"])
        name = words.get("name", "{given} {family}").format(given=given, family=family)
        digits = f"+99900{self._place or ''}{number:05d}"
        person = Person(f"{self._life.phone}-friend-{number}", name, digits, "", numbers=(digits,))
        return Friend(person, language, 1 / (number + 1))

    def told(self) -> Iterator[acts.Act]:
        """Give the acts in the order of time."""
        begins, ends = self._scenario.begins, self._scenario.ends
        days = max(1, (ends - begins) // DAY_US)
        for number, friend in enumerate(self._friends):
            yield acts.ContactAct(at=begins + number * 1000, phone=self._life.phone, background=True,
                                  person=friend.person, name=friend.person.name)  # fmt: skip
        for day in range(days):
            midnight = begins + day * DAY_US
            number = self._life.items * (day + 1) // days - self._life.items * day // days
            found = [self._act(at) for at in self._times(midnight, number)]
            yield from sorted([*found, *self._ways(day, days)], key=lambda act: act.at)

    def _times(self, midnight: int, number: int) -> list[int]:
        low, high = (midnight + hour * _HOUR_US for hour in _AWAKE)
        return sorted(self._chance.randrange(low // 1000, high // 1000) * 1000 for _ in range(number))

    def _act(self, at: int) -> acts.Act:
        chance = self._chance
        (kind,) = chance.choices([name for name, _ in _SHARES], [share for _, share in _SHARES])
        (friend,) = chance.choices(self._friends, self._weights)
        if kind == "message":
            return self._message(at, friend)
        if kind == "call":
            return self._call(at, friend)
        page = chance.choice(_PAGES)
        return acts.WebAct(at=at, phone=self._life.phone, background=True, title=page.title(),
                           url=f"https://{page}.example.org/{chance.randrange(40)}")  # fmt: skip

    def _message(self, at: int, friend: Friend) -> acts.MessageAct:
        outgoing = self._chance.random() < 0.5
        party = Party(address=friend.person.number, name=friend.person.name)
        service = self._chance.choice(_SERVICES[self._phone.platform])
        return acts.MessageAct(
            at=at, phone=self._life.phone, background=True, service=service, outgoing=outgoing, others=(party,),
            sender=None if outgoing else party, text=self._text(friend.language),
            read_at=0 if outgoing else at + 90_000_000,
            body_in_archive=self._chance.random() < 0.6,
        )  # fmt: skip

    def _text(self, language: str) -> str:
        chance, words = self._chance, self._spoken[language]
        line: str = chance.choice(words["lines"])
        if "{" not in line:
            return line
        return line.format(place=chance.choice(words["places"]), day=chance.choice(words["days"]),
                           hour=f"{chance.randrange(7, 22)}:{chance.choice(('00', '15', '30', '45'))}",
                           minutes=chance.randrange(1, 40))  # fmt: skip

    def _call(self, at: int, friend: Friend) -> acts.CallAct:
        outgoing = self._chance.random() < 0.45
        seconds = self._chance.randrange(5, 900) if self._chance.random() < 0.75 else 0
        outcome = "answered" if seconds else ("unanswered" if outgoing else "missed")
        return acts.CallAct(at=at, phone=self._life.phone, background=True, service="phone", outgoing=outgoing,
                            other=Party(address=friend.person.number, name=friend.person.name), seconds=seconds,
                            outcome=outcome)  # fmt: skip

    def _ways(self, day: int, days: int) -> list[acts.Act]:
        """Give a day between two places: fixes spread over the day, and the stays that end on it."""
        places = [self._scenario.places[name] for name in self._life.places]
        if len(places) < 2 or not self._life.positions or day in self._busy:
            return []
        midnight = self._scenario.begins + day * DAY_US
        home, work = places[0].at, self._chance.choice(places[1:]).at
        trace = journeys.Trace(phone=self._life.phone, event="", positioning=self._phone.positioning,
                               chance=self._chance, background=True)  # fmt: skip
        number = max(4, self._life.positions // days)
        fixes: list[acts.Act] = []
        for step in range(number):
            hour = 24 * step / number
            share, moving = _share(hour)
            point = (home[0] + (work[0] - home[0]) * share, home[1] + (work[1] - home[1]) * share)
            at = midnight + int(hour * 3600) * 1_000_000 + self._chance.randrange(0, 20_000) * 1000
            fixes.append(trace.fix(at, point, 11.0 if moving else 0.0, journeys.course_deg(home, work)))
        return [*fixes, *self._stays((day, days), home, work)]

    def _stays(self, days: tuple[int, int], home: journeys.Point, work: journeys.Point) -> list[acts.Act]:
        """Give the night that ends on a day, the hours elsewhere, and an evening that no such night follows."""
        day, number = days
        (leave, arrive), (back, returned) = _AWAY
        first = day == 0 or day - 1 in self._busy
        night = self._at(day, 0) if first else self._at(day - 1, returned)
        at_work = self._stay(work, self._at(day, arrive), self._at(day, back))
        found: list[acts.Act] = [self._stay(home, night, self._at(day, leave)), at_work]
        if day + 1 == number or day + 1 in self._busy:
            found.append(self._stay(home, self._at(day, returned), self._at(day + 1, 0)))
        return found

    def _at(self, day: int, hour: float) -> int:
        return self._scenario.begins + day * DAY_US + int(hour * 3600) * 1_000_000

    def _stay(self, spot: journeys.Point, arrived: int, departed: int) -> acts.VisitAct:
        return acts.VisitAct(at=departed, phone=self._life.phone, background=True, latitude=spot[0], longitude=spot[1],
                             arrived=arrived, departed=departed, accuracy_m=40.0, place=f"{spot}")  # fmt: skip


def _share(hour: float) -> tuple[float, bool]:
    """Give how far from home to work the day has come at an hour, and whether on the way."""
    (leave, arrive), (back, home) = _AWAY
    if hour < leave or hour >= home:
        return 0.0, False
    if arrive <= hour < back:
        return 1.0, False
    if hour < arrive:
        return (hour - leave) / (arrive - leave), True
    return 1 - (hour - back) / (home - back), True
