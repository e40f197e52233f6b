"""Thumbnails show what a photo shows and pass on nothing else of its file."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image
from tests.report.maps.kml_checks import KML, documents
from tests.report.pdf.reported import START_US, MadeCase

from phonefx.evidence import open_exhibit
from phonefx.report.maps.kml.document import write_kmz
from phonefx.report.maps.kml.photos import ACROSS_PX, make_thumbnails
from phonefx.report.maps.reading import MapCase
from phonefx.report.thumbnails import small_jpeg


def small(content):
    return small_jpeg(content, ACROSS_PX, blurred=False)


SECRET = b"serial 8231 of the owner"


def jpeg(size=(1200, 800), colour=(200, 30, 40)) -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    exif[0x0112] = 6  # to be turned a quarter
    Image.new("RGB", size, colour).save(out, "JPEG", exif=exif, comment=SECRET)
    return out.getvalue()


def test_it_is_small_upright_and_carries_no_metadata():
    picture = small(jpeg())
    assert SECRET not in picture
    read = Image.open(io.BytesIO(picture))
    assert max(read.size) == 240
    assert read.size[1] > read.size[0]  # turned upright
    assert not read.getexif()
    red, green, _ = read.getpixel((50, 50))
    assert red > 180
    assert green < 60
    assert small(jpeg()) == picture


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xd8\xff\xe0 no picture", b"<svg/>", jpeg()[:400], b"GIF89a\xff\xff\xff\xff"]
)
def test_what_is_no_picture_gives_none(content):
    assert small(content) is None


def test_a_bomb_is_not_unpacked():
    out = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(out, "PNG")
    assert small(out.getvalue()) is None


@pytest.fixture
def photos(tmp_path: Path):
    """A case with five photos, and the exhibit they lie in."""
    made = MadeCase()
    exhibit = tmp_path / "phone"
    (exhibit / "DCIM").mkdir(parents=True)
    items = {}
    for number, name in enumerate(("good.jpg", "changed.jpg", "broken.jpg", "gone.jpg", "notes.db")):
        content = b"no picture at all" if name == "broken.jpg" else jpeg()
        if name != "gone.jpg":
            (exhibit / "DCIM" / name).write_bytes(content + (b"x" if name == "changed.jpg" else b""))
        digest = hashlib.sha256(content).hexdigest()
        made.insert("file", id=10 + number, exhibit=1, path=f"/DCIM/{name}", stored=f"DCIM/{name}", sha256=digest)
        items[name] = made.item("location", START_US, latitude=52.0 + number, longitude=4.9, file=10 + number,
                                evidence_of="media_capture")  # fmt: skip
    return made, exhibit, items


def test_only_the_recorded_file_is_shown_and_the_others_are_counted(photos):
    made, folder, items = photos
    with open_exhibit(folder) as exhibit:
        found = make_thumbnails(made.db, {"E1": exhibit})
    assert set(found.pictures) == {items["good.jpg"]}
    assert found.without == {
        "file is not the one recorded": 1, "format not read": 1, "not in the exhibit given": 1,
        "no picture file is known": 1,
    }  # fmt: skip


def test_the_balloon_shows_it_from_inside_the_kmz(photos, tmp_path):
    made, folder, items = photos
    with open_exhibit(folder) as exhibit:
        found = make_thumbnails(made.db, {"E1": exhibit})
    write_kmz(MapCase(made.db), tmp_path / "photos.kmz", photos=found)
    root = documents(tmp_path / "photos.kmz")["doc.kml"]
    shown = [text.text for text in root.iter(f"{KML}description") if "<img" in (text.text or "")]
    name = f"photos/{items['good.jpg']}.jpg"
    assert len(shown) == 1
    assert shown[0].startswith(f'<img src="{name}"/><table>')
    with zipfile.ZipFile(tmp_path / "photos.kmz") as archive:
        assert archive.read(name) == found.pictures[items["good.jpg"]]
        assert SECRET not in archive.read(name)


def test_real_photos_with_positions(corpus):
    folder = corpus / "photos_exif"
    pictures = {
        path.name: small(path.read_bytes()) for path in sorted(folder.rglob("*")) if path.suffix.lower() == ".jpg"
    }
    assert pictures
    for name, picture in pictures.items():
        assert picture is not None, name
        assert len(picture) < 40_000
        assert not Image.open(io.BytesIO(picture)).getexif()
