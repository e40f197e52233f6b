"""What is asked of a report: how much, in which language, for whom, and what the examiner states about the case."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from phonefx.errors import UsageError
from phonefx.report.redaction import Redaction
from phonefx.report.selection import Selection

PRESETS: Final = {"summary": 0, "findings": 0, "standard": 200, "full": None}
"""Rows that each listing prints: none, at most so many, or all."""

FACTS: Final = (
    "case_number", "exhibit_note", "agency", "agency_address", "place_of_work", "examiner", "examiner_role",
    "examiner_qualifications", "reviewer", "authoriser", "requester", "request_date", "questions", "authority",
    "authority_limits", "received", "received_from", "work_started", "work_ended", "issued", "report_number",
    "revision", "replaces", "revision_reason", "audience", "handling", "seal", "not_examined", "deviations", "custody",
    "device_condition", "acquired_by", "acquired_when", "acquisition_tool", "acquisition_level", "lock_state",
    "supplied_hashes", "opinion", "opinion_by", "training_data", "jurisdiction", "verified_by", "points_other_way",
)  # fmt: skip
"""Everything that an examiner may state; what is not stated is printed as not recorded."""

_SHA256: Final = re.compile(r"[0-9A-Fa-f]{64}")


@dataclass(frozen=True, slots=True)
class Options:
    """How to write one report.

    Attributes:
        preset: a name of `PRESETS`.
        selection: the items the report is made from; everything where it is empty.
        language: a name of `phonefx.report.language.LANGUAGES`.
        zone: IANA name of the zone that times are shown in; None takes the case's.
        page: `A4` or `Letter`.
        draft: marks every page as a draft.
        facts: what the examiner states, by the names of `FACTS`; they go before what the case knows.
        redaction: what must not leave the laboratory.
        base_map: an examiner's own file of map tiles or GeoTIFF, used in place of the base map that comes with phonefx.
        bates: prefix of the running page number; none where it is empty.
        first_page_number: number of the first page in that series.
        leads: numbers of the leads that the examiner selected for this report.
        faults: by label of each exhibit that was compared again for this report, how many of its files differ.
    """

    preset: str = "standard"
    selection: Selection = field(default_factory=Selection)
    language: str = "en"
    zone: str | None = None
    page: str = "A4"
    draft: bool = False
    facts: dict[str, Any] = field(default_factory=dict)
    redaction: Redaction = field(default_factory=Redaction)
    base_map: Path | None = None
    bates: str = ""
    first_page_number: int = 1
    leads: tuple[int, ...] = ()
    faults: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.preset not in PRESETS:
            raise UsageError(f"no report preset is called {self.preset}: {', '.join(PRESETS)}")
        if self.preset == "findings" and self.selection.is_empty:
            raise UsageError("the preset findings prints a selection: give --selection, --item or another condition")

    @property
    def limit(self) -> int | None:
        """Rows that each listing prints at most; None for all. What an examiner selected is printed whole."""
        return PRESETS[self.preset] if self.selection.is_empty else None

    @property
    def issued(self) -> datetime | None:
        """The time of issue, where it is stated with its zone."""
        stated = self.facts.get("issued")
        if not stated:
            return None
        try:
            moment = datetime.fromisoformat(str(stated))
        except ValueError as error:
            raise UsageError(f"issued: {stated} is no ISO 8601 time") from error
        if moment.tzinfo is None:
            raise UsageError(f"issued: {stated} needs an offset, such as +00:00")
        return moment


def read_facts(path: Path) -> dict[str, Any]:
    """Read the examiner's statements from a JSON file.

    Raises:
        UsageError: it is no JSON object, or states something that a report has no place for.
    """
    try:
        stated = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: cannot be read as JSON ({error})") from error
    if not isinstance(stated, dict):
        raise UsageError(f"{path}: must hold one JSON object")
    if unknown := sorted(set(stated) - set(FACTS)):
        raise UsageError(f"{path}: no report states {', '.join(unknown)}")
    _require_forms(path, stated)
    return stated


def _require_forms(path: Path, stated: dict[str, Any]) -> None:
    """Refuse what would be passed over, or printed as something else, because it has not the form that is read."""
    digests = stated.get("supplied_hashes", {})
    if not isinstance(digests, dict) or not all(map(_SHA256.fullmatch, map(str, digests.values()))):
        raise UsageError(f"{path}: supplied_hashes gives for each label of an exhibit its SHA-256, 64 hex digits")
    questions = stated.get("questions", [])
    if not isinstance(questions, list) or not all(isinstance(each, str) for each in questions):
        raise UsageError(f"{path}: questions is a list of texts")
