"""Which items a report is made from: by number, kind, time, conversation partner or words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

Condition = tuple[str, list[Any]]


def _(text: str) -> str:
    """Mark a text for translation."""
    return text


@dataclass(frozen=True, slots=True)
class Selection:
    """Conditions that an item must all meet; an empty selection is everything.

    Attributes:
        items: item numbers; with other conditions beside them, either is enough.
        kinds: kinds of record.
        since: earliest time, as the items' own.
        until: latest time.
        people: numbers, addresses or names as stored.
        words: any of these words in the text.
        named: name of a selection of the case, whose order is kept; its items go with all that the rest selects.
    """

    items: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    people: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    named: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was selected, so that the report is of the whole case."""
        return self == Selection()

    def condition(self) -> Condition:
        """Give the selection as SQL over rows of the view `timeline`."""
        tests: list[str] = []
        values: list[Any] = []
        if self.kinds:
            tests.append(f"kind IN ({', '.join('?' * len(self.kinds))})")
            values += self.kinds
        for sign, moment in ((">=", self.since), ("<=", self.until)):
            if moment:
                tests.append(f"time_us {sign} ?")
                values.append(int(moment.timestamp() * 1_000_000))
        for texts, columns in ((self.people, ("who", "name")), (self.words, ("text",))):
            if texts:
                found = [f"{column} LIKE ? ESCAPE '\\'" for _ in texts for column in columns]
                tests.append(f"({' OR '.join(found)})")
                values += [_pattern(text) for text in texts for _ in columns]
        together = " AND ".join(tests)
        if self.items:
            listed = f"item IN ({', '.join(map(str, self.items))})"
            together = f"{listed} OR ({together})" if together else listed
        return together or ("0" if self.named else "1"), values

    def in_words(self) -> list[tuple[str, str]]:
        """Say what was selected, for the page that discloses it."""
        said = [
            (_("selection of the case"), self.named),
            (_("items"), ", ".join(map(str, self.items))), (_("kinds"), ", ".join(self.kinds)),
            (_("since"), self.since.isoformat() if self.since else ""),
            (_("until"), self.until.isoformat() if self.until else ""),
            (_("people"), ", ".join(self.people)), (_("words"), ", ".join(self.words)),
        ]  # fmt: skip
        return [(name, value) for name, value in said if value]


def _pattern(text: str) -> str:
    for special in "\\%_":
        text = text.replace(special, f"\\{special}")
    return f"%{text}%"
