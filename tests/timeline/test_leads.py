"""Leads state what was counted, what they rest on and what else looks the same."""

from __future__ import annotations

import pytest
from benchmarks.made_case import MadeCase, at
from benchmarks.made_movement import DAY, HOUR, START
from hypothesis import given, settings
from hypothesis import strategies as st

from phonefx.records import App, Call, Contact, ContactPoint, DeviceFact, Event, Message
from phonefx.timeline import build, leads, tables
from phonefx.timeline.leads import Lead, LeadItem
from phonefx.timeline.leads.rows import out_of_order

ANN, BEN, EVE = "+447700900001", "+447700900002", "+447700900003"


def message(us, counterpart=EVE, key=None, account=None, body="x", direction="incoming"):
    return Message(
        time=at(us), counterpart=counterpart, key=key, account=account, body=body, direction=direction, service="SMS"
    )


def found(made, topic):
    """The leads of a topic, each with its items."""
    for _, run in (*build.STEPS, *build.later()):
        run(made.db)
    items = {}
    for row in tables.read(made.db, LeadItem):
        items.setdefault(row.lead, []).append(row.item)
    return [(lead, items.get(lead.id, [])) for lead in tables.read(made.db, Lead) if lead.topic == topic]


def test_every_lead_has_a_topic_a_reason_limits_and_items():
    made = MadeCase()
    made.add("E1", *[message(START + day * DAY, key=day + 1) for day in range(60) if not 30 <= day < 36])
    made.add("E1", App(name="Chat", removed=at(START)))
    found(made, "")
    rows = list(tables.read(made.db, Lead))
    assert {row.topic for row in rows} >= {"silence", "missing rows", "app removed"}
    assert all(row.topic in leads.TOPICS and row.reason and row.limits.endswith(".") for row in rows)
    with_items = {row.lead for row in tables.read(made.db, LeadItem)}
    assert with_items == {row.id for row in rows}


def test_six_silent_days_of_a_phone_that_is_used_daily_are_told():
    made = MadeCase()
    made.add("E1", *[message(START + day * DAY, key=day * 10) for day in range(60) if not 30 <= day < 36])
    (anything, _), (talk, items) = found(made, "silence")
    assert "6 days without anything" in anything.reason
    assert "6 days without messages and calls" in talk.reason
    assert (talk.from_us, talk.to_us) == (START + 29 * DAY, START + 36 * DAY)
    assert len(items) == 2


def test_a_phone_that_is_used_every_third_day_is_not_silent():
    made = MadeCase()
    made.add("E1", *[message(START + day * DAY) for day in range(0, 90, 3)])
    assert found(made, "silence") == []


def test_a_silence_before_1970_has_its_edges_too():
    made = MadeCase()
    items = made.add("E1", *[message(day * DAY - 6 * HOUR, key=day) for day in range(-60, 0) if not -30 <= day < -24])
    ((lead, rests_on), _) = found(made, "silence")
    assert (lead.from_us, lead.to_us) == (-31 * DAY - 6 * HOUR, -24 * DAY - 6 * HOUR)
    assert rests_on == items[29:31]


def test_each_phone_has_its_own_silences():
    made = MadeCase()
    made.add("E1", *[message(START + day * DAY) for day in range(60)])
    made.add("E2", *[message(START + day * DAY) for day in range(60) if not 30 <= day < 36])
    assert {lead.exhibit for lead, _ in found(made, "silence")} == {"E2"}


def test_few_days_are_no_habit():
    made = MadeCase()
    made.add("E1", *[message(START + day * DAY) for day in (*range(10), 60)])
    assert found(made, "silence") == []


def test_missing_row_numbers_name_their_neighbours():
    made = MadeCase()
    keys = [1, 2, 3, 7, 8, 10]
    items = made.add("E1", *[message(START + key * HOUR, key=key) for key in keys])
    ((lead, rests_on),) = found(made, "missing rows")
    assert "4 row numbers of 1 to 10 are neither live nor recovered: 4 to 6, 9" in lead.reason
    assert lead.measure == 4
    assert rests_on == [items[2], items[3], items[4], items[5]]


def test_a_jump_between_two_ranges_of_numbers_is_no_missing_row():
    """Android's index of words numbers parts of MMS from 2 << 32 on, beside the numbers of SMS."""
    made = MadeCase()
    keys = [1, 2, (2 << 32) + 3]
    made.add("E1", *[message(START + number * HOUR, key=key) for number, key in enumerate(keys)])
    assert found(made, "missing rows") == []
    made.add("E1", message(START, key=(2 << 32) + 5))
    ((lead, _),) = found(made, "missing rows")
    assert f"1 row numbers of 1 to {(2 << 32) + 5} are neither live nor recovered: {(2 << 32) + 4}" in lead.reason


def test_recovered_and_skipped_rows_are_not_missing():
    made = MadeCase()
    made.add("E1", *[message(START + key * HOUR, key=key) for key in (1, 2, 5)])
    made.add("E1", message(START + 3 * HOUR, key=3), state="recovered")
    source = made.db.execute("SELECT min(id) FROM source").fetchone()[0]
    path, file = made.db.execute("SELECT path, file.id FROM source JOIN file ON file.id = source.file").fetchone()
    made.db.execute("UPDATE file SET path = ?", (path,))
    made.db.execute("UPDATE source SET file = ?", (file,))
    made.db.execute("INSERT INTO skip VALUES (?, 4, 'empty')", (source,))
    assert found(made, "missing rows") == []


def test_one_row_with_a_contradicting_time_is_named_and_its_neighbours_are_not():
    made = MadeCase()
    times = [START + number * HOUR for number in range(40)]
    times[20] = START - 90 * DAY
    items = made.add("E1", *[message(us, key=number + 1) for number, us in enumerate(times)])
    ((lead, rests_on),) = found(made, "row order")
    assert "1 of 40 rows" in lead.reason
    assert rests_on == [items[20]]


def test_a_store_that_was_filled_by_a_download_is_told_once():
    made = MadeCase()
    made.add("E1", *[message(START - number * HOUR, key=number + 1) for number in range(40)])
    ((lead, _),) = found(made, "row order")
    assert "row order does not follow time: 39 of 40" in lead.reason


def test_seconds_of_disorder_are_not_told():
    made = MadeCase()
    made.add(
        "E1", *[message(START + number * 10**7 - (number % 2) * 3 * 10**7, key=number + 1) for number in range(40)]
    )
    assert found(made, "row order") == []


@settings(max_examples=80)
@given(st.lists(st.integers(0, 20), max_size=12))
def test_what_remains_runs_forward_and_no_smaller_set_would_do(times):
    odd = out_of_order(times)
    kept = [value for number, value in enumerate(times) if number not in odd]
    assert kept == sorted(kept)
    best = [0] * len(times)
    for number, value in enumerate(times):
        best[number] = 1 + max((best[before] for before in range(number) if times[before] <= value), default=0)
    assert len(kept) == max(best, default=0)


def test_a_new_sim_shows_as_a_change_of_account():
    made = MadeCase()
    first = made.add("E1", *[message(START + day * DAY, account="89441100000000000001") for day in range(20)])
    second = made.add("E1", *[message(START + day * DAY, account="89441100000000000002") for day in range(21, 30)])
    ((lead, items),) = found(made, "sim change")
    assert (lead.from_us, lead.to_us) == (START + 19 * DAY, START + 21 * DAY)
    assert items == [first[-1], second[0]]


def test_two_sims_side_by_side_are_no_change():
    made = MadeCase()
    made.add("E1", *[message(START + day * DAY, account=str(day % 2)) for day in range(20)])
    assert found(made, "sim change") == []


def test_the_numbers_of_two_cards_are_told_once_each():
    made = MadeCase()
    one, other = "89441100000000000011", "8944110000000000002"
    made.add("E1", DeviceFact(name="iccid", value=one), DeviceFact(name="imsi", value="234150000000001"))
    made.add("E1", DeviceFact(name="sim history", value=f"card 1, ICCID {one}, in slot 0"))
    made.add("E1", DeviceFact(name="sim history", value=f"card 2, ICCID {other}, taken out"))
    ((lead, items),) = found(made, "sim change")
    assert lead.reason == f"2 SIM card (ICCID) numbers are stored: {one}, {other}"
    assert len(items) == 2


def test_a_removed_app():
    made = MadeCase()
    (item,) = made.add("E1", App(identifier="com.example.chat", removed=at(START)))
    ((lead, items),) = found(made, "app removed")
    assert lead.reason == "com.example.chat is recorded as removed at 2026-03-01T00:00:00Z"
    assert items == [item]


def test_an_app_that_is_known_and_not_installed_is_gone():
    made = MadeCase()
    made.add("E1", App(identifier="com.example.here"), parser="android.apps")
    (named,) = made.add("E1", App(identifier="com.example.gone"), parser="android.usagestats")
    made.add("E1", App(identifier="com.example.here"), parser="android.usagestats")
    made.add("E1", App(identifier="com.example.bought"), parser="android.play_store")
    (first, last) = made.add(
        "E1", *(Event(category="app in focus", app="com.example.gone", time=at(START + n * DAY)) for n in (0, 3)),
        Event(category="app in focus", app="com.example.here", time=at(START)), parser="android.wellbeing",
    )[:2]  # fmt: skip
    ((lead, items),) = found(made, "app gone")
    assert lead.reason == (
        "com.example.gone is known to android.usagestats, android.wellbeing, noted from 2026-03-01T00:00:00Z to"
        " 2026-03-04T00:00:00Z; it is not among the installed apps"
    )
    assert (lead.from_us, lead.to_us, items) == (START, START + 3 * DAY, [named, last])
    assert first < last


def test_without_the_list_of_installed_apps_none_is_gone():
    made = MadeCase()
    made.add("E1", App(identifier="com.example.gone"), parser="android.usagestats")
    made.add("E2", App(identifier="com.example.here"), parser="android.apps")
    assert found(made, "app gone") == []


def test_a_known_name_and_what_else_it_has_are_one_lead():
    made = MadeCase()
    name = "pl.lidwin.letmespy"
    first = made.add("E1", Event(category="lead: package name of known monitoring software", app=name,
                                 subject="LetMeSpy", time=at(START)))  # fmt: skip
    second = made.add("E1", Event(category="device administrator", app=name, subject=f"{name}/.Admin"))
    third = made.add("E1", Event(category="setting: accessibility services that are on", app="com.example.reader"))
    made.add("E1", Event(category="setting: keyboard in use", app="com.example.keys"))
    (known, items), (reader, _) = found(made, "control")
    assert known.reason == f"{name}: package name of known monitoring software (LetMeSpy); device administrator"
    assert (known.from_us, items) == (START, [*first, *second])
    assert reader.reason == "com.example.reader: accessibility services that are on"
    assert "clear" in known.limits
    assert third


def test_a_phone_that_was_erased():
    made = MadeCase()
    fact = DeviceFact(name="factory reset", time=at(START), value="stated twice")
    items = made.add("E1", fact, fact)
    (other,) = made.add("E1", DeviceFact(name="factory reset", value="the file's time of change: 2025"))
    made.add("E1", DeviceFact(name="last boot", time=at(START)))
    (stamped, rest), (lead, told) = found(made, "erased")
    assert stamped.reason == "the phone was set back to its factory state: the file's time of change: 2025"
    assert rest == [other]
    assert lead.reason == "the phone was set back to its factory state: 2026-03-01T00:00:00Z"
    assert (lead.from_us, told) == (START, items)


def late(installed: int, first: int, path: str = "/data/data/com.example.chat/databases/m.db"):
    made = MadeCase()
    made.add("E1", *[message(START + day * DAY) for day in range(50)], parser="sms")
    (app,) = made.add("E1", App(identifier="com.example.chat", time=at(installed)), parser="apps")
    chat = made.add("E1", message(first), message(first + DAY), parser="chat")
    (file,) = made.db.execute("SELECT file FROM item WHERE id = ?", chat[:1])
    made.db.execute("UPDATE file SET path = ? WHERE id = ?", (path, *file))
    return app, chat[0], found(made, "late store")


def test_an_app_whose_store_begins_late():
    app, first, ((lead, items),) = late(START + DAY, START + 40 * DAY)
    assert lead.reason == (
        "com.example.chat: installed at 2026-03-02T00:00:00Z; the first record of"
        " /data/data/com.example.chat/databases/m.db is of 2026-04-10T00:00:00Z, 39 days later"
    )
    assert (lead.measure, items) == (39.0, [app, first])


@pytest.mark.parametrize(
    ("installed", "first", "path"),
    [
        (START + DAY, START + 30 * DAY, "/data/data/com.example.chat/databases/m.db"),
        (START - DAY, START + 40 * DAY, "/data/data/com.example.chat/databases/m.db"),
        (START + DAY, START + 40 * DAY, "/data/data/com.example.other/databases/m.db"),
    ],
)
def test_a_store_that_begins_soon_or_of_an_app_that_came_with_the_phone_is_no_lead(installed, first, path):
    assert late(installed, first, path)[2] == []


def test_one_sided_messages_are_summed_up():
    made = MadeCase()
    made.add("E1", DeviceFact(name="phone number", value=ANN))
    made.add("E2", DeviceFact(name="phone number", value=BEN))
    for number in range(6):
        made.add("E1", message(START + number * HOUR, BEN, body=f"m{number}", direction="outgoing"))
        if number != 3:
            made.add("E2", message(START + number * HOUR, ANN, body=f"m{number}"))
    ((lead, items),) = found(made, "one-sided")
    assert lead.reason.startswith("1 message between E1 and E2: on E1 and not live on E2")
    assert (lead.exhibit, lead.other, len(items)) == ("E1", "E2", 1)


@pytest.fixture
def town():
    """Two phones with fifteen lasting contacts; number B takes over from number A for nine days."""
    made = MadeCase()
    a, b = "+447700900201", "+447700900202"
    for number in range(15):
        contact = f"+4477009001{number:02d}"
        made.add("E1", Contact(name=f"Friend {number}"), parts=[ContactPoint(type="phone", value=contact)])
        made.add("E1", *[message(START + day * DAY + number * HOUR, contact) for day in range(0, 90, 5)])
    for exhibit in ("E1", "E2"):
        made.add(exhibit, *[message(START + day * DAY, a) for day in range(40)])
        made.add(
            exhibit, *[Call(time=at(START + 40 * DAY + hours * HOUR), counterpart=b) for hours in range(5, 200, 20)]
        )
        made.add(exhibit, message(START + 89 * DAY, "+447700900119"), message(START, "+447700900119"))
    return made


def test_a_number_that_takes_over_for_a_short_time_is_a_lead(town):
    ((lead, items),) = found(town, "short-lived number")
    assert lead.other == "+447700900202"
    assert "messages and calls within" in lead.reason
    assert "begins 29 hours after the end of +447700900201" in lead.reason
    assert "on no contact card" in lead.reason
    assert "shown by 1 of 18 numbers" in lead.reason
    assert "Travellers" in lead.limits
    assert len(items) == 2


def test_a_short_life_alone_is_no_lead(town):
    town.add("E1", Contact(name="Plumber"), parts=[ContactPoint(type="phone", value="+447700900300")])
    town.add("E1", *[message(START + 20 * DAY + hours * HOUR, "+447700900300") for hours in range(4)])
    town.add("E2", *[message(START + 21 * DAY + hours * HOUR, "+447700900300") for hours in range(4)])
    assert [lead.other for lead, _ in found(town, "short-lived number")] == ["+447700900202"]


def test_a_life_cut_by_the_edge_of_the_data_is_not_called_short(town):
    town.add("E1", *[message(START + 88 * DAY + hours * HOUR, "+447700900301") for hours in range(4)])
    assert [lead.other for lead, _ in found(town, "short-lived number")] == ["+447700900202"]


def test_an_empty_case_has_no_leads():
    assert found(MadeCase(), "silence") == []
