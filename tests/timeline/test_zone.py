"""Times in a zone: the offsets that `Zone` remembers are those that the zone's own table gives."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonefx.errors import UsageError
from phonefx.timeline.show import Zone
from phonefx.times import iso

ZONES = ("UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Casablanca",
         "Pacific/Apia", "America/Caracas")  # fmt: skip
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
INSTANTS = st.integers(-(2**31) * 1_000_000, 2**32 * 1_000_000)


def expected(name, us):
    local = (EPOCH + timedelta(microseconds=us // 1_000_000 * 1_000_000)).astimezone(ZoneInfo(name))
    return int(local.utcoffset().total_seconds() // 60)


@given(st.sampled_from(ZONES), st.lists(INSTANTS, min_size=1, max_size=5), st.integers(-3_600, 3_600))
def test_the_offset_of_any_instant_is_that_of_the_zone(name, instants, seconds):
    zone = Zone(name)
    for us in [*instants, *(each + seconds * 1_000_000 for each in instants), *instants]:
        assert zone.offset_minutes(us) == expected(name, us)


@pytest.mark.parametrize(
    ("name", "moment"),
    [
        ("Europe/Berlin", datetime(2024, 3, 31, 1, tzinfo=UTC)),
        ("Europe/Berlin", datetime(2024, 10, 27, 1, tzinfo=UTC)),
        ("Australia/Lord_Howe", datetime(2024, 4, 6, 15, tzinfo=UTC)),
        ("Asia/Kathmandu", datetime(1985, 12, 31, 18, 30, tzinfo=UTC)),
        ("America/Caracas", datetime(2016, 5, 1, 7, tzinfo=UTC)),
    ],
)
def test_both_sides_of_a_change_of_offset_are_right(name, moment):
    zone, us = Zone(name), (moment - EPOCH) // timedelta(microseconds=1)
    offsets = [zone.offset_minutes(us + step) for step in (-1, 0, -1_800_000_000, 1_800_000_000)]
    assert offsets == [expected(name, us + step) for step in (-1, 0, -1_800_000_000, 1_800_000_000)]
    assert offsets[0] != offsets[1]


@given(st.integers(-62_135_596_800_000_000, 253_402_300_799_999_999), st.sampled_from([-570, -60, 0, 45, 330, 840]))
def test_a_shown_instant_reads_back_as_itself(us, offset):
    if not -62_135_596_800_000_000 <= us + offset * 60_000_000 <= 253_402_300_799_999_999:
        return
    assert (datetime.fromisoformat(iso(us, offset)) - EPOCH) // timedelta(microseconds=1) == us


def test_a_name_that_is_no_zone_is_refused():
    with pytest.raises(UsageError, match="IANA"):
        Zone("Europe/Nowhere")
