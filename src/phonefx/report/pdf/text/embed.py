"""Putting the glyphs that were used into the PDF, so that what is copied out of it is what was stored.

reportlab's own TrueType fonts write wrong code points above U+FFFF and give ligatures private ones. Here a font goes
in as a CID font (PDF 32000-1, 9.7.4) cut to the glyphs used, with a code for each pair of glyph and text: the same
dotless shape can stand for three Arabic letters, and each is copied as what it is.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any

import uharfbuzz as hb
from reportlab.pdfbase.pdfdoc import PDFArrayCompact, PDFDictionary, PDFName, PDFStream, PDFString

from phonefx.report.pdf.text.faces import Face

_CHUNK = 100


class EmbeddedFace:
    """One font of one document: gives each pair of glyph and text a code, so that no text hides behind another's."""

    def __init__(self, face: Face, resource: str) -> None:
        self.face = face
        self.resource = resource
        self._codes: dict[tuple[int, str], int] = {}
        self.plain_codes = _PlainCodes(self)

    def code(self, glyph: int, text: str) -> int:
        """Give the code under which a glyph stands for a text (empty: for a mark that belongs to another glyph)."""
        return self._codes.setdefault((glyph, text), len(self._codes) + 1)

    def addObjects(self, document: Any) -> None:  # noqa: N802, ANN401 - reportlab calls it by that name
        """Write the font into a reportlab document; called when it is saved."""
        fonts = document.idToObject["BasicFonts"].dict
        fonts[self.resource] = document.Reference(self._font(document), f"font-{self.face.name}")

    def _font(self, document: Any) -> PDFDictionary:  # noqa: ANN401
        name = PDFName(self._tagged_name())
        widths = PDFArrayCompact([round(self.face.advance(glyph)) for glyph, _ in self._codes])
        glyphs = b"".join(glyph.to_bytes(2, "big") for glyph in (0, *(glyph for glyph, _ in self._codes)))
        descendant = PDFDictionary({
            "Type": PDFName("Font"), "Subtype": PDFName("CIDFontType2"), "BaseFont": name,
            "CIDSystemInfo": PDFDictionary({
                "Registry": PDFString("Adobe"), "Ordering": PDFString("Identity"), "Supplement": 0,
            }),
            "FontDescriptor": document.Reference(self._descriptor(document, name)),
            "DW": 1000, "W": PDFArrayCompact([1, widths]), "CIDToGIDMap": document.Reference(_stream(glyphs)),
        })  # fmt: skip
        return PDFDictionary({
            "Type": PDFName("Font"), "Subtype": PDFName("Type0"), "BaseFont": name, "Encoding": PDFName("Identity-H"),
            "DescendantFonts": PDFArrayCompact([document.Reference(descendant)]),
            "ToUnicode": document.Reference(_stream(to_unicode(self._codes).encode("ascii"))),
        })  # fmt: skip

    def _tagged_name(self) -> str:
        """A subset's name begins with six letters that tell it from other subsets of the font."""
        number = zlib.crc32(repr(list(self._codes)).encode())
        letters = "".join(chr(65 + number // 26**place % 26) for place in range(6))
        return f"{letters}+Noto-{self.face.name}"

    def _descriptor(self, document: Any, name: PDFName) -> PDFDictionary:  # noqa: ANN401
        data = self._subset()
        extents = self.face.font.get_font_extents("ltr")
        scale = self.face.per_mille
        stream = _stream(data)
        stream.dictionary["Length1"] = len(data)
        return PDFDictionary({
            "Type": PDFName("FontDescriptor"), "FontName": name, "Flags": 4, "ItalicAngle": 0,
            "Ascent": round(extents.ascender * scale), "Descent": round(extents.descender * scale),
            "CapHeight": 714, "StemV": 80, "FontBBox": PDFArrayCompact([-1000, -500, 3000, 1200]),
            "FontFile2": document.Reference(stream),
        })  # fmt: skip

    def _subset(self) -> bytes:
        wanted = hb.SubsetInput()
        wanted.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
        wanted.sets(hb.SubsetInputSets.GLYPH_INDEX).update(glyph for glyph, _ in self._codes)
        wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(
            int.from_bytes(tag, "big") for tag in (b"GSUB", b"GPOS", b"GDEF", b"name", b"OS/2", b"gasp", b"cmap")
        )
        return bytes(hb.subset(self.face.hb_face, wanted).blob.data)


class _PlainCodes(dict[int, str]):
    """Code of each plain character in hex, for `str.translate`; filled as characters are met."""

    def __init__(self, font: EmbeddedFace) -> None:
        super().__init__()
        self._font = font

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = made = f"{self._font.code(self._font.face.glyph(char), char):04X}"
        return made


def _stream(data: bytes) -> PDFStream:
    stream = PDFStream(content=zlib.compress(data, 9))
    stream.dictionary["Filter"] = PDFName("FlateDecode")
    return stream


def utf16(text: str) -> str:
    """Write a text as UTF-16BE hex, as PDF strings and maps want it."""
    return text.encode("utf-16-be", "replace").hex().upper()


def to_unicode(codes: Mapping[tuple[int, str], int]) -> str:
    """Write the ToUnicode map of codes to the texts they stand for."""
    told = [(code, text) for (_, text), code in codes.items()]
    parts = ["/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
             "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
             "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
             "1 begincodespacerange <0000> <FFFF> endcodespacerange"]  # fmt: skip
    for at in range(0, len(told), _CHUNK):
        chunk = told[at : at + _CHUNK]
        parts.append(f"{len(chunk)} beginbfchar")
        parts += [f"<{code:04X}> <{utf16(text)}>" for code, text in chunk]
        parts.append("endbfchar")
    return "\n".join([*parts, "endcmap CMapName currentdict /CMap defineresource pop end end", ""])
