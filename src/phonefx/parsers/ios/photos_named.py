"""What the photo library of iOS knows of people, captions and albums."""

from typing import Final

from phonefx.parsers.ios.photos import PATH
from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Contact, Event

APP: Final = "'com.apple.mobileslideshow' AS app"


def _file(condition: str) -> str:
    """The path of the photo for which a condition holds, in either name of the table."""
    return "coalesce({})".format(
        ", ".join(f"opt((SELECT {PATH} FROM {table} a WHERE {condition}))" for table in ("ZASSET", "ZGENERICASSET"))
    )


_PERSON = "coalesce(opt(f.ZPERSONFORFACE), opt(f.ZPERSON))"
PEOPLE = Query(
    Contact,
    """
    SELECT p.Z_PK AS key, p.ZFULLNAME AS name, opt(nullif(p.ZDISPLAYNAME, p.ZFULLNAME)) AS nickname,
           'person named in the photo library' AS role, p.ZPERSONUUID AS guid,
           extra(p.ZFACECOUNT, p.ZTYPE, p.ZVERIFIEDTYPE, p.ZPERSONURI) AS extra
    FROM ZPERSON p
    """,
    skip={"coalesce(p.ZFULLNAME, '') = ''": "no name was given"},
)
FACES = Query(
    Event,
    f"""
    SELECT f.Z_PK AS key, 'face that the photo library groups under a name' AS category, {APP},
           (SELECT p.ZFULLNAME FROM ZPERSON p WHERE p.Z_PK = {_PERSON}) AS subject,
           {_file("a.Z_PK = coalesce(opt(f.ZASSETFORFACE), opt(f.ZASSET))")} AS detail,
           extra(f.ZQUALITY, f.ZNAMESOURCE, f.ZMANUAL) AS extra
    FROM ZDETECTEDFACE f
    """,
    skip={f"coalesce((SELECT p.ZFULLNAME FROM ZPERSON p WHERE p.Z_PK = {_PERSON}), '') = ''": "a face without a name"},
)
CAPTIONS = Query(
    Event,
    f"""
    SELECT x.Z_PK AS key, 'caption of a photo' AS category, {APP}, x.ZLONGDESCRIPTION AS subject,
           {_file("a.ZADDITIONALATTRIBUTES = x.ZASSETATTRIBUTES")} AS detail
    FROM ZASSETDESCRIPTION x
    """,
    skip={"coalesce(x.ZLONGDESCRIPTION, '') = ''": "no words in it"},
)
ALBUMS = Query(
    Event,
    f"""
    SELECT b.Z_PK AS key, cocoa_s(opt(b.ZCREATIONDATE)) AS time, 'album made' AS category, {APP}, b.ZTITLE AS subject,
           extra(b.ZKIND, b.ZTRASHEDSTATE, b.ZTRASHEDDATE, b.ZCACHEDCOUNT, b.ZCLOUDOWNERFULLNAME, b.ZISOWNED,
                 b.ZCLOUDGUID, b.ZPUBLICURL, b.ZIMPORTEDBYBUNDLEIDENTIFIER) AS extra
    FROM ZGENERICALBUM b
    """,
    skip={
        "coalesce(b.ZTITLE, '') = ''": "no title: made by the app for itself",
        "opt(b.ZKIND BETWEEN 3571 AND 3573)": "progress of a transfer, no album",
    },
)
IN_ALBUMS = Query(
    Event,
    f"""
    SELECT j.rowid AS key, 'photo in an album' AS category, {APP},
           (SELECT b.ZTITLE FROM ZGENERICALBUM b WHERE b.Z_PK = j.Z_nALBUMS) AS subject,
           {_file("a.Z_PK = j.Z_nASSETS")} AS detail, extra(j.Z_nALBUMS, j.Z_nASSETS) AS extra
    FROM Z_nASSETS j
    """,
)

parser(
    "ios.photos.named",
    title="People, captions and albums of the photo library, iOS",
    files=["*/Photos.sqlite"],
    queries=[PEOPLE, FACES, CAPTIONS, ALBUMS, IN_ALBUMS],
    about="Names that were given to people in the photo library, the photos on which it takes a face for theirs, "
    "captions, albums and what is in them, iOS 11 to 18. A face is put under a name by the phone, from few that a "
    "person named: it is a hint, no identification. Times are UTC seconds since 2001; only albums have one.",
    tested={"ios_photos_sqlite": 55},
    variants=["iOS 16", "iOS 17"],
)
