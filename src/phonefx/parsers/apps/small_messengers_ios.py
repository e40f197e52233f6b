"""Messengers of iOS whose messages stand in one table: one query for each."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Location, Message

parser(
    "apps.groupme.ios",
    title="GroupMe, iOS",
    files=["*/GroupMe.sqlite"],
    queries=[
        Query(
            Message,
            """
            SELECT m.Z_PK AS key, cocoa_s(m.ZCREATEDAT) AS time, 'GroupMe' AS service,
                   CAST(m.ZUSERID AS TEXT) AS counterpart, opt(m.ZSENDERNAME) AS counterpart_name,
                   opt(CAST(m.ZGROUPID AS TEXT)) AS thread, m.ZMESSAGE AS body,
                   CASE WHEN opt(m.ZMESSAGEDELETIONSTATUS) IS NOT NULL THEN 'marked as deleted' END AS status
            FROM ZGMMESSAGE m
            """,
        ),
        Query(
            Location,
            """
            SELECT a.Z_PK AS key,
                   cocoa_s(opt((SELECT m.ZCREATEDAT FROM ZGMMESSAGE m WHERE m.Z_PK = a.ZMESSAGE))) AS time,
                   CAST(a.ZLAT AS REAL) AS latitude, CAST(a.ZLNG AS REAL) AS longitude, 'shared' AS evidence_of,
                   'place sent in a message' AS method, opt(a.ZVENUENAME) AS place
            FROM ZGMATTACHMENT a
            """,
            skip={"a.ZLAT IS NULL OR a.ZLNG IS NULL": "no place: another kind of attachment"},
        ),
    ],
    about="Messages and places of GroupMe. Who of the senders owns the phone is not stored here. Times are UTC "
    "seconds since 2001.",
)
parser(
    "apps.textfree.ios",
    title="TextFree and Pinger, iOS",
    files=["*/Messaging_*.sqlite"],
    queries=[
        Query(
            Message,
            """
            SELECT m.Z_PK AS key, unix_s(m.ZTIMECREATED) AS time, opt(CAST(m.ZDIRECTION AS TEXT)) AS direction,
                   'TextFree' AS service, opt(m.ZADDRESS) AS counterpart, m.ZTEXT AS body,
                   extra(m.ZDIRECTION, m.ZTYPE, m.ZSTATUS) AS extra
            FROM ZCOMMUNICATIONCD m
            """,
        )
    ],
    about="Messages of a TextFree number; what each value of the direction means is not established, it is kept "
    "as stored. Times are UTC seconds since 1970.",
)
BURNER_SIDES = {1: "incoming", 2: "outgoing"}
parser(
    "apps.burner.ios",
    title="Burner, iOS",
    files=["*/Phoenix.sqlite"],
    queries=[
        Query(
            Message,
            """
            SELECT m.Z_PK AS key, cocoa_s(m.ZDATECREATED) AS time, code(m.ZDIRECTION, SIDES) AS direction,
                   CASE opt(m.ZSTATE) WHEN 3 THEN 'call, completed' WHEN 4 THEN 'call, missed'
                       WHEN 5 THEN 'voicemail' END
                       AS content,
                   'Burner' AS service, opt(m.ZCONTACTPHONENUMBER) AS counterpart,
                   opt((SELECT b.ZPHONENUMBER FROM ZBURNER b WHERE b.Z_PK = m.ZBURNER)) AS account,
                   coalesce(opt(m.ZBODY), opt(m.ZMESSAGE)) AS body, extra(m.ZTYPE, m.ZSTATE) AS extra
            FROM ZMESSAGE m
            """,
            words={"SIDES": BURNER_SIDES},
        )
    ],
    about="Messages and calls of numbers that were rented for a while. Times are UTC seconds since 2001.",
)
ZANGI_SIDES = {0: "outgoing", 1: "incoming"}
parser(
    "apps.zangi.ios",
    title="Zangi, iOS",
    files=["*/zangidb.sqlite"],
    queries=[
        Query(
            Message,
            """
            SELECT m.Z_PK AS key, unix_any(m.ZMESSAGETIME) AS time, code(m.ZISRECEIVED, SIDES) AS direction,
                   'Zangi' AS service, opt(m.ZFROM) AS counterpart, m.ZMESSAGE AS body
            FROM ZZANGIMESSAGE m
            """,
            words={"SIDES": ZANGI_SIDES},
        )
    ],
    about="Messages of Zangi. Times are taken as UTC since 1970, the unit told by the size of each value.",
)
parser(
    "apps.teleguard.ios",
    title="TeleGuard, iOS",
    files=["*/teleguard_database.db"],
    queries=[
        Query(
            Message,
            """
            SELECT m.rowid AS key, unix_ms(m.createDate) AS time, m.type AS content, 'TeleGuard' AS service,
                   opt(m.contactId) AS counterpart, opt(m.chatId) AS thread, opt(m.text) AS body
            FROM messages m
            """,
        )
    ],
    about="Messages of TeleGuard. Times are UTC milliseconds since 1970.",
)
parser(
    "apps.wire.ios",
    title="Wire, iOS",
    files=["*/store.wiredatabase"],
    queries=[
        Query(
            Message,
            """
            SELECT m.Z_PK AS key, cocoa_s(m.ZSERVERTIMESTAMP) AS time, 'Wire' AS service,
                   opt((SELECT u.ZHANDLE FROM ZUSER u WHERE u.Z_PK = m.ZSENDER)) AS counterpart,
                   opt((SELECT u.ZNAME FROM ZUSER u WHERE u.Z_PK = m.ZSENDER)) AS counterpart_name,
                   coalesce(opt(CAST(m.ZVISIBLEINCONVERSATION AS TEXT)), opt(CAST(m.ZHIDDENINCONVERSATION AS TEXT)))
                       AS thread,
                   m.ZNORMALIZEDTEXT AS body, extra(m.ZCACHEDCATEGORY) AS extra
            FROM ZMESSAGE m
            """,
        ),
        Query(
            Location,
            """
            SELECT c.Z_PK AS key, cocoa_s(opt(c.ZACTIVATIONDATE)) AS time, c.ZACTIVATIONLATITUDE AS latitude,
                   c.ZACTIVATIONLONGITUDE AS longitude, 'coarse_context' AS evidence_of,
                   'where a device was registered, as the service judged' AS method, opt(c.ZACTIVATIONADDRESS) AS place
            FROM ZUSERCLIENT c
            """,
            needs="c.ZACTIVATIONLATITUDE",
            skip={"c.ZACTIVATIONLATITUDE IS NULL OR c.ZACTIVATIONLATITUDE = 0": "no position stored"},
        ),
    ],
    about="Messages of Wire, in the form made for searching: not word for word. Times are the server's, UTC "
    "seconds since 2001.",
)
parser(
    "apps.mewe.ios",
    title="MeWe, iOS",
    files=["*/sgrouplesdb.sqlite"],
    queries=[
        Query(
            Message,
            """
            SELECT m.Z_PK AS key, cocoa_s(m.ZDATE) AS time, cocoa_s(opt(m.ZEDITEDDATE)) AS edited, 'MeWe' AS service,
                   opt(m.ZSENDERNAME) AS counterpart_name, opt(CAST(m.ZTHREAD AS TEXT)) AS thread,
                   coalesce(opt(m.ZORIGINALTEXT), opt(m.ZTEXT)) AS body,
                   CASE opt(m.ZDELETEDBYSENDER) WHEN 1 THEN 'deleted by its sender' END AS status
            FROM ZCHATMESSAGE m
            """,
        )
    ],
    about="Chats of MeWe. Times are UTC seconds since 2001.",
)
parser(
    "apps.truth_social.ios",
    title="Truth Social, iOS",
    files=["*/ChatModel.sqlite"],
    queries=[
        Query(
            Message,
            """
            SELECT m.Z_PK AS key, cocoa_s(m.ZCREATEDAT) AS time, 'Truth Social' AS service,
                   opt(m.ZACCOUNTID1) AS counterpart, m.ZCONTENT AS body, extra(m.ZTYPE) AS extra
            FROM ZMANAGEDEVENTBASE m
            """,
        )
    ],
    about="Chats of Truth Social, their text as HTML. Times are UTC seconds since 2001.",
)
parser(
    "apps.zalo.ios",
    title="Zalo, iOS",
    files=["*/Documents/chat_dbs/*"],
    queries=[
        Query(
            Message,
            """
            SELECT m.rowid AS key, unix_ms(m.TimeStamp) AS time, 'Zalo' AS service,
                   CAST(m.SenderId AS TEXT) AS counterpart, m.MsgContent AS body, extra(m.MsgType) AS extra
            FROM ChatContent m
            """,
        )
    ],
    about="Chats of Zalo. Times are UTC milliseconds since 1970.",
)
SLACK = """
    SELECT m.Z_PK AS key, unix_s(CAST(m.ZTIMESTAMP AS REAL)) AS time, 'Slack' AS service,
           m.ZUSERID AS counterpart, m.ZCONVERSATIONID AS thread, m.ZTEXT AS body, opt(m.ZTHREADTIMESTAMP) AS reply_to
    FROM ZCOREDATAMESSAGE m
"""
parser(
    "apps.slack.ios",
    title="Slack, iOS",
    files=["*/Library/Application Support/Slack/*/main_db", "*/ModelDatabase/db.sqlite"],
    queries=[Query(Message, SLACK)],
    about="Messages of Slack; users and channels are the service's ids. Times are UTC seconds since 1970.",
)
SESSION = {0: "incoming", 1: "outgoing"}
parser(
    "apps.session.ios",
    title="Session, iOS",
    files=["*/database/Session.sqlite"],
    queries=[
        Query(
            Message,
            """
            SELECT m.id AS key, unix_ms(m.timestampMs) AS time, unix_ms(opt(m.receivedAtTimestampMs)) AS delivered,
                   code(m.variant, SIDES) AS direction, 'Session' AS service, m.authorId AS counterpart,
                   opt((SELECT p.name FROM profile p WHERE p.id = m.authorId)) AS counterpart_name,
                   m.threadId AS thread, m.body AS body, opt(m.serverHash) AS guid, extra(m.wasRead) AS extra
            FROM interaction m
            """,
            words={"SIDES": SESSION},
        )
    ],
    about="Messages of Session; the store is encrypted on the phone with a key of the keychain and is read only "
    "where the extraction holds it in clear. Times are UTC milliseconds since 1970.",
)
SIGNAL = {19: "incoming", 21: "outgoing"}
parser(
    "apps.signal.ios",
    title="Signal, iOS",
    files=["*/grdb*/signal.sqlite"],
    queries=[
        Query(
            Message,
            """
            SELECT m.id AS key, unix_ms(m.timestamp) AS time, unix_ms(opt(m.receivedAtTimestamp)) AS delivered,
                   code(m.recordType, SIDES) AS direction, 'Signal' AS service,
                   coalesce(opt(m.authorPhoneNumber), opt(m.authorUUID),
                       opt((SELECT coalesce(t.contactPhoneNumber, t.contactUUID) FROM model_TSThread t
                            WHERE t.uniqueId = m.uniqueThreadId))) AS counterpart,
                   m.uniqueThreadId AS thread, m.body AS body, m.uniqueId AS guid,
                   CASE opt(m.wasRemotelyDeleted) WHEN 1 THEN 'deleted by its sender' END AS status,
                   extra(m.read, m.isViewOnceMessage, m.expiresInSeconds, m.expireStartedAt, m.serverTimestamp) AS extra
            FROM model_TSInteraction m
            """,
            words={"SIDES": SIGNAL},
        )
    ],
    about="Messages and calls of Signal; the store is encrypted on the phone with a key of the keychain and is "
    "read only where the extraction holds it in clear. Times are UTC milliseconds since 1970.",
)
TINDER = """
    SELECT m.Z_PK AS key, cocoa_s(m.ZCREATED) AS time, 'Tinder' AS service, m.ZFROMUSERID AS counterpart,
           opt(CAST(m.ZMATCH AS TEXT)) AS thread, m.ZTEXT AS body
    FROM ZMESSAGE m
"""
parser(
    "apps.tinder.ios",
    title="Tinder, iOS",
    files=["*/Tinder2.sqlite"],
    queries=[Query(Message, TINDER)],
    about="Messages between matches of Tinder. Times are UTC seconds since 2001.",
)
