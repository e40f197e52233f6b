"""Messages of an iPhone: `sms.db`, for SMS, MMS, iMessage and RCS alike."""

from __future__ import annotations

import plistlib
from typing import TYPE_CHECKING, Any, Final

from phonefx.synth.acts import MessageAct, Party, thread_name
from phonefx.synth.database import Shape
from phonefx.synth.encode.typedstream import attributed_body
from phonefx.synth.handset import picture

if TYPE_CHECKING:
    from phonefx.synth.facts import Fact
    from phonefx.synth.handset import Handset

FOLDER: Final = "/private/var/mobile/Library/SMS"
PATH: Final = f"{FOLDER}/sms.db"
COCOA: Final = 978_307_200
RECOVERABLE_SINCE: Final = 16
_SHAPE: Final = Shape("ios_sms", wal=True)
_SERVICES: Final = {"sms": "SMS", "mms": "SMS", "imessage": "iMessage", "rcs": "RCS"}
_TWO, _GROUP = 45, 43


def nanoseconds(us: int) -> int:
    """Give a time as nanoseconds since 2001."""
    return (us - COCOA * 1_000_000) * 1000


class Messages:
    """The store of the Messages app."""

    def __init__(self, phone: Handset) -> None:
        """Make an empty store."""
        self._phone = phone
        self.database = phone.open_database(PATH, _SHAPE)
        for key, value in (("_ClientVersion", "17002"), ("_UniqueIdentifier", phone.uuid("sms.db"))):
            self.database.insert("_SqliteDatabaseProperties", key=key, value=value)
        self._handles: dict[tuple[str, str], int] = {}
        self._chats: dict[str, int] = {}
        self._count = 0
        self._has_bin = int(phone.plan.os.partition(".")[0]) >= RECOVERABLE_SINCE

    def _handle(self, party: Party, service: str) -> int:
        if (party.address, service) not in self._handles:
            self._handles[party.address, service] = self.database.insert(
                "handle", id=party.address, service=service, country="gb", uncanonicalized_id=party.address
            )
        return self._handles[party.address, service]

    def _chat(self, act: MessageAct, service: str) -> int:
        group = len(act.others) > 1 or bool(act.group)
        name = thread_name(act.service, act.others, act.group)
        identifier = f"chat{int(self._phone.identifier(name, 14), 16)}" if group else act.others[0].address
        key = f"{service};{'+' if group else '-'};{identifier}"
        if key not in self._chats:
            self._chats[key] = self.database.insert(
                "chat", guid=key, style=_GROUP if group else _TWO, state=3, chat_identifier=identifier,
                service_name=service, room_name=identifier if group else None, account_login=self._account(),
                display_name=act.group or None, group_id=self._phone.uuid(f"group {key}"),
            )  # fmt: skip
            for party in act.others:
                handle = self._handle(party, service)
                self.database.insert("chat_handle_join", chat_id=self._chats[key], handle_id=handle)
        return self._chats[key]

    def _account(self) -> str:
        return f"P:{self._phone.sims[-1].number}" if self._phone.sims else f"E:{self._phone.plan.owner.email}"

    def add(self, act: MessageAct) -> None:
        """Store a message with its chat, handle and attachment."""
        self._count += 1
        service = _SERVICES[act.service]
        at = self._phone.clock(act.at) // 1000 * 1000
        chat = self._chat(act, service)
        guid = self._phone.uuid(f"message {self._count}")
        row = self.database.insert("message", **self._columns(act, service, at, guid))
        self.database.insert("chat_message_join", chat_id=chat, message_id=row, message_date=nanoseconds(at))
        values: dict[str, Any] = {
            "time_us": at, "direction": "outgoing" if act.outgoing else "incoming", "service": service.lower(),
            "counterpart": self._counterpart(act), "body": act.edited[0] if act.edited else act.text, "guid": guid,
        }  # fmt: skip
        if act.read_at and not act.outgoing:
            values["read_us"] = self._phone.clock(act.read_at) // 1000 * 1000
        if act.outgoing and service == "iMessage":
            values["delivered_us"] = at + 1_000_000
        if act.group:
            values["thread_name"] = act.group
        if act.subject:
            values["subject"] = act.subject
        if len(act.others) > 1 and act.outgoing:
            values["parties"] = [party.address for party in act.others]
        if act.edited:
            values |= {"revisions": [act.text, act.edited[0]], "edited_us": self._phone.clock(act.edited[1])}
        if act.picture:
            values["attachments"] = [self._attach(act, row, guid, at)]
        thread = thread_name(act.service, act.others, act.group)
        self._phone.note(act, "message", (PATH, "message", row), values, thread)

    def _counterpart(self, act: MessageAct) -> str | None:
        if not act.outgoing and act.sender:
            return act.sender.address
        return act.others[0].address if len(act.others) == 1 else None

    def _columns(self, act: MessageAct, service: str, at: int, guid: str) -> dict[str, Any]:
        text = act.edited[0] if act.edited else act.text
        shown = f"\ufffc{text}" if act.picture else text
        party = act.sender if not act.outgoing else (act.others[0] if len(act.others) == 1 else None)
        return {
            "guid": guid, "text": None if act.body_in_archive or act.edited else (shown or None),
            "attributedBody": attributed_body(shown) if shown else None,
            "handle_id": self._handle(party, service) if party else 0, "subject": act.subject or None,
            "service": service, "account": self._account(), "account_guid": self._phone.uuid("account"),
            "date": nanoseconds(at),
            "date_read": nanoseconds(self._phone.clock(act.read_at) // 1000 * 1000) if act.read_at else 0,
            "date_delivered": nanoseconds(at + 1_000_000) if act.outgoing and service == "iMessage" else 0,
            "is_delivered": int(service == "iMessage" or not act.outgoing), "is_finished": 1,
            "is_from_me": int(act.outgoing), "is_read": int(bool(act.read_at) and not act.outgoing),
            "is_sent": int(act.outgoing), "cache_has_attachments": int(bool(act.picture)), "version": 10,
            "destination_caller_id": self._phone.sims[-1].number if self._phone.sims else None, "part_count": 1,
            "date_edited": nanoseconds(self._phone.clock(act.edited[1])) if act.edited else 0,
            "message_summary_info": _summary(act) if act.edited else None,
        }  # fmt: skip

    def _attach(self, act: MessageAct, row: int, guid: str, at: int) -> str:
        content = picture(act.picture)
        name = "IMG_0001.jpg"
        inside = f"Attachments/{guid[:2].lower()}/{guid[2:4].lower()}/at_0_{guid}/{name}"
        self._phone.write(f"{FOLDER}/{inside}", content, act.at)
        number = self.database.insert(
            "attachment", guid=f"at_0_{guid}", created_date=nanoseconds(at), filename=f"~/Library/SMS/{inside}",
            uti="public.jpeg", mime_type="image/jpeg", transfer_state=5, is_outgoing=int(act.outgoing),
            transfer_name=name, total_bytes=len(content), original_guid=f"at_0_{guid}",
        )  # fmt: skip
        self.database.insert("message_attachment_join", message_id=row, attachment_id=number)
        return f"{FOLDER}/{inside}"

    def delete(self, fact: Fact, at: int, *, purge: bool = False) -> str:
        """Delete a message: since iOS 16 it first goes to Recently Deleted, else it is gone at once."""
        if not purge and self._has_bin:
            self.database.run(
                "INSERT INTO chat_recoverable_message_join (chat_id, message_id, delete_date) "
                "SELECT chat_id, message_id, ? FROM chat_message_join WHERE message_id = ?", nanoseconds(at), fact.row
            )  # fmt: skip
            self.database.run("DELETE FROM chat_message_join WHERE message_id = ?", fact.row)
            return "recently_deleted"
        self.purge(fact)
        return "deleted"

    def purge(self, fact: Fact) -> None:
        """Remove a message for good; only its identifier stays."""
        for table in ("chat_message_join", "chat_recoverable_message_join")[: 1 + self._has_bin]:
            self.database.run(f"DELETE FROM {table} WHERE message_id = ?", fact.row)
        for (number,) in self.database.run(
            "SELECT attachment_id FROM message_attachment_join WHERE message_id = ?", fact.row
        ).fetchall():
            self.database.run("DELETE FROM attachment WHERE ROWID = ?", number)
        self.database.run("DELETE FROM message_attachment_join WHERE message_id = ?", fact.row)
        self.database.run("DELETE FROM message WHERE ROWID = ?", fact.row)
        self.database.insert("deleted_messages", guid=fact.values["guid"])
        for path in fact.values.get("attachments", []):
            (self._phone.root / path[1:]).unlink(missing_ok=True)


def _summary(act: MessageAct) -> bytes:
    later, at = act.edited or ("", 0)
    first = {"t": attributed_body(act.text), "d": (act.at - COCOA * 1_000_000) / 1_000_000}
    second = {"t": attributed_body(later), "d": (at - COCOA * 1_000_000) / 1_000_000}
    units = len(act.text.encode("utf-16-le")) // 2
    content = {"amc": 1, "ec": {"0": [first, second]}, "ep": [0], "otr": {"0": {"le": units, "lo": 0}}, "ust": True}
    return plistlib.dumps(content, fmt=plistlib.FMT_BINARY)
