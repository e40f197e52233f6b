"""Make the fonts that phonefx ships: one regular weight of each, cut to the characters that the report may need.

    python tools/make_fonts.py FOLDER-OF-WHEELS src/phonefx/report/pdf/fonts

The wheels are those of `manimgx-fonts`, `justmytype-intl-cjk` and `fontpkg-jetbrains-mono`, which carry the variable
Noto fonts and JetBrains Mono under the SIL Open Font License 1.1 as their publishers release them; beside them lie
NotoSansSymbols2-Regular.ttf and NotoSansMath-Regular.ttf of Debian's `fonts-noto-core`. Needs fontTools.
Same files, same bytes.
"""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

LATIN_TO_CYRILLIC = [
    (0x20, 0x52F),
    (0x1C80, 0x1C8F),
    (0x1D00, 0x1FFF),
    (0x2000, 0x2BFF),
    (0xA640, 0xA69F),
    (0xA700, 0xA7FF),
    (0xAB30, 0xAB6F),
    (0xFB00, 0xFB06),
    (0xFFFD, 0xFFFD),
    (0x300, 0x36F),
]
HAN_AND_KANA = [(0x2E80, 0x303F), (0x3041, 0x312F), (0x3190, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF),
                (0xFE30, 0xFE4F), (0xFF00, 0xFFEF)]  # fmt: skip
HANGUL = [(0x1100, 0x11FF), (0x3130, 0x318F), (0xA960, 0xA97F), (0xAC00, 0xD7FF)]
FIXED_WIDTH = [(0x20, 0x7E)]
SIGNS = [(0x2000, 0x2BFF), (0x1D400, 0x1D7FF), (0x1F100, 0x1F1FF)]
EVERYTHING = [(0x20, 0x10FFFF)]

Made = tuple[str, str, int, list[tuple[int, int]]]
FONTS: list[Made] = [
    ("sans", "NotoSans[wght].ttf", 400, LATIN_TO_CYRILLIC),
    ("sans-bold", "NotoSans[wght].ttf", 700, LATIN_TO_CYRILLIC),
    *(
        (script.lower(), f"NotoSans{script}[wght].ttf", 400, EVERYTHING)
        for script in (
            "Arabic",
            "Hebrew",
            "Devanagari",
            "Thai",
            "Bengali",
            "Gurmukhi",
            "Gujarati",
            "Oriya",
            "Tamil",
            "Telugu",
            "Kannada",
            "Malayalam",
            "Sinhala",
            "Lao",
            "Khmer",
            "Myanmar",
            "Ethiopic",
            "Georgian",
            "Armenian",
            "Symbols",
        )
    ),
    ("han", "NotoSansSC[wght].ttf", 400, HAN_AND_KANA),
    ("hangul", "NotoSansKR[wght].ttf", 400, HANGUL),
    ("symbols2", "NotoSansSymbols2-Regular.ttf", 400, SIGNS),
    ("math", "NotoSansMath-Regular.ttf", 400, SIGNS),
    ("mono", "JetBrainsMono[wght].ttf", 400, FIXED_WIDTH),
    ("emoji", "NotoEmoji[wght].ttf", 400, EVERYTHING),
]


def members(wheels: Path) -> dict[str, tuple[Path, str]]:
    """Find each font file by its bare name."""
    found = {}
    for wheel in sorted(wheels.glob("*.whl")):
        for name in zipfile.ZipFile(wheel).namelist():
            found[name.rpartition("/")[2]] = (wheel, name)
    return found


def read(wheels: Path, member: str) -> bytes:
    """Read a font file: from the folder itself, else out of a wheel."""
    if (wheels / member).is_file():
        return (wheels / member).read_bytes()
    wheel, inside = members(wheels)[member]
    return zipfile.ZipFile(wheel).read(inside)


def cut(data: bytes, weight: int, ranges: list[tuple[int, int]]) -> bytes:
    """Take one weight of a variable font and the characters wanted."""
    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    wanted = {code for code in font.getBestCmap() if any(low <= code <= high for low, high in ranges)}
    if "fvar" in font:
        font = instancer.instantiateVariableFont(font, {"wght": weight})
    options = Options(hinting=False, name_IDs=[0, 1, 2, 4, 5, 6, 13, 14], notdef_outline=True, recalc_timestamp=False)
    options.drop_tables += ["vhea", "vmtx", "VORG", "STAT", "BASE", "meta", "DSIG"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def main(wheels: Path, target: Path) -> None:
    """Write every font of `FONTS` and say how big it is."""
    for name, member, weight, ranges in FONTS:
        made = cut(read(wheels, member), weight, ranges)
        (target / f"{name}.ttf").write_bytes(made)
        print(f"{name:12} {len(made):>10,}  from {member}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
