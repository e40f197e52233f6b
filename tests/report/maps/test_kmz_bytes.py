"""The bytes of a KMZ: the same on every machine, packed as is stated."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
import zlib

import pytest
from benchmarks.made_case import MadeCase
from benchmarks.made_movement import daily, sampled

from phonefx.report.maps.kml.archive import COMPRESSION
from phonefx.report.maps.kml.document import write_kmz
from phonefx.report.maps.reading import MapCase
from phonefx.timeline import movement

SAME = """
import sys
from pathlib import Path
from benchmarks.made_case import MadeCase
from benchmarks.made_movement import daily, sampled
from phonefx.report.maps.kml.document import write_kmz
from phonefx.report.maps.placing import Placing
from phonefx.report.maps.reading import Happening, MapCase
from phonefx.timeline import movement
made = MadeCase()
made.add("E1", *sampled(daily(1, {"home": (52.37, 4.89), "work": (52.31, 4.94), "gym": (52.39, 4.95)}, 2), 2, gaps=1))
movement.build(made.db)
write_kmz(MapCase(made.db), Path(sys.argv[1]), zone="Europe/Amsterdam", one_document=int(sys.argv[2]))
"""


@pytest.mark.parametrize("one_document", ["100000", "10"])
def test_the_same_case_gives_the_same_bytes(tmp_path, one_document):
    digests = set()
    for number, (zone, seed) in enumerate((("UTC", "1"), ("Asia/Tokyo", "2"))):
        path = tmp_path / f"{number}.kmz"
        env = os.environ | {"TZ": zone, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        subprocess.run([sys.executable, "-c", SAME, path, one_document], check=True, env=env)
        digests.add(hashlib.sha256(path.read_bytes()).hexdigest())
    assert len(digests) == 1


def test_documents_are_packed_at_the_level_that_is_stated(tmp_path):
    made = MadeCase()
    made.add("E1", *sampled(daily(1, {"home": (52.37, 4.89), "work": (52.31, 4.94), "gym": (52.39, 4.95)}, 2), 2))
    movement.build(made.db)
    write_kmz(MapCase(made.db), tmp_path / "movement.kmz")
    with zipfile.ZipFile(tmp_path / "movement.kmz") as opened:
        assert any(name.endswith(".kml") for name in opened.namelist())
        for info in opened.infolist():
            content = opened.read(info)
            packer = zlib.compressobj(COMPRESSION, zlib.DEFLATED, -15)
            packed = len(packer.compress(content) + packer.flush())
            assert info.compress_size == (packed if info.filename.endswith(".kml") else len(content))
