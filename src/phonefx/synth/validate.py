"""Process and grade every shipped scenario in every container, and write the validation report.

`python -m phonefx.synth.validate docs/validation.md` makes the phones, runs `phonefx process --no-report` on each
container, grades the case against the key, checks that the exhibit did not change, and writes one table.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from importlib.resources import files
from itertools import chain, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from phonefx import __version__
from phonefx.synth.grading.case import grade_case
from phonefx.synth.key import read_head
from phonefx.synth.library import shipped
from phonefx.synth.make import KEY, make
from phonefx.synth.models import ANDROID_BUILDS, IOS_BUILDS
from phonefx.synth.pack.containers import CONTAINERS
from phonefx.synth.scenario import read_scenario

if TYPE_CHECKING:
    from collections.abc import Iterator

    from phonefx.synth.grading.score import Grade
    from phonefx.synth.scenario import Scenario

_CHUNK: Final = 1 << 20
TOGETHER: Final = "zip"
_HEAD: Final = (
    "| scenario | phone | container | live facts found | wrong | false | deleted facts recovered | "
    "exhibit unchanged |\n"
    "| --- | --- | --- | ---: | ---: | ---: | ---: | --- |\n"
)


@dataclass(slots=True)
class Row:
    """One container of one phone, processed and graded."""

    scenario: str
    phone: str
    container: str
    grade: Grade | None
    unchanged: bool
    message: str = ""

    @property
    def perfect(self) -> bool:
        """Everything is right and the exhibit is as it was."""
        return self.grade is not None and self.grade.perfect and self.unchanged

    def line(self) -> str:
        """Give the row of the table."""
        if self.grade is None:
            return f"| {self.scenario} | {self.phone} | {self.container} | not processed: {self.message} | | | | |\n"
        tallies = self.grade.kinds.values()
        sums = [sum(getattr(tally, name) for tally in tallies)
                for name in ("found", "expected", "wrong", "false", "recovered", "left")]  # fmt: skip
        return (
            f"| {self.scenario} | {self.phone} | {self.container} | {sums[0]} of {sums[1]} | {sums[2]} | {sums[3]} | "
            f"{sums[4]} of {sums[5]} | {'yes' if self.unchanged else 'NO'} |\n"
        )


def _digest(path: Path) -> str:
    """Hash a file, or a folder with the names of its files."""
    total = hashlib.sha256()
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.is_file():
            total.update(str(file.relative_to(path.parent)).encode())
            with file.open("rb") as content:
                while chunk := content.read(_CHUNK):
                    total.update(chunk)
    return total.hexdigest()


def run_all(scenarios: list[Path], every_container: bool = True) -> Iterator[Row]:
    """Make, process and grade; one row a container, and one a phone for a case of all phones of a scenario."""
    for path in scenarios:
        with tempfile.TemporaryDirectory(prefix="phonefx-validate-") as scratch:
            out, case = Path(scratch) / "made", Path(scratch) / "case"
            make(read_scenario(path), out, containers=tuple(CONTAINERS) if every_container else ())
            delivered = read_head(out / KEY)["containers"]
            for each in delivered:
                yield _row(path.stem, out, each, case)
            archives = [each for each in delivered if each["container"] == TOGETHER]
            if len(archives) > 1:
                yield from _together(path.stem, out, archives, case)


def every_version() -> Iterator[Row]:
    """Make, process and grade a scenario that uses every store on each OS version that can be made."""
    path = Path(str(files("phonefx.synth.grading") / "every-store.yaml"))
    for android, ios in zip_longest(ANDROID_BUILDS, IOS_BUILDS):
        with tempfile.TemporaryDirectory(prefix="phonefx-validate-") as scratch:
            versions = {"android": android or [*ANDROID_BUILDS][-1], "ios": ios or [*IOS_BUILDS][-1]}
            scenario = on_versions(read_scenario(path), versions)
            make(scenario, Path(scratch) / "made", containers=(TOGETHER,))
            for each in read_head(Path(scratch) / "made" / KEY)["containers"]:
                plan = scenario.phones[each["phone"]]
                if (android if plan.platform == "android" else ios) is None:
                    continue
                name = f"{scenario.name}, {'Android' if plan.platform == 'android' else 'iOS'} {plan.os}"
                yield _row(name, Path(scratch) / "made", each, Path(scratch) / "case")


def on_versions(scenario: Scenario, versions: dict[str, str]) -> Scenario:
    """Give each phone of a scenario another OS version by its platform."""
    scenario.phones = {name: replace(plan, os=versions[plan.platform]) for name, plan in scenario.phones.items()}
    return scenario


def _row(scenario: str, out: Path, delivered: dict[str, Any], folder: Path) -> Row:
    case = folder / f"{delivered['phone']}-{delivered['container']}"
    row = Row(scenario, delivered["phone"], delivered["container"], None, False)
    row.unchanged, row.message = _process([out / delivered["file"]], case, delivered["password"])
    if not row.message:
        (row.grade,) = grade_case(out / KEY, case, phone=delivered["phone"], container=delivered["container"])
    return row


def _together(scenario: str, out: Path, archives: list[dict[str, Any]], folder: Path) -> Iterator[Row]:
    """Process all phones of a scenario as one case, in which they can meet."""
    unchanged, message = _process([out / each["file"] for each in archives], folder / "together", "")
    grades = [] if message else grade_case(out / KEY, folder / "together")
    for each in archives:
        found = [grade for grade in grades if grade.phone == each["phone"]]
        yield Row(scenario, each["phone"], f"{TOGETHER}, one case of all phones", found[0] if found else None,
                  unchanged, message)  # fmt: skip


def _process(exhibits: list[Path], case: Path, password: str) -> tuple[bool, str]:
    """Process exhibits without report and map, but with stays; say whether they changed, and what went wrong."""
    before = [_digest(exhibit) for exhibit in exhibits]
    options = ["-o", str(case), "--no-report", "--quiet"]
    command = [sys.executable, "-m", "phonefx", "process", *map(str, exhibits), *options]
    environment = dict(os.environ) | {"PHONEFX_PASSWORD": password}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    message = ""
    subprocess.run([sys.executable, "-m", "phonefx", "movement", str(case)], capture_output=True, check=False)
    if done.returncode not in (0, 3):
        message = (done.stderr.strip().splitlines() or [str(done.returncode)])[-1]
    return [_digest(exhibit) for exhibit in exhibits] == before, message


def report(rows: list[Row]) -> str:
    """Give the text of the validation report."""
    text = (files("phonefx.synth.grading") / "validation.md").read_text(encoding="utf-8")
    right = sum(row.perfect for row in rows)
    table = _HEAD + "".join(row.line() for row in rows)
    summary = (
        f"{right} of {len(rows)} runs are right in everything (phonefx {__version__}, Python "
        f"{platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.system()} {platform.machine()})."
    )
    return text.format(
        summary=summary, table=table, kinds="".join(_kinds(rows)),
        shortfalls="".join(_shortfalls(rows)) or "None.\n", assertions="".join(_assertions(rows)),
    )  # fmt: skip


def assertions() -> list[dict[str, Any]]:
    """Give the test assertions: what is asserted, the tests that show it, the kinds of facts that the runs add."""
    listed: list[dict[str, Any]] = json.loads(
        (files("phonefx.synth.grading") / "assertions.json").read_text(encoding="utf-8")
    )
    return listed


def _kinds(rows: list[Row]) -> Iterator[str]:
    """Give the table of all runs by kind of fact."""
    columns = ("expected", "found", "wrong", "false", "left", "recovered", "pieces", "repeats")
    yield "| kind | live facts | found | wrong | false | deleted, bytes left | recovered | in pieces | repeats |\n"
    yield "| --- |" + " ---: |" * len(columns) + "\n"
    tallies = [(kind, tally) for row in rows if row.grade
               for kind, tally in row.grade.kinds.items() if tally.counted]  # fmt: skip
    for kind in [*sorted({kind for kind, _ in tallies}), ""]:
        sums = [sum(getattr(tally, name) for each, tally in tallies if kind in ("", each)) for name in columns]
        yield f"| {kind or 'all'} | {' | '.join(map(str, sums))} |\n"


def _assertions(rows: list[Row]) -> Iterator[str]:
    yield "| id | assertion | facts in the runs above | tests |\n| --- | --- | --- | --- |\n"
    for each in assertions():
        graded = [row.grade.kinds for row in rows if row.grade is not None]
        tallies = [kinds[kind] for kinds in graded for kind in each["kinds"] if kind in kinds]
        found, expected = sum(tally.found for tally in tallies), sum(tally.expected for tally in tallies)
        shown = f"{found} of {expected} found" if expected else "-"
        if each.get("recovered"):
            every = [tally for kinds in graded for tally in kinds.values()]
            shown = f"{sum(tally.recovered for tally in every)} of {sum(tally.left for tally in every)} recovered"
        tests = "<br>".join(f"`{test}`" for test in each["tests"])
        yield f"| {each['id']} | {each['assertion']} | {shown} | {tests or 'not tested'} |\n"


def _shortfalls(rows: list[Row]) -> Iterator[str]:
    for row in rows:
        if row.perfect or row.grade is None:
            continue
        for kind, tally in sorted(row.grade.kinds.items()):
            if not tally.perfect:
                missing = tally.expected - tally.found - tally.wrong
                parts = [(missing, "missing"), (tally.wrong, "wrong"), (tally.false, "false"),
                         (tally.left - tally.recovered, "not recovered")]  # fmt: skip
                words = ", ".join(f"{number} {name}" for number, name in parts if number)
                yield f"- {row.scenario}, {row.phone}, {row.container}: {kind}: {words}\n"


def main(arguments: list[str]) -> None:
    """Write the report to the file named first; further arguments name scenarios."""
    chosen = [path for path in shipped() if not arguments[1:] or path.stem in arguments[1:]]
    rows = []
    for row in chain(run_all(chosen), () if arguments[1:] else every_version()):
        rows.append(row)
        print(row.line(), end="", flush=True)
    Path(arguments[0]).write_text(report(rows), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
