"""Contacts of Android: the address book, the owner's own card, blocked numbers, copies that outlive them."""

from typing import Final

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Attachment, Contact, ContactPoint, Event

_ITEM = "vnd.android.cursor.item"
TYPES: Final = {
    f"{_ITEM}/name": "name", f"{_ITEM}/phone_v2": "phone", f"{_ITEM}/email_v2": "email",
    f"{_ITEM}/postal-address_v2": "address", f"{_ITEM}/organization": "organisation", f"{_ITEM}/im": "im",
    f"{_ITEM}/nickname": "nickname", f"{_ITEM}/note": "note", f"{_ITEM}/website": "url",
    f"{_ITEM}/sip_address": "sip", f"{_ITEM}/contact_event": "date", f"{_ITEM}/relation": "relation",
    f"{_ITEM}/group_membership": "group", f"{_ITEM}/photo": "photo", f"{_ITEM}/identity": "identity",
    f"{_ITEM}/vnd.com.whatsapp.profile": "WhatsApp", f"{_ITEM}/vnd.com.whatsapp.voip.call": "WhatsApp",
    f"{_ITEM}/vnd.com.whatsapp.video.call": "WhatsApp",
        f"{_ITEM}/vnd.org.telegram.messenger.android.profile": "Telegram",
    f"{_ITEM}/vnd.org.telegram.messenger.android.call": "Telegram",
    f"{_ITEM}/vnd.org.thoughtcrime.securesms.contact": "Signal",
        f"{_ITEM}/vnd.org.thoughtcrime.securesms.call": "Signal",
}  # fmt: skip
PHONES: Final = {
    1: "home", 2: "mobile", 3: "work", 4: "work fax", 5: "home fax", 6: "pager", 7: "other", 8: "callback", 9: "car",
    10: "company", 11: "ISDN", 12: "main", 13: "other fax", 14: "radio", 15: "telex", 16: "TTY", 17: "work mobile",
    18: "work pager", 19: "assistant", 20: "MMS",
}  # fmt: skip
PLACES: Final = {1: "home", 2: "work", 3: "other", 4: "mobile"}
DATES: Final = {1: "anniversary", 2: "other", 3: "birthday"}
RELATIONS: Final = {
    1: "assistant", 2: "brother", 3: "child", 4: "domestic partner", 5: "father", 6: "friend", 7: "manager",
        8: "mother",
    9: "parent", 10: "partner", 11: "referred by", 12: "relative", 13: "sister", 14: "spouse",
}  # fmt: skip
_DATABASES = "*/com.{android,samsung.android}.providers.contacts/databases/"
_DETAILS = f"""
    LEFT JOIN (SELECT d.raw_contact_id AS raw,
                      max(CASE m.mimetype WHEN '{_ITEM}/organization' THEN
                          nullif(trim(coalesce(d.data1, '') || coalesce(', ' || nullif(d.data4, ''), ''), ', '), '')
                          END) AS organisation,
                      max(CASE m.mimetype WHEN '{_ITEM}/nickname' THEN d.data1 END) AS nickname,
                      max(CASE m.mimetype WHEN '{_ITEM}/note' THEN nullif(d.data1, '') END) AS note
               FROM data d JOIN mimetypes m ON m._id = d.mimetype_id GROUP BY d.raw_contact_id) x ON x.raw = r._id"""


def _people(role: str, account: str, join: str, contact: str) -> str:
    return f"""
    SELECT r._id                                          AS key,
           unix_ms(opt({contact}.contact_last_updated_timestamp)) AS time,
           unix_ms(coalesce(nullif(opt(r.x_last_time_contacted), 0), opt(r.last_time_contacted))) AS contacted,
           coalesce(nullif(opt(r.x_times_contacted), 0), opt(r.times_contacted)) AS times_contacted,
           opt(r.display_name)                            AS name,
           x.organisation                                 AS organisation,
           x.nickname                                     AS nickname,
           x.note                                         AS note,
           {account}                                      AS account,
           {role}                                         AS role,
           r.contact_id                                   AS guid,
           extra(r.deleted, r.starred, r.sourceid, r.version, r.dirty, r.display_name_alt, r.phonetic_name,
                 r.send_to_voicemail, r.custom_ringtone, r.sync1, r.sync2, r.sync3, r.sync4) AS extra
    FROM raw_contacts r {join} LEFT JOIN opt_table(contacts, _id,
        contact_last_updated_timestamp) c ON c._id = r.contact_id
    {_DETAILS}
    """


def people(role: str, photos: str = "files/photos/") -> tuple[Query, Query, Query]:
    """The mapping of raw contacts (one person may have several), of everything stored with them, and of pictures."""
    since_4_1 = (
        "coalesce(a.account_name || ' ', '') || '(' || coalesce(a.account_type, 'this phone') || ')'"
        " || opt(coalesce(', SIM slot ' || a.sim_slot_index, ''))"
    )
    before = "coalesce(r.account_name || ' ', '') || '(' || coalesce(r.account_type, 'this phone') || ')'"
    contacts = Query(
        Contact,
        (
            _people(role, since_4_1, "LEFT JOIN accounts a ON a._id = r.account_id", "c"),
            _people(role, before, "", "c"),
        ),
    )
    points = Query(
        ContactPoint,
        f"""
        SELECT d._id                     AS key,
               d.raw_contact_id          AS owner,
               code(m.mimetype, TYPES)   AS type,
               CASE m.mimetype
                    WHEN '{_ITEM}/phone_v2' THEN CASE d.data2 WHEN '0' THEN d.data3 ELSE code(d.data2, PHONES) END
                    WHEN '{_ITEM}/email_v2' THEN CASE d.data2 WHEN '0' THEN d.data3 ELSE code(d.data2, PLACES) END
                    WHEN '{_ITEM}/postal-address_v2' THEN CASE d.data2 WHEN '0' THEN d.data3 ELSE code(d.data2,
                    PLACES) END
                    WHEN '{_ITEM}/contact_event' THEN CASE d.data2 WHEN '0' THEN d.data3 ELSE code(d.data2, DATES) END
                    WHEN '{_ITEM}/relation' THEN CASE d.data2 WHEN '0' THEN d.data3 ELSE code(d.data2, RELATIONS) END
                    ELSE nullif(d.data3, '') END AS label,
               CASE m.mimetype
                    WHEN '{_ITEM}/photo' THEN coalesce('{photos}' || d.data14, 'stored in the row')
                    WHEN '{_ITEM}/group_membership' THEN
                         coalesce((SELECT g.title FROM opt_table(groups, _id, title) g WHERE g._id = d.data1), d.data1)
                    ELSE d.data1 END     AS value,
               CASE WHEN m.mimetype IS NOT '{_ITEM}/photo' THEN
                    extra(d.data2, d.data3, d.data4, d.data5, d.data6, d.data7, d.data8, d.data9, d.data10,
                    d.data11, d.data12, d.data13, d.is_primary, d.is_super_primary)
                    ELSE opt(json_object('picture in the row, bytes', length(d.data15))) END AS extra
        FROM data d LEFT JOIN mimetypes m ON m._id = d.mimetype_id
        """,
        words={"TYPES": TYPES, "PHONES": PHONES, "PLACES": PLACES, "DATES": DATES, "RELATIONS": RELATIONS},
        of=contacts,
    )
    pictures = Query(
        Attachment,
        f"""
        SELECT d._id AS key, d.raw_contact_id AS owner, '{photos}' || d.data14 AS path, 'picture of the contact' AS name
        FROM data d LEFT JOIN mimetypes m ON m._id = d.mimetype_id
        """,
        of=contacts,
        only=f"m.mimetype = '{_ITEM}/photo' AND d.data14 <> ''",
    )
    return contacts, points, pictures


_ROLE = "CASE WHEN r.deleted = 1 THEN 'marked as deleted' WHEN r.starred = 1 THEN 'favourite' ELSE 'contact' END"
REMOVED = Query(
    Contact,
    """
    SELECT d.contact_id AS key, unix_ms(d.contact_deleted_timestamp) AS removed, 'deleted' AS role, d.contact_id
           AS guid FROM deleted_contacts d
    """,
)
INDEXED = Query(
    Contact,
    """
    SELECT s.docid AS key, nullif(s.c2name, '') AS name, s.c1content AS note, s.c0contact_id AS guid,
           'left in the search index, the contact is gone' AS role
    FROM search_index_content s
    """,
    state="recovered",
    skip={"EXISTS (SELECT 1 FROM contacts c WHERE c._id = s.c0contact_id)": "its contact is there"},
)
USED = Query(
    Event,
    """
    SELECT u.rowid AS key,
           unix_ms(coalesce(nullif(opt(u.x_last_time_used), 0), opt(u.last_time_used))) AS time,
           'contact used: ' || code(u.usage_type, USES) AS category, 'com.android.providers.contacts' AS app,
           (SELECT d.data1 FROM data d WHERE d._id = u.data_id) AS subject,
           coalesce(nullif(opt(u.x_times_used), 0), opt(u.times_used)) || ' times, the last then' AS detail
    FROM data_usage_stat u
    """,
    words={"USES": {0: "call", 1: "long text", 2: "short text"}},
)

parser(
    "android.contacts",
    title="Address book, Android",
    variants=[
        "Android 14 (version 1604)",
        "before Android 4.1, account in the row",
        "Android 4.1 to 8",
        "Android 9, counters of both kinds",
    ],
    files=[f"{_DATABASES}contacts2.db"],
    queries=[*people(_ROLE), REMOVED, INDEXED, USED],
    about="Raw contacts: one person may have several, from the phone, a SIM, Google or an app, under one contact id "
    "(`guid`). Android 4 to 16. Times are UTC milliseconds. Contact counters are real up to Android 8 and "
    "rough or zero later. Contacts of synced accounts stay marked as deleted until the next sync; of others "
    "only the time of deletion stays, for 30 days. A row of a messenger means that the app found the number "
    "registered, not that the two were in touch.",
    tested={"android14_emulator_ffs": 1},
)

parser(
    "android.contacts.owner",
    title="The owner's own card, Android",
    variants=[
        "Android 14 (version 1604)",
        "Android 4.1 and later, no account",
        "before Android 4.1, account in the row",
    ],
    files=[f"{_DATABASES}profile.db"],
    queries=people("'owner'", "files/profile/photos/"),
    about="Name and numbers that the user entered for themselves. Times are UTC milliseconds.",
)

BLOCKED = Query(
    Contact,
    """
    SELECT b._id AS key, b.original_number AS name, 'blocked' AS role FROM blocked b
    """,
)
BLOCKED_NUMBERS = Query(
    ContactPoint,
    """
    SELECT b._id AS key, b._id AS owner, 'phone' AS type, b.original_number AS value, extra(b.e164_number) AS
           extra FROM blocked b
    """,
    of=BLOCKED,
)

parser(
    "android.contacts.blocked",
    title="Blocked numbers, Android",
    variants=["Android 7 and later"],
    files=["*/com.android.providers.blockednumber/databases/blockednumbers.db"],
    queries=[BLOCKED, BLOCKED_NUMBERS],
    about="Numbers that the user blocked, Android 7 to 16. There is no time in it.",
)

ICING = Query(
    Contact,
    """
    SELECT c._id AS key, unix_ms(opt(c.last_updated_timestamp)) AS time, c.display_name AS name,
           opt(nullif(c.nickname, '')) AS nickname, opt(nullif(c.note, '')) AS note,
           opt(nullif(c.organization, '')) AS organisation, opt(c.times_contacted) AS times_contacted,
           c.contact_id AS guid, extra(c.phone_numbers, c.emails, c.postal_address, c.starred, c.lookup_key) AS extra
    FROM contacts c
    """,
)


def _icing(table: str, kind: str) -> Query:
    return Query(
        ContactPoint,
        f"""
        SELECT p.rowid AS key,
        (SELECT c._id FROM contacts c WHERE c.contact_id = p.contact_id ORDER BY c._id LIMIT 1) AS owner,
               '{kind}' AS type, opt(nullif(p.label, '')) AS label, p.value AS value, extra(p.type, p.data_id) AS extra
        FROM {table} p
        """,
        of=ICING,
    )


parser(
    "android.contacts.google_index",
    title="Contacts in Google's search index, Android",
    variants=["Play services, all tables", "Play services, contacts and numbers"],
    files=["*/com.google.android.gms/databases/icing_contacts.db"],
    queries=[ICING, _icing("phones", "phone"), _icing("emails", "email"), _icing("postals", "address")],
    about="A copy of the contacts in the search index of Google Play services. It is a snapshot of its own and may "
    "hold contacts that were deleted since. Times are UTC milliseconds.",
)
