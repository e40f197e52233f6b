"""The report's words for kinds and states."""

from __future__ import annotations

from phonefx.report.pdf.book import Book, text


def _(text: str) -> str:
    return text


_KINDS = {
    "message": _("Messages"), "call": _("Calls"), "contact": _("Contacts"), "location": _("Positions"),
    "visit": _("Visits"), "media": _("Photos, videos, recordings"), "account": _("Accounts"), "app": _("Apps"),
    "device_fact": _("Facts about the device"), "event": _("Events on the device"), "web_visit": _("Web pages"),
    "search": _("Searches"), "note": _("Notes"), "calendar_entry": _("Calendar entries"), "network": _("Networks"),
}  # fmt: skip
_ONE = {
    "message": _("Message"), "call": _("Call"), "contact": _("Contact"), "location": _("Position"),
    "visit": _("Visit"), "media": _("Media file"), "account": _("Account"), "app": _("App"),
    "device_fact": _("Fact about the device"), "event": _("Event"), "web_visit": _("Web page"),
    "search": _("Search"), "note": _("Note"), "calendar_entry": _("Calendar entry"), "network": _("Network"),
}  # fmt: skip
_STATES = {
    "live": "", "superseded": _("earlier version"), "recovered": _("recovered"),
    "recently_deleted": _("in the phone's bin"),
}  # fmt: skip


def kind_word(book: Book, kind: str) -> str:
    """Give the heading for a kind of record."""
    return book.say(_KINDS.get(kind, kind))


def one_word(book: Book, kind: str) -> str:
    """Give the word for one record of a kind."""
    return book.say(_ONE.get(kind, kind))


def state_word(book: Book, state: str) -> str:
    """Give the word for a state; nothing for a record that was simply there."""
    word = _STATES.get(state, state)
    return book.say(word) if word else ""


_CODES = {
    "incoming": _("incoming"), "outgoing": _("outgoing"), "draft": _("draft"), "answered": _("answered"),
    "connected": _("connected"), "dialled": _("dialled"), "missed": _("missed"), "rejected": _("rejected"),
    "blocked": _("blocked"), "voicemail": _("voicemail"), "ended": _("ended"), "not connected": _("not connected"),
    "missed, rejected or filtered": _("missed, rejected or filtered"),
    "answered on another device": _("answered on another device"), "sent": _("sent"), "received": _("received"),
    "delivered": _("delivered"), "read": _("read"), "failed": _("failed"), "queued": _("queued"),
    "draft, not sent": _("draft, not sent"), "in the outbox": _("in the outbox"), "not read": _("not read"),
    "picture": _("picture"), "video": _("video"), "place": _("place"), "sticker": _("sticker"),
    "voice message": _("voice message"), "contact": _("contact"), "system notice": _("system notice"),
    "event of the group": _("event of the group"), "reaction": _("reaction"),
    "loaded by an app": _("loaded by an app"), "visit": _("visit"), "last visit": _("last visit"),
    "bookmarked": _("bookmarked"), "open in a tab": _("open in a tab"), "kept to read": _("kept to read"),
    "among the most visited": _("among the most visited"), "download": _("download"),
}  # fmt: skip
"""Words that parsers give for the commonest stored codes; a rarer one is printed as the parser gives it."""


def code_word(book: Book, word: object) -> str:
    """Give the report's word for a direction, outcome or status."""
    return book.say(_CODES[word]) if isinstance(word, str) and word in _CODES else text(word)
