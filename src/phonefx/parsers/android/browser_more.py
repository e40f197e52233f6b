"""Further stores of browsers and mail on Android: logins, filled forms, bookmarks, e-mail."""

from collections.abc import Iterator
from typing import Any, Final

from phonefx.formats.textfiles import read_json
from phonefx.parsers.query import Query
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Account, Attachment, Event, Message, Record, Skip, WebVisit
from phonefx.times import moment

_PROFILE: Final = "*/{app_chrome,app_sbrowser,app_webview,app_opera}/{Default,Profile*}"
_OPERA: Final = "*/com.opera.{browser,browser.beta,mini.native}/app_opera"
LOGINS = Query(
    Account,
    """
    SELECT l.rowid AS key, webkit_us(nullif(opt(l.date_last_used), 0)) AS time, l.origin_url AS service,
           l.username_value AS identifier,
           extra(l.date_created, l.times_used, l.action_url, l.blacklisted_by_user) AS extra
    FROM logins l
    """,
    skip={"coalesce(l.username_value, '') = ''": "a site without a user name"},
)
FORMS = Query(
    Event,
    """
    SELECT a.rowid AS key, unix_s(a.date_last_used) AS time, 'form field filled' AS category, a.name AS subject,
           a.value AS detail, extra(a.date_created, a.count) AS extra
    FROM autofill a
    """,
)

parser(
    "android.browser.forms",
    title="Logins and filled forms of Chrome and its relatives, Android",
    variants=["Chromium, logins", "Chromium, forms"],
    files=[f"{_PROFILE}/{{Web Data,Login Data}}", f"{_OPERA}/{{Web Data,Login Data}}"],
    queries=[FORMS, LOGINS],
    about="What was typed into forms, and user names of sites. Times are UTC: for forms seconds of the last use, for "
    "logins microseconds since 1601 of the last use, where that is stored. Passwords are not taken over.",
)


def bookmarks(opened: Opened) -> Iterator[Record | Skip]:
    """Yield every bookmark with the time at which it was added."""
    roots: Any = opened.content.get("roots", {}) if isinstance(opened.content, dict) else {}
    waiting: list[Any] = list(roots.values()) if isinstance(roots, dict) else []
    for _ in range(200_000):
        if not waiting:
            break
        node = waiting.pop(0)
        if not isinstance(node, dict):
            continue
        if isinstance(node.get("children"), list):
            waiting += node["children"]
        if isinstance(node.get("url"), str):
            added = str(node.get("date_added") or "")
            yield WebVisit(
                key=str(node.get("id")),
                time=moment(int(added), "webkit_us") if added.isdigit() and len(added) < 19 else None,
                action="bookmark",
                url=node["url"],
                title=str(node.get("name") or "") or None,
            )


parser(
    "android.browser.bookmarks",
    title="Bookmarks of Chrome and its relatives, Android",
    variants=["Chromium"],
    files=[f"{_PROFILE}/Bookmarks", f"{_OPERA}/Bookmarks"],
    read=read_json,
    records=bookmarks,
    about="Bookmarks, with the UTC time at which each was added, in microseconds since 1601. They may have come from "
    "another device of the account.",
)

MAIL = Query(
    Message,
    """
    SELECT m._id AS key, unix_ms(m.timeStamp) AS time, 'e-mail' AS service, m.fromList AS counterpart,
           opt(m.displayName) AS counterpart_name, m.toList AS account, m.subject AS subject, m.snippet AS body,
           m.messageId AS guid, CASE m.flagRead WHEN 1 THEN 'read' WHEN 0 THEN 'not read' END AS status,
           (SELECT b.displayName FROM opt_table(Mailbox, _id, displayName) b WHERE b._id = m.mailboxKey) AS thread_name,
           extra(m.ccList, m.bccList, m.replyToList, m.flagAttachment) AS extra
    FROM Message m
    """,
)
MAIL_FILES = Query(
    Attachment,
    """
    SELECT a._id AS key, a.messageKey AS owner, coalesce(nullif(a.cachedFile, ''), a.contentUri) AS path,
           a.fileName AS name, a.mimeType AS mime, a.size AS size
    FROM Attachment a
    """,
    of=MAIL,
)
MAIL_ACCOUNTS = Query(
    Account,
    """
    SELECT h._id AS key, 'e-mail, ' || h.protocol || ' ' || h.address AS service, h.login AS identifier
    FROM HostAuth h
    """,
)

parser(
    "android.email",
    title="E-mail of the mail app, Android",
    variants=["Gmail, AOSP and Samsung mail"],
    files=["*/com.{google.android.gm,android.email,samsung.android.email.provider}/databases/EmailProvider.db"],
    queries=[MAIL, MAIL_FILES, MAIL_ACCOUNTS],
    about="E-mail of accounts that are not Google's own (IMAP, POP, Exchange), with the beginning of the text, and the "
    "servers. Times are UTC milliseconds. The counterpart is the sender; the folder tells what was sent. Passwords are "
    "not taken over.",
)
