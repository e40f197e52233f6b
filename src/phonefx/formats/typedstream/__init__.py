"""Reads the typedstream archives in which iMessage keeps the text of a message.

`text(blob)` gives the text and nothing else, `attributed(blob)` the text with its runs (attachments, mentions, links,
part numbers), `decode(blob)` every object of any archive. `text_by_pattern` is the last resort for what does not
decode.
"""

from __future__ import annotations

from phonefx.formats.typedstream.objects import Class, Group, Object, Value
from phonefx.formats.typedstream.pattern import text_by_pattern
from phonefx.formats.typedstream.plain import Plain, plain
from phonefx.formats.typedstream.reader import Stream, decode
from phonefx.formats.typedstream.strings import AttributedString, Run, attributed, text

__all__ = [
    "AttributedString",
    "Class",
    "Group",
    "Object",
    "Plain",
    "Run",
    "Stream",
    "Value",
    "attributed",
    "decode",
    "plain",
    "text",
    "text_by_pattern",
]
