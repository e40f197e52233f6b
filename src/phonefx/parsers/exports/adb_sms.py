"""Messages in an Android backup (`adb backup`): the telephony provider's own copies."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO

from phonefx.formats.jsonrows import rows
from phonefx.parsers.exports.sms_backup_restore import DIRECTIONS, ROLES, STATUS
from phonefx.parsers.reading import whole
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Message, Recipient, Record, Skip
from phonefx.times import moment

_LIMIT = 64 << 20
_NAMED = {
    "self_phone", "address", "body", "subject", "date", "date_sent", "type", "recipients", "sub", "msg_box", "m_type",
    "mms_addresses", "mms_body", "tr_id",
}  # fmt: skip


def read(file: BinaryIO) -> Iterator[tuple[str, Any]]:
    """Inflate and read the array of messages."""
    engine = zlib.decompressobj()
    data = engine.decompress(whole(file), _LIMIT)
    if engine.unconsumed_tail:
        msg = "it inflates beyond any real backup of a thousand messages"
        raise ValueError(msg)
    return rows(BytesIO(data))


def records(opened: Opened) -> Iterator[Record | Skip]:
    """Messages, keyed by their place in the array."""
    for key, row in opened.content:
        if not isinstance(row, dict):
            yield Skip(key, "no message")
            continue
        yield _mms(key, row) if "msg_box" in row or "m_type" in row else _sms(key, row)
        yield from _parties(key, row)


def _word(words: dict[str, str], raw: object) -> str | None:
    return None if raw is None else words.get(str(raw), f"unknown ({raw})")


def _rest(row: dict[str, Any]) -> str | None:
    rest = {name: value for name, value in row.items() if name not in _NAMED}
    return json.dumps(rest, ensure_ascii=False, sort_keys=True) if rest else None


def _sms(key: str, row: dict[str, Any]) -> Record:
    sent = row.get("date_sent")
    return Message(
        key=key, time=moment(row.get("date"), "unix_ms"), sent=moment(sent, "unix_ms") if sent != "0" else None,
        direction=_word(DIRECTIONS, row.get("type")), status=_word(STATUS, row.get("type")), service="SMS",
        counterpart=row.get("address"), account=row.get("self_phone"), subject=row.get("subject"),
        body=row.get("body"), extra=_rest(row),
    )  # fmt: skip


def _mms(key: str, row: dict[str, Any]) -> Record:
    sent = row.get("date_sent")
    others = row.get("recipients")
    return Message(
        key=key, time=moment(row.get("date"), "unix_s"), sent=moment(sent, "unix_s") if sent != "0" else None,
        direction=_word(DIRECTIONS, row.get("msg_box")), status=_word(STATUS, row.get("msg_box")), service="MMS",
        counterpart=str(others[0]) if isinstance(others, list) and len(others) == 1 else None,
        account=row.get("self_phone"), subject=row.get("sub"), body=row.get("mms_body"), guid=row.get("tr_id"),
        extra=_rest(row),
    )  # fmt: skip


def _parties(key: str, row: dict[str, Any]) -> Iterator[Record]:
    others = row.get("recipients")
    for number, address in enumerate(others if isinstance(others, list) else ()):
        yield Recipient(key=f"{key}/recipients[{number}]", owner=key, address=str(address), role="member")
    parties = row.get("mms_addresses")
    for number, party in enumerate(parties if isinstance(parties, list) else ()):
        if isinstance(party, dict):
            role = _word(ROLES, party.get("type"))
            yield Recipient(key=f"{key}/mms_addresses[{number}]", owner=key, address=party.get("address"), role=role)


parser(
    "exports.adb_sms",
    title="SMS and MMS in an Android backup",
    files=["*/com.android.providers.telephony/files/??????_{sms,mms}_backup"],
    read=read,
    records=records,
    about="Copies of messages that the telephony provider made for a backup, up to a thousand a file, without row "
    "numbers. SMS times are UTC milliseconds, MMS times UTC seconds. Only MMS with text are in it, and no "
    "attachment.",
)
