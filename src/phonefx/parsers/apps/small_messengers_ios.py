"""Messengers of iOS whose messages stand in one table: one row of a table for each."""

from dataclasses import dataclass, field

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Location, Message


@dataclass(frozen=True)
class Messenger:
    """One app: its name, files, the query of its messages, words for their directions, and further queries."""

    id: str
    name: str
    files: tuple[str, ...]
    about: str
    messages: str
    sides: dict[int, str] = field(default_factory=dict)
    more: tuple[Query, ...] = ()


GROUPME_PLACES = Query(
    Location,
    """
    SELECT a.Z_PK AS key,
           cocoa_s(opt((SELECT m.ZCREATEDAT FROM ZGMMESSAGE m WHERE m.Z_PK = a.ZMESSAGE))) AS time,
           CAST(a.ZLAT AS REAL) AS latitude, CAST(a.ZLNG AS REAL) AS longitude, 'shared' AS evidence_of,
           'place sent in a message' AS method, opt(a.ZVENUENAME) AS place
    FROM ZGMATTACHMENT a
    """,
    skip={"a.ZLAT IS NULL OR a.ZLNG IS NULL": "no place: another kind of attachment"},
)
WIRE_PLACES = Query(
    Location,
    """
    SELECT c.Z_PK AS key, cocoa_s(opt(c.ZACTIVATIONDATE)) AS time, c.ZACTIVATIONLATITUDE AS latitude,
           c.ZACTIVATIONLONGITUDE AS longitude, 'coarse_context' AS evidence_of,
           'where a device was registered, as the service judged' AS method, opt(c.ZACTIVATIONADDRESS) AS place
    FROM ZUSERCLIENT c
    """,
    needs="c.ZACTIVATIONLATITUDE",
    skip={"c.ZACTIVATIONLATITUDE IS NULL OR c.ZACTIVATIONLATITUDE = 0": "no position stored"},
)

MESSENGERS = (
    Messenger(
        "groupme",
        "GroupMe",
        ("*/GroupMe.sqlite",),
        "Messages and places of GroupMe. Who of the senders owns the phone is not stored here. Times are UTC "
        "seconds since 2001.",
        """
        SELECT m.Z_PK AS key, cocoa_s(m.ZCREATEDAT) AS time, 'GroupMe' AS service,
               CAST(m.ZUSERID AS TEXT) AS counterpart, opt(m.ZSENDERNAME) AS counterpart_name,
               opt(CAST(m.ZGROUPID AS TEXT)) AS thread, m.ZMESSAGE AS body,
               CASE WHEN opt(m.ZMESSAGEDELETIONSTATUS) IS NOT NULL THEN 'marked as deleted' END AS status
        FROM ZGMMESSAGE m
        """,
        more=(GROUPME_PLACES,),
    ),
    Messenger(
        "textfree",
        "TextFree and Pinger",
        ("*/Messaging_*.sqlite",),
        "Messages of a TextFree number; what each value of the direction means is not established, it is kept "
        "as stored. Times are UTC seconds since 1970.",
        """
        SELECT m.Z_PK AS key, unix_s(m.ZTIMECREATED) AS time, opt(CAST(m.ZDIRECTION AS TEXT)) AS direction,
               'TextFree' AS service, opt(m.ZADDRESS) AS counterpart, m.ZTEXT AS body,
               extra(m.ZDIRECTION, m.ZTYPE, m.ZSTATUS) AS extra
        FROM ZCOMMUNICATIONCD m
        """,
    ),
    Messenger(
        "burner",
        "Burner",
        ("*/Phoenix.sqlite",),
        "Messages and calls of numbers that were rented for a while. Times are UTC seconds since 2001.",
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
        sides={1: "incoming", 2: "outgoing"},
    ),
    Messenger(
        "zangi",
        "Zangi",
        ("*/zangidb.sqlite",),
        "Messages of Zangi. Times are taken as UTC since 1970, the unit told by the size of each value.",
        """
        SELECT m.Z_PK AS key, unix_any(m.ZMESSAGETIME) AS time, code(m.ZISRECEIVED, SIDES) AS direction,
               'Zangi' AS service, opt(m.ZFROM) AS counterpart, m.ZMESSAGE AS body
        FROM ZZANGIMESSAGE m
        """,
        sides={0: "outgoing", 1: "incoming"},
    ),
    Messenger(
        "teleguard",
        "TeleGuard",
        ("*/teleguard_database.db",),
        "Messages of TeleGuard. Times are UTC milliseconds since 1970.",
        """
        SELECT m.rowid AS key, unix_ms(m.createDate) AS time, m.type AS content, 'TeleGuard' AS service,
               opt(m.contactId) AS counterpart, opt(m.chatId) AS thread, opt(m.text) AS body
        FROM messages m
        """,
    ),
    Messenger(
        "wire",
        "Wire",
        ("*/store.wiredatabase",),
        "Messages of Wire, in the form made for searching: not word for word. Times are the server's, UTC "
        "seconds since 2001.",
        """
        SELECT m.Z_PK AS key, cocoa_s(m.ZSERVERTIMESTAMP) AS time, 'Wire' AS service,
               opt((SELECT u.ZHANDLE FROM ZUSER u WHERE u.Z_PK = m.ZSENDER)) AS counterpart,
               opt((SELECT u.ZNAME FROM ZUSER u WHERE u.Z_PK = m.ZSENDER)) AS counterpart_name,
               coalesce(opt(CAST(m.ZVISIBLEINCONVERSATION AS TEXT)), opt(CAST(m.ZHIDDENINCONVERSATION AS TEXT)))
                   AS thread,
               m.ZNORMALIZEDTEXT AS body, extra(m.ZCACHEDCATEGORY) AS extra
        FROM ZMESSAGE m
        """,
        more=(WIRE_PLACES,),
    ),
    Messenger(
        "mewe",
        "MeWe",
        ("*/sgrouplesdb.sqlite",),
        "Chats of MeWe. Times are UTC seconds since 2001.",
        """
        SELECT m.Z_PK AS key, cocoa_s(m.ZDATE) AS time, cocoa_s(opt(m.ZEDITEDDATE)) AS edited, 'MeWe' AS service,
               opt(m.ZSENDERNAME) AS counterpart_name, opt(CAST(m.ZTHREAD AS TEXT)) AS thread,
               coalesce(opt(m.ZORIGINALTEXT), opt(m.ZTEXT)) AS body,
               CASE opt(m.ZDELETEDBYSENDER) WHEN 1 THEN 'deleted by its sender' END AS status
        FROM ZCHATMESSAGE m
        """,
    ),
    Messenger(
        "truth_social",
        "Truth Social",
        ("*/ChatModel.sqlite",),
        "Chats of Truth Social, their text as HTML. Times are UTC seconds since 2001.",
        """
        SELECT m.Z_PK AS key, cocoa_s(m.ZCREATEDAT) AS time, 'Truth Social' AS service,
               opt(m.ZACCOUNTID1) AS counterpart, m.ZCONTENT AS body, extra(m.ZTYPE) AS extra
        FROM ZMANAGEDEVENTBASE m
        """,
    ),
    Messenger(
        "zalo",
        "Zalo",
        ("*/Documents/chat_dbs/*",),
        "Chats of Zalo. Times are UTC milliseconds since 1970.",
        """
        SELECT m.rowid AS key, unix_ms(m.TimeStamp) AS time, 'Zalo' AS service,
               CAST(m.SenderId AS TEXT) AS counterpart, m.MsgContent AS body, extra(m.MsgType) AS extra
        FROM ChatContent m
        """,
    ),
    Messenger(
        "slack",
        "Slack",
        (
            "*/Library/Application Support/Slack/*/main_db",
            "*/ModelDatabase/db.sqlite",
        ),
        "Messages of Slack; users and channels are the service's ids. Times are UTC seconds since 1970.",
        """
        SELECT m.Z_PK AS key, unix_s(CAST(m.ZTIMESTAMP AS REAL)) AS time, 'Slack' AS service,
               m.ZUSERID AS counterpart, m.ZCONVERSATIONID AS thread, m.ZTEXT AS body,
               opt(m.ZTHREADTIMESTAMP) AS reply_to
        FROM ZCOREDATAMESSAGE m
        """,
    ),
    Messenger(
        "session",
        "Session",
        ("*/database/Session.sqlite",),
        "Messages of Session; the store is encrypted on the phone with a key of the keychain and is read only "
        "where the extraction holds it in clear. Times are UTC milliseconds since 1970.",
        """
        SELECT m.id AS key, unix_ms(m.timestampMs) AS time, unix_ms(opt(m.receivedAtTimestampMs)) AS delivered,
               code(m.variant, SIDES) AS direction, 'Session' AS service, m.authorId AS counterpart,
               opt((SELECT p.name FROM profile p WHERE p.id = m.authorId)) AS counterpart_name,
               m.threadId AS thread, m.body AS body, opt(m.serverHash) AS guid, extra(m.wasRead) AS extra
        FROM interaction m
        """,
        sides={0: "incoming", 1: "outgoing"},
    ),
    Messenger(
        "signal",
        "Signal",
        ("*/grdb*/signal.sqlite",),
        "Messages and calls of Signal; the store is encrypted on the phone with a key of the keychain and is "
        "read only where the extraction holds it in clear. Times are UTC milliseconds since 1970.",
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
        sides={19: "incoming", 21: "outgoing"},
    ),
    Messenger(
        "tinder",
        "Tinder",
        ("*/Tinder2.sqlite",),
        "Messages between matches of Tinder. Times are UTC seconds since 2001.",
        """
        SELECT m.Z_PK AS key, cocoa_s(m.ZCREATED) AS time, 'Tinder' AS service, m.ZFROMUSERID AS counterpart,
               opt(CAST(m.ZMATCH AS TEXT)) AS thread, m.ZTEXT AS body
        FROM ZMESSAGE m
        """,
    ),
)

for each in MESSENGERS:
    parser(
        f"apps.{each.id}.ios",
        title=f"{each.name}, iOS",
        files=each.files,
        queries=[Query(Message, each.messages, words={"SIDES": each.sides}), *each.more],
        about=each.about,
    )
