"""Screen, sleep and access to personal data, as services of Samsung note them."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Event

SCREEN = Query(
    Event,
    """
    SELECT s.rowid AS key, unix_any(s.time) AS time, 'screen state' AS category,
           'state ' || s.screenState AS subject,
           'user present ' || opt(s.userPresent) || ', key guard ' || opt(s.useKeyGuard) AS detail,
           extra(s.timeText) AS extra
    FROM screen_data s
    """,
)
SLEEP = Query(
    Event,
    """
    SELECT s.rowid AS key, unix_any(s.startTime) AS time, unix_any(s.endTime) AS end, 'sleep estimated' AS category,
           extra(s.time, s.startTimeText, s.endTimeText, s.timeText, s.ignoreSleep) AS extra
    FROM sleep_time s
    """,
)

parser(
    "android.samsung.sleep",
    title="Screen states and estimated sleep, Samsung",
    variants=["One UI"],
    files=["*/com.samsung.android.mcfds/databases/SleepDetection.db"],
    queries=[SCREEN, SLEEP],
    about="When the screen changed its state, and spans that a service of Samsung took for sleep. Times are UTC, the "
    "unit told by size; the text beside them is the wall clock of the phone, which shows its zone. The numbers of the "
    "states are not described in public and are shown as they are.",
)

ACCESSED = Query(
    Event,
    """
    SELECT p.rowid AS key, unix_any(p.ACCESS_TIME) AS time, 'personal data used by an app' AS category,
           p.PACKAGE_NAME AS app, p.PERMISSION_GROUP_ID AS subject,
           'operation ' || opt(p.OPERATION_CODE) AS detail,
           extra(p.BACKGROUND, p.PROXY_NAME, p.PROXY_ATTRIBUTION_TAG, p.UID) AS extra
    FROM permissionAccessInformations p
    """,
)

parser(
    "android.samsung.privacy",
    title="Uses of personal data in the privacy dashboard, Samsung",
    variants=["One UI"],
    files=["*/com.samsung.android.privacydashboard/databases/permission_db"],
    queries=[ACCESSED],
    about="Which app used which group of permissions, and when (One UI). Times are UTC, the unit told by size. It "
    "shows that the app had access, not what it got; there is no position in it.",
)
