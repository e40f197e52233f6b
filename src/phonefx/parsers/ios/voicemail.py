"""Voicemail of iOS: messages left, kept or in the bin, with their recordings."""

from phonefx.formats.plists import keyed
from phonefx.parsers.ios.archives import text_fields
from phonefx.parsers.query import Query
from phonefx.parsers.reading import whole
from phonefx.parsers.registry import parser
from phonefx.records import Call

VOICEMAIL = """
    SELECT v.ROWID                     AS key,
           unix_s(v.date)              AS time,
           'incoming'                  AS direction,
           'voicemail' || CASE WHEN v.trashed_date > 0 THEN ', in the bin' ELSE '' END AS outcome,
           'telephone'                 AS service,
           v.duration                  AS duration_s,
           nullif(v.sender, '')        AS counterpart,
           opt(v.receiver)             AS account,
           '/private/var/mobile/Library/Voicemail/' || v.ROWID || '.amr' AS path,
           extra(v.callback_num, v.remote_uid, v.expiration, v.trashed_date, v.flags, v.label, v.token) AS extra
    FROM {} v
"""
KEPT = Query(Call, VOICEMAIL.format("voicemail"), skip={"v.trashed_date > 0": "in the bin, and read as such"})
BINNED = Query(
    Call,
    VOICEMAIL.format("voicemail") + "    JOIN (SELECT 0 AS never) ON v.trashed_date > never",
    unfolds=True,
    state="recently_deleted",
)
DELETED = Query(Call, VOICEMAIL.format("deleted"), state="recently_deleted")

parser(
    "ios.voicemail",
    title="Voicemail, iOS",
    files=["*/Library/Voicemail/voicemail.db"],
    queries=[KEPT, BINNED, DELETED],
    about="Messages left on the voicemail, iOS 4 to 18. `date` is UTC seconds since 1970, when the caller spoke; "
    "`trashed_date` is UTC seconds since 2001. The recording has the row's number as its name.",
)


parser(
    "ios.voicemail.transcripts",
    title="Transcripts of voicemail, iOS",
    files=["*/Library/Voicemail/*.transcript"],
    read=lambda file: keyed.loads(whole(file)),
    records=text_fields("voicemail transcript", "com.apple.mobilephone", "transcriptionString", "confidence"),
    about="What the phone made of the words of a voicemail, by machine; the file's name is the number of the "
    "voicemail. There is no time in it.",
)
