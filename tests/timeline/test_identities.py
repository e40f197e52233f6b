"""Stored addresses become keys: equal for one number, never guessed."""

from __future__ import annotations

import random
import re
import subprocess
import sys

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from phonenumbers import carrier

from phonefx.timeline.people.facts import operator_of
from phonefx.timeline.people.identities import identify
from phonefx.timeline.people.plans import region_of, split
from phonefx.timeline.people.regions import regions_by_mcc


def keys(value, service="sms", region=None):
    return [each.key for each in identify(value, service, region)]


@pytest.mark.parametrize(
    ("value", "service", "region", "key"),
    [
        ("+44 7700 900123", "SMS", None, "phone:+447700900123"),
        ("07700 900123", "SMS", "GB", "phone:+447700900123"),
        ("00447700900123", "SMS", "DE", "phone:+447700900123"),
        ("447700900123@s.whatsapp.net", "WhatsApp", None, "phone:+447700900123"),
        ("447700900123:17@s.whatsapp.net", "WhatsApp", "US", "phone:+447700900123"),
        ("447700900123", "whatsapp", "US", "phone:+447700900123"),
        ("tel:+447700900123", None, None, "phone:+447700900123"),
        ("P:+447700900123", "iMessage", None, "phone:+447700900123"),
        ("(202) 555-0123", "", "US", "phone:+12025550123"),
        ("07700 900123", "SMS", None, "national:07700900123"),
        ("5550123", "SMS", "US", "national:5550123"),
        ("12345", "SMS", "GB", "short:GB:12345"),
        ("12345", "SMS", None, "short:?:12345"),
        ("Anna.B@Example.ORG", "iMessage", None, "email:anna.b@example.org"),
        ("mailto:anna@example.org", None, None, "email:anna@example.org"),
        ("MyBank", "SMS", "GB", "sender:mybank"),
        ("424242", "Telegram", "GB", "id:telegram:424242"),
        ("+12025550123", "Telegram", None, "phone:+12025550123"),
        ("123-456@g.us", "WhatsApp", None, "group:123-456@g.us"),
        ("9876@lid", "WhatsApp", None, "id:whatsapp:9876@lid"),
        ("chat123456789", "iMessage", None, "group:chat123456789"),
        ("+9990000004", "SMS", "GB", "phone:+9990000004"),
    ],
)
def test_spellings(value, service, region, key):
    assert keys(value, service, region) == [key]


@pytest.mark.parametrize("value", ["", " ", "-1", "-2", "Unknown", "PRIVATE", "anonymous"])
def test_a_withheld_number_is_nobody(value):
    assert keys(value) == []


def test_a_list_of_addresses_is_several():
    assert keys("+447700900123;+447700900124, anna@example.org") == [
        "phone:+447700900123",
        "phone:+447700900124",
        "email:anna@example.org",
    ]
    assert keys("Lee, Anna", "telegram") == ["id:telegram:Lee, Anna"]


def test_the_reason_names_the_region_that_was_used():
    (read,) = identify("07700 900123", "sms", "GB")
    assert "GB, the phone's home region" in read.reason
    assert (read.region, read.valid) == ("GB", False)  # the range is reserved for fiction
    assert identify("+12025550123", "sms", None)[0].valid


def test_every_country_of_the_code_table_has_a_numbering_plan():
    known = phonenumbers.SUPPORTED_REGIONS | {"GL", "AQ"}
    assert {code for code in regions_by_mcc().values() if code not in known} == set()
    assert len(regions_by_mcc()) > 220
    assert (regions_by_mcc()["262"], regions_by_mcc()["310"], regions_by_mcc()["234"]) == ("DE", "US", "GB")


@settings(max_examples=150)
@given(
    st.text(max_size=60), st.sampled_from([None, "sms", "telegram", "whatsapp"]), st.sampled_from([None, "US", "FR"])
)
def test_any_text_is_read_without_an_error_and_the_same_way_twice(text, service, region):
    found = identify(text, service, region)
    assert found == identify(text, service, region)
    assert all(each.key.startswith(f"{each.kind}:") and each.shown for each in found)


@pytest.mark.parametrize("text", ["(", "((", "+(", "(-)"])
def test_brackets_without_a_digit_are_no_number(text):
    (only,) = identify(text, None, None)
    assert (only.kind, only.shown) == ("id", text)


numbers = st.builds(
    phonenumbers.PhoneNumber,
    country_code=st.sampled_from([1, 7, 39, 44, 47, 49, 61, 262, 590, 800, 999]),
    national_number=st.integers(1, 99_999_999_999),
)


def near_examples():
    """The example numbers of every plan and sort, and the same with one digit changed, missing or too many."""
    chance = random.Random(5)
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        for sort in (0, 1, 3, 4, 6):
            number = phonenumbers.example_number_for_type(region, sort)
            for change in range(6 if number else 0):
                digits = list(str(number.national_number))
                if change:
                    digits[chance.randrange(len(digits))] = str(chance.randrange(10))
                if change > 3:
                    digits = [*digits, "3"] if change == 4 else digits[:-1]
                yield phonenumbers.PhoneNumber(
                    number.country_code, int("".join(digits)), italian_leading_zero=number.italian_leading_zero,
                    number_of_leading_zeros=number.number_of_leading_zeros,
                )  # fmt: skip


def test_whether_a_number_is_valid_is_what_the_library_says():
    found = {True: 0, False: 0}
    for number in near_examples():
        text = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        read = identify(text, None, None)[0]
        if read.kind == "phone":
            said = phonenumbers.parse(text)
            place = phonenumbers.region_code_for_number(said)
            valid = place is not None and phonenumbers.is_valid_number_for_region(said, place)
            assert read.valid is valid, text
            found[valid] += 1
    assert min(found.values()) > 500


def test_a_number_of_plus_and_digits_is_read_as_the_library_reads_it():
    chance, known = random.Random(11), sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE)
    texts = [phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) for number in near_examples()]
    for text in texts[::7]:
        texts += [f"{text[:at]}{digit}{text[at:]}" for at, digit in ((2, "0"), (3, "1"), (4, "0"), (4, "8"))]
    texts += [f"+{chance.choice(known)}{chance.randrange(10**4, 10**10)}" for _ in range(1_500)]
    asked = 0
    for text in texts:
        found, plain = split(text) is not None, re.fullmatch(r"\+\d{7,15}", text)
        if not plain or not found:
            continue
        asked += 1
        said, (read,) = phonenumbers.parse(text), identify(text, None, None)
        possible = phonenumbers.is_possible_number_with_reason(said) == phonenumbers.ValidationResult.IS_POSSIBLE
        assert (read.kind == "phone") is possible, text
        if possible:
            assert read.shown == phonenumbers.format_number(said, phonenumbers.PhoneNumberFormat.E164), text
            place = phonenumbers.region_code_for_number(said)
            assert read.region == (place or phonenumbers.region_code_for_country_code(said.country_code)), text
    assert asked > 6_000


def test_the_operator_of_a_range_is_what_the_library_says():
    texts = [phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) for number in near_examples()]
    known = [text for text in texts if identify(text, None, None)[0].kind == "phone"]
    found = [operator_of(text) for text in known]
    assert found == [carrier.name_for_number(phonenumbers.parse(text), "en") or None for text in known]
    assert sum(each is not None for each in found) > 100


def test_the_table_of_operators_is_not_loaded_for_what_no_plan_has():
    code = "import sys; from phonefx.timeline.people.facts import operator_of\n" \
           "print(operator_of('+15550000100'), 'phonenumbers.carrier' in sys.modules)"  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["None", "False"]


@settings(max_examples=200)
@given(numbers)
def test_the_region_of_a_number_is_what_the_library_says(number):
    assert region_of(number) == phonenumbers.region_code_for_number(number)


@settings(max_examples=60)
@given(
    st.integers(0, 99),
    st.sampled_from(["07700 9001{:02d}", "(07700) 9001{:02d}", "07700-9001{:02d}", "+44 7700 9001{:02d}"]),
)
def test_all_spellings_of_one_number_have_one_key(end, form):
    assert keys(form.format(end), "sms", "GB") == [f"phone:+4477009001{end:02d}"]
