"""Make the phones of a scenario: tell the story, fill the stores, pack the extractions, write the key."""

from __future__ import annotations

import heapq
import shutil
import tempfile
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from phonefx.errors import UsageError
from phonefx.synth import truth
from phonefx.synth.acts import FixAct, VisitAct
from phonefx.synth.android import AndroidPhone
from phonefx.synth.facts import FactBook
from phonefx.synth.ios import IPhone
from phonefx.synth.key import write_key
from phonefx.synth.lives import DAY_US, Background
from phonefx.synth.pack import itunes
from phonefx.synth.pack.containers import CONTAINERS, PASSWORD
from phonefx.synth.sheets import write_sheets
from phonefx.synth.survival import remains, survey
from phonefx.synth.world import World

if TYPE_CHECKING:
    from collections.abc import Iterator

    from phonefx.synth.acts import Act
    from phonefx.synth.facts import Fact
    from phonefx.synth.handset import Handset
    from phonefx.synth.scenario import PhonePlan, Scenario

KEY: Final = "key.json"
_AT: Final = attrgetter("at")


def make(scenario: Scenario, out: Path, *, seed: int | None = None, containers: tuple[str, ...] = ()) -> list[Path]:
    """Make every phone of a scenario and its key below `out`; give the paths of what was made."""
    scenario.seed = scenario.seed if seed is None else seed
    _check_containers(containers)
    told = sorted(World(scenario).told(), key=_AT)
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out}: this is a file, and the phones need a folder; choose another name")
    if out.exists() and any(out.iterdir()):
        raise UsageError(f"{out}: this folder is not empty; choose a new one")
    out.mkdir(parents=True, exist_ok=True)
    book = FactBook(out / "facts.part")
    made: list[Path] = []
    delivered: list[dict[str, Any]] = []
    positions: dict[str, truth.Positions] = {}
    stays: list[truth.TrueStay] = []
    for plan in scenario.phones.values():
        phone, visits = _fill(plan, scenario, told, out, book)
        positions[plan.id] = truth.Positions(plan.id, book)
        stays += truth.stays(phone, visits, positions[plan.id])
        survey(out / plan.id, plan.id, book)
        chosen = tuple(name for name in containers or plan.containers if plan.platform in CONTAINERS[name].platforms)
        delivered += [_delivery(plan, name, out / plan.id, book) for name in chosen]
        made += _pack(plan, out, chosen)
    met = list(truth.meetings(stays, positions))
    write_key(out / KEY, scenario, book, {
        "containers": delivered, "events": list(truth.events(scenario)), "shown_when": truth.SHOWN,
        "stays": truth.as_json(stays), "meetings": truth.as_json(met),
        "deletions": list(truth.deletions(scenario, book)),
    })  # fmt: skip
    book.close()
    (out / "facts.part").unlink()
    return [*made, out / KEY, *write_sheets(scenario, out)]


def _check_containers(named: tuple[str, ...]) -> None:
    for name in named:
        if name not in CONTAINERS:
            raise UsageError(f"there is no container '{name}'; there are {', '.join(CONTAINERS)}")


def _fill(plan: PhonePlan, scenario: Scenario, told: list[Act], out: Path,
          book: FactBook) -> tuple[Handset, list[VisitAct]]:  # fmt: skip
    """Make one phone; give it with the stays that it was told of."""
    kind = AndroidPhone if plan.platform == "android" else IPhone
    phone: Handset = kind(plan, out / plan.id, book, str(scenario.seed))
    visits = []
    for act in _in_order(plan, scenario, told):
        phone.apply(act)
        if isinstance(act, VisitAct):
            visits.append(act)
    phone.finish()
    return phone, visits


def _in_order(plan: PhonePlan, scenario: Scenario, told: list[Act]) -> Iterator[Act]:
    """Merge the story and the background lives of a phone in the order of time."""
    mine = [act for act in told if act.phone == plan.id]
    busy = {(act.at - scenario.begins) // DAY_US for act in mine if isinstance(act, FixAct)}
    lives = [Background(life, scenario, busy).told() for life in scenario.lives if life.phone == plan.id]
    return heapq.merge(mine, *lives, key=_AT)


def _delivery(plan: PhonePlan, name: str, root: Path, book: FactBook) -> dict[str, Any]:
    """Say for the key what a container holds, and which deleted facts have bytes left in it."""
    container = CONTAINERS[name]
    gone = [fact for fact in book.find("phone = ? AND state = 'deleted'", plan.id) if container.holds(fact.path)]
    left = [fact.number for fact in gone if fact.ending.get("survives") == "yes"] if container.rows else []
    adds: list[dict[str, Any]] = []
    if name.startswith("backup"):
        left = [fact.number for fact in gone if _left_in_backup(root, fact, encrypted=container.encrypted)]
        adds = [{"kind": "device_fact", "values": {"name": itunes.FACTS[word], "value": value}}
                for word, value in itunes.stated(plan).items() if word in itunes.FACTS]  # fmt: skip
    return {
        "phone": plan.id, "container": name, "file": f"{plan.id}{container.suffix}", "only": list(container.only),
        "without": list(container.without), "survivors": left, "adds": adds,
        "omits": list(container.omits), "password": (plan.password or PASSWORD) if container.encrypted else "",
    }  # fmt: skip


def _left_in_backup(root: Path, fact: Fact, *, encrypted: bool) -> bool:
    with tempfile.TemporaryDirectory() as scratch:
        itunes.stage(root, Path(scratch), encrypted)
        return bool(remains(Path(scratch), fact))


def _pack(plan: PhonePlan, out: Path, containers: tuple[str, ...]) -> list[Path]:
    made = []
    for name in containers:
        container = CONTAINERS[name]
        target = out / f"{plan.id}{container.suffix}"
        container.pack(out / plan.id, target, plan)
        made.append(target)
    if "folder" not in containers:
        shutil.rmtree(out / plan.id)
    return made
