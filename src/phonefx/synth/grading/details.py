"""What an item must say beyond its sign: every value that the key holds for a fact and the record has a field for.

The sign decides which item answers for which fact; the details decide whether it answers rightly. A value that is
absent from the item is as wrong as another one. What a container's own format does not carry is named in the key
(`omits`), never passed over here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from phonefx.synth.grading.signs import who, words

if TYPE_CHECKING:
    from collections.abc import Collection

Details = dict[str, Any]

DETAILS: Final[dict[str, tuple[str, ...]]] = {
    "message": (
        "service", "subject", "sent_us", "delivered_us", "read_us", "edited_us", "deleted_us", "guid", "thread_name",
    ),
    "call": ("service", "outcome", "counterpart_name"),
    "contact": ("note", "time_us"),
    "location": ("accuracy_m", "altitude_m", "speed_mps", "course_deg", "method", "place"),
    "visit": ("accuracy_m", "evidence_of", "place"),
    "media": ("time_us", "make", "model", "removed_us"),
    "app": ("time_us", "name", "installer"),
    "search": ("time_us", "app"),
    "web_visit": ("title",),
    "note": ("body", "modified_us", "removed_us", "folder"),
    "calendar_entry": ("end_us", "place", "description", "calendar", "zone"),
    "event": ("end_us", "category"),
}  # fmt: skip
"""Fields of each kind that are compared where the key holds a value."""

FITS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "outcome": {
        "answered": ("answered", "dialled", "connected", "hung up", "ended"),
        "unanswered": ("dialled", "not connected", "missed"),
        "missed": ("missed", "not connected", "missed, rejected or filtered"),
        "rejected": ("rejected", "busy", "not connected", "missed, rejected or filtered"),
    },
    "service": {"phone": ("phone", "telephone"), "whatsapp": ("whatsapp", "app")},
}  # fmt: skip
"""Words by which a store that knows less than the story says the same: the Android call log does not tell whether a
dialled call was answered, the iOS call history neither missed from rejected nor, by itself, which app was used, and
Telegram says of an answered call how it ended. A word that says more or something else is wrong."""

STATES: Final = ("recently_deleted",)
"""States that an item must share with its fact: what lies in a bin is shown as lying there."""


def details(kind: str, values: dict[str, Any], state: str, omitted: Collection[str] = ()) -> Details:
    """Give the comparable details of a fact's or an item's values; absent ones are left out."""
    found: Details = {"state": state if state in STATES else ""}
    for name in DETAILS.get(kind, ()):
        value = values.get(name)
        if value is not None and value != "" and f"{kind}.{name}" not in omitted:
            found[name] = _plain(name, value)
    parties = values.get("members") or values.get("parties") or ()
    if len(parties) > 1:
        found["parties"] = sorted({who(party) for party in parties})
    return found


def _plain(name: str, value: object) -> str:
    if name.endswith("_us"):
        return str(int(float(str(value))) // 1000)
    if isinstance(value, int | float):
        return f"{float(value):.2f}"
    if name in {"service", "method", "outcome"}:
        return words(value).lower().replace("-", " ").partition(", result ")[0]
    return words(value)


def differences(wanted: Details, stated: Details) -> list[str]:
    """Say in words where an item's details differ from a fact's; nothing where it states all of them."""
    found = []
    for name, value in wanted.items():
        given = stated.get(name)
        if name == "parties":
            right = set(value) <= set(given or ())
        else:
            right = given == value or given in FITS.get(name, {}).get(value, ())
        if not right:
            found.append(f"{name} {given!r} instead of {value!r}")
    return found
