"""An Android phone: which store records which act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from phonefx.synth.handset import Handset
from phonefx.synth.models import ANDROID_BUILDS, MODELS
from phonefx.synth.stores.android_browser import Browser
from phonefx.synth.stores.android_calls import CallLog
from phonefx.synth.stores.android_contacts import AddressBook
from phonefx.synth.stores.android_media import Gallery
from phonefx.synth.stores.android_messages import TextMessages
from phonefx.synth.stores.android_places import MapSearches, Timeline
from phonefx.synth.stores.android_rcs import PATH as RCS
from phonefx.synth.stores.android_rcs import RcsChats
from phonefx.synth.stores.android_system import SimCards, SystemFiles
from phonefx.synth.stores.android_telegram import PATH as TELEGRAM
from phonefx.synth.stores.android_telegram import AndroidTelegram
from phonefx.synth.stores.android_whatsapp import PATH as WHATSAPP
from phonefx.synth.stores.android_whatsapp import WhatsApp
from phonefx.synth.stores.calendars import AndroidCalendar

if TYPE_CHECKING:
    from pathlib import Path

    from phonefx.synth import acts
    from phonefx.synth.facts import Fact, FactBook
    from phonefx.synth.scenario import PhonePlan

_CHATS: Final[dict[str, Any]] = {WHATSAPP: WhatsApp, RCS: RcsChats, TELEGRAM: AndroidTelegram}


class AndroidPhone(Handset):
    """A made Android phone."""

    browser = Browser
    calendar = AndroidCalendar
    chats: dict[str, Any] = {  # noqa: RUF012 - a table
        "rcs": RcsChats, "whatsapp": WhatsApp, "telegram": AndroidTelegram,
    }  # fmt: skip
    own_stores: dict[str, Any] = {  # noqa: RUF012 - a table
        "com.whatsapp": WhatsApp, "com.android.chrome": Browser, "org.telegram.messenger": AndroidTelegram,
    }  # fmt: skip

    def __init__(self, plan: PhonePlan, root: Path, book: FactBook, seed: str) -> None:
        """Make the phone with its empty stores."""
        super().__init__(plan, root, book, seed)
        model = MODELS[plan.model]
        self.texts = TextMessages(self)
        self.calls = CallLog(self)
        self.contacts: AddressBook = AddressBook(self)
        self.photos: Gallery = Gallery(self, (model.make, model.name, f"HDR+ {ANDROID_BUILDS[plan.os][0]}"))
        self.timeline = Timeline(self, root.parent)
        self.searches = MapSearches(self)
        self.sim_cards = SimCards(self)
        self.system: SystemFiles = SystemFiles(self)

    def on_message(self, act: acts.MessageAct) -> None:
        """Record a message in the store of its service."""
        store = self.app(self.chats[act.service]) if act.service in self.chats else self.texts
        store.add(act)

    def on_call(self, act: acts.CallAct) -> None:
        """Record a call."""
        if act.service in self.chats:
            self.app(self.chats[act.service]).call(act)
        else:
            self.calls.add(act)

    def on_fix(self, act: acts.FixAct) -> None:
        """Record a position."""
        self.timeline.add_fix(act)

    def on_visit(self, act: acts.VisitAct) -> None:
        """Record a stay."""
        self.timeline.add_visit(act)

    def on_search(self, act: acts.SearchAct) -> None:
        """Look up a place in the maps app, or words in the browser."""
        if act.position:
            self.searches.add(act)
        else:
            self.app(Browser).search(act)

    def on_sim(self, act: acts.SimAct) -> None:
        """Change the SIM."""
        super().on_sim(act)
        self.sim_cards.swap(act)

    def remove(self, fact: Fact, at: int, *, purge: bool) -> str:
        """Delete what a fact stands for, in the way of its store."""
        del purge
        if fact.kind == "contact":
            self.contacts.delete(fact, at)
        elif fact.kind == "media":
            self.photos.delete(fact)
        elif fact.path in _CHATS:
            self.app(_CHATS[fact.path]).delete(fact)
        elif fact.kind in {"web_visit", "search"}:
            self.app(Browser).delete(fact)
        elif fact.kind == "calendar_entry":
            self.app(AndroidCalendar).delete(fact)
        elif fact.kind == "call":
            self.calls.delete(fact)
        elif fact.kind == "message":
            self.texts.delete(fact)
        return "deleted"

    def settle(self, at: int) -> None:
        """Write what the phone keeps as files."""
        self.timeline.finish(at)
        self.searches.finish(at)
        self.system.finish(at)
