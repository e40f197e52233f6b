"""How to read the report: item numbers, states, times, and what a position proves."""

from __future__ import annotations

from phonefx.records import EVIDENCE_OF
from phonefx.report.pdf.blocks import bullets, fact_list, heading, paragraph
from phonefx.report.pdf.book import Book
from phonefx.report.pdf.located import located
from phonefx.report.pdf.sections import zones
from phonefx.report.pdf.sections.cover import times_box


def draw(book: Book) -> None:
    """Draw the guide."""
    sheet, say = book.sheet, book.say
    heading(sheet, say("Item numbers"), "guide-items", 1, outline=False)
    paragraph(sheet, say(
        "Every record has a number, printed as #123. The same number stands for it in the data that accompanies this"
        " report, on the map and in the appendix, where its exhibit, file, table, row and digest are given. With"
        " “phonefx trace CASE 123 --exhibit PATH” anyone who holds the case and the exhibit can see the stored bytes."
    ))  # fmt: skip
    heading(sheet, say("States"), "guide-states", 1, outline=False)
    fact_list(sheet, [
        (say("(no mark)"), say("the record was present in the file")),
        (say("in the phone's bin"), say("the record was marked as deleted and still present")),
        (say("earlier version"), say("a version of a record that was later changed or deleted, found in"
                                     " the database's journal")),
        (say("recovered"), say("found in space that the database had given up; it may be incomplete, and"
                               " its time of deletion"
                               " is not known. A confidence between 0 and 1 says how well the bytes fit"
                               " the table, not how"
                               " true the content is")),
    ])  # fmt: skip
    heading(sheet, say("Times"), "guide-times", 1, outline=False)
    paragraph(sheet, times_box(book))
    paragraph(
        sheet,
        say("Lists are sorted by time, then by item number. Records without a time are counted and listed apart."),
    )
    heading(sheet, say("Positions"), "guide-places", 1, outline=False)
    paragraph(sheet, say(
        "A position is of a device, not of a person. The radius is the phone's own estimate and no guarantee: the true"
        " position may lie outside. Each position says what it is evidence of:"
    ))  # fmt: skip
    found = {name for (name,) in book.database.execute("SELECT DISTINCT evidence_of FROM visit")}
    found |= {name for name, _ in located(book)} if book.options.selection.is_empty else {
        name for (name,) in book.database.execute("SELECT DISTINCT evidence_of FROM location")}  # fmt: skip
    listed = [say(text) for name, text in EVIDENCE_OF.items() if name in found]
    bullets(sheet, listed or [say("this case has no position")], size=9)
    heading(sheet, say("Writing"), "guide-writing", 1, outline=False)
    bullets(sheet, [
        say("Text is printed as it is stored. Emoji are drawn in one colour by the report's own font; the"
            " phone's drawing may"
            " have looked different."),
        say("A character that cannot be drawn or seen is printed as its code point, for example [U+202E]; [U+FFFC]"
            " marks the place of an attachment."),
        say("A telephone number keeps its order inside text that runs from right to left."),
        say("A number is always printed as stored; a name beside it is what the message store or an"
            " address book says."),
        say("A word that the software does not know is printed as “unknown” with the stored value."),
    ])  # fmt: skip
    heading(sheet, say("Time zones and summer time"), "guide-zones", 1, outline=False)
    zones.draw(book)
