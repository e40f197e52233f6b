"""The signs and the legend of the KML are those that its tool draws, and all that its styles name are there."""

from __future__ import annotations

import importlib.util
import io
import subprocess
import sys
from pathlib import Path

from PIL import Image, ImageChops

from phonefx.report.maps.kml.styles import LEGEND, link, pictures

TOOL = Path(__file__).parents[3] / "tools" / "draw_signs.py"
ALONE = "import sys; from phonefx.report.maps.kml import styles; styles.pictures(); sys.exit('PIL' in sys.modules)"


def drawn():
    spec = importlib.util.spec_from_file_location("draw_signs", TOOL)
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool.pictures()


def test_the_stored_pictures_are_those_that_the_tool_draws():
    """Another version of Pillow may round a shade differently; a changed title, colour or shape is more than that."""
    stored = {entry.removeprefix("icons/"): content for entry, content in pictures().items()}
    again = drawn()
    assert stored.keys() == again.keys()
    for name, picture in again.items():
        opened = Image.open(io.BytesIO(stored[name])).convert("RGBA")
        assert opened.size == picture.size
        away = ImageChops.difference(opened, picture).tobytes()
        assert sum(each > 96 for each in away) <= 10, f"{name}: run tools/draw_signs.py"


def test_every_style_has_its_picture():
    assert pictures().keys() == {f"icons/{look.shape}.png" for look in LEGEND.values()} | {"legend.png"}


def test_no_run_draws_them():
    assert subprocess.run([sys.executable, "-c", ALONE], check=False).returncode == 0


def test_a_link_holds_what_it_is_given_whatever_is_in_its_name():
    written = link("A {b} & <c>", "day.kml", (-1.5, 2.0, 3.25, 4.0), visible=False)
    for part in ("<name>A {b} &amp; &lt;c&gt;</name>", "<visibility>0</visibility>", "<href>day.kml</href>",
                 "<west>-1.50000</west>", "<south>2.00000</south>", "<east>3.25000</east>", "<north>4.00000</north>",
                 "<viewRefreshMode>onRegion</viewRefreshMode>"):  # fmt: skip
        assert part in written
    assert "Region" not in link("A", "day.kml", None, visible=True)
