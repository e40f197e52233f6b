"""The structure tree of a report: what a screen reader is told of headings, paragraphs, tables and pictures.

Each piece of text is drawn between marks that name its element; the elements are written when the report is done. Very
long listings would make more elements than text: after `MOST` of them the text is drawn without, and the same rows are
in the attached data.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFObject, PDFObjectReference, PDFString

MOST: Final = 8_000
ARTIFACT: Final = "/Artifact BMC"
END: Final = "EMC"


class Element(PDFObject):  # type: ignore[misc]
    """One element of the tree: its kind, its children in order, and the pieces of pages that it consists of."""

    __RefOnly__ = 1

    def __init__(self, kind: str, name: str, parent: str, alt: str = "") -> None:
        self.kind, self.name, self.parent, self.alt = kind, name, parent, alt
        self.kids: list[str] = []

    def format(self, document: Any) -> bytes:  # noqa: ANN401 - called by reportlab
        """Write the dictionary."""
        kids, number_of = self.kids, document.idToObjectNumberAndVersion
        alt = PDFString(self.alt).format(document).decode("latin-1") if self.alt else ""
        page, _, piece = kids[0].partition(":") if len(kids) == 1 else ("", "", "")
        if piece:
            told = f"/Pg {number_of[page][0]} 0 R/K {piece}"
        else:
            told = f"/K[{' '.join([_kid(kid, number_of) for kid in kids])}]"
        parent = number_of[self.parent][0]
        return f"<</S/{self.kind}/P {parent} 0 R{alt and f' /Alt {alt}'}{told}>>".encode("latin-1")


class _Parents(PDFObject):  # type: ignore[misc]
    """For each page the elements of its pieces, by the number of the piece."""

    __RefOnly__ = 1

    def __init__(self, pages: dict[int, list[str]]) -> None:
        self.pages = pages

    def format(self, document: Any) -> bytes:  # noqa: ANN401 - called by reportlab
        """Write the number tree."""
        number_of = document.idToObjectNumberAndVersion
        rows = [
            f"{page} [ {' '.join([f'{number_of[name][0]} 0 R' for name in names])} ]"
            for page, names in sorted(self.pages.items())
        ]
        listed = "\n".join(rows)
        return f"<< /Nums [ {listed} ] >>".encode()


def _kid(kid: str, number_of: Mapping[str, tuple[int, int]]) -> str:
    page, _, piece = kid.partition(":")
    reference = f"{number_of[page][0]} 0 R"
    return f"<< /Type /MCR /Pg {reference} /MCID {piece} >>" if piece else reference


class Tags:
    """Collects the elements of one document.

    Args:
        canvas: the canvas that the text is drawn on.
        most: so many elements at most.
    """

    def __init__(self, canvas: Any, most: int = MOST) -> None:  # noqa: ANN401 - reportlab has no types
        self.canvas = canvas
        self.most = most
        self.root = Element("Document", "structure-1", "structure")
        self.elements = [self.root]
        self.within = [self.root]
        self.open: Element | None = None
        self.pages: dict[int, list[str]] = {}

    def element(self, kind: str, alt: str = "") -> Element | None:
        """Begin an element inside the present one; None where there are too many already."""
        if len(self.elements) >= self.most:
            return None
        parent = self.within[-1]
        found = Element(kind, f"structure-{len(self.elements) + 1}", parent.name, alt)
        parent.kids.append(found.name)
        self.elements.append(found)
        return found

    def start(self, element: Element | None) -> None:
        """Draw a piece of an element from here on."""
        if element is None or self.open is not None:
            return
        number = self.canvas._doc.pageCounter
        pieces = self.pages.setdefault(number, [])
        element.kids.append(f"Page{number}:{len(pieces)}")
        self.canvas.addLiteral(f"/{element.kind} <</MCID {len(pieces)}>> BDC")
        pieces.append(element.name)
        self.open = element

    def stop(self) -> Element | None:
        """End the piece that is being drawn; gives its element."""
        ended, self.open = self.open, None
        if ended is not None:
            self.canvas.addLiteral(END)
        return ended

    def finish(self, document: Any, clean: Any) -> None:  # noqa: ANN401
        """Write the tree into a document; what it says of pictures is redacted as the text is."""
        for element in self.elements:
            if element.alt:
                element.alt = clean(element.alt)
            document.Reference(element, element.name)
        root = PDFDictionary({
            "Type": PDFName("StructTreeRoot"), "K": PDFObjectReference(self.root.name),
            "ParentTree": document.Reference(_Parents(self.pages), "structure-parents"),
            "ParentTreeNextKey": max(self.pages, default=0) + 1,
        })  # fmt: skip
        document.Catalog.StructTreeRoot = document.Reference(root, "structure")
        document.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})
