"""The clocks of the phones: zones, starts and changes, offsets, and times that need a zone to be placed."""

from phonefx.timeline.clocks.build import build, moments, place
from phonefx.timeline.clocks.records import ClockEvent, ClockOffset, PlacedTime, ZoneSpan
from phonefx.timeline.clocks.zones import is_zone, zone_spans

__all__ = ["ClockEvent", "ClockOffset", "PlacedTime", "ZoneSpan", "build", "is_zone", "moments", "place", "zone_spans"]
