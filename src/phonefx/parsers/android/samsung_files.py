"""Files that Samsung's app My Files notes as downloaded or lately opened."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Event


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
