"""Compare a case with an answer key.

Facts and items become signs (`signs`), are laid side by side in an order, and are counted as two bags: nothing is
matched twice. Cost is that of two sorts; memory stays small for a key of a million facts.
"""

from __future__ import annotations

import sqlite3
import tempfile
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from phonefx.errors import NotFound, UsageError
from phonefx.synth.grading.score import Grade
from phonefx.synth.grading.signs import JUDGED, LISTED, sign, signs_of_fact, words
from phonefx.synth.key import read_facts, read_head

if TYPE_CHECKING:
    from collections.abc import Iterator

_RECOVERED: Final = ("superseded", "recovered")
_TABLES: Final = """
    CREATE TABLE fact (kind TEXT, sign TEXT, who TEXT, state TEXT);
    CREATE TABLE found (kind TEXT, sign TEXT, who TEXT, state TEXT, body TEXT);
    CREATE TABLE text (body TEXT);
"""
_COLUMNS: Final[dict[str, str]] = {
    "message": "direction, counterpart, body", "call": "direction, counterpart, duration_s", "contact": "name",
    "location": "evidence_of, latitude, longitude", "visit": "departed_us, latitude, longitude", "media": "path",
    "device_fact": "value", "app": "identifier", "account": "identifier", "search": "query", "web_visit": "url",
}  # fmt: skip
_PARTS: Final[dict[str, tuple[str, str]]] = {
    "revision": ("body", "body"), "attachment": ("path", "coalesce(nullif(k.path, ''), k.name)"),
}  # fmt: skip


def grade_case(key: Path, folder: Path, *, phone: str = "", container: str = "") -> list[Grade]:
    """Grade each exhibit of a case folder whose name is that of a container of the key."""
    database = folder / "case.db"
    if not database.is_file():
        raise NotFound(database)
    head = read_head(key)
    case = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)
    try:
        case.row_factory = sqlite3.Row
        return [_grade(key, case, label, delivered) for label, delivered in _exhibits(case, head, phone, container)]
    finally:
        case.close()


def _exhibits(case: sqlite3.Connection, head: dict[str, Any], phone: str,
              container: str) -> Iterator[tuple[str, dict[str, Any]]]:  # fmt: skip
    delivered = head["containers"]
    fitting = 0
    for label, name in case.execute("SELECT label, name FROM exhibit ORDER BY id").fetchall():
        for each in delivered:
            named = (each["phone"], each["container"]) == (phone or each["phone"], container)
            if named or (not container and each["file"] in (name, Path(str(name)).name)):
                fitting += 1
                yield label, each
                break
    if not fitting:
        files = ", ".join(sorted(each["file"] for each in delivered))
        raise UsageError(f"no exhibit of the case is named like a container of the key ({files}); say --container")


def _grade(key: Path, case: sqlite3.Connection, label: str, delivered: dict[str, Any]) -> Grade:
    grade = Grade(delivered["phone"], delivered["container"])
    with tempfile.TemporaryDirectory(prefix="phonefx-grade-") as scratch:
        table = sqlite3.connect(Path(scratch) / "signs.db", isolation_level=None)
        table.execute("PRAGMA journal_mode = OFF")
        table.executescript(_TABLES)
        table.execute("BEGIN")
        table.executemany("INSERT INTO fact VALUES (?, ?, ?, ?)", _facts(key, delivered, table))
        table.executemany("INSERT INTO found VALUES (?, ?, ?, ?, ?)", _items(case, label))
        for kind, text, facts, items in _side_by_side(table):
            _count(grade, kind, text, facts, items)
        _unexplained(grade, table)
        table.close()
    return grade


def _facts(key: Path, delivered: dict[str, Any], table: sqlite3.Connection) -> Iterator[tuple[str, str, str, str]]:
    left = set(delivered["survivors"])
    for fact in read_facts(key):
        if fact["phone"] != delivered["phone"]:
            continue
        state = fact["state"]
        if fact["kind"] == "message":
            table.execute("INSERT INTO text VALUES (?)", (words(fact["values"].get("body")),))
        if state == "deleted" and fact["fact"] not in left:
            state = "gone"
        elif not holds(delivered, fact["path"]):
            continue
        for kind, text, who in signs_of_fact(fact["kind"], fact["values"]):
            if kind not in delivered.get("omits", ()):
                yield kind, text, who, state
    for fact in delivered["adds"]:
        for kind, text, who in signs_of_fact(fact["kind"], fact["values"]):
            yield kind, text, who, "live"


def holds(delivered: dict[str, Any], path: str) -> bool:
    """Say whether a container of the key holds a file of the phone."""
    only, without = delivered["only"], delivered["without"]
    return (not only or path.startswith(tuple(only))) and not path.startswith(tuple(without))


def _items(case: sqlite3.Connection, label: str) -> Iterator[tuple[str, str, str, str, str]]:
    for kind, columns in _COLUMNS.items():
        rows = case.execute(
            f"SELECT i.id, i.state, i.time_us, {', '.join(f'k.{name.strip()}' for name in columns.split(','))} "
            f"FROM item i JOIN {kind} k ON k.item = i.id WHERE i.exhibit = ?", (label,)
        )  # fmt: skip
        for row in rows:
            values = dict(row)
            if kind == "contact":
                values["points"] = case.execute(
                    "SELECT type, value FROM contact_point WHERE item = ?", (values["id"],)
                ).fetchall()
            made = sign(kind, values)
            if made is not None:
                yield (*made, values["state"], words(values.get("body")))
    for kind, (column, stored) in _PARTS.items():
        for row in case.execute(
            f"SELECT {stored}, i.state FROM {kind} k JOIN item i ON i.id = k.item WHERE i.exhibit = ?", (label,)
        ):
            made = sign(kind, {column: row[0]})
            if made is not None:
                yield (*made, row[1], "")


def _side_by_side(table: sqlite3.Connection) -> Iterator[tuple[str, str, list[tuple[str, str]], list[tuple[str, str]]]]:
    rows = table.execute(
        "SELECT kind, sign, 0 AS side, who, state FROM fact UNION ALL "
        "SELECT kind, sign, 1, who, state FROM found ORDER BY kind, sign, side, who"
    )
    for (kind, text), grouped in groupby(rows, key=lambda row: (row[0], row[1])):
        facts: list[tuple[str, str]] = []
        items: list[tuple[str, str]] = []
        for _, _, side, who, state in grouped:
            (items if side else facts).append((who, state))
        yield kind, text, facts, items


def _count(grade: Grade, kind: str, text: str, facts: list[tuple[str, str]], items: list[tuple[str, str]]) -> None:
    tally = grade.of(kind)
    live = [who for who, state in items if state not in _RECOVERED]
    back = [who for who, state in items if state in _RECOVERED]
    for who, state in facts:
        if state == "gone":
            continue
        if state == "deleted":
            tally.left += 1
            if back:
                tally.recovered += 1
            else:
                tally.show("not recovered", text)
            continue
        tally.expected += 1
        if (kind in LISTED and live) or _take(live, who):
            tally.found += 1
        elif live and kind in {"message", "call"}:
            tally.wrong += 1
            tally.show(f"counterpart {live.pop()} instead of {who}", text)
        else:
            tally.show("missing", text)
    if not facts and live and kind in JUDGED:
        tally.false += len(live)
        tally.show("false", text)
    elif facts and kind in JUDGED:
        tally.repeats += len(live)


def _take(live: list[str], who: str) -> bool:
    for wanted in (who, ""):
        if wanted in live:
            live.remove(wanted)
            return True
    if not who and live:
        live.pop()
        return True
    return False


def _unexplained(grade: Grade, table: sqlite3.Connection) -> None:
    """Count recovered items that fit no fact: neither a deleted one, nor an earlier state of a live one, nor a part."""
    rows = table.execute(
        "SELECT kind, sign, body FROM found WHERE state IN ('superseded', 'recovered') AND NOT EXISTS "
        "(SELECT 1 FROM fact WHERE fact.kind = found.kind AND fact.sign = found.sign)"
    ).fetchall()
    for kind, text, body in rows:
        if kind not in JUDGED:
            continue
        part = len(body) > 3 and table.execute("SELECT 1 FROM text WHERE instr(body, ?) LIMIT 1", (body,)).fetchone()
        if not part:
            grade.of(kind).false += 1
            grade.of(kind).show("recovered, fits nothing", text)
