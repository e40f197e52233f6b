"""WhatsApp on an Android phone: `msgstore.db` with chats, shared places and calls, `wa.db` with its contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from phonefx.synth.acts import CallAct, MessageAct, group_number, thread_name
from phonefx.synth.database import Shape

if TYPE_CHECKING:
    from phonefx.synth.acts import Party
    from phonefx.synth.facts import Fact
    from phonefx.synth.handset import Handset

PATH: Final = "/data/data/com.whatsapp/databases/msgstore.db"
CONTACTS: Final = "/data/data/com.whatsapp/databases/wa.db"
_STORE: Final = Shape("android_whatsapp", wal=True, user_version=1)
_PEOPLE: Final = Shape("android_wa", wal=True, user_version=95)
_TEXT, _PLACE = 0, 5
_RESULTS: Final = {"answered": 5, "missed": 4, "rejected": 2, "unanswered": 2}


class WhatsApp:
    """The chats of WhatsApp."""

    def __init__(self, phone: Handset) -> None:
        """Make an empty store; the first row of `message` is the app's own placeholder."""
        self._phone = phone
        self.database = phone.open_database(PATH, _STORE)
        self.people = phone.open_database(CONTACTS, _PEOPLE)
        self.database.insert("message", chat_row_id=-1, from_me=0, key_id="-1", message_type=-1, sort_id=0)
        self._jids: dict[str, int] = {}
        self._chats: dict[str, int] = {}
        self._known: set[str] = set()

    def _jid(self, user: str, server: str = "s.whatsapp.net") -> int:
        raw = f"{user}@{server}"
        if raw not in self._jids:
            self._jids[raw] = self.database.insert("jid", user=user, server=server, agent=0, device=0, type=0,
                                                   raw_string=raw)  # fmt: skip
        return self._jids[raw]

    def _contact(self, party: Party) -> int:
        user = party.address.lstrip("+")
        if user not in self._known:
            self._known.add(user)
            row = self.people.insert("wa_contacts", jid=f"{user}@s.whatsapp.net", is_whatsapp_user=1,
                                     number=party.address, display_name=party.name or None)  # fmt: skip
            self._phone.state_fact("contact", (CONTACTS, "wa_contacts", row), {
                "name": party.name, "points": [("phone", party.address)]})  # fmt: skip
        return self._jid(user)

    def _chat(self, act: MessageAct) -> int:
        name = thread_name("whatsapp", act.others, act.group)
        people = [self._contact(party) for party in act.others]
        if name not in self._chats:
            jid = people[0]
            if act.group:
                jid = self._jid(group_number(act.group), "g.us")
                for person in people:
                    self.database.insert("group_participant_user", group_jid_row_id=jid, user_jid_row_id=person, rank=0)
            self._chats[name] = self.database.insert(
                "chat", jid_row_id=jid, subject=act.group or None, created_timestamp=self._phone.clock(act.at) // 1000,
                sort_timestamp=self._phone.clock(act.at) // 1000,
            )  # fmt: skip
        return self._chats[name]

    def add(self, act: MessageAct) -> None:
        """Store a message or a shared place."""
        at = self._phone.clock(act.at) // 1000
        chat = self._chat(act)
        key = self._phone.identifier(f"wa {act.at} {act.text}", 20).upper()
        sender = self._contact(act.sender) if act.sender and act.group else 0
        row = self.database.insert(
            "message", chat_row_id=chat, from_me=int(act.outgoing), key_id=key, sender_jid_row_id=sender,
            status=13 if act.outgoing else 0, timestamp=at, received_timestamp=at if act.outgoing else at + 900,
            receipt_server_timestamp=at + 300 if act.outgoing else -1, text_data=act.text or None,
            message_type=_PLACE if act.place else _TEXT, starred=0,
        )  # fmt: skip
        self.database.run("UPDATE message SET sort_id = _id WHERE _id = ?", row)
        self.database.run("UPDATE chat SET last_message_row_id = ?, sort_timestamp = ? WHERE _id = ?", row, at, chat)
        for party in act.others if act.outgoing else ():
            self.database.insert("receipt_user", message_row_id=row, receipt_user_jid_row_id=self._contact(party),
                                 receipt_timestamp=at + 1200, read_timestamp=0, played_timestamp=0)  # fmt: skip
        self._note(act, row, at, key)
        if act.place:
            self._place(act, row, chat, at)

    def _note(self, act: MessageAct, row: int, at: int, key: str) -> None:
        values: dict[str, Any] = {
            "time_us": at * 1000, "direction": "outgoing" if act.outgoing else "incoming", "service": "whatsapp",
            "body": act.text, "parties": [party.address for party in act.others] if act.outgoing else [],
            "counterpart": act.sender.address if act.sender else (None if act.group else act.others[0].address),
            "guid": key, "thread_name": act.group or None,
        }  # fmt: skip
        self._phone.note(act, "message", (PATH, "message", row), values, thread_name("whatsapp", act.others, act.group))

    def _place(self, act: MessageAct, row: int, chat: int, at: int) -> None:
        latitude, longitude = act.place or (0.0, 0.0)
        self.database.insert("message_location", message_row_id=row, chat_row_id=chat, latitude=latitude,
                             longitude=longitude, place_name=act.place_name or None)  # fmt: skip
        self._phone.note(act, "location", (PATH, "message_location", row), {
            "time_us": at * 1000, "latitude": latitude, "longitude": longitude, "place": act.place_name,
            "evidence_of": "shared_by_owner" if act.outgoing else "shared_by_other",
        }, thread_name("whatsapp", act.others, act.group))  # fmt: skip

    def call(self, act: CallAct) -> None:
        """Store a call made in the app."""
        at = self._phone.clock(act.at) // 1000
        row = self.database.insert(
            "call_log", jid_row_id=self._contact(act.other), from_me=int(act.outgoing), timestamp=at, video_call=0,
            call_id=self._phone.identifier(f"wa call {act.at}", 20).upper(), duration=act.seconds,
            call_result=_RESULTS[act.outcome], transaction_id=-1,
        )  # fmt: skip
        self._phone.note(act, "call", (PATH, "call_log", row), {
            "time_us": at * 1000, "direction": "outgoing" if act.outgoing else "incoming", "service": "whatsapp",
            "counterpart": act.other.address, "duration_s": act.seconds, "outcome": act.outcome,
        }, f"call:{act.other.address}")  # fmt: skip

    def delete(self, fact: Fact) -> None:
        """Delete one message for the owner of the phone."""
        if fact.kind == "call":
            self.database.run("DELETE FROM call_log WHERE _id = ?", fact.row)
            return
        for table in ("message_location", "receipt_user"):
            self.database.run(f"DELETE FROM {table} WHERE message_row_id = ?", fact.row)
        self.database.run("DELETE FROM message WHERE _id = ?", fact.row)
