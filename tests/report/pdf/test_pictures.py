"""Pictures in the report: small, without metadata, blurred by default."""

from __future__ import annotations

import hashlib
import io
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader
from tests.report.pdf.reported import MadeCase

from phonefx.evidence import open_exhibit
from phonefx.report.options import Options
from phonefx.report.pdf import write_report
from phonefx.report.pdf.pictures import LONGEST_SIDE, Pictures, drawn
from phonefx.report.redaction import Redaction
from phonefx.report.thumbnails import small_jpeg


def photo(size: tuple[int, int] = (800, 600), form: str = "JPEG") -> bytes:
    """A chessboard of fine squares, with a comment, a camera and a position of its own."""
    image = Image.new("RGB", size, "white")
    for x in range(0, size[0], 40):
        for y in range(0, size[1], 40):
            if (x + y) // 40 % 2:
                image.paste((0, 0, 160), (x, y, x + 40, y + 40))
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 0.0)
    out = io.BytesIO()
    image.save(out, form, **({"exif": exif, "comment": b"SecretComment"} if form == "JPEG" else {}))
    return out.getvalue()


def case_with(content: bytes, folder: Path) -> MadeCase:
    (folder / "phone").mkdir()
    (folder / "phone" / "IMG_1.jpg").write_bytes(content)
    made = MadeCase()
    made.insert("file", id=2, exhibit=1, path="/sdcard/IMG_1.jpg", stored="IMG_1.jpg", size=len(content),
                sha256=hashlib.sha256(content).hexdigest())  # fmt: skip
    item = made.message("see the picture")
    made.insert("attachment", item=item, path="file:///storage/IMG_1.jpg", name="IMG_1.jpg", mime="image/jpeg", file=2)
    made.db.commit()
    return made


def written(made: MadeCase, folder: Path, *, shown: bool = False, **options) -> PdfReader:
    with open_exhibit(folder / "phone") as exhibit:
        pictures = Pictures({"E1": exhibit}, shown)
        write_report(made.db, folder / "r.pdf", Options(**options), pictures)
    return PdfReader(folder / "r.pdf")


def images(reader: PdfReader) -> list[Image.Image]:
    return [found.image.convert("L") for page in reader.pages for found in page.images]


def contrast(image: Image.Image) -> int:
    """The largest step between two neighbouring pixels of the middle row."""
    row = [image.getpixel((x, image.height // 2)) for x in range(image.width)]
    return max(abs(one - other) for one, other in pairwise(row))


def test_a_picture_is_blurred_unless_asked_otherwise(tmp_path):
    made = case_with(photo(), tmp_path)
    (blurred,) = images(written(made, tmp_path))
    (clear,) = images(written(made, tmp_path, shown=True))
    assert contrast(clear) > 60
    assert contrast(blurred) < 12
    assert "drawn so coarse that nothing in it can be told" in text(written(made, tmp_path))


def text(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_nothing_of_the_files_own_metadata_is_in_the_report(tmp_path):
    written(case_with(photo(), tmp_path), tmp_path, shown=True)
    raw = (tmp_path / "r.pdf").read_bytes()
    assert not any(secret in raw for secret in (b"SecretCamera", b"SecretComment", b"Exif", b"GPS"))


def test_the_digest_printed_is_that_of_the_original(tmp_path):
    content = photo()
    said = text(written(case_with(content, tmp_path), tmp_path))
    assert hashlib.sha256(content).hexdigest() in said.replace(" ", "")


def test_a_file_that_is_no_longer_the_one_recorded_is_not_drawn(tmp_path):
    made = case_with(photo(), tmp_path)
    (tmp_path / "phone" / "IMG_1.jpg").write_bytes(photo((640, 480)))
    assert images(written(made, tmp_path)) == []


def test_a_withheld_item_shows_no_picture(tmp_path):
    made = case_with(photo(), tmp_path)
    assert images(written(made, tmp_path, shown=True, redaction=Redaction("X", withheld=((1, "victim"),)))) == []


def test_without_the_exhibit_there_is_no_picture(tmp_path):
    write_report(case_with(photo(), tmp_path).db, tmp_path / "r.pdf", Options())
    assert images(PdfReader(tmp_path / "r.pdf")) == []


@pytest.mark.parametrize("form", ["PNG", "GIF", "BMP", "WEBP", "TIFF"])
def test_common_formats_are_drawn(form):
    made = drawn(small_jpeg(photo(form=form), LONGEST_SIDE, blurred=False))
    assert made is not None
    assert made.width == pytest.approx(110)
    assert made.height == pytest.approx(82.5, abs=0.5)


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xd8\xff\xe0", photo()[:200], b"GIF89a" + bytes(4), b"%PDF-1.7", b"<svg/>"]
)
def test_what_cannot_be_decoded_is_no_picture(content):
    assert small_jpeg(content, LONGEST_SIDE, blurred=True) is None


def test_a_picture_with_too_many_pixels_is_refused_before_it_is_unpacked():
    header = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(header, "PNG")
    assert small_jpeg(header.getvalue(), LONGEST_SIDE, blurred=True) is None


def test_the_same_picture_gives_the_same_bytes(tmp_path):
    made = case_with(photo(), tmp_path)
    written(made, tmp_path)
    first = (tmp_path / "r.pdf").read_bytes()
    written(made, tmp_path)
    assert (tmp_path / "r.pdf").read_bytes() == first
