"""Tinder on Android: messages and matches."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Contact, Message

MESSAGES = Query(
    Message,
    """
    SELECT m.rowid AS key, unix_ms(m.sent_date) AS time, 'Tinder' AS service, m.type AS content,
           CASE m.to_id WHEN opt(p.id) THEN 'outgoing' ELSE CASE m.from_id WHEN opt(p.id) THEN 'incoming' END END AS
           direction, coalesce(opt(p.id), m.from_id) AS counterpart, opt(p.name) AS counterpart_name,
           m.match_id AS thread, m.text AS body, opt(m.id) AS guid, extra(m.from_id, m.to_id, m.is_seen, m.is_liked) AS
           extra
    FROM message m LEFT JOIN opt_table(match, id, person_id) t ON t.id = m.match_id
    LEFT JOIN opt_table(match_person, id, name) p ON p.id = t.person_id
    """,
)
PEOPLE = Query(
    Contact,
    """
    SELECT p.rowid AS key, p.name AS name, 'Tinder' AS account, 'match' AS role, p.id AS guid,
           nullif(opt(p.bio), '') AS note, extra(p.birth_date, p.gender) AS extra
    FROM match_person p
    """,
)

parser(
    "apps.tinder.android",
    title="Tinder messages and matches, Android",
    variants=["tinder-3.db"],
    files=["*/com.tinder/databases/tinder-3.db"],
    queries=[MESSAGES, PEOPLE],
    about="Messages and matched people of Tinder. Times are UTC milliseconds. What a person says of themselves (name, "
    "birth date) is what they typed.",
)
