"""Apps on the home screen of Samsung phones, hidden ones among them, and the icons it keeps."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import App

ITEMS = Query(
    App,
    """
    SELECT i.rowid AS key, i.component AS identifier, opt(i.title) AS name,
           CASE opt(i.hidden) WHEN 0 THEN 'on the home screen or in the list of apps' WHEN 1 THEN 'hidden by the owner'
           ELSE 'known to the home screen' END AS detail,
           extra(i.hidden, i.type, i.container_type, i.profile_id, i.reference_package_name) AS extra
    FROM item i
    """,
    skip={"coalesce(i.component, '') = ''": "a folder or a field that names no app"},
)
ICONS = Query(
    App,
    """
    SELECT i.rowid AS key, unix_ms(i.last_updated) AS updated, i.component_name AS identifier, i.label AS name,
           'icon kept by the home screen' AS detail, extra(i.profile_id, i.version) AS extra
    FROM icon i
    """,
)

parser(
    "android.samsung.home",
    title="Apps on the home screen, Samsung",
    variants=["items", "icons"],
    files=["*/com.sec.android.app.launcher/databases/{OneUI,Icon}.db"],
    queries=[ITEMS, ICONS],
    about="Apps that the home screen shows, and those that the owner hid from it (`hidden`; a value other than 0 and 1 "
    "has no published meaning). Items carry no time; an icon has the UTC milliseconds of the app's last update. The "
    "icon of a removed app may remain.",
)
