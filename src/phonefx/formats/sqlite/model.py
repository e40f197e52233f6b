"""What the rows of a table look like, learned from live rows, and how well bytes agree with it.

Agreement is measured in bits: the logarithm of how much likelier a value is as a value of this column than as
chance bytes. It adds up over a record, so wide tables decide at a glance and narrow ones need every check.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from phonefx.formats.sqlite import record, varint
from phonefx.formats.sqlite.record import Text, Value
from phonefx.formats.sqlite.schema import Affinity, Column, Table

BLOB, TEXT = 12, 13
BUCKETS = 14
NEVER = -60.0
_SHAPE_ROWS, _CONSTANT_ROWS = 20, 8
_DISTINCT_ROWS = 5000
_RUN_OF_ZEROS = 8.0
_MAX_ALPHABET = 24
_TEXT_BITS, _NUMBER_BITS, _FAR_NARROW, _LIKE_TEXT = 12.0, 20.0, 12.0, 10.0
_TINY = 1e6
_PRIOR = {
    Affinity.INTEGER: (0, 1, 2, 3, 4, 5, 6, 8, 9),
    Affinity.TEXT: (0, TEXT),
    Affinity.REAL: (0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
    Affinity.NUMERIC: (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, TEXT),
    Affinity.BLOB: (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, BLOB, TEXT),
}
_CONTROL = frozenset(chr(code) for code in (*range(32), 127) if code not in (9, 10, 13))


class Weight(NamedTuple):
    """How well a record agrees with a table: bits in all, those of values alone, and the first columns that do not.

    `failed` cannot be a value of its column, `doubtful` lies far outside of what is usual.
    """

    bits: float
    worth: float
    failed: int | None
    doubtful: int | None


def bucket(serial: int) -> int:
    """Fold the serial types of all texts into one, and of all blobs."""
    return serial if serial < BLOB else BLOB + (serial & 1)


def clean(text: str) -> bool:
    """Say whether a text holds no control characters but tab and line ends."""
    return text.isprintable() or not any(letter in _CONTROL for letter in text)


def _like_text(serial: int, value: int) -> bool:
    """Say whether the bytes of a number of three bytes or more read as a piece of text."""
    raw = value.to_bytes(record.size(serial), "big", signed=True)
    try:
        return len(raw) > 2 and raw.decode().isprintable()
    except UnicodeDecodeError:
        return False


class ColumnModel:
    """The values of one column as seen in live rows."""

    def __init__(self, column: Column, alias: bool, strict: bool = False) -> None:
        allowed = (0,) if alias else _PRIOR[column.affinity]
        self.alias, self._strict = alias, strict
        self._whole_as_integer = column.affinity is not Affinity.BLOB
        self._values: set[int] = set()
        self._repeats = 0
        self._prior = [0.0] * BUCKETS
        for serial in allowed:
            self._prior[serial] = 0.05 if serial == 0 and column.not_null and not alias else 1.0
        if column.affinity is Affinity.NUMERIC and not alias:
            self._prior[TEXT] = 0.1
        self._seen = [0] * BUCKETS
        self._rows = 0
        self._numbers: tuple[float, float] | None = None
        self._floats: tuple[float, float] | None = None
        self._smallest: float | None = None
        self.small_as_constants = False
        self._lengths: Counter[int] = Counter()
        self._text_lengths: set[int] = set()
        self._blob_lengths: Counter[int] = Counter()
        self._letters: set[str] = set()
        self._letter_count = 0
        self._firsts: set[str] = set()
        self._magic: Counter[bytes] = Counter()
        self.unclean = False
        self._bits: list[float] | None = None
        self._allowed: frozenset[int] | None = None

    @property
    def distinct(self) -> bool:
        """Whether hardly any value occurs twice in live rows, so that a value names its row."""
        return len(self._values) >= _SHAPE_ROWS and self._repeats * 200 <= len(self._values)

    @property
    def highest(self) -> int:
        """The highest integer seen."""
        return int(self._numbers[1]) if self._numbers else 0

    def learn(self, serial: int, value: Value) -> None:
        """Take one live value into account."""
        self._bits = self._allowed = None
        self._rows += 1
        self._seen[serial if serial < BLOB else BLOB + (serial & 1)] += 1
        if serial == record.NULL:
            return
        known = len(self._values)
        if known < _DISTINCT_ROWS:
            self._values.add(hash(value))
            self._repeats += len(self._values) == known
        if serial < record.RESERVED[0]:
            self._learn_number(serial, value)
        elif serial & 1:
            self._learn_text(serial, value)
        elif isinstance(value, bytes):
            self._magic[value[:3]] += len(self._magic) < 64 or value[:3] in self._magic
            self._blob_lengths[len(value)] += len(self._blob_lengths) < 256

    def _learn_number(self, serial: int, value: Value) -> None:
        if isinstance(value, float) and math.isfinite(value):
            if value and (self._smallest is None or abs(value) < self._smallest):
                self._smallest = abs(value)
            low, high = self._floats or (value, value)
            if not self._floats or not low <= value <= high:
                self._floats = min(low, value), max(high, value)
        elif isinstance(value, int):
            low, high = self._numbers or (value, value)
            if not self._numbers or not low <= value <= high:
                self._numbers = min(low, value), max(high, value)

    def _learn_text(self, serial: int, value: Value) -> None:
        if not isinstance(value, str) or not clean(value):
            self.unclean = True
            return
        size = record.size(serial)
        self._text_lengths.add(len(value))
        self._lengths[size] += len(self._lengths) < 256 or size in self._lengths
        if len(self._letters) <= 512:
            self._letters.update(value[:200])
            self._firsts.update(value[:1])
        self._letter_count += len(value)

    def allowed(self) -> frozenset[int]:
        """Give the kinds of values that the column may hold: by declaration, and every one that was seen."""
        if self._allowed is None:
            self._allowed = frozenset(serial for serial in range(BUCKETS) if self._prior[serial] or self._seen[serial])
        return self._allowed

    def type_bits(self, serial: int) -> float:
        """Weigh a serial type that stands in the bytes."""
        return self.share_bits(serial) + 8.0 * varint.length(serial)

    def share_bits(self, serial: int) -> float:
        """Weigh a serial type that was lost: how usual it is in this column."""
        if self._bits is None:
            total = self._rows + sum(self._prior) * 0.5
            floor = 0.02 / (total + 1)
            self._bits = [
                math.log2(max((seen + 0.5 * prior) / total if total else 0.0, floor))
                for seen, prior in zip(self._seen, self._prior, strict=True)
            ]
        kind = bucket(serial)
        bits = self._bits[kind]
        if kind >= BLOB:
            bits += self._length_bits(record.size(serial), self._lengths if kind == TEXT else self._blob_lengths)
        return bits

    def _length_bits(self, size: int, lengths: Counter[int]) -> float:
        known = sum(lengths.values())
        if known < 8:
            return -8.0 - max(0.0, math.log2((size + 1) / 256))
        low, high = min(lengths), max(lengths)
        if low <= size <= high:
            return math.log2(max(lengths[size] / known, 0.9 / (high - low + 1), 1 / 512))
        far = (low - size if size < low else size - high) / (high - low + 8)
        return -9.0 - min(far, 12.0) - (10.0 if len(lengths) == 1 and known >= _SHAPE_ROWS else 0.0)

    def value_bits(self, serial: int, value: Value) -> float:
        """Weigh a value; NEVER where it cannot be one of this column."""
        if isinstance(value, str):
            return self._text_bits(value)
        if isinstance(value, int):
            if not record.smallest_integer(serial, value, self.small_as_constants):
                return NEVER
            bits = self._range_bits(float(value), 8.0 * record.size(serial), self._numbers)
            return bits - _LIKE_TEXT if bits < -1.0 and _like_text(serial, value) else bits
        if isinstance(value, float):
            return self._float_bits(value)
        if isinstance(value, bytes):
            if serial & 1:
                return -20.0 if self.unclean else NEVER
            return self._blob_bits(value)
        return 0.0

    def _float_bits(self, value: float) -> float:
        if not math.isfinite(value) or (value and not 1e-30 < abs(value) < 1e30):
            return NEVER
        if self._whole_as_integer and value == int(value) and abs(value) < 1 << 47:
            return NEVER
        if value and self._smallest and self._rows >= _SHAPE_ROWS and abs(value) * _TINY < self._smallest:
            return -_FAR_NARROW
        return min(self._range_bits(value, 40.0, self._floats), 16.0)

    def _range_bits(self, value: float, width: float, seen: tuple[float, float] | None) -> float:
        if seen is None or not width or self._rows < 4:
            return 0.0
        low, high = seen
        room = high - low + max(abs(high), abs(low)) * 1e-3 + 2
        if low <= value <= high:
            return min(max(0.0, width - math.log2(room + 1)), _NUMBER_BITS)
        far = (low - value if value < low else value - high) / room
        if far <= 1:
            return min(max(0.0, width - math.log2(3 * room)), _NUMBER_BITS) - 1.0
        if self._rows < _SHAPE_ROWS and not (low == high and self._rows >= _CONSTANT_ROWS):
            return -1.0
        narrow = high - low < min(abs(low), abs(high)) and low * high > 0
        return -(_FAR_NARROW if narrow else 2.0) - min(math.log2(far + 1), 12.0)

    def _text_bits(self, value: str) -> float:
        if not clean(value):
            return -20.0 if self.unclean else NEVER
        if self._strict and self._rows >= _SHAPE_ROWS and not self._shaped_alike(value):
            return NEVER
        bits = 1.3 * len(value)
        if self._letter_count >= 200:
            shaped = len(self._letters) <= _MAX_ALPHABET and sum(self._lengths.values()) >= _SHAPE_ROWS
            strange = len(set(value[:200]) - self._letters)
            bits = 2.0 * (min(len(value), 200) - strange) - (12.0 if shaped else 1.5) * min(strange, 6)
        named = len(self._lengths) == 1 or len(self._letters) <= _MAX_ALPHABET
        if value and named and 0 < len(self._firsts) <= 2 and self._rows >= _SHAPE_ROWS:
            bits += 5.0 if value[0] in self._firsts else -15.0
        return min(bits, _TEXT_BITS)

    def _shaped_alike(self, value: str) -> bool:
        """Say whether a text has the shape that all live ones share, as far as they share one."""
        alike = len(self._letters) > _MAX_ALPHABET or set(value) <= self._letters
        first = len(self._firsts) > 2 or value[:1] in self._firsts
        return alike and first and (len(self._lengths) > 1 or len(value) in self._text_lengths)

    def _blob_bits(self, value: bytes) -> float:
        if len(value) >= 4 and not value.strip(b"\0") and not self._magic[value[:3]]:
            return NEVER
        known = sum(self._magic.values())
        if known < 8 or not value:
            return 0.0
        share = self._magic[value[:3]] / known
        if share > 0:
            return 18.0 + math.log2(share)
        return -12.0 if len(self._magic) <= 3 else -2.0


class RowModel:
    """The rows of one table: a model per column and the numbers of stored columns that occur."""

    def __init__(self, table: Table) -> None:
        self.table = table
        strict = table.index_of is not None
        self.columns = [ColumnModel(column, place == table.alias, strict) for place, column in enumerate(table.columns)]
        self.counts: Counter[int] = Counter()
        self.first_types: Counter[int] = Counter()
        self.first_pairs: Counter[tuple[int, int]] = Counter()
        self.rows = 0
        self.highest = 0
        self._constants = self._small_in_bytes = False

    def learn(self, types: tuple[int, ...], values: Iterable[Value], rowid: int | None = None) -> None:
        """Take one row into account."""
        if len(types) > len(self.columns) or not types:
            return
        self.rows += 1
        self.counts[len(types)] += 1
        self.first_types[types[0]] += len(self.first_types) < 400 or types[0] in self.first_types
        if len(types) > 1:
            pair = types[0], types[1]
            self.first_pairs[pair] += len(self.first_pairs) < 400 or pair in self.first_pairs
        self.highest = max(self.highest, rowid or 0)
        for model, serial, value in zip(self.columns, types, values, strict=False):
            model.learn(serial, value)
            if serial == 1 and value in (0, 1) and not self._small_in_bytes:
                self._small_in_bytes = True
                self._tell_constants()
        if not self._constants and (8 in types or 9 in types):
            self._constants = True
            self._tell_constants()

    def _tell_constants(self) -> None:
        """Schema format 4 keeps the numbers 0 and 1 without bytes; live rows show whether the database has it."""
        for model in self.columns:
            model.small_as_constants = self._constants and not self._small_in_bytes

    @property
    def highest_entry(self) -> int:
        """The highest number in the last column: of an index, the highest row id."""
        return self.columns[-1].highest

    def tail_bits(self, first: int, types: tuple[int, ...]) -> float:
        """Weigh the serial types of the columns from one on."""
        return sum(model.type_bits(serial) for model, serial in zip(self.columns[first:], types, strict=False))

    def bits(
        self, types: tuple[int, ...], body: bytes, text: Text, lost: int = 0, missing: frozenset[int] = frozenset()
    ) -> Weight:
        """Weigh a record of which perhaps only the beginning of the body is there.

        Args:
            types: its serial types; the first `lost` of them are guesses.
            body: the bytes of the values, as far as they are there.
            text: the encoding of text.
            lost: how many leading types are no bytes of the record but guesses.
            missing: columns whose values are not weighed.
        """
        total, worth_all, at, have = 0.0, 0.0, 0, len(body)
        doubtful: int | None = None
        for place, (model, serial) in enumerate(zip(self.columns, types, strict=False)):
            total += model.share_bits(serial) if place < lost else model.type_bits(serial)
            if serial == record.NULL and place and types[place - 1] == record.NULL and place > lost:
                total -= _RUN_OF_ZEROS
            end = at + record.size(serial)
            if end <= have and serial != record.NULL and place not in missing:
                worth = model.value_bits(serial, record.decode(serial, body[at:end], text))
                if worth <= NEVER:
                    return Weight(total + worth_all, worth_all, place, place if doubtful is None else doubtful)
                doubtful = place if doubtful is None and worth <= -_FAR_NARROW else doubtful
                worth_all += worth
            at = end
        return Weight(total + worth_all, worth_all, None, doubtful)
