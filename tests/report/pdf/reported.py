"""A made case with every script in it, for tests of the report; all people and numbers are invented."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.made_case import write

from phonefx.case import schema

START_US = 1_710_000_000_000_000
MINUTE_US = 60_000_000
ANNA, OMAR, GROUP = "+447700900101", "+447700900103", "group-7"
SENTENCES = {
    "latin": "Straße, naïve, Łódź",
    "cyrillic": "Встретимся завтра в 14:30",
    "greek": "Καλημέρα σε όλους",
    "arabic": "اتصل بي على +44 7700 900123 غدا",
    "hebrew": "הפגישה ב-14:30 ברחוב Main Street 12",
    "devanagari": "नमस्ते, कल मिलते हैं",
    "thai": "พรุ่งนี้เจอกันที่สถานี",
    "chinese": "你好，明天见。",
    "japanese": "日本語のテキスト",
    "korean": "안녕하세요",
    "emoji": "ok 😀 👨‍👩‍👧‍👦 🇬🇧 👍🏽 1️⃣",
}
SHA = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


class MadeCase:
    """Writes rows into an empty case database, numbering the items."""

    def __init__(self, place: str | Path = ":memory:") -> None:
        self.db = sqlite3.connect(place)
        schema.create_case(self.db)
        self.items = 0
        self._sources: dict[tuple[str, str, str, str], int] = {}
        self.meta(case_number="OP-2026-114", examiner="D. Example", agency="Example Laboratory", version="0.1.0",
                  timezone="Europe/Berlin", timezone_from="the phone's setting", format=str(schema.FORMAT),
                  complete="yes")  # fmt: skip
        self.insert("exhibit", id=1, label="E1", name="phone.zip", kind="zip", size=5_000, sha256=SHA, files=12)
        self.insert(
            "file", id=1, exhibit=1, path="/data/sms.db", stored="root/data/sms.db", size=4096, sha256="ab" * 32
        )

    def meta(self, **facts: str) -> None:
        self.db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", facts.items())

    def insert(self, table: str, **values: Any) -> None:
        write(self.db, table, **values)

    def item(
        self, kind: str, us: int | None, *, state: str = "live", basis: str = "utc", parser: str = "", **values: Any
    ) -> int:
        """Add one item of a kind; gives its number."""
        place = (kind, state, basis, parser or f"made.{kind}")
        if place not in self._sources:
            self._sources[place] = number = len(self._sources) + 1
            self.insert("source", id=number, file=1, parser=place[3], version="0.1.0", table_name=kind, kind=kind,
                        state=state, basis=basis, decoding="unix_ms", rows_read=0, records=0, skipped=0)  # fmt: skip
        self.items += 1
        if us is not None:
            values["time_raw"] = us // 1000
        self.insert(kind, item=self.items, source=self._sources[place], key=self.items * 10, time_us=us, **values)
        self.db.execute(
            "UPDATE source SET rows_read = rows_read + 1, records = records + 1 WHERE id = ?", (self._sources[place],)
        )
        return self.items

    def message(self, body: str, minute: int = 0, who: str = ANNA, direction: str = "incoming", **values: Any) -> int:
        values = {"counterpart": who, "thread": who, "service": "SMS"} | values
        return self.item("message", START_US + minute * MINUTE_US, body=body, direction=direction, **values)

    def contact(self, name: str, *numbers: str, **values: Any) -> int:
        number = self.item("contact", None, name=name, **values)
        for each in numbers:
            self.insert("contact_point", item=number, type="phone", label="mobile", value=each)
        return number


def many_scripts() -> MadeCase:
    """A small case with a message in each script, both directions, calls, positions, and what was recovered."""
    made = MadeCase()
    made.contact("Anna Müller", "07700 900101", "+44 7700 900101")
    made.contact("عمر", OMAR)
    for minute, body in enumerate(SENTENCES.values()):
        made.message(body, minute * 700, direction=("incoming", "outgoing")[minute % 2], guid=f"g{minute}")
    made.message("I see", 60, who=OMAR, reply_to="g0")
    made.message("hello all", 61, who=OMAR, thread=GROUP, thread_name="Weekend trip")
    made.message("me too", 62, who=ANNA, thread=GROUP, thread_name="Weekend trip")
    lost = made.message("this was deleted", 30, state="recovered")
    made.insert(
        "recovery", item=lost, place="free page", page=4, confidence=0.75, reason="fits the table", partial="subject"
    )
    kept = made.message("see the picture", 31)
    made.insert("attachment", item=kept, path="/sdcard/IMG_1.jpg", name="IMG_1.jpg", mime="image/jpeg", size=34567)
    made.item(
        "call", START_US + 5 * MINUTE_US, direction="outgoing", outcome="answered", duration_s=42, counterpart=ANNA
    )
    made.item("location", START_US, latitude=52.5163, longitude=13.3777, accuracy_m=12.0, evidence_of="device_fix")
    made.item("location", START_US, latitude=48.8584, longitude=2.2945, evidence_of="searched", place="a tower")
    made.item("visit", START_US, basis="device", latitude=52.5, longitude=13.4, evidence_of="device_inferred")
    made.item("device_fact", None, name="model", value="Pixel 7a")
    made.insert("coverage", exhibit="E1", parser="made.message", title="Messages", outcome="read", files=1, items=16)
    made.insert("coverage", exhibit="E1", parser="made.chat", title="Chat", outcome="no such file", files=0, items=0)
    made.insert(
        "problem", exhibit="E1", parser="made.call", path="/data/calls.db", code="schema", message="no column number"
    )
    made.insert("unread", exhibit="E1", path="/data/other.db", size=10, reason="no parser claims it")
    made.db.commit()
    return made


def texts(rows: Iterable[tuple[Any, ...]]) -> list[str]:
    return [str(row[0]) for row in rows]
