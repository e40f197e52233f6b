"""What belongs between the messages of a conversation: calls with that person, and where the phone or a place was."""

from __future__ import annotations

from typing import Final

from phonefx.case import blocks
from phonefx.case.schema import between
from phonefx.records import EVIDENCE_OF
from phonefx.report.pdf.book import Book, Row, measure, text
from phonefx.report.pdf.bubbles import INCOMING, OUTGOING, Bubble
from phonefx.report.pdf.located import located
from phonefx.report.pdf.sections.naming import code_word, state_word
from phonefx.report.pdf.sections.places import method_of, position

NEAR_US: Final = 5 * 60_000_000
"""A position of the phone stands beside a message where it was recorded this near to it in time."""
APART_US: Final = 60 * 60_000_000
"""Time after which a further position is printed in a conversation."""
MOST_CALLS: Final = 25
"""Calls that a bounded report prints in one conversation."""
_EVER: Final = -(1 << 63)

_TABLES: Final = {
    "flow_call": """
WITH whose AS MATERIALIZED (
    SELECT DISTINCT u.common AS common, coalesce(d.person, -d.id) AS person
    FROM {uses} u CROSS JOIN party_common p ON p.kind = 'call' AND p.common = u.common AND p.role = 'counterpart'
         CROSS JOIN identity d ON d.id = p.identity
    WHERE u.kind = 'call' AND coalesce(d.person, -d.id) IN (
        SELECT coalesce(o.person, -o.id) FROM (SELECT DISTINCT common FROM told) t
               CROSS JOIN party_common q ON q.kind = 'message' AND q.common = t.common AND q.role = 'counterpart'
               CROSS JOIN identity o ON o.id = q.identity))
SELECT w.person AS person, i.exhibit AS exhibit, k.time_us AS time_us, k.item AS item
FROM call_own k CROSS JOIN whose w ON w.common = k.common CROSS JOIN origin i ON i.source = k.source
WHERE k.time_us IS NOT NULL AND i.state <> 'superseded'{only}
""",
    "flow_place": """
WITH place AS MATERIALIZED (
    SELECT k.item AS item, k.time_us AS time_us, i.file AS file FROM location k JOIN origin i ON i.source = k.source
    WHERE k.evidence_of >= 'shared' AND k.evidence_of < 'sharee' AND i.state = 'live'{only})
SELECT min(said.item) AS message, p.item AS item
FROM message_own said CROSS JOIN place p ON p.time_us = said.time_us
     CROSS JOIN source s ON s.id = said.source AND s.file = p.file
GROUP BY p.item HAVING count(*) = 1
""",
}
_INDEXES: Final = {"flow_call": "person, exhibit, time_us", "flow_place": "message"}
_PERSON: Final = """
SELECT coalesce(d.person, -d.id) FROM told t
       JOIN party_common p ON p.kind = 'message' AND p.common = t.common AND p.role = 'counterpart'
       JOIN identity d ON d.id = p.identity
WHERE t.rank * 1000000000 + t.place BETWEEN ?1 * 1000000000 AND (?1 + 1) * 1000000000 - 1 LIMIT 1
"""
_CALLS: Final = """
SELECT c.item AS item, c.time_us AS time_us, i.basis AS basis, i.state AS state, i.exhibit AS exhibit, c.direction AS
       direction, c.outcome AS outcome, c.service AS service, c.duration_s AS seconds, c.transcription AS said
FROM flow_call f JOIN call c ON c.item = f.item JOIN origin i ON i.source = c.source
WHERE f.person = ? AND f.exhibit = ? AND f.time_us >= ? ORDER BY f.time_us, f.item LIMIT ? OFFSET ?
"""
_FIX: Final = f"""
SELECT k.item AS item, k.time_us AS time_us, i.basis AS basis, i.exhibit AS exhibit, k.latitude AS latitude,
       k.longitude AS longitude, k.accuracy_m AS radius, k.method AS method
FROM {between("location", "?1", "?2 + 1", table="location_own", name="r")}
     CROSS JOIN location k ON k.item = +r.item JOIN origin i ON i.source = k.source
WHERE k.evidence_of = 'device_fix' AND i.state = 'live' AND i.basis = 'utc'
      AND i.exhibit = ?3{{only}} {{doubtful}} ORDER BY abs(k.time_us - ?4), k.item LIMIT 1
"""
_SURE: Final = "AND NOT EXISTS (SELECT 1 FROM flow_doubt t WHERE t.item = k.item)"
_DOUBT: Final = "INSERT INTO temp.flow_doubt SELECT item FROM track WHERE mark <> ''"
"""The positions that the track doubts, in a table of their own: the track is in order of time, not of items."""
_SENT: Final = """
SELECT l.item AS item, l.latitude AS latitude, l.longitude AS longitude, l.place AS place, l.evidence_of AS evidence
FROM flow_place f JOIN location l ON l.item = f.item WHERE f.message = ? ORDER BY l.item
"""


class Flow:
    """Finds what belongs between messages; with a selection, only what is selected."""

    def __init__(self, book: Book) -> None:
        self._book = book
        only = book.only("k.item")
        blocks.ready(book.database)
        self._has_people = book.has_table("party") and book.has_table("identity")
        self._has_sent = any(text(evidence).startswith("shared") for evidence, _ in located(book))
        for name, sql in _TABLES.items():
            if name == "flow_call" and not self._has_people:
                continue
            if name == "flow_place" and not self._has_sent:
                continue
            book.database.execute(f"DROP TABLE IF EXISTS temp.{name}")
            book.database.execute(f"CREATE TEMP TABLE {name} AS {sql.format(only=only, uses=book.uses(every=True))}")
            book.database.execute(f"CREATE INDEX temp.{name}_found ON {name}({_INDEXES[name]})")
        has_track = book.has_table("track")
        if has_track:
            book.database.execute("DROP TABLE IF EXISTS temp.flow_doubt")
            book.database.execute("CREATE TEMP TABLE flow_doubt(item INTEGER PRIMARY KEY)")
            book.database.execute(_DOUBT)
        self._fix = _FIX.format(only=only, doubtful=_SURE if has_track else "")
        self._has_fixes = any(evidence == "device_fix" for evidence, _ in located(book))
        self._printed: tuple[int, int] | None = None

    def calls(self, group: Row, since_us: int) -> tuple[list[Row], int]:
        """Give the calls with the one other party of a conversation that are printed, and how many there are.

        A bounded report prints the latest of those that are not before its first message.
        """
        if not self._has_people or group["parties"] != 1:
            return [], 0
        person = self._book.one(_PERSON, group["rank"])
        place = (person, group["exhibit"])
        count = "SELECT count(*) FROM flow_call WHERE person = ? AND exhibit = ? AND time_us >= ?"
        whole = self._book.one(count, *place, _EVER)
        bounded = self._book.options.limit is not None
        first = since_us if bounded else _EVER
        there = self._book.one(count, *place, first)
        most = MOST_CALLS if bounded else there
        return list(self._book.rows(_CALLS, *place, first, most, max(0, there - most))), whole

    def call(self, row: Row) -> Bubble:
        """Give what is drawn of a call: a frame on the side of who began it."""
        book, say = self._book, self._book.say
        way = text(row["direction"])
        hidden = book.withheld(row["item"])
        parts = [say("Call"), code_word(book, row["direction"]), code_word(book, row["outcome"])]
        if row["seconds"] is not None:
            parts.append(say("{count} s").format(count=measure(row["seconds"])))
        bubble = Bubble(side=way if way in {INCOMING, OUTGOING} else "", framed=True, solid=row["state"] == "live")
        bubble.sender = hidden or ", ".join(filter(None, parts))
        if not bubble.solid:
            bubble.marks = [state_word(book, row["state"]).upper()]
        bubble.body = "" if hidden else text(row["said"])
        foot = [book.clock.show(row["time_us"], row["basis"]), book.phrase(text(row["service"]))]
        bubble.foot = " · ".join(filter(None, [*foot, f"{row['exhibit']} {book.cite(row['item'])}"]))
        return bubble

    def fix(self, message: Row) -> Bubble | None:
        """Give the position that the phone recorded nearest to a message, unless one was printed shortly before."""
        us, rank = message["time_us"], message["rank"]
        if not self._has_fixes or us is None or message["basis"] != "utc":
            return None
        if self._printed is not None and self._printed[0] == rank and abs(us - self._printed[1]) < APART_US:
            return None
        near = (us - NEAR_US, us + NEAR_US, message["exhibit"], us)
        row = next(self._book.rows(self._fix, *near), None)
        if row is None or self._book.withheld(row["item"]):
            return None
        self._printed = (rank, us)
        return self._drawn(row)

    def _drawn(self, row: Row) -> Bubble:
        book, say = self._book, self._book.say
        bubble = Bubble(side="", framed=True, sender=say("Position recorded by the phone"))
        radius = say("no radius stored") if row["radius"] is None else say("radius {metres} m").format(
            metres=measure(book.options.redaction.radius(row["radius"])))  # fmt: skip
        where = position(book, row["latitude"], row["longitude"])
        bubble.details = [" · ".join(filter(None, (where, radius, method_of(book, row["method"]))))]
        bubble.foot = f"{book.clock.show(row['time_us'], row['basis'])} · {row['exhibit']} {book.cite(row['item'])}"
        return bubble

    def sent(self, item: int) -> list[str]:
        """Say which places a message sent: those stored with the same time in the same file as this message alone."""
        if not self._has_sent:
            return []
        book = self._book
        return [
            " · ".join(filter(None, (
                book.say("Place sent with it"), book.withheld(row["item"]) or self._place(row),
                book.say(EVIDENCE_OF[row["evidence"]]), book.cite(row["item"]),
            )))
            for row in book.rows(_SENT, item)
        ]  # fmt: skip

    def _place(self, row: Row) -> str:
        named = "" if self._book.options.redaction.moves_places else text(row["place"])
        where = position(self._book, row["latitude"], row["longitude"])
        return f"{where} ({named})" if named else where
