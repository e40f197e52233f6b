"""A page for the person who answers for the report: never filled by the software."""

from __future__ import annotations

from phonefx.report.pdf.blocks import fact_list, heading, note, paragraph
from phonefx.report.pdf.book import Book
from phonefx.report.pdf.sections.integrity import verdict
from phonefx.report.pdf.sheet import BODY_SIZE, GREY, RULE


def _(text: str) -> str:
    """Mark a text for translation."""
    return text


_US = _(
    "I am qualified to make this certification. The data described above were obtained from the exhibits"
    " by a process of"
    " digital identification: the SHA-256 digest of each was computed and is stated above. The records in this report"
    " were produced by the electronic process described in the section on method."
)
_UK = _(
    "The facts stated by me in this report are within my own knowledge where I have said so. I understand"
    " that my duty is"
    " to help the court on matters within my expertise, and that this duty overrides any obligation to"
    " those who instruct"
    " or pay me. I confirm that I have complied with that duty."
)
_PLAIN = _(
    "I have examined the exhibits described above and confirm what is stated in this report as far as it is"
    " my own work."
)


def draw(book: Book) -> None:
    """Draw the statement, the digests it speaks of, and room for signatures."""
    sheet, say = book.sheet, book.say
    note(sheet, say("A template. It states nothing until a person has read, completed and signed it."))
    for label, sha256 in book.database.execute("SELECT label, sha256 FROM exhibit ORDER BY label"):
        computed = sha256 or say("not recorded")
        fact_list(sheet, [(say("Exhibit {label}, SHA-256").format(label=label), computed),
                          ("", verdict(book, label, sha256))], label=120)  # fmt: skip
    heading(sheet, say("Statement"), "statement", 2, outline=False)
    template = {"US": _US, "UK": _UK}.get(str(book.options.facts.get("jurisdiction")), _PLAIN)
    paragraph(sheet, say(template), after=12)
    for role, name in (
        (say("Examiner"), "examiner"),
        (say("Reviewer"), "reviewer"),
        (say("Authorised by"), "authoriser"),
    ):
        _signature(book, role, book.fact(name))


def _signature(book: Book, role: str, name: str) -> None:
    sheet = book.sheet
    sheet.room(70)
    sheet.y -= 44
    sheet.canvas.setStrokeColorRGB(*RULE)
    for x, width in ((sheet.left, 280.0), (sheet.left + 310, 150.0)):
        sheet.canvas.line(x, sheet.y, x + width, sheet.y)
    sheet.ink(GREY)
    sheet.set.text(f"{role}: {name}", sheet.left, sheet.y - 12, BODY_SIZE)
    sheet.set.text(book.say("Date"), sheet.left + 310, sheet.y - 12, BODY_SIZE)
    sheet.y -= 20
