"""An iPhone: which store records which act."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from phonefx.synth.handset import Handset
from phonefx.synth.models import MODELS
from phonefx.synth.stores.ios_browser import Browser
from phonefx.synth.stores.ios_calls import CallHistory
from phonefx.synth.stores.ios_contacts import AddressBook
from phonefx.synth.stores.ios_media import PhotoLibrary
from phonefx.synth.stores.ios_messages import Messages
from phonefx.synth.stores.ios_places import Positions, Stays
from phonefx.synth.stores.ios_system import SystemFiles
from phonefx.synth.stores.ios_whatsapp import WhatsApp

if TYPE_CHECKING:
    from pathlib import Path

    from phonefx.synth import acts
    from phonefx.synth.database import Database
    from phonefx.synth.facts import Fact, FactBook
    from phonefx.synth.scenario import PhonePlan


class IPhone(Handset):
    """A made iPhone."""

    def __init__(self, plan: PhonePlan, root: Path, book: FactBook, seed: str) -> None:
        """Make the phone with its empty stores."""
        super().__init__(plan, root, book, seed)
        model = MODELS[plan.model]
        self.messages = Messages(self)
        self.calls = CallHistory(self)
        self.contacts = AddressBook(self)
        self.photos = PhotoLibrary(self, (model.make, model.name, plan.os))
        self.positions = Positions(self)
        self.stays = Stays(self)
        self.system = SystemFiles(self)

    def databases(self) -> list[Database]:
        """Give the open databases; those of apps that were never used do not exist."""
        stores = (self.messages, self.calls, self.contacts, self.photos, self.positions, self.stays)
        used = [store.database for store in stores]
        if "browser" in self.__dict__:
            used.append(self.browser.database)
        if "whatsapp" in self.__dict__:
            used.append(self.whatsapp.database)
        return used

    @cached_property
    def browser(self) -> Browser:
        """The browser, made with the first page."""
        return Browser(self)

    @cached_property
    def whatsapp(self) -> WhatsApp:
        """WhatsApp, made with the first message."""
        return WhatsApp(self)

    def on_message(self, act: acts.MessageAct) -> None:
        """Record a message in the store of its service."""
        (self.whatsapp if act.service == "whatsapp" else self.messages).add(act)

    def on_web(self, act: acts.WebAct) -> None:
        """Open a page."""
        self.browser.add(act)

    def on_call(self, act: acts.CallAct) -> None:
        """Record a call."""
        self.calls.add(act)

    def on_contact(self, act: acts.ContactAct) -> None:
        """Enter a contact."""
        self.contacts.add(act)

    def on_fix(self, act: acts.FixAct) -> None:
        """Record a position."""
        self.positions.add(act)

    def on_visit(self, act: acts.VisitAct) -> None:
        """Record a stay."""
        self.stays.add(act)

    def on_photo(self, act: acts.PhotoAct) -> None:
        """Take a photo."""
        self.photos.add(act)

    def on_app(self, act: acts.AppAct) -> None:
        """Install or remove an app."""
        self.system.install(act)

    def remove(self, fact: Fact, at: int, *, purge: bool) -> str:
        """Delete what a fact stands for, in the way of its store."""
        if fact.place in {"ZWAMESSAGE", "ZWAMEDIAITEM"}:
            self.whatsapp.delete(fact)
        elif fact.kind == "contact":
            self.contacts.delete(fact)
        elif fact.kind == "call":
            self.calls.delete(fact)
        elif fact.kind == "media":
            return self.photos.delete(fact, at)
        elif fact.kind == "location":
            return "recently_deleted"
        elif fact.kind == "web_visit":
            self.browser.delete(fact)
        elif fact.kind == "message":
            return self.messages.delete(fact, at, purge=purge)
        return "deleted"

    def settle(self, at: int) -> None:
        """Write what the phone keeps as files."""
        self.system.finish(at)
