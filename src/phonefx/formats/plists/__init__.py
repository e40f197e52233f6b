"""Reads property lists, binary or XML, and the keyed archives (NSKeyedArchiver) that are written as such.

`loads(data)` gives what a property list holds, `keyed.loads(data)` the object graph of a keyed archive, `mbfile.loads`
the file entry of an iOS backup. Dates are `Date`: seconds since 2001-01-01 UTC, exactly as stored.
"""

from __future__ import annotations

from phonefx.errors import Damaged
from phonefx.formats.plists import binary, xml
from phonefx.formats.plists.values import Date, Plist, Uid

__all__ = ["Date", "Plist", "Uid", "loads"]


def loads(data: bytes) -> Plist:
    """Read a property list of either form.

    Gives dict, list, str, int, float, bool, bytes, None, `Date` (seconds since 2001-01-01 UTC) or `Uid`.

    Raises:
        Damaged: it is no property list, cut short or broken.
        HostileEvidence: it nests or multiplies beyond the limits of real ones.
    """
    if bytes(memoryview(data)[:6]) == b"bplist":
        return binary.loads(data)
    if xml.looks_like(data):
        return xml.loads(data)
    raise Damaged("property list", "neither binary nor XML")
