"""imo on Android: messages and friends."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Account, Contact, Message

MESSAGES = Query(
    Message,
    """
    SELECT m.rowid AS key, unix_ns(m.timestamp) AS time, code(m.message_type, WAYS) AS direction, 'imo' AS service,
           m.buid AS counterpart,
           f.name AS counterpart_name, m.last_message AS body, extra(m.imdata, m.message_read) AS extra
    FROM messages m
    LEFT JOIN (SELECT buid, min(name) AS name FROM opt_table(friends, buid, name) GROUP BY buid) f ON f.buid = m.buid
    """,
    words={"WAYS": {1: "outgoing", 2: "incoming"}},
)
FRIENDS = Query(
    Contact,
    """
    SELECT f.rowid AS key, f.name AS name, 'imo' AS account, 'known to imo' AS role, f.buid AS guid FROM friends f
    """,
)
OWN = Query(
    Account,
    """
    SELECT a.rowid AS key, 'imo' AS service, CAST(a.uid AS TEXT) AS identifier, a.name AS name FROM account a
    """,
)

parser(
    "apps.imo.android",
    title="imo messages and friends, Android",
    variants=["account", "messages and friends"],
    files=["*/com.imo.android.{imous,imoim,imoimbeta}/databases/{imofriends,accountdb}.db"],
    queries=[MESSAGES, FRIENDS, OWN],
    about="Messages, friends and the own account of imo. Times are UTC nanoseconds.",
)
