"""The limits of a warrant: what lies outside is counted and not kept.

A scope is a TOML file. Every line is optional; what is left out limits nothing:

    from = "2026-03-01"                  # items before this are outside
    to = "2026-04-01"                    # items at or after this are outside
    timezone = "Europe/London"           # of those two; UTC where it is left out
    undated = true                       # keep items without a time (default: they are outside once a date is given)
    kinds = ["message", "call"]          # other kinds are outside
    people = ["+447700900111"]           # messages and calls with nobody of these are outside
    parsers = ["android.sms", "ios."]    # artifacts whose parser id begins with none of these are outside
    authority = "Warrant 12/26, Example Court"

Numbers compare by their last nine digits where both have as many, anything else as it is, letter case aside. A group
message counts for each of its recipients. The facts of the device and the exhibit itself are always kept. A time of
which the phone kept no zone is compared as its clock showed it, with the two dates as clocks of `timezone` show them.
"""

from __future__ import annotations

import json
import re
import sqlite3
import tomllib
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from phonefx.case import schema
from phonefx.errors import NotFound, UsageError
from phonefx.parsers.registry import parsers_by_id
from phonefx.records import KINDS, PARTS, kind_name

_ALWAYS: Final = ("device_fact",)
_WITH_PEOPLE: Final = ("message", "call")
_DIGITS: Final = 9
_NUMBER: Final = re.compile(r"[\d\s()+./-]+")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Scope:
    """What may be kept; an empty field limits nothing.

    Times are UTC microseconds; those of a clock (`wall`) are the same instants as the clocks of the scope's zone show
    them, read as if they were UTC.
    """

    start: int | None = None
    end: int | None = None
    wall_start: int | None = None
    wall_end: int | None = None
    undated: bool = False
    kinds: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    parsers: tuple[str, ...] = ()
    authority: str = ""

    def told(self) -> str:
        """The scope as one line of JSON, for the case and its report."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def of(cls, told: str | None) -> Scope | None:
        """Give back what `told` wrote; None where a case has no scope."""
        if not told:
            return None
        known: dict[str, Any] = json.loads(told)
        values: Any = {name: tuple(value) if isinstance(value, list) else value for name, value in known.items()}
        return cls(**values)


def read(path: Path) -> Scope:
    """Read a scope file; UsageError names the line that is none of a scope."""
    try:
        given: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise NotFound(path) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: not a scope file: {error}") from error
    known = {"from", "to", "timezone", "undated", "kinds", "people", "parsers", "authority"}
    if strange := sorted(set(given) - known):
        raise UsageError(f"{path}: a scope has no {strange[0]}; it has {', '.join(sorted(known))}")
    kinds = _texts(path, given, "kinds")
    if wrong := [kind for kind in kinds if kind not in {kind_name(each) for each in KINDS}]:
        raise UsageError(f"{path}: there is no kind {wrong[0]}")
    parsers = _texts(path, given, "parsers")
    if wrong := [begins for begins in parsers if not any(each.startswith(begins) for each in parsers_by_id())]:
        raise UsageError(f"{path}: the id of no parser begins with {wrong[0]}; `phonefx parsers` lists them")
    undated, authority = given.get("undated", False), given.get("authority", "")
    if not isinstance(undated, bool):
        raise UsageError(f"{path}: undated is true or false, without quotes")
    if not isinstance(authority, str):
        raise UsageError(f"{path}: authority is a text")
    zone = _zone(path, given)
    start, end = _instant(path, given, "from", zone), _instant(path, given, "to", zone)
    if start and end and start >= end:
        raise UsageError(f"{path}: from is not before to: everything would be outside")
    people = _texts(path, given, "people")
    if wrong := [each for each in people if not any(map(str.isalnum, each))]:
        raise UsageError(f"{path}: {wrong[0]} in people is neither a number nor a name nor an address")
    return Scope(
        _us(start), _us(end), _us(_on_the_wall(start, zone)), _us(_on_the_wall(end, zone)), undated, kinds,
        people, parsers, authority,
    )  # fmt: skip


def _texts(path: Path, given: dict[str, Any], name: str) -> tuple[str, ...]:
    value = given.get(name, [])
    if not isinstance(value, list) or not all(isinstance(each, str) and each.strip() for each in value):
        raise UsageError(f"{path}: {name} is a list of texts")
    return tuple(value)


def _zone(path: Path, given: dict[str, Any]) -> ZoneInfo:
    name = given.get("timezone", "UTC")
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError, TypeError) as error:
        raise UsageError(f"{path}: timezone is no IANA time zone (such as Europe/Berlin)") from error


def _instant(path: Path, given: dict[str, Any], name: str, zone: ZoneInfo) -> datetime | None:
    if name not in given:
        return None
    try:
        read = datetime.fromisoformat(str(given[name]))
    except ValueError as error:
        raise UsageError(f"{path}: {name} is no time (such as 2026-03-01)") from error
    return read if read.tzinfo else read.replace(tzinfo=zone)


def _on_the_wall(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return None if moment is None else moment.astimezone(zone).replace(tzinfo=UTC)


def _us(moment: datetime | None) -> int | None:
    return None if moment is None else (moment - _EPOCH) // timedelta(microseconds=1)


def apply(scope: Scope, shard: Path) -> None:
    """Take out of a shard what lies outside the scope, overwriting it, and count it per source."""
    with closing(sqlite3.connect(shard, isolation_level=None)) as database:
        database.execute("PRAGMA secure_delete = ON")
        database.execute("CREATE INDEX IF NOT EXISTS recipient_owner ON recipient(owner_source, owner)")
        database.create_function(
            "same_person", 1, lambda address: _is_one_of(address, scope.people), deterministic=True
        )
        for kind in (*KINDS, *PARTS):
            schema.shape(database, kind, schema.shard_columns(kind))
        for kind in KINDS:
            name = kind_name(kind)
            condition, values = _outside(scope, name)
            if condition:
                _take_out(database, name, condition, values)


def _outside(scope: Scope, kind: str) -> tuple[str, list[Any]]:
    """The SQL condition under which a row of a kind's shard table `k` is outside, and its values."""
    if kind in _ALWAYS:
        return "", []
    if scope.kinds and kind not in scope.kinds:
        return "1", []
    terms: list[tuple[str, list[Any]]] = []
    if scope.parsers:
        matches = " OR ".join("substr(s.parser, 1, ?) = ?" for _ in scope.parsers)
        values: list[Any] = [part for each in scope.parsers for part in (len(each), each)]
        terms.append((f"NOT EXISTS (SELECT 1 FROM source s WHERE s.id = k.source AND ({matches}))", values))
    if (scope.start is not None or scope.end is not None) and not scope.undated:
        terms.append(("k.time_us IS NULL", []))
    bound = "CASE (SELECT s.basis FROM source s WHERE s.id = k.source) WHEN 'utc' THEN ? ELSE ? END"
    if scope.start is not None:
        terms.append((f"k.time_us < {bound}", [scope.start, scope.wall_start]))
    if scope.end is not None:
        terms.append((f"k.time_us >= {bound}", [scope.end, scope.wall_end]))
    if scope.people and kind in _WITH_PEOPLE:
        others = (
            "SELECT 1 FROM recipient r WHERE r.owner_source = k.source AND r.owner = k.key"
            " AND same_person(CAST(r.address AS BLOB))"
        )
        terms.append((f"NOT (same_person(CAST(k.counterpart AS BLOB)) OR EXISTS ({others}))", []))
    return " OR ".join(f"({term})" for term, _ in terms), [value for _, values in terms for value in values]


def _take_out(database: sqlite3.Connection, kind: str, condition: str, values: list[Any]) -> None:
    database.execute(
        f"CREATE TEMP TABLE outside AS SELECT rowid AS at, source, key FROM {kind} k WHERE {condition}", values
    )
    database.execute("CREATE INDEX temp.outside_key ON outside(source, key)")
    database.execute(
        "UPDATE source SET outside = outside + (SELECT count(*) FROM outside o WHERE o.source = source.id)"
    )
    for part in PARTS:
        name = kind_name(part)
        database.execute(
            f"DELETE FROM {name} WHERE EXISTS (SELECT 1 FROM outside o WHERE o.source = {name}.owner_source"
            f" AND o.key = {name}.owner)"
        )
    database.execute(f"DELETE FROM recovery WHERE kind = '{kind}' AND item IN (SELECT at FROM outside)")
    database.execute(f"DELETE FROM {kind} WHERE rowid IN (SELECT at FROM outside)")
    database.execute("DROP TABLE outside")


def _is_one_of(address: bytes | None, people: tuple[str, ...]) -> bool:
    """Whether an address, given as its bytes since these may be no text, is one of the people's."""
    text = (address or b"").decode("utf-8", "backslashreplace")
    return any(_same(text, each) for each in people)


def short_numbers(scope: Scope) -> list[str]:
    """The people whose number is too short to be told with and without its country code: short codes, parts of one."""
    return [each for each in scope.people if _NUMBER.fullmatch(each) and len(re.sub(r"\D", "", each)) < _DIGITS]


def _same(one: str, other: str) -> bool:
    digits, others = re.sub(r"\D", "", one), re.sub(r"\D", "", other)
    if "@" not in one + other and len(digits) >= _DIGITS and len(others) >= _DIGITS:
        return digits[-_DIGITS:] == others[-_DIGITS:]
    return one.strip().casefold() == other.strip().casefold()
