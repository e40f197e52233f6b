"""Browsers on Android: the Chromium family, Firefox, the old AOSP browser, downloads."""

from typing import Final

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Search, WebVisit

_CHROMIUM: Final = "*/{app_chrome,app_sbrowser,app_webview,app_webview_*,app_opera}/{Default,Profile*}/History"
TRANSITIONS: Final = {
    0: "link", 1: "typed", 2: "bookmark", 3: "frame", 4: "frame opened by hand", 5: "suggestion", 6: "start page",
    7: "form sent", 8: "reloaded", 9: "keyword", 10: "keyword",
}  # fmt: skip
VISITS = Query(
    WebVisit,
    """
    SELECT v.id AS key, webkit_us(v.visit_time) AS time, code(v.transition & 255, TRANSITIONS) AS action,
           u.url AS url, u.title AS title, u.visit_count AS visits,
           extra(v.from_visit, v.visit_duration, v.transition, u.typed_count, u.hidden,
           v.originator_cache_guid) AS extra
    FROM visits v LEFT JOIN urls u ON u.id = v.url
    """,
    words={"TRANSITIONS": TRANSITIONS},
)
PAGES = Query(
    WebVisit,
    """
    SELECT u.id AS key, webkit_us(u.last_visit_time) AS time, 'last visit' AS action, u.url AS url, u.title AS title,
           u.visit_count AS visits
    FROM urls u
    """,
    skip={"EXISTS (SELECT 1 FROM visits v WHERE v.url = u.id)": "its visits are listed"},
)
SEARCHES = Query(
    Search,
    """
    SELECT k.rowid AS key, webkit_us(u.last_visit_time) AS time, k.term AS query, extra(u.url, k.keyword_id) AS extra
    FROM keyword_search_terms k LEFT JOIN urls u ON u.id = k.url_id
    """,
)
DOWNLOADS = Query(
    WebVisit,
    """
    SELECT d.id AS key, webkit_us(d.start_time) AS time,
           coalesce('' || code(opt(d.state), STATES), 'download') AS action,
           coalesce(opt((SELECT c.url FROM downloads_url_chains c WHERE c.id = d.id
                         ORDER BY c.chain_index DESC LIMIT 1)), opt(nullif(d.tab_url, ''))) AS url,
           d.target_path AS path, extra(d.end_time, d.state, d.total_bytes, d.received_bytes, d.referrer, d.tab_url,
           d.mime_type) AS extra
    FROM downloads d
    """,
    words={"STATES": {0: "download not finished", 1: "download", 2: "download given up", 4: "download broken off"}},
)

parser(
    "android.browser.chromium",
    title="History of Chrome and its relatives, Android",
    variants=["Chromium since about 2019"],
    files=[_CHROMIUM, "*/com.opera.{browser,browser.beta,mini.native}/app_opera/History"],
    queries=[VISITS, PAGES, SEARCHES, DOWNLOADS],
    about="Pages, searches and downloads of Chrome, Samsung Internet, Edge, Brave, Opera, Kiwi and of web views in "
    "apps. Times are UTC microseconds since 1601. Visits with an `originator_cache_guid` came from another "
    "device of the account. A place in an address was looked at, not visited.",
)

FIREFOX_ACTIONS: Final = {
    1: "link", 2: "typed", 3: "bookmark", 4: "embedded", 5: "redirected", 6: "redirected", 7: "download", 8: "frame",
    9: "reloaded",
}  # fmt: skip
FIREFOX = Query(
    WebVisit,
    """
    SELECT v.id AS key, unix_any(v.visit_date) AS time, code(v.visit_type, ACTIONS) AS action, p.url AS url,
        p.title AS title,
           extra(v.from_visit, v.is_local) AS extra
    FROM moz_historyvisits v LEFT JOIN moz_places p ON p.id = v.place_id
    """,
    words={"ACTIONS": FIREFOX_ACTIONS},
)
FIREFOX_PAGES = Query(
    WebVisit,
    """
    SELECT p.id AS key, unix_any(opt(p.last_visit_date_local)) AS time, 'last visit' AS action, p.url AS url,
           p.title AS title, opt(p.visit_count_local) AS visits
    FROM moz_places p
    """,
    former=True,
    skip={"EXISTS (SELECT 1 FROM main.moz_places x WHERE x.id = p.id AND x.url IS p.url)": "the page is still stored"},
)

parser(
    "android.browser.firefox",
    title="History of Firefox, Android",
    variants=["Firefox with local times"],
    files=["*/org.mozilla.{firefox,firefox_beta,fenix,focus,klar}/files/places.sqlite"],
    queries=[FIREFOX, FIREFOX_PAGES],
    about="Pages opened in Firefox, and deleted pages without their visits. Times are UTC, milliseconds or "
    "microseconds, told by size. Visits with "
    "`is_local` 0 came from another device of the account.",
)

AOSP = Query(
    WebVisit,
    """
    SELECT h._id AS key, unix_ms(h.date) AS time, 'visit' AS action, h.url AS url, h.title AS title, h.visits AS visits
    FROM history h
    """,
)
AOSP_SEARCHES = Query(
    Search,
    """
    SELECT s._id AS key, unix_ms(s.date) AS time, s.search AS query FROM searches s
    """,
)

parser(
    "android.browser.aosp",
    title="History of the old Android browser",
    variants=["Android 4"],
    files=["*/com.android.browser/databases/browser2.db", "*/com.sec.android.app.sbrowser/databases/browser2.db"],
    queries=[AOSP, AOSP_SEARCHES],
    about="Pages and searches of the browser of Android 4 and 5. Times are UTC milliseconds.",
)

PROVIDER = Query(
    WebVisit,
    """
    SELECT d._id AS key, unix_ms(d.lastmod) AS time,
           CASE WHEN d.status = 200 THEN 'download' WHEN d.status BETWEEN 100 AND 199 THEN 'download not finished'
                WHEN d.status >= 400 THEN 'download failed' ELSE 'download, status ' || d.status END AS action,
           d.uri AS url, nullif(d.title, '') AS title, d._data AS path, d.notificationpackage AS app,
           extra(d.status, d.errorMsg,
                 d.mimetype, d.total_bytes, d.current_bytes, d.deleted, d.hint, d.description, d.destination,
                 d.mediaprovider_uri, d.is_visible_in_downloads_ui, d.referer) AS extra
    FROM downloads d
    """,
)

parser(
    "android.downloads",
    title="Downloads provider, Android",
    variants=["Android 10 (version 114)"],
    files=["*/com.android.providers.downloads/databases/downloads.db"],
    queries=[PROVIDER],
    about="Downloads that apps asked the system for, with the app. Times are UTC milliseconds of the last change of "
    "the row, not of the beginning. Status 200 is complete; 190 to 199 waiting or running; 400 and above "
    "failed.",
    tested={"android14_emulator_ffs": 2, "android_apps_plaso": 11},
)
