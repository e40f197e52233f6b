"""The same event in several items: duplicates marked, corroboration counted, what one phone lacks told."""

from phonefx.timeline.sameness.build import RULES, build, text_key
from phonefx.timeline.sameness.reading import corroboration
from phonefx.timeline.sameness.records import OneSided, SameEvent, SameEventItem

__all__ = ["RULES", "OneSided", "SameEvent", "SameEventItem", "build", "corroboration", "text_key"]
