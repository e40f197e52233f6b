"""Tags: put on items by the examiner, by the terms of a word list, or by extractors; reviewed by the examiner."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from phonefx.errors import UsageError
from phonefx.timeline import tables
from phonefx.timeline.marks.changing import Change, check_items
from phonefx.timeline.marks.records import REVIEWS, Tag, TagRule
from phonefx.timeline.texts import texts

if TYPE_CHECKING:
    from phonefx.timeline.words import Lexicon

_Row = tuple[int, int, str, int, int, str]
MOST_VALUE: Final = 300


def ready(connection: sqlite3.Connection) -> None:
    """Make the tables of tags where they are missing."""
    tables.ensure(connection, TagRule)
    tables.ensure(connection, Tag)
    connection.execute("CREATE UNIQUE INDEX IF NOT EXISTS tag_once ON tag(item, rule, field, start, stop)")


def rule_of(connection: sqlite3.Connection, kind: str, name: str, *about: str) -> int:
    """Give the number of a rule, adding it where it is new; `about` is category, source, sha256, detail."""
    values = (kind, name, *(about or ("", "", "", "")))
    asked = "SELECT id FROM tag_rule WHERE (kind, name, category, source, sha256, detail) = (?, ?, ?, ?, ?, ?)"
    found = connection.execute(asked, values).fetchone()
    if found is None:
        number = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM tag_rule").fetchone()[0]
        tables.insert(connection, TagRule, [(number, *values)])
        return int(number)
    return int(found[0])


def put(connection: sqlite3.Connection, rows: Iterable[_Row]) -> int:
    """Add tags as (item, rule, field, start, end, value); those that are there stay, with their review."""
    before = connection.total_changes
    connection.executemany(
        "INSERT OR IGNORE INTO tag(item, rule, field, start, stop, value) VALUES (?, ?, ?, ?, ?, ?)", rows
    )
    return connection.total_changes - before


def tag_items(change: Change, items: Sequence[int], name: str) -> int:
    """Put the examiner's tag on items; gives how many are new."""
    ready(change.database)
    check_items(change, list(items))
    rule = rule_of(change.database, "examiner", name)
    added = put(change.database, ((item, rule, "", 0, 0, "") for item in items))
    change.details |= {"tag": name, "items": list(items), "new": added}
    return added


def untag_items(change: Change, items: Sequence[int], name: str) -> int:
    """Take the examiner's tag off items; gives how many had it."""
    ready(change.database)
    rule = rule_of(change.database, "examiner", name)
    before = change.database.total_changes
    change.database.executemany("DELETE FROM tag WHERE item = ? AND rule = ?", ((item, rule) for item in items))
    taken = change.database.total_changes - before
    change.details |= {"untag": name, "items": list(items), "taken": taken}
    return taken


def tag_with_lexicon(change: Change, lexicon: Lexicon) -> int:
    """Tag every hit of a word list in every written text; gives how many are new."""
    database = change.database
    ready(database)
    rules = [
        rule_of(database, "term", term.term, term.category, lexicon.name, lexicon.sha256,
                "; ".join(filter(None, (term.kind, term.language, term.source, term.note))))
        for term in lexicon.terms
    ]  # fmt: skip
    numbers = dict(zip(lexicon.terms, rules, strict=True))

    def rows() -> Iterator[_Row]:
        for item, field, text in texts(database):
            for hit in lexicon.hits(text):
                yield item, numbers[hit.term], field, hit.start, hit.end, hit.value[:MOST_VALUE]

    added = put(database, rows())
    change.details |= {"lexicon": lexicon.name, "sha256": lexicon.sha256, "terms": len(lexicon.terms), "new": added}
    return added


def tag_with_extractors(change: Change, names: Sequence[str]) -> int:
    """Tag what the named extractors find in every written text; gives how many are new."""
    from phonefx.timeline.words import EXTRACTORS

    database = change.database
    unknown = [name for name in names if name not in EXTRACTORS]
    if unknown:
        raise UsageError(f"{', '.join(unknown)}: the extractors are {', '.join(EXTRACTORS)}")
    ready(database)
    rules = {name: rule_of(database, "extractor", name) for name in names}
    regions = dict(
        database.execute(
            "SELECT x.id, r.region FROM exhibit x LEFT JOIN home_region r ON r.exhibit = x.label"
        ).fetchall()
    )
    home = "SELECT f.exhibit FROM item i JOIN file f ON f.id = i.file WHERE i.id = ?"

    def rows() -> Iterator[_Row]:
        for item, field, text in texts(database):
            region = None
            if "phone" in rules and any(character.isdigit() for character in text):
                region = regions.get(database.execute(home, (item,)).fetchone()[0])
            for name, rule in rules.items():
                for thing in EXTRACTORS[name](text, region):
                    yield item, rule, field, thing.start, thing.end, thing.value[:MOST_VALUE]

    added = put(database, rows())
    change.details |= {"extractors": list(names), "new": added}
    return added


def review(change: Change, number: int, decision: str) -> None:
    """Record the examiner's decision on one tag."""
    if decision not in REVIEWS:
        raise UsageError(f"{decision}: a review is one of {', '.join(REVIEWS)}")
    ready(change.database)
    done = change.database.execute("UPDATE tag SET review = ? WHERE id = ?", (decision, number)).rowcount
    if not done:
        raise UsageError(f"there is no tag {number}")
    change.details |= {"tag": number, "review": decision}


def listed_tags(connection: sqlite3.Connection) -> Iterator[dict[str, object]]:
    """Give every tag with the name of its rule."""
    rules = {rule.id: rule for rule in tables.read(connection, TagRule)}
    for tag in tables.read(connection, Tag, "ORDER BY id"):
        yield asdict(tag) | {"name": rules[tag.rule].name, "kind": rules[tag.rule].kind}


def listed_rules(connection: sqlite3.Connection) -> Iterator[dict[str, object]]:
    """Give every rule with how often it made a tag, and on how many items."""
    if not tables.exists(connection, Tag):
        return
    asked = "SELECT rule, count(*), count(DISTINCT item) FROM tag GROUP BY rule"
    counts = {rule: (times, items) for rule, times, items in connection.execute(asked)}
    for rule in tables.read(connection, TagRule, "ORDER BY id"):
        times, items = counts.get(rule.id, (0, 0))
        yield asdict(rule) | {"times": times, "items": items}
