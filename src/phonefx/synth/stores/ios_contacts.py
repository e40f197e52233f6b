"""The address book of an iPhone: `AddressBook.sqlitedb`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from phonefx.synth.database import Shape
from phonefx.synth.stores.core_data import cocoa

if TYPE_CHECKING:
    from phonefx.synth.acts import ContactAct
    from phonefx.synth.facts import Fact
    from phonefx.synth.handset import Handset

PATH: Final = "/private/var/mobile/Library/AddressBook/AddressBook.sqlitedb"
_SHAPE: Final = Shape("ios_addressbook", wal=True)
_PHONE, _EMAIL = 3, 4
_MOBILE: Final = "_$!<Mobile>!$_"
_HOME: Final = "_$!<Home>!$_"


class AddressBook:
    """The contacts of the phone's own store."""

    def __init__(self, phone: Handset) -> None:
        """Make an empty address book."""
        self._phone = phone
        self.database = phone.open_database(PATH, _SHAPE)
        self.database.insert("ABStore", Name=None, Type=0, AccountID=1, Enabled=1, guid=phone.uuid("store"))
        self.database.insert("ABAccount", AccountIdentifier=phone.uuid("account"), guid=phone.uuid("ab account"))
        for label in (_MOBILE, _HOME):
            self.database.insert("ABMultiValueLabel", value=label)

    def add(self, act: ContactAct) -> None:
        """Enter a contact with its numbers and address."""
        at = self._phone.clock(act.at) // 1_000_000 * 1_000_000
        given, _, family = act.name.partition(" ")
        guid = self._phone.uuid(f"contact {act.person.id} {act.name}")
        row = self.database.insert(
            "ABPerson", First=given, Last=family or None, Note=act.note or None, Kind=0, CreationDate=int(cocoa(at)),
            ModificationDate=int(cocoa(at)), StoreID=1, FirstSort=given, LastSort=family or given,
            guid=f"{guid}:ABPerson",
        )  # fmt: skip
        points = [("phone", number) for number in act.person.numbers]
        points += [("email", act.person.email)] if act.person.email else []
        for index, (kind, value) in enumerate(points):
            key = self.database.insert(
                "ABMultiValue", record_id=row, property=_PHONE if kind == "phone" else _EMAIL, identifier=index,
                label=1 if kind == "phone" else 2, value=value, guid=f"{guid[:-2]}{index:02d}",
            )  # fmt: skip
            if kind == "phone":
                self.database.insert("ABPhoneLastFour", multivalue_id=key, value=value[-4:])
        self._phone.note(act, "contact", (PATH, "ABPerson", row), {
            "name": act.name, "time_us": at, "points": points, "note": act.note or None,
        }, f"contact:{act.person.id}")  # fmt: skip

    def delete(self, fact: Fact) -> None:
        """Remove a contact."""
        self.database.run("DELETE FROM ABPhoneLastFour WHERE multivalue_id IN "
                          "(SELECT UID FROM ABMultiValue WHERE record_id = ?)", fact.row)  # fmt: skip
        self.database.run("DELETE FROM ABMultiValue WHERE record_id = ?", fact.row)
        self.database.run("DELETE FROM ABPerson WHERE ROWID = ?", fact.row)
