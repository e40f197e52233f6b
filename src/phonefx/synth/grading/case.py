"""Compare a case with an answer key.

Facts and items become signs (`signs`), are laid side by side in an order, and are counted as two bags: nothing is
matched twice. Cost is that of two sorts; memory stays small for a key of a million facts.
"""

from __future__ import annotations

import json
import re
import sqlite3
import tempfile
import unicodedata
from functools import partial
from itertools import combinations, groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from phonefx.errors import NotFound, UsageError
from phonefx.synth.grading.details import DETAILS, Details, details, differences
from phonefx.synth.grading.places import grade_meetings, grade_stays
from phonefx.synth.grading.score import Grade
from phonefx.synth.grading.signs import JUDGED, LISTED, sign, signs_of_fact, words
from phonefx.synth.key import read_facts, read_head
from phonefx.synth.pack.archives import below

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_RECOVERED: Final = ("superseded", "recovered")
_UNSAID: Final = ("", "None", "shared")
_ANY: Final = "%"
_LEFT_OVER: Final = "party of a conversation that is gone"
"""What a case says of an address that a message store still holds; it is no entry of an address book."""

_CUT_SHORT, _WORDS_ALONE = 1, 2
_CUT: Final = f"""(SELECT CASE WHEN instr(r.partial, 'cut short') THEN {_CUT_SHORT}
    WHEN instr(r.partial, 'words of a full-text index') THEN {_WORDS_ALONE} END
    FROM recovery r WHERE r.item = k.item)"""
"""How little is left of a recovered item, as the case itself says it."""

_FOREIGN: Final = 2
_LEAST: Final = 3
_WORD: Final = re.compile(r"[^\W_]+")
_ESCAPED: Final = re.compile(r"([%_\\])")
_TABLES: Final = """
    CREATE TABLE fact (kind TEXT, sign TEXT, who TEXT, state TEXT, details TEXT);
    CREATE TABLE found (kind TEXT, sign TEXT, who TEXT, state TEXT, details TEXT, body TEXT, cut INTEGER);
    CREATE TABLE text (body TEXT);
"""
_SIGNED: Final[dict[str, tuple[str, ...]]] = {
    "message": ("direction", "counterpart", "body"), "call": ("direction", "counterpart", "duration_s"),
    "contact": ("name", "role"), "location": ("evidence_of", "latitude", "longitude"),
    "visit": ("departed_us", "latitude", "longitude"), "media": ("path",), "device_fact": ("name", "value"),
    "app": ("identifier",), "account": ("identifier",), "search": ("query",), "web_visit": ("url",),
    "note": ("title",), "calendar_entry": ("title",), "event": ("app",),
}  # fmt: skip
_PARTS: Final[dict[str, tuple[str, str]]] = {
    "revision": ("body", "body"), "attachment": ("path", "coalesce(nullif(k.path, ''), k.name)"),
}  # fmt: skip


class Stated(NamedTuple):
    """A fact or an item beside its sign: who the other was, the state, the details."""

    who: str
    state: str
    details: Details


def grade_case(key: Path, folder: Path, *, phone: str = "", container: str = "") -> list[Grade]:
    """Grade each exhibit of a case folder whose name is that of a container of the key."""
    database = folder / "case.db"
    if not database.is_file():
        raise NotFound(database)
    head = read_head(key)
    case = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)
    try:
        case.row_factory = sqlite3.Row
        exhibits = list(_exhibits(case, head, phone, container))
        grades = [_grade(key, case, label, delivered) for label, delivered in exhibits]
        _movement(case, head, exhibits, grades)
        return grades
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
        table.executemany("INSERT INTO fact VALUES (?, ?, ?, ?, ?)", _facts(key, delivered, table))
        table.executemany("INSERT INTO found VALUES (?, ?, ?, ?, ?, ?, ?)", _items(case, label))
        for kind, text, facts, items in _side_by_side(table):
            _count(grade, kind, text, (facts, items), partial(_in_pieces, table, kind))
        _unexplained(grade, table)
        table.close()
    return grade


def _movement(case: sqlite3.Connection, head: dict[str, Any], exhibits: list[tuple[str, dict[str, Any]]],
              grades: list[Grade]) -> None:  # fmt: skip
    """Grade the stays of each exhibit and the meetings of every two whose containers hold their positions."""
    if not case.execute("SELECT 1 FROM sqlite_master WHERE name = 'stay'").fetchone():
        return
    true = [stay for stay in head.get("stays", ()) if stay["path"]]
    mine = [
        [stay for stay in true if stay["phone"] == delivered["phone"] and holds(delivered, stay["path"])]
        for _, delivered in exhibits
    ]  # fmt: skip
    for (label, _), grade, stays in zip(exhibits, grades, mine, strict=True):
        grade_stays(grade.of("stay"), case, label, stays)
    tracked = [(label, delivered["phone"], grade) for (label, delivered), grade, stays
               in zip(exhibits, grades, mine, strict=True) if stays]  # fmt: skip
    for (one, phone, grade), (other, second, _) in combinations(tracked, 2):
        met = [each for each in head["meetings"] if set(each["phones"]) == {phone, second}]
        grade_meetings(grade.of("meeting"), case, (one, other), met)


def _facts(key: Path, delivered: dict[str, Any], table: sqlite3.Connection) -> Iterator[tuple[str, ...]]:
    left, omitted = set(delivered["survivors"]), delivered.get("omits", ())
    for fact in read_facts(key):
        if fact["phone"] != delivered["phone"]:
            continue
        state, kind = fact["state"], fact["kind"]
        if kind == "message":
            for name in ("body", "subject"):
                table.execute("INSERT INTO text VALUES (?)", (words(fact["values"].get(name)),))
        if state == "deleted" and fact["fact"] not in left:
            state = "gone"
        elif not holds(delivered, fact["path"]):
            continue
        said = json.dumps(details(kind, fact["values"] | _binned(fact), state, omitted))
        for number, (part, text, who) in enumerate(signs_of_fact(kind, fact["values"])):
            if part not in omitted:
                ended = number and state == "deleted"
                yield part, text, who, "gone" if ended else state, "{}" if number else said
            if part == "attachment":
                yield "media", text, who, "gone", "{}"  # its file is not asked for as one, and not false as one
    for fact in delivered["adds"]:
        for kind, text, who in signs_of_fact(fact["kind"], fact["values"]):
            yield kind, text, who, "live", "{}"


def _binned(fact: dict[str, Any]) -> dict[str, Any]:
    """Give the time at which a fact was moved to a bin that still holds it."""
    if fact["state"] != "recently_deleted":
        return {}
    return {"removed_us" if fact["kind"] == "media" else "deleted_us": fact["ending"]["at_us"]}


def holds(delivered: dict[str, Any], path: str) -> bool:
    """Say whether a container of the key holds a file of the phone."""
    only, without = delivered["only"], delivered["without"]
    return (not only or below(path, only)) and not below(path, without)


def _items(case: sqlite3.Connection, label: str) -> Iterator[tuple[str | int, ...]]:
    for kind, columns in _SIGNED.items():
        wanted = dict.fromkeys((*columns, *DETAILS.get(kind, ())))
        wanted.pop("time_us", None)
        rows = case.execute(
            f"SELECT k.item AS id, i.state, k.time_us, {_CUT} AS cut, {', '.join(f'k.{name}' for name in wanted)} "
            f"FROM {kind} k JOIN origin i ON i.source = k.source WHERE i.exhibit = ? ORDER BY k.item", (label,)
        )  # fmt: skip
        for row in rows:
            values = dict(row)
            if values.get("role") == _LEFT_OVER:
                continue
            _add_parts(case, kind, values)
            made = sign(kind, values)
            if made is not None:
                said = json.dumps(details(kind, values, values["state"]))
                yield (*made, values["state"], said, words(values.get("body")), values["cut"])
    for kind, (column, stored) in _PARTS.items():
        for row in case.execute(
            f"SELECT {stored}, i.state FROM {kind} k JOIN origin i ON i.source ="
            " (SELECT source FROM item WHERE id = k.item) WHERE i.exhibit = ?", (label,)
        ):
            made = sign(kind, {column: row[0]})
            if made is not None:
                yield (*made, row[1], "{}", "", 0)


def _add_parts(case: sqlite3.Connection, kind: str, values: dict[str, Any]) -> None:
    """Add what the case keeps in further tables: the points of a contact, the parties of a message."""
    if kind == "contact":
        values["points"] = case.execute(
            "SELECT type, value FROM contact_point WHERE item = ?", (values["id"],)
        ).fetchall()
    elif kind == "message":
        if values["body"] is None:
            values["body"] = _text_of_parts(case, values["id"])
        values["members"] = [values["counterpart"], *(
            address for (address,) in case.execute("SELECT address FROM recipient WHERE item = ?", (values["id"],))
        )]  # fmt: skip


def _text_of_parts(case: sqlite3.Connection, item: int) -> str | None:
    """Give the words of a message that stand in parts of their own, as those of a deleted MMS do."""
    sql = "SELECT text FROM attachment WHERE item = ? AND text IS NOT NULL AND mime = 'text/plain'"
    return "\n".join(text for (text,) in case.execute(sql, (item,))) or None


def _side_by_side(table: sqlite3.Connection) -> Iterator[tuple[str, str, list[Stated], list[Stated]]]:
    rows = table.execute(
        "SELECT kind, sign, 0 AS side, who, state, details FROM fact UNION ALL "
        "SELECT kind, sign, 1, who, state, details FROM found ORDER BY kind, sign, side, who"
    )
    for (kind, text), grouped in groupby(rows, key=lambda row: (row[0], row[1])):
        facts: list[Stated] = []
        items: list[Stated] = []
        for _, _, side, who, state, said in grouped:
            (items if side else facts).append(Stated(who, state, json.loads(said)))
        yield kind, text, facts, items


def _count(grade: Grade, kind: str, text: str, sides: tuple[list[Stated], list[Stated]],
           pieces: Callable[[str], bool]) -> None:  # fmt: skip
    """Count the facts and items of one sign; `pieces` says whether a deleted one came back in pieces."""
    facts, items = sides
    tally = grade.of(kind)
    live = [item for item in items if item.state not in _RECOVERED]
    back = [item for item in items if item.state in _RECOVERED]
    for fact in facts:
        if fact.state == "gone":
            continue
        if fact.state == "deleted":
            tally.left += 1
            if back:
                tally.recovered += 1
            elif pieces(text):
                tally.recovered += 1
                tally.pieces += 1
            else:
                tally.show("not recovered", text)
            continue
        tally.expected += 1
        if not live:
            tally.show("missing", text)
            continue
        wrong, best = min(((_differs(fact, item), item) for item in live), key=lambda pair: len(pair[0]))
        if kind not in LISTED:
            live.remove(best)
        if wrong:
            tally.wrong += 1
            tally.show("; ".join(wrong), text)
        else:
            tally.found += 1
    if kind in JUDGED:
        for item in live:
            if facts and any(item.who in {"", fact.who} or not fact.who for fact in facts):
                tally.repeats += 1
            else:
                tally.false += 1
                tally.show(f"false, counterpart {item.who!r}" if facts else "false", text)


def _differs(fact: Stated, item: Stated) -> list[str]:
    """Say where an item differs from a fact; one that names no counterpart is taken where the fact names none."""
    found = differences(fact.details, item.details)
    if fact.who and fact.who != item.who:
        found.insert(0, f"counterpart {item.who!r} instead of {fact.who!r}")
    return found


def _unexplained(grade: Grade, table: sqlite3.Connection) -> None:
    """Count recovered items that fit no fact: neither a deleted one, nor an earlier state of a live one, nor a part."""
    rows = table.execute(
        "SELECT kind, sign, body, cut FROM found WHERE state IN ('superseded', 'recovered') AND NOT EXISTS "
        "(SELECT 1 FROM fact WHERE fact.kind = found.kind AND fact.sign = found.sign)"
    ).fetchall()
    for kind, text, body, cut in rows:
        if kind not in JUDGED:
            continue
        part = len(body) > 3 and table.execute("SELECT 1 FROM text WHERE instr(body, ?) LIMIT 1", (body,)).fetchone()
        less = (cut == _CUT_SHORT and _is_beginning(table, kind, text)) or (
            cut == _WORDS_ALONE and _is_said(table, body))  # fmt: skip
        if not part and not less and not _says_less(table, kind, text):
            grade.of(kind).false += 1
            grade.of(kind).show("recovered, fits nothing", text)


def _is_said(table: sqlite3.Connection, body: str) -> bool:
    """Say whether words that stood in a full-text index are those of a message, in their order."""
    wanted = _folded(body)
    return bool(wanted.strip()) and any(wanted in _folded(text) for (text,) in table.execute("SELECT body FROM text"))


def _folded(text: str) -> str:
    """Give the words of a text as an index keeps them: small letters without accents, and nothing between them."""
    plain = "".join(each for each in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(each))
    return f" {' '.join(_WORD.findall(plain))} "


def _is_beginning(table: sqlite3.Connection, kind: str, text: str) -> bool:
    """Say whether a message that the case marks as cut short has the time of a fact and begins with its words.

    Behind the cut up to two printable bytes of a later record may stand: its length and its row number.
    """
    time, _, rest = text.partition("|")
    body = rest.partition("|")[2]
    if kind != "message" or not time:
        return False
    starts = [_ESCAPED.sub(r"\\\1", body[:kept]) for kept in range(max(len(body) - _FOREIGN, _LEAST), len(body) + 1)]
    condition = "SELECT 1 FROM fact WHERE kind = ? AND sign LIKE ? ESCAPE ? LIMIT 1"
    return any(table.execute(condition, (kind, f"{time}|%|{start}%", "\\")).fetchone() for start in starts)


def _in_pieces(table: sqlite3.Connection, kind: str, text: str) -> bool:
    """Say whether a deleted message or visit to a page came back in the pieces that its rows are.

    An MMS or RCS message lies in two rows, its words in the second; a visit in one, its address in another. Where
    SQLite overwrote the number of a row, or nothing of the second is left, nothing ties the two any more.
    """
    condition = "SELECT 1 FROM found WHERE kind = ? AND state = 'recovered' AND {} = ? LIMIT 1"
    time, _, rest = text.partition("|")
    if kind == "web_visit":
        return table.execute(condition.format("sign"), (kind, f"{time}|None")).fetchone() is not None
    side, _, body = rest.partition("|")
    if kind != "message" or not body:
        return False
    own = table.execute(condition.format("sign"), (kind, f"{time}|{side}|")).fetchone()
    return bool(own and table.execute(condition.format("body"), (kind, body)).fetchone())


def _says_less(table: sqlite3.Connection, kind: str, text: str) -> bool:
    """Say whether a recovered item says what a fact says, and less: what it leaves out is empty in its sign."""
    parts = text.split("|")
    if not any(part in _UNSAID for part in parts) or not any(len(part) > 3 and part not in _UNSAID for part in parts):
        return False
    pattern = "|".join(_ANY if part in _UNSAID else _ESCAPED.sub(r"\\\1", part) for part in parts)
    condition = "SELECT 1 FROM fact WHERE kind = ? AND sign LIKE ? ESCAPE ? LIMIT 1"
    return table.execute(condition, (kind, pattern, "\\")).fetchone() is not None
