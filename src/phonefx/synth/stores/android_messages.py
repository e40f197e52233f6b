"""SMS and MMS of an Android phone: `mmssms.db` of the telephony provider and the files of its attachments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from phonefx.synth.acts import MessageAct, Party, thread_name
from phonefx.synth.database import Shape
from phonefx.synth.handset import picture

if TYPE_CHECKING:
    from phonefx.synth.facts import Fact
    from phonefx.synth.handset import Handset

FOLDER: Final = "/data/data/com.android.providers.telephony"
PATH: Final = f"{FOLDER}/databases/mmssms.db"
PARTS: Final = "/data/user_de/0/com.android.providers.telephony/app_parts"
_SHAPE: Final = Shape("android_mmssms", auto_vacuum=1, user_version=((9, 66), (10, 67), (14, 68)))
_APP: Final = "com.google.android.apps.messaging"
_FROM, _TO, _UTF8 = 137, 151, 106
_PART_WORDS: Final = 1 << 33
_SMIL: Final = '<smil><head><layout/></head><body><par dur="5000ms">{}</par></body></smil>'


class TextMessages:
    """The message store that SMS and MMS share."""

    def __init__(self, phone: Handset) -> None:
        """Make an empty store."""
        self._phone = phone
        self.database = phone.open_database(PATH, _SHAPE)
        self.database.insert("android_metadata", locale=phone.plan.locale)
        self._addresses: dict[str, int] = {}
        self._threads: dict[str, int] = {}

    def add(self, act: MessageAct) -> None:
        """Store a message."""
        if act.service == "mms" or act.picture or len(act.others) > 1:
            self._add_mms(act)
        else:
            self._add_sms(act)

    def _thread(self, others: tuple[Party, ...], at: int) -> int:
        ids = sorted(self._address(party.address) for party in others)
        recipients = " ".join(map(str, ids))
        if recipients not in self._threads:
            self._threads[recipients] = self.database.insert(
                "threads", date=at // 1000, recipient_ids=recipients, type=int(len(ids) > 1), message_count=0
            )
        return self._threads[recipients]

    def _address(self, address: str) -> int:
        if address not in self._addresses:
            self._addresses[address] = self.database.insert("canonical_addresses", address=address)
        return self._addresses[address]

    def _touch(self, thread: int, at: int, snippet: str, change: int) -> None:
        self.database.run(
            "UPDATE threads SET date = ?, snippet = ?, message_count = message_count + ?, read = 1 WHERE _id = ?",
            at // 1000, snippet, change, thread,
        )  # fmt: skip

    def _add_sms(self, act: MessageAct) -> None:
        other = act.others[0].address
        sent = act.at // 1_000_000 * 1000
        stored = self._phone.clock(act.at if act.outgoing else act.at + 1_800_000) // 1000
        thread = self._thread(act.others, stored * 1000)
        row = self.database.insert(
            "sms", thread_id=thread, address=other, date=stored, date_sent=0 if act.outgoing else sent,
            protocol=None if act.outgoing else 0, read=int(act.outgoing or bool(act.read_at)), status=-1,
            type=2 if act.outgoing else 1, reply_path_present=None if act.outgoing else 0, body=act.text,
            service_center=None if act.outgoing else "+99900100", sub_id=len(self._phone.sims) or -1, error_code=-1,
            creator=_APP, seen=1,
        )  # fmt: skip
        self._words(row, row, act.text, 1)
        self._touch(thread, stored * 1000, act.text, 1)
        values = {
            "time_us": stored * 1000, "direction": "outgoing" if act.outgoing else "incoming", "service": "sms",
            "counterpart": other, "body": act.text,
        }  # fmt: skip
        if not act.outgoing:
            values["sent_us"] = sent * 1000
        self._note(act, "sms", row, values)

    def _words(self, docid: int, source: int, text: str, table: int) -> None:
        self.database.insert("words", docid=docid, _id=docid, index_text=text, source_id=source, table_to_use=table,
                             sub_id=1)  # fmt: skip

    def _note(self, act: MessageAct, table: str, row: int, values: dict[str, Any]) -> None:
        thread = thread_name(act.service, act.others, act.group)
        self._phone.note(act, "message", (PATH, table, row), values, thread)

    def _add_mms(self, act: MessageAct) -> None:
        stored = self._phone.clock(act.at if act.outgoing else act.at + 6_000_000) // 1_000_000
        thread = self._thread(act.others, stored * 1_000_000)
        label = self._phone.identifier(f"mms {act.at} {act.text}", 16)
        row = self.database.insert(
            "pdu", thread_id=thread, date=stored, date_sent=0 if act.outgoing else act.at // 1_000_000,
            msg_box=2 if act.outgoing else 1, read=1, m_id=label, sub=_packed(act.subject) or None,
            sub_cs=_UTF8 if act.subject else None, ct_t="application/vnd.wap.multipart.related",
            m_cls="personal", m_type=128 if act.outgoing else 132, v=18, pri=129, rr=129, d_rpt=129, tr_id=f"T{label}",
            locked=0, sub_id=1, seen=1, creator=_APP, text_only=int(not act.picture),
        )  # fmt: skip
        self._addresses_of(row, act)
        files = self._parts_of(row, act, stored)
        self._touch(thread, stored * 1_000_000, act.subject or "", 1)
        self._note(act, "pdu", row, {
            "time_us": stored * 1_000_000, "direction": "outgoing" if act.outgoing else "incoming", "service": "mms",
            "counterpart": act.others[0].address if len(act.others) == 1 else None, "body": act.text,
            "subject": act.subject or None, "parties": [party.address for party in act.others], "attachments": files,
        })  # fmt: skip

    def _addresses_of(self, row: int, act: MessageAct) -> None:
        own = self._phone.sims[-1].number if self._phone.sims else ""
        sender = "insert-address-token" if act.outgoing or act.sender is None else act.sender.address
        self.database.insert("addr", msg_id=row, address=sender, type=_FROM, charset=_UTF8)
        receivers = [party.address for party in act.others if party.address != sender]
        for address in receivers + ([] if act.outgoing else [own]):
            self.database.insert("addr", msg_id=row, address=address, type=_TO, charset=_UTF8)

    def _parts_of(self, row: int, act: MessageAct, stored: int) -> list[str]:
        body = '<img src="image000000.jpg"/>' if act.picture else '<text src="text000001.txt"/>'
        self.database.insert("part", mid=row, seq=-1, ct="application/smil", cid="<smil>", cl="smil.xml",
                             text=_SMIL.format(body))  # fmt: skip
        files = []
        if act.picture:
            path = f"{PARTS}/PART_{stored * 1000 + 12}_image000000.jpg"
            self._phone.write(path, picture(act.picture), act.at)
            self.database.insert("part", mid=row, ct="image/jpeg", name="image000000.jpg", cid="<image000000>",
                                 cl="image000000.jpg", _data=path)  # fmt: skip
            files.append(path)
        if act.text:
            part = self.database.insert("part", mid=row, ct="text/plain", chset=_UTF8, cid="<text000001>",
                                        cl="text000001.txt", text=act.text)  # fmt: skip
            self._words(part + _PART_WORDS, part, act.text, 2)
        return files

    def delete(self, fact: Fact) -> None:
        """Delete one message as the provider does: triggers take parts, addresses and search words."""
        table = "sms" if fact.place == "sms" else "pdu"
        found = self.database.run(f"SELECT thread_id FROM {table} WHERE _id = ?", fact.row).fetchone()
        for path in fact.values.get("attachments", []):
            (self._phone.root / path[1:]).unlink(missing_ok=True)
        self.database.run(f"DELETE FROM {table} WHERE _id = ?", fact.row)
        if found:
            self._recount(found[0])

    def _recount(self, thread: int) -> None:
        left = self.database.run(
            "SELECT date, body FROM sms WHERE thread_id = ? UNION ALL "
            "SELECT date * 1000, sub FROM pdu WHERE thread_id = ? ORDER BY 1 DESC", thread, thread
        ).fetchall()  # fmt: skip
        if left:
            self.database.run("UPDATE threads SET date = ?, snippet = ?, message_count = ? WHERE _id = ?",
                              left[0][0], left[0][1], len(left), thread)  # fmt: skip
            return
        self.database.run("DELETE FROM threads WHERE _id = ?", thread)
        self._threads = {names: number for names, number in self._threads.items() if number != thread}


def _packed(text: str) -> str:
    """Give a text as the provider keeps subjects: its UTF-8 bytes read as Latin-1."""
    return text.encode("utf-8").decode("latin-1")
