"""Mark an examiner's answers to the questions of a key.

A question is marked by machine only where its key says what is expected: a number, a time, a place, a set of words.
The full answer and the reason stand in the key for the trainer; a mark says no more than that the expected is there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from phonefx.synth.journeys import distance_m
from phonefx.synth.key import read_head
from phonefx.synth.sheet import read_sheet

if TYPE_CHECKING:
    from pathlib import Path

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?")


@dataclass(frozen=True, slots=True)
class Mark:
    """One question's mark; `right` is None where it needs a reader."""

    question: str
    level: str
    given: str
    right: bool | None

    @property
    def words(self) -> str:
        """Give the mark in words."""
        if not self.given.strip():
            return "no answer"
        return {True: "right", False: "not right", None: "for a reader"}[self.right]

    def as_json(self) -> dict[str, Any]:
        """Give the mark."""
        return {"question": self.question, "level": self.level, "given": self.given, "right": self.right}


def grade_answers(key: Path, answers: Path) -> list[Mark]:
    """Mark a YAML file of `question: answer` lines."""
    head = read_head(key)
    zone = ZoneInfo(head["phones"][0]["zone"])
    sheet = read_sheet(answers)
    given = {name: str(sheet.value(name, "") or "") for name in sheet.words()}
    return [
        Mark(question["id"], question["level"], given.get(question["id"], ""),
             _right(question["expect"], given.get(question["id"], ""), zone) if question.get("expect") else None)
        for question in head["questions"]
    ]  # fmt: skip


def _right(expected: dict[str, Any], given: str, zone: ZoneInfo) -> bool:
    text = " ".join(given.lower().split())
    if not text:
        return False

    def wanted(name: str, default: Any = None) -> Any:  # noqa: ANN401 - what the key says
        return expected.get(name, default)

    passed = [
        wanted("number") is None or wanted("number") in [float(each) for each in _NUMBER.findall(text)],
        all(_says(text, each) for each in wanted("words", [])),
        not wanted("any") or any(_says(text, each) for each in wanted("any")),
        wanted("time") is None or _near_in_time(given, str(wanted("time")), wanted("within_s", 60), zone),
        wanted("place") is None or _near_in_space(text, wanted("place"), wanted("within_m", 150)),
    ]
    return all(passed)


def _says(text: str, words: object) -> bool:
    """Say whether a text has the words as whole words: `no` does not stand in `I do not know`."""
    return re.search(rf"(?<!\w){re.escape(str(words).lower())}(?!\w)", text) is not None


def _near_in_time(given: str, wanted: str, within_s: float, zone: ZoneInfo) -> bool:
    """Say whether one of the times in an answer is near the one that is wanted."""
    try:
        times = [datetime.fromisoformat(text) for text in (wanted, *_TIME.findall(given))]
    except ValueError:
        return False
    right, *named = [time if time.tzinfo else time.replace(tzinfo=zone) for time in times]
    return any(abs((time - right).total_seconds()) <= within_s for time in named)


def _near_in_space(text: str, wanted: list[float], within_m: float) -> bool:
    """Say whether two numbers that follow each other in an answer are a place near the one that is wanted."""
    numbers = [float(each) for each in _NUMBER.findall(text)]
    pairs = [pair for pair in pairwise(numbers) if abs(pair[0]) <= 90 and abs(pair[1]) <= 180]
    return any(distance_m(pair, (wanted[0], wanted[1])) <= within_m for pair in pairs)
