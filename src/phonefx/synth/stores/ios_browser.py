"""The browser of an iPhone: Safari's `History.db`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from phonefx.synth.database import Database, Shape
from phonefx.synth.stores.core_data import cocoa

if TYPE_CHECKING:
    from phonefx.synth.acts import WebAct
    from phonefx.synth.facts import Fact
    from phonefx.synth.handset import Handset

PATH: Final = "/private/var/mobile/Library/Safari/History.db"
_SHAPE: Final = Shape("ios_safari", wal=True)


class Browser:
    """Pages that were opened."""

    def __init__(self, phone: Handset) -> None:
        """Make an empty history."""
        self._phone = phone
        self.database = Database(phone.root / PATH[1:], _SHAPE, secure_delete=phone.plan.secure_delete)
        self._pages: dict[str, int] = {}

    def add(self, act: WebAct) -> None:
        """Open a page."""
        at = self._phone.clock(act.at)
        if act.url not in self._pages:
            domain = act.url.partition("//")[2].partition("/")[0].split(".")[0]
            self._pages[act.url] = self.database.insert("history_items", url=act.url, visit_count=0,
                                                        domain_expansion=domain)  # fmt: skip
        page = self._pages[act.url]
        self.database.run("UPDATE history_items SET visit_count = visit_count + 1 WHERE id = ?", page)
        row = self.database.insert("history_visits", history_item=page, visit_time=cocoa(at), title=act.title)
        self._phone.note(act, "web_visit", (PATH, "history_visits", row), {
            "time_us": at, "url": act.url, "title": act.title, "page": page,
        }, f"web:{act.url}")  # fmt: skip

    def delete(self, fact: Fact) -> None:
        """Remove a visit, and the page with its last visit."""
        self.database.run("DELETE FROM history_visits WHERE id = ?", fact.row)
        left = self.database.run("SELECT count(*) FROM history_visits WHERE history_item = ?", fact.values["page"])
        if not left.fetchone()[0]:
            self.database.run("DELETE FROM history_items WHERE id = ?", fact.values["page"])
            self._pages.pop(fact.values["url"], None)
