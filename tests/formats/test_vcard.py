"""vCards: cards of every version, exports of real phones, and files built to harm."""

from __future__ import annotations

import base64
import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phonefx.errors import Damaged, EvidenceError, HostileEvidence
from phonefx.formats import vcard


def read(text: str | bytes) -> list[vcard.Card]:
    return list(vcard.read(io.BytesIO(text if isinstance(text, bytes) else text.encode())))


def card(*lines: str, version: str = "3.0") -> str:
    return "\r\n".join(("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""))


def one(*lines: str) -> vcard.Property:
    (found,) = read(card(*lines))
    return found.properties[1]


def escaped(text: str) -> str:
    for plain, mark in (("\\", "\\\\"), ("\n", "\\n"), (",", "\\,"), (";", "\\;")):
        text = text.replace(plain, mark)
    return text


def folded(line: str, width: int) -> str:
    return "\r\n ".join(line[at : at + width] for at in range(0, len(line), width))


words = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], include_characters="\n"), max_size=40)


@settings(max_examples=60)
@given(st.lists(words, min_size=5, max_size=5), words, st.integers(3, 60))
def test_what_was_written_is_what_is_read(parts, note, width):
    lines = (folded("N:" + ";".join(map(escaped, parts)), width), folded("NOTE:" + escaped(note), width))
    (found,) = read(card(*lines))
    assert found.all("N")[0].components == parts
    assert found.text("NOTE") == note
    assert found.closed


@settings(max_examples=40)
@given(words, st.integers(1, 30))
def test_quoted_printable_comes_back_with_its_soft_breaks(text, width):
    marks = [f"={byte:02X}" for byte in text.encode()]
    raw = "=\r\n".join("".join(marks[at : at + width]) for at in range(0, len(marks), width))
    found = one(f"NOTE;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:{raw}", "TEL:1")
    assert found.value == text


def test_soft_breaks_of_real_android_exports():
    text = card(
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=91=\r\n=C3=91;=41=62;;;",
        "TEL;CELL;PREF:+12025550143",
        version="2.1",
    )
    (found,) = read(text)
    assert found.all("N")[0].components == ["ÑÑ", "Ab", "", "", ""]
    assert (found.name, found.all("TEL")[0].types, found.text("TEL")) == ("Ab ÑÑ", ["cell", "pref"], "+12025550143")


def test_parameters_groups_and_quotes():
    found = one('item1.TEL;TYPE="cell,voice";type=pref;X-LABEL="a:b":tel:+12025550143')
    assert (found.group, found.name, found.value) == ("item1", "TEL", "tel:+12025550143")
    assert found.types == ["cell", "voice", "pref"]
    assert found.parameters["X-LABEL"] == ["a:b"]


@pytest.mark.parametrize("head", ["PHOTO;ENCODING=b;TYPE=JPEG", "PHOTO;JPEG;BASE64", "PHOTO;ENCODING=BASE64"])
def test_pictures_in_base64(head):
    raw = bytes(range(256))
    found = one(folded(f"{head}:{base64.b64encode(raw).decode()}", 70), "")
    assert (found.data, found.value) == (raw, "")
    assert one(f"{head}:!!!").data is None
    assert one(f"{head}:!!!").value == "!!!"


def test_character_sets():
    assert read(card("FN;CHARSET=ISO-8859-1:J\xfcrgen").encode("latin-1"))[0].name == "Jürgen"
    assert read(card("FN:J\xfcrgen").encode("latin-1"))[0].name == "J\\xfcrgen"
    assert read(card("FN;CHARSET=NONE:x"))[0].name == "x"
    assert read(b"\xef\xbb\xbf" + card("FN:x").encode())[0].name == "x"


def test_names_without_fn():
    assert read(card("N:Miller;Ann;B.;Dr.;MD"))[0].name == "Dr. Ann B. Miller MD"
    assert read(card("N:Miller"))[0].name == "Miller"
    assert read(card("TEL:1"))[0].name is None
    assert read(card("FN:"))[0].name == ""


def test_cards_that_never_end_are_kept_and_marked():
    found = read("BEGIN:VCARD\nFN:First\nBEGIN:VCARD\nFN:Second\nEND:VCARD\nnoise\nbegin:vcard\nFN:Third")
    assert [(each.name, each.closed) for each in found] == [("First", False), ("Second", True), ("Third", False)]


def test_places_lead_back_to_the_bytes():
    text = card("FN:Ann", folded("NOTE:" + "x" * 90, 30), "TEL:1").encode() * 2
    for each in read(text):
        assert text[each.offset :].startswith(b"BEGIN:VCARD")
        for line in each.properties:
            assert text[line.offset :].startswith(line.name.encode())


def test_lines_without_a_colon_lose_nothing():
    found = one("just words")
    assert (found.name, found.value) == ("JUST WORDS", "")


@pytest.mark.parametrize("data", [b"", b"FN:x", b"\x00" * 100])
def test_what_holds_no_card_is_refused(data):
    with pytest.raises(Damaged):
        read(data)


def test_limits(monkeypatch):
    monkeypatch.setattr(vcard, "MAX_PROPERTY", 1000)
    monkeypatch.setattr(vcard, "MAX_PROPERTIES", 10)
    for text in (card("NOTE:" + "x" * 2000), card("NOTE:", *[" " + "x" * 90] * 20), card(*["TEL:1"] * 20)):
        with pytest.raises(HostileEvidence):
            read(text)


@settings(max_examples=100)
@given(st.binary(max_size=200), st.data())
def test_any_bytes_are_read_or_refused(noise, data):
    whole = bytearray(
        card("N;ENCODING=QUOTED-PRINTABLE:=C3=91=\r\n=C3", "PHOTO;BASE64:AAAA", "TEL;CELL:1").encode() + noise
    )
    for _ in range(data.draw(st.integers(0, 5))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        for each in read(bytes(whole)):
            assert each.name is None or isinstance(each.name, str)
            assert all(line.components and line.types is not None for line in each.properties)
    except EvidenceError:
        pass


def test_real_exports_agree_with_the_truth(corpus: Path):
    files = json.loads((corpus / "TRUTH.json").read_text())["files"]
    facts = {name: entry["facts"] for name, entry in files.items() if name.startswith("vcards/")}
    assert len(facts) == 7
    for name, truth in facts.items():
        with (corpus / name).open("rb") as file:
            cards = list(vcard.read(file))
        assert len(cards) == truth["cards"], name
        assert {each.text("VERSION") for each in cards} == set(truth["versions"]), name
        for kind in ("TEL", "EMAIL"):
            assert sum(len(each.all(kind)) for each in cards) == truth[f"{kind}_lines"], name
        photos = [line for each in cards for line in each.all("PHOTO")]
        assert len(photos) == truth["PHOTO"], name
        encoded = [
            line
            for each in cards
            for line in each.properties
            if "QUOTED-PRINTABLE" in line.parameters.get("ENCODING", [])
        ]
        assert len(encoded) == truth["quoted_printable"], name
        if not truth["quoted_printable"]:
            assert [each.text("FN") for each in cards if each.text("FN")] == [
                shown.replace("\\,", ",") for shown in truth["FN"]
            ], name


def test_a_real_android_export_reads_as_names(corpus: Path):
    with (corpus / "vcards" / "John_Doe_ANDROID.vcf").open("rb") as file:
        cards = list(vcard.read(file))
    assert all(set(each.name or "Ñ") <= {"Ñ", " "} for each in cards[:4])
    (photo,) = [line for each in cards for line in each.all("PHOTO")]
    # The picture was cut by those who published the file: it is no base64 any more, and stays as written.
    assert photo.data is None
    assert photo.value.startswith("/9j/4AAQSkZJRg")


def test_a_real_iphone_export_has_its_picture_and_labels(corpus: Path):
    with (corpus / "vcards" / "John_Doe_IPHONE.vcf").open("rb") as file:
        (found,) = vcard.read(file)
    assert found.all("PHOTO")[0].data.startswith(b"\xff\xd8\xff")
    assert [(line.text, line.types) for line in found.all("TEL")][:2] == [
        ("905-555-1234", ["cell", "voice", "pref"]),
        ("905-666-1234", ["home", "voice"]),
    ]
    assert found.text("URL") == "http://www.ibm.com"
    assert [line.text for line in found.properties if line.group == "item2"] == [
        "905-222-1234",
        "_$!<AssistantPhone>!$_",
    ]
