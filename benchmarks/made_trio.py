"""A made case of three phones whose truth is known: people, copies, deletions, movement, meetings, a SIM, a journey.

Ann (E1) and Ben (E2) meet and travel together; Cara (E3) lives next door to Ann and never meets her, flies to New York
and back, and later has her phone switched off. Numbers are from the ranges kept for fiction.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field

from benchmarks.made_case import MadeCase, at
from benchmarks.made_movement import DAY, HOUR, MINUTE, SECOND, START, Diary, TrueStay, daily, moved, sampled
from phonefx.records import Contact, ContactPoint, DeviceFact, Event, Message
from phonefx.times import Moment

DAYS = 30
ANN, BEN_OLD, BEN_NEW, CARA = "+447700900001", "+447700900002", "+447700900022", "+447700900003"
SILENT_NUMBER, TAKEOVER = "+447700900800", "+447700900801"
SIM_DAY, AWAY, OFF = 20, (12, 18), (22, 27)
TERMS = ("lantern", "blue ferry", "倉庫")
TOWNS = {
    "E1": {
        "home": (52.3700, 4.8900),
        "work": (52.3100, 4.9400),
        "gym": (52.3900, 4.9500),
        "library": (52.3600, 4.8000),
    },
    "E2": {"home": (52.4100, 4.8500), "work": (52.3400, 4.9900), "pool": (52.4200, 4.9200), "shop": (52.3300, 4.8600)},
    "E3": {"home": moved((52.3700, 4.8900), 18, 9), "work": (52.3800, 5.0200), "club": (52.3500, 4.9700)},
}
NEW_YORK = {"hotel": (40.7500, -73.9900), "office": (40.7100, -74.0100)}
PLACES = [(52.355, 4.870), (52.345, 4.910), (52.400, 4.900), (52.325, 4.885), (52.385, 4.835), (52.440, 4.830)]


@dataclass
class Truth:
    """What is true in the made case, by finding."""

    people: list[set[str]] = field(default_factory=list)
    owners: dict[str, set[str]] = field(default_factory=dict)
    copies: list[set[int]] = field(default_factory=list)
    deleted: set[int] = field(default_factory=set)
    missing_rows: int = 0
    stays: dict[str, list[TrueStay]] = field(default_factory=dict)
    jumps: set[int] = field(default_factory=set)
    meetings: list[tuple[int, int]] = field(default_factory=list)
    journeys: list[tuple[int, int]] = field(default_factory=list)
    wall_clock: dict[int, int] = field(default_factory=dict)
    hits: set[tuple[int, str]] = field(default_factory=set)


class Trio:
    """Builds the case and its truth from a seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.seed = seed
        self.made = MadeCase()
        self.truth = Truth()
        self.keys: Counter[tuple[str, str]] = Counter()
        self.phones()
        self.contacts()
        self.messages()
        self.talk()
        self.movement()
        self.wall_clock()

    def phones(self) -> None:
        imsi = {"E1": "234150000000001", "E2": "234150000000002", "E3": "234150000000003"}
        for label, own in (("E1", [ANN]), ("E2", [BEN_OLD, BEN_NEW]), ("E3", [CARA])):
            facts = [DeviceFact(name="imsi", value=imsi[label]), DeviceFact(name="time zone", value="Europe/Amsterdam")]
            facts += [DeviceFact(name="phone number", value=number) for number in own]
            self.made.add(label, *facts)
            self.truth.owners[label] = {f"phone:{number}" for number in own}
            self.truth.people.append(self.truth.owners[label])
        for number in ("89441000000000000021", "89441000000000000022"):
            self.made.add("E2", DeviceFact(name="iccid", value=number))
        self.made.add("E2", DeviceFact(name="imsi", value="234150000000022"))
        for day, zone in ((AWAY[0], "America/New_York"), (AWAY[1], "Europe/Amsterdam")):
            self.made.add("E3", Event(time=at(START + day * DAY), category="timezone change", detail=zone))

    def contacts(self) -> None:
        """Thirty people with cards of one to three details, in several spellings; three families share a landline."""
        for number in range(30):
            end = 100 + number
            forms = [f"07700 900{end}", f"+44 7700 900{end}", f"(07700) 900-{end}"]
            mail = f"person{number}@example.org"
            for label in ("E1", "E2")[: 1 + number % 2]:
                points = [("phone", self.chance.choice(forms))] + ([("email", mail.upper())] if number % 3 else [])
                parts = [ContactPoint(type=kind, value=value) for kind, value in points]
                self.made.add(
                    label, Contact(name=f"Person {number}" if label == "E1" else f"P. {number} Work"), parts=parts
                )
            self.truth.people.append({f"phone:+447700900{end}"} | ({f"email:{mail}"} if number % 3 else set()))
        for family in range(3):
            landline = f"+4420794600{family:02d}"
            for member in range(2):
                mobile = f"+447700900{200 + 2 * family + member}"
                parts = [ContactPoint(type="phone", value=value) for value in (mobile, landline)]
                self.made.add("E3", Contact(name=f"Member {family} {'Lea' if member else 'Tim'}"), parts=parts)
                self.truth.people.append({f"phone:{mobile}"})
            self.truth.people.append({f"phone:{landline}"})

    def put(
        self, label: str, us: int, other: str, body: str, out: bool, store: str = "sms", state: str = "live"
    ) -> int:
        """One text message in a store of the phone; its row number grows with time."""
        self.keys[label, store] += 1
        account = (
            ("89441000000000000022" if us >= START + SIM_DAY * DAY else "89441000000000000021")
            if label == "E2"
            else None
        )
        record = Message(
            key=self.keys[label, store], time=Moment(us, us // 1000), counterpart=other, body=body, account=account,
            direction="outgoing" if out else "incoming", service="SMS",
        )  # fmt: skip
        return self.made.add(label, record, parser=store, state=state)[0]

    def messages(self) -> None:
        """What each phone has with others, in order of time; a third of Ann's is in a backup too."""
        plan = [(START + day * DAY + self.chance.randrange(7 * 3600, 23 * 3600) * SECOND, label, None)
                for label in ("E1", "E2", "E3") for day in range(DAYS) for _ in range(6)
                if not (label == "E3" and OFF[0] <= day < OFF[1])]  # fmt: skip
        plan += [(START + hours * HOUR, label, SILENT_NUMBER) for label in ("E1", "E2") for hours in range(9, 230, 9)]
        plan += [(START + hours * HOUR, label, TAKEOVER) for label in ("E1", "E2") for hours in range(250, 380, 12)]
        self.truth.people += [{f"phone:{SILENT_NUMBER}"}, {f"phone:{TAKEOVER}"}]
        for us, label, fixed in sorted(plan, key=lambda each: (each[0], each[1], each[2] or "")):
            other = fixed or f"+447700900{100 + self.chance.randrange(30)}"
            body = self.chance.choice(["ok", "on my way", "yes", "call me", f"note {self.chance.randrange(10**6)}"])
            term = self.chance.choice(TERMS) if self.chance.random() < 0.05 else None
            out = self.chance.random() < 0.5
            spelled = other if self.chance.random() < 0.5 else "0" + other[3:]
            item = self.put(label, us, spelled, f"{body} {term}" if term else body, out)
            self.truth.hits |= {(item, term)} if term else set()
            if label == "E1" and self.chance.random() < 0.33:
                self.copy(item, us, other, f"{body} {term}" if term else body, out, term)

    def copy(self, item: int, us: int, other: str, body: str, out: bool, term: str | None) -> None:
        moment = us + self.chance.choice((0, 1)) * SECOND
        self.keys["E1", "backup"] += 1
        record = Message(
            key=self.keys["E1", "backup"], time=at(moment), counterpart=other, body=body,
            direction="outgoing" if out else "incoming",
        )  # fmt: skip
        (again,) = self.made.add("E1", record, parser="backup")
        self.truth.copies.append({item, again})
        self.truth.hits |= {(again, term)} if term else set()

    def talk(self) -> None:
        """Ann and Ben write to each other; twelve messages are deleted on Ben's phone, some of them come back."""
        times = sorted(START + self.chance.randrange(DAYS * 86_400) * SECOND for _ in range(150))
        gone = set(self.chance.sample(range(15, 135), 12))
        for number, us in enumerate(times):
            ben = BEN_NEW if us >= START + SIM_DAY * DAY else BEN_OLD
            body, from_ann = self.chance.choice([f"plan {number}", "ok", "see you"]), self.chance.random() < 0.5
            delay = self.chance.randrange(1, 20) * SECOND
            here = self.put("E1", us + (0 if from_ann else delay), ben, body, from_ann, "chat")
            if number in gone:
                self.truth.deleted.add(here)
            if number in gone and number % 3:
                self.keys["E2", "chat"] += 1
                self.truth.missing_rows += 1
                continue
            state = "recovered" if number in gone else "live"
            there = self.put("E2", us + (delay if from_ann else 0), ANN, body, not from_ann, "chat", state)
            self.truth.copies.append({here, there})

    def movement(self) -> None:
        diaries = {
            label: daily(self.seed * 10 + number, town, DAYS) for number, (label, town) in enumerate(TOWNS.items())
        }
        for number, place in enumerate(PLACES):
            start = START + (3 + 4 * number) * DAY + 12 * HOUR + self.chance.randrange(60) * MINUTE
            self.meet(diaries, f"place {number}", place, start, start + self.chance.randrange(25, 90) * MINUTE)
        self.ride(diaries, START + 26 * DAY + 11 * HOUR)
        diaries["E3"] = abroad(diaries["E3"])
        for number, (label, diary) in enumerate(diaries.items()):
            off = (START + OFF[0] * DAY, START + OFF[1] * DAY) if label == "E3" else (0, 0)
            fixes = [fix for fix in sampled(diary, self.seed * 100 + number, gaps=5)
                     if not off[0] <= (fix.time.us if fix.time else 0) < off[1]]  # fmt: skip
            items = self.made.add(label, *fixes, parser="fixes")
            seen = [fix.time.us for fix in fixes if fix.time and fix.time.us]
            self.truth.stays[label] = [stay for stay in diary.stays if covered(stay, seen)]
            self.truth.jumps |= {
                item for item, fix in zip(items, fixes, strict=True) if fix.extra and (fix.accuracy_m or 0) <= 200
            }

    def meet(self, diaries: dict[str, Diary], name: str, place: tuple[float, float], start: int, end: int) -> None:
        for label in ("E1", "E2"):
            diaries[label] = with_stay(diaries[label], TrueStay(name, *place, start, end))
        self.truth.meetings.append((start, end))

    def ride(self, diaries: dict[str, Diary], start: int) -> None:
        """Ann and Ben meet at a station, travel 30 km together and stay there for an hour."""
        station, end = (52.379, 4.899), (52.160, 4.490)
        for label in ("E1", "E2"):
            diaries[label] = with_stay(
                diaries[label], TrueStay("station", *station, start, start + 20 * MINUTE), leave=0
            )
            arrive = TrueStay("coast", *end, start + 50 * MINUTE, start + 110 * MINUTE)
            diaries[label] = with_stay(diaries[label], arrive, come=30 * MINUTE)
        self.truth.meetings += [(start, start + 20 * MINUTE), (start + 50 * MINUTE, start + 110 * MINUTE)]
        self.truth.journeys.append((start + 20 * MINUTE, start + 50 * MINUTE))

    def wall_clock(self) -> None:
        """Events whose store keeps the phone's wall clock: one a day of each phone, in the zone it was in."""
        for label in ("E1", "E3"):
            for day in range(1, DAYS):
                true = START + day * DAY + 15 * HOUR
                away = label == "E3" and AWAY[0] <= day < AWAY[1]
                offset = (-4 if day >= 7 else -5) if away else (2 if day >= 28 else 1)
                (item,) = self.made.add(label, Event(time=at(true + offset * HOUR), category="screen"), basis="device")
                self.truth.wall_clock[item] = true


def covered(stay: TrueStay, seen: list[int]) -> bool:
    """Whether the phone recorded enough during a stay for anyone to know of it: three positions over ten minutes."""
    inside = [us for us in seen if stay.arrived_us <= us <= stay.departed_us]
    return len(inside) >= 3 and inside[-1] - inside[0] >= 10 * MINUTE


def with_stay(diary: Diary, new: TrueStay, come: int = HOUR // 2, leave: int = HOUR // 2) -> Diary:
    """The diary with a stay put in, and time to travel before and after it."""
    kept = [new]
    for stay in diary.stays:
        if stay.departed_us > new.arrived_us - come and stay.arrived_us < new.departed_us + leave:
            parts = ((stay.arrived_us, new.arrived_us - come), (new.departed_us + leave, stay.departed_us))
            kept += [
                TrueStay(stay.place, stay.latitude, stay.longitude, *part)
                for part in parts
                if part[1] - part[0] > HOUR // 3
            ]
        else:
            kept.append(stay)
    return Diary(sorted(kept, key=lambda stay: stay.arrived_us))


def abroad(diary: Diary) -> Diary:
    """Cara's diary with the days away: a flight there, hotel and office, a flight back."""
    first, last = START + AWAY[0] * DAY, START + AWAY[1] * DAY
    kept = [stay for stay in diary.stays if stay.departed_us < first - 12 * HOUR or stay.arrived_us > last + 12 * HOUR]
    away: list[TrueStay] = []
    at_us = first
    for day in range(AWAY[0], AWAY[1]):
        away.append(TrueStay("hotel", *NEW_YORK["hotel"], at_us, START + day * DAY + 13 * HOUR))
        away.append(
            TrueStay("office", *NEW_YORK["office"], START + day * DAY + 14 * HOUR, START + day * DAY + 22 * HOUR)
        )
        at_us = START + day * DAY + 23 * HOUR
    return Diary(sorted([*kept, *away], key=lambda stay: stay.arrived_us))
