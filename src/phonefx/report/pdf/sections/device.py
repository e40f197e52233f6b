"""What the data says about the device, its SIM cards and its accounts."""

from __future__ import annotations

from phonefx.report.pdf.blocks import heading, paragraph
from phonefx.report.pdf.book import Book, text
from phonefx.report.pdf.rows import Column, draw_filled
from phonefx.report.pdf.sections.naming import state_word

_FACTS = """
SELECT i.exhibit, f.name, f.value, f.item, i.state, f.time_us, i.basis, i.parser FROM device_fact f JOIN origin i
ON i.source = f.source
WHERE i.state <> 'superseded' ORDER BY i.exhibit, f.name, f.item LIMIT ?
"""
_ACCOUNTS = """
SELECT i.exhibit, a.service, a.identifier, a.name, a.item, i.state FROM account a JOIN origin i ON i.source = a.source
WHERE i.state <> 'superseded' ORDER BY i.exhibit, a.service, a.item LIMIT ?
"""
_MOST = 400
_EXPECTED = {"manufacturer": "", "model": "", "serial": "serial number", "imei": "", "meid": "", "iccid": "",
             "imsi": "", "version": "os version"}  # fmt: skip
"""Words that facts of a device are looked for by, and what a fact is called where it is not that word."""


def draw(book: Book) -> None:
    """Draw the facts of each exhibit's device, one row a statement of a source."""
    sheet, say = book.sheet, book.say
    rows = book.database.execute(_FACTS, (_MOST,)).fetchall()
    if rows:
        columns = [Column(say("Exhibit"), 0.9), Column(say("Property"), 2.4), Column(say("Value"), 3.2),
                   Column(say("As of"), 2.8), Column(say("Item"), 0.8), Column(say("State"), 1)]  # fmt: skip
        shown = [
            (label, say(text(name)), text(value), book.clock.show(us, basis), book.cite(item), state_word(book, state))
            for label, name, value, item, state, us, basis, _ in rows
        ]
        draw_filled(sheet, columns, 8, shown)
    for (exhibit,) in book.database.execute("SELECT label FROM exhibit ORDER BY label"):
        present = " ".join(text(row[1]).lower() for row in rows if row[0] == exhibit)
        absent = [say(name or word) for word, name in _EXPECTED.items() if word not in present]
        if absent:
            said = say("Not recorded in what was read of {exhibit}: {names}.")
            paragraph(sheet, said.format(exhibit=exhibit, names=", ".join(absent)))
    heading(sheet, say("Accounts"), "accounts", 1)
    accounts = book.database.execute(_ACCOUNTS, (_MOST,)).fetchall()
    if not accounts:
        paragraph(sheet, say("No account was found in what was read."))
        return
    columns = [Column(say("Exhibit"), 0.9), Column(say("Service"), 2.4), Column(say("Identifier"), 3.6),
               Column(say("Name"), 2), Column(say("Item"), 0.8), Column(say("State"), 1)]  # fmt: skip
    draw_filled(sheet, columns, 8, [
        (label, text(service), text(identifier), text(name), book.cite(item), state_word(book, state))
        for label, service, identifier, name, item, state in accounts
    ])  # fmt: skip
