"""One event in several items is marked, counted and never merged away; what one phone lacks is told."""

from __future__ import annotations

import pytest
from benchmarks.made_case import MadeCase, at
from hypothesis import given, settings
from hypothesis import strategies as st

from phonefx.records import Call, DeviceFact, Location, Media, Message
from phonefx.timeline import people, sameness, tables
from phonefx.timeline.sameness import OneSided, SameEvent, SameEventItem
from phonefx.timeline.sameness.matching import Groups, pairs

NOW = 1_772_323_200_000_000
SECOND = 1_000_000
ANN, BEN, EVE = "+447700900001", "+447700900002", "+447700900003"


def message(counterpart, body, us=NOW, direction="incoming", guid=None, sent=None):
    return Message(
        time=at(us), sent=at(sent), counterpart=counterpart, body=body, direction=direction, guid=guid, service="SMS"
    )


def call(counterpart, us, direction="incoming"):
    return Call(time=at(us), counterpart=counterpart, direction=direction)


@pytest.fixture
def made():
    case = MadeCase()
    for exhibit, number in (("E1", ANN), ("E2", BEN)):
        case.add(exhibit, DeviceFact(name="phone number", value=number))
    return case


def events(made):
    """The sets of items that tell one event."""
    people.build(made.db)
    sameness.build(made.db)
    found = {}
    for row in tables.read(made.db, SameEventItem, "ORDER BY item"):
        found.setdefault(row.event, []).append(row.item)
    return sorted(found.values())


def test_one_message_in_two_stores_is_one_event(made):
    (a,) = made.add("E1", message(EVE, "see you", NOW), parser="sms")
    (b,) = made.add("E1", message("+44 7700 900003", "see you ", NOW + 2 * SECOND), parser="backup")
    assert events(made) == [[a, b]]
    (event,) = tables.read(made.db, SameEvent)
    assert (event.items, event.sources, event.exhibits, event.live) == (2, 2, 1, 2)


def test_two_rows_of_one_store_are_two_messages(made):
    made.add("E1", message(EVE, "ok", NOW), message(EVE, "ok", NOW + SECOND), parser="sms")
    assert events(made) == []


def test_two_equal_messages_in_two_stores_are_two_events(made):
    a, b = made.add("E1", message(EVE, "ok", NOW), message(EVE, "ok", NOW + SECOND), parser="sms")
    c, d = made.add("E1", message(EVE, "ok", NOW), message(EVE, "ok", NOW + SECOND), parser="backup")
    assert events(made) == [[a, c], [b, d]]


@pytest.mark.parametrize(
    "other",
    [
        message(EVE, "see you", NOW + 3 * SECOND),
        message(BEN, "see you", NOW),
        message(EVE, "see you!", NOW),
        message(EVE, "see you", NOW, direction="outgoing"),
    ],
)
def test_what_differs_in_one_thing_is_another_message(made, other):
    made.add("E1", message(EVE, "see you", NOW), parser="sms")
    made.add("E1", other, parser="backup")
    assert events(made) == []


def test_one_id_is_one_message_whatever_the_times(made):
    (a,) = made.add("E1", message(EVE, "x", NOW, guid="AAAA-BBBB-1"), parser="sms")
    (b,) = made.add("E1", message(EVE, "x (edited)", NOW + 10**9, guid="AAAA-BBBB-1"), parser="sms", state="superseded")
    made.add("E1", message(EVE, "y", NOW, guid="7"), parser="other")
    made.add("E1", message(EVE, "z", NOW, guid="7"), parser="another")
    assert events(made) == [[a, b]]
    reasons = [row.reason for row in tables.read(made.db, SameEventItem, "ORDER BY item")]
    assert reasons == ["the first of them", "same message id"]
    (event,) = tables.read(made.db, SameEvent)
    assert (event.items, event.live) == (2, 1)


def test_both_phones_of_a_conversation_tell_one_event(made):
    (a,) = made.add("E1", message(BEN, "where", NOW, "outgoing"))
    (b,) = made.add("E2", message(ANN, "where", NOW + 30 * 60 * SECOND, "incoming", sent=NOW + SECOND))
    (c,) = made.add("E1", call(BEN, NOW, "outgoing"))
    (d,) = made.add("E2", call(ANN, NOW + 5 * SECOND))
    assert events(made) == [[a, b], [c, d]]
    assert {event.exhibits for event in tables.read(made.db, SameEvent)} == {2}


def test_the_mark_of_an_attachment_is_no_word(made):
    """An iPhone stores U+FFFC in the text where the picture stands, an Android phone does not."""
    (a,) = made.add("E1", message(BEN, "this is the gate", NOW + 6 * SECOND, "incoming", sent=NOW))
    (b,) = made.add("E2", message(ANN, "\ufffcthis is the gate", NOW, "outgoing"))
    made.add("E1", message(BEN, "\ufffc", NOW + 5 * SECOND))
    made.add("E2", message(ANN, "\ufffc\ufffc", NOW + 5 * SECOND, "outgoing"))
    assert events(made) == [[a, b]]


def test_the_same_words_in_the_other_direction_are_an_answer(made):
    made.add("E1", message(BEN, "yes", NOW, "outgoing"))
    made.add("E2", message(ANN, "yes", NOW + SECOND, "outgoing"))
    assert events(made) == []


def test_media_and_positions_in_two_stores(made):
    (a,) = made.add("E1", Media(path="/DCIM/1.jpg", time=at(NOW)), parser="store")
    (b,) = made.add("E1", Media(path="/DCIM/1.jpg"), parser="gallery")
    where = {"latitude": 52.1, "longitude": 5.1, "evidence_of": "device_fix"}
    (c,) = made.add("E1", Location(time=at(NOW), **where), parser="one")
    (d,) = made.add("E1", Location(time=at(NOW), **where), parser="two")
    made.add("E2", Media(path="/DCIM/1.jpg"), Location(time=at(NOW), **where))
    assert events(made) == [[a, b], [c, d]]


def talk(made, count=6, gone=(), state=None):
    """A conversation of Ann and Ben in which Ben's phone lacks some messages, or has them in another state."""
    missing = {}
    for number in range(count):
        us = NOW + number * 600 * SECOND
        (item,) = made.add("E1", message(BEN, f"text {number}", us, "outgoing"))
        if number not in gone:
            made.add("E2", message(ANN, f"text {number}", us + SECOND))
        else:
            missing[item] = (
                made.add("E2", message(ANN, f"text {number}", us + SECOND), state=state)[0] if state else None
            )
    return missing


def test_a_message_that_only_one_phone_has_is_told(made):
    missing = talk(made, gone=(2, 3))
    events(made)
    rows = list(tables.read(made.db, OneSided, "ORDER BY item"))
    assert [row.item for row in rows] == list(missing)
    assert {(row.on_exhibit, row.not_on, row.recovered, row.matched) for row in rows} == {("E1", "E2", None, 4)}


def test_a_deleted_message_that_came_back_is_named_beside_the_one_that_stayed(made):
    missing = talk(made, gone=(2,), state="recovered")
    events(made)
    (row,) = tables.read(made.db, OneSided)
    assert {row.item: row.recovered} == missing


def test_absence_is_not_told_outside_the_time_that_both_phones_cover(made):
    talk(made, gone=(0, 5))
    events(made)
    assert list(tables.read(made.db, OneSided)) == []


def test_absence_is_not_told_where_the_phones_hardly_match(made):
    talk(made, count=4, gone=(1, 2))
    events(made)
    assert list(tables.read(made.db, OneSided)) == []


def test_a_flood_of_equal_messages_costs_no_square(made):
    rows = [("b", NOW, store, item) for item, store in enumerate([1] * 3000 + [2] * 3000, 1)]
    assert len(list(pairs(rows, SECOND))) <= 64


def test_rows_without_time_only_agree_with_each_other():
    assert list(pairs([("b", None, 1, 1), ("b", None, 2, 2)], SECOND)) == [(1, 2)]
    assert list(pairs([("b", None, 1, 1), ("b", NOW, 2, 2)], SECOND)) == []


edges = st.lists(st.tuples(st.integers(1, 30), st.integers(1, 30)), max_size=40)


@settings(max_examples=60)
@given(edges)
def test_groups_are_the_connected_sets(joined):
    groups = Groups()
    sets = [{number} for number in range(31)]
    for one, other in joined:
        groups.join(one, other, 1)
        if sets[one] is not sets[other]:
            both = sets[one] | sets[other]
            for number in both:
                sets[number] = both
    expected = {min(found): found for found in sets[1:] if len(found) > 1}
    found = {}
    for root, item, _ in groups.members():
        found.setdefault(root, set()).add(item)
    assert found == expected


def test_an_empty_case():
    case = MadeCase()
    assert events(case) == []


def test_a_backup_beside_the_phone_tells_the_same_events(made):
    a, b = made.add("E1", message(EVE, "see you", NOW), call(EVE, NOW + SECOND), parser="phone")
    c, d = made.add("E3", message("07700 900003", "see you", NOW), call(EVE, NOW + SECOND), parser="backup")
    made.add("E3", DeviceFact(name="phone number", value=ANN))
    assert events(made) == [[a, c], [b, d]]
    assert {row.exhibits for row in tables.read(made.db, SameEvent)} == {2}


def test_two_phones_of_two_people_can_get_the_same_words_at_the_same_moment(made):
    made.add("E1", message(EVE, "ok", NOW), parser="phone")
    made.add("E2", message(EVE, "ok", NOW), parser="phone")
    assert events(made) == []


@pytest.mark.parametrize(
    "other",
    [
        message(EVE, "see you", NOW + 1),
        message(EVE, "see you", NOW, direction="outgoing"),
        message(EVE, "see you!", NOW),
        message("+447700900009", "see you", NOW),
        message(EVE, "", NOW),
    ],
)
def test_what_differs_in_another_extraction_is_another_event(made, other):
    made.add("E1", message(EVE, "see you", NOW), parser="phone")
    made.add("E3", other, parser="backup")
    assert events(made) == []
