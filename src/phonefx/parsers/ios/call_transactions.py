"""The log of changes to the iOS call history."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from phonefx.formats import calltransactions
from phonefx.formats.plists import Date
from phonefx.parsers.ios.archives import members
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Call, Recipient, Record, Skip, code
from phonefx.times import Moment, moment

STATUS: dict[int | str, str] = {
    1: "connected", 2: "connected", 4: "answered on another device", 8: "missed, rejected or filtered",
    16: "not connected",
}  # fmt: skip
DIRECTIONS: dict[int | str, str] = {1: "incoming", 2: "outgoing", 4: "incoming", 8: "incoming", 16: "outgoing"}


def calls(opened: Opened) -> Iterator[Record | Skip]:
    """The calls that the log is about; each change stands for itself."""
    for each in opened.content.transactions:
        fields = each.fields
        time = _time(fields.get("date"))
        if time is None:
            yield Skip(each.offset, "no call in it")
            continue
        handles = [_handle(one) for one in _listed(fields.get("remoteParticipantHandles"))]
        named = [handle for handle in handles if handle]
        stated = fields.get("callStatus")
        status = stated if isinstance(stated, int) else None
        seconds = fields.get("duration")
        yield Call(
            key=each.offset, time=time, outcome=code(status, STATUS), direction=code(status, DIRECTIONS),
            duration_s=float(seconds) if isinstance(seconds, (int, float)) else None,
            counterpart=_text(fields.get("callerId")) or (named[0] if len(named) == 1 else None),
            features="from the log of changes", extra=_extra(fields),
        )  # fmt: skip
        for number, handle in enumerate(named):
            yield Recipient(key=f"{each.offset}:{number}", owner=each.offset, address=handle, role="member")


def _time(value: Any) -> Moment | None:  # noqa: ANN401 - whatever an archive holds
    return moment(float(value), "cocoa_s") if isinstance(value, (Date, float, int)) else None


def _listed(value: Any) -> list[Any]:  # noqa: ANN401
    found = value if isinstance(value, list) else members(value).get("NS.objects")
    return found if isinstance(found, list) else []


def _handle(value: Any) -> str | None:  # noqa: ANN401
    return _text(members(value).get("value"))


def _text(value: Any) -> str | None:  # noqa: ANN401
    return value if isinstance(value, str) and value else None


def _extra(fields: dict[str, Any]) -> str:
    plain = {name: value for name, value in fields.items() if isinstance(value, (str, int, float))}
    return json.dumps(plain, sort_keys=True)


parser(
    "ios.calls.transactions",
    title="Log of changes to the call history, iOS",
    files=["*/Library/CallHistoryTransactions/transactions.log"],
    read=calltransactions.read,
    records=calls,
    about="The last changes to the call history, iOS 8 to 18: they repeat calls that are in it, and may name calls "
    "that were deleted from it since. Times are UTC seconds since 2001.",
)
