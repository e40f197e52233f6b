"""Phrases that the case holds in English and the report prints: reasons, origins of names, words of a map.

A case is written once and in one language; what it says of its own accord (never what a phone stored) is put into the
language of a report here. A phrase that is not listed is printed as it stands in the case.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from functools import cache
from typing import Final

from phonefx.report.maps.marks import LOOKS, UNKNOWN


def _(text: str) -> str:
    """Mark a text for translation."""
    return text


OF_OTHER_ROWS: Final = (
    _("looked up in other rows as they are now: {fields}"),
    _("rows of {tables} that are not live say otherwise: {fields}"),
    _("taken from rows of {tables} that are not live: {fields}"),
    _("rows of {tables} that are not live were not asked, there are too many"),
)
"""What the reason of a recovery says of fields that are not of the row itself."""
OF_WHAT_IS_LOST: Final = (
    _("not stated, for it rests on what is lost of the row: {fields}"),
    _("what is lost of the row tells whether it is a record of this kind"),
)
"""What it says where a part of the row itself is lost."""
_DOUBTS: Final = (*OF_OTHER_ROWS, *OF_WHAT_IS_LOST)

TEMPLATES: Final = (
    *_DOUBTS,
    _("no name stored"), _("contact card, {label}"), _("owner card, {label}"), _("several contact cards, {label}"),
    _("beside messages and calls, {label}"), _("on one contact card of {label}"),
    _("on this card of {label}, and on another card of it under another name"),
    _("on the owner's own contact card"), _("an account signed in on the phone"),
    _("stored as the phone's own number; on many phones the user can edit it"),
    _("stored as the own side of messages"), _("stored as the own side of calls"),
    _("set on the phone when it was acquired or the setting written"), _("recorded by the phone"),
    _("offered: zone of the populated place nearest to its stays"),
    _("no phone states its zone"), _("the phone's own setting (item {item}, exhibit {label})"),
    _("the whole cell is there"), _("only an index entry is left"),
    _("the start of the header was overwritten and rebuilt"), _("its length agrees with the freed block"),
    _("its row id is that of the same words in the full-text index {table}"), _("recorded as a visit"),
    _("the end of the record was overwritten; the last characters of a text that is cut short may be of what did so"),
    _("the record is whole; the row id before it was overwritten"),
    _("main, before the log"), _("original"), _("edit"), _("phone"), _("telephone"),
    _("{distance} km from {place}"),
    _("{far} of {count} positions lie far off, outside the main map; the inset shows all."),
    _("No coast, border or water is drawn: at this scale (about {width} across) the base map ({scale}) would show"
      " them some hundred metres off. Place names mark towns, not addresses."),
    _("{some} of {count} stays have a number here: the longest of those listed."),
    _("{count} accuracy circles are left away: there are too many to tell apart."),
    _("The scale is true along the parallel through the middle of the map only."),
    _("Stated accuracy, to scale"), _("Joined in order of time: not the way taken"),
    _("More than 1 h without a position"), _("Stay, numbered as in the text ({count})"), _("{title} ({count})"),
)  # fmt: skip


_BETWEEN: Final = "; "
"""Stands between reasons that are given together."""


def titles() -> list[str]:
    """Give what the signs of a map are called."""
    return [look.title for look in (*LOOKS.values(), UNKNOWN)]


class Phrases:
    """Puts phrases of the case into the language of `say`."""

    def __init__(self, say: Callable[[str], str]) -> None:
        self._say = say
        self._known = {text: say(text) for text in (*TEMPLATES, *titles()) if "{" not in text}
        self._patterns = [(text, say(text)) for text in TEMPLATES if "{" in text]

    def __call__(self, phrase: str) -> str:
        """Give the phrase in the language of the report."""
        found = self._known.get(phrase)
        if found is None:
            found = self._known[phrase] = self._filled(phrase)
        return found

    def _filled(self, phrase: str) -> str:
        parts = phrase.split(_BETWEEN)
        for count in range(1, len(parts) + 1):  # a phrase of its own may hold what stands between two
            said = self._said(_BETWEEN.join(parts[:count]))
            if said is not None:
                break
        else:
            count, said = 1, parts[0]
        return _BETWEEN.join([said, *map(self, filter(None, [_BETWEEN.join(parts[count:])]))])

    def _said(self, phrase: str) -> str | None:
        if phrase in self._known:
            return self._known[phrase]
        for text, said in self._patterns:
            match = _pattern(text).fullmatch(phrase) if phrase.startswith(text.partition("{")[0]) else None
            if match is not None:
                return said.format(**{name: self._known.get(value, value) for name, value in match.groupdict().items()})
        return None


def doubts(reason: str) -> list[str]:
    """Give those parts of the reason of a recovery that say what of a record its own row does not prove."""
    begins = tuple(each.partition("{")[0] for each in _DOUBTS)
    return [part for part in reason.split(_BETWEEN) if part.startswith(begins)]


@cache
def _pattern(template: str) -> re.Pattern[str]:
    """What a phrase looks like that fills a template; few of them are ever asked for."""
    parts = string.Formatter().parse(template)
    return re.compile("".join([f"{re.escape(text)}(?P<{name}>.+)" if name else re.escape(text)
                               for text, name, _form, _conversion in parts]))  # fmt: skip
