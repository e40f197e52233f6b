"""Selections, leads, people, presets, the structure tree, zones, emoji: what a report has where a case gives it."""

from __future__ import annotations

import hashlib
import re
import subprocess
import unicodedata
from pathlib import Path

import pytest
from benchmarks.made_case import take_part
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from tests.report.pdf.reported import ANNA, START_US, MadeCase, many_scripts

import phonefx
from phonefx.case import proof
from phonefx.errors import UsageError
from phonefx.report.clock import Clock
from phonefx.report.exports.items import items
from phonefx.report.options import Options
from phonefx.report.pdf import write_report
from phonefx.report.pdf.book import text
from phonefx.report.pdf.emoji import code_points, emoji, names
from phonefx.report.pdf.sections.zones import changes
from phonefx.report.pdf.tags import MOST
from phonefx.report.redaction import Person, Redaction
from phonefx.report.selection import Selection
from phonefx.timeline import build, movement, people, tables
from phonefx.timeline.leads import Lead, LeadItem
from phonefx.timeline.marks.records import Remark, SelectionItem, Tag, TagRule
from phonefx.timeline.marks.records import Selection as Named
from phonefx.timeline.meetings import MeetingPair

HOUR_US = 3_600_000_000


def marked() -> MadeCase:
    """The case of many scripts with what an examiner and the timeline add to it."""
    made = many_scripts()
    tables.create(made.db, Named, SelectionItem, Remark, Tag, TagRule, Lead, LeadItem, MeetingPair,
                  people.Person, people.Identity, people.PersonJoin)  # fmt: skip
    people.create_parties(made.db)
    tables.insert(made.db, Named, [(1, "findings", "hand", "2026-03-01T10:00:00Z")])
    tables.insert(made.db, SelectionItem, [(1, 1, 7), (1, 2, 3), (1, 3, 20)])
    tables.insert(made.db, Remark, [(1, 7, "ask the witness about this", "2026-03-01T10:05:00Z")])
    tables.insert(made.db, TagRule, [(1, "term", "station", "travel", "example list", "cd" * 32, "")])
    tables.insert(made.db, Tag, [(1, 3, 1, "body", 0, 7, "Straße", "unclear")])
    tables.insert(made.db, Lead, [
        (1, "silence", "E1", None, None, START_US, START_US + HOUR_US, 5.0, "5 days without anything", "it was off"),
        (2, "meeting", "E1", "E2", None, START_US, START_US, 1.0, "positions of E1 and E2 agree", "neighbours"),
        (3, "sim change", "E1", None, None, None, None, 1.0, "another number was in use", "a second SIM"),
    ])  # fmt: skip
    tables.insert(made.db, LeadItem, [(1, 3), (1, 4), (2, 5)])
    tables.insert(made.db, MeetingPair, [("E1", "E2", 400, 30, 7, 4, 2, 1, 0, 1)])
    tables.insert(made.db, people.Person, [
        (1, "person", "Anna Müller", "contact card, E1", None, 2, 12, 1, START_US, START_US + HOUR_US),
        (2, "person", "Omar", "contact card, E1", "E1", 1, 2, 1, START_US, START_US),
    ])  # fmt: skip
    tables.insert(made.db, people.Identity, [
        (1, "k1", "phone", ANNA, "GB", True, "as stored", 1),
        (2, "k2", "email", "anna@example.org", None, True, "as stored", 1),
        (3, "k3", "phone", "+447700900103", "GB", True, "as stored", 2),
    ])  # fmt: skip
    tables.insert(made.db, people.PersonJoin, [(1, 1, 2, "on one contact card of E1", 1)])
    take_part(made.db, 1, 3)
    return made


def written(made: MadeCase, out: Path, **options) -> PdfReader:
    write_report(made.db, out, Options(**options))
    return PdfReader(out)


def flat(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def outline(reader: PdfReader) -> list[str]:
    return [entry["/Title"] for entry in reader.outline if isinstance(entry, dict)]


@pytest.fixture(scope="module")
def findings(tmp_path_factory) -> PdfReader:
    out = tmp_path_factory.mktemp("findings") / "r.pdf"
    return written(marked(), out, preset="findings", selection=Selection(named="findings"), leads=(2, 1))


def test_findings_stand_in_the_order_of_the_selection(findings):
    text = flat(findings)
    places = [text.index(f"{number}. Item #{item} ·") for number, item in ((1, 7), (2, 3), (3, 20))]
    assert places == sorted(places)
    assert "3 of 3 selected records, in the order of the selection." in text
    assert "selection of the case: findings" in text


def test_a_finding_has_its_text_its_note_its_source_and_whether_it_was_checked(findings):
    made = many_scripts()
    body, key = made.db.execute("SELECT body, key FROM message WHERE item = 3").fetchone()
    text = flat(findings)
    finding = text[text.index("2. Item #3 ·") : text.index("3. Item #20 ·")]
    assert body in finding
    assert f"/data/sms.db, table message, row {key}" in finding
    assert "not verified by other means" in finding
    assert "ask the witness about this (2026-03-01T10:05:00Z)" in text[: text.index("2. Item #3 ·")]


def test_req_66_a_hit_of_a_word_list_is_a_lead_with_its_rule_and_how_common_it_is(findings):
    text = flat(findings)
    said = (
        "Lead for review rule 1: “station” (travel) of example list; matched: Straße; 1 records of this exhibit match"
    )
    assert said in text
    assert "reviewed: unclear. A match is a word, not its meaning." in text
    assert "score" not in text.replace("score = places", "")


def test_only_the_leads_that_were_selected_are_printed_and_marked(findings):
    text = flat(findings)
    assert text.index("Lead 2: meeting") < text.index("Lead 1: silence")
    assert "another number was in use" not in text
    assert "lead for review, selected by the examiner" in text
    assert "Limits it was off" in text


def test_req_63_positions_that_agree_come_with_their_base_figures_and_other_explanations(findings):
    text = flat(findings)
    lead = text[text.index("Lead 2: meeting") : text.index("Lead 1: silence")]
    assert "positions at most 300 s apart in time" in lead
    assert (
        "400 comparable pairs of positions, 30 of them near, 7 that contradict; 4 episodes in 2 distinct places" in lead
    )
    assert "neighbours, colleagues, the same train" in lead
    assert "together" not in lead.replace("journeys made together", "")


def test_a_report_without_a_selection_prints_no_lead_and_no_finding(tmp_path):
    text = flat(written(marked(), tmp_path / "r.pdf", preset="full"))
    assert "Leads selected" not in text
    assert "5 days without anything" not in text
    assert "Selected records" not in text


@pytest.mark.parametrize(
    ("asked", "line"),
    [({"leads": (2, 9)}, "the case has no lead 9"), ({"selection": Selection(items=(3, 999))}, "no item 999")],
)
def test_what_was_asked_for_and_is_not_there_is_named(tmp_path, asked, line):
    with pytest.raises(UsageError, match=line):
        written(marked(), tmp_path / "r.pdf", **asked)
    assert list(tmp_path.iterdir()) == []


def test_the_findings_preset_leaves_the_listings_away(findings):
    assert "Timeline" not in outline(findings)
    assert "Calls" not in outline(findings)
    assert "Conversations" in outline(findings)
    with pytest.raises(UsageError, match="selection"):
        Options(preset="findings")


def test_a_selection_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UsageError, match="nothing of that"):
        written(marked(), tmp_path / "r.pdf", selection=Selection(named="nothing of that"))


def test_a_named_selection_and_conditions_go_together(tmp_path):
    made = marked()
    text = flat(written(made, tmp_path / "r.pdf", selection=Selection(named="findings", kinds=("call",))))
    (call,) = (row[0] for row in made.db.execute("SELECT item FROM call"))
    assert f"4. Item #{call} · Call " in text


def test_req_68_people_are_one_person_for_a_stated_reason(tmp_path):
    text = flat(written(marked(), tmp_path / "r.pdf"))
    assert "2 of 2 people and senders" in text
    assert "on one contact card of E1 #1" in text
    assert text.index("owner of E1") < text.index("anna@example.org (email)")  # owners first


def test_one_card_that_joins_three_addresses_is_named_once(tmp_path):
    made = marked()
    tables.insert(made.db, people.PersonJoin, [(2, 1, 3, "on one contact card of E1", 1)])
    assert flat(written(made, tmp_path / "r.pdf")).count("on one contact card of E1 #1") == 1


def test_a_visit_is_listed_with_when_it_ended(tmp_path):
    made = MadeCase()
    made.item("visit", START_US, latitude=52.5, longitude=13.4, evidence_of="device_inferred",
              departed_us=START_US + HOUR_US)  # fmt: skip
    said = flat(written(made, tmp_path / "r.pdf"))
    assert "2024-03-09 17:00:00 +01:00 E1 52.5, 13.4 none stored" in said
    assert "recorded as a visit, left 2024-03-09 18:00:00 +01:00 #1" in said


def test_the_title_of_a_conversation_that_is_cut_in_the_list_says_so(tmp_path):
    made = MadeCase()
    made.message("one", thread="19:a" + "b" * 90, thread_name="19:a" + "b" * 90)
    made.message("two", thread="short", thread_name="short")
    listed = flat(written(made, tmp_path / "r.pdf")).split("1 of 1 messages")
    assert [part.count("…") for part in listed[:3]].count(1) == 1


def test_conversations_of_one_name_are_told_apart(tmp_path):
    made = MadeCase()
    for name, service, thread in (("Boat", "SMS", "t1"), ("Boat", "Signal", "t2"), ("Boat", "Signal", "t3"),
                                  ("Mill", "Signal", "t4")):  # fmt: skip
        made.message(f"from {thread}", thread=thread, thread_name=name, service=service)
    listed = flat(written(made, tmp_path / "r.pdf")).split("messages, by conversation.")[1]
    heads = [part.rsplit("Exhibit E1", 1)[0] for part in listed.split("from t")]
    for label in ("Boat · SMS", "Boat · Signal · t2", "Boat · Signal · t3"):
        assert listed.count(label) == 2  # in the list, and above the conversation
    assert "Mill ·" not in "".join(heads)


def test_req_67_an_operator_is_that_of_the_range(tmp_path):
    made = marked()
    made.db.execute("UPDATE identity SET shown = '+447400123456' WHERE id = 1")  # the library's own example number
    text = flat(written(made, tmp_path / "r.pdf"))
    assert "number range originally assigned to Three; the number may have been ported" in text


def test_people_of_a_selection_are_those_of_its_items(tmp_path):
    text = flat(written(marked(), tmp_path / "r.pdf", selection=Selection(items=(3,))))
    assert "1 of 1 people and senders" in text
    assert "owner of E1" not in text


def test_nothing_protected_is_in_findings_leads_people_or_the_tree(tmp_path):
    made = marked()
    made.db.execute("UPDATE lead SET reason = 'Anna Müller was silent'")
    made.db.execute("UPDATE remark SET text = 'ask Anna Müller'")
    profile = Redaction("DISCLOSURE", (Person("V1", ("Anna Müller",), (ANNA,)),), withheld=((20, "privileged"),))
    out = tmp_path / "r.pdf"
    text = flat(
        written(made, out, preset="findings", selection=Selection(named="findings"), leads=(1,), redaction=profile)
    )
    assert "Müller" not in text
    assert "900101" not in text
    assert "[V1] was silent" in text
    assert "ask [V1]" in text
    assert "Content [withheld: privileged]" in text
    tree = subprocess.run(["pdfinfo", "-struct-text", str(out)], capture_output=True, text=True, check=False).stdout \
        if Path("/usr/bin/pdfinfo").exists() else ""  # fmt: skip
    assert "Müller" not in tree


def elements(reader: PdfReader) -> list[tuple[str, object]]:
    """Every element of the structure tree, in its order, with its dictionary."""
    found, waiting = [], [reader.trailer["/Root"]["/StructTreeRoot"]["/K"].get_object()]
    while waiting:
        element = waiting.pop(0)
        found.append((element["/S"], element))
        kids = element["/K"]
        kids = kids if isinstance(kids, list) else [kids]
        inside = [kid.get_object() for kid in kids if not isinstance(kid, int)]
        waiting = [kid for kid in inside if "/S" in kid] + waiting
    return found


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> PdfReader:
    return written(marked(), tmp_path_factory.mktemp("whole") / "r.pdf", preset="full")


def test_req_83_the_tree_has_the_headings_of_the_outline_in_order(whole):
    assert whole.trailer["/Root"]["/MarkInfo"]["/Marked"]
    kinds = [kind for kind, _ in elements(whole)]
    sections = [title for title in outline(whole) if title != "Cover"]
    assert kinds.count("/H1") == len(sections)
    assert {"/Document", "/H1", "/H2", "/P", "/Note", "/L", "/LI", "/Table", "/TR", "/TH", "/TD", "/Figure"} <= set(
        kinds
    )


def test_every_piece_of_a_page_belongs_to_the_element_that_claims_it(whole):
    """Both ways: the number tree of the parents and the pieces that the elements name are the same pairs."""
    root = whole.trailer["/Root"]["/StructTreeRoot"]
    numbers = root["/ParentTree"]["/Nums"]
    parents = {
        int(key): [each.idnum for each in row.get_object()]
        for key, row in zip(numbers[::2], numbers[1::2], strict=True)
    }
    pages = {page.indirect_reference.idnum: page["/StructParents"] for page in whole.pages}
    claimed = []
    for _, element in elements(whole):
        kids = element["/K"] if isinstance(element["/K"], list) else [element["/K"]]
        for kid in kids:
            if isinstance(kid, int):
                claimed.append((pages[element.raw_get("/Pg").idnum], kid, element.indirect_reference))
            elif "/MCID" in kid.get_object():
                piece = kid.get_object()
                claimed.append((pages[piece.raw_get("/Pg").idnum], piece["/MCID"], element.indirect_reference))
    assert len(claimed) == sum(map(len, parents.values())) > 500
    assert len({(page, number) for page, number, _ in claimed}) == len(claimed)
    assert all(reference is None or parents[page][number] == reference.idnum for page, number, reference in claimed)


def test_marks_are_balanced_on_every_page(whole):
    for page in whole.pages:
        words = page.get_contents().get_data().split()
        assert words.count(b"BDC") + words.count(b"BMC") == words.count(b"EMC")


def test_pictures_have_words_for_those_who_cannot_see_them(whole):
    said = [str(element["/Alt"]) for kind, element in elements(whole) if kind == "/Figure"]
    assert said == ["Map of the positions of exhibit E1; the positions are listed below as text"]


def test_a_table_has_as_many_cells_in_each_row_as_its_head(whole):
    for kind, table in elements(whole):
        if kind != "/Table":
            continue
        rows = [kid.get_object() for kid in table["/K"]]
        widths = [len(row["/K"]) if isinstance(row["/K"], list) else 1 for row in rows]
        assert len(set(widths)) == 1
        assert all(cell.get_object()["/S"] == "/TH" for cell in rows[0]["/K"])


def test_a_very_long_listing_makes_no_more_elements_than_the_limit(tmp_path):
    made = MadeCase()
    for minute in range(3_000):
        made.message(f"said {minute}", minute)
    reader = written(made, tmp_path / "r.pdf", preset="full")
    assert MOST - 200 < len(elements(reader)) <= MOST
    assert any("said 2999" in " ".join(page.extract_text().split()) for page in reversed(reader.pages))


def test_req_48_emoji_are_named_by_code_point_and_unicode_name(whole):
    text = flat(whole)
    assert "U+1F600 GRINNING FACE 1" in text
    assert "U+1F468 U+200D U+1F469 U+200D U+1F467 U+200D U+1F466" in text
    assert "MAN, WOMAN, GIRL, BOY" in text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("plain text", []),
        ("ok 😀😀", ["😀", "😀"]),
        ("👨‍👩‍👧‍👦!", ["👨‍👩‍👧‍👦"]),
        ("🇬🇧🇫🇷", ["🇬🇧", "🇫🇷"]),
        ("👍🏽 1️⃣ ❤️", ["👍🏽", "1️⃣", "❤️"]),
        ("你好 — “1”", []),
    ],
)
def test_emoji_are_found_as_a_reader_sees_them(text, found):
    assert list(emoji(text)) == found


@given(st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_whatever_is_found_is_in_the_text_and_can_be_named(text):
    for each in emoji(text):
        assert each in text
        assert code_points(each).count("U+") == len(each)
        assert names(each)


def test_req_34_changes_of_summer_time_are_those_of_the_zone():
    clock = Clock("Europe/Berlin")
    spring, autumn = 1_711_846_800_000_000, 1_729_990_800_000_000  # 2024-03-31T01:00Z and 2024-10-27T01:00Z
    found = list(changes(clock, spring - 90 * 24 * HOUR_US, autumn + 24 * HOUR_US))
    assert found == [(spring, False), (autumn, True)]
    assert list(changes(Clock("UTC"), 0, autumn)) == []
    assert list(changes(clock, spring + HOUR_US, autumn - HOUR_US)) == []


def test_req_34_they_are_printed_with_what_the_phone_was_set_to(tmp_path):
    made = many_scripts()
    made.message("in winter", -60 * 24 * 90)
    made.message("in summer", 60 * 24 * 60)
    text = flat(written(made, tmp_path / "r.pdf", zone="Europe/Berlin"))
    assert "2024-03-31 03:00:00 +02:00: clocks were set forward" in text
    assert unicodedata.normalize("NFC", text)
    quiet = flat(written(many_scripts(), tmp_path / "q.pdf", zone="UTC"))
    assert "The offset of the zone UTC did not change" in quiet


def test_a_report_is_the_same_before_and_after_the_commands_that_compute_more(tmp_path):
    made = MadeCase()
    made.message("hello", 1)
    made.item("device_fact", None, name="time zone", value="Europe/Paris")
    build.rebuild(made.db)
    first = flat(written(made, tmp_path / "first.pdf"))
    assert "Europe/Paris not known not known set on the phone when it was acquired or the setting written" in first
    build.finish(made.db)
    written(made, tmp_path / "second.pdf")
    assert (tmp_path / "first.pdf").read_bytes() == (tmp_path / "second.pdf").read_bytes()


def test_req_40_abbreviations_are_expanded_on_the_first_page(whole):
    cover = " ".join(whole.pages[0].extract_text().split())
    assert "UTC: Coordinated Universal Time" in cover
    assert "SHA-256: a digest: 64 characters" in cover


def test_req_84_no_text_is_smaller_than_seven_points(whole):
    """But for the lettering of maps, which is drawing."""
    texts = set()
    for number, page in enumerate(whole.pages):
        if "Map of exhibit" in page.extract_text():
            continue
        words = page.get_contents().get_data().split()
        texts |= {(float(words[at - 1]), number) for at, word in enumerate(words) if word == b"Tf"}
    assert min(texts)[0] >= 7


@pytest.mark.parametrize(
    ("faults", "said"),
    [
        ({}, "not computed again for this report"),
        ({"E1": 0}, "digests computed again for this report: all are equal to those taken when it was read"),
        ({"E1": 2}, "files that DIFFER from the digests taken when it was read: 2"),
    ],
)
def test_req_18_whether_the_exhibit_is_unchanged_after_processing(tmp_path, faults, said):
    assert f"After processing {said}" in flat(written(many_scripts(), tmp_path / "r.pdf", faults=faults))


def test_req_20_the_program_is_named_to_its_last_byte(whole):
    root = Path(phonefx.__file__).parent
    names = sorted(path.relative_to(root).as_posix() for path in root.rglob("*.py"))
    lines = [f"{hashlib.sha256((root / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    digest = hashlib.sha256("".join(lines).encode()).hexdigest()
    assert f"SHA-256 of the program's files {digest}" in flat(whole)


def test_req_26_each_parser_names_what_it_is_checked_on(tmp_path):
    made = many_scripts()
    made.message("one more", 900, parser="android.sms")
    text = flat(written(made, tmp_path / "r.pdf"))
    assert "Validation Every parser is tested on made data" in text
    assert "android_samsung_dfrws2021: 32" in text
    assert "Tested on made data alone, with the items present here: made.call 0.1.0 (1)," in text


def test_req_62_a_position_reached_too_fast_is_flagged_and_stays(tmp_path):
    made = many_scripts()
    fast = made.item("location", START_US + 60_000_000, latitude=48.0, longitude=2.0, evidence_of="device_fix")
    movement.build(made.db)
    marks = dict(made.db.execute("SELECT item, mark FROM track"))
    assert marks[fast] in {"jump", "leap"}
    assert movement.MARKS[marks[fast]] in flat(written(made, tmp_path / "r.pdf"))


def test_a_stored_value_is_printed_with_every_digit_of_it(tmp_path):
    made = many_scripts()
    near = [made.item("location", START_US + 9, latitude=48.1, longitude=2.1, evidence_of="device_fix",
                      accuracy_m=4.734921455383301) for _ in "ab"]  # fmt: skip
    for item, raw in zip(near, (794566859.758, 794567186.795), strict=True):
        made.db.execute("UPDATE location_own SET time_raw = ? WHERE item = ?", (raw, item))
    said = flat(written(made, tmp_path / "r.pdf"))
    appendix = said.split("Row key or offset Time as stored", 1)[1]
    assert "794566859.758" in appendix
    assert "794567186.795" in appendix
    assert "48.1, 2.1 4.735 " in said


def test_a_moment_without_words_says_where_it_was_or_what_it_holds(tmp_path):
    made = many_scripts()
    picture = made.message(None, 90_000)
    made.insert("attachment", item=picture, path="/sdcard/IMG_9.jpg", name="IMG_9.jpg", mime="image/jpeg")
    notice = made.message(None, 90_001, content="system notice")
    said = flat(written(made, tmp_path / "r.pdf"))
    assert re.search(r"Visit: arrived 52\.5, 13\.4 #", said)
    assert re.search(rf"Anna Müller\S*, #1\) Attachment: IMG_9\.jpg #{picture} ", said)
    assert re.search(rf"Anna Müller\S*, #1\) kind: system notice #{notice} ", said)


def with_parts() -> tuple[MadeCase, int]:
    """A contact and a message of now with parts of other states, and a part whose record is not there."""
    made = MadeCase()
    for number, (kind, state) in enumerate([("contact_point", "superseded"), ("attachment", "recovered"),
                                            ("recipient", "recovered")], 901):  # fmt: skip
        made.insert("source", id=number, file=1, parser="made.parts", version="0.1.0", table_name="parts", kind=kind,
                    state=state, basis="utc", rows_read=1, records=1, skipped=0)  # fmt: skip
    card = made.contact("Anna", "+447700900101")
    made.insert("contact_point", item=card, source=901, key=4, type="phone", label="home", value="+447700900188")
    made.insert("contact_point", item=card, source=901, key=5, type="phone", label="mobile", value="+447700900101")
    message = made.message("see the picture")
    made.insert("attachment", item=message, source=902, key=6, name="old.jpg", mime="image/jpeg")
    made.insert("recipient", item=None, source=903, key=77, address="+447700900199", name="Bea")
    return made, message


def test_a_part_says_that_it_is_recovered_or_of_an_earlier_version(tmp_path):
    made, message = with_parts()
    said = flat(written(made, tmp_path / "r.pdf"))
    assert "+447700900188 (phone, home, earlier version)" in said
    assert "+447700900101 (phone, mobile)" in said, "a number of now is no earlier one, though that was the same"
    assert "old.jpg · image/jpeg · recovered" in said
    rows = {row["id"]: row for row in items(made.db, Redaction())}
    assert [each.get("state") for each in rows[message]["attachment"]] == ["recovered"]
    assert [each.get("state") for each in rows[1]["contact_point"]] == [None, "superseded", "superseded"]


def test_a_part_whose_record_is_not_there_is_listed_with_its_place(tmp_path):
    made, _message = with_parts()
    said = flat(written(made, tmp_path / "r.pdf"))
    assert "1 of 1 parts whose record is not in the case" in said
    assert "Recipient recovered +447700900199 · Bea E1 /data/sms.db · parts · 77" in said


def test_a_direction_that_is_lost_is_not_called_not_stored(tmp_path):
    made = MadeCase()
    made.message("a whole row", direction=None)
    cut = made.message("a row that was cut", 1, direction=None, state="recovered")
    why = proof.UNPROVEN.format(fields="direction")
    made.insert("recovery", item=cut, place="free page", confidence=0.5, reason=f"fits; {why}", partial="sender")
    said = flat(written(made, tmp_path / "r.pdf")).split("Conversations")[-1].split("Deleted and recovered")[0]
    assert (said.count("direction not stored"), said.count("direction not known")) == (1, 1)
    assert why in said


def test_a_recovered_contact_or_event_is_told_by_what_it_holds(tmp_path):
    made = many_scripts()
    made.contact(None, "+447700900177", state="recovered")
    made.item("event", None, state="recovered", category="unlock", app="com.example.lock", subject="by finger")
    said = flat(written(made, tmp_path / "r.pdf")).split("Deleted and recovered records")[-1]
    assert "Contact recovered +447700900177" in said
    assert "unlock · com.example.lock · by finger" in said


def test_a_number_that_two_rows_of_a_card_hold_is_printed_once(tmp_path):
    made = MadeCase()
    made.contact("Twice", "+447700900188", "+447700900188")
    assert flat(written(made, tmp_path / "r.pdf")).count("+447700900188 (phone, mobile)") == 1


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, ""), ("7.0", "7.0"), (794566859.758, "794566859.758"), (794131500.0, "794131500"), (0.1, "0.1"),
     (1e300, "1e+300"), (float("inf"), "inf"), (12, "12"), (b"\x00", "b'\\x00'")],
)  # fmt: skip
def test_a_value_is_shown_as_it_is_stored(value, shown):
    assert text(value) == shown
