"""Safari: pages visited, removed from the history, bookmarked, open."""

from __future__ import annotations

from collections.abc import Iterator

from phonefx.formats.plists import Date
from phonefx.parsers.ios.deleted import kept_and_deleted
from phonefx.parsers.query import Query
from phonefx.parsers.reading import plist
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Event, Record, Search, Skip, WebVisit
from phonefx.times import moment

SAFARI = "com.apple.mobilesafari"

VISITS = Query(
    WebVisit,
    """
    SELECT v.id                      AS key,
           cocoa_s(v.visit_time)     AS time,
           CASE WHEN opt(v.redirect_source) IS NOT NULL THEN 'redirected' ELSE 'visited' END
               || CASE opt(v.origin) WHEN 1 THEN ', on another device' ELSE '' END AS action,
           i.url                     AS url,
           v.title                   AS title,
           i.visit_count             AS visits,
           'com.apple.mobilesafari'  AS app,
           extra(v.origin, v.load_successful, v.http_non_get, v.synthesized, v.redirect_source, v.redirect_destination,
                 v.generation) AS extra
    FROM history_visits v
    LEFT JOIN history_items i ON i.id = v.history_item
    """,
)
PAGES = Query(
    WebVisit,
    """
    SELECT i.id AS key, 'visited, it is not stored when' AS action, i.url AS url, i.visit_count AS visits,
           'com.apple.mobilesafari' AS app
    FROM history_items i
    """,
    former=True,
    skip={"EXISTS (SELECT 1 FROM main.history_items x WHERE x.id = i.id AND x.url IS i.url)":
              "the page is still stored"},
)  # fmt: skip
GONE = Query(
    WebVisit,
    """
    SELECT t.id AS key, cocoa_s(t.start_time) AS time, 'removed from the history' AS action, t.url AS url,
           'com.apple.mobilesafari' AS app, extra(t.end_time, t.generation) AS extra
    FROM history_tombstones t
    """,
)

parser(
    "ios.safari.history",
    title="Pages visited in Safari, iOS",
    files=["*/Library/Safari/History.db", "*/Library/Safari/Profiles/*/History.db"],
    queries=[VISITS, GONE, PAGES],
    about="Pages opened in Safari, iOS 8 to 18, those of other devices of the account marked as such, and what was "
    "removed from the history (the time is the start of the span removed). A deleted page without its visits has no "
    "time. Private tabs leave nothing here. "
    "Times are UTC seconds since 2001.",
    tested={"ios_synthetic_fs": 4},
)

BOOKMARKS = kept_and_deleted(
    WebVisit,
    """
    SELECT b.id                       AS key,
           unix_s(opt(b.last_modified)) AS time,
           CASE p.title WHEN 'com.apple.ReadingList' THEN 'kept to read' ELSE 'bookmarked' END AS action,
           b.url                      AS url,
           b.title                    AS title,
           'com.apple.mobilesafari'   AS app,
           extra(b.parent, b.read, b.added, b.hidden, b.external_uuid) AS extra
    FROM bookmarks b
    LEFT JOIN (SELECT id, title FROM bookmarks) p ON p.id = b.parent
    """,
    "b.deleted",
    skip={"coalesce(b.url, '') = ''": "a folder"},
)

parser(
    "ios.safari.bookmarks",
    title="Bookmarks and tabs of Safari, iOS",
    files=["*/Library/Safari/{Bookmarks,SafariTabs}.db"],
    queries=BOOKMARKS,
    about="Bookmarks, the reading list and (SafariTabs, iOS 15 and later) open tabs. `last_modified` is UTC seconds "
    "since 1970 and absent in many rows.",
    tested={"ios_synthetic_fs": 5},
)

TABS = Query(
    WebVisit,
    """
    SELECT t.id AS key, cocoa_s(t.last_viewed_time) AS time,
           CASE t.private_browsing WHEN 1 THEN 'open in a private tab' ELSE 'open in a tab' END AS action,
           coalesce(nullif(t.user_visible_url, ''), t.url) AS url, t.title AS title,
           'com.apple.mobilesafari' AS app, extra(t.url, t.opened_from_link, t.order_index) AS extra
    FROM tabs t
    """,
)
CLOUD_TABS = Query(
    WebVisit,
    """
    SELECT t.rowid AS key, cocoa_s(opt(t.last_viewed_time)) AS time, 'open on another device' AS action, t.url AS url,
           t.title AS title, 'com.apple.mobilesafari' AS app,
           opt((SELECT json_object('device', d.device_name) FROM cloud_tab_devices d
                WHERE d.device_uuid = t.device_uuid)) AS extra
    FROM cloud_tabs t
    """,
)

parser(
    "ios.safari.tabs",
    title="Open tabs of Safari, iOS",
    files=["*/Library/Safari/{BrowserState,CloudTabs}.db"],
    queries=[TABS, CLOUD_TABS],
    about="Tabs that were open, private ones too, up to iOS 15; and tabs open on other devices of the account. "
    "Times are UTC seconds since 2001.",
    tested={"ios_backup_mvt": 1},
)

DOMAINS = Query(
    Event,
    """
    SELECT d.domainID AS key, unix_s(d.lastSeen) AS time, 'site loaded' AS category, d.registrableDomain AS subject,
           CASE d.hadUserInteraction WHEN 1 THEN 'the user did something on it' END AS detail,
           extra(d.mostRecentUserInteractionTime, d.isPrevalent, d.grandfathered) AS extra
    FROM ObservedDomains d
    """,
)

parser(
    "ios.web.observations",
    title="Sites that web views loaded, iOS",
    files=["*/{observations.db,ResourceLoadStatistics/observations.db}"],
    queries=[DOMAINS],
    about="Domains that pages of Safari or of an app's web view loaded, also as parts of other pages, iOS 11 to 18. "
    "The time is when each was last seen, UTC seconds since 1970.",
    tested={"ios_backup_mvt": 2},
)


def searches(opened: Opened) -> Iterator[Record | Skip]:
    """The searches that Safari remembers."""
    listed = opened.content.get("RecentWebSearches") if isinstance(opened.content, dict) else None
    for number, entry in enumerate(listed if isinstance(listed, list) else ()):
        words = entry.get("SearchString") if isinstance(entry, dict) else None
        if not isinstance(words, str):
            yield Skip(f"RecentWebSearches/{number}", "no words in it")
            continue
        when = entry.get("Date")
        time = moment(float(when), "cocoa_s") if isinstance(when, Date) else None
        yield Search(key=f"RecentWebSearches/{number}", time=time, query=words, app=SAFARI)


parser(
    "ios.safari.searches",
    title="Searches in Safari, iOS",
    files=["*/Library/Preferences/com.apple.mobilesafari.plist"],
    read=plist,
    records=searches,
    about="The last searches made in Safari's address field. Times are UTC.",
)
