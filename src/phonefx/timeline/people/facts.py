"""What a telephone number tells offline: country, kind of number, place and operator of its range, with the limits.

From the metadata of the library phonenumbers. A range says who got it first: where numbers can be ported the present
operator may be another, and the prepaid brands of North America are not in the table at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from phonefx.timeline.people import plans

LIMIT: Final = "operator of the range when it was given out; the number may have been ported since"
FIXED_LIMIT: Final = "operator of the range; numbers of this country cannot be ported, as far as the table knows"
_KINDS: Final = (
    "fixed line", "mobile", "fixed line or mobile", "toll free", "premium rate", "shared cost", "voice over IP",
    "personal number", "pager", "universal access number", "voicemail",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NumberFacts:
    """Facts of one number; None where the table has none. `operator_limit` says what the operator's name is worth."""

    number: str
    valid: bool
    country: str | None
    kind: str | None
    place: str | None
    operator: str | None
    operator_limit: str | None
    zones: tuple[str, ...]


def operator_of(number: str) -> str | None:
    """Give the operator that a number's range was given to; None where the table has none or it is no number."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return None
    if not plans.place(parsed)[1]:
        return None
    from phonenumbers import carrier  # as long to load as to draw two pages; the table of places takes 100 MB

    return carrier.name_for_number(parsed, "en") or None


def number_facts(number: str) -> NumberFacts | None:
    """Give the facts of a number in E.164 form; None where it is no such number."""
    import phonenumbers
    from phonenumbers import carrier, geocoder, timezone

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return None
    kind = phonenumbers.number_type(parsed)
    operator = carrier.name_for_number(parsed, "en") or None
    limit = FIXED_LIMIT if operator and carrier.safe_display_name(parsed, "en") else LIMIT
    return NumberFacts(
        number,
        phonenumbers.is_valid_number(parsed),
        phonenumbers.region_code_for_number(parsed),
        _KINDS[kind] if 0 <= kind < len(_KINDS) else None,
        geocoder.description_for_number(parsed, "en") or None,
        operator,
        limit if operator else None,
        tuple(zone for zone in timezone.time_zones_for_number(parsed) if zone != "Etc/Unknown"),
    )
