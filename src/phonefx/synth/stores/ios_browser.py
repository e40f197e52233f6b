"""The browser of an iPhone: Safari's `History.db`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from phonefx.synth.database import Shape
from phonefx.synth.handset import results
from phonefx.synth.stores.core_data import cocoa

if TYPE_CHECKING:
    from phonefx.synth.acts import SearchAct, WebAct
    from phonefx.synth.facts import Fact
    from phonefx.synth.handset import Handset

PATH: Final = "/private/var/mobile/Library/Safari/History.db"
_SHAPE: Final = Shape("ios_safari", wal=True)


class Browser:
    """Pages that were opened."""

    def __init__(self, phone: Handset) -> None:
        """Make an empty history."""
        self._phone = phone
        self.database = phone.open_database(PATH, _SHAPE)
        self._pages: dict[str, int] = {}

    def add(self, act: WebAct) -> None:
        """Open a page."""
        self._visit(act, act.url, act.title)

    def search(self, act: SearchAct) -> None:
        """Search for words: a page of results whose address holds them."""
        self._visit(act, results(act.words), f"{act.words} - Search")

    def _visit(self, act: WebAct | SearchAct, url: str, title: str) -> None:
        at = self._phone.clock(act.at)
        if url not in self._pages:
            domain = url.partition("//")[2].partition("/")[0].split(".")[0]
            self._pages[url] = self.database.insert("history_items", url=url, visit_count=0,
                                                    domain_expansion=domain)  # fmt: skip
        page = self._pages[url]
        self.database.run("UPDATE history_items SET visit_count = visit_count + 1 WHERE id = ?", page)
        row = self.database.insert("history_visits", history_item=page, visit_time=cocoa(at), title=title)
        self._phone.note(act, "web_visit", (PATH, "history_visits", row), {
            "time_us": at, "url": url, "title": title, "page": page,
        }, f"web:{url}")  # fmt: skip

    def delete(self, fact: Fact) -> None:
        """Remove a visit, and the page with its last visit."""
        self.database.run("DELETE FROM history_visits WHERE id = ?", fact.row)
        left = self.database.run("SELECT count(*) FROM history_visits WHERE history_item = ?", fact.values["page"])
        if not left.fetchone()[0]:
            self.database.run("DELETE FROM history_items WHERE id = ?", fact.values["page"])
            self._pages.pop(fact.values["url"], None)
