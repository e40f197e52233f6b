"""The result of a comparison, kind by kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

SHOWN: Final = 20


@dataclass(slots=True)
class Tally:
    """One kind of facts of one phone.

    Attributes:
        expected: facts that the container holds as live data.
        found: those of them that the case states.
        wrong: found by time and words, but with another counterpart.
        false: items that fit no fact of the key.
        left: deleted facts whose bytes are left in the container.
        recovered: those of them that the case states.
        pieces: those of them that it states as two items, which nothing in the bytes ties together any more.
        repeats: further items for facts already found, from other sources.
        samples: a few of the missing, wrong and false, in words.
    """

    expected: int = 0
    found: int = 0
    wrong: int = 0
    false: int = 0
    left: int = 0
    recovered: int = 0
    pieces: int = 0
    repeats: int = 0
    samples: list[str] = field(default_factory=list)

    def show(self, what: str, sign: str) -> None:
        """Remember one example."""
        if len(self.samples) < SHOWN:
            self.samples.append(f"{what}: {sign[:160]}")

    @property
    def counted(self) -> bool:
        """Something of this kind was asked for or stated."""
        return bool(self.expected or self.false or self.left or self.repeats)

    @property
    def perfect(self) -> bool:
        """Nothing is missing, wrong or false, and everything that could come back did."""
        return self.found == self.expected and not self.wrong and not self.false and self.recovered == self.left

    def as_json(self) -> dict[str, Any]:
        """Give the figures."""
        return {
            "expected": self.expected, "found": self.found, "wrong": self.wrong, "false": self.false,
            "left": self.left, "recovered": self.recovered, "pieces": self.pieces, "repeats": self.repeats,
            "samples": self.samples,
        }  # fmt: skip


@dataclass(slots=True)
class Grade:
    """All kinds of one phone in one container."""

    phone: str
    container: str
    kinds: dict[str, Tally] = field(default_factory=dict)

    def of(self, kind: str) -> Tally:
        """Give the tally of a kind."""
        return self.kinds.setdefault(kind, Tally())

    @property
    def perfect(self) -> bool:
        """Every kind is."""
        return all(tally.perfect for tally in self.kinds.values())

    def as_json(self) -> dict[str, Any]:
        """Give the figures."""
        kinds = {kind: tally.as_json() for kind, tally in sorted(self.kinds.items())}
        return {"phone": self.phone, "container": self.container, "perfect": self.perfect, "kinds": kinds}
