"""X (Twitter) on Android: posts, searches with their places, people."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Contact, Location, Message, Search

POSTS = Query(
    Message,
    """
    SELECT s._id AS key, unix_ms(s.created) AS time, 'X (Twitter)' AS service, 'post' AS content,
           CAST(s.author_id AS TEXT) AS counterpart,
           (SELECT u.username FROM opt_table(users, user_id, username) u WHERE u.user_id = s.author_id) AS
           counterpart_name, opt(CAST(s.content AS TEXT)) AS body, CAST(opt(s.status_id) AS TEXT) AS guid,
           extra(s.favorited, s.retweeted, s.in_r_user_id) AS extra
    FROM statuses s
    """,
)
POST_PLACES = Query(
    Location,
    """
    SELECT s._id AS key, unix_ms(s.created) AS time, s.latitude AS latitude, s.longitude AS longitude,
           'other_person' AS evidence_of, 'stated with a post' AS method, CAST(s.author_id AS TEXT) AS whose
    FROM statuses s
    """,
    needs="s.latitude",
    only="coalesce(s.latitude, 0) <> 0 OR coalesce(s.longitude, 0) <> 0",
)
SEARCHES = Query(
    Search,
    """
    SELECT q._id AS key, unix_ms(q.time) AS time, q.query AS query, 'X (Twitter)' AS app,
           extra(q.latitude, q.longitude, q.type) AS extra
    FROM search_queries q
    """,
)
PEOPLE = Query(
    Contact,
    """
    SELECT u._id AS key, u.name AS name, u.username AS nickname, 'X (Twitter)' AS account,
           'known to X (Twitter)' AS role, CAST(u.user_id AS TEXT) AS guid, nullif(opt(u.description), '') AS note,
           extra(u.web_url, u.location, u.followers, u.friends, u.friendship) AS extra
    FROM users u
    """,
)

parser(
    "apps.twitter.android",
    title="X (Twitter): posts, searches and people, Android",
    variants=["2015"],
    files=["*/com.twitter.android/databases/*-*.db"],
    queries=[POSTS, POST_PLACES, SEARCHES, PEOPLE],
    about="Posts that were shown, searches, and people, up to about 2018. Times are UTC milliseconds. A place of a "
    "post is that of its author as the post states it. Places of searches stand in the further values.",
)
