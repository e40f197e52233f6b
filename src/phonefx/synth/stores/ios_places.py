"""Where an iPhone was: the position cache and the learned stays of its routine daemon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from phonefx.synth.database import Shape
from phonefx.synth.stores.core_data import cocoa, next_key, set_up

if TYPE_CHECKING:
    from phonefx.synth.acts import FixAct, VisitAct
    from phonefx.synth.handset import Handset

FOLDER: Final = "/private/var/mobile/Library/Caches/com.apple.routined"
CACHE: Final = f"{FOLDER}/Cache.sqlite"
LOCAL: Final = f"{FOLDER}/Local.sqlite"
_CACHE: Final = Shape("ios_routined_cache", wal=True)
_LOCAL: Final = Shape("ios_routined_local", wal=True)
_FIX: Final = "RTCLLocationMO"
_PLACE: Final = "RTLearnedLocationOfInterestMO"
_VISIT: Final = "RTLearnedLocationOfInterestVisitMO"
_TRIP: Final = "RTLearnedLocationOfInterestTransitionMO"


class Positions:
    """Positions as the phone measured them."""

    def __init__(self, phone: Handset) -> None:
        """Make an empty cache."""
        self._phone = phone
        self.database = phone.open_database(CACHE, _CACHE)
        set_up(self.database, (_FIX, "RTHintMO", "RTVisitMO"), phone.uuid("routined cache"))

    def add(self, act: FixAct) -> None:
        """Store a position."""
        at = self._phone.clock(act.at)
        row = next_key(self.database, _FIX)
        self.database.insert(
            "ZRTCLLOCATIONMO", Z_PK=row, Z_ENT=1, Z_OPT=1, ZTYPE=1, ZALTITUDE=round(act.altitude_m, 2),
            ZCOURSE=round(act.course_deg, 2), ZHORIZONTALACCURACY=round(act.accuracy_m, 2),
            ZLATITUDE=round(act.latitude, 7), ZLONGITUDE=round(act.longitude, 7), ZSPEED=round(act.speed_mps, 2),
            ZTIMESTAMP=cocoa(at), ZVERTICALACCURACY=8.0,
        )  # fmt: skip
        self._phone.note(act, "location", (CACHE, "ZRTCLLOCATIONMO", row), {
            "time_us": at, "latitude": round(act.latitude, 7), "longitude": round(act.longitude, 7),
            "accuracy_m": round(act.accuracy_m, 2), "evidence_of": "device_fix",
            "altitude_m": round(act.altitude_m, 2), "speed_mps": round(act.speed_mps, 2),
            "course_deg": round(act.course_deg, 2) if act.course_deg >= 0 else None,
        })  # fmt: skip


class Stays:
    """Stays and trips as the phone learned them."""

    def __init__(self, phone: Handset) -> None:
        """Make an empty store."""
        self._phone = phone
        self.database = phone.open_database(LOCAL, _LOCAL)
        set_up(self.database, (_PLACE, _TRIP, _VISIT), phone.uuid("routined local"))
        self._places: dict[str, int] = {}
        self._last: tuple[int, bytes] | None = None

    def _place(self, act: VisitAct) -> int:
        if act.place not in self._places:
            row = self._places[act.place] = next_key(self.database, _PLACE)
            self.database.insert(
                "ZRTLEARNEDLOCATIONOFINTERESTMO", Z_PK=row, Z_ENT=1, Z_OPT=1, ZPLACETYPE=0,
                ZLOCATIONHORIZONTALUNCERTAINTY=30.0, ZLOCATIONLATITUDE=round(act.latitude, 7),
                ZLOCATIONLONGITUDE=round(act.longitude, 7), ZPLACECREATIONDATE=cocoa(self._phone.clock(act.at)),
                ZIDENTIFIER=bytes.fromhex(self._phone.identifier(f"place {act.place}")),
            )  # fmt: skip
            self._phone.note(act, "location", (LOCAL, "ZRTLEARNEDLOCATIONOFINTERESTMO", row), {
                "time_us": self._phone.clock(act.at), "latitude": round(act.latitude, 7),
                "longitude": round(act.longitude, 7), "evidence_of": "saved_place",
            })  # fmt: skip
        return self._places[act.place]

    def add(self, act: VisitAct) -> None:
        """Store a stay, and the trip that led to it."""
        place = self._place(act)
        row = next_key(self.database, _VISIT)
        arrived, departed = self._phone.clock(act.arrived), self._phone.clock(act.departed)
        identifier = bytes.fromhex(self._phone.identifier(f"visit {row}"))
        self.database.insert(
            "ZRTLEARNEDLOCATIONOFINTERESTVISITMO", Z_PK=row, Z_ENT=3, Z_OPT=1, ZLOCATIONOFINTEREST=place,
            ZCONFIDENCE=1.0, ZCREATIONDATE=cocoa(self._phone.clock(act.at)), ZENTRYDATE=cocoa(arrived),
            ZEXITDATE=cocoa(departed), ZLOCATIONHORIZONTALUNCERTAINTY=round(act.accuracy_m, 1),
            ZLOCATIONLATITUDE=round(act.latitude, 7), ZLOCATIONLONGITUDE=round(act.longitude, 7), ZDATAPOINTCOUNT=12,
            ZIDENTIFIER=identifier,
        )  # fmt: skip
        if self._last:
            self._trip(place, self._last, (arrived, identifier), self._phone.clock(act.at))
        self._last = (departed, identifier)
        self._phone.note(act, "visit", (LOCAL, "ZRTLEARNEDLOCATIONOFINTERESTVISITMO", row), {
            "time_us": arrived, "departed_us": departed, "latitude": round(act.latitude, 7),
            "longitude": round(act.longitude, 7), "accuracy_m": round(act.accuracy_m, 1),
            "evidence_of": "device_inferred",
        })  # fmt: skip

    def _trip(self, place: int, origin: tuple[int, bytes], target: tuple[int, bytes], at: int) -> None:
        self.database.insert(
            "ZRTLEARNEDLOCATIONOFINTERESTTRANSITIONMO", Z_PK=next_key(self.database, _TRIP), Z_ENT=2, Z_OPT=1,
            ZLOCATIONOFINTEREST=place, ZPREDOMINANTMOTIONACTIVITYTYPE=4, ZCREATIONDATE=cocoa(at),
            ZSTARTDATE=cocoa(origin[0]), ZSTOPDATE=cocoa(target[0]), ZVISITIDENTIFIERORIGIN=origin[1],
            ZVISITIDENTIFIERDESTINATION=target[1],
        )  # fmt: skip
