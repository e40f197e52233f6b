"""Selections and remarks: what the examiner picks for a report, and notes beside items."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from phonefx.errors import UsageError
from phonefx.timeline import tables
from phonefx.timeline.marks.changing import Change, check_items
from phonefx.timeline.marks.records import Remark, Selection, SelectionItem, Tag


def select(change: Change, name: str, items: Sequence[int], made_by: str) -> int:
    """Add items to a named selection, in the order given; gives how many are new in it."""
    database = change.database
    check_items(change, list(items))
    number = _number(change, name, made_by)
    known = {row[0] for row in database.execute("SELECT item FROM selection_item WHERE selection = ?", (number,))}
    new = [item for item in dict.fromkeys(items) if item not in known]
    tables.insert(database, SelectionItem, ((number, len(known) + place, item) for place, item in enumerate(new, 1)))
    change.details |= {"selection": name, "made_by": made_by, "items": new}
    return len(new)


def deselect(change: Change, name: str, items: Sequence[int]) -> int:
    """Take items out of a selection; gives how many were in it."""
    number = selection_number(change.database, name)
    before = change.database.total_changes
    rows = ((number, item) for item in items)
    change.database.executemany("DELETE FROM selection_item WHERE selection = ? AND item = ?", rows)
    taken = change.database.total_changes - before
    change.details |= {"selection": name, "taken_out": list(items)}
    return taken


def _number(change: Change, name: str, made_by: str) -> int:
    tables.ensure(change.database, Selection)
    tables.ensure(change.database, SelectionItem)
    row = change.database.execute("SELECT id FROM selection WHERE name = ?", (name,)).fetchone()
    if row is not None:
        return int(row[0])
    number = int(change.database.execute("SELECT coalesce(max(id), 0) + 1 FROM selection").fetchone()[0])
    tables.insert(change.database, Selection, [(number, name, made_by, change.time)])
    return number


def selections(connection: sqlite3.Connection) -> list[tuple[Selection, int]]:
    """Give the selections of a case, each with its count of items."""
    if not tables.exists(connection, SelectionItem):
        return []
    counts = dict(connection.execute("SELECT selection, count(*) FROM selection_item GROUP BY 1").fetchall())
    return [(row, counts.get(row.id, 0)) for row in tables.read(connection, Selection, "ORDER BY id")]


def selection_number(connection: sqlite3.Connection, name: str) -> int:
    """Give the number of a selection by its name."""
    for row, _ in selections(connection):
        if row.name == name:
            return row.id
    raise UsageError(f"{name}: the case has no selection of that name")


def selected(connection: sqlite3.Connection, name: str) -> Iterator[int]:
    """Give the items of a selection in its order."""
    asked = "SELECT item FROM selection_item WHERE selection = ? ORDER BY place"
    for (item,) in connection.execute(asked, (selection_number(connection, name),)):
        yield item


def remark(change: Change, item: int, text: str) -> None:
    """Put a note beside an item; the log names the item, not the words."""
    check_items(change, [item])
    tables.ensure(change.database, Remark)
    number = change.database.execute("SELECT coalesce(max(id), 0) + 1 FROM remark").fetchone()[0]
    tables.insert(change.database, Remark, [(number, item, text, change.time)])
    change.details |= {"item": item, "remark": number}


def items_of_lead(connection: sqlite3.Connection, lead: int) -> list[int]:
    """Give the items that a lead rests on."""
    rows = connection.execute("SELECT item FROM lead_item WHERE lead = ? ORDER BY rowid", (lead,)).fetchall()
    if not rows:
        raise UsageError(f"there is no lead {lead} with items")
    return [row[0] for row in rows]


def items_of_tag(connection: sqlite3.Connection, name: str) -> list[int]:
    """Give the items with a tag of that name."""
    asked = "SELECT DISTINCT t.item FROM tag t JOIN tag_rule r ON r.id = t.rule WHERE r.name = ? ORDER BY 1"
    rows = connection.execute(asked, (name,)).fetchall() if tables.exists(connection, Tag) else []
    if not rows:
        raise UsageError(f"{name}: no item has that tag")
    return [row[0] for row in rows]
