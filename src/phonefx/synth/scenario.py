"""A scenario: people, places, phones and what happens, as a trainer writes it.

The file is YAML; `docs/training.md` describes every word. This module turns it into plain objects and refuses what
it does not understand. Numbers must lie in ranges that are reserved for fiction, so that no made phone can hold the
number of a living person.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from phonefx.synth.journeys import Positioning
from phonefx.synth.pack.containers import CONTAINERS
from phonefx.synth.sheet import LARGEST, Sheet, read_sheet

if TYPE_CHECKING:
    from pathlib import Path

PLATFORMS: Final = ("android", "ios")
SERVICES: Final = ("sms", "mms", "imessage", "rcs", "whatsapp", "telegram")
MODES: Final = ("walk", "cycle", "car", "bus", "train", "ferry")
LEVELS: Final = ("beginner", "intermediate", "advanced")
ACTIONS: Final = (
    "message", "call", "stay", "journey", "photo", "search", "visit", "contact", "app", "delete", "sim", "zone",
    "clock", "checkpoint", "vacuum", "appointment", "note",
)  # fmt: skip
LANGUAGES: Final = ("ar", "de", "en", "es", "fr", "hi", "pt", "ro", "uk", "vi", "zh")
WORDS: Final = ("given", "family", "places", "days", "lines")
"""Lists of a language; a line may name {place}, {day}, {hour} and {minutes}."""

EXPECTATIONS: Final = ("number", "words", "any", "time", "within_s", "place", "within_m")
FICTIONAL: Final = re.compile(
    r"\+1[2-9]\d\d55501\d\d|\+447700900\d{3}|\+4420794600\d\d|\+3363998\d{4}|\+331990\d{5}|\+99900\d{4,9}"
)
"""Ranges kept free for fiction in North America, the United Kingdom and France; +999 belongs to no country."""

EXAMPLE: Final = r"(?:[\w-]+\.)*example\.(?:org|com|net)"
"""Domains kept for examples."""

RESERVED: Final = {
    "imei": (r"00\d{13}", "fifteen figures that begin with 00, as those of test equipment do"),
    "iccid": (r"89999\d{13,15}", "18 to 20 figures that begin with 89999, the country code of no country"),
    "imsi": (r"(?:999|00101)\d{10,12}", "fifteen figures that begin with 999 or 00101, which no public network has"),
}
"""Identifiers of telephones and SIM cards that no living person's can be, and how to say so."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the story."""

    id: str
    name: str
    number: str = ""
    email: str = ""
    protected: bool = False
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A place with a name."""

    id: str
    name: str
    at: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Sim:
    """One SIM: its number and identities."""

    number: str
    iccid: str
    imsi: str
    carrier: str
    country: str


@dataclass(frozen=True, slots=True)
class PhonePlan:
    """One phone of the story."""

    id: str
    owner: Person
    platform: str
    model: str
    os: str
    zone: ZoneInfo
    sims: tuple[Sim, ...]
    imei: str
    serial: str
    acquired: int
    containers: tuple[str, ...]
    contacts: tuple[Person, ...]
    apps: tuple[str, ...]
    secure_delete: bool = False
    locale: str = "en_GB"
    password: str = ""
    positioning: Positioning = field(default_factory=Positioning)
    sheet: Sheet | None = field(default=None, compare=False, repr=False)

    def wrong(self, message: str, word: str) -> None:
        """Refuse the phone's words in the scenario file."""
        if self.sheet is not None:
            self.sheet.wrong(message, word)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happens; `sheet` still holds the words of its action."""

    at: int
    action: str
    sheet: Sheet
    id: str


@dataclass(frozen=True, slots=True)
class Life:
    """Background life of one phone."""

    phone: str
    items: int
    languages: tuple[str, ...]
    contacts: int
    positions: int
    places: tuple[str, ...]


@dataclass(slots=True)
class Scenario:
    """Everything that a scenario file says."""

    source: Path
    name: str
    title: str
    level: str
    about: str
    seed: int
    zone: ZoneInfo
    begins: int
    ends: int
    people: dict[str, Person]
    places: dict[str, Place]
    phones: dict[str, PhonePlan]
    events: list[Event]
    lives: list[Life]
    questions: list[dict[str, Any]] = field(default_factory=list)


def read_scenario(path: Path) -> Scenario:
    """Read and check a scenario file; a mistake is a `UsageError` with file and line."""
    sheet = read_sheet(path)
    sheet.whole("phonefx_scenario", low=1)
    zone = sheet.zone("zone")
    period = sheet.sheet("period")
    scenario = Scenario(
        source=path, name=sheet.text("name"), title=sheet.text("title"), level=sheet.one_of("level", LEVELS),
        about=sheet.text("about"), seed=sheet.whole("seed"), zone=zone,
        begins=period.moment("from", zone), ends=period.moment("to", zone),
        people=_people(sheet), places={}, phones={}, events=[], lives=[],
    )  # fmt: skip
    period.done()
    scenario.places = {name: _place(name, each) for name, each in sheet.named("places")}
    for each in sheet.sheets("phones"):
        phone = _phone(each, scenario)
        scenario.phones[phone.id] = phone
    scenario.events = sorted((_event(each, zone) for each in sheet.sheets("events")), key=lambda event: event.at)
    scenario.lives = [_life(each, scenario) for each in sheet.sheets("background")]
    scenario.questions = [_question(each) for each in sheet.sheets("questions")]
    sheet.done()
    _check(scenario, sheet)
    return scenario


def _people(sheet: Sheet) -> dict[str, Person]:
    return {name: _person(name, each) for name, each in sheet.named("people")}


def read_numbers(sheet: Sheet) -> tuple[str, ...]:
    """Give the telephone numbers under `number`, normal in form; one that is not kept for fiction is a fault."""
    numbers = tuple(normal(number) for number in sheet.texts("number"))
    for number in numbers:
        _fictional(number, sheet)
    return numbers


def _person(name: str, sheet: Sheet) -> Person:
    numbers = read_numbers(sheet)
    person = Person(name, sheet.text("name"), numbers[0] if numbers else "", sheet.text("email", ""),
                    sheet.flag("protected"), numbers)  # fmt: skip
    if person.email and not re.fullmatch(rf"[^@\s]+@{EXAMPLE}", person.email):
        sheet.wrong(f"'{person.email}' must be an address of example.org, example.com or example.net", "email")
    sheet.done()
    return person


def normal(number: str) -> str:
    """Give a number in international form without spaces."""
    return re.sub(r"[^\d+]", "", number)


def _fictional(number: str, sheet: Sheet) -> None:
    if not FICTIONAL.fullmatch(number):
        fitting = "+1 ... 555-01xx, +44 7700 900xxx or +999 00 ..."
        sheet.wrong(f"'{number}' lies in no range kept for fiction; use {fitting}", "number")


def _reserved(sheet: Sheet, word: str) -> str:
    found = sheet.text(word)
    pattern, fitting = RESERVED[word]
    if not re.fullmatch(pattern, found):
        sheet.wrong(f"'{found}' could belong to somebody; '{word}' needs {fitting}", word)
    return found


def _place(name: str, sheet: Sheet) -> Place:
    place = Place(name, sheet.text("name"), sheet.pair("at"))
    sheet.done()
    return place


def _phone(sheet: Sheet, scenario: Scenario) -> PhonePlan:
    owner = _known(sheet, "owner", scenario.people)
    sims = tuple(read_sim(each, owner) for each in sheet.sheets("sims"))
    zone = sheet.zone("zone", scenario.zone.key)
    containers = tuple(sheet.texts("containers")) or ("folder", "zip")
    _check_containers(sheet, containers)
    people = []
    for name in sheet.texts("contacts"):
        if name not in scenario.people:
            sheet.wrong(f"'contacts' names '{name}', who is not among the people", "contacts")
        people.append(scenario.people[name])
    phone = PhonePlan(
        id=sheet.text("id"), owner=owner, platform=sheet.one_of("platform", PLATFORMS), model=sheet.text("model"),
        os=sheet.text("os"), zone=zone, sims=sims, imei=_reserved(sheet, "imei"), serial=sheet.text("serial"),
        acquired=sheet.moment("acquired", zone), containers=containers, contacts=tuple(people),
        apps=tuple(sheet.texts("apps")), secure_delete=sheet.flag("secure_delete"),
        locale=sheet.text("locale", "en_GB"), password=sheet.text("password", ""), positioning=_positioning(sheet),
        sheet=sheet,
    )  # fmt: skip
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,40}", phone.id):
        sheet.wrong(f"'{phone.id}' must be small letters, figures and hyphens", "id")
    sheet.done()
    return phone


def _check_containers(sheet: Sheet, named: tuple[str, ...]) -> None:
    platform = sheet.one_of("platform", PLATFORMS)
    fitting = [name for name, container in CONTAINERS.items() if platform in container.platforms]
    for name in named:
        if name not in fitting:
            sheet.wrong(f"there is no container '{name}' for {platform}; there are {', '.join(fitting)}", "containers")


def _positioning(sheet: Sheet) -> Positioning:
    if not sheet.has("positioning"):
        sheet.value("positioning", None)
        return Positioning()
    words = sheet.sheet("positioning")
    plan = Positioning(
        moving_s=words.whole("moving_s", 30, low=1), still_s=words.whole("still_s", 300, low=1),
        gps_m=words.whole("gps_m", 6, low=1), wifi_m=words.whole("wifi_m", 28, low=1),
        cell_m=words.whole("cell_m", 450, low=1),
    )  # fmt: skip
    words.done()
    return plan


def read_sim(sheet: Sheet, owner: Person) -> Sim:
    """Read the words of a SIM; its number must be fictional too."""
    number = normal(sheet.text("number", owner.number))
    _fictional(number, sheet)
    iccid, imsi = _reserved(sheet, "iccid"), _reserved(sheet, "imsi")
    sim = Sim(number, iccid, imsi, sheet.text("carrier"), sheet.text("country", "gb"))
    sheet.done()
    return sim


def _known(sheet: Sheet, word: str, people: dict[str, Person]) -> Person:
    name = sheet.text(word)
    if name not in people:
        sheet.wrong(f"'{word}' names '{name}', who is not among the people", word)
    return people[name]


def _event(sheet: Sheet, zone: ZoneInfo) -> Event:
    at = sheet.moment("at", zone)
    name = sheet.text("id", "")
    actions = [word for word in sheet.words() if word not in {"at", "id"}]
    if len(actions) != 1 or actions[0] not in ACTIONS:
        found = ", ".join(actions) or "none"
        sheet.wrong(f"an event needs 'at' and exactly one of {', '.join(ACTIONS)}; it has {found}")
    return Event(at, actions[0], sheet.sheet(actions[0]), name)


def _life(sheet: Sheet, scenario: Scenario) -> Life:
    life = Life(
        sheet.text("phone"), sheet.whole("items"), tuple(sheet.texts("languages")) or ("en",),
        sheet.whole("contacts", 12, low=1), sheet.whole("positions", 0), tuple(sheet.texts("places")),
    )  # fmt: skip
    if life.phone not in scenario.phones:
        sheet.wrong(f"there is no phone '{life.phone}'", "phone")
    if life.items > LARGEST:
        sheet.wrong(f"at most {LARGEST} items", "items")
    for language in life.languages:
        if language.endswith(".json"):
            _check_words(scenario.source.parent / language, sheet)
        elif language not in LANGUAGES:
            fitting = f"there are {', '.join(LANGUAGES)}, or name a .json file beside the scenario"
            sheet.wrong(f"there are no words in '{language}'; {fitting}", "languages")
    for place in life.places:
        if place not in scenario.places:
            sheet.wrong(f"there is no place '{place}'", "places")
    sheet.done()
    return life


def _check_words(path: Path, sheet: Sheet) -> None:
    """Refuse a file of words that background life could not speak with."""
    try:
        words = json.loads(path.read_text(encoding="utf-8"))
        for kind in WORDS:
            for text in words[kind]:
                text.format(place="", day="", hour="", minutes=0)
            if not words[kind]:
                raise KeyError(kind)
        words.get("name", "").format(given="", family="")
    except (OSError, ValueError, LookupError, AttributeError, TypeError) as wrong:
        sheet.wrong(f"'{path.name}' must hold lists of texts named {', '.join(WORDS)} ({wrong!r})", "languages")


def _question(sheet: Sheet) -> dict[str, Any]:
    question: dict[str, Any] = {word: sheet.text(word) for word in ("id", "ask", "answer")}
    if sheet.has("expect"):
        expected = sheet.sheet("expect")
        question["expect"] = {word: expected.value(word) for word in expected.words()}
        for word in question["expect"]:
            if word not in EXPECTATIONS:
                expected.wrong(f"'{word}' is none of {', '.join(EXPECTATIONS)}", word)
    question["level"] = sheet.one_of("level", LEVELS)
    question["why"] = sheet.text("why", "")
    sheet.value("expect", None)
    sheet.done()
    return question


def _check(scenario: Scenario, sheet: Sheet) -> None:
    if not scenario.phones:
        sheet.wrong("a scenario needs at least one phone", "phones")
    seen: set[str] = set()
    for event in scenario.events:
        if event.id in seen and event.id:
            event.sheet.wrong(f"the id '{event.id}' is used twice")
        seen.add(event.id)
