"""From the story to what each phone records.

The story tells of people; a phone records its own side. One message between two people with phones becomes an act of
each phone; a journey becomes fixes and stays; a SIM change alters from which number the next message comes.
Everything is checked here, before the first byte of a phone is written.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from phonefx.synth import acts, journeys
from phonefx.synth.acts import Party
from phonefx.synth.models import ANDROID_BUILDS, IOS_BUILDS, MODELS
from phonefx.synth.scenario import EXAMPLE, MODES, SERVICES, read_numbers, read_sim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from phonefx.synth.scenario import Event, Person, PhonePlan, Scenario
    from phonefx.synth.sheet import Sheet

CALLS: Final = ("phone", "facetime-audio", "facetime-video", "whatsapp", "telegram")
PLACES_OVER: Final = ("whatsapp", "telegram")
PICTURES_OVER: Final = ("mms", "imessage")
OUTCOMES: Final = ("answered", "missed", "rejected", "unanswered")
PICTURES: Final = ("harbour", "market", "street", "cafe", "hills", "bus", "paper")
RCS_SINCE: Final = 18
EDITED_SINCE: Final = 16
_SECOND: Final = 1_000_000
_SHORTEST_VISIT: Final = 600 * _SECOND
_OVERLAP: Final = 60 * _SECOND


@dataclass(slots=True)
class End:
    """One end of a conversation: a person, and their phone where it is part of the story."""

    person: Person
    phone: PhonePlan | None
    address: str


@dataclass(slots=True)
class World:
    """The state of the story while its events are told in order."""

    scenario: Scenario
    numbers: dict[str, str] = field(default_factory=dict)
    names: dict[str, dict[str, str]] = field(default_factory=dict)
    events: set[str] = field(default_factory=set)
    busy: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin with the SIM that each phone begins with."""
        for phone in self.scenario.phones.values():
            self.numbers[phone.id] = phone.sims[0].number if phone.sims else phone.owner.number
            self.names[phone.id] = {}

    def chance(self, label: str) -> random.Random:
        """Give a source of chance for one purpose."""
        return random.Random(f"{self.scenario.seed} {label}")

    def told(self) -> Iterator[acts.Act]:
        """Tell the story, act by act; the acts of one event come together."""
        for phone in self.scenario.phones.values():
            _check_model(phone)
            yield from self._first_things(phone)
        for event in self.scenario.events:
            handler = getattr(self, f"_{event.action}")
            yield from handler(event, event.sheet)
            event.sheet.done()
            self.events.add(event.id)

    def _first_things(self, phone: PhonePlan) -> Iterator[acts.Act]:
        at = self.scenario.begins - 30 * 86_400 * _SECOND
        for index, person in enumerate(phone.contacts):
            yield self._know(phone, person, person.name, at + index * 37 * _SECOND, "")
        for index, package in enumerate(phone.apps):
            yield acts.AppAct(at=at - (index + 1) * 3_600 * _SECOND, phone=phone.id, package=package,
                              name=package.rpartition(".")[2].title())  # fmt: skip

    def _know(self, phone: PhonePlan, person: Person, name: str, at: int, event: str,
              note: str = "") -> acts.ContactAct:  # fmt: skip
        for address in (*person.numbers, person.email):
            if address:
                self.names[phone.id][address] = name
        return acts.ContactAct(at=at, phone=phone.id, event=event, person=person, name=name, note=note)

    def _end(self, sheet: Sheet, name: str, word: str) -> End:
        phone = self.scenario.phones.get(name)
        if phone is not None:
            return End(phone.owner, phone, self.numbers[phone.id])
        person = self.scenario.people.get(name)
        if person is None:
            sheet.wrong(f"'{word}' names '{name}', who is neither a person nor a phone of this scenario", word)
            raise AssertionError
        owned = [each for each in self.scenario.phones.values() if each.owner.id == name]
        if len(owned) > 1:
            sheet.wrong(f"'{name}' has several phones; say which: {', '.join(each.id for each in owned)}", word)
        phone = owned[0] if owned else None
        return End(person, phone, self.numbers[phone.id] if phone else (person.number or person.email))

    def _phone(self, sheet: Sheet, word: str) -> PhonePlan:
        end = self._end(sheet, sheet.text(word), word)
        if end.phone is None:
            sheet.wrong(f"'{word}' must name somebody with a phone in this scenario", word)
            raise AssertionError
        return end.phone

    def _party(self, phone: PhonePlan, end: End) -> Party:
        return Party(address=end.address, name=self.names[phone.id].get(end.address, ""))

    def _spot(self, sheet: Sheet, word: str) -> tuple[float, float]:
        found = sheet.value(word)
        if isinstance(found, str):
            if found not in self.scenario.places:
                sheet.wrong(f"'{word}' names '{found}', which is not among the places", word)
            return self.scenario.places[found].at
        return sheet.pair(word)

    def _message(self, event: Event, sheet: Sheet) -> Iterator[acts.Act]:
        sender = self._end(sheet, sheet.text("from"), "from")
        receivers = [self._end(sheet, name, "to") for name in sheet.texts("to")]
        if not receivers:
            sheet.wrong("'to' must name at least one receiver", "to")
        words = self._words(event, sheet)
        ends = [sender, *receivers]
        for end in ends:
            if end.phone is None:
                continue
            others = tuple(self._party(end.phone, other) for other in ends if other is not end)
            _check_service(end.phone, words, sheet)
            outgoing = end is sender
            extra = dict(words)
            delay, read = extra.pop("read_after")
            yield acts.MessageAct(
                at=event.at, phone=end.phone.id, event=event.id, outgoing=outgoing, others=others,
                sender=None if outgoing else self._party(end.phone, sender),
                read_at=0 if outgoing or not read else event.at + delay * _SECOND, **extra,
            )  # fmt: skip

    def _words(self, event: Event, sheet: Sheet) -> dict[str, Any]:
        edit = sheet.sheet("edit") if sheet.has("edit") else None
        edited = (edit.text("text"), event.at + edit.whole("after") * _SECOND) if edit else None
        shared = sheet.text("share", "")
        picture = sheet.text("picture", "")
        if picture and picture not in PICTURES:
            sheet.wrong(f"there is no picture '{picture}'; there are {', '.join(PICTURES)}", "picture")
        service = sheet.one_of("via", SERVICES, "sms")
        if picture and service not in PICTURES_OVER:
            sheet.wrong(f"a picture can be sent over {' or '.join(PICTURES_OVER)} only", "picture")
        if shared and service not in PLACES_OVER:
            sheet.wrong(f"a place can be shared over {' or '.join(PLACES_OVER)} only", "share")
        place = self.scenario.places.get(shared)
        if shared and place is None:
            sheet.wrong(f"'share' names '{shared}', which is not among the places", "share")
        return {
            "service": service, "text": sheet.text("text", ""), "edited": edited,
            "subject": sheet.text("subject", ""), "picture": picture, "place": place.at if place else None,
            "place_name": place.name if place else "", "group": sheet.text("group", ""),
            "body_in_archive": sheet.flag("archived"),
            "read_after": (sheet.whole("read_after", 60), not sheet.flag("unread")),
        }  # fmt: skip

    def _call(self, event: Event, sheet: Sheet) -> Iterator[acts.Act]:
        caller, called = (self._end(sheet, sheet.text(word), word) for word in ("from", "to"))
        service = sheet.one_of("via", CALLS, "phone")
        seconds = sheet.whole("seconds", 0)
        outcome = sheet.one_of("outcome", OUTCOMES, "answered" if seconds else "missed")
        if bool(seconds) != (outcome == "answered"):
            sheet.wrong("a call that was answered has seconds, and no other has", "outcome")
        for end, other in ((caller, called), (called, caller)):
            if end.phone is not None:
                if service.startswith("facetime") and end.phone.platform != "ios":
                    sheet.wrong(f"{end.phone.id} is no iPhone; it has no FaceTime", "via")
                outgoing = end is caller
                seen = "unanswered" if outgoing and outcome != "answered" else outcome
                yield acts.CallAct(at=event.at, phone=end.phone.id, event=event.id, service=service, outgoing=outgoing,
                                   other=self._party(end.phone, other), seconds=seconds, outcome=seen)  # fmt: skip

    def _trace(self, phone: PhonePlan, event: Event) -> journeys.Trace:
        return journeys.Trace(phone=phone.id, event=event.id, positioning=phone.positioning,
                              chance=self.chance(f"fix {phone.id} {event.at}"))  # fmt: skip

    def _stay(self, event: Event, sheet: Sheet) -> Iterator[acts.Act]:
        phone = self._phone(sheet, "who")
        name = sheet.text("at")
        spot = self._spot(sheet, "at")
        until = sheet.moment("until", self.scenario.zone)
        if until <= event.at:
            sheet.wrong("'until' must be later than 'at'", "until")
        self._be(phone, event, until)
        yield from journeys.stay(self._trace(phone, event), spot, event.at, until)
        if until - event.at >= _SHORTEST_VISIT:
            chance = self.chance(f"visit {phone.id} {event.at}")
            latitude, longitude = journeys.moved(spot, chance.gauss(0, 12), chance.gauss(0, 12))
            yield acts.VisitAct(at=until, phone=phone.id, event=event.id, arrived=event.at, departed=until,
                                latitude=latitude, longitude=longitude, accuracy_m=round(chance.uniform(18, 60), 1),
                                place=name)  # fmt: skip

    def _journey(self, event: Event, sheet: Sheet) -> Iterator[acts.Act]:
        phone = self._phone(sheet, "who")
        points = [self._spot(sheet, "from")]
        for index, point in enumerate(sheet.value("via", [])):
            if not (isinstance(point, list) and len(point) == 2):
                sheet.wrong(f"point {index + 1} of 'via' must be [latitude, longitude]", "via")
            points.append((float(point[0]), float(point[1])))
        points.append(self._spot(sheet, "to"))
        mode = sheet.one_of("mode", MODES, "walk")
        self._be(phone, event, event.at + round(journeys.duration_s(points, mode)) * _SECOND)
        yield from journeys.journey(self._trace(phone, event), points, event.at, mode)

    def _be(self, phone: PhonePlan, event: Event, until: int) -> None:
        """Refuse a stay or journey that begins before the one before it is over: no phone is in two places."""
        before = self.busy.get(phone.id, event.at)
        if before - event.at > _OVERLAP:
            clock = datetime.fromtimestamp(before / _SECOND, self.scenario.zone).strftime("%Y-%m-%d %H:%M:%S")
            event.sheet.wrong(f"{phone.id} would be in two places: its stay or journey before this ends at {clock}")
        self.busy[phone.id] = max(before, until)

    def _photo(self, event: Event, sheet: Sheet) -> Iterator[acts.Act]:
        phone = self._phone(sheet, "by")
        spot = self._spot(sheet, "at") if sheet.has("at") else None
        if spot:
            chance = self.chance(f"photo {phone.id} {event.at}")
            spot = journeys.moved(spot, chance.gauss(0, 5), chance.gauss(0, 5))
            spot = (round(spot[0], 6), round(spot[1], 6))
        picture = sheet.one_of("picture", PICTURES, "street")
        yield acts.PhotoAct(at=event.at, phone=phone.id, event=event.id, picture=picture, position=spot,
                            altitude_m=21.0)  # fmt: skip

    def _search(self, event: Event, sheet: Sheet) -> Iterator[acts.Act]:
        phone = self._phone(sheet, "by")
        spot = self._spot(sheet, "place") if sheet.has("place") else None
        if spot and phone.platform != "android":
            sheet.wrong(f"searches in the maps app are made for Android only; {phone.id} is an iPhone", "by")
        yield acts.SearchAct(at=event.at, phone=phone.id, event=event.id, words=sheet.text("words"), position=spot)

    def _visit(self, event: Event, sheet: Sheet) -> Iterator[acts.Act]:
        phone = self._phone(sheet, "by")
        url = sheet.text("url")
        if not re.match(rf"https?://{EXAMPLE}(?:/|$)", url):
            sheet.wrong(f"'{url}' must be an address at example.org, example.com or example.net", "url")
        yield acts.WebAct(at=event.at, phone=phone.id, event=event.id, url=url,
                          title=sheet.text("title", ""))  # fmt: skip

    def _contact(self, event: Event, sheet: Sheet) -> Iterator[acts.Act]:
        phone = self._phone(sheet, "on")
        name = sheet.text("person")
        if name not in self.scenario.people:
            sheet.wrong(f"'person' names '{name}', who is not among the people", "person")
        person = self.scenario.people[name]
        if numbers := read_numbers(sheet):
            person = replace(person, number=numbers[0], numbers=numbers, email="")
        yield self._know(phone, person, sheet.text("name", person.name), event.at, event.id, sheet.text("note", ""))

    def _appointment(self, event: Event, sheet: Sheet) -> Iterator[acts.Act]:
        begins, ends = (sheet.moment(word, self.scenario.zone) for word in ("begins", "ends"))
        if ends < begins:
            sheet.wrong("'ends' must not be before 'begins'", "ends")
        yield acts.AppointmentAct(at=event.at, phone=self._phone(sheet, "on").id, event=event.id, begins=begins,
                                  ends=ends, title=sheet.text("title"), where=sheet.text("where", ""),
                                  note=sheet.text("note", ""))  # fmt: skip

    def _note(self, event: Event, sheet: Sheet) -> Iterator[acts.Act]:
        phone = self._phone(sheet, "on")
        if phone.platform != "ios":
            sheet.wrong(f"notes are made for iPhones only; {phone.id} is none", "on")
        yield acts.NoteAct(at=event.at, phone=phone.id, event=event.id, title=sheet.text("title"),
                           text=sheet.text("text", ""))  # fmt: skip

    def _app(self, event: Event, sheet: Sheet) -> Iterator[acts.Act]:
        package = sheet.text("package")
        yield acts.AppAct(
            at=event.at, phone=self._phone(sheet, "on").id, event=event.id, package=package,
            name=sheet.text("name", package), change=sheet.one_of("change", ("install", "remove"), "install"),
            source=sheet.text("source", "com.android.vending"),
        )  # fmt: skip

    def _delete(self, event: Event, sheet: Sheet) -> Iterator[acts.Act]:
        phone = self._phone(sheet, "on")
        if sheet.has("event"):
            target = sheet.text("event")
            if target not in self.events:
                sheet.wrong(f"no earlier event has the id '{target}'", "event")
            yield acts.DeleteAct(at=event.at, phone=phone.id, event=event.id, event_id=target,
                                 purge=sheet.flag("for_good"))  # fmt: skip
            return
        ends = tuple(self._party(phone, self._end(sheet, name, "conversation")) for name in sheet.texts("conversation"))
        kind = sheet.one_of("via", (*SERVICES, "phone"), "sms")
        thread = f"call:{ends[0].address}" if kind == "phone" else acts.thread_name(kind, ends, sheet.text("group", ""))
        yield acts.DeleteAct(at=event.at, phone=phone.id, event=event.id, thread=thread, purge=sheet.flag("for_good"))

    def _sim(self, event: Event, sheet: Sheet) -> Iterator[acts.Act]:
        phone = self._phone(sheet, "on")
        sim = read_sim(sheet.sheet("card"), phone.owner)
        self.numbers[phone.id] = sim.number
        yield acts.SimAct(at=event.at, phone=phone.id, event=event.id, sim=sim, slot=sheet.whole("slot", 0))

    def _zone(self, event: Event, sheet: Sheet) -> Iterator[acts.Act]:
        zone: ZoneInfo = sheet.zone("to")
        yield acts.ZoneAct(at=event.at, phone=self._phone(sheet, "on").id, event=event.id, zone=zone.key)

    def _clock(self, event: Event, sheet: Sheet) -> Iterator[acts.Act]:
        off = sheet.value("off_by_s")
        if not isinstance(off, int):
            sheet.wrong("'off_by_s' must be seconds, negative for a slow clock", "off_by_s")
        yield acts.ClockAct(at=event.at, phone=self._phone(sheet, "on").id, event=event.id, off_by_s=off)

    def _checkpoint(self, event: Event, sheet: Sheet) -> Iterator[acts.Act]:
        yield acts.CheckpointAct(at=event.at, phone=self._phone(sheet, "on").id, event=event.id)

    def _vacuum(self, event: Event, sheet: Sheet) -> Iterator[acts.Act]:
        yield acts.VacuumAct(at=event.at, phone=self._phone(sheet, "on").id, event=event.id)


def _check_service(phone: PhonePlan, words: dict[str, Any], sheet: Sheet) -> None:
    """Refuse what the phone's system cannot do."""
    apple, version = phone.platform == "ios", int(phone.os.partition(".")[0])
    if words["service"] == "imessage" and not apple:
        sheet.wrong(f"{phone.id} is no iPhone; it has no iMessage", "via")
    if words["service"] == "rcs" and apple and version < RCS_SINCE:
        sheet.wrong(f"{phone.id} has iOS {phone.os}; RCS came with iOS {RCS_SINCE}", "via")
    if words["edited"] and (words["service"] != "imessage" or version < EDITED_SINCE):
        sheet.wrong(f"only an iMessage can be edited, on phones with iOS {EDITED_SINCE} or later", "edit")


def _check_model(phone: PhonePlan) -> None:
    builds = ANDROID_BUILDS if phone.platform == "android" else IOS_BUILDS
    model = MODELS.get(phone.model)
    if model is None or (model.make == "Apple") != (phone.platform == "ios"):
        fitting = [name for name, each in MODELS.items() if (each.make == "Apple") == (phone.platform == "ios")]
        phone.wrong(f"'{phone.model}' is no {phone.platform} model; there are {', '.join(fitting)}", "model")
    if phone.os not in builds:
        phone.wrong(f"version '{phone.os}' is not among {', '.join(builds)}", "os")
