"""Files that Samsung's app My Files notes: downloaded, lately opened, listed, moved or deleted; searches for them."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Event, Media, Search
from phonefx.times import wall_clock_us


def _noted(table: str, category: str) -> Query:
    new = f"""
    SELECT f.rowid AS key, unix_ms(f.mDate) AS time, '{category}' AS category, 'com.sec.android.app.myfiles' AS app,
           f.mFullPath AS subject, nullif(opt(f._description), '') AS detail,
           extra(f.mName, f.mIsHidden, f.mTrashed, f._source, f._from_s_browser) AS extra
    FROM {table} f
    """
    old = f"""
    SELECT f.rowid AS key, unix_ms(f.date) AS time, '{category}' AS category, 'com.sec.android.app.myfiles' AS app,
           f._data AS subject, nullif(opt(f._description), '') AS detail,
           extra(f.name, f.size, f._source, f._from_s_browser) AS extra
    FROM {table} f
    """
    return Query(Event, (new, old))


parser(
    "android.samsung.my_files",
    title="Downloads and lately used files of My Files, Samsung",
    variants=["since about Android 10", "before"],
    files=["*/com.sec.android.app.myfiles/databases/{MyFiles*,myfiles}.db"],
    queries=[_noted("download_history", "file downloaded"), _noted("recent_files", "file used lately")],
    about="Files that were downloaded or used lately, as Samsung's file manager notes them, with the address that a "
    "download came from where that is stored. Times are UTC milliseconds. An entry stays when its file is gone.",
)

OPERATIONS = Query(
    Event,
    """
    SELECT o._id AS key, unix_us(clock(o.mDate)) AS time, o.mOperationType AS category,
           'com.sec.android.app.myfiles' AS app,
           (SELECT group_concat(d.src_path, ', ') FROM opt_table(operation_history_data, operation_id, src_path) d
            WHERE d.operation_id = o._id) AS subject,
           (SELECT 'to ' || group_concat(nullif(d.dst_path, ''), ', ')
            FROM opt_table(operation_history_data, operation_id, dst_path) d WHERE d.operation_id = o._id) AS detail,
           extra(o.mDate, o.mItemCount, o.mFolderCount, o.mPageType, o.mOperationResult) AS extra
    FROM operation_history o
    """,
    basis="unknown",
)

parser(
    "android.samsung.file_operations",
    title="Files moved, renamed and deleted with My Files, Samsung",
    variants=["with paths", "without paths"],
    files=["*/com.sec.android.app.myfiles/databases/OperationHistory.db"],
    queries=[OPERATIONS],
    functions={"clock": wall_clock_us},
    about="What was done with files in Samsung's file manager, as it names it (`MOVE`, `MOVE_TO_TRASH`, `DELETE` ...), "
    "for a year or more; of a folder the folder alone is named, not what was in it. The clock of the times is not "
    "known: published accounts differ between UTC and local time. In a user's folder 150 it is the Secure Folder.",
)

LISTED = Query(
    Media,
    """
    SELECT f.rowid AS key, coalesce(opt(nullif(f._data, '')), f.path) AS path, f.name AS name, opt(f.mime_type) AS mime,
           opt(f.size) AS size, 'My Files' AS app,
           extra(f.date_modified, f.is_hidden, f.is_trashed) AS extra
    FROM local_files f
    """,
)
SEARCHES = Query(
    Search,
    """
    SELECT h.rowid AS key, unix_ms(h.date_modified) AS time, h.name AS query, 'com.sec.android.app.myfiles' AS app,
           extra(h.item_type, h.domain_type) AS extra
    FROM search_history h
    """,
)

parser(
    "android.samsung.file_list",
    title="Files listed by My Files and searches for them, Samsung",
    variants=["FileInfo.db"],
    files=["*/com.sec.android.app.myfiles/databases/FileInfo.db"],
    queries=[LISTED, SEARCHES],
    about="Files that Samsung's file manager has listed, also hidden ones and ones in the bin, which may be gone by "
    "now, and the words that were searched for among files. Times are UTC milliseconds; when a file was changed is "
    "kept beside.",
)
