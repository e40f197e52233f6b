"""The limits that movement is computed with; they are stored with its results and printed beside them."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """What counts as usable, as a stay, as the same place.

    Attributes:
        max_accuracy_m: positions with a larger stated radius are marked `coarse`.
        assumed_accuracy_m: stands for a radius that is not stated: absent is not precise.
        max_speed_mps: faster is held back until later fixes agree; 90 is above road and rail, and below an airliner.
        max_flight_mps: what agreeing fixes may move at; above any airliner with the wind (300).
        confirming: fixes that must agree before a leap is believed.
        stay_radius_m, stay_s, stay_fixes: a stay keeps within this radius, for this long, on this many fixes.
        max_gap_s: a longer silence ends a stay.
        sparse_gap_s: up to this silence, fixes at one place that are too few for a stay make one together.
        outliers: so many fixes in a row may lie outside without ending a stay.
        place_radius_m: stays whose centres are nearer than this are at one place.
    """

    max_accuracy_m: float = 200.0
    assumed_accuracy_m: float = 100.0
    max_speed_mps: float = 90.0
    max_flight_mps: float = 320.0
    confirming: int = 3
    stay_radius_m: float = 200.0
    stay_s: int = 600
    stay_fixes: int = 3
    max_gap_s: int = 3600
    sparse_gap_s: int = 3 * 3600
    outliers: int = 2
    place_radius_m: float = 150.0

    def as_json(self) -> str:
        """Give the settings as the case stores them."""
        return json.dumps(asdict(self), sort_keys=True)


DEFAULTS = Settings()
