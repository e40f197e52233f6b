"""Favourites and blocked contacts of iOS."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from phonefx.parsers.reading import plist
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Contact, ContactPoint, Record, Skip

STORE, LIST = "__kCMFBlockListStoreTopLevelKey", "__kCMFBlockListStoreArrayKey"
TYPES = {0: "phone", 1: "email"}


def _entries(value: Any) -> list[Any]:  # noqa: ANN401 - whatever a property list holds
    return value if isinstance(value, list) else []


def _get(value: Any, *names: str) -> Any:  # noqa: ANN401
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def favourites(opened: Opened) -> Iterator[Record | Skip]:
    """The entries of the favourites list."""
    listed = opened.content if isinstance(opened.content, list) else _get(opened.content, "Entries")
    for number, entry in enumerate(_entries(listed)):
        name, value = _get(entry, "Name"), _get(entry, "Value")
        if not isinstance(value, str):
            yield Skip(number, "no number or address in it")
            continue
        shown = name if isinstance(name, str) else None
        yield Contact(key=number, name=shown, role="favourite")
        action = _get(entry, "ActionType")
        label = action if isinstance(action, str) else None
        yield ContactPoint(key=number, owner=number, type="favourite", label=label, value=value)


def blocked(opened: Opened) -> Iterator[Record | Skip]:
    """The entries of the list of blocked numbers and addresses."""
    for number, entry in enumerate(_entries(_get(opened.content, STORE, LIST))):
        phone = _get(entry, "__kCMFItemPhoneNumberUnformattedKey")
        value = phone if isinstance(phone, str) else _get(entry, "__kCMFItemEmailUnformattedKey")
        if not isinstance(value, str):
            yield Skip(number, "no number or address in it")
            continue
        yield Contact(key=number, role="blocked")
        stated = _get(entry, "__kCMFItemTypeKey")
        kind = TYPES.get(stated, "blocked") if isinstance(stated, int) else "blocked"
        yield ContactPoint(key=number, owner=number, type=kind, value=value)


parser(
    "ios.contacts.favourites",
    title="Favourites of the telephone, iOS",
    files=["*/Library/Preferences/com.apple.mobilephone.speeddial.plist"],
    read=plist,
    records=favourites,
    about="Whom the user put on the list of favourites. There is no time in it.",
)
parser(
    "ios.contacts.blocked",
    title="Blocked numbers and addresses, iOS",
    files=["*/Library/Preferences/com.apple.cmfsyncagent.plist"],
    read=plist,
    records=blocked,
    about="Whose calls and messages are blocked, synced between the devices of the account. There is no time in it.",
)
