"""The browser of an Android phone: Chrome's `History`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from phonefx.synth.database import Database, Shape

if TYPE_CHECKING:
    from phonefx.synth.acts import WebAct
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
        self.database = Database(phone.root / PATH[1:], _SHAPE, secure_delete=phone.plan.secure_delete)
        for key, value in (("version", "58"), ("last_compatible_version", "16")):
            self.database.insert("meta", key=key, value=value)
        self._pages: dict[str, int] = {}

    def add(self, act: WebAct) -> None:
        """Open a page."""
        at = self._phone.clock(act.at)
        stored = at + _SINCE_1601_US
        if act.url not in self._pages:
            self._pages[act.url] = self.database.insert("urls", url=act.url, title=act.title, last_visit_time=stored)
        page = self._pages[act.url]
        self.database.run("UPDATE urls SET visit_count = visit_count + 1, last_visit_time = ? WHERE id = ?",
                          stored, page)  # fmt: skip
        row = self.database.insert("visits", url=page, visit_time=stored, from_visit=0, transition=_LINK)
        self._phone.note(act, "web_visit", (PATH, "visits", row), {
            "time_us": at, "url": act.url, "title": act.title, "page": page,
        }, f"web:{act.url}")  # fmt: skip

    def delete(self, fact: Fact) -> None:
        """Remove a page from the history."""
        self.database.run("DELETE FROM visits WHERE id = ?", fact.row)
        left = self.database.run("SELECT count(*) FROM visits WHERE url = ?", fact.values["page"]).fetchone()[0]
        if not left:
            self.database.run("DELETE FROM urls WHERE id = ?", fact.values["page"])
            self._pages.pop(fact.values["url"], None)
