"""What phonefx knows and does not read is told in one line: what it is, and what to do."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from phonefx.case.ingest import ExhibitSpec, Options, process
from phonefx.case.progress import Progress
from phonefx.errors import EvidenceError, NotAnExtraction
from phonefx.evidence import open_exhibit

from . import disks


def aff4(target: Path) -> Path:
    """The two members that every AFF4 container has, and a piece of its stream."""
    with zipfile.ZipFile(target, "w") as archive:
        archive.comment = b"aff4://11111111-2222-4333-8444-555555555555"
        archive.writestr("container.description", archive.comment)
        archive.writestr("information.turtle", "@prefix aff4: <http://aff4.org/Schema#> .\n")
        archive.writestr("aff4%3A%2F%2F11111111/00000000", bytes(600))
    return target


def begun(start: bytes, size: int = 5_000) -> Callable[[Path], Path]:
    def make(target: Path) -> Path:
        target.write_bytes(start.ljust(size, b"\0"))
        return target

    return make


def disk(form: str, *options: str) -> Callable[[Path], Path]:
    return lambda target: disks.virtual(disks.blank(target.with_suffix(".raw"), 1), target, form, *options)


def dmg(target: Path) -> Path:
    target.write_bytes(bytes(8192) + b"koly".ljust(512, b"\0"))
    return target


FOREIGN = {
    "AFF4": (aff4, "raw or E01"),
    "AD1": (begun(b"ADSEGMENTEDFILE\0"), "zip or folder"),
    "FTK": (begun(b"ADCRYPT\0"), "decrypted"),
    "L01": (begun(b"LVF\x09\r\n\xff\0"), "zip or folder"),
    "Lx01": (begun(b"LEF2\r\n\x81\0"), "zip or folder"),
    "AFF": (begun(b"AFF10\r\n\0"), "raw or E01"),
    "VDI": (disk("vdi"), "qemu-img"),
    "VMDK": (disk("vmdk", "-o", "subformat=monolithicFlat"), "qemu-img"),
    "Parallels": (disk("parallels"), "qemu-img"),
    "QED": (disk("qed"), "qemu-img"),
    "DMG": (dmg, "qemu-img"),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_it_is_told_in_one_line_what_it_is_and_what_to_do(name, tmp_path):
    make, remedy = FOREIGN[name]
    place = make(tmp_path / "evidence.bin")
    with pytest.raises(EvidenceError) as error:
        process([ExhibitSpec("E1", place)], tmp_path / "case", Options(), Progress())
    (line,) = str(error.value).splitlines()
    assert all(word in line for word in (str(place), name, "not read", remedy)), line
    assert not (tmp_path / "case").exists()


@pytest.mark.parametrize("name", ["AFF4", "AD1", "Lx01", "VDI"])
def test_beside_other_files_it_is_a_problem_that_says_so(name, phone, tmp_path):
    FOREIGN[name][0](tmp_path / f"made.{name}").rename(phone / f"evidence.{name.lower()}")
    with open_exhibit(phone) as exhibit:
        (told,) = (problem for problem in exhibit.problems if problem.code == "container")
    assert told.path == f"evidence.{name.lower()}"
    assert name in told.message
    assert FOREIGN[name][1] in told.message


def test_a_zip_that_only_has_a_member_of_that_name_opens(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("container.description", "a box of letters")
    with open_exhibit(tmp_path / "a.zip") as exhibit:
        assert [entry.stored for entry in exhibit.entries()] == ["container.description"]


def test_other_bytes_are_still_unknown(tmp_path):
    (tmp_path / "a").write_bytes(b"<<< no disk of a virtual machine >>>".ljust(300, b"\0"))
    with pytest.raises(NotAnExtraction):
        open_exhibit(tmp_path / "a")
