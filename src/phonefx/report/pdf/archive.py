"""What makes the file fit for archives (ISO 19005-3, PDF/A-3b): colour profile, metadata twice, and data attached."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDate,
    PDFDictionary,
    PDFIndirectObject,
    PDFInfo,
    PDFName,
    PDFStream,
    PDFString,
)

from phonefx.report.maps.xml_text import escape

PRODUCER: Final = "phonefx"
_XMP: Final = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{producer}</xmp:CreatorTool><pdf:Producer>{producer}</pdf:Producer>
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
_STREAM_END: Final = b"endstream\n"
_plain_format = PDFStream.format
_plain_encoded = pdfdoc.pdfdocEnc


def _format(stream: PDFStream, document: Any) -> bytes:  # noqa: ANN401 - a reportlab document
    """Write a stream as ISO 19005-3, 6.1.7 asks, where reportlab does not: its end stands on a line of its own.

    Content may end in a carriage return, which a line feed alone would make part of the line's end.
    """
    written: bytes = _plain_format(stream, document)
    return written.removesuffix(_STREAM_END) + b"\r\n" + _STREAM_END


def _encoded(text: str | bytes) -> bytes:
    """Encode as reportlab does, in a fifth of the time where its own table changes nothing."""
    if isinstance(text, str):
        return text.encode() if text.isascii() else bytes(_plain_encoded(text))
    return text


def _object(held: PDFIndirectObject, document: Any) -> bytes:  # noqa: ANN401 - a reportlab document
    """Write an object with its number, as reportlab does where nothing is encrypted: a long report has thousands."""
    number, version = document.idToObjectNumberAndVersion[held.name]
    content: bytes = pdfdoc.format(held.content, document, toplevel=1)
    return b"%d %d obj\n%b%bendobj\n" % (number, version, content, b"" if content.endswith(b"\n") else b"\n")


PDFStream.format = _format  # reportlab makes most streams (fonts, pages, pictures) itself
PDFIndirectObject.format = _object
pdfdoc.pdfdocEnc = _encoded


class Info(PDFInfo):  # type: ignore[misc]
    """The document information: what the metadata says too, and nothing else."""

    invariant = True

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = title

    def digest(self, signature: Any) -> None:  # noqa: ANN401 - called by reportlab
        """Let the document's ID depend on the title."""
        signature.update(self.title.encode())

    def format(self, document: Any) -> Any:  # noqa: ANN401 - called by reportlab
        """Write the dictionary."""
        date = PDFDate(ts=document._timeStamp)
        return PDFDictionary({
            "Title": PDFString(self.title), "Producer": PDFString(PRODUCER), "Creator": PDFString(PRODUCER),
            "CreationDate": date, "ModDate": date,
        }).format(document)  # fmt: skip


class Attachment(NamedTuple):
    """A file that goes along inside the PDF: `packed` is its content, deflated; the digest is of the content itself."""

    name: str
    mime: str
    about: str
    packed: bytes
    size: int
    sha256: str


def conform(document: Any, title: str, language: str, issued: datetime) -> None:  # noqa: ANN401 - a reportlab document
    """Give a document the metadata and the colour profile that PDF/A asks for."""
    catalog = document.Catalog
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents", "AF"]
    date = issued.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")
    xmp = _XMP.format(title=escape(title), language=escape(language), producer=PRODUCER, date=date)
    metadata = PDFStream(content=xmp.encode())
    metadata.dictionary["Type"], metadata.dictionary["Subtype"] = PDFName("Metadata"), PDFName("XML")
    catalog.Metadata = metadata
    profile = PDFStream(content=srgb())
    profile.dictionary["N"] = 3
    catalog.OutputIntents = PDFArray([PDFDictionary({
        "Type": PDFName("OutputIntent"), "S": PDFName("GTS_PDFA1"), "OutputConditionIdentifier": PDFString("sRGB"),
        "Info": PDFString("sRGB IEC61966-2.1"), "DestOutputProfile": document.Reference(profile),
    })])  # fmt: skip
    document.info = Info(title)


def srgb() -> bytes:
    """Give an sRGB profile, as Little CMS makes it; the time of its making says 2000-01-01 00:00:00."""
    return Path(__file__).with_name("srgb.icc").read_bytes()


def attach(document: Any, files: list[Attachment], clean: Callable[[str], str] = str) -> None:  # noqa: ANN401
    """Put files into a document, each said to be the data that the document shows."""
    named: list[Any] = []
    for file in sorted(files, key=lambda each: each.name):
        stream = PDFStream(content=file.packed)
        date = PDFDate(ts=document._timeStamp)
        stream.dictionary["Type"] = PDFName("EmbeddedFile")
        stream.dictionary["Subtype"] = "/" + file.mime.replace("/", "#2F")
        stream.dictionary["Filter"] = PDFName("FlateDecode")
        stream.dictionary["Params"] = PDFDictionary({"Size": file.size, "ModDate": date, "CreationDate": date})
        content = document.Reference(stream)
        specification = PDFDictionary({
            "Type": PDFName("Filespec"), "F": PDFString(file.name), "UF": PDFString(file.name),
            "Desc": PDFString(clean(file.about)), "AFRelationship": PDFName("Data"),
            "EF": PDFDictionary({"F": content, "UF": content}),
        })  # fmt: skip
        named += [PDFString(file.name), document.Reference(specification)]
    if named:
        document.Catalog.AF = PDFArray(named[1::2])
        document.Catalog.Names = PDFDictionary({"EmbeddedFiles": PDFDictionary({"Names": PDFArray(named)})})
