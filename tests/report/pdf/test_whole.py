"""Whole reports read back: the text of every cited item, every link and bookmark, on the demo and in every script."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pypdf import PdfReader
from tests.report.pdf.reported import MINUTE_US, SENTENCES, START_US, MadeCase, many_scripts

from phonefx.report.options import Options
from phonefx.report.pdf import write_report
from phonefx.report.pdf.text.visible import visible

RIGHT_TO_LEFT = re.compile("[\u0590-\u06ff]+")
HEBREW_NAME, ARABIC_NAME = "משה כהן 7", "عمر 2024 المكتب"


@dataclass(frozen=True)
class Report:
    database: sqlite3.Connection
    reader: PdfReader
    text: str
    """The text of all pages without any white space: a long word may be broken over two lines."""


def bare(text: str) -> str:
    return "".join(text.replace("\u200e", "").split())


def every_script() -> MadeCase:
    """The case of many scripts, with all of them in one message, and numbers in and beside names from right to left."""
    made = many_scripts()
    made.contact(HEBREW_NAME, "+447700900150")
    for number, body in enumerate((
        " | ".join(SENTENCES.values()), "רחוב הרצל 12, דירה 5 — טלפון 03-555-0123, קוד 4711#",
        "الموعد في 14:30 يوم 2024-03-09، السعر 1,250.50 €، رقم +44 7700 900123", "३ बजे मिलो, कमरा १२; (room 12) 😀👍🏽",
        "\U00012000 \u202e turned \u200b x\u0301\u0302", "a" * 300, "one\n\ntwo\tthree",
    )):  # fmt: skip
        made.message(body, 20_000 + number, who="+447700900150")
    made.message(
        "ok", 20_100, who="+447700900151", counterpart_name=ARABIC_NAME, edited_us=START_US + 20_101 * MINUTE_US
    )
    made.db.commit()
    return made


@pytest.fixture(scope="module", params=["demo", "scripts"])
def report(request, tmp_path_factory) -> Iterator[Report]:
    if request.param == "demo":
        database = sqlite3.connect(request.getfixturevalue("demo_case") / "case.db")
    else:
        database = every_script().db
    out: Path = tmp_path_factory.mktemp("whole") / "r.pdf"
    write_report(database, out, Options(preset="full"))
    reader = PdfReader(out)
    yield Report(database, reader, bare("".join(page.extract_text() for page in reader.pages)))
    database.close()


def cited(report: Report) -> dict[int, dict]:
    (content,) = report.reader.attachments["items.jsonl"]
    return {item["id"]: item for item in map(json.loads, content.splitlines())}


def pieces(text: str) -> list[str]:
    """What must stand in the pages: the whole text, or the words of each direction where it runs both ways."""
    shown = "".join(map(visible, text.splitlines()))
    if not RIGHT_TO_LEFT.search(shown):
        return [bare(shown)]
    return [
        *RIGHT_TO_LEFT.findall(shown),
        *map(bare, re.findall(r"[+\w][\w .,:/+-]*\w|\w", RIGHT_TO_LEFT.sub(";", shown))),
    ]


def test_every_item_of_the_case_is_cited(report):
    items = {item for (item,) in report.database.execute("SELECT id FROM item WHERE time_us IS NOT NULL")}
    assert items <= set(cited(report))
    assert [item for item in sorted(cited(report)) if f"#{item}" not in report.text] == []


def test_the_text_of_every_cited_item_is_that_of_the_case(report):
    seen = 0
    for item, who, name, text in report.database.execute("SELECT item, who, name, text FROM timeline ORDER BY item"):
        for stored in filter(None, (who, name, text)):
            found = [piece in report.text for piece in pieces(stored)]
            assert all(found), (item, stored, pieces(stored))
            seen += len(found)
    assert seen > 60


def test_undated_items_too(report):
    rows = report.database.execute(
        "SELECT c.name FROM contact c UNION ALL SELECT value FROM contact_point UNION ALL SELECT value FROM device_fact"
        " UNION ALL SELECT body FROM message UNION ALL SELECT body FROM revision"
    ).fetchall()
    assert len(rows) > 20
    assert [stored for (stored,) in rows if stored and not all(piece in report.text for piece in pieces(stored))] == []


def test_positions_are_those_of_the_case(report):
    rows = report.database.execute(
        "SELECT latitude, longitude FROM location UNION ALL SELECT latitude, longitude FROM visit"
    )
    assert [row for row in rows if f"{row[0]:.7g},{row[1]:.7g}" not in report.text] == []


def test_the_attached_fields_are_those_of_the_case(report):
    for item, each in cited(report).items():
        cursor = report.database.execute(f"SELECT * FROM {each['kind']} WHERE item = ?", (item,))
        names = [column[0] for column in cursor.description]
        stored = dict(zip(names, cursor.fetchone(), strict=True))
        given = each["fields"]
        assert {name: stored[name] for name in given if name in stored} == {
            name: value for name, value in given.items() if name in stored
        }
        lost = [
            name
            for name, value in stored.items()
            if value is not None and name not in {*given, *each, "item", "source", "extra", "file"}
        ]
        assert lost == []


def test_every_link_leads_into_a_page(report):
    heights = {page.indirect_reference.idnum: float(page.mediabox.height) for page in report.reader.pages}
    places = [list(each.get_object()["/Dest"]) for page in report.reader.pages for each in page.get("/Annots", ())]
    assert len(places) > 15
    assert [place for place in places if not 0 < float(place[3]) <= heights[place[0].idnum]] == []


def test_every_bookmark_leads_to_the_page_that_begins_so(report):
    def walk(entries) -> Iterator:
        for entry in entries:
            if isinstance(entry, list):
                yield from walk(entry)
            else:
                yield entry

    found = list(walk(report.reader.outline))
    assert len(found) > 25
    for entry in found:
        page = report.reader.pages[report.reader.get_destination_page_number(entry)]
        said = bare(page.extract_text())
        assert entry["/Title"] == "Cover" or all(piece in said for piece in pieces(entry["/Title"])), entry["/Title"]
