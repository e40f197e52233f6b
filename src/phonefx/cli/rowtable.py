"""Recovered rows as tables for the eye: as many columns as the terminal has room for, the others by name."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import TYPE_CHECKING, NamedTuple

from phonefx.formats.sqlite import Mark
from phonefx.formats.visible import counted, shown

if TYPE_CHECKING:
    from phonefx.formats.sqlite import RecoveredRow

ROWS, WIDE, NARROW, DIGITS, ROOM, GAP = 100, 48, 10, 19, 120, 3
_FIXED = ("row id", "state", "sure", "place")
LOST = "(lost)"
_NOTES = {
    Mark.PREFIX: f"... {Mark.PREFIX.value}",
    Mark.REBUILT: f"~ {Mark.REBUILT.value}",
    Mark.LOCATED: f"~~ {Mark.LOCATED.value}",
    Mark.CHAINED: f"? {Mark.CHAINED.value}",
    Mark.WORDS: f"~ {Mark.WORDS.value}",
    Mark.DEFAULT: f"= {Mark.DEFAULT.value}",
}

_SIGNS = {Mark.REBUILT: "~", Mark.LOCATED: "~~", Mark.CHAINED: "?", Mark.WORDS: "~", Mark.DEFAULT: "="}


class Layout(NamedTuple):
    """Which columns a table shows, each with its width; which are the same in all rows; which find no room."""

    columns: tuple[tuple[int, int], ...]
    same: tuple[int, ...]
    hidden: tuple[int, ...]


def show(rows: Iterable[RecoveredRow]) -> int:
    """Print rows, table by table, as they come; give their number."""
    width = shutil.get_terminal_size((ROOM, 24)).columns
    count = 0
    for _key, group in groupby(rows, key=lambda row: (row.table, row.table_sure, row.columns)):
        while listed := list(islice(group, ROWS)):
            _print(listed, width)
            count += len(listed)
    return count


def _print(rows: Sequence[RecoveredRow], width: int) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    first = rows[0]
    cells = [[_cell(row, place) for place in range(len(first.columns))] for row in rows]
    heads = [_head(row) for row in rows]
    fixed = [max(len(name), *(len(head[at]) for head in heads)) for at, name in enumerate(_FIXED)]
    layout = arrange(
        [shown(name) for name in first.columns], cells, width - sum(fixed) - GAP * len(fixed), _alias(first)
    )
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, title_justify="left", title_style="bold")
    table.title = _title(first, len(rows))
    for name, room in zip(_FIXED, fixed, strict=True):
        table.add_column(name, width=room, no_wrap=True, justify="right" if name == "row id" else "left")
    for place, room in layout.columns:
        table.add_column(shown(first.columns[place]), width=room, no_wrap=True, overflow="ellipsis")
    for head, listed in zip(heads, cells, strict=True):
        table.add_row(*head, *(listed[place] for place, _ in layout.columns))
    console = Console(width=width, highlight=False, markup=False, emoji=False, soft_wrap=False)
    console.print()
    console.print(table)
    for line in _below(rows, cells, layout):
        console.print(line, style="dim")


def _title(row: RecoveredRow, count: int) -> str:
    name = shown(row.table) if row.table else "unknown table"
    return f"{name}{'' if row.table_sure else ' (?)'}, {counted(count, 'row')}"


def _below(rows: Sequence[RecoveredRow], cells: Sequence[Sequence[str]], layout: Layout) -> Iterator[str]:
    """Say what the table leaves out."""
    names = [shown(name) for name in rows[0].columns]
    said = {place: cells[0][place] for place in layout.same}
    if told := [f"{names[place]} {text}" for place, text in said.items() if text not in ("", LOST)]:
        yield f"in all of these rows: {', '.join(told)}"
    for text, words in (("", "NULL"), (LOST, "lost")):
        if told := [names[place] for place in said if said[place] == text]:
            yield f"{words} in all of these rows: {', '.join(told)}"
    if layout.hidden:
        yield f"no room for {', '.join(names[place] for place in layout.hidden)}: --full shows every value"
    marks = {row.marks[place] for row in rows for place, _ in layout.columns}
    yield from (note for mark, note in _NOTES.items() if mark in marks)


def arrange(names: Sequence[str], cells: Sequence[Sequence[str]], room: int, alias: int | None = None) -> Layout:
    """Choose columns and widths for a number of characters.

    What is the same in all rows stands below the table; long texts are cut before a column is left out, and the
    columns with the fewest different values are left out first.

    Args:
        names: of the columns.
        cells: the rows.
        room: the characters that the columns may take, the gaps between them counted.
        alias: a column that is shown as the row id already.
    """
    kinds = [len({row[place] for row in cells}) for place in range(len(names))]
    same = tuple(place for place, kind in enumerate(kinds) if kind == 1 and place != alias and len(cells) > 1)
    wanted = {
        place: min(WIDE, max(len(name), *(len(row[place]) for row in cells)))
        for place, name in enumerate(names)
        if place not in same and place != alias and (len(cells) > 1 or cells[0][place])
    }
    least = {place: min(width, DIGITS if _is_number(cells, place) else NARROW) for place, width in wanted.items()}
    chosen = sorted(wanted, key=lambda place: (-kinds[place], -wanted[place], place))
    while len(chosen) > 1 and sum(least[place] + GAP for place in chosen) > room:
        chosen.pop()
    widths = {place: wanted[place] for place in sorted(chosen)}
    while sum(widths.values()) + GAP * len(widths) > room:
        widest = max(widths, key=lambda place: widths[place] - least[place])
        if widths[widest] == least[widest]:
            break
        widths[widest] -= 1
    hidden = tuple(place for place in wanted if place not in widths)
    return Layout(tuple(widths.items()), same, hidden)


def _is_number(cells: Sequence[Sequence[str]], place: int) -> bool:
    return all(row[place].lstrip("-").replace(".", "", 1).isdecimal() for row in cells if row[place] not in ("", LOST))


def _alias(row: RecoveredRow) -> int | None:
    return next((at for at, mark in enumerate(row.marks) if mark in (Mark.ROWID, Mark.ROWID_LOST)), None)


def _head(row: RecoveredRow) -> tuple[str, ...]:
    place = f"{row.place.role} {row.place.offset}" + (f" +{len(row.others)}" if row.others else "")
    return "lost" if row.rowid is None else str(row.rowid), row.state, f"{row.confidence:.2f}", place


def _cell(row: RecoveredRow, place: int) -> str:
    value, mark = row.values[place], row.marks[place]
    if mark in (Mark.MISSING, Mark.ROWID_LOST):
        return LOST
    text = f"x'{value[:WIDE].hex()}'" if isinstance(value, bytes) else "" if value is None else shown(str(value))
    if mark is Mark.PREFIX:
        return f"{text}..."
    sign = _SIGNS.get(mark, "") if text or mark is not Mark.DEFAULT else ""
    return sign + text
