"""Search finds substrings in any script, wherever text is stored, and nothing twice."""

from __future__ import annotations

import pytest
from benchmarks.made_case import MadeCase
from hypothesis import given, settings
from hypothesis import strategies as st

from phonefx.errors import UsageError
from phonefx.records import Attachment, Contact, Message, Note, Revision
from phonefx.timeline import search
from phonefx.timeline.texts import EVERY, WRITTEN, text_fields, texts


def indexed(made):
    search.make_index(made.db)
    return made


@pytest.fixture
def made():
    case = MadeCase()
    case.add("E1", Message(body="Meet at the Harbour tomorrow", counterpart="+447700900123"))
    case.add("E1", Message(body="明日倉庫で会う"), Message(body="до встречи у ВОКЗАЛА"), Message(body="إلى اللقاء"))
    case.add("E1", Note(title="List", body="50% off, really_cheap"))
    case.add("E1", Message(), parts=[Attachment(text="harbour map"), Revision(body="old harbour words")])
    case.add("E1", Contact(name="Anna Harbourne"))
    return indexed(case)


def items(made, words):
    return [(found.item, found.field) for found in search.search(made.db, words)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("harbour", [(1, "message.body"), (6, "attachment.text"), (6, "revision.body"), (7, "contact.name")]),
        ("ARBOU", [(1, "message.body"), (6, "attachment.text"), (6, "revision.body"), (7, "contact.name")]),
        ("harbour meet", [(1, "message.body")]),
        ('"harbour meet"', []),
        ('"the harbour"', [(1, "message.body")]),
        ("倉庫で", [(2, "message.body")]),
        ("倉庫", [(2, "message.body")]),
        ("会", [(2, "message.body")]),
        ("вокзал", [(3, "message.body")]),
        ("اللقاء", [(4, "message.body")]),
        ("50%", [(5, "note.body")]),
        ("y_c", [(5, "note.body")]),
        ("yxc", []),
        ("900123", [(1, "message.counterpart")]),
        ("at harbour", [(1, "message.body")]),
        ('a"b', []),
        ("AND OR NOT", []),
    ],
)
def test_what_is_found(made, words, found):
    assert items(made, words) == found


def test_the_text_around_the_first_term_is_shown(made):
    made.add("E1", Message(body="x" * 200 + " needle " + "y" * 200))
    (found,) = search.search(indexed(made).db, "needle")
    assert found.around == "…" + "x" * 59 + " needle " + "y" * 59 + "…"


def test_the_index_knows_when_it_is_old(made):
    assert search.is_indexed(made.db)
    made.add("E1", Message(body="new harbour"))
    assert not search.is_indexed(made.db)
    assert (8, "message.body") in items(indexed(made), "harbour")


def test_no_word_is_no_search(made):
    with pytest.raises(UsageError):
        list(search.search(made.db, "  "))


def test_every_column_with_text_is_searched_and_raw_values_are_not():
    names = {field.name for field in text_fields()}
    assert {"message.body", "message.subject", "attachment.text", "contact_point.value", "web_visit.url"} <= names
    assert not any(name.endswith("_raw") for name in names)
    assert {field.name for field in text_fields(WRITTEN)} < {field.name for field in text_fields(EVERY)}


def test_texts_are_given_with_their_items(made):
    written = list(texts(made.db))
    assert (1, "message.body", "Meet at the Harbour tomorrow") in written
    assert (6, "attachment.text", "harbour map") in written
    assert all(field != "contact.name" for _, field, _ in written)


words = st.text("abAB é倉 '%\"*", min_size=1, max_size=8)


@settings(max_examples=60, deadline=None)
@given(st.lists(words, max_size=6), words)
def test_search_agrees_with_reading_every_text(bodies, asked):
    made = MadeCase()
    made.add("E1", *[Message(body=body) for body in bodies])
    try:
        terms = search.terms_of(asked)
    except UsageError:
        return
    found = {hit.item for hit in search.search(indexed(made).db, asked)}
    expected = {
        item for item, body in enumerate(bodies, 1) if all(term.casefold() in body.casefold() for term in terms)
    }
    assert found == expected
