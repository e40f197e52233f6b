"""The map of a phone's positions, and the stays computed from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from phonefx.report.maps.drawn import draw_map
from phonefx.report.maps.marks import Position
from phonefx.report.maps.redacted import map_case
from phonefx.report.maps.scene import Label
from phonefx.report.maps.tiles import open_tiles
from phonefx.report.pdf.blocks import heading, note, paragraph
from phonefx.report.pdf.book import Book
from phonefx.report.pdf.positions import positions_of
from phonefx.report.pdf.rows import Column, Table
from phonefx.report.pdf.text.faces import BODY, BOLD
from phonefx.timeline.movement import Stay

_MAP_HEIGHT: Final = 400.0


def draw(book: Book) -> None:
    """Draw one map and one list of stays for each exhibit that has positions."""
    if book.options.redaction.place_decimals is not None:
        paragraph(book.sheet, book.say("No map: positions are withheld or rounded in this report."))
        return
    explained = False
    for (label,) in book.database.execute("SELECT label FROM exhibit ORDER BY label").fetchall():
        positions, every = positions_of(book, label)
        if positions:
            explained = _map(book, label, positions, every) or explained
    if explained:
        _explain(book)


def _map(book: Book, label: str, positions: list[Position], every: int) -> bool:
    """Draw the map and the stays of an exhibit; tells whether it has stays."""
    sheet, say, clock = book.sheet, book.say, book.clock
    heading(sheet, say("Map of exhibit {label}").format(label=label), f"map-{label}", 1)
    times = [each.time_us for each in positions if each.time_us is not None]
    stays = (
        []
        if not book.options.selection.is_empty
        else list(map_case(book.database, book.options.redaction).stays(label))
    )
    picture = draw_map(
        positions, stays=stays, cited=book.options.limit, width_pt=sheet.width, height_pt=_MAP_HEIGHT,
        offset_minutes=clock.minutes(times[len(times) // 2]) if times else 0,
        tiles=open_tiles(book.options.base_map) if book.options.base_map is not None else None,
        say=book.phrase,
    )  # fmt: skip
    sheet.room(picture.height + 30)
    sheet.y -= picture.height
    told = say("Map of the positions of exhibit {label}; the positions are listed below as text").format(label=label)
    with sheet.tagged("Figure", told):
        picture.draw_on(sheet.canvas, sheet.left, sheet.y, _writer(book))
    sheet.forget_ink()
    sheet.y -= 6
    said = say("Summary of the positions listed below (items {first} to {last}), made for orientation; the list is what"
               " counts.")  # fmt: skip
    items = sorted(each.item for each in positions if each.item is not None)
    note(sheet, said.format(first=f"#{items[0]}", last=f"#{items[-1]}"))
    counted = say("{shown} of {whole} positions of the list are inside the map, {away} are not: out of its window, or"
                  " no possible place. A line over more than an hour without a position is broken.")  # fmt: skip
    paragraph(sheet, counted.format(shown=picture.shown, whole=len(positions), away=picture.not_shown))
    if every > 1:
        note(sheet, say("The map shows one position in {count}, in the order of time.").format(count=every), alert=True)
    if stays:
        _stays(book, stays)
    return bool(stays)


def _stays(book: Book, stays: list[Stay]) -> None:
    say = book.say
    paragraph(book.sheet, say("Stays, computed from the positions of the device"), base=BOLD, after=2)
    limit = book.options.limit
    shown = stays if limit is None else stays[:limit]
    paragraph(book.sheet, say("{shown} of {whole} stays.").format(shown=len(shown), whole=len(stays)), after=2)
    columns = [Column(say("Stay"), 0.6), Column(say("Arrived between"), 2.9), Column(say("Left between"), 2.9),
               Column(say("Centre and radius"), 2.3), Column(say("Positions"), 1, to_right=True),
               Column(say("Near"), 2), Column(say("Items"), 1.2)]  # fmt: skip
    Table(book.sheet, columns, 7).draw(_stay_rows(book, shown))


def _explain(book: Book) -> None:
    note(book.sheet, book.say(
        "A stay is a time during which the positions of the phone lie within a circle that holds 95 % of them. It began"
        " after the last position outside and ended before the first one outside; between these the data says no more."
        " The line on the map joins positions in the order of time; it is not the way taken. Rules and parameters are"
        " in the documentation of the version named under method."
    ))  # fmt: skip


def _stay_rows(book: Book, stays: list[Stay]) -> Iterator[tuple[str, ...]]:
    show, say = book.clock.show, book.say
    for stay in stays:
        before = show(stay.before_us) or say("no earlier position")
        after = show(stay.after_us) or say("no later position")
        centre = f"{stay.latitude:.5f}, {stay.longitude:.5f}, {stay.radius_m:.0f} m"
        items = f"{book.cite(stay.first_item)} – {book.cite(stay.last_item)}"
        yield (str(stay.id), f"{before}\n{show(stay.arrived_us)}", f"{show(stay.departed_us)}\n{after}", centre,
               str(stay.fixes), book.phrase(stay.near or ""), items)  # fmt: skip


def _writer(book: Book) -> Callable[[Any, Label], None]:
    """Give a function that sets the map's labels with the report's fonts."""
    put = book.sheet.set

    def write(canvas: Any, label: Label) -> None:  # noqa: ANN401
        line = put.wrap(label.text, 1e6, label.size, BOLD if label.bold else BODY)[0]
        x = label.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[label.anchor] * line.width * label.size / 1000
        canvas.setFillAlpha(1)
        canvas.setStrokeAlpha(1)
        if label.halo:
            canvas.addLiteral(f"q 1 Tr 1 j 1 1 1 RG {label.size / 5:.2f} w")
            put.draw(line, x, label.y, label.size)
            canvas.addLiteral("Q")
        red, green, blue = (part / 255 for part in label.colour)
        canvas.addLiteral(f"{red:.3f} {green:.3f} {blue:.3f} rg")
        put.draw(line, x, label.y, label.size)

    return write
