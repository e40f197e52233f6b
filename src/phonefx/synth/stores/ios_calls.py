"""The call history of an iPhone: `CallHistory.storedata`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from phonefx.synth.database import Shape
from phonefx.synth.stores.core_data import cocoa, next_key, set_up

if TYPE_CHECKING:
    from phonefx.synth.acts import CallAct
    from phonefx.synth.facts import Fact
    from phonefx.synth.handset import Handset

PATH: Final = "/private/var/mobile/Library/CallHistoryDB/CallHistory.storedata"
_SHAPE: Final = Shape("ios_callhistory", wal=True)
_ENTITIES: Final = ("CallDBProperties", "CallRecord", "EmergencyMediaItem", "Handle")
_TYPES: Final = {"phone": 1, "facetime-video": 8, "facetime-audio": 16, "whatsapp": 0}
_PROVIDERS: Final = {"phone": "com.apple.Telephony", "whatsapp": "net.whatsapp.WhatsApp"}


class CallHistory:
    """The calls of the phone app and of FaceTime."""

    def __init__(self, phone: Handset) -> None:
        """Make an empty history."""
        self._phone = phone
        self.database = phone.open_database(PATH, _SHAPE)
        set_up(self.database, _ENTITIES, phone.uuid("calls"))
        self._handles: dict[str, int] = {}

    def add(self, act: CallAct) -> None:
        """Store a call."""
        at = self._phone.clock(act.at) // 1000 * 1000
        number = act.other.address
        row = next_key(self.database, "CallRecord")
        self.database.insert(
            "ZCALLRECORD", Z_PK=row, Z_ENT=2, Z_OPT=1, ZANSWERED=int(act.outcome == "answered" and not act.outgoing),
            ZCALL_CATEGORY=2 if act.service == "facetime-video" else 1, ZCALLTYPE=_TYPES[act.service],
            ZDISCONNECTED_CAUSE=0, ZHANDLE_TYPE=2, ZORIGINATED=int(act.outgoing), ZREAD=1, ZDATE=cocoa(at),
            ZDURATION=float(act.seconds), ZADDRESS=number, ZNAME=act.other.name or None,
            ZISO_COUNTRY_CODE=self._phone.sims[-1].country if self._phone.sims else "gb",
            ZLOCATION="<<RecentsNumberLocationNotFound>>",
            ZSERVICE_PROVIDER=_PROVIDERS.get(act.service, "com.apple.FaceTime"),
            ZUNIQUE_ID=self._phone.uuid(f"call {row}"),
        )  # fmt: skip
        self._join(row, number)
        self._phone.note(act, "call", (PATH, "ZCALLRECORD", row), {
            "time_us": at, "direction": "outgoing" if act.outgoing else "incoming", "service": act.service,
            "counterpart": number, "counterpart_name": act.other.name or None, "duration_s": act.seconds,
            "outcome": act.outcome,
        }, f"call:{number}")  # fmt: skip

    def _join(self, row: int, number: str) -> None:
        if number not in self._handles:
            key = self._handles[number] = next_key(self.database, "Handle")
            self.database.insert("ZHANDLE", Z_PK=key, Z_ENT=4, Z_OPT=1, ZTYPE=2, ZNORMALIZEDVALUE=number, ZVALUE=number)
        self.database.insert("Z_2REMOTEPARTICIPANTHANDLES", Z_2REMOTEPARTICIPANTCALLS=row,
                             Z_4REMOTEPARTICIPANTHANDLES=self._handles[number])  # fmt: skip

    def delete(self, fact: Fact) -> None:
        """Delete one call; the highest key tells that it was there."""
        self.database.run("DELETE FROM Z_2REMOTEPARTICIPANTHANDLES WHERE Z_2REMOTEPARTICIPANTCALLS = ?", fact.row)
        self.database.run("DELETE FROM ZCALLRECORD WHERE Z_PK = ?", fact.row)
