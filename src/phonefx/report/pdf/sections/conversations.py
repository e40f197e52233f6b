"""Conversations as people know them, every message with its item number."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import chain, groupby

from phonefx.report.pdf.blocks import heading, note, paragraph, reference
from phonefx.report.pdf.book import Book, Row, text
from phonefx.report.pdf.bubbles import Bubble, divider, draw_bubble, room_for
from phonefx.report.pdf.sections.flow import NEAR_US, Flow
from phonefx.report.pdf.sections.messages import bubble_of, prepare, told_once
from phonefx.report.pdf.sheet import GREY

CONTEXT = 2
_BOUNDED = {"conversations": 10, "messages": 25}
_LISTED = 400
_EVER = -(1 << 63)
_HEADING_HEIGHT = 40.0

_STORE = """
CREATE TEMP TABLE store AS
SELECT a.parser AS parser, min(b.parser) AS store FROM source a JOIN source b ON b.file = a.file
WHERE a.kind = 'message' AND b.kind = 'message' AND a.records AND b.records GROUP BY a.parser
"""
"""Parsers that read one file, such as those of SMS and MMS, tell of the same conversations."""
_NAME = "coalesce(nullif(c.thread, ''), c.counterpart, '')"
_THREADS = f"""
CREATE TEMP TABLE thread AS
WITH counted AS (
    SELECT c.source AS source, {_NAME} AS name, sum(u.items) AS messages
    FROM {{uses}} u JOIN message_common c ON c.id = u.common WHERE u.kind = 'message' GROUP BY 1, 2),
whose AS (
    SELECT c.source AS source, c.name AS name, c.messages AS messages, x.label AS exhibit,
           coalesce(t.store, s.parser) AS store
    FROM counted c JOIN source s ON s.id = c.source JOIN file f ON f.id = s.file JOIN exhibit x ON x.id = f.exhibit
         LEFT JOIN store t ON t.parser = s.parser),
ranked AS (
    SELECT exhibit, store, name, row_number() OVER (ORDER BY sum(messages) DESC, exhibit, store, name) AS rank
    FROM whose GROUP BY exhibit, store, name)
SELECT w.source AS source, w.name AS name, w.messages AS messages, w.exhibit AS exhibit, r.rank AS rank
FROM whose w JOIN ranked r ON r.exhibit = w.exhibit AND r.store = w.store AND r.name = w.name
"""
"""The conversations of each source; those of one exhibit and store with one name are one, the longest first."""
_TOLD = f"""
CREATE TEMP TABLE told AS
WITH wanted AS MATERIALIZED (
    SELECT c.id AS common, t.rank AS rank, t.exhibit AS exhibit
    FROM message_common c CROSS JOIN thread t ON t.source = c.source AND t.name = {_NAME} WHERE t.rank <= ?)
SELECT w.rank AS rank, m.item AS item, w.common AS common, w.exhibit AS exhibit, m.time_us AS time_us,
       row_number() OVER (PARTITION BY w.rank ORDER BY m.time_us IS NULL, m.time_us, m.item) AS place
FROM message_own m CROSS JOIN wanted w ON w.common = m.common
"""
_EVERY = 1 << 62
_APART = ("exhibit", "service", "thread", "who")
_GROUPS = """
SELECT t.rank AS rank, count(*) AS messages, min(t.time_us) AS first, max(t.time_us) AS last,
max(m.thread_name) AS name,
       max(m.thread) AS thread, count(DISTINCT m.counterpart) AS parties, max(m.counterpart) AS who,
       max(m.counterpart_name) AS who_name, group_concat(DISTINCT nullif(m.service, '')) AS service,
       max(t.exhibit) AS exhibit,
       sum(t.rank * 1000000000 + t.place IN (SELECT spot FROM kept)) AS shown
FROM told t JOIN message m ON m.item = t.item GROUP BY t.rank
HAVING shown ORDER BY t.rank
"""
_MESSAGES = """
SELECT t.rank AS rank, t.place AS place, m.item AS item, m.time_us AS time_us, i.basis AS basis, i.state AS state,
       i.exhibit AS exhibit, m.*, r.confidence AS confidence, r.place AS found, r.partial AS partial, r.reason AS reason
FROM kept k JOIN told t ON t.rank * 1000000000 + t.place = k.spot JOIN message m ON m.item = t.item
     JOIN origin i ON i.source = m.source LEFT JOIN recovery r ON r.item = t.item
ORDER BY k.spot
"""


def draw(book: Book) -> None:
    """Draw the list of conversations, then each of them."""
    sheet, say = book.sheet, book.say
    _choose(book)
    whole, shown = book.one("SELECT sum(messages) FROM thread") or 0, book.one("SELECT count(*) FROM kept")
    paragraph(sheet, say("{shown} of {whole} messages, by conversation.").format(shown=shown, whole=whole))
    if not shown:
        return
    note(sheet, say(
        "To the right: sent by the account of the exhibit's phone. To the left: received. A broken red outline marks"
        " what was not simply present: recovered, an earlier version, or in the phone's bin. A line in the middle says"
        " how many messages are not shown. A grey frame is no message: a call with this person, or the position that"
        " the phone recorded nearest to the message below it, at most {minutes} minutes away and not more than one an"
        " hour."
    ).format(minutes=NEAR_US // 60_000_000))  # fmt: skip
    groups = {row["rank"]: row for row in book.rows(_GROUPS)}
    titles = titles_of(book, groups)
    _list(book, groups, titles)
    prepare(book)
    flow = Flow(book)
    for rank, rows in groupby(book.rows(_MESSAGES), key=lambda row: int(row["rank"])):
        _conversation(book, groups[rank], titles[rank], rows, flow)


def _choose(book: Book) -> None:
    """Number the messages of each conversation and choose which are shown."""
    database, bounded = book.database, book.options.limit
    for name in ("store", "thread", "told", "kept"):
        database.execute(f"DROP TABLE IF EXISTS temp.{name}")
    database.execute(_STORE)
    database.execute(_THREADS.format(uses=book.uses(every=True)))
    database.execute("CREATE INDEX temp.thread_name ON thread(source, name, rank)")
    some = bounded is not None and book.options.selection.is_empty
    database.execute(_TOLD, (_BOUNDED["conversations"] if some else _EVERY,))
    database.execute("CREATE INDEX temp.told_spot ON told(rank * 1000000000 + place)")
    database.execute("CREATE TEMP TABLE kept(spot INTEGER PRIMARY KEY)")
    if not book.options.selection.is_empty:
        database.execute("CREATE INDEX temp.told_item ON told(item)")
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


def titles_of(book: Book, groups: dict[int, Row]) -> dict[int, str]:
    """Name conversations by their rank; behind a name that several have stands what tells them apart."""
    titles = {rank: title_of(book, group) for rank, group in groups.items()}
    for field in _APART:
        alike: dict[str, list[int]] = {}
        for rank, title in titles.items():
            alike.setdefault(title, []).append(rank)
        for title, ranks in alike.items():
            told = {rank: text(groups[rank][field]) for rank in ranks}
            if len({*told.values()}) > 1:
                titles |= {rank: f"{title} · {said}" for rank, said in told.items() if said}
    return titles


def _list(book: Book, groups: dict[int, Row], titles: dict[int, str]) -> None:
    sheet = book.sheet
    for rank, group in list(groups.items())[:_LISTED]:
        sheet.room(12)
        sheet.y -= 11.5
        sheet.page_number_of(f"conversation-{rank}", sheet.right, sheet.y)
        said = book.say("{shown} of {whole} messages").format(shown=group["shown"], whole=group["messages"])
        lines = sheet.set.wrap(titles[rank], sheet.width - 200, 8.5)
        sheet.ink(GREY)
        sheet.set.text(said, sheet.right - 180, sheet.y, 8)
        reference(sheet, "›", f"conversation-{rank}", sheet.left, sheet.y, 8.5)
        sheet.ink((0.07, 0.08, 0.10))
        sheet.set.draw(lines[0], sheet.left + 10, sheet.y, 8.5)
        if len(lines) > 1:  # the heading of the conversation has all of it
            sheet.set.text("…", sheet.right - 189, sheet.y, 8.5)
        sheet.link(f"conversation-{rank}", sheet.left, sheet.y - 2, sheet.width, 11)
    sheet.y -= 8


def _conversation(book: Book, group: Row, title: str, rows: Iterator[Row], flow: Flow) -> None:
    in_group = group["parties"] != 1
    told = told_once(book, rows)
    opening = next(told)
    first = bubble_of(book, opening, in_group=in_group, sent=flow.sent(opening["item"]))
    calls, whole = flow.calls(group, opening["time_us"] if opening["time_us"] is not None else _EVER)
    book.sheet.room(_HEADING_HEIGHT + room_for(book.sheet, first, ("", "")))
    _head(book, group, title, len(calls), whole)
    page, place, waiting = _Page(book), 0, deque(calls)
    for row in chain((opening,), told):
        page.gap(row["place"] - place - 1)
        place = row["place"] + len(row["again"])
        while waiting and (row["time_us"] is None or waiting[0]["time_us"] <= row["time_us"]):
            call = waiting.popleft()
            page.draw(call, flow.call(call))
        fix = flow.fix(row)
        if fix is not None:
            page.draw(row, fix)
        is_first = row is opening
        page.draw(row, first if is_first else bubble_of(book, row, in_group=in_group, sent=flow.sent(row["item"])))
    page.gap(group["messages"] - place)
    for call in waiting:
        page.draw(call, flow.call(call))
    page.close()


def _head(book: Book, group: Row, title: str, calls: int, whole: int) -> None:
    sheet, say, clock = book.sheet, book.say, book.clock
    heading(sheet, title, f"conversation-{group['rank']}", 1)
    about = [
        say("Exhibit {label}").format(label=group["exhibit"]),
        ", ".join(sorted(text(group["service"]).split(","))),
        say("messages: {count}").format(count=group["messages"]),
    ]
    if group["first"] is not None:
        about.append(f"{clock.show(group['first'])} – {clock.show(group['last'])}")
    if group["parties"] != 1:
        about.append(say("other parties: {count}").format(count=group["parties"]))
    if whole:
        about.append(say("calls with this person shown: {shown} of {whole}").format(
            shown=calls, whole=whole))  # fmt: skip
    paragraph(sheet, " · ".join(filter(None, about)), size=8, colour=GREY)


class _Page:
    """Draws bubbles one below the other, a divider above the first of each day and where messages are left out."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._day = ""
        self._heads: list[str] = []

    def gap(self, missing: int) -> None:
        """Say that messages are left out here."""
        if missing > 0:
            self._heads.append(self._book.say("… messages not shown: {count} …").format(count=missing))

    def draw(self, row: Row, bubble: Bubble) -> None:
        """Draw a bubble at the time of its row."""
        book, us = self._book, row["time_us"]
        today = book.clock.day(us, row["basis"]) if us is not None else book.say("without a time")
        if today != self._day:
            self._heads.append(today)
            self._day = today
        draw_bubble(book.sheet, bubble, self._heads)
        self._heads = []

    def close(self) -> None:
        """Draw what stands below the last bubble."""
        for head in self._heads:
            divider(self._book.sheet, head)
