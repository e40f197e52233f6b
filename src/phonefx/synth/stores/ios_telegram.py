"""Telegram on an iPhone: the postbox `db_sqlite`, as it lies in the clear when its own encryption is undone.

The app encrypts the file under a key that lies beside it; tools of laboratories undo that before they look at it.
"""

from __future__ import annotations

import plistlib
from typing import TYPE_CHECKING, Final

from phonefx.synth.database import Shape
from phonefx.synth.encode import postbox
from phonefx.synth.stores.telegram import Telegram, account

if TYPE_CHECKING:
    from phonefx.synth.acts import CallAct, MessageAct
    from phonefx.synth.facts import Fact
    from phonefx.synth.handset import Handset

GROUP: Final = "group.ph.telegra.Telegraph"
_SHAPE: Final = Shape("ios_telegram", wal=True)
_BINARY, _INT64 = 0, 1


class IosTelegram(Telegram):
    """The chats of Telegram on iOS."""

    table = "t7"

    def __init__(self, phone: Handset) -> None:
        """Make an empty store in the folder of the app group."""
        folder = f"/private/var/mobile/Containers/Shared/AppGroup/{phone.uuid('telegram group')}"
        own = account(phone.sims[-1].number if phone.sims else phone.plan.owner.number)
        self.path = f"{folder}/telegram-data/account-{own}/postbox/db/db_sqlite"
        self.database = phone.open_database(self.path, _SHAPE)
        for name, kind in ((0, _BINARY), (2, _INT64), (6, _BINARY), (7, _BINARY)):
            self.database.insert("__meta_tables", name=name, keyType=kind, isCompact=0)
        content = plistlib.dumps({"MCMMetadataIdentifier": GROUP}, fmt=plistlib.FMT_BINARY)
        phone.write(f"{folder}/.com.apple.mobile_container_manager.metadata.plist", content, phone.plan.acquired)
        super().__init__(phone)

    @staticmethod
    def _peer(number: int) -> int:
        return postbox.peer(-number, postbox.GROUP_SPACE) if number < 0 else postbox.peer(number)

    def counterpart(self, sender: int, chat: int, *, outgoing: bool) -> str:
        """Give the sender of what came in, the conversation of what was sent; a group by its number in keys."""
        other = chat if outgoing else sender
        return str(other if other > 0 else self._peer(other))

    def keep_person(self, number: int, name: str, phone: str) -> tuple[str, int]:
        """Store a person."""
        row = self.database.insert("t2", key=postbox.peer(number), value=postbox.user(number, name, phone))
        return "t2", row

    def keep_group(self, number: int, title: str, members: int, at_s: int) -> None:
        """Store a group, which stands among the people."""
        del at_s
        row = self.database.insert("t2", key=self._peer(-number), value=postbox.group(number, title, members))
        self._phone.state_fact("contact", (self.path, "t2", row), {"name": title, "points": []})

    def keep_message(self, act: MessageAct, number: int, at_s: int, ends: tuple[int, int]) -> str:
        """Store a message."""
        media = postbox.place(*act.place) if act.place else b""
        value = postbox.message(number, postbox.peer(ends[0]), act.text, media, incoming=not act.outgoing)
        return self._row(postbox.key(self._peer(ends[1]), at_s, number), value)

    def keep_call(self, act: CallAct, number: int, at_s: int, other: int) -> str:
        """Store a call's message."""
        author = postbox.peer(self.own if act.outgoing else other)
        media = postbox.call(act.outcome, act.seconds)
        value = postbox.message(number, author, "", media, incoming=not act.outgoing)
        return self._row(postbox.key(postbox.peer(other), at_s, number), value)

    def _row(self, key: bytes, value: bytes) -> str:
        self.database.insert("t7", key=key, value=value)
        return key.hex().upper()

    def delete(self, fact: Fact) -> None:
        """Delete one message for the owner of the phone."""
        self.database.run("DELETE FROM t7 WHERE key = ?", bytes.fromhex(str(fact.row)))
