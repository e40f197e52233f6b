"""What index entries tell of rows whose own cell is gone: their row id and the indexed values."""

from __future__ import annotations

from dataclasses import replace

from phonefx.formats.sqlite import record, varint
from phonefx.formats.sqlite.candidate import Candidate
from phonefx.formats.sqlite.found import Found, Grade
from phonefx.formats.sqlite.record import Value
from phonefx.formats.sqlite.schema import Table

_TELLING_TEXT, _ROWID_ROOM = 8, 1000


def of_table(entry: Candidate, found: Found, table: Table, shape: int) -> Candidate | None:
    """Read an index entry as a row of its table with the other columns lost; None where it tells nothing.

    Where the entry may be one of several indexes, only what it says as an entry of each of them counts.
    """
    index = found.shape.table
    trusted = entry.whole and (entry.fits or entry.grade >= Grade.RECORD)
    if not trusted or table.without_rowid or len(entry.types) != len(index.columns):
        return None
    last = len(entry.types) - 1
    raw = _parts(entry)
    rowid = record.decode(entry.types[last], raw[last])
    highest = 2 * found.shape.model.highest_entry + _ROWID_ROOM
    if last in entry.unsure or not isinstance(rowid, int) or not 0 < rowid <= highest:
        return None
    names = {column.name.lower(): place for place, column in enumerate(table.columns)}
    held: dict[int, tuple[int, bytes]] = {}
    for place, column in enumerate(index.columns[:-1]):
        target = names.get(column.name.lower())
        if any(rival.table.columns[place].name.lower() != column.name.lower() for rival in found.rivals):
            continue
        if place not in entry.unsure and target is not None and target != table.alias:
            held[target] = entry.types[place], raw[place]
    return built(replace(entry, shape=shape, rowid=rowid, grade=Grade.INDEX, lost=0), held, len(table.columns), table)


def _parts(item: Candidate) -> list[bytes]:
    parts, at = [], 0
    for serial in item.types:
        end = at + record.size(serial)
        parts.append(item.body[at:end])
        at = end
    return parts


def built(item: Candidate, held: dict[int, tuple[int, bytes]], width: int, table: Table) -> Candidate | None:
    """Make a row of single columns: place to serial type and bytes; all other columns are lost."""
    if not held:
        return None
    types = tuple(held[place][0] if place in held else record.NULL for place in range(width))
    body = b"".join(held[place][1] for place in range(width) if place in held)
    unsure = frozenset(place for place in range(width) if place not in held and place != table.alias)
    local = None if item.local is None or item.local >= len(item.body) else 0
    return replace(item, types=types, body=body, unsure=unsure, local=local)


def joined(one: Candidate, other: Candidate, table: Table) -> Candidate:
    """Put together what two index entries tell of one row."""
    held: dict[int, tuple[int, bytes]] = {}
    for item in (other, one):
        parts = _parts(item)
        for place, serial in enumerate(item.types):
            if place not in item.unsure and place != table.alias:
                held[place] = serial, parts[place]
    return built(one, held, len(table.columns), table) or one


def telling(values: list[Value]) -> bool:
    """Say whether values are peculiar enough to report a row by them alone."""
    return any(
        (isinstance(value, str | bytes) and len(value) >= _TELLING_TEXT)
        or (isinstance(value, float) and value != int(value))
        for value in values
    )


def bare_types(freed: int, pairs: list[tuple[int, int]], fits_only: bool) -> list[tuple[int, int]]:
    """List the types that the two columns of an entry may have had whose whole header was overwritten.

    Args:
        freed: the size of the freed block.
        pairs: types of live entries, the most frequent first.
        fits_only: leave out those whose entry is not exactly as long as the block.
    """
    found = dict.fromkeys(pair for pair in pairs if _length(pair) == freed)
    for second in dict.fromkeys(pair[1] for pair in pairs):
        size = freed - 4 - record.size(second)
        text = 2 * size + record.FIRST_TEXT
        if any(pair[0] & 1 and pair[0] >= record.FIRST_TEXT for pair in pairs) and size > 0 and text < 0x80:
            found[text, second] = None
    if not fits_only:
        found |= dict.fromkeys(pair for pair in pairs if _length(pair) < freed)
    return [pair for pair in found if varint.length(_length(pair) - 1) == 1 and max(pair) < 0x80]


def _length(pair: tuple[int, int]) -> int:
    return 4 + record.size(pair[0]) + record.size(pair[1])
