"""TextNow on Android: messages and calls of a number of the app."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Attachment, Contact, Message

WAYS = {1: "incoming", 2: "outgoing"}
MESSAGES = Query(
    Message,
    """
    SELECT m._id AS key, unix_ms(m.date) AS time, code(m.message_direction, WAYS) AS direction, 'TextNow' AS service,
           'type ' || m.message_type AS content, m.contact_value AS counterpart, opt(m.contact_name) AS
           counterpart_name, m.message_text AS body, opt(m.message_id) AS guid, extra(m.message_type, m.read, m.state)
           AS extra
    FROM messages m
    """,
    words={"WAYS": WAYS},
)
FILES = Query(
    Attachment,
    """
    SELECT m._id AS key, m._id AS owner, m.attach AS path FROM messages m
    """,
    of=MESSAGES,
    needs="m.attach",
    only="coalesce(m.attach, '') <> ''",
)
CONTACTS = Query(
    Contact,
    """
    SELECT c._id AS key, opt(c.contact_name) AS name, 'TextNow' AS account, 'known to TextNow' AS role,
           c.contact_value AS guid
    FROM contacts c
    """,
)

parser(
    "apps.textnow.android",
    title="TextNow messages and contacts, Android",
    variants=["TextNow"],
    files=["*/com.enflick.android.TextNow/databases/textnow_data.db"],
    queries=[MESSAGES, FILES, CONTACTS],
    about="Messages and calls of a phone number that TextNow gave; what kind each is, is kept as the app's own type "
    "number. Times are UTC milliseconds.",
)
