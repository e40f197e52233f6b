"""The call log of an Android phone: `calllog.db` of the contacts provider."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from phonefx.synth.database import Shape

if TYPE_CHECKING:
    from phonefx.synth.acts import CallAct
    from phonefx.synth.facts import Fact
    from phonefx.synth.handset import Handset

PATH: Final = "/data/data/com.android.providers.contacts/databases/calllog.db"
_SHAPE: Final = Shape("android_calllog", auto_vacuum=1, user_version=((9, 5), (10, 8), (12, 10), (14, 11), (15, 12)))
_TYPES: Final = {"answered": 1, "missed": 3, "rejected": 5}
_ACCOUNT: Final = "com.android.phone/com.android.services.telephony.TelephonyConnectionService"
_NO_ANSWER: Final = 0x10000


class CallLog:
    """The calls of the phone app."""

    def __init__(self, phone: Handset) -> None:
        """Make an empty log."""
        self._phone = phone
        self.database = phone.open_database(PATH, _SHAPE)
        self.database.insert("android_metadata", locale=phone.plan.locale)

    def add(self, act: CallAct) -> None:
        """Store a call."""
        began = self._phone.clock(act.at) // 1000
        kind = 2 if act.outgoing else _TYPES[act.outcome]
        number, country = act.other.address, (self._phone.sims[-1].country if self._phone.sims else "gb").upper()
        row = self.database.insert(
            "calls", number=number, presentation=1, date=began, duration=act.seconds, type=kind,
            features=4, subscription_component_name=_ACCOUNT, subscription_id=str(len(self._phone.sims) or 1),
            phone_account_address=self._phone.sims[-1].number if self._phone.sims else None, new=1,
            name=act.other.name or None, numbertype=2 if act.other.name else 0, countryiso=country,
            is_read=int(kind != 3), normalized_number=number, formatted_number=number,
            last_modified=began + act.seconds * 1000, missed_reason=_NO_ANSWER if kind == 3 else 0,
        )  # fmt: skip
        self._phone.note(act, "call", (PATH, "calls", row), {
            "time_us": began * 1000, "direction": "outgoing" if act.outgoing else "incoming", "service": "phone",
            "counterpart": number, "counterpart_name": act.other.name or None, "duration_s": act.seconds,
            "outcome": act.outcome,
        }, f"call:{number}")  # fmt: skip

    def delete(self, fact: Fact) -> None:
        """Delete one entry of the log."""
        self.database.run("DELETE FROM calls WHERE _id = ?", fact.row)
