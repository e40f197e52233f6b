"""Reminders of iOS 13 and later."""

from phonefx.parsers.ios.deleted import kept_and_deleted
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
KIND = "LEFT JOIN (SELECT Z_ENT AS entity, Z_NAME AS kind FROM Z_PRIMARYKEY) k ON k.entity = r.Z_ENT"
NEW = BASE.format(title="r.ZTITLE", suffix="", lists="ZREMCDBASELIST", list_name="ZNAME", table="ZREMCDREMINDER")
OLD = BASE.format(
    title="coalesce(opt(r.ZTITLE1), opt(r.ZTITLE))", suffix="1", lists="ZREMCDOBJECT", list_name="ZNAME2",
    table="ZREMCDOBJECT",
) + KIND  # fmt: skip
NONE = {"k.kind IS NOT 'REMCDReminder'": "another kind of entry: a list, an account, an alarm"}
MARK = "r.ZMARKEDFORDELETION"

parser(
    "ios.reminders",
    title="Reminders, iOS",
    files=["*/Container_v1/Stores/Data-*.sqlite"],
    queries=[*kept_and_deleted(Note, NEW, MARK), *kept_and_deleted(Note, OLD, MARK, skip=NONE)],
    about="Reminders with their lists, iOS 13 to 18, one store for each account, those marked as deleted "
    "apart. Times are UTC seconds since 2001.",
    variants=["iOS 13, titles", "iOS 14", "iOS 16"],
)
