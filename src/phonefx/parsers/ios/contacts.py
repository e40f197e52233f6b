"""The iOS address book."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Contact, ContactPoint

TYPES = {
    3: "phone", 4: "email", 5: "address", 12: "date", 13: "im", 16: "tone", 22: "url", 23: "relation", 46: "profile",
}  # fmt: skip

PERSONS = Query(
    Contact,
    """
    SELECT p.ROWID                     AS key,
           cocoa_s(p.ModificationDate) AS time,
           cocoa_s(p.CreationDate)     AS created,
           nullif(trim(coalesce(p.First || ' ', '') || coalesce(p.Middle || ' ', '') || coalesce(p.Last, '')), '')
                                       AS name,
           p.Organization              AS organisation,
           p.Note                      AS note,
           opt(p.Nickname)             AS nickname,
           opt(p.guid)                 AS guid,
           extra(p.Department, p.JobTitle, p.Birthday, p.Kind, p.StoreID, p.PersonLink, p.ExternalIdentifier) AS extra
    FROM ABPerson p
    """,
)

POINTS = Query(
    ContactPoint,
    """
    SELECT v.UID                   AS key,
           v.record_id             AS owner,
           code(v.property, TYPES) AS type,
           (SELECT replace(replace(l.value, '_$!<', ''), '>!$_', '') FROM ABMultiValueLabel l WHERE l.rowid = v.label)
                                   AS label,
           coalesce(v.value, (SELECT group_concat(k.value || ': ' || e.value, '; ') FROM ABMultiValueEntry e
                              LEFT JOIN ABMultiValueEntryKey k ON k.rowid = e.key WHERE e.parent_id = v.UID)) AS value
    FROM ABMultiValue v
    """,
    words={"TYPES": TYPES},
    of=PERSONS,
)

parser(
    "ios.contacts",
    title="Address book, iOS",
    files=["*/Library/AddressBook/AddressBook.sqlitedb"],
    queries=[PERSONS, POINTS],
    about="The address book of iOS 6 to 18. Times are UTC seconds since 2001; `created` of a synced contact is when "
    "it first came to this phone, not when it was entered.",
)
