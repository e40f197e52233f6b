"""Medical ID: what the owner wrote for helpers in an emergency, and whom to call."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from phonefx.formats.plists import Date, keyed
from phonefx.parsers.ios.archives import members
from phonefx.parsers.reading import whole
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Contact, ContactPoint, Record, Skip
from phonefx.times import Moment, moment

PREFIX, CHANGED = "HKMedicalIDData", "ModifiedDateKey"
NAME, PEOPLE = f"{PREFIX}NameKey", f"{PREFIX}EmergencyContactsKey"


def card(opened: Opened) -> Iterator[Record | Skip]:
    """The owner's card, then each person to be called in an emergency."""
    stored = {name: value for name, value in members(opened.content).items() if name.startswith(PREFIX)}
    told = {name.removeprefix(PREFIX).removesuffix("Key"): _plain(value) for name, value in stored.items()
            if name not in (NAME, PEOPLE) and not name.endswith(CHANGED)}  # fmt: skip
    kept = {name: value for name, value in told.items() if value is not None}
    if not kept and _text(stored.get(NAME)) is None:
        yield Skip("root", "no card in it")
    else:
        yield Contact(
            key="root", time=_changed(stored), name=_text(stored.get(NAME)), role="owner (Medical ID)",
            extra=json.dumps(kept, ensure_ascii=False, sort_keys=True),
        )  # fmt: skip
    listed = stored.get(PEOPLE)
    for number, each in enumerate(listed if isinstance(listed, list) else ()):
        person = {name: _text(value) for name, value in members(each).items()}
        key = f"EmergencyContacts/{number}"
        name, phone = (person.get(f"HKEmergencyContact{field}Key") for field in ("Name", "PhoneNumber"))
        if name is None and phone is None:
            yield Skip(key, "neither a name nor a number in it")
            continue
        yield Contact(
            key=key, name=name, role="to be called in an emergency",
            note=person.get("HKEmergencyContactRelationshipKey"),
        )  # fmt: skip
        if phone is not None:
            yield ContactPoint(key=key, owner=key, type="phone", value=phone)


def _text(value: Any) -> str | None:  # noqa: ANN401 - whatever an archive holds
    return value if isinstance(value, str) and value.strip() else None


def _changed(stored: dict[str, Any]) -> Moment | None:
    dates = [float(value) for name, value in stored.items() if name.endswith(CHANGED) and isinstance(value, Date)]
    return moment(max(dates), "cocoa_s") if dates else None


def _plain(value: Any) -> Any:  # noqa: ANN401
    """A value as it reads: quantities with their unit, dates by their parts; pictures are left out."""
    if isinstance(value, (bool, int, float)) or _text(value):
        return value
    fields = members(value)
    if isinstance(fields.get("ValueKey"), (int, float)):
        unit = members(fields.get("UnitKey")).get("HKUnitStringKey")
        return f"{fields['ValueKey']} {unit}" if isinstance(unit, str) else fields["ValueKey"]
    parts = [fields.get(f"NS.{name}") for name in ("year", "month", "day")]
    if all(isinstance(part, int) for part in parts):
        return "-".join(f"{part:02}" for part in parts)
    return None


parser(
    "ios.medical_id",
    title="Medical ID, iOS",
    files=["*/MedicalID/MedicalIDData.archive"],
    read=lambda file: keyed.loads(whole(file)),
    records=card,
    about="What the owner entered for an emergency, iOS 8 to 18: a claim, as any card of the owner. Conditions, "
    "medicines and measures stand with the stored values and in no column. The time is the last change, UTC.",
)
