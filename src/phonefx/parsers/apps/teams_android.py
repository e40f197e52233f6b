"""Microsoft Teams on Android: messages, people and calls."""

from phonefx.formats.htmltext import words
from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Call, Contact, ContactPoint, Message

MESSAGES = Query(
    Message,
    """
    SELECT m.rowid AS key, unix_ms(nullif(m.arrivalTime, 0)) AS time,
           unix_ms(nullif(opt(m.deleteTime), 0)) AS deleted, 'Microsoft Teams' AS service,
           m.userDisplayName AS counterpart_name, m.conversationId AS thread, c.displayName AS thread_name,
           words(m.content) AS body, CAST(m.messageId AS TEXT) AS guid
    FROM Message m
    LEFT JOIN opt_table(Conversation, conversationId, displayName) c
      ON c.rowid = (SELECT min(o.rowid) FROM opt_table(Conversation, conversationId, displayName) o
                    WHERE o.conversationId = m.conversationId)
    """,
)
CALLS = Query(
    Call,
    """
    SELECT a.rowid AS key, unix_ms(json_extract(a.attributeValue, '$.connectTimeMillis')) AS time,
           (json_extract(a.attributeValue, '$.endTimeMillis') - json_extract(a.attributeValue, '$.connectTimeMillis'))
           / 1000.0 AS duration_s, json_extract(a.attributeValue, '$.callDirection') AS direction,
           json_extract(a.attributeValue, '$.callState') AS outcome, 'Microsoft Teams' AS service,
           json_extract(a.attributeValue, '$.target') AS counterpart,
           json_extract(a.attributeValue, '$.originatorDisplayName') AS counterpart_name,
           a.attributeValue AS extra
    FROM MessagePropertyAttribute a
    """,
    skip={
        "a.propertyId IS NOT 'CallLog'": "another property of a message",
        "NOT json_valid(a.attributeValue)": "no readable entry",
    },
)
PEOPLE = Query(
    Contact,
    """
    SELECT u.rowid AS key, u.displayName AS name, 'Microsoft Teams' AS account, 'known to the app' AS role,
           u.mri AS guid, extra(u.givenName, u.surname, u.type, u.userType, u.lastSyncTime) AS extra
    FROM User u
    """,
)


def _points(column: str, kind: str) -> Query:
    return Query(
        ContactPoint,
        f"SELECT u.rowid AS key, u.rowid AS owner, '{kind}' AS type, u.{column} AS value FROM User u",
        of=PEOPLE,
        only=f"u.{column} <> ''",
        needs=f"u.{column}",
    )


parser(
    "apps.teams.android",
    title="Microsoft Teams messages, calls and people, Android",
    variants=["Teams before 2024"],
    files=["*/com.microsoft.teams/databases/SkypeTeams.db"],
    queries=[MESSAGES, CALLS, PEOPLE, _points("email", "email"), _points("telephoneNumber", "phone")],
    functions={"words": words},
    about="Messages, calls and people of Teams, whose own account is not told here: messages have no direction, and "
    "the name with each is that of its writer. State and direction of a call are shown as they are stored. Times are "
    "UTC milliseconds; `deleted` is when a message was deleted, of which a row may be left.",
)
