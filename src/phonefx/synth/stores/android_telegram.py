"""Telegram on an Android phone: `cache4.db`, and the account that the app is signed in to.

The message table is that of the app of 2022; the other tables are those of a real store of 2021 (version 78). The app
has SQLite overwrite what it deletes.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Final

from phonefx.synth.database import Shape
from phonefx.synth.encode import telegramtl
from phonefx.synth.stores.telegram import Telegram

if TYPE_CHECKING:
    from phonefx.synth.acts import CallAct, MessageAct
    from phonefx.synth.facts import Fact
    from phonefx.synth.handset import Handset

PATH: Final = "/data/data/org.telegram.messenger/files/cache4.db"
ACCOUNT: Final = "/data/data/org.telegram.messenger/shared_prefs/userconfing.xml"
_SHAPE: Final = Shape("android_telegram", wal=True, user_version=84, secure_delete=True)


class AndroidTelegram(Telegram):
    """The chats of Telegram on Android."""

    path, table = PATH, "messages_v2"

    def __init__(self, phone: Handset) -> None:
        """Make an empty store and sign the owner in."""
        self.database = phone.open_database(PATH, _SHAPE)
        super().__init__(phone)
        owner = phone.plan.owner
        number = phone.sims[-1].number if phone.sims else owner.number
        content = base64.b64encode(telegramtl.user(self.own, owner.name, number.lstrip("+"), own=True)).decode()
        phone.write(ACCOUNT, (
            "<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\n<map>\n"
            f'    <string name="user">{content}&#10;    </string>\n'
            '    <int name="selectedAccount" value="0" />\n</map>\n'
        ).encode(), phone.plan.acquired)  # fmt: skip
        phone.state_fact("account", (ACCOUNT, "xml", "user"), {"identifier": number.lstrip("+"), "name": owner.name})

    def shown(self, name: str) -> str:
        """Give a name in small letters, which the app searches by."""
        return name.lower()

    def further(self, number: int) -> dict[str, str]:
        """Give the message's own number."""
        return {"guid": str(number)}

    def counterpart(self, sender: int, chat: int, *, outgoing: bool) -> str:
        """Give the conversation of what was sent, the sender of what came in."""
        return str(chat if outgoing else sender)

    def keep_person(self, number: int, name: str, phone: str) -> tuple[str, int]:
        """Store a person."""
        data = telegramtl.user(number, name, phone, own=number == self.own)
        return "users", self.database.insert("users", uid=number, name=f"{self.shown(name)};;;", status=0, data=data)

    def keep_group(self, number: int, title: str, members: int, at_s: int) -> None:
        """Store a group."""
        data = telegramtl.chat(number, title, members, at_s)
        self.database.insert("chats", uid=number, name=self.shown(title), data=data)

    def keep_message(self, act: MessageAct, number: int, at_s: int, ends: tuple[int, int]) -> int:
        """Store a message."""
        data = telegramtl.message(number, at_s, ends, act.text, outgoing=act.outgoing, place=act.place)
        return self._row(number, ends[1], at_s, data, outgoing=act.outgoing, read=act.outgoing or bool(act.read_at))

    def keep_call(self, act: CallAct, number: int, at_s: int, other: int) -> int:
        """Store a call's message."""
        ends = (self.own if act.outgoing else other, other)
        data = telegramtl.call(number, at_s, ends, act.outcome, act.seconds, outgoing=act.outgoing)
        return self._row(number, other, at_s, data, outgoing=act.outgoing, read=True)

    def _row(self, number: int, chat: int, at_s: int, data: bytes, *, outgoing: bool, read: bool) -> int:
        row = self.database.insert(
            "messages_v2", mid=number, uid=chat, read_state=3 if read else 2, send_state=0, date=at_s, data=data,
            out=int(outgoing), ttl=0, media=0, imp=0, mention=0, forwards=0, thread_reply_id=0, is_channel=0,
        )  # fmt: skip
        self.database.run(
            "INSERT INTO dialogs (did, date, last_mid, unread_count, pinned, flags, folder_id) "
            "VALUES (?, ?, ?, 0, 0, 0, 0) "
            "ON CONFLICT (did) DO UPDATE SET date = excluded.date, last_mid = excluded.last_mid", chat, at_s, number,
        )  # fmt: skip
        return row

    def delete(self, fact: Fact) -> None:
        """Delete one message for the owner of the phone."""
        self.database.run("DELETE FROM messages_v2 WHERE rowid = ?", fact.row)
