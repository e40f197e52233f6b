"""Notes on Android: Google Keep, Samsung Notes."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Media, Note

NOTES = Query(
    Note,
    """
    SELECT t._id AS key, unix_ms(t.time_created) AS time, unix_ms(opt(t.time_last_updated)) AS modified,
           nullif(t.title, '') AS title,
           (SELECT group_concat(i.text, char(10)) FROM (SELECT list_parent_id, text FROM
            opt_table(list_item, _id, list_parent_id, text) ORDER BY list_parent_id, _id) i
            WHERE i.list_parent_id = t._id) AS body,
           CASE WHEN opt(t.is_deleted) = 1 THEN 'deleted' WHEN opt(t.is_trashed) = 1 THEN 'in the bin'
                WHEN opt(t.is_archived) = 1 THEN 'archived' END AS folder,
           'Google Keep' AS app, extra(t.uuid, t.color_name, t.last_modifier_email) AS extra
    FROM tree_entity t
    """,
)

parser(
    "android.keep",
    title="Notes of Google Keep, Android",
    variants=["Google Keep"],
    files=["*/com.google.android.keep/databases/keep.db"],
    queries=[NOTES],
    about="Notes and lists of Google Keep, also those in its bin. Times are UTC milliseconds. Notes are synced: they "
    "may have been written on another device of the account.",
)

PAGES = Query(
    Note,
    """
    SELECT s.rowid AS key, unix_ms(nullif(s.createdAt, 0)) AS time,
           unix_ms(nullif(opt(s.lastModifiedAt), 0)) AS modified,
           unix_ms(nullif(opt(s.recycle_bin_time_moved), 0)) AS removed, nullif(s.title, '') AS title,
           nullif(CAST(s.content AS TEXT), '') AS body,
           CASE opt(s.isDeleted) WHEN 0 THEN NULL ELSE 'deleted (' || opt(s.isDeleted) || ')' END AS folder,
           'Samsung Notes' AS app, extra(s.UUID, s.firstOpendAt, s.secondOpenedAt, s.lastOpenedAt) AS extra
    FROM sdoc s
    """,
)
FILES = Query(
    Media,
    """
    SELECT c.rowid AS key, unix_ms(nullif(opt(c.createdAt), 0)) AS time, c._data AS path, opt(c.size) AS size,
           'Samsung Notes' AS app, extra(c.sdocUUID, c.isDeleted) AS extra
    FROM content c
    """,
)

parser(
    "android.samsung.notes",
    title="Notes of Samsung Notes, Android",
    variants=["Samsung Notes 4"],
    files=["*/com.samsung.android.app.notes/databases/sdoc.db"],
    queries=[PAGES, FILES],
    about="Notes of Samsung Notes with their text as the app keeps it for its search, and the files in them. Deleted "
    "ones keep their row: the stored number is shown, and when they were moved to the bin. Times are UTC milliseconds; "
    "when a note was opened is kept beside. Notes may be synced from another device. Locked notes and handwriting are "
    "not decoded.",
)
