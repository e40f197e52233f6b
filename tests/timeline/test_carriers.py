"""Operators against a market, and what a number tells offline."""

from __future__ import annotations

from math import comb

import pytest

from phonefx.errors import UsageError
from phonefx.timeline.people.carriers import Z95, read_carriers, read_market, shares, wilson
from phonefx.timeline.people.facts import FIXED_LIMIT, LIMIT, number_facts


def test_the_over_representation_of_one_operator():
    numbers = [f"+1202555{number:04d}" for number in range(100, 200)]
    carriers = dict.fromkeys(numbers[:19], "Prepaid Co") | {"+1202555*": "Big Co"}
    prepaid = next(row for row in shares(numbers, carriers, {"Prepaid Co": 0.034, "Big Co": 0.5}) if row.numbers == 19)
    assert (prepaid.carrier, prepaid.known) == ("Prepaid Co", 100)
    assert prepaid.factor == pytest.approx(5.588, abs=0.001)
    assert prepaid.factor_low == pytest.approx(0.1251 / 0.034, abs=0.01)  # Wilson: 0.1251 to 0.2778
    assert prepaid.factor_high == pytest.approx(0.2778 / 0.034, abs=0.01)


def exact(hits, total, share):
    """The chance of so many hits or more, from the binomial distribution itself."""
    return sum(comb(total, n) * share**n * (1 - share) ** (total - n) for n in range(hits, total + 1))


def root(function, low, high):
    """Where a rising function passes zero, by halving."""
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (low, middle) if function(middle) > 0 else (middle, high)
    return low


@pytest.mark.parametrize(("hits", "total"), [(19, 100), (1, 30), (75, 394), (299, 300)])
def test_the_interval_agrees_with_two_other_methods(hits, total):
    """Where the score test just rejects (found by halving), and the exact interval of the binomial distribution."""
    share, (low, high) = hits / total, wilson(hits, total)
    edge = Z95**2 / total
    assert low == pytest.approx(root(lambda p: edge * p * (1 - p) - (share - p) ** 2, 0, share), abs=1e-9)
    assert high == pytest.approx(root(lambda p: (share - p) ** 2 - edge * p * (1 - p), share, 1), abs=1e-9)
    exact_low = root(lambda p: exact(hits, total, p) - 0.025, 0, share)
    exact_high = root(lambda p: exact(hits + 1, total, p) - 0.975, share, 1)
    assert (low, high) == pytest.approx((exact_low, exact_high), abs=0.05)
    assert exact_low < share < exact_high


def test_wilson_at_the_edges():
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(0, 10)[0] == 0.0
    assert wilson(10, 10)[1] == pytest.approx(1.0)
    assert wilson(5, 10) == pytest.approx((0.2366, 0.7634), abs=1e-4)


def test_without_a_market_there_is_no_factor_and_a_number_counts_once():
    (row,) = shares(["+12025550101", "+12025550101"], {"+1202*": "Co"}, {})
    assert (row.numbers, row.known, row.factor) == (1, 1, None)
    assert shares([], {}, {}) == []


def test_tables_are_read(tmp_path):
    carriers, market = tmp_path / "carriers.csv", tmp_path / "market.csv"
    carriers.write_text("number,carrier\n+1 202 555*,Big Co\n(202) 555-0123,Small Co\n", encoding="utf-8-sig")
    market.write_text("carrier,share\nBig Co,96.6%\nSmall Co,0.034\n", encoding="utf-8")
    assert read_market(market) == {"Big Co": pytest.approx(0.966), "Small Co": 0.034}
    assert read_carriers(carriers, "US")["+12025550123"] == "Small Co"


@pytest.mark.parametrize("text", ["carrier,share\nX,lots\n", "carrier,share\nX,3\n", "a,b\nX,0.1\n", ""])
def test_a_wrong_table_is_refused(tmp_path, text):
    path = tmp_path / "market.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError):
        read_market(path)


def test_number_facts_say_what_the_operator_is_worth():
    swiss = number_facts("+41791234567")
    assert (swiss.country, swiss.kind, swiss.valid) == ("CH", "mobile", True)
    assert swiss.operator_limit in (LIMIT, FIXED_LIMIT, None)
    washington = number_facts("+12025550123")
    assert (washington.country, washington.kind, washington.operator) == ("US", "fixed line or mobile", None)
    assert "Washington" in washington.place
    assert number_facts("nonsense") is None
