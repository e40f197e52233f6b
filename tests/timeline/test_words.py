"""Word lists and extractors find what they should, where they should, and nothing else."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phonefx.errors import UsageError
from phonefx.timeline.words import EXTRACTORS, Term, compiled, read_lexicon, wallet
from phonefx.timeline.words.wallets import keccak256


def lexicon(*terms, kind="word"):
    return compiled("test", "0" * 64, tuple(Term(term, "", "", kind, "", "") for term in terms))


def values(words, text):
    return [hit.value for hit in words.hits(text)]


@pytest.mark.parametrize(
    ("kind", "term", "text", "found"),
    [
        ("word", "depot", "The Depot, by the depot2 and depots", ["Depot"]),
        ("word", "straße", "In der STRASSE und Straße", ["STRASSE", "Straße"]),
        ("word", "été", "un e\u0301te\u0301 chaud", ["été"]),
        ("word", "see you", "See You there", ["See You"]),
        ("word", "$50", "give me $50 or $500", ["$50"]),
        ("word", "İzmir", "in İzmir now", ["İzmir"]),
        ("text", "倉庫", "明日倉庫で会う", ["倉庫"]),
        ("text", "pot", "depots", ["pot"]),
        ("emoji", "❤️", "a ❤️ and a ❤ and", ["❤️", "❤"]),
        ("emoji", "👩", "👩 but not 👩‍👧 nor 👩🏽", ["👩"]),
        ("emoji", "👩‍👧", "the 👩‍👧 here", ["👩‍👧"]),
        (
            "domain",
            "example.com",
            "see https://ads.example.com/x?y and example.com.",
            ["ads.example.com", "example.com"],
        ),
        ("domain", "example.com", "notexample.com, me@example.com, example.community", []),
        ("pattern", r"\b[A-Z]{2}\d{2} ?[A-Z]{3}\b", "plate ab12 cde", ["ab12 cde"]),
    ],
)
def test_terms_of_each_kind(kind, term, text, found):
    assert values(lexicon(term, kind=kind), text) == found


def test_overlapping_terms_are_all_found_with_their_places():
    hits = list(lexicon("new york", "york", "new york city").hits("New York City"))
    assert [(hit.value, hit.start, hit.end) for hit in hits] == [
        ("New York", 0, 8),
        ("New York City", 0, 13),
        ("York", 4, 8),
    ]


def test_places_count_characters_of_the_text_even_where_folding_lengthens_it():
    (hit,) = lexicon("depot").hits("ßßß İ depot")
    assert (hit.start, hit.end) == (6, 11)


terms = st.text("abcß ", min_size=1, max_size=4).filter(lambda term: term.strip() == term)


@settings(max_examples=150)
@given(st.lists(terms, min_size=1, max_size=5, unique_by=str.casefold), st.text("abcAß -", max_size=30))
def test_every_place_of_a_term_is_found(given_terms, text):
    found = {(hit.term.term, hit.start) for hit in lexicon(*given_terms, kind="text").hits(text)}
    for term in given_terms:
        for start in range(len(text)):
            for end in range(start + 1, len(text) + 1):
                if text[start:end].casefold() == term.casefold():
                    assert (term, start) in found


def test_the_shipped_example_is_read_and_says_what_the_innocent_meaning_is():
    words = read_lexicon(Path(str(files("phonefx.timeline") / "data" / "example-lexicon.csv")))
    assert {term.kind for term in words.terms} == {"word", "text", "emoji", "domain", "pattern"}
    text = "The parcel 📦 is at AB12 CDE, see www.example.com"
    assert values(words, text) == ["parcel", "📦", "AB12 CDE", "www.example.com"]
    assert words.terms[0].note == "also an everyday word"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("word\nx\n", "term among them"),
        ("term,kind\nx,verb\n", "the kind is one of"),
        ("term,kind\n(,pattern\n", "no regular expression"),
        ("term\n", "empty"),
        ("term,kind\n,word\n", "has no term"),
    ],
)
def test_a_wrong_list_is_refused_in_one_line(tmp_path, text, message):
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        read_lexicon(path)


def test_a_list_that_is_no_utf8_is_refused(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(b"term\nstra\xdfe\n")
    with pytest.raises(UsageError, match="UTF-8"):
        read_lexicon(path)


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("email", "mail Anna.B+x@Example.org, or not@this", ["anna.b+x@example.org"]),
        ("url", "see (https://example.org/a?b=1), now", ["https://example.org/a?b=1"]),
        ("map", "https://maps.apple.com/?ll=1,2 https://example.org/", ["https://maps.apple.com/?ll=1,2"]),
        ("coordinates", "at 52.3702, 4.8952 and 52.37, 4.89", ["52.3702, 4.8952"]),
        ("coordinates", "geo:46.5,6.6?z=3", ["46.5, 6.6"]),
        ("coordinates", "version 99.12345, 1.12345", []),
        ("money", "owes €1,500.50 or 200 EUR, not 300", ["EUR 1,500.50", "EUR 200"]),
        ("money", "CHF 20 and $5k", ["CHF 20", "USD or other $ 5"]),
        ("wallet", "send to 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa now", ["Bitcoin: 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"]),
        ("wallet", "send to 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb now", []),
    ],
)
def test_extractors(name, text, found):
    assert [thing.value for thing in EXTRACTORS[name](text, None)] == found


def test_numbers_in_a_text_are_read_in_the_home_region():
    text = "call 020 7946 0018 or +1 202 555 0123, order 12345678"
    assert [thing.value for thing in EXTRACTORS["phone"](text, "GB")] == ["+442079460018", "+12025550123"]
    assert [thing.value for thing in EXTRACTORS["phone"](text, None)] == ["+12025550123"]


@settings(max_examples=80)
@given(st.text(max_size=80), st.sampled_from(sorted(EXTRACTORS)))
def test_what_is_extracted_stands_where_it_is_said_to(text, name):
    for thing in EXTRACTORS[name](text, None):
        assert 0 <= thing.start < thing.end <= len(text)


@pytest.mark.parametrize(
    ("address", "currency"),
    [
        ("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "Bitcoin"),
        ("BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", "Bitcoin"),
        ("bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", "Bitcoin"),
        ("3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", "Bitcoin"),
        ("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "Ethereum"),
        ("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", "Ethereum form, no checksum in it"),
        ("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD", None),
        ("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", None),
        ("3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLz", None),
    ],
)
def test_wallets_are_told_by_their_checksum(address, currency):
    assert wallet(address) == currency


def test_keccak_against_its_published_digests():
    assert keccak256(b"").hex() == "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"
    assert keccak256(b"abc").hex() == "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"
    assert len({keccak256(b"a" * size) for size in range(130, 140)}) == 10


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("see https://board.example/ads/guitar-1234567.", ["https://board.example/ads/guitar-1234567"]),
        ("www.board.example/s-anzeige/sofa/30012345-88", ["www.board.example/s-anzeige/sofa/30012345-88"]),
        ("https://board.example/listing?id=55512345", ["https://board.example/listing?id=55512345"]),
        ("https://board.example/ads/about", []),
        ("https://news.example/loads/2026/1234567", []),
        ("https://ads.example/1234567", []),
    ],
)
def test_links_that_look_like_one_advertisement(text, wanted):
    from phonefx.timeline.words.extractors import ads

    assert [found.value for found in ads(text)] == wanted
