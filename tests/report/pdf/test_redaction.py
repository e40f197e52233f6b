"""What is withheld is in no part of the file."""

from __future__ import annotations

import json
import re
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from tests.report.pdf.reported import START_US, MadeCase

from phonefx.report.options import Options
from phonefx.report.pdf import write_report
from phonefx.report.profile import read_redaction
from phonefx.report.redaction import Person, Redaction
from phonefx.timeline.geodesy import distance_m

NUMBER = "+447700900155"
SPELLINGS = ("+447700900155", "07700 900155", "0044 7700 900 155", "(07700) 900-155", "7700900155", "٠٧٧٠٠٩٠٠١٥٥")
PERSON = Person("V1", ("Zoë Quill", "Zoë", "Quill"), (NUMBER,))
PROFILE = Redaction("DISCLOSURE", (PERSON,), ("12 Example Street",), ((2, "privileged"),), 1)
SECRETS = ("900155", "900 155", "900-155", "Quill", "Zoë", "Zoe\u0308", "Example Street",
           "a lawyer said", "52.5163", "52.516", "13.3777", "Linden Court",
           "\u0669\u0660\u0660\u0661\u0665\u0665")  # fmt: skip


def case() -> MadeCase:
    made = MadeCase()
    made.message("Zoë Quill lives at 12 Example  Street", who=NUMBER, thread_name="Zoë\u00a0Quill and me")
    made.message("a lawyer said: nothing", 1)
    made.message("Zoe\u0308 has a new number: " + ", ".join(SPELLINGS), 2, guid="zoë.quill@example.org")
    made.message("answer", 3, reply_to="zoë.quill@example.org", counterpart_name="ZOË QUILL", extra='{"to": "Zoë"}')
    made.contact("Quill, Zoë Quill", *SPELLINGS, note="12 example street", organisation="Zoë Quill Ltd")
    made.item("call", START_US, counterpart="07700 900155", duration_s=3)
    made.item("location", START_US, latitude=52.5163, longitude=13.3777, accuracy_m=5, evidence_of="device_fix",
              place="12 Example Street")  # fmt: skip
    for kind, state in (("location", "recovered"), ("visit", "live")):
        made.item(kind, START_US, state=state, latitude=52.5163, longitude=13.3777, evidence_of="device_inferred",
                  place="Linden Court")  # fmt: skip
    made.item("device_fact", START_US, name="owner", value="Zoë Quill")
    made.item("account", START_US, service="mail", identifier="zoë.quill@example.org", name="Zoë Quill")
    made.insert("problem", exhibit="E1", path="/data/Zoë Quill/x.db", code="x", message="Zoë Quill")
    made.insert("unread", exhibit="E1", path="/sdcard/Zoë Quill.db", size=1, reason="none")
    made.db.execute("UPDATE file SET path = '/data/Zoë Quill/sms.db', stored = 'Zoë Quill/sms.db'")
    made.db.execute("UPDATE exhibit SET name = 'phone of Zoë Quill.zip'")
    made.meta(case_number="Zoë Quill")
    return made


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("redacted") / "report.pdf"
    write_report(case().db, out, Options(preset="full", redaction=PROFILE, facts={"opinion": "Zoë Quill was there"}))
    return out


def everything(path: Path) -> list[str]:
    """Every text that the file holds: pages, outline, metadata, attachments, and each stream unpacked."""
    raw = path.read_bytes()
    streams = [raw]
    for match in re.finditer(rb"stream\r?\n", raw):
        try:
            streams.append(zlib.decompressobj().decompress(raw[match.end() :]))
        except zlib.error:
            continue
    reader = PdfReader(path)
    found = [page.extract_text() for page in reader.pages]
    found += [str(reader.metadata), json.dumps(str(reader.outline), ensure_ascii=False)]
    found += [content.decode() for contents in reader.attachments.values() for content in contents]
    for stream in streams:
        found += [stream.decode("latin-1"), stream.decode("utf-8", "replace"), stream.decode("utf-16-be", "replace")]
    for stream in streams:  # strings of the PDF itself: UTF-16 in hex
        found += [bytes.fromhex(text.decode()).decode("utf-16-be", "replace")
                  for text in re.findall(rb"<((?:[0-9A-F]{4})+)>", stream)]  # fmt: skip
    return found


@pytest.mark.parametrize("secret", SECRETS)
def test_nothing_protected_is_in_any_part_of_the_file(written, secret):
    assert [text[:80] for text in everything(written) if secret.casefold() in text.casefold()] == []


def test_the_scanner_finds_the_secrets_where_nothing_is_redacted(tmp_path):
    write_report(case().db, tmp_path / "plain.pdf", Options(preset="full"))
    said = "\n".join(everything(tmp_path / "plain.pdf")).casefold()
    missing = [secret for secret in SECRETS if secret.casefold() not in said]
    assert missing == []


def test_the_pseudonym_stands_for_name_and_number_everywhere(written):
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(written).pages).split())
    assert "[V1] lives at [removed]" in text
    assert "has a new number: [V1], [V1], [V1]" in text
    assert text.count("[V1]") > 10


def test_the_profile_stands_on_every_page_with_counts_and_reasons(written):
    reader = PdfReader(written)
    assert all("DISCLOSURE" in page.extract_text() for page in reader.pages)
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "People shown under a pseudonym 1" in text
    assert "Items withheld: privileged 1" in text
    assert "rounded; decimals kept: 1" in text
    assert "[withheld: privileged]" in text


def test_positions_are_rounded_and_no_map_is_drawn(written):
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(written).pages).split())
    assert "52.5, 13.4" in text
    assert "No map: positions are withheld or rounded" in text


def test_the_radius_of_a_rounded_position_holds_what_rounding_moved_it_by(written):
    """The stated 5 m around a point up to half a tenth of a degree away would be a false claim."""
    moved = distance_m(0, 0, 0.05, 0.05)
    reader = PdfReader(written)
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert float(re.search(r"52\.5, 13\.4 ([\d.]+) recorded by the device", text)[1]) == pytest.approx(5 + moved, abs=1)
    (attached,) = [content.decode() for contents in reader.attachments.values() for content in contents]
    radii = [json.loads(line)["fields"].get("accuracy_m") for line in attached.splitlines() if '"latitude"' in line]
    assert radii == pytest.approx([5 + moved, moved, moved], abs=1)


def test_positions_can_be_removed_altogether(tmp_path):
    write_report(case().db, tmp_path / "r.pdf", Options(redaction=Redaction("PUBLIC", place_decimals=-1)))
    said = "\n".join(everything(tmp_path / "r.pdf"))
    assert "[removed: position]" in said
    assert "52.516" not in said


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_number_is_found_in_every_spelling(spelling):
    assert PROFILE.clean(f"call {spelling} now") == "call [V1] now"


@pytest.mark.parametrize("other", ["+447700900156", "900155", "20260302", "1772541000000"])
def test_other_numbers_are_left_alone(other):
    assert PROFILE.clean(f"call {other} now") == f"call {other} now"


@given(
    st.text(max_size=40), st.text(max_size=40), st.sampled_from([*SPELLINGS, "Zoë Quill", "ZOË QUILL", "zoë\nquill"])
)
@settings(max_examples=200, deadline=None)
def test_whatever_stands_around_it_a_protected_text_is_removed(before, after, secret):
    cleaned = PROFILE.clean(f"{before} {secret} {after}")
    assert "[V1]" in cleaned
    assert PROFILE.clean(cleaned) == cleaned


def test_the_same_person_has_the_same_pseudonym_in_two_reports():
    assert Redaction("A", (PERSON,)).clean(NUMBER) == Redaction("B", (PERSON,)).clean("07700 900155") == "[V1]"


def test_a_profile_is_read_from_a_file(tmp_path):
    path = tmp_path / "profile.json"
    path.write_text(json.dumps({
        "profile": "DISCLOSURE", "people": [{"pseudonym": "V1", "names": ["Zoë Quill", "Zoë", "Quill"],
                                               "numbers": [NUMBER]}],
        "words": ["12 Example Street"], "withhold": [{"items": [2], "reason": "privileged"}], "place_decimals": 1,
    }))  # fmt: skip
    assert read_redaction(path) == PROFILE


def test_an_empty_profile_changes_nothing():
    assert Redaction().is_empty
    assert Redaction().clean("Zoë Quill") == "Zoë Quill"
