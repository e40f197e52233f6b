"""What a map shows beside the stays and trips of `phonefx.timeline`: positions, and marks such as meetings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from phonefx.records import DEVICE_POSITIONS, EVIDENCE_OF
from phonefx.timeline.movement.records import USED

TRACK: Final = frozenset(DEVICE_POSITIONS)


@dataclass(frozen=True, slots=True)
class Position:
    """One stored position. Degrees WGS 84, microseconds UTC, metres; None is "not stored".

    Attributes:
        evidence_of: one of `phonefx.records.EVIDENCE_OF`.
        mark: for a position of the device, what the track makes of it (`phonefx.timeline.movement.MARKS`).
        stretch: where positions between those given are left away, those of one number have no hour without any
            between them; None tells it by their times.
    """

    latitude: float
    longitude: float
    time_us: int | None = None
    accuracy_m: float | None = None
    evidence_of: str = "device_fix"
    item: int | None = None
    exhibit: str = ""
    label: str = ""
    mark: str = ""
    stretch: int | None = None

    @property
    def tracked(self) -> bool:
        """Say whether it belongs to the movement track."""
        return self.evidence_of in TRACK and self.mark in USED and self.time_us is not None


@dataclass(frozen=True, slots=True)
class Mark:
    """A place that is no position of the phone itself: a meeting, an incident; `kind` is shown in the legend."""

    latitude: float
    longitude: float
    label: str
    kind: str = "incident"
    time_us: int | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """How a class of positions is drawn: shapes differ so that a grey print can be read. Colour is 0 to 255."""

    title: str
    shape: str
    colour: tuple[int, int, int]


LOOKS: Final[dict[str, Look]] = {
    "device_fix": Look("Position recorded by the device", "disc", (178, 24, 43)),
    "device_inferred": Look("Position inferred for the device", "ring", (214, 96, 77)),
    "device_estimate": Look("Where the device was joined to something", "ring", (244, 165, 130)),
    "synced": Look("A device of the account, not always this one", "square", (146, 197, 222)),
    "media_capture": Look("Place stated in a photo or video", "square", (27, 120, 55)),
    "network_anchor": Look("Cell or access point seen", "triangle", (118, 42, 131)),
    "searched": Look("Searched for or viewed", "cross", (84, 84, 84)),
    "destination": Look("Asked for as destination", "diamond", (84, 84, 84)),
    "saved_place": Look("Saved place", "star", (84, 84, 84)),
    "shared_by_owner": Look("Sent by the phone's account", "diamond", (33, 102, 172)),
    "shared_by_other": Look("Received from someone else", "triangle", (33, 102, 172)),
    "shared": Look("Sent in a conversation", "cross", (33, 102, 172)),
    "other_person": Look("Position of another person", "square", (33, 102, 172)),
    "circle": Look("Position of someone of a group", "ring", (33, 102, 172)),
    "coarse_context": Look("Area an app was set to", "ring", (128, 128, 128)),
    "remote_object": Look("Position of a tag, car or object", "square", (140, 81, 10)),
}
UNKNOWN: Final = Look("Not said what it is evidence of", "cross", (120, 120, 120))


def look(evidence_of: str | None) -> Look:
    """Give the look of a class of positions; a class nobody knows is shown as such."""
    return LOOKS.get(evidence_of or "", UNKNOWN)


def meaning(evidence_of: str | None) -> str:
    """Say in words what a position is evidence of."""
    return EVIDENCE_OF.get(evidence_of or "", "not stated what this position is evidence of")
