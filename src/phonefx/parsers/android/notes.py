"""Notes on Android: Google Keep."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Note

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
