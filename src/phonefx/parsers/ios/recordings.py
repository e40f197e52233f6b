"""Voice memos of iOS."""

from phonefx.parsers.ios.deleted import kept_and_deleted
from phonefx.parsers.registry import parser
from phonefx.records import Media

MEMO = """
    SELECT r.Z_PK AS key, cocoa_s(r.ZDATE) AS time, cocoa_s(opt(r.ZEVICTIONDATE)) AS removed,
           '/private/var/mobile/Media/Recordings/' || replace(r.ZPATH, '/var/mobile/Media/Recordings/', '') AS path,
           coalesce({}) AS name, r.ZDURATION AS duration_s, 'com.apple.VoiceMemos' AS app,
           extra(r.ZPATH, r.ZCUSTOMLABEL, r.ZUNIQUEID, r.ZFLAGS, r.ZFOLDER) AS extra
    FROM {} r
"""
NEW = MEMO.format(
    "opt(r.ZENCRYPTEDTITLE), opt(r.ZCUSTOMLABELFORSORTING), opt(r.ZCUSTOMLABEL), r.ZPATH", "ZCLOUDRECORDING"
)
OLD = MEMO.format("opt(r.ZCUSTOMLABEL), r.ZPATH", "ZRECORDING")
BINNED = ("r.ZEVICTIONDATE", "{} IS NOT NULL")

parser(
    "ios.voice_memos",
    title="Voice memos, iOS",
    files=["*/Recordings/{CloudRecordings,Recordings}.db"],
    queries=[*kept_and_deleted(Media, NEW, *BINNED), *kept_and_deleted(Media, OLD, *BINNED)],
    about="Voice memos with their titles (by default the name of the street or a number), iOS 3 to 18. Times are "
    "UTC seconds since 2001; `removed` is when the recording was moved to the bin.",
    variants=["iOS 9", "iOS 14", "iOS 17, bin"],
)
