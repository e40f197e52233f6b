from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phonefx.errors import Damaged, HostileEvidence, PhonefxError
from phonefx.formats import xmlrows
from phonefx.formats.xmlrows import Root, rows


def read(text: str | bytes, *names: str, root: Root | None = None):
    data = text.encode() if isinstance(text, str) else text
    return list(rows(BytesIO(data), set(names or ["row"]), root))


def test_rows_are_given_with_attributes_text_and_inner_elements():
    root = Root()
    found = read('<all count="2"><x/><row a="1">one<b>in<c/>ner</b></row><g><row a="2"/></g></all>', root=root)
    assert [(each.attributes["a"], each.text) for each in found] == [("1", "one"), ("2", "")]
    assert (found[0].said("b"), found[0].first("b", "c").name, found[0].first("nothing", "c")) == ("inner", "c", None)
    assert (root.name, root.attributes) == ("all", {"count": "2"})


def test_a_row_inside_a_row_belongs_to_it():
    (outer,) = read("<all><row><row>x</row></row></all>")
    assert [each.text for each in outer.all("row")] == ["x"]


def test_name_spaces_are_left_out():
    (found,) = read('<g:all xmlns:g="u"><g:row><g:when>x</g:when></g:row></g:all>')
    assert (found.name, found.said("when")) == ("row", "x")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("&#55357;&#56832;", "\U0001f600"),
        ("&#xD83D;&#xDE00;", "\U0001f600"),
        ("&#x1F600;", "\U0001f600"),
        ("a&#55357;b", "a\ufffdb"),
        ("&#56832;&#55357;", "\ufffd\ufffd"),
        ("&#0;&#8;&#31;&#9;&#10;", "\ufffd\ufffd\ufffd\t\n"),
        ("&amp;#0;", "&#0;"),
        ("&#99999999;", None),
    ],
)
def test_references_that_xml_forbids_are_mended(written, meant):
    text = f'<all><row a="{written}"/></all>'
    if meant is None:
        with pytest.raises(Damaged):
            read(text)
        return
    (found,) = read(text)
    assert found.attributes["a"] == meant


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 70), st.lists(st.sampled_from(["&#55357;&#56832;", "x", "&amp;", "&#0;", "\u4f60"]), max_size=40))
def test_the_size_of_the_chunks_changes_nothing(size, pieces):
    text = f'<all><row a="{"".join(pieces)}">{"".join(pieces)}</row></all>'
    whole = read(text)
    before, xmlrows.CHUNK = xmlrows.CHUNK, size
    try:
        assert read(text) == whole
    finally:
        xmlrows.CHUNK = before


def test_rows_in_front_of_damage_are_given():
    walk = rows(BytesIO(b"<all><row a='1'/><row a='2'/><row <"), {"row"})
    assert [next(walk).attributes["a"], next(walk).attributes["a"]] == ["1", "2"]
    with pytest.raises(Damaged):
        next(walk)


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE a [<!ENTITY x "boom">]><all><row>&x;</row></all>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><all><row>&x;</row></all>',
        '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://example.org/x">%x;]><all/>',
        "<row>" * 300,
    ],
)
def test_entities_and_absurd_depth_are_refused(text):
    with pytest.raises(HostileEvidence):
        read(text)


def test_leading_space_and_marks_are_allowed_and_an_unknown_encoding_is_told():
    assert len(read(b"\xef\xbb\xbf\n <?xml version='1.0'?><all><row/></all>")) == 1
    with pytest.raises(Damaged):
        read(b"<?xml version='1.0' encoding='x-nothing'?><all><row/></all>")
    with pytest.raises(Damaged):
        read(b"")


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data):
    try:
        read(b"<all><row>" + data, "row")
    except PhonefxError as error:
        assert str(error)
