"""The iOS address book: persons, their numbers and groups, pictures."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Contact, ContactPoint, Media

TYPES = {
    3: "phone", 4: "email", 5: "address", 12: "date", 13: "im", 16: "tone", 22: "url", 23: "relation", 46: "profile",
}  # fmt: skip

PERSONS = Query(
    Contact,
    """
    SELECT p.ROWID                     AS key,
           cocoa_s(p.ModificationDate) AS time,
           cocoa_s(p.CreationDate)     AS created,
           coalesce(nullif(trim(coalesce(p.First || ' ', '') || coalesce(p.Middle || ' ', '') || coalesce(p.Last, '')),
                           ''), p.Organization) AS name,
           p.Organization              AS organisation,
           p.Note                      AS note,
           opt(p.Nickname)             AS nickname,
           opt((SELECT s.Name FROM ABStore s WHERE s.ROWID = p.StoreID)) AS account,
           opt(CASE WHEN EXISTS (SELECT 1 FROM ABStore s WHERE s.MeIdentifier = p.ROWID) THEN 'owner' END) AS role,
           opt(p.guid)                 AS guid,
           extra(p.Department, p.JobTitle, p.Prefix, p.Suffix, p.FirstPhonetic, p.LastPhonetic, p.Birthday, p.Kind,
                 p.StoreID, p.PersonLink, p.ExternalIdentifier, p.ImageType, p.PreferredChannel) AS extra
    FROM ABPerson p
    """,
)

POINTS = Query(
    ContactPoint,
    """
    SELECT v.UID                   AS key,
           v.record_id             AS owner,
           code(v.property, TYPES) AS type,
           (SELECT replace(replace(l.value, '_$!<', ''), '>!$_', '') FROM ABMultiValueLabel l
            WHERE l.rowid = v.label) AS label,
           coalesce(v.value, opt((SELECT group_concat(k.value || ': ' || e.value, '; ') FROM ABMultiValueEntry e
                              LEFT JOIN ABMultiValueEntryKey k ON k.rowid = e.key WHERE e.parent_id = v.UID))) AS value
    FROM ABMultiValue v
    """,
    words={"TYPES": TYPES},
    of=PERSONS,
)

BIRTHDAYS = Query(
    ContactPoint,
    """
    SELECT p.ROWID AS key, p.ROWID AS owner, 'date' AS type, 'birthday, as stored' AS label, p.Birthday AS value
    FROM ABPerson p
    JOIN (SELECT '' AS none) ON p.Birthday <> none
    """,
    of=PERSONS,
    needs="p.Birthday",
    unfolds=True,
)

GROUPS = Query(
    ContactPoint,
    """
    SELECT m.rowid AS key, m.member_id AS owner, 'group' AS type,
           (SELECT g.Name FROM ABGroup g WHERE g.ROWID = m.group_id) AS value
    FROM ABGroupMembers m
    """,
    of=PERSONS,
    skip={"m.member_type <> 0": "a group within a group"},
)

parser(
    "ios.contacts",
    title="Address book, iOS",
    files=["*/AddressBook.sqlitedb"],
    queries=[PERSONS, POINTS, BIRTHDAYS, GROUPS],
    about="The address book of iOS 4 to 18, with groups, accounts and the owner's own card (which anybody may have "
    "filled in). Times are UTC seconds since 2001; `created` of a synced contact is when it first came to "
    "this phone, not when it was entered.",
    tested={"ios15_ffs": 9, "ios16_belkactf6_ffs": 1, "ios_synthetic_fs": 4},
    variants=["iOS 6", "iOS 16"],
)


def pictures(table: str, name: str) -> Query:
    """The pictures of one table."""
    return Query(
        Media,
        f"""
        SELECT i.rowid AS key, '{name} of contact ' || i.record_id AS name, length(i.data) AS size,
               CASE WHEN substr(i.data, 1, 3) = x'ffd8ff' THEN 'image/jpeg'
                    WHEN substr(i.data, 1, 4) = x'89504e47' THEN 'image/png' END AS mime,
               extra(i.record_id, i.format) AS extra
        FROM {table} i
        """,
    )


parser(
    "ios.contacts.pictures",
    title="Pictures of contacts, iOS",
    files=["*/AddressBookImages.sqlitedb"],
    queries=[pictures("ABFullSizeImage", "picture"), pictures("ABThumbnailImage", "small picture")],
    about="Pictures of contacts, kept in the database itself, iOS 4 to 18; pictures of contacts that were deleted "
    "often stay. There is no time in it.",
)

RECENTS = Query(
    Contact,
    """
    SELECT c.ROWID                     AS key,
           unix_ms(r.last_date)        AS time,
           unix_ms(r.last_date)        AS contacted,
           c.display_name              AS name,
           'recent'                    AS role,
           opt(r.count)                AS times_contacted,
           opt(r.original_source)      AS account,
           extra(c.address, c.kind, r.sending_address, r.bundle_identifier, r.dates, r.group_kind) AS extra
    FROM contacts c
    LEFT JOIN recents r ON r.ROWID = c.recent_id
    """,
)
RECENT_POINTS = Query(
    ContactPoint,
    """
    SELECT c.ROWID AS key, c.ROWID AS owner, c.kind AS type, c.address AS value
    FROM contacts c
    """,
    of=RECENTS,
)

parser(
    "ios.contacts.recents",
    title="Recently used addresses, iOS",
    files=["*/Library/Recents/Recents"],
    queries=[RECENTS, RECENT_POINTS],
    about="Addresses that were written to or from of late in Mail, Messages and other apps, iOS 8 to 18. "
    "`last_date` is UTC milliseconds since 1970.",
)
