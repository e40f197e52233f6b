"""People of a case: joined with reasons, not joined on weak signs, and the examiner has the last word."""

from __future__ import annotations

import sys

import pytest
from benchmarks.made_case import MadeCase, at

from phonefx.errors import UsageError
from phonefx.records import Account, Call, Contact, ContactPoint, DeviceFact, Message, Recipient
from phonefx.timeline import people, tables
from phonefx.timeline.people import Owner, Person, PersonName

NOW = 1_772_323_200_000_000
TIME = "2026-03-02T10:00:00Z"


def card(made, exhibit, name, *points, role=None):
    parts = [ContactPoint(type="email" if "@" in point else "phone", value=point) for point in points]
    return made.add(exhibit, Contact(name=name, role=role), parts=parts)[0]


def sms(counterpart, name=None, service="SMS", account=None, us=NOW):
    return Message(time=at(us), counterpart=counterpart, counterpart_name=name, service=service, account=account)


def persons(made):
    """Every person as a set of keys."""
    found = {}
    for person, key in made.db.execute("SELECT person, key FROM identity"):
        found.setdefault(person, set()).add(key)
    return sorted(found.values(), key=sorted)


def person_with(made, key):
    (number,) = made.db.execute("SELECT person FROM identity WHERE key = ?", (key,)).fetchone()
    return next(iter(tables.read(made.db, Person, "WHERE id = ?", (number,))))


@pytest.fixture
def made():
    case = MadeCase()
    case.exhibit("E1")
    case.exhibit("E2")
    case.add("E1", DeviceFact(name="IMSI", value="234150000000000"))
    return case


def test_one_number_in_three_spellings_is_one_identity(made):
    made.add("E1", sms("07700 900123"), sms("+447700900123"), sms("447700900123@s.whatsapp.net", service="WhatsApp"))
    people.build(made.db)
    assert persons(made) == [{"phone:+447700900123"}]
    assert person_with(made, "phone:+447700900123").items == 3


def test_messages_that_share_their_parties_count_as_those_that_do_not(made):
    """Each made message has a row of `message_common` to itself; a case stores one for those that are alike."""
    made.add("E1", *(sms("+447700900123", account="+447700900999", us=NOW + n) for n in range(4)), sms("07700 900124"))
    people.build(made.db)
    derived = ("identity", "spelling", "party", "party_use", "person", "owner")
    before = {name: made.db.execute(f"SELECT * FROM {name}").fetchall() for name in derived}
    assert sorted(made.db.execute("SELECT role, items FROM party_use")) == [
        ("counterpart", 1), ("counterpart", 4), ("own", 4),
    ]  # fmt: skip
    same = " AND ".join(f"c.{name} IS d.{name}" for name in ("source", "service", "counterpart", "account"))
    made.db.execute(
        "UPDATE message_own SET common = (SELECT min(c.id) FROM message_common c, message_common d"
        f" WHERE d.id = message_own.common AND {same})"
    )
    made.db.execute("DELETE FROM message_common WHERE id NOT IN (SELECT common FROM message_own)")
    assert made.db.execute("SELECT count(DISTINCT common) FROM message_own").fetchone() == (2,)
    people.build(made.db)
    assert {name: made.db.execute(f"SELECT * FROM {name}").fetchall() for name in derived} == before
    stored = "SELECT kind, role FROM party_common UNION ALL SELECT 'own', role FROM party_own ORDER BY 1, 2"
    found = made.db.execute(stored).fetchall()
    assert found == [("message", "counterpart"), ("message", "counterpart"), ("message", "own")]


def test_what_shares_a_combination_is_counted_as_plain_sql_counts_it(made):
    call = Call(time=at(NOW), counterpart="07700 900124")
    made.add("E1", *(sms("+447700900123", us=NOW + n) for n in range(3)), call)
    people.build(made.db)
    for kind in ("message", "call"):
        counted = made.db.execute(
            "SELECT c.counterpart, count(*), count(i.time_us), min(i.time_us), max(i.time_us), min(i.id)"
            f" FROM {kind} c JOIN item i ON i.id = c.item GROUP BY 1"
        ).fetchall()
        stored = made.db.execute(
            "SELECT c.counterpart, sum(u.items), sum(u.timed), min(u.first_us), max(u.last_us), min(u.item)"
            f" FROM common_use u JOIN {kind}_common c ON c.id = u.common WHERE u.kind = '{kind}' GROUP BY 1"
        ).fetchall()
        assert stored == counted
        assert len(counted) == 1


def test_a_message_of_two_numbers_of_one_person_is_one_item(made):
    card(made, "E1", "Bob Stone", "07700 900123", "07700 900125")
    made.add("E1", sms("07700 900123; 07700 900125"), sms("07700 900125"), sms("07700 900124"))
    people.build(made.db)
    assert person_with(made, "phone:+447700900123").items == 3
    assert person_with(made, "phone:+447700900124").items == 1


def test_a_card_joins_its_points_and_says_so(made):
    item = card(made, "E1", "Bob Stone", "07700 900123", "Bob@example.org")
    people.build(made.db)
    assert persons(made) == [{"phone:+447700900123", "email:bob@example.org"}]
    (join,) = tables.read(made.db, people.PersonJoin)
    assert (join.reason, join.item) == ("on one contact card of E1", item)
    assert person_with(made, "email:bob@example.org").name == "Bob Stone"


def test_the_account_that_a_card_holds_of_a_messenger_is_its_persons(made):
    """As `wa.db` and the address book of Android store it: the account under the messenger's name."""
    points = [ContactPoint(type="WhatsApp", value="447700900123@s.whatsapp.net"),
              ContactPoint(type="phone", value="07700 900123"), ContactPoint(type="Telegram", value="42")]  # fmt: skip
    made.add("E1", Contact(name="Ann"), parts=points)
    made.add("E1", sms("447700900123@s.whatsapp.net", service="WhatsApp"), sms("42", service="Telegram"))
    people.build(made.db)
    who = person_with(made, "phone:+447700900123")
    assert (who.name, who.name_reason) == ("Ann", "contact card, E1")
    assert person_with(made, "id:telegram:42").id == who.id


def test_a_shared_landline_does_not_make_one_person_of_a_family(made):
    card(made, "E1", "Ann Lee", "020 7946 0018", "ann@example.org")
    card(made, "E1", "Tom Lee", "020 7946 0018", "tom@example.org")
    people.build(made.db)
    assert {"email:ann@example.org"} in persons(made)
    assert {"email:tom@example.org"} in persons(made)
    shared = person_with(made, "phone:+442079460018")
    assert (shared.name, shared.name_reason) == ("Ann Lee / Tom Lee", "several contact cards, E1")
    assert len(list(tables.read(made.db, people.PersonDoubt))) == 2


def test_two_cards_of_the_same_number_and_address_under_two_names_are_told_as_a_doubt(made):
    for name in ("Robert Stone", "M2"):
        card(made, "E1", name, "07700 900123", "rob@example.org")
    people.build(made.db)
    assert len(persons(made)) == 2
    (doubt, again) = tables.read(made.db, people.PersonDoubt)
    assert doubt.reason == again.reason == "on this card of E1, and on another card of it under another name"


def test_a_shorter_name_on_a_second_card_of_the_same_phone_still_joins(made):
    card(made, "E1", "Ann", "07700 900123", "ann@example.org")
    card(made, "E1", "Ann Lee", "07700 900123", "07700 900124")
    people.build(made.db)
    assert persons(made) == [{"email:ann@example.org", "phone:+447700900123", "phone:+447700900124"}]


def test_one_name_on_two_cards_is_no_reason_to_join(made):
    card(made, "E1", "Ann Lee", "07700 900123")
    card(made, "E2", "Ann Lee", "+447700900124")
    people.build(made.db)
    assert len(persons(made)) == 2


def test_two_phones_know_one_person_under_two_names(made):
    card(made, "E1", "Dad", "07700 900123")
    card(made, "E2", "Robert Stone", "+44 7700 900123", "rob@example.org")
    people.build(made.db)
    found = person_with(made, "phone:+447700900123")
    assert (found.identities, found.exhibits) == (2, 2)
    names = {(row.name, row.exhibit) for row in tables.read(made.db, PersonName)}
    assert names == {("Dad", "E1"), ("Robert Stone", "E2")}


def test_a_national_number_without_a_known_region_is_offered_not_joined(made):
    made.add("E2", sms("07700 900123"))
    made.add("E1", sms("+447700900123"))
    people.build(made.db)
    assert len(persons(made)) == 2
    (doubt,) = tables.read(made.db, people.PersonDoubt)
    assert "weak sign" in doubt.reason


def test_the_owner_is_found_with_reasons(made):
    made.add(
        "E1",
        DeviceFact(name="phone number", value="+447700900001"),
        Account(service="mail", identifier="o@example.org"),
    )
    made.add("E1", sms("+447700900123", account="+447700900001"), sms("+447700900123", account="1"))
    people.build(made.db)
    owner = person_with(made, "phone:+447700900001")
    assert owner.owner_of == "E1"
    assert {"phone:+447700900001", "email:o@example.org"} in persons(made)
    reasons = {row.reason for row in tables.read(made.db, Owner, "WHERE exhibit = 'E1'")}
    assert len(reasons) == 3


def test_an_account_on_two_phones_does_not_make_their_owners_one_person(made):
    for exhibit, number in (("E1", "+447700900001"), ("E2", "+447700900002")):
        made.add(exhibit, DeviceFact(name="phone number", value=number), Account(identifier="family@example.org"))
    people.build(made.db)
    assert person_with(made, "phone:+447700900001").id != person_with(made, "phone:+447700900002").id
    assert any("several phones" in doubt.reason for doubt in tables.read(made.db, people.PersonDoubt))


def test_recipients_and_calls_take_part(made):
    made.add("E1", sms("+447700900123"), parts=[Recipient(address="+447700900124"), Recipient(address="+447700900125")])
    made.add("E1", Call(time=at(NOW), counterpart="07700 900126", counterpart_name="Eve"))
    people.build(made.db)
    roles = dict(made.db.execute("SELECT d.key, p.role FROM party p JOIN identity d ON d.id = p.identity"))
    assert roles["phone:+447700900125"] == "recipient"
    assert roles["phone:+447700900126"] == "counterpart"
    assert person_with(made, "phone:+447700900126").name == "Eve"


def test_senders_are_no_persons(made):
    made.add("E1", sms("MyBank"), sms("12345"))
    people.build(made.db)
    assert {row.kind for row in tables.read(made.db, Person)} == {"sender"}


def test_examiner_joins_splits_and_names_survive_a_rebuild(made):
    card(made, "E1", "Bob", "07700 900123", "bob@example.org")
    made.add("E1", sms("+447700900125"))
    people.build(made.db)
    people.decide(made.db, "split", "+447700900123", None, "number was passed on", TIME)
    people.decide(made.db, "join", "07700 900123", "phone:+447700900125", "same SIM", TIME)
    people.decide(made.db, "name", "+447700900125", "Suspect 1", None, TIME)
    for _ in range(2):
        people.build(made.db)
        assert persons(made) == [{"email:bob@example.org"}, {"phone:+447700900123", "phone:+447700900125"}]
        found = person_with(made, "phone:+447700900123")
        assert (found.name, found.name_reason) == ("Suspect 1", "named by the examiner")
    (join,) = tables.read(made.db, people.PersonJoin)
    assert (join.reason, join.item) == ("joined by the examiner: same SIM", None)


def test_a_region_can_be_stated(made):
    made.add("E2", sms("020 7946 0018"))
    people.build(made.db)
    assert persons(made) == [{"national:02079460018"}]
    people.decide(made.db, "region", "E2", "GB", None, TIME)
    people.build(made.db)
    assert persons(made) == [{"phone:+442079460018"}]


@pytest.mark.parametrize(
    ("facts", "region", "reason"),
    [
        ([("IMSI", "262010000000000")], "DE", "IMSI"),
        ([("phone number", "+15551234567"), ("iccid", "89860318640220133897")], "US", "own number"),
        ([("sim_country_iso", "fr")], "FR", "country of the SIM"),
        ([("ICCID", "89490200001234567890")], "DE", "ICCID"),
        ([("persist.sys.locale", "en-GB")], "GB", "weak"),
        ([("IMSI", "262010000000000"), ("persist.sys.locale", "en-GB")], "DE", "IMSI"),
        ([("IMSI", "262010000000000"), ("IMSI (SIM 2)", "208010000000000")], None, "not decided"),
        ([("IMSI", "x"), ("model", "Phone 7")], None, "nothing stored"),
    ],
)
def test_the_home_region_has_a_reason_or_is_not_given(facts, region, reason):
    case = MadeCase()
    case.exhibit("E1")
    case.add("E1", *[DeviceFact(name=name, value=value) for name, value in facts])
    (found,) = people.home_regions(case.db)
    assert found.region == region
    assert reason in found.reason


def test_unknown_keys_are_refused(made):
    people.build(made.db)
    with pytest.raises(UsageError, match="no identity"):
        people.decide(made.db, "name", "+447700900999", "X", None, TIME)
    with pytest.raises(UsageError, match="no such exhibit"):
        people.decide(made.db, "region", "E9", "GB", None, TIME)
    with pytest.raises(UsageError, match="not one of"):
        people.decide(made.db, "forget", "E1", None, None, TIME)


def test_the_order_of_items_does_not_change_the_people(made):
    spellings = ["+447700900123", "07700 900124", "ann@example.org", "MyBank"]
    other = MadeCase()
    other.exhibit("E1")
    other.exhibit("E2")
    made.add("E1", *[sms(each) for each in spellings])
    other.add("E1", *[sms(each) for each in reversed(spellings)])
    other.add("E1", DeviceFact(name="IMSI", value="234150000000000"))
    for case in (made, other):
        people.build(case.db)
    assert persons(made) == persons(other)
    listed = "SELECT id, key, person FROM identity ORDER BY id"
    assert made.db.execute(listed).fetchall() == other.db.execute(listed).fetchall()


def test_an_empty_case_has_no_people():
    assert people.build(MadeCase().db) == {"identities": 0, "people": 0, "joins": 0}


def test_identities_are_numbered_for_decisions_only_where_there_are_some(made, monkeypatch):
    asked = []
    module = sys.modules["phonefx.timeline.people.build"]
    plain = module._numbered
    monkeypatch.setattr(module, "_numbered", lambda found: asked.append(len(found)) or plain(found))
    made.add("E1", sms("+447700900123"))
    people.build(made.db)
    assert asked == []
    people.decide(made.db, "name", "+447700900123", "Ann", None, TIME)
    people.build(made.db)
    assert set(asked) == {1}
    assert person_with(made, "phone:+447700900123").name == "Ann"
