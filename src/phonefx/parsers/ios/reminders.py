"""Reminders of iOS 13 and later."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Note

BASE = """
    SELECT r.Z_PK AS key, cocoa_s(r.ZCREATIONDATE) AS time, cocoa_s(r.ZLASTMODIFIEDDATE) AS modified,
           {title} AS title, opt(r.ZNOTES{suffix}) AS body,
           opt((SELECT l.{list_name} FROM {lists} l WHERE l.Z_PK = r.ZLIST)) AS folder,
           'com.apple.reminders' AS app,
           extra(r.ZDUEDATE, r.ZCOMPLETED, r.ZCOMPLETIONDATE, r.ZFLAGGED, r.ZMARKEDFORDELETION, r.ZPRIORITY) AS extra
    FROM {table} r
"""
NEW = Query(
    Note,
    BASE.format(title="r.ZTITLE", suffix="", lists="ZREMCDBASELIST", list_name="ZNAME", table="ZREMCDREMINDER"),
    skip={"coalesce(opt(r.ZMARKEDFORDELETION), 0) = 1": "marked as deleted, and read as such"},
)
NEW_DELETED = Query(
    Note,
    BASE.format(title="r.ZTITLE", suffix="", lists="ZREMCDBASELIST", list_name="ZNAME", table="ZREMCDREMINDER"),
    skip={"coalesce(opt(r.ZMARKEDFORDELETION), 0) = 0": "not deleted"},
    state="recently_deleted",
)
KIND = "LEFT JOIN (SELECT Z_ENT AS entity, Z_NAME AS kind FROM Z_PRIMARYKEY) k ON k.entity = r.Z_ENT"
OLD = Query(
    Note,
    BASE.format(title="coalesce(opt(r.ZTITLE1), opt(r.ZTITLE))", suffix="1", lists="ZREMCDOBJECT", list_name="ZNAME2",
                table="ZREMCDOBJECT") + KIND,
    needs="r.ZCREATIONDATE",
    skip={"k.kind IS NOT 'REMCDReminder'": "another kind of entry: a list, an account, an alarm"},
)  # fmt: skip

parser(
    "ios.reminders",
    title="Reminders, iOS",
    files=["*/Container_v1/Stores/Data-*.sqlite"],
    queries=[NEW, NEW_DELETED, OLD],
    about="Reminders with their lists, iOS 13 to 18, one store for each account. Times are UTC seconds since 2001.",
)
