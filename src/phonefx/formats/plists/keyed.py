"""Resolves keyed archives (NSKeyedArchiver): a property list whose objects refer to each other by number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from urllib.parse import urljoin
from uuid import UUID

from phonefx.errors import Damaged, HostileEvidence
from phonefx.formats.plists import loads as load_plist
from phonefx.formats.plists.values import Date, Plist, Uid

MAX_DEPTH = 100
UNFOLDED_FLOOR = 1_000_000
UNFOLDED_PER_OBJECT = 20


@dataclass(frozen=True, slots=True)
class Cycle:
    """Stands where an object refers back to one that holds it: the number of that object."""

    uid: int


@dataclass(frozen=True, slots=True)
class AttributedText:
    """An NSAttributedString: its text, and runs of (length in UTF-16 code units, attributes)."""

    text: str
    runs: tuple[tuple[int, dict[Any, Value]], ...]


@dataclass(slots=True)
class Instance:
    """An object of any other class: its class, the classes above it, and its fields by name."""

    class_name: str
    classes: tuple[str, ...] = ()
    fields: dict[str, Value] = field(default_factory=dict)

    def get(self, name: str) -> Value:
        """Give a field, or None."""
        return self.fields.get(name)


Value: TypeAlias = (
    "bool | int | float | str | bytes | Date | UUID | AttributedText | Instance | Cycle | list[Value] "
    "| dict[Any, Value] | None"
)


def is_keyed(plist: Plist) -> bool:
    """Tell whether a property list is a keyed archive."""
    return isinstance(plist, dict) and isinstance(plist.get("$objects"), list) and isinstance(plist.get("$top"), dict)


def loads(data: bytes) -> Value:
    """Read a keyed archive from its bytes and give its root object, or a dict where it has several top objects."""
    return resolve(load_plist(data))


def resolve(plist: Plist) -> Value:
    """Resolve the objects of a keyed archive.

    NSString, NSNumber, NSData, NSURL (as text), NSDate (`Date`), NSUUID, NSNull, NSAttributedString, arrays, sets (as
    lists) and dictionaries become values; any other class an `Instance` that keeps its name and fields. A reference
    back to an object that is still open becomes a `Cycle`.

    Raises:
        Damaged: it is no keyed archive, or refers to objects that are not there.
        HostileEvidence: it nests deeper than 100 levels, or its shared objects unfold beyond the limits.
    """
    objects, top = (plist.get("$objects"), plist.get("$top")) if isinstance(plist, dict) else (None, None)
    if not isinstance(objects, list) or not isinstance(top, dict):
        raise Damaged("keyed archive", "it has no $objects and $top")
    resolver = _Resolver(objects)
    found = {name: resolver.any(value, 0)[0] for name, value in top.items()}
    return found["root"] if list(found) == ["root"] else dict(found)


_Sized: TypeAlias = "tuple[Value, int]"


class _Resolver:
    """The objects of one archive and those resolved so far, each with the number of values it unfolds to."""

    def __init__(self, objects: list[Plist]) -> None:
        self.objects = objects
        self.done: dict[int, _Sized] = {}
        self.active: set[int] = set()
        self.most = max(UNFOLDED_FLOOR, UNFOLDED_PER_OBJECT * len(objects))

    def any(self, value: Plist, depth: int) -> _Sized:
        if depth > MAX_DEPTH:
            raise HostileEvidence("keyed archive", f"nested deeper than {MAX_DEPTH}")
        if isinstance(value, Uid):
            return self.object(value, depth)
        if isinstance(value, list):
            return self.sum([self.any(item, depth + 1) for item in value])
        if isinstance(value, dict):
            fields = {name: self.any(item, depth + 1) for name, item in value.items()}
            return {name: item for name, (item, _) in fields.items()}, 1 + sum(size for _, size in fields.values())
        return value, 1

    def object(self, uid: int, depth: int) -> _Sized:
        if uid == 0:
            return None, 1
        if uid in self.done:
            return self.done[uid]
        if uid >= len(self.objects):
            raise Damaged("keyed archive", f"object {uid} of {len(self.objects)} is referred to")
        if uid in self.active:
            return Cycle(uid), 1
        self.active.add(uid)
        raw = self.objects[uid]
        found = self.instance(raw, depth) if isinstance(raw, dict) and "$class" in raw else self.any(raw, depth + 1)
        self.active.discard(uid)
        if found[1] > self.most:
            raise HostileEvidence("keyed archive", f"its shared objects unfold to more than {self.most} values")
        self.done[uid] = found
        return found

    def sum(self, items: list[_Sized]) -> tuple[list[Value], int]:
        return [value for value, _ in items], 1 + sum(size for _, size in items)

    def instance(self, raw: dict[str, Plist], depth: int) -> _Sized:
        """Resolve an object with a class: its fields first, then what its class makes of them."""
        name, classes = self.class_of(raw["$class"])
        sized = {key: self.any(value, depth + 1) for key, value in raw.items() if key != "$class"}
        fields = {key: value for key, (value, _) in sized.items()}
        size = 1 + sum(count for _, count in sized.values())
        for known in (name, *classes):
            if known in _KNOWN:
                made = _KNOWN[known](fields)
                return (Instance(name, classes, fields) if made is _UNFIT else made), size
        return Instance(name, classes, fields), size

    def class_of(self, reference: Plist) -> tuple[str, tuple[str, ...]]:
        raw = self.objects[reference] if isinstance(reference, Uid) and reference < len(self.objects) else None
        if not isinstance(raw, dict) or not isinstance(raw.get("$classname"), str):
            raise Damaged("keyed archive", "an object refers to a class that is none")
        above = raw.get("$classes")
        names = tuple(str(item) for item in above) if isinstance(above, list) else ()
        return str(raw["$classname"]), names[1:] if names[:1] == (raw["$classname"],) else names


_UNFIT: Value = Instance("")  # the fields are not those of the class: the object stays an Instance
_Fields: TypeAlias = "dict[str, Value]"


def _numbered(fields: _Fields, prefix: str) -> list[Value]:
    """Members that stand in fields of their own (`NS.object.0`, ...), the older way."""
    found: list[Value] = []
    while f"{prefix}{len(found)}" in fields:
        found.append(fields[f"{prefix}{len(found)}"])
    return found


def _array(fields: _Fields) -> Value:
    members = fields.get("NS.objects", _UNFIT)
    return members if isinstance(members, list) else _numbered(fields, "NS.object.")


def _dictionary(fields: _Fields) -> Value:
    """Pair keys with values; keys that cannot be told apart leave the object as it is, so that none is lost."""
    keys = fields["NS.keys"] if "NS.keys" in fields else _numbered(fields, "NS.key.")
    values = _array(fields)
    if not isinstance(keys, list) or not isinstance(values, list) or len(keys) != len(values):
        return _UNFIT
    if not all(isinstance(key, (str, int, float, bytes, UUID)) for key in keys):
        return _UNFIT
    found = dict(zip(keys, values, strict=True))
    return found if len(found) == len(keys) else _UNFIT


def _string(fields: _Fields) -> Value:
    value = fields.get("NS.string", fields.get("NS.bytes", _UNFIT))
    return value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else value


def _url(fields: _Fields) -> Value:
    base, relative = fields.get("NS.base"), fields.get("NS.relative")
    if not isinstance(relative, str):
        return _UNFIT
    try:
        return urljoin(base, relative) if isinstance(base, str) else relative
    except ValueError:
        return _UNFIT


def _date(fields: _Fields) -> Value:
    value = fields.get("NS.time")
    return Date(value) if isinstance(value, (int, float)) else _UNFIT


def _uuid(fields: _Fields) -> Value:
    value = fields.get("NS.uuidbytes")
    return UUID(bytes=value) if isinstance(value, bytes) and len(value) == 16 else _UNFIT


def _field(name: str) -> Callable[[_Fields], Value]:
    return lambda fields: fields.get(name, _UNFIT)


def _number(fields: _Fields) -> Value:
    found = [value for value in fields.values() if isinstance(value, (int, float))]
    return found[0] if len(found) == 1 else _UNFIT


def _attributed(fields: _Fields) -> Value:
    text, attributes, info = fields.get("NSString"), fields.get("NSAttributes"), fields.get("NSAttributeInfo")
    if not isinstance(text, str):
        return _UNFIT
    if isinstance(attributes, dict):
        return AttributedText(text, ((len(text) + sum(character > "\uffff" for character in text), attributes),))
    if attributes is None:
        return AttributedText(text, ())
    if not isinstance(attributes, list) or not isinstance(info, bytes):
        return _UNFIT
    numbers = _varints(info)
    runs = []
    for length, index in zip(numbers[::2], numbers[1::2], strict=False):
        chosen = attributes[index] if index < len(attributes) else None
        if not isinstance(chosen, dict):
            return _UNFIT
        runs.append((length, chosen))
    return AttributedText(text, tuple(runs))


def _varints(data: bytes) -> list[int]:
    """Read numbers of seven bits a byte, lowest first."""
    numbers, current, shift = [], 0, 0
    for byte in data:
        current |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            numbers.append(current)
            current = shift = 0
        elif shift > 63:
            return []
    return numbers


_KNOWN: dict[str, Callable[[_Fields], Value]] = {
    "NSArray": _array,
    "NSSet": _array,
    "NSOrderedSet": _array,
    "NSDictionary": _dictionary,
    "NSString": _string,
    "NSData": _field("NS.data"),
    "NSURL": _url,
    "NSDate": _date,
    "NSUUID": _uuid,
    "NSNull": lambda _: None,
    "NSNumber": _number,
    "NSAttributedString": _attributed,
}
