"""Reads protocol buffers whose schema is not public.

`Message(data)` gives a field in the form that a caller who knows the artifact asks for. `walk`, `parse`, `find` and
`leaves` give the fields themselves: number, wire type, place and raw bytes, with every reading of them. `texts` gives
what can be read of a message that nobody has described.
"""

from __future__ import annotations

from phonefx.formats.protobuf.message import Message, Value, fields
from phonefx.formats.protobuf.wire import Field, find, leaves, parse, texts, walk

__all__ = ["Field", "Message", "Value", "fields", "find", "leaves", "parse", "texts", "walk"]
