"""WeChat on Android, where its database was decrypted."""

from typing import Final

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Contact, Message

WAYS: Final = {0: "incoming", 1: "outgoing"}
TYPES: Final = {
    1: "text", 3: "picture", 34: "voice message", 42: "contact", 43: "video", 47: "emoji", 48: "place",
    49: "link, file or app", 50: "call", 10000: "notice of the service", 10002: "recalled",
}  # fmt: skip
MESSAGES = Query(
    Message,
    """
    SELECT m.msgId AS key, unix_ms(m.createTime) AS time, code(m.isSend, WAYS) AS direction, 'WeChat' AS service,
           code(m.type, TYPES) AS content, m.talker AS counterpart,
           (SELECT coalesce(nullif(c.conRemark, ''), c.nickname) FROM rcontact c WHERE c.username = m.talker) AS
           counterpart_name, m.talker AS thread, m.content AS body, CAST(m.msgSvrId AS TEXT) AS guid,
           extra(m.imgPath, m.status) AS extra
    FROM message m
    """,
    words={"WAYS": WAYS, "TYPES": TYPES},
)
CONTACTS = Query(
    Contact,
    """
    SELECT c.rowid AS key, coalesce(nullif(c.conRemark, ''), c.nickname) AS name, c.alias AS nickname,
           'WeChat' AS account, CASE WHEN c.username LIKE '%@chatroom' THEN 'group' ELSE 'known to WeChat' END AS role,
           c.username AS guid, extra(c.type, c.verifyFlag) AS extra
    FROM rcontact c
    """,
)

parser(
    "apps.wechat.android",
    title="WeChat messages and contacts, Android",
    variants=["decrypted"],
    files=["*/com.tencent.mm/MicroMsg/*/EnMicroMsg{,.decrypted}.db"],
    queries=[MESSAGES, CONTACTS],
    sealed="WeChat keeps this database encrypted (SQLCipher); its key is made of the IMEI and the account's number, "
    "and phonefx does not decrypt it. Put the decrypted database beside it as EnMicroMsg.decrypted.db to have it read.",
    about="Messages and contacts of WeChat from a database that was decrypted; an encrypted one is reported as such. "
    "Times are UTC milliseconds. In a group the text begins with the sender's id.",
)
