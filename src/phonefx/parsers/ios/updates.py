"""Updates of iOS that were installed."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import DeviceFact
from phonefx.times import wall_clock_us

UPDATES = Query(
    DeviceFact,
    """
    SELECT l.id AS key, unix_us(wall_clock(l.date)) AS time, 'os history' AS name,
           coalesce(opt(l.name) || ' ', '') || coalesce(l.build, 'build not stored') || ', '
               || CASE l.operationType WHEN 303 THEN 'rolled back' WHEN 304 THEN 'installed'
                       ELSE 'unknown (' || l.operationType || ')' END AS value,
           extra(l.date, l.operationType) AS extra
    FROM logs l
    """,
    basis="device",
)

parser(
    "ios.device.updates",
    title="Updates of iOS installed",
    files=["*/history/installHistory.db"],
    queries=[UPDATES],
    functions={"wall_clock": wall_clock_us},
    about="The last 25 updates of the system, iOS 17 and later. The time is text without its zone: the phone's wall "
    "clock.",
)
