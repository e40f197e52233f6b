"""Movement of the phones of a case: fixes, stays, trips, regular places, from device positions alone.

`build` computes it into the case's tables; the other names read them.
"""

from phonefx.timeline.movement.build import build
from phonefx.timeline.movement.reading import (
    Journey,
    fixes,
    fixes_between,
    journey,
    movements,
    place_uses,
    places,
    stays,
    trips,
)
from phonefx.timeline.movement.records import MARKS, USED, Fix, Movement, PlaceUse, RegularPlace, Stay, Trip
from phonefx.timeline.movement.settings import DEFAULTS, Settings

__all__ = [
    "DEFAULTS",
    "MARKS",
    "USED",
    "Fix",
    "Journey",
    "Movement",
    "PlaceUse",
    "RegularPlace",
    "Settings",
    "Stay",
    "Trip",
    "build",
    "fixes",
    "fixes_between",
    "journey",
    "movements",
    "place_uses",
    "places",
    "stays",
    "trips",
]
