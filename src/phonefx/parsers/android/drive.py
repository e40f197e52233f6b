"""Files of the account in Google Drive, as its app lists them on the phone."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Media

ITEMS = Query(
    Media,
    """
    SELECT i.rowid AS key, unix_ms(nullif(i.created_date, 0)) AS time, i.title AS name, i.mime_type AS mime,
           opt(nullif(i.quota_bytes, 0)) AS size, 'Google Drive' AS app,
           extra(i.modified_date, i.shared_with_me_date, i.modified_by_me_date, i.viewed_by_me_date, i.is_folder,
                 i.is_owner, i.trashed) AS extra
    FROM items i
    """,
)

parser(
    "android.drive",
    title="Files in Google Drive, Android",
    variants=["Google Drive since 2020"],
    files=["*/com.google.android.apps.docs/app_cello/*/cello.db"],
    queries=[ITEMS],
    about="Names, sizes and times of the files of an account in Google Drive; the files themselves lie with the "
    "service, unless kept for use offline. The folder is named after the account. Times are UTC milliseconds: when the "
    "file was made; those of changing, sharing and viewing are kept beside. Files that others shared stand here too "
    "(`is_owner`), and what another device of the account did.",
)
