"""WhatsApp on an iPhone: `ChatStorage.sqlite` in the app group's folder."""

from __future__ import annotations

import plistlib
from typing import TYPE_CHECKING, Any, Final

from phonefx.synth.acts import MessageAct, group_number, thread_name
from phonefx.synth.database import Shape
from phonefx.synth.stores.core_data import cocoa, next_key, set_up

if TYPE_CHECKING:
    from phonefx.synth.facts import Fact
    from phonefx.synth.handset import Handset

GROUP: Final = "group.net.whatsapp.WhatsApp.shared"
_SHAPE: Final = Shape("ios_whatsapp", wal=True, auto_vacuum=2)
_ENTITIES: Final = (
    "WABlackListItem", "WAChatProperties", "WAChatPushConfig", "WAChatSession", "WAGroupInfo", "WAGroupMember",
    "WAGroupMembersChange", "WAMediaItem", "WAMessage", "WAMessageDataItem", "WAMessageInfo", "WAProfilePictureItem",
    "WAProfilePushName", "WAVCardMention", "WAZ1PaymentTransaction",
)  # fmt: skip
_TEXT, _PLACE = 0, 5


class WhatsApp:
    """The chats of WhatsApp."""

    def __init__(self, phone: Handset) -> None:
        """Make an empty store in the folder of the app group."""
        self._phone = phone
        folder = f"/private/var/mobile/Containers/Shared/AppGroup/{phone.uuid('whatsapp group')}"
        self.path = f"{folder}/ChatStorage.sqlite"
        self.database = phone.open_database(self.path, _SHAPE)
        set_up(self.database, _ENTITIES, phone.uuid("whatsapp"))
        content = plistlib.dumps({"MCMMetadataIdentifier": GROUP}, fmt=plistlib.FMT_BINARY)
        phone.write(f"{folder}/.com.apple.mobile_container_manager.metadata.plist", content, phone.plan.acquired)
        self._chats: dict[str, int] = {}
        self._members: dict[tuple[int, str], int] = {}

    def _entity(self, name: str) -> int:
        return _ENTITIES.index(name) + 1

    def _insert(self, table: str, entity: str, **values: Any) -> int:  # noqa: ANN401
        row = next_key(self.database, entity)
        self.database.insert(table, Z_PK=row, Z_ENT=self._entity(entity), Z_OPT=1, **values)
        return row

    def _chat(self, act: MessageAct) -> tuple[int, str]:
        name = thread_name("whatsapp", act.others, act.group)
        jid = f"{act.others[0].address.lstrip('+')}@s.whatsapp.net"
        if act.group:
            jid = f"{group_number(act.group)}@g.us"
        if name not in self._chats:
            self._chats[name] = self._insert(
                "ZWACHATSESSION", "WAChatSession", ZCONTACTJID=jid, ZSESSIONTYPE=int(bool(act.group)),
                ZPARTNERNAME=act.group or act.others[0].name or act.others[0].address, ZREMOVED=0, ZHIDDEN=0,
                ZMESSAGECOUNTER=0,
            )  # fmt: skip
            for party in act.others if act.group else ():
                key = (self._chats[name], party.address)
                self._members[key] = self._insert(
                    "ZWAGROUPMEMBER", "WAGroupMember", ZCHATSESSION=self._chats[name], ZISACTIVE=1,
                    ZMEMBERJID=f"{party.address.lstrip('+')}@s.whatsapp.net", ZCONTACTNAME=party.name or None,
                )  # fmt: skip
        return self._chats[name], jid

    def add(self, act: MessageAct) -> None:
        """Store a message or a shared place."""
        at = self._phone.clock(act.at) // 1000 * 1000
        chat, jid = self._chat(act)
        member = self._members.get((chat, act.sender.address)) if act.sender and act.group else None
        stanza = self._phone.identifier(f"wa {act.at} {act.text}", 20).upper()
        row = self._insert(
            "ZWAMESSAGE", "WAMessage", ZISFROMME=int(act.outgoing), ZMESSAGETYPE=_PLACE if act.place else _TEXT,
            ZCHATSESSION=chat, ZGROUPMEMBER=member, ZMESSAGEDATE=cocoa(at), ZSENTDATE=cocoa(at), ZTEXT=act.text or None,
            ZFROMJID=None if act.outgoing else jid, ZTOJID=jid if act.outgoing else None, ZSTANZAID=stanza,
            ZMESSAGESTATUS=8, ZSTARRED=0, ZFLAGS=0, ZSORT=0,
        )  # fmt: skip
        self.database.run("UPDATE ZWACHATSESSION SET ZMESSAGECOUNTER = ZMESSAGECOUNTER + 1, ZLASTMESSAGE = ?, "
                          "ZLASTMESSAGEDATE = ? WHERE Z_PK = ?", row, cocoa(at), chat)  # fmt: skip
        self._phone.note(act, "message", (self.path, "ZWAMESSAGE", row), {
            "time_us": at, "direction": "outgoing" if act.outgoing else "incoming", "service": "whatsapp",
            "counterpart": act.sender.address if act.sender else (None if act.group else act.others[0].address),
            "body": act.text, "guid": stanza,
            "thread_name": act.group or None,
        }, thread_name("whatsapp", act.others, act.group))  # fmt: skip
        if act.place:
            self._place(act, row, at)

    def _place(self, act: MessageAct, row: int, at: int) -> None:
        latitude, longitude = act.place or (0.0, 0.0)
        item = self._insert("ZWAMEDIAITEM", "WAMediaItem", ZMESSAGE=row, ZLATITUDE=latitude, ZLONGITUDE=longitude,
                            ZTITLE=act.place_name or None)  # fmt: skip
        self.database.run("UPDATE ZWAMESSAGE SET ZMEDIAITEM = ? WHERE Z_PK = ?", item, row)
        self._phone.note(act, "location", (self.path, "ZWAMEDIAITEM", item), {
            "time_us": at, "latitude": latitude, "longitude": longitude, "place": act.place_name,
            "evidence_of": "shared_by_owner" if act.outgoing else "shared_by_other",
        }, thread_name("whatsapp", act.others, act.group))  # fmt: skip

    def delete(self, fact: Fact) -> None:
        """Delete one message for the owner of the phone."""
        if fact.kind == "location":
            self.database.run("DELETE FROM ZWAMEDIAITEM WHERE Z_PK = ?", fact.row)
            return
        self.database.run("DELETE FROM ZWAMESSAGE WHERE Z_PK = ?", fact.row)
