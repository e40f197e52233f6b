"""Conversations as people know them, every message with its item number."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from phonefx.report.pdf.blocks import heading, note, paragraph, reference
from phonefx.report.pdf.book import Book, Row, text
from phonefx.report.pdf.bubbles import divider, draw_bubble
from phonefx.report.pdf.sections.messages import bubble_of, prepare
from phonefx.report.pdf.sheet import GREY

CONTEXT = 2
_BOUNDED = {"conversations": 10, "messages": 25}
_LISTED = 400

_TOLD = """
CREATE TEMP TABLE told AS
WITH said AS (
    SELECT i.id AS item, i.exhibit AS exhibit, i.parser AS parser, i.time_us AS time_us, m.thread_name AS name,
           coalesce(nullif(m.thread, ''), m.counterpart, '') AS thread, m.counterpart AS who
    FROM message m JOIN item i ON i.id = m.item),
ranked AS (
    SELECT exhibit, parser, thread, row_number() OVER (ORDER BY count(*) DESC, exhibit, parser, thread) AS rank
    FROM said GROUP BY exhibit, parser, thread)
SELECT ranked.rank AS rank, said.item AS item, said.exhibit AS exhibit, said.time_us AS time_us, row_number() OVER (
    PARTITION BY ranked.rank ORDER BY said.time_us IS NULL, said.time_us, said.item) AS place
FROM said JOIN ranked ON ranked.exhibit = said.exhibit AND ranked.parser = said.parser AND ranked.thread = said.thread
"""
_GROUPS = """
SELECT t.rank AS rank, count(*) AS messages, min(t.time_us) AS first, max(t.time_us) AS last,
max(m.thread_name) AS name,
       max(m.thread) AS thread, count(DISTINCT m.counterpart) AS parties, max(m.counterpart) AS who,
       max(m.counterpart_name) AS who_name, max(m.service) AS service,
       max(t.exhibit) AS exhibit,
       sum(t.rank * 1000000000 + t.place IN (SELECT spot FROM kept)) AS shown
FROM told t JOIN message m ON m.item = t.item GROUP BY t.rank
HAVING shown ORDER BY t.rank
"""
_MESSAGES = """
SELECT t.rank AS rank, t.place AS place, i.id AS item, i.time_us AS time_us, i.basis AS basis, i.state AS state,
       i.exhibit AS exhibit, m.*, r.confidence AS confidence, r.place AS found, r.partial AS partial
FROM kept k JOIN told t ON t.rank * 1000000000 + t.place = k.spot JOIN message m ON m.item = t.item
     JOIN item i ON i.id = t.item LEFT JOIN recovery r ON r.item = t.item
ORDER BY k.spot
"""


def draw(book: Book) -> None:
    """Draw the list of conversations, then each of them."""
    sheet, say = book.sheet, book.say
    _choose(book)
    whole, shown = book.one("SELECT count(*) FROM told"), book.one("SELECT count(*) FROM kept")
    paragraph(sheet, say("{shown} of {whole} messages, by conversation.").format(shown=shown, whole=whole))
    if not shown:
        return
    note(sheet, say(
        "To the right: sent by the account of the exhibit's phone. To the left: received. A broken red"
        " outline marks what"
        " was not simply present: recovered, an earlier version, or in the phone's bin. A line in the"
        " middle says how many"
        " messages are not shown."
    ))  # fmt: skip
    groups = {row["rank"]: row for row in book.rows(_GROUPS)}
    _list(book, groups)
    prepare(book)
    for rank, rows in groupby(book.rows(_MESSAGES), key=lambda row: int(row["rank"])):
        _conversation(book, groups[rank], rows)


def _choose(book: Book) -> None:
    """Number the messages of each conversation and choose which are shown."""
    database, bounded = book.database, book.options.limit
    for name in ("told", "kept"):
        database.execute(f"DROP TABLE IF EXISTS temp.{name}")
    database.execute(_TOLD)
    database.execute("CREATE INDEX temp.told_spot ON told(rank * 1000000000 + place)")
    database.execute("CREATE INDEX temp.told_item ON told(item)")
    database.execute("CREATE TEMP TABLE kept(spot INTEGER PRIMARY KEY)")
    if not book.options.selection.is_empty:
        database.execute(
            "INSERT OR IGNORE INTO kept SELECT rank * 1000000000 + told.place + step.value FROM chosen JOIN"
            " told USING (item),"
            " (WITH RECURSIVE n(value) AS (SELECT ? UNION ALL SELECT value + 1 FROM n WHERE value < ?)"
            " SELECT value FROM n) step"
            " WHERE rank * 1000000000 + told.place + step.value IN (SELECT rank * 1000000000 + place FROM told)",
            (-CONTEXT, CONTEXT),
        )
    elif bounded is None:
        database.execute("INSERT INTO kept SELECT rank * 1000000000 + place FROM told")
    elif bounded:
        database.execute(
            "INSERT INTO kept SELECT rank * 1000000000 + place FROM told JOIN"
            " (SELECT rank AS r, count(*) AS n FROM told GROUP BY rank) ON r = rank WHERE rank <= ? AND place > n - ?",
            (_BOUNDED["conversations"], _BOUNDED["messages"]),
        )


def title_of(book: Book, group: Row) -> str:
    """Name a conversation: its own name, else the one other party, else its identifier."""
    if group["name"]:
        return text(group["name"])
    if group["parties"] == 1:
        return book.who(group["who"], group["who_name"])
    return text(group["thread"]) or book.say("without a counterpart")


def _list(book: Book, groups: dict[int, Row]) -> None:
    sheet = book.sheet
    for rank, group in list(groups.items())[:_LISTED]:
        sheet.room(12)
        sheet.y -= 11.5
        sheet.page_number_of(f"conversation-{rank}", sheet.right, sheet.y)
        said = book.say("{shown} of {whole} messages").format(shown=group["shown"], whole=group["messages"])
        line = sheet.set.wrap(title_of(book, group), sheet.width - 190, 8.5)[0]
        sheet.ink(GREY)
        sheet.set.text(said, sheet.right - 180, sheet.y, 8)
        reference(sheet, "›", f"conversation-{rank}", sheet.left, sheet.y, 8.5)
        sheet.ink((0.07, 0.08, 0.10))
        sheet.set.draw(line, sheet.left + 10, sheet.y, 8.5)
        sheet.link(f"conversation-{rank}", sheet.left, sheet.y - 2, sheet.width, 11)
    sheet.y -= 8


def _conversation(book: Book, group: Row, rows: Iterator[Row]) -> None:
    sheet, say, clock = book.sheet, book.say, book.clock
    heading(sheet, title_of(book, group), f"conversation-{group['rank']}", 1)
    about = [
        say("Exhibit {label}").format(label=group["exhibit"]),
        text(group["service"]),
        say("{count} messages").format(count=group["messages"]),
    ]
    if group["first"] is not None:
        about.append(f"{clock.show(group['first'])} – {clock.show(group['last'])}")
    if group["parties"] != 1:
        about.append(say("{count} other parties").format(count=group["parties"]))
    paragraph(sheet, " · ".join(filter(None, about)), size=8, colour=GREY)
    place, day = 0, ""
    for row in rows:
        _gap(book, row["place"] - place - 1)
        place = row["place"]
        today = clock.day(row["time_us"], row["basis"]) if row["time_us"] is not None else say("without a time")
        if today != day:
            divider(sheet, today)
            day = today
        draw_bubble(sheet, bubble_of(book, row, in_group=group["parties"] != 1))
    _gap(book, group["messages"] - place)


def _gap(book: Book, missing: int) -> None:
    if missing > 0:
        divider(book.sheet, book.say("… {count} messages not shown …").format(count=missing))
