"""The examiner's marks on a case: tags, remarks, selections; each change is logged and sealed."""

from phonefx.timeline.marks.changing import Change, changing, now
from phonefx.timeline.marks.records import REVIEWS, Remark, Selection, SelectionItem, Tag, TagRule
from phonefx.timeline.marks.selecting import deselect, remark, select, selected, selections
from phonefx.timeline.marks.tagging import review, tag_items, tag_with_extractors, tag_with_lexicon, untag_items

__all__ = [
    "REVIEWS",
    "Change",
    "Remark",
    "Selection",
    "SelectionItem",
    "Tag",
    "TagRule",
    "changing",
    "deselect",
    "now",
    "remark",
    "review",
    "select",
    "selected",
    "selections",
    "tag_items",
    "tag_with_extractors",
    "tag_with_lexicon",
    "untag_items",
]
