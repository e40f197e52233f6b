"""Turns stored addresses into identities: one key for the many spellings of one number, address or account.

A number gets a country code only where it carries one or the phone's home region is known; nothing is guessed from the
number itself. The stored spelling is never lost: `spelling` keeps every one with its key.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from phonefx.timeline.people import plans

_EMAIL: Final = re.compile(r"[^@\s<>;,]{1,64}@[^@\s<>;,]{1,250}\.[a-zA-Z0-9-]{2,24}")
_SEPARATORS: Final = re.compile(r"[;,|\n]")
_NUMBER: Final = re.compile(r"(?=\D*\d)[+(]?[\d(][\d\s().\-/\u00a0\u2010-\u2015]*")
_FULL: Final = re.compile(r"\+[0-9]{7,15}")
_SCHEME: Final = re.compile(r"^(tel|sms|smsto|mailto|facetime|e|p):(//)?", re.IGNORECASE)
_WITH_CODE: Final = "stored with its country code"
_NOBODY: Final = frozenset(
    {"", "-1", "-2", "-3", "unknown", "private", "restricted", "anonymous", "unavailable", "(null)"}
)
_JID: Final = ("s.whatsapp.net", "c.us")
_GROUP: Final = (
    "g.us", "broadcast", "newsletter", "temp", "call", "thread.skype", "thread.tacv2", "thread.v2",
)  # fmt: skip
_NUMBERED: Final = frozenset(
    {
        "",
        "sms",
        "mms",
        "rcs",
        "imessage",
        "whatsapp",
        "signal",
        "viber",
        "phone",
        "cellular",
        "telephony",
        "facetime",
        "voip",
    }
)
"""Services that know their users by telephone number; elsewhere plain digits are an account number."""


class Reading(NamedTuple):
    """What one stored address stands for.

    Attributes:
        key: equal for equal identities: `phone:+12025550123`, `email:a@b.example`, `id:telegram:42` ...
        kind: phone, national, short, sender, email, id, group.
        shown: the normal form to print.
        region: ISO code of the numbering plan, for numbers.
        valid: whether the plan has such a number; None where that is not asked.
        reason: how the key was made.
    """

    key: str
    kind: str
    shown: str
    region: str | None
    valid: bool | None
    reason: str


def identify(value: str, service: str | None, region: str | None) -> tuple[Reading, ...]:
    """Give the identities in one stored address: mostly one, none for a withheld number, several for a list."""
    text = value.strip()
    if _FULL.fullmatch(text):
        return (_full_number(text),)
    if len(text) > 2000:
        return (_account(text[:200], service),)
    parts = [part.strip() for part in _SEPARATORS.split(text)] if len(text) > 5 else [text]
    if len(parts) > 1 and all(_EMAIL.fullmatch(part) or _NUMBER.fullmatch(part) for part in parts if part):
        found = [each for part in parts[:200] if part for each in _one(part, service, region)]
        return tuple(dict.fromkeys(found))
    return _one(text, service, region)


def _one(text: str, service: str | None, region: str | None) -> tuple[Reading, ...]:
    bare = _SCHEME.sub("", text).strip()
    if bare.lower() in _NOBODY:
        return ()
    name, at, domain = bare.rpartition("@")
    if at and domain.lower() in _JID and name.split(":")[0].split(".")[0].isdigit():
        return (_number("+" + name.split(":")[0].split(".")[0], None, "account name is the number with country code"),)
    if (at and domain.lower() in _GROUP) or re.fullmatch(r"chat\d{8,}", bare):
        return (Reading(f"group:{bare.lower()}", "group", bare, None, None, "id of a group"),)
    if _EMAIL.fullmatch(bare) and domain.lower() != "lid":
        return (Reading(f"email:{bare.lower()}", "email", bare.lower(), None, None, "e-mail address, case folded"),)
    kind = (service or "").lower()
    if _NUMBER.fullmatch(bare) and (kind in _NUMBERED or bare.startswith("+")):
        return (_any_number(bare, kind, region),)
    if (
        kind in ("sms", "mms", "rcs", "")
        and any(letter.isalpha() for letter in bare)
        and len(bare) <= 20
        and "@" not in bare
    ):
        named = f"sender:{bare.casefold()}"
        return (Reading(named, "sender", bare, None, None, "name given by the sender's network; anyone can choose it"),)
    return (_account(bare, service),)


def _account(text: str, service: str | None) -> Reading:
    owner = (service or "").lower() or "unknown"
    return Reading(f"id:{owner}:{text}", "id", text, None, None, f"account of {owner}, as stored")


def _any_number(text: str, service: str, region: str | None) -> Reading:
    digits = re.sub(r"\D", "", text)
    if not text.startswith("+") and len(digits) <= 6:
        place = region or "?"
        return Reading(
            f"short:{place}:{digits}", "short", digits, region, None, "short number, valid in one network or country"
        )
    if service == "whatsapp" and not text.startswith("+") and len(digits) >= 9 and not digits.startswith("0"):
        return _number("+" + digits, None, "account name is the number with country code")
    if text.startswith("+"):
        return _number(text, None, _WITH_CODE)
    if region:
        return _number(text, region, f"read as a number of {region}, the phone's home region")
    return Reading(
        f"national:{digits}", "national", digits, None, None, "no country code stored, and no home region known"
    )


def _full_number(text: str) -> Reading:
    """Read a number that is a plus sign and digits, as `_number` does, in a tenth of the time."""
    found = plans.split(text)
    if found is None:
        return _number(text, None, _WITH_CODE)
    plan, digits = found
    if len(digits) not in plan.lengths:
        return _misfit(text[1:], None)
    region, valid = plans.place_of(plan, digits)
    return Reading(f"phone:{text}", "phone", text, region or plan.main, valid, _WITH_CODE)


def _misfit(digits: str, region: str | None) -> Reading:
    return Reading(f"national:{digits}", "national", digits, region, False, "length fits no number of its plan")


def _number(text: str, region: str | None, reason: str) -> Reading:
    import phonenumbers

    digits = re.sub(r"\D", "", text)
    try:
        parsed = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        if text.startswith("+") and 8 <= len(digits) <= 15:
            return Reading(
                f"phone:+{digits}", "phone", f"+{digits}", None, False, "stored with a country code of no plan"
            )
        return Reading(f"national:{digits}", "national", digits, None, None, "no plan reads it")
    if phonenumbers.is_possible_number_with_reason(parsed) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return _misfit(digits, region)
    shown = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    found, valid = plans.place(parsed)
    found = found or phonenumbers.region_code_for_country_code(parsed.country_code or 0)
    return Reading(f"phone:{shown}", "phone", shown, found, valid, reason)
