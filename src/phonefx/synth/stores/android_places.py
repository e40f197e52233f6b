"""Where an Android phone was, as the phone's own export of its timeline says, and what its owner looked up.

`Timeline.json` is what the phone writes into its download folder when the owner exports the timeline: positions that
the phone measured (`rawSignals`) and stays it concluded (`semanticSegments`). What was looked up in the maps app
lies in a file of that app and is no position of the phone.
"""

from __future__ import annotations

import json
import struct
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pathlib import Path

    from phonefx.synth.acts import FixAct, SearchAct, VisitAct
    from phonefx.synth.handset import Handset

TIMELINE: Final = "/data/media/0/Download/Timeline.json"
SEARCHES: Final = "/data/data/com.google.android.apps.maps/files/new_recent_history_cache_search.cs"
_ORIGIN: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SOURCES: Final = {"gps": "GPS", "wifi": "WIFI", "cell": "CELL"}


class Timeline:
    """Positions and stays, collected as lines on disk until the export is written."""

    def __init__(self, phone: Handset, scratch: Path) -> None:
        """Collect in two files beside the phone."""
        self._phone = phone
        self._lists = {name: (scratch / f"{phone.plan.id}-{name}.part") for name in ("segments", "signals")}
        self._open = {name: path.open("w", encoding="utf-8", newline="\n") for name, path in self._lists.items()}
        self._numbers = dict.fromkeys(self._lists, 0)

    def _stamp(self, at: int) -> str:
        local = (_ORIGIN + timedelta(microseconds=self._phone.clock(at) // 1000 * 1000)).astimezone(self._phone.zone)
        return local.isoformat(timespec="milliseconds")

    def _collect(self, name: str, entry: dict[str, Any]) -> str:
        number = self._numbers[name]
        self._open[name].write((",\n" if number else "") + json.dumps(entry, ensure_ascii=False))
        self._numbers[name] = number + 1
        return f"{'rawSignals' if name == 'signals' else 'semanticSegments'}[{number}]"

    def add_fix(self, act: FixAct) -> None:
        """Note a measured position."""
        key = self._collect("signals", {"position": {
            "LatLng": f"{act.latitude:.7f}°, {act.longitude:.7f}°", "accuracyMeters": round(act.accuracy_m),
            "altitudeMeters": round(act.altitude_m, 1), "source": _SOURCES[act.method],
            "timestamp": self._stamp(act.at), "speedMetersPerSecond": round(act.speed_mps, 3),
        }})  # fmt: skip
        self._phone.note(act, "location", (TIMELINE, "rawSignals", key), {
            "time_us": self._phone.clock(act.at) // 1000 * 1000, "latitude": round(act.latitude, 7),
            "longitude": round(act.longitude, 7), "accuracy_m": round(act.accuracy_m), "evidence_of": "device_fix",
            "method": act.method, "altitude_m": round(act.altitude_m, 1), "speed_mps": round(act.speed_mps, 3),
        })  # fmt: skip

    def add_visit(self, act: VisitAct) -> None:
        """Note a stay."""
        place = {"latLng": f"{act.latitude:.7f}°, {act.longitude:.7f}°"}
        label = self._phone.identifier(f"place {act.latitude:.4f} {act.longitude:.4f}", 20)
        offset = int((self._phone.local(act.arrived).utcoffset() or timedelta()).total_seconds() // 60)
        key = self._collect("segments", {
            "startTime": self._stamp(act.arrived), "endTime": self._stamp(act.departed),
            "startTimeTimezoneUtcOffsetMinutes": offset, "endTimeTimezoneUtcOffsetMinutes": offset,
            "visit": {"hierarchyLevel": 0, "probability": 0.91, "topCandidate": {
                "placeId": label, "semanticType": "UNKNOWN", "probability": 0.72, "placeLocation": place}},
        })  # fmt: skip
        self._phone.note(act, "visit", (TIMELINE, "semanticSegments", key), {
            "time_us": self._phone.clock(act.arrived) // 1000 * 1000,
            "departed_us": self._phone.clock(act.departed) // 1000 * 1000,
            "latitude": round(act.latitude, 7), "longitude": round(act.longitude, 7), "evidence_of": "device_inferred",
        })  # fmt: skip

    def finish(self, at: int) -> None:
        """Write the export where anything was collected."""
        for part in self._open.values():
            part.close()
        if not any(self._numbers.values()):
            return
        target = self._phone.write(TIMELINE, b"", at)
        with target.open("w", encoding="utf-8", newline="\n") as out:
            out.write('{"semanticSegments": [\n')
            self._copy("segments", out)
            out.write('\n], "rawSignals": [\n')
            self._copy("signals", out)
            out.write('\n], "userLocationProfile": {"frequentPlaces": []}}\n')

    def _copy(self, name: str, out: Any) -> None:  # noqa: ANN401 - a text file
        with self._lists[name].open(encoding="utf-8") as part:
            for line in part:
                out.write(line)
        self._lists[name].unlink()


class MapSearches:
    """What was looked up in the maps app: places, never positions of the phone."""

    def __init__(self, phone: Handset) -> None:
        """Begin with an empty history."""
        self._phone = phone
        self._entries: list[bytes] = []

    def add(self, act: SearchAct) -> None:
        """Note a place that was looked up."""
        latitude, longitude = act.position or (0.0, 0.0)
        at = self._phone.clock(act.at)
        spot = _double(3, latitude) + _double(4, longitude)
        place = _bytes(1, act.words.encode("utf-8")) + _bytes(5, spot)
        self._entries.append(_bytes(1, _varint(2, at) + _bytes(4, place)))
        self._phone.note(act, "location", (SEARCHES, "protobuf", len(self._entries)), {
            "time_us": at, "latitude": latitude, "longitude": longitude, "evidence_of": "searched",
            "place": act.words,
        })  # fmt: skip

    def finish(self, at: int) -> None:
        """Write the file of the maps app: eight bytes of header, then one message."""
        if self._entries:
            body = b"".join(self._entries)
            self._phone.write(SEARCHES, struct.pack(">II", 1, len(body)) + body, at)


def _number(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _varint(field: int, value: int) -> bytes:
    return _number(field << 3) + _number(value)


def _bytes(field: int, value: bytes) -> bytes:
    return _number(field << 3 | 2) + _number(len(value)) + value


def _double(field: int, value: float) -> bytes:
    return _number(field << 3 | 1) + struct.pack("<d", value)
