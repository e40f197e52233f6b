"""What a user typed or looked for, kept by small stores: dictionary, texts of e-mail, searches in the store."""

from phonefx.formats.htmltext import words
from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Event, Media, Message, Search, WebVisit

WORDS = Query(
    Event,
    """
    SELECT w._id AS key, 'word of the user dictionary' AS category, w.word AS subject,
           'written for ' || opt(nullif(w.shortcut, '')) AS detail, extra(w.locale, w.frequency, w.appid) AS extra
    FROM words w
    """,
)

parser(
    "android.dictionary",
    title="Words that the user added to the dictionary, Android",
    variants=["Android 4 to 16"],
    files=["*/com.android.providers.userdictionary/databases/user_dict.db"],
    queries=[WORDS],
    about="Words and short forms that were added to the dictionary of the keyboards. There is no time in it.",
)


def _texts(table: str, state: str) -> Query:
    return Query(
        Message,
        f"""
        SELECT b._id AS key, 'e-mail' AS service, 'text of an e-mail' AS content,
               coalesce(nullif(b.textContent, ''), words(b.htmlContent)) AS body,
               'message ' || b.messageKey AS guid, extra(b.messageKey, b.textReply, b.introText) AS extra
        FROM {table} b
        """,
        state=state,
        skip={"coalesce(nullif(b.textContent, ''), b.htmlContent, '') = ''": "an e-mail without a text"},
    )


parser(
    "android.email.texts",
    title="Texts of e-mail of the mail app, Android",
    variants=["Gmail, AOSP and Samsung mail"],
    files=["*/com.{google.android.gm,android.email,samsung.android.email.provider}/databases/EmailProviderBody.db"],
    queries=[_texts("Body", "live"), _texts("Body_Deletes", "recently_deleted")],
    functions={"words": words},
    about="The whole texts of e-mail whose heads are in the database beside it: `guid` names the row there. Texts of "
    "e-mail that is being removed stand in a table of their own. There is no time with them.",
)

GREETING = Query(
    Media,
    """
    SELECT g._id AS key, g._data AS path, nullif(g.duration, 0) / 1000.0 AS duration_s,
           'com.google.android.dialer' AS app, extra(g.phone_account_component_name, g.phone_account_id) AS extra
    FROM greeting g
    """,
)

parser(
    "android.dialer.greeting",
    title="Greeting of the voicemail, Google Phone app",
    variants=["Phone app of 2024"],
    files=["*/com.google.android.dialer/databases/voicemail.db"],
    queries=[GREETING],
    about="The greeting that the owner spoke for the voicemail, and the account of it (often the number of the card). "
    "There is no time in it. The unit of the duration is taken to be milliseconds; no public source states it.",
)

STORE = Query(
    Search,
    """
    SELECT s.rowid AS key, unix_ms(s.date) AS time, coalesce(nullif(s.query, ''), s.display1) AS query,
           'com.android.vending' AS app
    FROM suggestions s
    """,
)

parser(
    "android.play_store.searches",
    title="Searches in the Play Store, Android",
    variants=["Play Store"],
    files=["*/com.android.vending/databases/suggestions.db"],
    queries=[STORE],
    about="What was searched for in the Play Store. Times are UTC milliseconds.",
)

_PROFILE = "*/{app_chrome,app_sbrowser,app_webview,app_opera}/{Default,Profile*}"
TYPED = Query(
    Search,
    """
    SELECT n.rowid AS key, n.user_text AS query, 'completed to ' || n.url AS app,
           extra(n.number_of_hits, n.number_of_misses) AS extra
    FROM network_action_predictor n
    """,
)
TOP = Query(
    WebVisit,
    """
    SELECT t.rowid AS key, 'among the most visited' AS action, t.url AS url, t.title AS title, extra(t.url_rank) AS
           extra
    FROM top_sites t
    """,
)

parser(
    "android.browser.typed",
    title="Typed beginnings and most visited pages, Chrome, Android",
    variants=["beginnings that were typed", "most visited pages"],
    files=[f"{_PROFILE}/{{Network Action Predictor,Top Sites}}"],
    queries=[TYPED, TOP],
    about="What was typed into the address bar, letter by letter, with the page that was chosen for it, and the pages "
    "visited most. There is no time in it. It may stay when the history was cleared.",
)
