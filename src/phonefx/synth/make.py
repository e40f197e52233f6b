"""Make the phones of a scenario: tell the story, fill the stores, pack the extractions, write the key."""

from __future__ import annotations

import heapq
import shutil
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from phonefx.errors import UsageError
from phonefx.synth.android import AndroidPhone
from phonefx.synth.facts import FactBook
from phonefx.synth.ios import IPhone
from phonefx.synth.key import write_key
from phonefx.synth.pack.containers import CONTAINERS
from phonefx.synth.survival import survey
from phonefx.synth.world import World

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from phonefx.synth.acts import Act
    from phonefx.synth.handset import Handset
    from phonefx.synth.scenario import PhonePlan, Scenario

KEY: Final = "key.json"
_AT: Final = attrgetter("at")


def make(scenario: Scenario, out: Path, *, seed: int | None = None, containers: tuple[str, ...] = ()) -> list[Path]:
    """Make every phone of a scenario and its key below `out`; give the paths of what was made."""
    seed = scenario.seed if seed is None else seed
    scenario.seed = seed
    told = sorted(World(scenario).told(), key=_AT)
    if out.exists() and any(out.iterdir()):
        raise UsageError(f"{out}: this folder is not empty; choose a new one")
    out.mkdir(parents=True, exist_ok=True)
    book = FactBook(out / "facts.part")
    made = []
    for plan in scenario.phones.values():
        _fill(plan, told, out, book, str(seed))
        survey(out / plan.id, plan.id, book)
        made += _pack(plan, out, containers or plan.containers)
    write_key(out / KEY, scenario, book, seed)
    book.close()
    (out / "facts.part").unlink()
    return [*made, out / KEY]


def _fill(plan: PhonePlan, told: list[Act], out: Path, book: FactBook, seed: str) -> None:
    kind = AndroidPhone if plan.platform == "android" else IPhone
    phone: Handset = kind(plan, out / plan.id, book, seed)
    for act in _in_order(plan, told):
        phone.apply(act)
    phone.finish()


def _in_order(plan: PhonePlan, told: list[Act]) -> Iterator[Act]:
    mine = (act for act in told if act.phone == plan.id)
    return heapq.merge(mine, key=_AT)


def _pack(plan: PhonePlan, out: Path, containers: tuple[str, ...]) -> list[Path]:
    made = []
    for name in containers:
        container = CONTAINERS[name]
        if plan.platform not in container.platforms:
            continue
        target = out / f"{plan.id}{container.suffix}"
        container.pack(out / plan.id, target, plan)
        made.append(target)
    if "folder" not in containers:
        shutil.rmtree(out / plan.id)
    return made
