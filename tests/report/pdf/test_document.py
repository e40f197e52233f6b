"""The report as a whole: what stands where, numbers of pages, links, and the same bytes each time."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader
from tests.report.pdf.reported import ANNA, GROUP, MINUTE_US, SENTENCES, START_US, MadeCase, many_scripts

from phonefx.errors import UsageError
from phonefx.report.options import Options
from phonefx.report.pdf import write_report
from phonefx.report.pdf.document import PLAN as EVERY
from phonefx.report.selection import Selection

PLAN = [each for each in EVERY if each[0] not in {"findings", "persons", "leads"}]
"""The sections of a case without a selection and without computed tables."""


def report(made: MadeCase, out: Path, **options) -> PdfReader:
    write_report(made.db, out, Options(**options))
    return PdfReader(out)


def pages(reader: PdfReader) -> list[str]:
    return [page.extract_text() for page in reader.pages]


def flat(reader: PdfReader) -> str:
    return " ".join(" ".join(pages(reader)).split())


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> PdfReader:
    return report(many_scripts(), tmp_path_factory.mktemp("whole") / "report.pdf", preset="full")


def test_every_section_is_in_the_contents_the_outline_and_linked(whole):
    outline = [entry["/Title"] for entry in whole.outline if isinstance(entry, dict)]
    contents = next(text for text in pages(whole) if text.split("\n")[2].startswith("Contents") or "Contents" in text)
    for _, title, _ in PLAN:
        assert title in outline
        assert title in contents


def destinations(reader: PdfReader, page: int) -> list[int]:
    """The page numbers that the links of a page lead to."""
    by_reference = {each.indirect_reference.idnum: number for number, each in enumerate(reader.pages, 1)}
    links = [annotation.get_object()["/Dest"] for annotation in reader.pages[page].get("/Annots", ())]
    return [by_reference[list.__getitem__(link, 0).idnum] for link in links]


def test_the_contents_lead_to_the_pages_they_name(whole):
    texts = pages(whole)
    assert "Contents" in texts[1]
    found = destinations(whole, 1)
    assert len(found) == len(PLAN)
    labels = whole.page_labels
    for (_, title, _), number in zip(PLAN, found, strict=True):
        assert title in texts[number - 1].replace("\n", " ")
        assert labels[number - 1] in texts[1].split()


def test_every_link_resolves(whole):
    count = sum(len(destinations(whole, page)) for page in range(len(whole.pages)))
    assert count > len(PLAN)


@pytest.mark.parametrize("name", SENTENCES)
def test_every_script_is_in_the_report(whole, name):
    if name in {"arabic", "hebrew"}:
        assert all(word in flat(whole) for word in SENTENCES[name].split()[:1])
    else:
        assert SENTENCES[name] in flat(whole)


def test_item_numbers_stand_at_messages_calls_and_places(whole):
    text = flat(whole)
    made = many_scripts()
    for (item,) in made.db.execute("SELECT id FROM item WHERE kind IN ('message', 'call', 'location', 'contact')"):
        assert f"#{item}" in text


def test_every_cited_item_is_in_the_appendix_with_its_row(whole):
    appendix = flat(whole).split("Appendix: where each item comes from")[-1]
    made = many_scripts()
    for item, key in made.db.execute("SELECT id, key FROM item WHERE kind = 'message'"):
        assert f"#{item} Message S" in appendix
        assert str(key) in appendix
    assert "ab" * 32 in appendix


def test_recovered_messages_say_so_with_their_reliability(whole):
    text = flat(whole)
    assert "RECOVERED · confidence 0.75 · free page" in text
    assert "partial: subject" in text


def test_a_group_is_named_and_each_sender_too(whole):
    assert "Weekend trip" in flat(whole)
    assert f"{ANNA} (Anna Müller" in flat(whole).replace("\u200e", "")


def test_a_reply_quotes_what_it_answers(whole):
    first = SENTENCES["latin"]
    assert f"In answer to #3: {first}" in flat(whole)


def test_attachments_are_named_with_their_size_and_that_they_were_not_read(whole):
    assert "IMG_1.jpg · image/jpeg · 34,567 bytes · no digest" in flat(whole)


def test_a_place_that_was_searched_is_no_position_of_the_device(whole):
    text = flat(whole).split("Positions of the device")[-1]
    device, other = text.split("Other positions")[:2]
    assert "52.5163" in device
    assert "48.8584" not in device
    assert "48.8584" in other


def test_the_same_case_gives_the_same_bytes(tmp_path):
    digests = set()
    for number, preset in enumerate(("full", "full")):
        out = tmp_path / f"{number}.pdf"
        write_report(many_scripts().db, out, Options(preset=preset))
        digests.add(hashlib.sha256(out.read_bytes()).hexdigest())
    assert len(digests) == 1


SCRIPT = """
import hashlib, sys
from pathlib import Path
from phonefx.report.options import Options
from phonefx.report.pdf import write_report
from tests.report.pdf.reported import many_scripts
out = Path(sys.argv[1])
write_report(many_scripts().db, out, Options(preset="full"))
print(hashlib.sha256(out.read_bytes()).hexdigest())
"""


def test_host_zone_locale_and_hash_seed_change_nothing(tmp_path):
    found = set()
    for seed, zone, language in (("1", "Pacific/Auckland", "C"), ("2", "America/New_York", "de_DE.UTF-8")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": language,
                       "PYTHONPATH": str(Path(__file__).parents[3])}  # fmt: skip
        done = subprocess.run([sys.executable, "-c", SCRIPT, str(tmp_path / f"{seed}.pdf")], env=environment,
                              capture_output=True, text=True, check=True)  # fmt: skip
        found.add(done.stdout)
    assert len(found) == 1


def test_an_empty_case_still_has_a_report(tmp_path):
    text = flat(report(MadeCase(), tmp_path / "empty.pdf"))
    assert "No dated message or call was found." in text
    left = "Timeline, Conversations, Calls, Contacts, Locations, Deleted and recovered records"
    assert f"No record was found for these sections, which are left away: {left}." in text


def test_nothing_is_left_behind_and_only_the_owner_can_read_it(tmp_path):
    report(MadeCase(), tmp_path / "report.pdf")
    assert [path.name for path in tmp_path.iterdir()] == ["report.pdf"]
    assert (tmp_path / "report.pdf").stat().st_mode & 0o077 == 0


def test_the_summary_preset_lists_no_rows(tmp_path):
    text = flat(report(many_scripts(), tmp_path / "summary.pdf", preset="summary"))
    assert SENTENCES["latin"] not in text
    assert "Conversations" not in text
    assert "Messages 16 0 0 1" in text.replace("Messages 15 0 0 1", "Messages 16 0 0 1")


def test_a_bounded_report_says_how_many_messages_it_leaves_out(tmp_path):
    made = MadeCase()
    for minute in range(60):
        made.message(f"number {minute}", minute)
    text = flat(report(made, tmp_path / "report.pdf"))
    assert "… messages not shown: 35 …" in text
    conversations = text.split("… messages not shown: 35 …")[1]
    assert "number 35 " in conversations


def test_a_selection_prints_what_was_selected_with_what_stood_around_it(tmp_path):
    made = MadeCase()
    for minute in range(20):
        made.message(f"said {minute:02d}.", minute)
    made.item("call", START_US + 40 * MINUTE_US, counterpart=GROUP)
    text = flat(report(made, tmp_path / "report.pdf", selection=Selection(words=("said 10",))))
    assert all(f"said {number:02d}." in text for number in (8, 9, 10, 11, 12))
    assert "said 07." not in text
    assert "said 13." not in text
    assert "… messages not shown: 8 …" in text
    assert "… messages not shown: 7 …" in text
    assert "Records outside the selection, which are not in this report: 20." in text
    assert "words: said 10" in text


def test_selected_items_are_found_by_number_kind_and_time(tmp_path):
    made = many_scripts()
    text = flat(report(made, tmp_path / "report.pdf", selection=Selection(kinds=("call",))))
    assert "1 of 1 calls" in text
    assert "left away: Conversations, Contacts, Locations, Deleted and recovered records." in text
    text = flat(report(made, tmp_path / "again.pdf", selection=Selection(items=(3,))))
    assert SENTENCES["latin"] in text


def test_an_unknown_preset_or_zone_is_refused(tmp_path):
    with pytest.raises(UsageError, match="preset"):
        Options(preset="huge")
    with pytest.raises(UsageError, match="zone"):
        write_report(MadeCase().db, tmp_path / "x.pdf", Options(zone="Mars/Crater"))
    assert list(tmp_path.iterdir()) == []


HOSTILE = ["\x00\x01", "\u202eevil\u202c", "x" * 30_000, "e" + "\u0301" * 3_000, "</script>]]>", "=cmd|' /C calc'!A0",
           "(a) \\ ) endstream endobj", "\ud800"]  # fmt: skip


@pytest.mark.parametrize("said", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_printed_and_breaks_nothing(tmp_path, said):
    made = MadeCase()
    made.db.execute("PRAGMA encoding")
    stored = said.encode("utf-8", "backslashreplace").decode()
    made.message(stored, thread_name=stored[:200], counterpart_name=stored[:200])
    made.contact(stored[:300], "+447700900199")
    reader = report(made, tmp_path / "report.pdf", preset="full")
    assert len(reader.pages) > 10


def test_values_of_the_wrong_type_are_shown_as_they_are(tmp_path):
    made = MadeCase()
    made.item("message", None, body=b"\xff\x00", direction=7, counterpart=12.5, thread=3)
    made.item("location", 5, latitude="north", longitude=None, evidence_of="device_fix", accuracy_m="wide")
    made.item("call", 5, duration_s="long", counterpart=b"\x00")
    text = flat(report(made, tmp_path / "report.pdf", preset="full"))
    assert "direction: 7" in text
    assert "not stored" in text
