"""The browser of an Android phone: Chrome's `History`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from phonefx.synth.database import Shape
from phonefx.synth.handset import results

if TYPE_CHECKING:
    from phonefx.synth.acts import SearchAct, WebAct
    from phonefx.synth.facts import Fact
    from phonefx.synth.handset import Handset

PATH: Final = "/data/data/com.android.chrome/app_chrome/Default/History"
_SHAPE: Final = Shape("android_chrome")
_SINCE_1601_US: Final = 11_644_473_600_000_000
_LINK: Final = 0x30000000


class Browser:
    """Pages that were opened."""

    def __init__(self, phone: Handset) -> None:
        """Make an empty history."""
        self._phone = phone
        self.database = phone.open_database(PATH, _SHAPE)
        for key, value in (("version", "58"), ("last_compatible_version", "16")):
            self.database.insert("meta", key=key, value=value)
        self._pages: dict[str, int] = {}

    def add(self, act: WebAct) -> None:
        """Open a page."""
        self._visit(act, act.url, act.title)

    def search(self, act: SearchAct) -> None:
        """Search for words: a page of results, and the words in a table of their own."""
        url = results(act.words)
        page = self._visit(act, url, f"{act.words} - Search")
        row = self.database.insert("keyword_search_terms", keyword_id=2, url_id=page, term=act.words,
                                   normalized_term=act.words.lower())  # fmt: skip
        self._phone.note(act, "search", (PATH, "keyword_search_terms", row), {
            "time_us": self._phone.clock(act.at), "query": act.words, "page": page,
        }, f"web:{url}")  # fmt: skip

    def _visit(self, act: WebAct | SearchAct, url: str, title: str) -> int:
        at = self._phone.clock(act.at)
        stored = at + _SINCE_1601_US
        if url not in self._pages:
            self._pages[url] = self.database.insert("urls", url=url, title=title, last_visit_time=stored)
        page = self._pages[url]
        self.database.run("UPDATE urls SET visit_count = visit_count + 1, last_visit_time = ? WHERE id = ?",
                          stored, page)  # fmt: skip
        row = self.database.insert("visits", url=page, visit_time=stored, from_visit=0, transition=_LINK)
        self._phone.note(act, "web_visit", (PATH, "visits", row), {
            "time_us": at, "url": url, "title": title, "page": page,
        }, f"web:{url}")  # fmt: skip
        return page

    def delete(self, fact: Fact) -> None:
        """Remove a page from the history."""
        if fact.kind == "search":
            self.database.run("DELETE FROM keyword_search_terms WHERE rowid = ?", fact.row)
            return
        self.database.run("DELETE FROM visits WHERE id = ?", fact.row)
        left = self.database.run("SELECT count(*) FROM visits WHERE url = ?", fact.values["page"]).fetchone()[0]
        if not left:
            self.database.run("DELETE FROM urls WHERE id = ?", fact.values["page"])
            self._pages.pop(fact.values["url"], None)
