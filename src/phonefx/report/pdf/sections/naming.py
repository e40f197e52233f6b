"""The report's words for kinds and states."""

from __future__ import annotations

from phonefx.report.pdf.book import Book


def _(text: str) -> str:
    return text


_KINDS = {
    "message": _("Messages"), "call": _("Calls"), "contact": _("Contacts"), "location": _("Positions"),
    "visit": _("Visits"), "media": _("Photos, videos, recordings"), "account": _("Accounts"), "app": _("Apps"),
    "device_fact": _("Facts about the device"), "event": _("Events on the device"), "web_visit": _("Web pages"),
    "search": _("Searches"), "note": _("Notes"), "calendar_entry": _("Calendar entries"), "network": _("Networks"),
}  # fmt: skip
_STATES = {
    "live": "", "superseded": _("earlier version"), "recovered": _("recovered"),
    "recently_deleted": _("in the phone's bin"),
}  # fmt: skip


def kind_word(book: Book, kind: str) -> str:
    """Give the heading for a kind of record."""
    return book.say(_KINDS.get(kind, kind))


def state_word(book: Book, state: str) -> str:
    """Give the word for a state; nothing for a record that was simply there."""
    word = _STATES.get(state, state)
    return book.say(word) if word else ""
