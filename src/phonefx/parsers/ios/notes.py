"""Apple Notes: the text decoded from its compressed archive; the old Notes app."""

from phonefx.formats import notebody
from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Attachment, Note

CREATED = """coalesce(opt(n.ZCREATIONDATE3), opt(n.ZCREATIONDATE1), opt(n.ZCREATIONDATE))"""
MODIFIED = """coalesce(opt(n.ZMODIFICATIONDATE1), opt(n.ZMODIFICATIONDATEATIMPORT), opt(n.ZMODIFICATIONDATE))"""
TITLE = "coalesce(opt(n.ZTITLE1), opt(n.ZTITLE))"
ITS_TEXT = """NOT EXISTS (SELECT 1 FROM main.ZICCLOUDSYNCINGOBJECT x
    WHERE x.Z_PK = n.Z_PK AND x.Z_OPT IS NOT n.Z_OPT)"""
"""Whether the stored text is that of this version of a note: Core Data counts in `Z_OPT` how often a row was saved."""
FIELDS = f"""
    SELECT n.Z_PK                       AS key,
           cocoa_s({CREATED})           AS time,
           cocoa_s({MODIFIED})          AS modified,
           {TITLE}                      AS title,
           CASE WHEN coalesce(opt(n.ZISPASSWORDPROTECTED), 0) = 0
                THEN coalesce(CASE WHEN {ITS_TEXT} THEN note_text(d.ZDATA) END, opt(n.ZSNIPPET)) END AS body,
           opt((SELECT coalesce(f.ZTITLE2, f.ZIDENTIFIER) FROM ZICCLOUDSYNCINGOBJECT f WHERE f.Z_PK = n.ZFOLDER))
                                        AS folder,
           'com.apple.mobilenotes'      AS app,
           extra(n.ZIDENTIFIER, n.ZISPASSWORDPROTECTED, n.ZPASSWORDHINT, n.ZMARKEDFORDELETION, n.ZISPINNED, n.ZSNIPPET)
                                        AS extra
    FROM ZICCLOUDSYNCINGOBJECT n
    JOIN Z_PRIMARYKEY k ON k.Z_ENT = n.Z_ENT AND k.Z_NAME = 'ICNote'
    LEFT JOIN opt_table(ZICNOTEDATA, ZNOTE, ZDATA) d ON d.ZNOTE = n.Z_PK
"""
IN_TRASH = """(coalesce(opt(n.ZMARKEDFORDELETION), 0) = 1 OR coalesce(opt((SELECT f.ZIDENTIFIER LIKE 'TrashFolder%'
    FROM ZICCLOUDSYNCINGOBJECT f WHERE f.Z_PK = n.ZFOLDER)), 0))"""

NOTES = Query(Note, FIELDS, unfolds=True, skip={IN_TRASH: "deleted, still stored, and read as such"})
TRASHED = Query(
    Note,
    FIELDS,
    unfolds=True,
    state="recently_deleted",
    skip={f"NOT {IN_TRASH}": "not deleted"},
)
TEXTS = Query(
    Note,
    f"""
    SELECT d.Z_PK AS key, {TITLE} AS title, CASE WHEN opt(d.ZCRYPTOTAG) IS NULL THEN note_text(d.ZDATA) END AS body,
           'com.apple.mobilenotes' AS app, extra(d.ZNOTE) AS extra
    FROM ZICNOTEDATA d
    LEFT JOIN ZICCLOUDSYNCINGOBJECT n ON n.Z_PK = d.ZNOTE
    """,
    former=True,
    skip={
        "EXISTS (SELECT 1 FROM main.ZICNOTEDATA x WHERE x.Z_PK = d.Z_PK AND x.ZDATA IS d.ZDATA)":
            "the text of a note, read with it",
        "d.ZDATA IS NULL": "no text in it",
    },
)  # fmt: skip
"""Texts that are no more or not any more those of a note: a row of its own has them."""

OF_TRASHED = """(coalesce(opt((SELECT n.ZMARKEDFORDELETION FROM ZICCLOUDSYNCINGOBJECT n WHERE n.Z_PK = a.ZNOTE)), 0) = 1
    OR coalesce(opt((SELECT f.ZIDENTIFIER LIKE 'TrashFolder%' FROM ZICCLOUDSYNCINGOBJECT n
                     JOIN ZICCLOUDSYNCINGOBJECT f ON f.Z_PK = n.ZFOLDER WHERE n.Z_PK = a.ZNOTE)), 0))"""
FILE = """
    SELECT a.Z_PK AS key, a.ZNOTE AS owner, opt(a.ZTYPEUTI) AS mime,
           coalesce(opt(m.ZFILENAME), opt(a.ZTITLE), opt(a.ZTITLE1)) AS name,
           opt(m.ZIDENTIFIER || '/' || m.ZFILENAME) AS path,
           coalesce(opt(a.ZSUMMARY), opt(a.ZOCRSUMMARY), opt(a.ZADDITIONALINDEXABLETEXT)) AS text,
           extra(a.ZIDENTIFIER, a.ZURLSTRING, a.ZFILESIZE) AS extra
    FROM ZICCLOUDSYNCINGOBJECT a
    JOIN Z_PRIMARYKEY k ON k.Z_ENT = a.Z_ENT AND k.Z_NAME = 'ICAttachment'
    LEFT JOIN ZICCLOUDSYNCINGOBJECT m ON m.Z_PK = a.ZMEDIA
"""
FILES = Query(
    Attachment, FILE, of=NOTES, needs="a.ZMEDIA", unfolds=True,
    skip={OF_TRASHED: "of a note that was deleted, and read with it"},
)  # fmt: skip
TRASHED_FILES = Query(
    Attachment, FILE, of=TRASHED, needs="a.ZMEDIA", unfolds=True, state="recently_deleted",
    skip={f"NOT {OF_TRASHED}": "of a note that is kept"},
)  # fmt: skip

parser(
    "ios.notes",
    title="Notes, iOS",
    files=["*/NoteStore.sqlite"],
    queries=[NOTES, TRASHED, FILES, TRASHED_FILES, TEXTS],
    functions={"note_text": notebody.text},
    about="Notes of iOS 9 to 18, decoded, with their files, also those in Recently Deleted; the text of locked "
    "notes is encrypted and not shown. Texts are stored apart: one that was deleted or changed is an item without a "
    "time, with the title that its note has now. Times are UTC seconds since 2001.",
    tested={"ios15_ffs": 7, "ios16_belkactf6_ffs": 6, "ios_apps_plaso": 7, "ios_synthetic_fs": 5},
    variants=["iOS 9", "iOS 16"],
)

OLD_TEXTS = Query(
    Note,
    """
    SELECT b.Z_PK AS key, (SELECT n.ZTITLE FROM ZNOTE n WHERE n.ZBODY = b.Z_PK) AS title, b.ZCONTENT AS body,
           'com.apple.mobilenotes' AS app
    FROM ZNOTEBODY b
    """,
    former=True,
    skip={"EXISTS (SELECT 1 FROM main.ZNOTEBODY x WHERE x.Z_PK = b.Z_PK AND x.ZCONTENT IS b.ZCONTENT)":
              "the text of a note, read with it"},
)  # fmt: skip
OLD = Query(
    Note,
    """
    SELECT n.Z_PK AS key, cocoa_s(n.ZCREATIONDATE) AS time, cocoa_s(n.ZMODIFICATIONDATE) AS modified, n.ZTITLE AS title,
           opt((SELECT b.ZCONTENT FROM ZNOTEBODY b WHERE b.Z_PK = n.ZBODY)) AS body, 'com.apple.mobilenotes' AS app,
           extra(n.ZSUMMARY, n.ZAUTHOR, n.ZDELETEDFLAG) AS extra
    FROM ZNOTE n
    """,
)

parser(
    "ios.notes.old",
    title="Notes before iOS 9",
    files=["*/Library/Notes/notes.sqlite"],
    queries=[OLD, OLD_TEXTS],
    about="Notes of iOS 3 to 8 and of mail accounts later; the text is HTML as stored. A text that was deleted or "
    "changed is an item without a time, with the title that its note has now. Times are UTC seconds since "
    "2001.",
)
