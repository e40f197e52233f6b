"""The PDF as an archive file (PDF/A-3b): what a validator would look at, and the data attached."""

from __future__ import annotations

import hashlib
import io
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageChops, ImageCms
from pypdf import PdfReader
from tests.report.pdf.reported import ANNA, many_scripts

from phonefx.report.options import Options
from phonefx.report.pdf import archive, write_report
from phonefx.report.pdf.archive import srgb

ISSUED = "2026-03-02T10:00:00+01:00"
NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/", "xmp": "http://ns.adobe.com/xap/1.0/", "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/", "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("archive") / "report.pdf"
    write_report(many_scripts().db, out, Options(preset="full", facts={"issued": ISSUED}))
    return out


@pytest.fixture(scope="module")
def reader(path) -> PdfReader:
    return PdfReader(path, strict=True)


def metadata(reader: PdfReader) -> ElementTree.Element:
    return ElementTree.fromstring(reader.trailer["/Root"]["/Metadata"].get_object().get_data())


def test_the_metadata_says_pdf_a_3b_and_is_not_packed(reader):
    found = metadata(reader)
    assert found.findtext(".//pdfaid:part", namespaces=NAMESPACES) == "3"
    assert found.findtext(".//pdfaid:conformance", namespaces=NAMESPACES) == "B"
    assert "/Filter" not in reader.trailer["/Root"]["/Metadata"].get_object()


def test_metadata_and_document_information_agree(reader):
    found, info = metadata(reader), reader.metadata
    assert found.findtext(".//dc:title/rdf:Alt/rdf:li", namespaces=NAMESPACES) == info.title
    assert found.findtext(".//pdf:Producer", namespaces=NAMESPACES) == info.producer
    assert found.findtext(".//xmp:CreatorTool", namespaces=NAMESPACES) == info.creator
    assert found.findtext(".//xmp:CreateDate", namespaces=NAMESPACES) == "2026-03-02T09:00:00+00:00"
    assert info.creation_date.isoformat() == "2026-03-02T09:00:00+00:00"
    assert set(info) == {"/Title", "/Producer", "/Creator", "/CreationDate", "/ModDate"}


def test_the_title_is_shown_and_the_language_named(reader):
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Report of examination – mobile device data"


def test_a_colour_profile_is_the_output_intent(reader):
    intent = reader.trailer["/Root"]["/OutputIntents"][0].get_object()
    profile = intent["/DestOutputProfile"].get_object()
    assert intent["/S"] == "/GTS_PDFA1"
    assert profile["/N"] == 3
    assert profile.get_data()[36:40] == b"acsp"


def test_the_colour_profile_is_that_of_little_cms():
    made = ImageCms.createProfile("sRGB")
    steps = range(0, 256, 17)
    image = Image.new("RGB", (16, 256))
    image.putdata([(red, green, blue) for red in steps for green in steps for blue in steps])
    shown = ImageCms.profileToProfile(image, ImageCms.ImageCmsProfile(io.BytesIO(srgb())), made)
    assert max(high for _, high in ImageChops.difference(image, shown).getextrema()) <= 1


def fonts(reader: PdfReader) -> dict[str, dict]:
    return {name: font.get_object() for page in reader.pages for name, font in page["/Resources"]["/Font"].items()}


def test_every_font_is_embedded_and_maps_to_unicode(reader):
    found = fonts(reader)
    assert len(found) > 8
    for font in found.values():
        descendant = font["/DescendantFonts"][0].get_object()
        assert descendant["/FontDescriptor"]["/FontFile2"].get_object().get_data()[:4] == b"\x00\x01\x00\x00"
        assert font["/ToUnicode"].get_object().get_data().startswith(b"/CIDInit")
        assert re.fullmatch(r"/[A-Z]{6}\+\S+", font["/BaseFont"])


def test_there_is_no_way_to_anything_outside_and_no_script(path, reader):
    names = {name for number in range(1, len(reader.xref[0]) + 1) for name in keys(reader, number)}
    assert not names & {
        "/JavaScript",
        "/JS",
        "/Launch",
        "/URI",
        "/OpenAction",
        "/AA",
        "/GoToR",
        "/SubmitForm",
        "/Encrypt",
    }
    assert b"http" not in re.sub(
        rb"http://(www\.w3\.org|purl\.org|ns\.adobe\.com|www\.aiim\.org)", b"", path.read_bytes()
    )


def keys(reader: PdfReader, number: int) -> set[str]:
    found = reader.get_object(number)
    return set(found) if hasattr(found, "keys") else set()


def test_links_are_printed_as_pdf_a_asks(reader):
    flags = {annotation.get_object()["/F"] for page in reader.pages for annotation in page.get("/Annots", ())}
    assert flags == {4}


def test_the_file_has_an_id_that_depends_on_its_content(reader, tmp_path):
    made = many_scripts()
    made.message("one more")
    write_report(made.db, tmp_path / "other.pdf", Options(preset="full", facts={"issued": ISSUED}))
    assert reader.trailer["/ID"] != PdfReader(tmp_path / "other.pdf").trailer["/ID"]


def attached(reader: PdfReader) -> list[dict]:
    (content,) = reader.attachments["items.jsonl"]
    return [json.loads(line) for line in content.splitlines()]


def test_the_attachment_is_associated_as_data(reader):
    root = reader.trailer["/Root"]
    (specification,) = [each.get_object() for each in root["/AF"]]
    assert specification["/AFRelationship"] == "/Data"
    stream = specification["/EF"]["/F"].get_object()
    assert stream["/Subtype"] in {"/application/x-ndjson", "/application#2Fx-ndjson"}  # readers differ in unescaping
    assert stream["/Params"]["/Size"] == len(stream.get_data())


def test_the_digest_printed_is_that_of_the_attachment(reader):
    (content,) = reader.attachments["items.jsonl"]
    assert hashlib.sha256(content).hexdigest() in reader.pages[-1].extract_text()


def test_the_attachment_holds_exactly_the_items_cited(reader):
    printed = {int(number) for page in reader.pages for number in re.findall(r"#(\d+)", page.extract_text())}
    assert {item["id"] for item in attached(reader)} == printed - {123}  # the example in the guide


def test_attached_items_are_as_the_case_has_them(reader):
    made = many_scripts()
    for item in attached(reader):
        row = made.db.execute("SELECT kind, time_us, sha256, key FROM item WHERE id = ?", (item["id"],)).fetchone()
        assert (item["kind"], item["time_us"], item["sha256"], item["key"]) == row
    bodies = {item["fields"]["body"] for item in attached(reader) if item["kind"] == "message"}
    assert bodies == {body for (body,) in made.db.execute("SELECT body FROM message")}


def test_parts_go_along_with_their_item(reader):
    contact = next(item for item in attached(reader) if item["kind"] == "contact")
    assert {point["value"] for point in contact["contact_point"]} == {"07700 900101", "+44 7700 900101"}
    assert any(item.get("attachment") for item in attached(reader))


def test_withheld_and_redacted_data_is_not_attached(tmp_path):
    from phonefx.report.redaction import Person, Redaction

    profile = Redaction(
        "DISCLOSURE", (Person("V1", ("Anna Müller",), (ANNA,)),), withheld=((4, "privileged"),), place_decimals=0
    )
    write_report(many_scripts().db, tmp_path / "r.pdf", Options(preset="full", redaction=profile))
    items = attached(PdfReader(tmp_path / "r.pdf"))
    assert next(item for item in items if item["id"] == 4)["withheld"] == "privileged"
    said = json.dumps(items, ensure_ascii=False)
    assert "900101" not in said
    assert "Müller" not in said
    assert "[V1]" in said
    assert "52.51" not in said
    assert {"latitude": 53.0, "longitude": 13.0}.items() <= next(i for i in items if i["kind"] == "location")[
        "fields"
    ].items()


def test_objects_are_encoded_as_reportlab_does():
    every = [*map(chr, range(0x18)), *map(chr, range(0x20, 0x180)), "\u20ac", "\u2022", "Größe €"]
    told = 0
    for text in every:
        try:
            expected = text.encode("extpdfdoc")
        except UnicodeEncodeError:
            continue
        assert archive._encoded(text) == expected
        told += 1
    assert told > 200
    assert archive._encoded(b"\x80") == b"\x80"
