"""An iPhone: which store records which act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from phonefx.synth.handset import Handset
from phonefx.synth.models import MODELS
from phonefx.synth.stores.calendars import IosCalendar
from phonefx.synth.stores.ios_browser import Browser
from phonefx.synth.stores.ios_calls import CallHistory
from phonefx.synth.stores.ios_contacts import AddressBook
from phonefx.synth.stores.ios_media import PhotoLibrary
from phonefx.synth.stores.ios_messages import Messages
from phonefx.synth.stores.ios_notes import Notes
from phonefx.synth.stores.ios_places import Positions, Stays
from phonefx.synth.stores.ios_system import SystemFiles
from phonefx.synth.stores.ios_telegram import IosTelegram
from phonefx.synth.stores.ios_whatsapp import WhatsApp

if TYPE_CHECKING:
    from pathlib import Path

    from phonefx.synth import acts
    from phonefx.synth.facts import Fact, FactBook
    from phonefx.synth.scenario import PhonePlan


class IPhone(Handset):
    """A made iPhone."""

    browser = Browser
    calendar = IosCalendar
    notes = Notes
    chats: dict[str, Any] = {"whatsapp": WhatsApp, "telegram": IosTelegram}  # noqa: RUF012 - a table
    own_stores: dict[str, Any] = {  # noqa: RUF012 - a table
        "net.whatsapp.WhatsApp": WhatsApp, "ph.telegra.Telegraph": IosTelegram,
    }  # fmt: skip

    def __init__(self, plan: PhonePlan, root: Path, book: FactBook, seed: str) -> None:
        """Make the phone with its empty stores."""
        super().__init__(plan, root, book, seed)
        model = MODELS[plan.model]
        self.messages = Messages(self)
        self.calls = CallHistory(self)
        self.contacts: AddressBook = AddressBook(self)
        self.photos: PhotoLibrary = PhotoLibrary(self, (model.make, model.name, plan.os))
        self.positions = Positions(self)
        self.stays = Stays(self)
        self.system: SystemFiles = SystemFiles(self)

    def on_message(self, act: acts.MessageAct) -> None:
        """Record a message in the store of its service."""
        store = self.app(self.chats[act.service]) if act.service in self.chats else self.messages
        store.add(act)

    def on_call(self, act: acts.CallAct) -> None:
        """Record a call: those of WhatsApp stand in the phone's own history, those of Telegram in its chats."""
        if act.service == "telegram":
            self.app(IosTelegram).call(act)
        else:
            self.calls.add(act)

    def on_fix(self, act: acts.FixAct) -> None:
        """Record a position."""
        self.positions.add(act)

    def on_visit(self, act: acts.VisitAct) -> None:
        """Record a stay."""
        self.stays.add(act)

    def on_search(self, act: acts.SearchAct) -> None:
        """Look up words in the browser."""
        self.app(Browser).search(act)

    def remove(self, fact: Fact, at: int, *, purge: bool) -> str:
        """Delete what a fact stands for, in the way of its store."""
        if fact.place in {"ZWAMESSAGE", "ZWAMEDIAITEM"}:
            self.app(WhatsApp).delete(fact)
        elif fact.place == IosTelegram.table:
            self.app(IosTelegram).delete(fact)
        elif fact.kind == "contact":
            self.contacts.delete(fact)
        elif fact.kind == "calendar_entry":
            self.app(IosCalendar).delete(fact)
        elif fact.kind == "call":
            self.calls.delete(fact)
        elif fact.kind == "media":
            return self.photos.delete(fact, at)
        elif fact.kind == "location":
            return "recently_deleted" if fact.place == "ZASSET" else fact.state
        elif fact.kind == "web_visit":
            self.app(Browser).delete(fact)
        elif fact.kind == "note":
            return self.app(Notes).delete(fact, at, purge=purge)
        elif fact.kind == "message":
            return self.messages.delete(fact, at, purge=purge)
        return "deleted"

    def settle(self, at: int) -> None:
        """Write what the phone keeps as files."""
        self.system.finish(at)
