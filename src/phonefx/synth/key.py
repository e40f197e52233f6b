"""The answer key: one JSON file that holds every fact of a scenario, one fact a line.

It is valid JSON as a whole. Each fact has a line of its own, so that a key of a million facts can be read line by
line in little memory.
"""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any, Final

from phonefx.errors import Damaged

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from phonefx.synth.facts import FactBook
    from phonefx.synth.scenario import PhonePlan, Scenario

FORMAT: Final = 1
_FACTS: Final = '"facts": [\n'
NOTICE: Final = (
    "Everything in this scenario is invented. Telephone numbers come from ranges kept for fiction, addresses from "
    "example domains; any likeness to living people is chance."
)


def write_key(path: Path, scenario: Scenario, book: FactBook, truth: dict[str, Any]) -> None:
    """Write the key of a made scenario; `truth` is what it says beside the facts: containers, events, stays ..."""
    head = {
        "phonefx_key": FORMAT, "notice": NOTICE, "scenario": scenario.name, "title": scenario.title,
        "level": scenario.level, "seed": scenario.seed, "sqlite": sqlite3.sqlite_version,
        "people": [_person(each) for each in scenario.people.values()],
        "places": [{"id": each.id, "name": each.name, "at": list(each.at)} for each in scenario.places.values()],
        "phones": [_phone(each) for each in scenario.phones.values()],
        "questions": scenario.questions, **truth,
        "counts": [
            {"phone": phone, "kind": kind, "state": state, "facts": number}
            for phone, kind, state, number in book.counts()
        ],
    }  # fmt: skip
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write("{\n")
        for name, value in head.items():
            out.write(f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)},\n")
        out.write(_FACTS)
        for number, fact in enumerate(book.find("1")):
            out.write((",\n" if number else "") + json.dumps(fact.as_json(), ensure_ascii=False))
        out.write("\n]}\n")


def _person(person: Any) -> dict[str, Any]:  # noqa: ANN401 - a Person
    shown = {"id": person.id, "name": person.name, "numbers": list(person.numbers)}
    if person.protected:
        shown["protected"] = True
    return shown


def _phone(phone: PhonePlan) -> dict[str, Any]:
    return {
        "id": phone.id, "owner": phone.owner.id, "platform": phone.platform, "model": phone.model, "os": phone.os,
        "zone": phone.zone.key, "acquired_us": phone.acquired, "password": phone.password,
        "sims": [{"number": sim.number, "iccid": sim.iccid, "imsi": sim.imsi} for sim in phone.sims],
    }  # fmt: skip


def read_head(path: Path) -> dict[str, Any]:
    """Read everything of a key but its facts."""
    lines = []
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line == _FACTS:
                break
            lines.append(line)
    try:
        head = json.loads("".join(lines).rstrip().rstrip(",") + "}")
    except ValueError as broken:
        raise Damaged(path, f"no answer key: {broken}") from broken
    if not isinstance(head, dict) or head.get("phonefx_key") != FORMAT:
        raise Damaged(path, "no answer key of this version")
    return head


def read_facts(path: Path) -> Iterator[dict[str, Any]]:
    """Read the facts of a key, one at a time."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line == _FACTS:
                break
        for line in file:
            if line.startswith("{"):
                yield json.loads(line.rstrip().rstrip(","))
