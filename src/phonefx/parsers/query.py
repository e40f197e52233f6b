"""A query that an examiner can read, and how it is fitted to the database at hand.

`Query(Kind, SQL)` says once how a row of its driving table (the first after FROM) becomes a record. The select list
names fields of the kind; a few macros stand for plain SQL:

    unix_ms(x), cocoa(x) ...   every encoding of `times.EPOCHS`: microseconds, with the raw value beside them
    code(x, TABLE)             the word for a stored code, `unknown (raw)` where TABLE has none, the raw value beside it
    opt(expression)            NULL where this database lacks the columns (or tables) it names, and a note
    opt_table(t, a, b)         in a join: the table, or an empty one with those columns
    first_of(t, key, a, b)     in a join: the same, with one row for each `key`: the least of each other column
    extra(a, b)                the columns as one JSON object, absent ones left out
    key, owner                 the row's key; for a part, the key of the row it belongs to
    Z_nNAME                    a table or column of Core Data whose number differs from version to version

There is no WHERE: a row that is no record is named in `skip` with its reason, so that every row is accounted for.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from phonefx import times
from phonefx.parsers import sqltext
from phonefx.records import Record, columns

_OF_COLUMN = re.compile(r"\w+\.\w+|(?:(?:opt|coalesce)?\(\s*)+(?!.*\bjson)(?:\w+\.|SELECT\b).*\)", re.DOTALL)
"""A member of a JSON object that is a column or a lookup, and no JSON itself."""
_MANY = 8
"""A code is compared with so many words before NULL, which is none of them, is asked for first."""
_NUMBERED = re.compile(r"(\.|\b)Z_n([A-Z][A-Z0-9_]*)\b")
_OF_NUMBERED = re.compile(r"\.Z_n([A-Z][A-Z0-9_]*)\b")
_TABLES = "SELECT name, name FROM sqlite_master WHERE type = 'table' AND name GLOB ? ORDER BY name"
_COLUMNS = (
    "SELECT c.name, t.name FROM sqlite_master t, pragma_table_info(t.name) c"
    " WHERE t.type = 'table' AND t.name GLOB 'Z_[0-9]*' AND c.name GLOB ? ORDER BY c.name"
)


@dataclass(frozen=True, eq=False)
class Query:
    """One mapping of a table's rows to records of one kind.

    Attributes:
        kind: the kind of record, or the kind of part.
        sql: the SELECT; several for several schema generations, newest first: the first that fits is used.
        words: the code tables that `code(x, NAME)` names.
        of: for parts, the query of the records they belong to.
        skip: SQL condition to reason: rows that are no record; the first that holds is the one that counts.
        only: condition of the rows that this query is about, where another query of the parser accounts for all rows of
            the table; the others are neither read nor skipped by this one.
        needs: a column (or several, as an expression) that only some schemas have; where one is missing the query does
            not apply, which is no problem.
        unfolds: a row gives as many records as its joins find (members of a list, a list within a cell), also none:
            what counts as a row is then a row of the whole FROM clause.
        former: it is about rows that are not live alone: what is left of records whose other rows may be gone. The live
            ones are what another query looks up.
        state: `live`, or `recently_deleted` for rows that the phone keeps in a bin.
        basis: the clock of the main time: `utc`, `device` or `unknown`.
    """

    kind: type[Record]
    sql: str | tuple[str, ...]
    words: Mapping[str, Mapping[Any, str]] = field(default_factory=dict)
    of: Query | None = None
    skip: Mapping[str, str] = field(default_factory=dict)
    only: str = ""
    needs: str = ""
    unfolds: bool = False
    former: bool = False
    state: str = "live"
    basis: str = "utc"

    @property
    def generations(self) -> tuple[str, ...]:
        """The SELECTs, newest schema first."""
        return (self.sql,) if isinstance(self.sql, str) else self.sql


@dataclass(frozen=True)
class Fitted:
    """A query fitted to one database: plain SQL with nothing optional left.

    Attributes:
        query: the query it came from.
        table: its driving table.
        alias: the name the driving table has in the query.
        select: column of the kind's table (and `key`, `owner`, `time_us`) to SQL expression.
        tail: everything from FROM on.
        encodings: field to the encoding of its times.
        absent: optional expressions that this database lacks.
        skips: condition and reason of rows that are no record, macros expanded.
        only: condition of the rows that the query is about, macros expanded.
    """

    query: Query
    table: str
    alias: str
    select: Mapping[str, str]
    tail: str
    encodings: Mapping[str, str]
    absent: tuple[str, ...]
    skips: tuple[tuple[str, str], ...] = ()
    only: str = "1"

    def sql(self, order: bool = True) -> str:
        """The whole SELECT, without the rows that `skip` names, in the order of the table."""
        listed = ", ".join(f"{expression} AS {name}" for name, expression in self.select.items())
        return f"SELECT {listed} {self.rows}" + (f" ORDER BY {self.alias}.rowid" if order else "")

    @property
    def rows(self) -> str:
        """Everything from FROM on, and the condition of the rows that are records."""
        kept = "".join(f" AND ({condition}) IS NOT TRUE" for condition, _ in self.skips)
        return self.tail + (f" WHERE ({self.only}){kept}" if kept or self.only != "1" else "")


@dataclass(frozen=True)
class Misfit:
    """Why no generation of a query fits a database: what it needs and the database lacks."""

    query: Query
    table: str
    lacking: tuple[str, ...]

    @property
    def tableless(self) -> bool:
        """Whether its own table is not there, so that one whose table is there says more."""
        return self.lacking[0] == f"no such table: {self.table}"


def fit(database: sqlite3.Connection, query: Query) -> Fitted | Misfit:
    """Fit the first generation whose tables and columns are all there; else say what the nearest one lacks.

    One whose table is there is nearer than one whose table is not.
    """
    misfits = []
    for generation in query.generations:
        fitted, lacking = _Fitting(database, query).run(generation)
        if not lacking:
            return fitted
        misfits.append(Misfit(query, fitted.table, tuple(lacking)))
    return min(misfits, key=lambda misfit: (misfit.tableless, len(misfit.lacking)))


def _in_json(column: str) -> str:
    """A column as JSON can hold it: a single blob where nobody expects one would end the whole statement.

    Blobs alone sort behind the empty one, which costs less to ask than a type does.
    """
    return f"CASE WHEN {column} >= x'' THEN hex({column}) ELSE {column} END"


def _compared(sql: str) -> str:
    """Write `nullif(column, '')` as a comparison, which costs less than a call."""

    def macro(arguments: list[str]) -> str:
        value, nothing = (_compared(each) for each in arguments)
        if nothing == "''" and re.fullmatch(r"[\w.]+", value):
            return f"CASE WHEN {value} <> '' THEN {value} END"
        return f"nullif({value}, {nothing})"

    return sqltext.replace_calls(sql, {"nullif": macro}) if "nullif(" in sql else sql


class _Fitting:
    """One attempt at fitting one generation of a query."""

    def __init__(self, database: sqlite3.Connection, query: Query) -> None:
        self.database = database
        self.query = query
        self.absent: list[str] = []
        self.encodings: dict[str, str] = {}
        self.told: dict[str, str] = {}
        self.tail = ""

    def run(self, generation: str) -> tuple[Fitted, list[str]]:
        select = sqltext.parse_select(self.numbered(generation))
        self.tail = f"FROM {select.table} AS {select.alias or select.table}"
        unmet = bool(self.query.needs) and self.compiles("1") and not self.compiles(self.query.needs)
        tables = {"opt_table": self.opt_table, "first_of": self.first_of}
        self.tail = "FROM " + sqltext.replace_calls(select.tail, tables)
        expressions: dict[str, str] = {}
        lacking = [] if self.compiles("1") else [self.complaint("1")]
        if unmet:
            lacking = [f"no such table with {self.query.needs}"]
        for name, expression in select.items:
            if lacking and lacking[0].startswith("no such table"):
                break
            expanded = self.expand(name, expression)
            lacking += [f"{name}: {self.complaint(sql)}" for sql in expanded.values() if not self.compiles(sql)][:1]
            expressions.update({column: _compared(sql) for column, sql in expanded.items()})
        skips = tuple((self.plain(condition), reason) for condition, reason in self.query.skip.items())
        only = self.plain(self.query.only) if self.query.only else "1"
        if not lacking:
            lacking += [f"only: {self.complaint(only)}"] if not self.compiles(only) else []
            lacking += [f"skip: {self.complaint(condition)}" for condition, _ in skips if not self.compiles(condition)]
        absent = tuple(dict.fromkeys(self.absent))
        alias = select.alias or select.table
        fitted = Fitted(self.query, select.table, alias, expressions, self.tail, self.encodings, absent, skips, only)
        return fitted, lacking

    def numbered(self, text: str) -> str:
        """The query with the numbers that Core Data gave to the entities of this database.

        A column of one name may stand in several tables with several numbers: that of a table that is asked counts.
        """
        named = _NUMBERED.sub(lambda match: match[0] if match[1] else self.number(_TABLES, match[2]), text)
        asked = set(re.findall(r"\bZ_\d+\w+", named))
        return _OF_NUMBERED.sub(lambda match: f".{self.number(_COLUMNS, match[1], asked)}", named)

    def number(self, listing: str, ending: str, asked: Set[str] = frozenset()) -> str:
        """The name with its number, of a table that is asked for if there is one; with `n` where nothing has it."""
        exact = re.compile(r"Z_\d+" + ending)
        listed = self.database.execute(listing, (f"Z_[0-9]*{ending}",)).fetchall()
        found = [(name, table) for name, table in listed if exact.fullmatch(name)]
        return next((name for name, table in found if table in asked), found[0][0] if found else f"Z_n{ending}")

    def expand(self, name: str, expression: str) -> dict[str, str]:
        """One item of the select list as the columns it fills."""
        call = sqltext.whole_call(expression)
        value = self.plain(expression)
        if call and call.name in times.EPOCHS:
            self.encodings[name] = call.name
            return {f"{name}_us": value, f"{name}_raw": self.plain(call.arguments[0])}
        if call and call.name == "code":
            return {name: value, f"{name}_raw": self.plain(call.arguments[0])}
        return {"time_us" if name == "time" else name: value}

    def plain(self, expression: str) -> str:
        """An expression with every macro expanded."""
        epochs = {name: self.epoch(name) for name in times.EPOCHS}
        macros = {"opt": self.opt, "opt_table": self.opt_table, "extra": self.extra, "code": self.code,
                  "json_object": self.json_object}  # fmt: skip
        return sqltext.replace_calls(expression, {**macros, **epochs})

    def epoch(self, name: str) -> sqltext.Macro:
        def expression(arguments: list[str]) -> str:
            value = self.plain(arguments[0])
            operand = value if re.fullmatch(r"[\w.]+", value) else f"({value})"
            return f"({times.sql(name, operand)})"

        return expression

    def opt(self, arguments: list[str]) -> str:
        expression = self.plain(", ".join(arguments))
        if self.compiles(expression):
            return expression
        self.absent.append(self.lacking(expression))
        return "NULL"

    def lacking(self, expression: str) -> str:
        """Name what an expression needs and the database lacks: itself, where it is but a column."""
        named = re.fullmatch(r"no such (column|table): ([\w.]+)", self.complaint(expression))
        if named is None or re.fullmatch(r"[\w.]+", expression):
            return expression
        return f"table {named.group(2)}" if named.group(1) == "table" else named.group(2)

    def opt_table(self, arguments: list[str]) -> str:
        name, *listed = arguments
        found = self.database.execute(
            "SELECT 1 FROM sqlite_master WHERE lower(name) = lower(?) AND type IN ('table', 'view')", (name,)
        )
        if found.fetchone():
            return name
        self.absent.append(name)
        return "(SELECT " + ", ".join(f"NULL AS {column}" for column in listed) + " WHERE 0)"

    def first_of(self, arguments: list[str]) -> str:
        """Join the table itself where no key stands in it twice: SQLite copies what it groups and indexes the copy."""
        name, key, *others = arguments
        table = self.opt_table(arguments)
        if table != name or self.is_unique(name, key):
            return table
        return f"(SELECT {key}, {', '.join(f'min({each}) AS {each}' for each in others)} FROM {name} GROUP BY {key})"

    def is_unique(self, table: str, column: str) -> bool:
        """Whether no value, NULL neither, stands twice in a column; not where that cannot be told."""
        values = f"SELECT count(*) FROM (SELECT DISTINCT {column} FROM {table})"
        twice = f"SELECT (SELECT count(*) FROM {table}) > ({values})"
        try:
            return bool(self.database.execute(twice).fetchone() == (0,))
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            return False

    def extra(self, arguments: list[str]) -> str:
        pairs = []
        for argument in arguments:
            column = argument.strip()
            label = column.rpartition(".")[2]
            if self.compiles(column):
                pairs.append(f"'{label}', {_in_json(column)}")
            else:
                self.absent.append(column)
        return f"json_object({', '.join(pairs)})" if pairs else "NULL"

    def json_object(self, arguments: list[str]) -> str:
        listed = [
            _in_json(self.plain(each)) if _OF_COLUMN.fullmatch(each.strip()) else self.plain(each) for each in arguments
        ]
        return f"json_object({', '.join(listed)})"

    def code(self, arguments: list[str]) -> str:
        value, words = self.plain(arguments[0]), self.query.words[arguments[1].strip()]
        cases = " ".join(f"WHEN {sqltext.literal(raw)} THEN {sqltext.literal(word)}" for raw, word in words.items())
        told = f"CASE {value} {cases} ELSE 'unknown (' || ({value}) || ')' END"
        return f"CASE WHEN ({value}) IS NOT NULL THEN {told} END" if len(words) > _MANY else told

    def compiles(self, expression: str) -> bool:
        return not self.complaint(expression)

    def complaint(self, expression: str) -> str:
        statement = f"EXPLAIN SELECT {expression} {self.tail}"
        if statement not in self.told:  # an expression stands in a query many times
            try:
                self.database.execute(statement)
            except (sqlite3.OperationalError, UnicodeDecodeError) as error:
                self.told[statement] = str(error)
            else:
                self.told[statement] = ""
        return self.told[statement]


def check(query: Query) -> list[str]:
    """Faults of a declared query: what the conformance tests refuse."""
    faults = []
    names = {column.name for column in columns(query.kind)} | {column.field for column in columns(query.kind)}
    allowed = names | {"key", "owner", "time"}
    for generation in query.generations:
        if '"' in generation:
            faults.append("a double-quoted name would pass as text where the column is missing")
        select = sqltext.parse_select(generation)
        given = [name for name, _ in select.items]
        faults += [f"{name} is no field of {query.kind.__name__}" for name in given if name not in allowed]
        coded = {column.field for column in columns(query.kind) if column.form == "code"}
        calls = {name: call.name for name, expression in select.items if (call := sqltext.whole_call(expression))}
        faults += [f"{name} is no code" for name, call in calls.items() if call == "code" and name not in coded]
        faults += [f"{name} is given twice" for name in {name for name in given if given.count(name) > 1}]
        faults += [f"{word} has no place here" for word in sqltext.outer_keywords(select.tail)]
        if "key" not in given:
            faults.append("there is no key")
        if query.kind.part != ("owner" in given) or query.kind.part != (query.of is not None):
            faults.append("a part, and only a part, has an owner and the query it belongs to")
        if re.search(r"SELECT\s+\*|\bstrftime\s*\(|\bdatetime\s*\(", generation, re.IGNORECASE):
            faults.append("columns are named and times are macros")
        faults += [f"{name}: times are macros" for name in given if name.endswith("_us")]
    for text in (*query.generations, *query.skip, query.only):
        faults += [f"{each}) is of an inner SELECT, where it is always NULL" for each in sqltext.inner_optionals(text)]
    return faults
