"""WhatsApp on Android: contacts, blocked ones, descriptions of groups, own account."""

from collections.abc import Iterator
from typing import Final

from phonefx.formats import androidxml
from phonefx.parsers.apps.whatsapp_android import FOLDER
from phonefx.parsers.query import Query
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Account, Contact, ContactPoint, Event, Record, Skip

_VERIFIED: Final = """(SELECT v.verified_name FROM opt_table(wa_vnames, jid, verified_name) v
                     WHERE v.jid = c.jid ORDER BY v.verified_name LIMIT 1)"""
CONTACTS = Query(
    Contact,
    f"""
    SELECT c._id AS key, coalesce(nullif(c.display_name, ''), nullif(c.wa_name, ''), {_VERIFIED}) AS name,
           nullif(opt(c.nickname), '') AS nickname, nullif(opt(c.company), '') AS organisation, nullif(c.status,
           '') AS note,
           'WhatsApp' AS account,
           CASE WHEN EXISTS (SELECT 1 FROM opt_table(wa_block_list, jid) b WHERE b.jid = c.jid) THEN 'blocked'
                WHEN c.jid LIKE '%@g.us' THEN 'group' ELSE 'contact' END AS role, c.jid AS guid,
           extra(c.wa_name, c.is_whatsapp_user, c.status_timestamp, c.raw_contact_id, c.given_name,
           c.family_name, c.is_spam_reported) AS extra
    FROM wa_contacts c
    """,
)
ADDRESSES = Query(
    ContactPoint,
    """
    SELECT c._id AS key, c._id AS owner, 'WhatsApp' AS type, c.jid AS value FROM wa_contacts c
    """,
    of=CONTACTS,
)
NUMBERS = Query(
    ContactPoint,
    """
    SELECT c._id AS key, c._id AS owner, 'phone' AS type, c.number AS value FROM wa_contacts c
    """,
    of=CONTACTS,
    only="coalesce(c.number, '') <> ''",
)
_KNOWN: Final = "{0}.jid IN (SELECT c.jid FROM opt_table(wa_contacts, jid) c)"
BLOCKED = Query(
    Contact,
    """
    SELECT b.rowid AS key, 'WhatsApp' AS account, 'blocked' AS role, b.jid AS guid FROM wa_block_list b
    """,
    skip={_KNOWN.format("b"): "said with its contact"},
)
BLOCKED_ADDRESSES = Query(
    ContactPoint,
    """
    SELECT b.rowid AS key, b.rowid AS owner, 'WhatsApp' AS type, b.jid AS value FROM wa_block_list b
    """,
    of=BLOCKED,
    skip={_KNOWN.format("b"): "said with its contact"},
)
VERIFIED = Query(
    Contact,
    """
    SELECT v._id AS key, v.verified_name AS name, 'WhatsApp' AS account, 'business' AS role, v.jid AS guid
    FROM wa_vnames v
    """,
    skip={_KNOWN.format("v"): "said with its contact"},
)
DESCRIPTIONS = Query(
    Event,
    """
    SELECT d.rowid AS key, unix_any(opt(nullif(d.description_time, 0))) AS time, 'description of a group' AS category,
           'com.whatsapp' AS app, d.jid AS subject, d.description AS detail, extra(d.description_setter_jid) AS extra
    FROM wa_group_descriptions d
    """,
)
_OWNER: Final = "(SELECT c._id FROM opt_table(wa_contacts, _id, jid) c WHERE c.jid = p.jid ORDER BY c._id LIMIT 1)"


def _business(column: str, kind: str) -> Query:
    """One way to reach a business, as it states it; the table of its sites names the business by number."""
    return Query(
        ContactPoint,
        f"""
        SELECT p._id AS key, {_OWNER} AS owner,
               '{kind}' AS type, p.{column} AS value,
               extra(p.jid, p.business_description, p.latitude, p.longitude, p.time_zone) AS extra
        FROM wa_biz_profiles p
        """,
        of=CONTACTS,
        skip={f"coalesce(p.{column}, '') = ''": "not stated"},
    )


SITES = Query(
    ContactPoint,
    """
    SELECT w._id AS key, (SELECT c._id FROM opt_table(wa_contacts, _id, jid) c
                          JOIN opt_table(wa_biz_profiles, _id, jid) p ON p.jid = c.jid
                          WHERE p._id = w.wa_biz_profile_id ORDER BY c._id LIMIT 1) AS owner,
           'website' AS type, w.websites AS value, extra(w.wa_biz_profile_id) AS extra
    FROM wa_biz_profiles_websites w
    """,
    of=CONTACTS,
)

parser(
    "apps.whatsapp.android.contacts",
    title="WhatsApp contacts, Android",
    variants=["wa.db"],
    files=[f"{FOLDER}/databases/wa.db", "*/wa*.db.crypt1*/wa.db"],
    queries=[
        CONTACTS, ADDRESSES, NUMBERS, BLOCKED, BLOCKED_ADDRESSES, VERIFIED, DESCRIPTIONS, _business("email", "email"),
        _business("address", "address"), SITES,
    ],
    about="Contacts and groups as WhatsApp keeps them, with names from the address book and names that the others "
    "chose (`wa_name`), the list of those whom the user blocked (most of them are no contacts), descriptions of groups "
    "with who wrote them and when (UTC), and what businesses state of themselves. Contacts carry no time of change. A "
    "contact is a number that was checked, not a person in touch.",
    tested={"android_whatsapp_iped": 414},
)  # fmt: skip

OWN: Final = {
    "registration_jid": "own number",
    "ph": "own number",
    "push_name": "own name",
    "self_lid": "own anonymous id",
}


def own(opened: Opened) -> Iterator[Record | Skip]:
    """Yield the account that the app was registered with."""
    found = {each.get("name"): each.text.strip() for each in opened.content.walk("string") if each.get("name") in OWN}
    number = found.get("registration_jid") or found.get("ph")
    if number or found.get("push_name"):
        yield Account(key="registration_jid", service="WhatsApp", identifier=number, name=found.get("push_name"),
                      extra=found.get("self_lid"))  # fmt: skip
    others = sum(1 for each in opened.content.walk("string", "int", "long", "boolean") if each.get("name") not in OWN)
    yield Skip("others", f"{others} settings that say nothing of the account")


parser(
    "apps.whatsapp.android.account",
    title="WhatsApp's own account, Android",
    variants=["preferences"],
    files=[f"{FOLDER}/shared_prefs/com.whatsapp{{,.w4b}}_preferences_light.xml"],
    read=androidxml.read,
    records=own,
    about="Number and name that WhatsApp was registered with. There is no time in it.",
    tested={"android_whatsapp_iped": 1},
)
