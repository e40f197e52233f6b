"""The address book of an Android phone: `contacts2.db` of the contacts provider."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from phonefx.synth.database import Shape

if TYPE_CHECKING:
    from phonefx.synth.acts import ContactAct
    from phonefx.synth.facts import Fact
    from phonefx.synth.handset import Handset

PATH: Final = "/data/data/com.android.providers.contacts/databases/contacts2.db"
_VERSIONS: Final = ((10, 1400), (12, 1500), (13, 1604), (15, 1700))
_SHAPE: Final = Shape("android_contacts2", wal=True, auto_vacuum=1, user_version=_VERSIONS, checkpoint_pages=100)
_ITEM: Final = "vnd.android.cursor.item"
_TYPES: Final = (
    "email_v2", "im", "nickname", "organization", "phone_v2", "sip_address", "name", "postal-address_v2", "identity",
    "photo", "group_membership", "note", "contact_event", "website", "relation",
)  # fmt: skip


class AddressBook:
    """The contacts of the phone's own account."""

    def __init__(self, phone: Handset) -> None:
        """Make an empty address book."""
        self._phone = phone
        self.database = phone.open_database(PATH, _SHAPE)
        self.database.insert("android_metadata", locale=phone.plan.locale)
        self.database.insert("accounts", account_name=None, account_type=None)
        for name in _TYPES:
            self.database.insert("mimetypes", mimetype=f"{_ITEM}/{name}")

    def add(self, act: ContactAct) -> None:
        """Enter a contact with its numbers and address."""
        at = self._phone.clock(act.at) // 1000
        given, _, family = act.name.partition(" ")
        raw = self.database.insert(
            "raw_contacts", account_id=1, display_name=act.name,
            display_name_alt=f"{family}, {given}" if family else given,
            display_name_source=40, sort_key=act.name, sort_key_alt=act.name, aggregation_needed=0,
            phonebook_label=act.name[:1], phonebook_bucket=1, version=2,
        )  # fmt: skip
        key = self._phone.identifier(f"lookup {act.name} {raw}", 16)
        contact = self.database.insert(
            "contacts", name_raw_contact_id=raw, has_phone_number=int(bool(act.person.number)),
            lookup=f"0r{raw}-{key}", contact_last_updated_timestamp=at,
        )  # fmt: skip
        self.database.run("UPDATE raw_contacts SET contact_id = ? WHERE _id = ?", contact, raw)
        points = self._details(raw, act, (given, family))
        self.database.run("INSERT INTO search_index (docid, contact_id, content, name, tokens) VALUES (?, ?, ?, ?, ?)",
                          contact, contact, " ".join(point[1] for point in points), act.name, act.name)  # fmt: skip
        self._phone.note(act, "contact", (PATH, "contacts", contact), {
            "name": act.name, "time_us": at * 1000, "points": points, "note": act.note or None,
        }, f"contact:{act.person.id}")  # fmt: skip

    def _details(self, raw: int, act: ContactAct, name: tuple[str, str]) -> list[tuple[str, str]]:
        points = []
        for number in act.person.numbers:
            row = self._datum(raw, "phone_v2", data1=number, data2="2", data4=number)
            self.database.insert("phone_lookup", data_id=row, raw_contact_id=raw, normalized_number=number,
                                 min_match=number[:-8:-1])  # fmt: skip
            points.append(("phone", number))
        if act.person.email:
            self._datum(raw, "email_v2", data1=act.person.email, data2="1")
            points.append(("email", act.person.email))
        row = self._datum(raw, "name", data1=act.name, data2=name[0], data3=name[1] or None, data10="1", data11="0")
        self.database.insert("name_lookup", data_id=row, raw_contact_id=raw, normalized_name=act.name.upper(),
                             name_type=0)  # fmt: skip
        if act.note:
            self._datum(raw, "note", data1=act.note)
        return points

    def _datum(self, raw: int, kind: str, **values: str | None) -> int:
        number = _TYPES.index(kind) + 1
        return self.database.insert("data", mimetype_id=number, raw_contact_id=raw, is_primary=0, **values)

    def delete(self, fact: Fact, at: int) -> None:
        """Remove a contact of the phone's own account: it is gone at once, its number alone stays for a while."""
        raw = self.database.run("SELECT name_raw_contact_id FROM contacts WHERE _id = ?", fact.row).fetchone()[0]
        for table in ("phone_lookup", "name_lookup", "data"):
            self.database.run(f"DELETE FROM {table} WHERE raw_contact_id = ?", raw)
        self.database.run("DELETE FROM raw_contacts WHERE _id = ?", raw)
        self.database.run("DELETE FROM contacts WHERE _id = ?", fact.row)
        self.database.run("DELETE FROM search_index WHERE docid = ?", fact.row)
        self.database.insert("deleted_contacts", contact_id=fact.row, contact_deleted_timestamp=at // 1000)
