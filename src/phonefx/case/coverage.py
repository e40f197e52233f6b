"""What was looked for, found, read and left: the coverage table of an exhibit."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from phonefx.case import unallocated
from phonefx.case.loose import BY_NAME
from phonefx.case.merge import Tally
from phonefx.case.plan import Planner
from phonefx.evidence import Exhibit
from phonefx.evidence.images.freespace import Unallocated

_NOT_SEARCHED, _SEARCHED = "not searched", ("searched", "failed")
NO_HASH = "it was listed and could not be read when it was to be hashed"
_COUNTS = """
SELECT parser,
       sum(CASE WHEN is_item THEN records - outside ELSE 0 END),
       sum(CASE WHEN is_item AND state IN ('live', 'recently_deleted') THEN records - outside ELSE 0 END),
       sum(CASE WHEN is_item AND state = 'superseded' THEN records - outside ELSE 0 END),
       sum(CASE WHEN is_item AND state = 'recovered' THEN records - outside ELSE 0 END),
       sum(rows_read), sum(skipped), sum(outside)
FROM (SELECT source.*, source.kind NOT IN ('recipient', 'attachment', 'contact_point', 'revision') AS is_item
      FROM source JOIN file ON file.id = source.file JOIN exhibit ON exhibit.id = file.exhibit
      WHERE exhibit.label = ?)
GROUP BY parser
"""


def write(database: sqlite3.Connection, label: str, planner: Planner, exhibit: Exhibit, tally: Tally) -> None:
    """Write the coverage of one exhibit: every parser with its outcome, databases that nobody read, problems."""
    for table in ("coverage", "unread"):
        database.execute(f"DELETE FROM {table} WHERE exhibit = ?", (label,))
    matched = planner.matched()
    counts = {row[0]: row[1:] for row in database.execute(_COUNTS, (label,))}
    for parser in planner.parsers.values():
        items, live, superseded, recovered, read, skipped, outside = counts.get(parser.id, (0,) * 7)
        notes = [BY_NAME] if parser.id in planner.by_name else []
        note = "; ".join([*notes, *tally.notes.get(parser.id, {})])
        database.execute(
            "INSERT INTO coverage VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (label, parser.id, parser.title, tally.outcome(parser.id), matched[parser.id], items, live, superseded,
             recovered, read, skipped, outside, note),
        )  # fmt: skip
    listed = "/Manifest.db" if "itunes backup" in exhibit.kind else None  # its reader read it
    for entry in sorted((each for each in planner.unread if each.path != listed), key=lambda each: each.path):
        database.execute("INSERT INTO unread VALUES (?, ?, ?, 'looks like a database; no parser claims it')",
                         (label, _text(entry.path), entry.size))  # fmt: skip
    for problem in exhibit.problems:
        database.execute("INSERT INTO problem(exhibit, path, code, message) VALUES (?, ?, ?, ?)",
                         (label, _text(problem.path), problem.code, _text(problem.message)))  # fmt: skip
    _tell_unhashed(database, label, planner)
    for path in planner.orphans():
        message = "a journal whose database is not in the extraction; it was not read"
        database.execute("INSERT INTO problem(exhibit, path, code, message) VALUES (?, ?, 'journal alone', ?)",
                         (label, _text(path), message))  # fmt: skip


def _tell_unhashed(database: sqlite3.Connection, label: str, planner: Planner) -> None:
    """Make a problem of each file that has no hash, unless what could not be read of it is one."""
    rows = database.execute(
        "SELECT path FROM container WHERE exhibit = (SELECT id FROM exhibit WHERE label = ?) AND size IS NULL"
        " ORDER BY path",
        (label,),
    ).fetchall()
    if not rows:
        return
    told = {path for (path,) in database.execute("SELECT path FROM problem WHERE exhibit = ?", (label,))}
    on_phone = {_text(entry.stored): _text(entry.path) for entry in planner.offered()}
    database.executemany(
        "INSERT INTO problem(exhibit, path, code, message) VALUES (?, ?, 'unreadable', ?)",
        [(label, path, NO_HASH) for (path,) in rows if told.isdisjoint({path, on_phone.get(path)})],
    )


def write_unallocated(database: sqlite3.Connection, label: str, space: Unallocated | None, tally: Tally) -> None:
    """Say of a disk image whether what no file owns was searched, and how much of it there is."""
    if space is None:
        return
    told = [f"{size:,} bytes of {place or 'the image'}: {why}" for place, size, why in space.untold]
    if unallocated.PARSER in tally.outcomes:
        failed = "failed" in tally.outcomes[unallocated.PARSER]
        outcome, told = _SEARCHED[failed], [*tally.notes.get(unallocated.PARSER, {}), *told]
    else:
        outcome, told = _NOT_SEARCHED, [f"unallocated space not searched: {space.size:,} bytes", *told]
    database.execute(
        "INSERT INTO coverage VALUES (?, ?, 'Unallocated space', ?, 0, 0, 0, 0, 0, 0, 0, 0, ?)",
        (label, unallocated.PARSER, outcome, _text("; ".join(told))),
    )


def left_unallocated(database: sqlite3.Connection, label: str) -> bool:
    """Say whether the unallocated space of an exhibit is there and was not searched."""
    found = database.execute(
        "SELECT 1 FROM coverage WHERE exhibit = ? AND parser = ? AND outcome = ?",
        (label, unallocated.PARSER, _NOT_SEARCHED),
    )
    return found.fetchone() is not None


def phone_zone(database: sqlite3.Connection) -> tuple[str, str]:
    """The time zone to show times in: the first phone's own where its settings give one, else UTC; and why."""
    rows = database.execute(
        "SELECT f.value, f.item, i.exhibit FROM device_fact f JOIN origin i ON i.source = f.source"
        " WHERE f.name = 'time zone' AND i.state = 'live' ORDER BY f.time_us IS NULL, f.time_us DESC, f.item"
    )
    for value, item, exhibit in rows:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
        return value, f"the phone's own setting (item {item}, exhibit {exhibit})"
    return "UTC", "no phone states its zone"


def parsers_by_outcome(database: sqlite3.Connection) -> Mapping[str, int]:
    """Number of parsers for each outcome, over all exhibits."""
    return dict(database.execute("SELECT outcome, count(*) FROM coverage GROUP BY outcome ORDER BY outcome"))


def _text(value: str) -> str:
    return value.encode("utf-8", "backslashreplace").decode()
