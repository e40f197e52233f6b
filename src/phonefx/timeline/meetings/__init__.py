"""Two phones at one place at one time, in figures that say how little or much that means."""

from phonefx.timeline.meetings.build import build
from phonefx.timeline.meetings.records import DEFAULTS, FORMULA, Meeting, MeetingPair, MeetingSettings

__all__ = ["DEFAULTS", "FORMULA", "Meeting", "MeetingPair", "MeetingSettings", "build"]
