"""Signal's backups that are folders: people, messages, calls, reactions and files, from their decrypted frames."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from phonefx.formats import signalarchive
from phonefx.formats.protobuf import Message as Protobuf
from phonefx.parsers.registry import Opened, parser
from phonefx.records import (
    Account,
    Attachment,
    Call,
    Coded,
    Contact,
    ContactPoint,
    Event,
    Message,
    Recipient,
    Record,
    Revision,
    Skip,
    code,
)
from phonefx.times import Moment, moment

APP: Final = "org.thoughtcrime.securesms"
CONTENTS: Final = {
    12: "contact", 13: "sticker", 14: "deleted for everyone", 15: "notice", 16: "payment", 17: "donation",
    18: "to be seen once", 19: "reply to a story", 20: "poll", 22: "deleted by an admin",
}  # fmt: skip
SENT: Final = {3: "pending", 4: "sent", 5: "delivered", 6: "read", 7: "viewed", 8: "skipped", 9: "failed"}
UPDATES: Final = {
    2: "group changed", 3: "disappearing messages changed", 4: "name of a profile changed", 5: "conversations joined",
    6: "session moved to a number", 9: "profile learned", 10: "poll ended", 11: "message pinned",
}  # fmt: skip
NOTICES: Final = {
    1: "joined Signal", 2: "security number changed", 3: "security number verified", 4: "security number unverified",
    5: "number changed", 6: "asked for a donation", 7: "session ended", 8: "session renewed",
    9: "message that could not be decrypted", 10: "payments switched on", 11: "payments asked for",
    12: "message of an unknown kind", 13: "reported as spam", 14: "blocked", 15: "unblocked", 16: "request accepted",
}  # fmt: skip
WAYS: Final = {1: "incoming", 2: "outgoing"}
CALL_KINDS: Final = {1: "Signal", 2: "Signal video"}
OUTCOMES: Final = {1: "accepted", 2: "not accepted", 3: "missed", 4: "missed, notification profile"}
GROUP_OUTCOMES: Final = {
    1: "group call", 2: "joined", 3: "ringing", 4: "accepted", 5: "declined", 6: "missed",
    7: "missed, notification profile", 8: "outgoing ring",
}  # fmt: skip
ROLES: Final = {2: "known to Signal", 3: "group", 4: "list for stories", 5: "owner", 6: "announcements", 7: "call link"}
OTHERS: Final = {5: "a pack of stickers", 7: "a profile of notifications", 8: "a folder of conversations"}


@dataclass(slots=True)
class _People:
    """Who and what the numbers in the frames stand for, as far as they were read."""

    address: dict[int, str] = field(default_factory=dict)
    name: dict[int, str] = field(default_factory=dict)
    kind: dict[int, int] = field(default_factory=dict)
    chats: dict[int, int] = field(default_factory=dict)

    def group(self, chat: int) -> bool:
        return self.kind.get(self.chats.get(chat, -1)) == 3


def _ms(value: int | None) -> Moment | None:
    return moment(value, "unix_ms") if value else None


def _id(data: bytes | None) -> str | None:
    return None if not data else str(UUID(bytes=data)) if len(data) == 16 else data.hex()


def _kept(**values: object) -> str | None:
    kept = {name: value for name, value in values.items() if value is not None}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True) if kept else None


def _joined(*parts: str | None) -> str | None:
    return " ".join(part for part in parts if part) or None


def archive(opened: Opened) -> Iterator[Record | Skip]:
    """Yield what each frame holds, keyed by its offset in the decrypted `main`."""
    people = _People()
    for offset, frame in opened.content:
        number = next(iter(frame), None)
        if offset == 0 and frame.integer(2) is not None:
            yield Event(key=0, time=_ms(frame.integer(2)), category="backup of an app", app=APP,
                        subject=frame.text(4), extra=_kept(first_app_version=frame.text(5)))  # fmt: skip
        elif number == 1:
            yield _account(offset, frame.message(1))
        elif number == 2:
            yield from _person(offset, frame.message(2), people)
        elif number == 3:
            chat = frame.message(3)
            people.chats[chat.integer(1) or 0] = chat.integer(2) or 0
            yield Skip(offset, "a conversation; its messages name it")
        elif number == 4:
            yield from _item(offset, frame.message(4), people)
        elif number == 6:
            yield _link_call(offset, frame.message(6), people)
        else:
            yield Skip(offset, OTHERS.get(number or 0, "a frame of another kind"))


def _account(key: int, stored: Protobuf) -> Record:
    return Account(key=key, service="Signal", identifier=stored.text(2) or None,
                   name=_joined(stored.text(4), stored.text(5)), extra=_kept(about=stored.text(13)))  # fmt: skip


def _person(key: int, stored: Protobuf, people: _People) -> Iterator[Record]:
    number = stored.integer(1) or 0
    kind = next((each for each in ROLES if each in stored), 0)
    about = stored.message(kind) if kind else Protobuf(b"")
    names: list[str | None] = []
    points: list[tuple[str, str | None]] = []
    guid = None
    if kind == 2:
        guid, phone = _id(about.data(1)), about.integer(4)
        nick = about.message(16)
        names = [_joined(about.text(18), about.text(19)), _joined(nick.text(1), nick.text(2)),
                 _joined(about.text(11), about.text(12)), about.text(3)]  # fmt: skip
        points = [("phone", f"+{phone}" if phone else None), ("Signal", guid), ("user name", about.text(3))]
    elif kind == 3:
        shown = about.message(5)
        names = [shown.message(2).text(1)]
        points = [("member", _id(each.data(1))) for each in shown.messages(7)]
    elif kind == 4:
        names = [about.message(3).text(1)]
    elif kind == 7:
        names = [about.text(3)]
    name = next(filter(None, names), None)
    people.kind[number] = kind
    people.name[number] = name or ("own account" if kind == 5 else "")
    reached = [value for what, value in points if value and what != "member"]
    people.address[number] = reached[0] if reached else f"recipient {number}"
    blocked = bool(about.integer(5 if kind == 2 else 6)) and kind in (2, 3)
    since = about.integer(23 if kind == 2 else 8) if blocked else None
    yield Contact(
        key=key, name=name, account="Signal", role="blocked" if blocked else code(kind or None, ROLES), guid=guid,
        note=(about.text(17) if kind == 2 else about.message(5).message(11).text(4)) or None,
        extra=_kept(blocked_since_ms=since or None, recipient=number, hidden=about.integer(6) if kind == 2 else None),
    )  # fmt: skip
    for place, (what, value) in enumerate(points):
        if value:
            yield ContactPoint(key=f"{key}/{place}", owner=key, type=what, value=value)


def _item(key: int, item: Protobuf, people: _People) -> Iterator[Record | Skip]:
    kind = next((each for each in (11, *CONTENTS) if each in item), None)
    update = item.message(15)
    if kind == 15 and (7 in update or 8 in update):
        yield _call(key, item, update, people)
        return
    yield _message(key, item, kind, people)
    yield from _parts(key, item, people)
    for number, earlier in enumerate(item.messages(6)):
        yield Revision(key=f"{key}/{number}", owner=key, written=_ms(earlier.integer(3)), body=_body(earlier),
                       what="edit")  # fmt: skip
    yield from _reactions(key, item, kind, people)


def _sides(item: Protobuf, people: _People) -> tuple[str | None, int | None]:
    """Direction, and the other side: the author of what came in, else the one other party of a conversation of two."""
    chat = item.integer(1) or 0
    direction = "incoming" if 8 in item else "outgoing" if 9 in item else None
    if direction == "incoming":
        return direction, item.integer(2)
    return direction, None if people.group(chat) else people.chats.get(chat)


def _message(key: int, item: Protobuf, kind: int | None, people: _People) -> Record:
    direction, other = _sides(item, people)
    chat, incoming = item.integer(1) or 0, item.message(8)
    received = incoming.integer(1) or item.message(9).integer(2)
    quote = item.message(11, 1)
    status = None
    if direction == "incoming":
        status = "read" if incoming.integer(3) else "not read"
    elif direction == "outgoing":
        found = {word for each in item.message(9).messages(1) for number, word in SENT.items() if number in each}
        status = ", ".join(sorted(found)) or None
    return Message(
        key=key, time=_ms(received) or _ms(item.integer(3)), sent=_ms(item.integer(3)), direction=direction,
        service="SMS in Signal" if item.integer(7) else "Signal", status=status,
        content=None if kind == 11 else code(kind, CONTENTS),
        counterpart=people.address.get(other) if other is not None else None,
        counterpart_name=(people.name.get(other) or None) if other is not None else None, thread=str(chat),
        thread_name=(people.name.get(people.chats.get(chat, -1)) or None) if people.group(chat) else None,
        subject=_subject(item.message(15)) if kind == 15 else None, body=_body(item), guid=str(item.integer(3) or ""),
        reply_to=str(quote.integer(1)) if quote.integer(1) else None,
        extra=_kept(author=item.integer(2), quoted=quote.message(3).text(1), expires_in_ms=item.integer(5),
                    expire_started_ms=item.integer(4), server_time_ms=incoming.integer(2),
                    links=[each.text(1) for each in item.message(11).messages(4)] or None),
    )  # fmt: skip


def _subject(update: Protobuf) -> str | None:
    number = next(iter(update), None)
    if number == 1:
        found = code(update.message(1).integer(1) or 0, NOTICES)
        return found.word if found else None
    return UPDATES.get(number or 0, f"unknown ({number})")


def _body(item: Protobuf) -> str | None:
    """The words of a message, whatever its kind."""
    card, poll, story = item.message(12, 1), item.message(20), item.message(19)
    profile, payment = item.message(15, 4), item.message(16)
    found = [
        item.message(11, 2).text(1), item.message(13, 1).text(4), story.message(1, 1).text(1), story.text(2),
        _joined(card.message(1).text(1), card.message(1).text(2), *(each.text(1) for each in card.messages(3)),
                *(each.text(1) for each in card.messages(4))),
        "\n".join([poll.text(1) or "", *(each.text(1) or "" for each in poll.messages(3))]).strip(),
        f"{profile.text(1)} -> {profile.text(2)}" if profile.text(2) else None,
        _joined(payment.text(1) and f"{payment.text(1)} MOB", payment.text(3)), item.message(15, 10).text(2),
    ]  # fmt: skip
    return next(filter(None, found), None)


def _parts(key: int, item: Protobuf, people: _People) -> Iterator[Record]:
    for number, each in enumerate(signalarchive.files_of(item)):
        place = f"files/{each.name[:2]}/{each.name}/{each.name}.decrypted" if each.name else None
        yield Attachment(key=f"{key}/{number}", owner=key, path=place, name=each.title, mime=each.mime, size=each.size,
                         text=each.caption, extra=_kept(what=each.what, plain_sha256=each.sha256 and each.sha256.hex(
                         )))  # fmt: skip
    for number, sent in enumerate(item.message(9).messages(1)):
        state = next((word for place, word in SENT.items() if place in sent), "pending")
        who, told = sent.integer(1) or 0, _kept(state=state, since_ms=sent.integer(2))
        yield Recipient(key=f"{key}/to {number}", owner=key, address=people.address.get(who), role="to",
                        name=people.name.get(who) or None, extra=told)  # fmt: skip


_REACTED: Final = {11: 6, 12: 2, 13: 2, 18: 2, 19: 3, 20: 5}
"""Kind of a message, and the field in it that holds the reactions."""


def _reactions(key: int, item: Protobuf, kind: int | None, people: _People) -> Iterator[Record]:
    for number, each in enumerate(item.message(kind or 0).messages(_REACTED.get(kind or 0, 0))):
        who = each.integer(2) or 0
        mine = people.kind.get(who) == 5
        yield Message(
            key=f"{key}/reaction {number}", time=_ms(each.integer(3)), service="Signal", content="reaction",
            reaction=each.text(1), counterpart=None if mine else people.address.get(who),
            counterpart_name=None if mine else people.name.get(who) or None, thread=str(item.integer(1) or 0),
            reply_to=str(item.integer(3) or ""), direction="outgoing" if mine else "incoming",
        )  # fmt: skip


def _call(key: int, item: Protobuf, update: Protobuf, people: _People) -> Record:
    chat = people.chats.get(item.integer(1) or 0, -1)
    direction: Coded
    service: Coded
    if 7 in update:
        call = update.message(7)
        direction = code(call.integer(3) or 0, WAYS)
        outcome, service = code(call.integer(4) or 0, OUTCOMES), code(call.integer(2) or 0, CALL_KINDS)
        other: int | None = chat
    else:
        call = update.message(8)
        ringer = call.integer(3) or call.integer(4)
        state = call.integer(2) or 0
        direction = "outgoing" if state == 8 else "incoming" if 3 <= state <= 7 else None
        outcome, service, other = code(state, GROUP_OUTCOMES), "Signal group", ringer
    return Call(
        key=key, time=_ms(call.integer(5)), direction=direction, outcome=outcome, service=service,
        counterpart=people.address.get(other) if other is not None else None,
        counterpart_name=people.name.get(other) or None if other is not None else None,
        extra=_kept(call_id=call.integer(1), ended_ms=call.integer(6) if 8 in update else None, recipient=chat),
    )  # fmt: skip


def _link_call(key: int, call: Protobuf, people: _People) -> Record:
    other = call.integer(2) or 0
    return Call(key=key, time=_ms(call.integer(4)), service="Signal call link", counterpart=people.address.get(other),
                counterpart_name=people.name.get(other) or None, extra=_kept(call_id=call.integer(1)))  # fmt: skip


parser(
    "apps.signal.archive",
    title="Signal messages, calls and people in a folder backup",
    variants=["2026"],
    files=["*/signal-backup-*/main/frames.pb"],
    read=signalarchive.frames,
    records=archive,
    about="Accounts, people, groups, messages with earlier versions, reactions, receipts, files, and calls, from the "
    "backups that Signal writes into a folder since 2025, where their recovery key was given. Times are UTC "
    "milliseconds: when a message came in (of a sent one when it was made), and the sender's time, by which replies "
    "and reactions name a message. The key of an item is the place of its frame in the decrypted file. Messages that "
    "vanish soon are left out by the app. Files are those of the store beside the backup.",
)
