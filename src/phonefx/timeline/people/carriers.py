"""Compares the operators of the counterparts' numbers with a market: a lead, never a finding.

Both tables are the examiner's: `number,carrier` (or prefixes ending in `*`) and `carrier,share` (0 to 1, or percent
with a sign). The factor is the share seen over the share of the market; its interval is Wilson's for the share seen.
"""

from __future__ import annotations

import csv
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

from phonefx.errors import UsageError
from phonefx.timeline.people.identities import identify

Z95 = 1.959964


@dataclass(frozen=True, slots=True)
class CarrierShare:
    """One operator among the counterparts.

    Attributes:
        numbers: counterparts' numbers of that operator; `known`: those with any operator in the table.
        share, low, high: numbers / known with its 95% interval.
        market: the market's share as given; None where it is not given, and then there is no factor.
        factor, factor_low, factor_high: share / market with the interval.
    """

    carrier: str
    numbers: int
    known: int
    share: float
    low: float
    high: float
    market: float | None
    factor: float | None
    factor_low: float | None
    factor_high: float | None


def wilson(hits: int, total: int) -> tuple[float, float]:
    """Give the 95% interval of a share (Wilson's score interval)."""
    if not total:
        return 0.0, 1.0
    share, square = hits / total, Z95 * Z95
    middle = share + square / (2 * total)
    spread = Z95 * sqrt(share * (1 - share) / total + square / (4 * total * total))
    return max(0.0, (middle - spread) / (1 + square / total)), min(1.0, (middle + spread) / (1 + square / total))


def shares(numbers: Iterable[str], carriers: Mapping[str, str], market: Mapping[str, float]) -> list[CarrierShare]:
    """Count the operators of some numbers (E.164) and set them beside the market, largest count first."""
    longest = max((len(prefix) for prefix in carriers), default=0)
    counted: Counter[str] = Counter()
    for number in sorted(set(numbers)):
        ends = range(min(longest, len(number)), 0, -1)
        if found := carriers.get(number) or next((c for end in ends if (c := carriers.get(number[:end] + "*"))), None):
            counted[found] += 1
    known = counted.total()
    rows = []
    for carrier, hits in sorted(counted.items(), key=lambda each: (-each[1], each[0])):
        share, (low, high), base = hits / known, wilson(hits, known), market.get(carrier)
        factors = (share / base, low / base, high / base) if base else (None, None, None)
        rows.append(CarrierShare(carrier, hits, known, share, low, high, base, *factors))
    return rows


def counterpart_numbers(connection: sqlite3.Connection, exhibit: str | None = None) -> list[str]:
    """Give the numbers that the phones had messages or calls with, without their own."""
    asked = """
        SELECT DISTINCT d.shown FROM identity d JOIN party_use u ON u.identity = d.id
        JOIN origin i ON i.source = u.source
        WHERE d.kind = 'phone' AND u.role = 'counterpart' AND (?1 IS NULL OR i.exhibit = ?1)
          AND d.id NOT IN (SELECT identity FROM owner) ORDER BY 1
    """
    return [row[0] for row in connection.execute(asked, (exhibit,))]


def read_carriers(path: Path, region: str | None = None) -> dict[str, str]:
    """Read the table `number,carrier`; numbers are brought to E.164, prefixes keep their star."""
    found = {}
    for number, carrier in _rows(path, ("number", "carrier")):
        if number.endswith("*"):
            found["+" + number.strip("+* ") + "*"] = carrier
        else:
            read = identify(number, "sms", region)
            found[read[0].shown if read else number] = carrier
    return found


def read_market(path: Path) -> dict[str, float]:
    """Read the table `carrier,share`."""
    found = {}
    for carrier, text in _rows(path, ("carrier", "share")):
        try:
            share = float(text.rstrip("% ")) / (100 if text.rstrip().endswith("%") else 1)
        except ValueError:
            raise UsageError(f"{path}: {text!r} is no share") from None
        if not 0 < share <= 1:
            raise UsageError(f"{path}: a share of {text} is not between 0 and 1")
        found[carrier] = share
    return found


def _rows(path: Path, wanted: tuple[str, str]) -> list[tuple[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if not set(wanted) <= set(reader.fieldnames or ()):
            raise UsageError(f"{path}: the first line must name the columns {wanted[0]},{wanted[1]}")
        return [((row[wanted[0]] or "").strip(), (row[wanted[1]] or "").strip()) for row in reader]
