"""RCS chats of an Android phone: `bugle_db` of the messages app."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from phonefx.synth.acts import MessageAct, Party, thread_name
from phonefx.synth.database import Shape

if TYPE_CHECKING:
    from phonefx.synth.facts import Fact
    from phonefx.synth.handset import Handset

PATH: Final = "/data/data/com.google.android.apps.messaging/databases/bugle_db"
_SHAPE: Final = Shape("android_bugle", wal=True, auto_vacuum=1, user_version=59581, checkpoint_pages=100)
_OTHER: Final = -2
_RCS: Final = 3


class RcsChats:
    """The chats that go over RCS; SMS and MMS are kept by the telephony provider."""

    def __init__(self, phone: Handset) -> None:
        """Make an empty store with the owner's own identity."""
        self._phone = phone
        self.database = phone.open_database(PATH, _SHAPE)
        own = phone.sims[-1].number if phone.sims else phone.plan.owner.number
        self._self = self._participant(Party(address=own, name=""), 1)
        self._people: dict[str, int] = {}
        self._chats: dict[str, int] = {}

    def _participant(self, party: Party, subscription: int) -> int:
        number = party.address
        return self.database.insert(
            "participants", sub_id=subscription, sim_slot_id=-1 if subscription == _OTHER else 0,
            normalized_destination=number, send_destination=number, display_destination=number,
            full_name=party.name or None, is_rcs_available=1,
        )  # fmt: skip

    def _person(self, party: Party) -> int:
        if party.address not in self._people:
            self._people[party.address] = self._participant(party, _OTHER)
        return self._people[party.address]

    def _chat(self, act: MessageAct) -> int:
        name = thread_name("rcs", act.others, act.group)
        if name not in self._chats:
            chat = self._chats[name] = self.database.insert(
                "conversations", name=act.group or act.others[0].name or act.others[0].address,
                participant_count=len(act.others), current_self_id=str(self._self), conv_type=int(len(act.others) > 1),
                participant_normalized_destination=act.others[0].address if len(act.others) == 1 else None,
                rcs_group_id=self._phone.identifier(name, 24) if len(act.others) > 1 else None,
            )  # fmt: skip
            for party in act.others:
                person = self._person(party)
                self.database.insert("conversation_participants", conversation_id=chat, participant_id=person)
        return self._chats[name]

    def add(self, act: MessageAct) -> None:
        """Store a chat message."""
        at = self._phone.clock(act.at) // 1000
        chat = self._chat(act)
        sender = self._self if act.outgoing or act.sender is None else self._person(act.sender)
        row = self.database.insert(
            "messages", conversation_id=chat, sender_id=sender, self_id=self._self, sent_timestamp=at,
            received_timestamp=at, message_protocol=_RCS, message_original_protocol=_RCS,
            message_status=2 if act.outgoing else 100, seen=1, read=int(act.outgoing or bool(act.read_at)),
            rcs_message_id=self._phone.identifier(f"rcs {act.at} {act.text}", 24),
        )  # fmt: skip
        self.database.insert("parts", message_id=row, conversation_id=chat, text=act.text, content_type="text/plain",
                             timestamp=at)  # fmt: skip
        self.database.run("UPDATE conversations SET latest_message_id = ?, snippet_text = ?, sort_timestamp = ? "
                          "WHERE _id = ?", row, act.text, at, chat)  # fmt: skip
        counterpart = None
        if not act.outgoing and act.sender:
            counterpart = act.sender.address
        elif len(act.others) == 1:
            counterpart = act.others[0].address
        self._phone.note(act, "message", (PATH, "messages", row), {
            "time_us": at * 1000, "direction": "outgoing" if act.outgoing else "incoming", "service": "rcs",
            "counterpart": counterpart, "body": act.text, "parties": [party.address for party in act.others],
            "thread_name": act.group or None,
        }, thread_name("rcs", act.others, act.group))  # fmt: skip

    def delete(self, fact: Fact) -> None:
        """Delete one message with its parts."""
        self.database.run("DELETE FROM parts WHERE message_id = ?", fact.row)
        self.database.run("DELETE FROM messages WHERE _id = ?", fact.row)
