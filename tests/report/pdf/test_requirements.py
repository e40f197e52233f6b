"""What forensic standards ask of a report: one test for each requirement that the report meets.

The numbers are those of the table in docs/report.md, which also argues what is not met.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pypdf import PdfReader
from tests.report.pdf.reported import ANNA, MINUTE_US, SENTENCES, SHA, START_US, MadeCase, many_scripts

from phonefx import __version__
from phonefx.report.options import Options
from phonefx.report.pdf import write_report
from phonefx.report.redaction import Redaction
from phonefx.report.selection import Selection

FACTS = {
    "report_number": "R-17",
    "revision": 2,
    "replaces": "R-16",
    "revision_reason": "a further exhibit",
    "issued": "2026-03-02T09:00:00+00:00",
    "agency": "Example Laboratory",
    "agency_address": "1 Example Way",
    "place_of_work": "Room 4",
    "requester": "P. Rosecutor",
    "request_date": "2026-02-20",
    "questions": ["Was there contact?", "Where was the phone?"],
    "authority": "Warrant 12/2026",
    "authority_limits": "February 2026",
    "examiner": "D. Example",
    "examiner_qualifications": "certificate 7",
    "reviewer": "R. Viewer",
    "authoriser": "A. Uthor",
    "received": "2026-02-21 10:00 +01:00",
    "work_started": "2026-02-22",
    "work_ended": "2026-03-01",
    "audience": "FULL",
    "handling": "handle as evidence",
    "not_examined": "one SIM tray",
    "acquired_by": "T. Echnician",
    "acquired_when": "2026-02-19",
    "acquisition_tool": "copier 3",
    "acquisition_level": "file system",
    "lock_state": "unlocked",
    "device_condition": "cracked glass",
    "custody": ["store to laboratory"],
    "deviations": "none were made",
    "verified_by": "by hand, item 3",
    "opinion": "The two numbers were in contact.",
    "opinion_by": "D. Example",
    "jurisdiction": "UK",
    "training_data": True,
    "supplied_hashes": {"E1": "0" * 64},
    "points_other_way": "item 9",
}


def read(made: MadeCase, out: Path, **options) -> PdfReader:
    write_report(made.db, out, Options(**options))
    return PdfReader(out)


def flat(text: str) -> str:
    return " ".join(text.replace("\u200e", "").split())


class Report:
    def __init__(self, reader: PdfReader) -> None:
        self.reader = reader
        self.pages = [flat(page.extract_text()) for page in reader.pages]
        self.text = " ".join(self.pages)


@pytest.fixture(scope="module")
def full(tmp_path_factory) -> Report:
    made = many_scripts()
    made.message("+44 7700 900123", 90, basis="device")
    return Report(
        read(made, tmp_path_factory.mktemp("full") / "r.pdf", preset="full", facts=FACTS, draft=True, bates="EX-")
    )


@pytest.fixture(scope="module")
def bare(tmp_path_factory) -> Report:
    return Report(read(many_scripts(), tmp_path_factory.mktemp("bare") / "r.pdf", preset="full"))


ON_EVERY_PAGE = {
    2: "Report R-17 · revision 2", 3: "Case OP-2026-114 · E1", 10: "FULL · handle as evidence", 11: "DRAFT",
    12: "SYNTHETIC DATA", 55: "EX-0000",
}  # fmt: skip

SAID = {
    1: ["Report of examination – mobile device data"],
    2: ["This revision replaces R-16. Reason: a further exhibit"],
    5: ["Example Laboratory", "1 Example Way", "Room 4"],
    6: ["P. Rosecutor", "2026-02-20", "1. Was there contact?", "2. Where was the phone?"],
    7: ["Warrant 12/2026", "February 2026"],
    8: ["Examiner: D. Example", "Reviewer: R. Viewer", "Authorised by: A. Uthor", "certificate 7", "Date"],
    9: ["2026-02-21 10:00 +01:00", "2026-02-22", "2026-03-01", "2026-03-02T09:00:00+00:00"],
    13: ["model Pixel 7a", "Not recorded in what was read of E1: manufacturer, serial number, imei"],
    14: ["Received and not examined one SIM tray"],
    15: ["T. Echnician", "copier 3", "file system", "unlocked", "cracked glass"],
    16: ["phone.zip", "5,000", "DIFFERENT from the digest supplied"],
    19: ["store to laboratory"],
    20: [
        f"phonefx, report made by {__version__}",
        "Python 3.",
        "SQLite 3.",
        "reportlab",
        "uharfbuzz",
        "Operating system",
    ],
    21: ["made.message 0.1.0", "Rows read = records + skipped", "The counts add up for every parser."],
    22: ["Preset full", "Zone Europe/Berlin", "Redaction profile none: nothing is withheld",
         "Selection none: the whole case"],
    23: ["Deviations and manual changes none were made"],
    25: ["Problems: 1.", "schema: no column number", "No row was skipped.", "1 of 1 files."],
    27: ["Checked by other means by hand, item 3"],
    28: ["it is an annex to the report of the examiner and does not replace it"],
    31: ["Message: incoming", "Message: outgoing", "Call: outgoing, started", "Position: device fix"],
    33: ["device local time, zone unknown"],
    36: ["sorted by time, then by item number", "Records without a time of their own:"],
    38: ["Opinion The two numbers were in contact. Opinion of D. Example"],
    43: [f"{ANNA} (Anna Müller, #1)"],
    44: ["To the right: sent by the account of the exhibit's phone", "Exhibit E1"],
    45: ["RECOVERED · confidence 0.75", "It does not show who deleted it, when, or why"],
    48: ["Emoji are drawn in one colour by the report's own font", "😀"],
    50: ["IMG_1.jpg · image/jpeg · 34,567 bytes · no digest: the file was not read or is not there"],
    51: ["17 of 17 messages", "1 of 1 calls, oldest first.", "2 of 2 entries, by exhibit"],
    56: ["Map of exhibit E1", "Natural Earth 1:10m (public domain)", "GeoNames (CC BY 4.0)", "UTC"],
    58: ["the device recorded this position", "this place was searched for, viewed or suggested"],
    59: ["The radius is the phone's own estimate and no guarantee"],
    64: ["Location of the device, not of a person"],
    65: ["Summary of the positions listed below (items #"],
    69: ["Only the exhibits named here were read", "The absence of a record does not show the absence of an event."],
    70: ["It is not to be reproduced except in full without approval."],
    71: [
        "A template. It states nothing until a person has read, completed and signed it.",
        "my duty is to help the court",
    ],
}


@pytest.mark.parametrize("number", ON_EVERY_PAGE, ids="REQ-{:02}".format)
def test_on_every_page(full, number):
    assert [page[:60] for page in full.pages if ON_EVERY_PAGE[number] not in page] == []


@pytest.mark.parametrize("number", SAID, ids="REQ-{:02}".format)
def test_said_in_the_report(full, number):
    assert [said for said in SAID[number] if said not in full.text] == []


def test_req_01_the_title_is_that_of_the_file(bare):
    assert bare.reader.metadata.title in bare.pages[0]


def test_req_04_pages_are_counted_and_the_end_is_marked(full):
    whole = len(full.pages)
    assert all(f"Sheet {number} of {whole}" in page for number, page in enumerate(full.pages, 1))
    labels = full.reader.page_labels
    front = labels.index("1")
    assert labels == ["i", "ii", "iii"][:front] + [str(number) for number in range(1, whole - front + 1)]
    assert all(f"Page {label} of " in page for label, page in zip(labels, full.pages, strict=True))
    assert all(f" of {whole - front} " in f"{page} ".replace("\n", " ") for page in full.pages[front:])
    assert "End of report" in full.pages[-1]


def test_req_07_what_is_not_stated_says_so(bare):
    assert "Not recorded: Report number" in bare.pages[0]
    assert "Legal authority" in bare.pages[0].split("Not recorded:")[1]


def test_req_11_a_draft_says_so_in_its_title_too(full, bare):
    assert full.reader.metadata.title.endswith("(DRAFT)")
    assert "DRAFT" not in bare.text


def test_req_16_digests_are_printed_whole_on_one_page(full):
    assert sum(SHA in page for page in full.pages) >= 2


def test_req_17_a_digest_that_differs_or_is_missing_stands_on_the_first_page(full, bare):
    assert "The digest of exhibit E1 is NOT the one supplied with it." in full.pages[0]
    assert "No digest was supplied with exhibit E1" in bare.pages[0]


def test_req_19_missing_custody_says_so(bare):
    assert "No custody record was supplied to the software." in bare.text


def test_req_24_the_same_case_gives_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        read(many_scripts(), tmp_path / name, facts=FACTS)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_req_25_no_problem_is_printed_as_none(tmp_path):
    assert "Problems: 0." in Report(read(MadeCase(), tmp_path / "r.pdf")).text


def test_req_29_the_box_about_times_is_within_three_pages(bare):
    assert "Times in this report are shown in the zone Europe/Berlin" in " ".join(bare.pages[:3])
    assert "The error of the phone's clock: not recorded" in " ".join(bare.pages[:3])


def test_req_30_every_time_has_its_date_and_offset(full):
    clock = r"\b\d\d:\d\d:\d\d"
    dated = rf"\d{{4}}-\d\d-\d\d {clock} (UTC|[+-]\d\d:\d\d|device local time, zone unknown|zone unknown)"
    body = full.text.replace("2026-03-02T09:00:00+00:00", "")
    assert len(re.findall(clock, body)) == len(re.findall(dated, body)) > 40


def test_req_32_the_raw_value_of_each_time_is_in_the_appendix(full):
    appendix = full.text.split("Row key or offset Time as stored", 1)[1]
    assert str(START_US // 1000) in appendix


def test_req_33_a_local_time_is_not_converted(tmp_path):
    made = MadeCase()
    made.item("visit", START_US, basis="device", latitude=1.5, longitude=2.5)
    text = Report(read(made, tmp_path / "r.pdf", zone="Asia/Tokyo")).text
    assert "2024-03-09 16:00:00 device local time, zone unknown" in text


def test_req_35_no_precision_is_invented(full):
    assert re.findall(r"\d\d:\d\d:\d\d\.\d", full.text) == []


def test_req_37_the_summary_takes_at_most_two_pages(full):
    first = next(number for number, page in enumerate(full.pages) if "Whose phone" in page and "What was found" in page)
    last = next(number for number, page in enumerate(full.pages) if "What could not be determined" in page)
    assert 0 <= last - first <= 1


def test_req_38_the_software_gives_no_opinion(bare):
    assert "None. The software states facts and their conditions; an opinion is a person's." in bare.text


def test_req_39_contents_outline_and_links(full):
    assert len(full.reader.outline) > 15
    assert sum(len(page.get("/Annots", ())) for page in full.reader.pages) > 15


def test_req_41_every_item_leads_to_its_row(full):
    appendix = full.text.split("Row key or offset Time as stored", 1)[1]
    for item in {int(number) for number in re.findall(r"#(\d+)", full.text.split("How to read this report")[-1])} - {
        123
    }:
        assert re.search(rf"#{item} [\w ]+ S\d+ {item * 10}\b", appendix)


def test_req_42_quoted_messages_come_with_what_stands_around_them(tmp_path):
    made = MadeCase()
    for minute in range(30):
        made.message(f"said {minute:02d}.", minute)
    text = Report(read(made, tmp_path / "r.pdf", selection=Selection(words=("said 15",)))).text
    assert [f"said {number}." in text for number in range(12, 19)] == [False, True, True, True, True, True, False]
    assert "… messages not shown: 13 …" in text


def test_req_46_text_is_printed_as_stored(full):
    for name in ("latin", "cyrillic", "greek", "devanagari", "thai", "chinese", "japanese", "korean"):
        assert SENTENCES[name] in full.text


def test_req_47_what_cannot_be_drawn_is_shown_and_counted(tmp_path):
    made = MadeCase()
    made.message("sign \U00012000 here")
    text = Report(read(made, tmp_path / "r.pdf", preset="full")).text
    assert "sign [U+12000] here" in text
    assert re.search(r"Characters without a picture, printed as their code points: [1-9]", text)


def test_req_49_right_to_left_text_and_numbers(full):
    assert "+44 7700 900123" in full.text


def test_req_52_the_head_of_a_table_is_repeated(tmp_path):
    made = MadeCase()
    for minute in range(150):
        made.item("call", START_US + minute * MINUTE_US, counterpart=ANNA)
    report = Report(read(made, tmp_path / "r.pdf", preset="full"))
    assert sum("Direction and outcome" in page for page in report.pages) >= 3


def test_req_53_the_body_of_a_large_case_is_bounded(tmp_path):
    made = MadeCase()
    for number in range(600):
        made.message("some words that take a line " * 2, number, who=f"+4477009{number % 40:05d}", guid=str(number))
        made.item("call", START_US + number * MINUTE_US, counterpart=ANNA)
        made.item(
            "location",
            START_US + number,
            latitude=52.5,
            longitude=13.4,
            evidence_of=("device_fix", "searched")[number % 2],
        )
        made.contact(f"Name {number}", f"+4477008{number:05d}")
        made.message("lost", number, state="recovered")
    report = Report(read(made, tmp_path / "r.pdf"))
    appendix = next(
        n for n, page in enumerate(report.pages) if "Appendix: where each item comes from" in page and n > 2
    )
    assert appendix <= 60


def test_req_54_the_selection_is_disclosed(tmp_path):
    chosen = Selection(kinds=("call",), people=(ANNA,))
    text = Report(read(many_scripts(), tmp_path / "r.pdf", selection=chosen, facts=FACTS)).text
    assert f"kinds: call people: {ANNA}" in text
    assert "Material that may point the other way: item 9" in text


def test_req_61_stays_say_between_what_they_began_and_ended(tmp_path):
    from phonefx.timeline import movement

    made = MadeCase()
    for number in range(40):
        made.item(
            "location",
            START_US + number * MINUTE_US,
            latitude=52.5,
            longitude=13.4,
            accuracy_m=9.0,
            evidence_of="device_fix",
        )
    made.db.commit()
    movement.build(made.db)
    text = Report(read(made, tmp_path / "r.pdf")).text
    assert "1 of 1 stays." in text
    assert "no earlier position" in text
    assert "Arrived between" in text


def test_req_72_73_75_the_profile_and_what_was_left_out_are_stated(tmp_path):
    profile = Redaction("PUBLIC", words=("hello",), withheld=((3, "privileged"),))
    report = Report(
        read(many_scripts(), tmp_path / "r.pdf", redaction=profile, selection=Selection(kinds=("message",)))
    )
    assert all("PUBLIC" in page for page in report.pages)
    assert "Items withheld: privileged 1" in report.text
    assert "Records outside the selection, which are not in this report" in report.text


def test_req_78_the_file_is_for_its_owner_alone(tmp_path):
    read(MadeCase(), tmp_path / "r.pdf")
    assert (tmp_path / "r.pdf").stat().st_mode & 0o077 == 0


def test_req_82_the_date_of_the_file_is_that_of_issue(full):
    assert full.reader.metadata.creation_date.isoformat() == "2026-03-02T09:00:00+00:00"


TESTED_ELSEWHERE = {
    18: "test_sections.py",
    20: "test_sections.py",
    26: "test_sections.py",
    34: "test_sections.py",
    40: "test_sections.py",
    57: "../maps/test_drawn.py",
    60: "../maps/test_drawn.py",
    62: "test_sections.py",
    63: "test_sections.py",
    66: "test_sections.py",
    67: "test_sections.py",
    68: "test_sections.py",
    74: "test_redaction.py",
    76: "test_pictures.py",
    77: "test_redaction.py",
    79: "test_archive.py",
    80: "test_archive.py",
    81: "test_archive.py",
    83: "test_sections.py",
    84: "test_sections.py",
    85: "test_signing.py",
}


def numbers_tested() -> set[int]:
    named = {int(number) for name in globals() if name.startswith("test_req_") for number in re.findall(r"\d+", name)}
    return named | set(SAID) | set(ON_EVERY_PAGE) | set(TESTED_ELSEWHERE)


def test_the_table_of_requirements_is_whole_and_each_met_one_has_a_test():
    table = (Path(__file__).parents[3] / "docs" / "report.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| REQ-(\d\d) \| (met|part|no) \| (.+) \|$", table, re.MULTILINE)
    assert [int(number) for number, _, _ in rows] == list(range(1, 86))
    assert {int(number) for number, state, _ in rows if state != "no"} == numbers_tested()
    assert all(len(said) > 20 for _, state, said in rows if state != "met")


def test_the_page_of_each_section_is_told_for_the_demo(demo, tmp_path):
    """The pages themselves are written by `tools/report_pages.py`; a section that comes or goes is found here."""
    write_report(demo, tmp_path / "r.pdf", Options())
    sections = [entry["/Title"] for entry in PdfReader(tmp_path / "r.pdf").outline if not isinstance(entry, list)]
    table = (Path(__file__).parents[3] / "docs" / "report.md").read_text(encoding="utf-8")
    told = re.search(r"\| page of the demo \|\n.*\n((?:\|.*\n)+)", table).group(1)
    assert re.findall(r"^\| (.+) \| [ivx\d]+ \|$", told, re.MULTILINE) == sections
    begins = set(re.findall(r"\| ([ivx\d]+) \|$", told, re.MULTILINE)) | {"all"}
    pages = re.findall(r"^\| REQ-\d\d \| .* \| ([^|]+) \|$", table, re.MULTILINE)
    assert len(pages) == 85
    assert all(each == "none of its own" or set(each.split(", ")) <= begins for each in pages)
