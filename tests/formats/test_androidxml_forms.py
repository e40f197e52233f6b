"""Android's XML, read against a writer of its own, against the standard library on real files, and against bombs."""

from __future__ import annotations

import os
import struct
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phonefx.errors import Damaged, EvidenceError
from phonefx.formats import androidxml


class Writer:
    """Writes binary XML as Android's BinaryXmlSerializer does."""

    def __init__(self) -> None:
        self.out = bytearray(b"ABX\0\x10")
        self.names: dict[str, int] = {}

    def utf(self, text: str, *, java: bool = False) -> bytes:
        raw = text.encode("utf-8")
        if java:  # surrogates one by one, NUL in two bytes
            units = text.encode("utf-16-le", "surrogatepass")
            raw = b"".join(
                chr(unit).encode("utf-8", "surrogatepass") if unit else b"\xc0\x80"
                for unit in struct.unpack(f"<{len(units) // 2}H", units)
            )
        return struct.pack(">H", len(raw)) + raw

    def name(self, text: str) -> bytes:
        if text in self.names:
            return struct.pack(">H", self.names[text])
        self.names[text] = len(self.names)
        return b"\xff\xff" + self.utf(text)

    def start(self, name: str) -> None:
        self.out += b"\x32" + self.name(name)

    def end(self, name: str) -> None:
        self.out += b"\x33" + self.name(name)

    def attribute(self, name: str, kind: int, raw: bytes = b"") -> None:
        self.out += bytes((kind | 15,)) + self.name(name) + raw

    def text(self, value: str, *, java: bool = False) -> None:
        self.out += b"\x24" + self.utf(value, java=java)

    def tree(self, element: Element) -> None:
        self.start(element.tag)
        for name, value in element.items():
            kind = 0x30 if len(value) < 4 else 0x20
            self.attribute(name, kind)
            self.out += self.name(value) if kind == 0x30 else self.utf(value)
        if element.text:
            self.text(element.text)
        for child in element:
            self.tree(child)
            if child.tail:
                self.text(child.tail)
        self.end(element.tag)

    def done(self) -> bytes:
        return bytes(self.out) + b"\x11"


names = st.from_regex(r"[a-z][a-z0-9_-]{0,8}", fullmatch=True)
words = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=20)


def build(description) -> Element:
    tag, attributes, text, children = description
    element = Element(tag, attributes)
    element.text = text or None
    for child in children:
        element.append(build(child))
    return element


trees = st.recursive(
    st.tuples(names, st.dictionaries(names, words, max_size=3), words, st.just([])),
    lambda inner: st.tuples(names, st.dictionaries(names, words, max_size=2), words, st.lists(inner, max_size=4)),
    max_leaves=12,
).map(build)


def expected(element: Element):
    """Name, attributes, all text directly inside, children: what this reader gives of an element."""
    text = (element.text or "") + "".join(child.tail or "" for child in element)
    return element.tag, dict(element.items()), text, [expected(child) for child in element]


def shape(element: androidxml.Element):
    return element.name, element.attributes, element.text, [shape(child) for child in element.children]


@settings(max_examples=60)
@given(trees)
def test_binary_and_text_read_alike(tree):
    writer = Writer()
    writer.tree(tree)
    for data in (writer.done(), ElementTree.tostring(tree, encoding="utf-8")):
        document = androidxml.loads(data)
        assert (document.damage, document.repaired) == ("", False)
        assert [shape(root) for root in document.roots] == [expected(tree)]


def test_a_file_written_out_by_hand():
    data = bytes.fromhex(
        "41425800 10"  # magic, start of document
        "32 ffff 0004 75736572"  # <user, name 0
        "6f ffff 0002 6964 0000000a"  # id=10, name 1
        "32 ffff 0004 6e616d65"  # <name>, name 2
        "24 0003 416e6e"  # Ann
        "33 0002 33 0000 11"  # </name></user>, end of document
    )
    assert [shape(root) for root in androidxml.loads(data).roots] == [
        ("user", {"id": "10"}, "", [("name", {}, "Ann", [])])
    ]


def element(content: bytes) -> str:
    writer = Writer()
    writer.start("t")
    writer.out += content
    writer.end("t")
    document = androidxml.loads(writer.done())
    assert document.damage == ""
    return document.roots[0].text


def test_text_in_both_spellings_and_text_that_is_none():
    writer = Writer()
    assert element(b"\x24" + writer.utf("a😀b")) == "a😀b"
    assert element(b"\x24" + writer.utf("a😀\0b", java=True)) == "a😀\0b"
    assert element(b"\x24\x00\x04a\xff\xedb") == "a\ufffd\ufffdb"


def test_one_bad_text_does_not_cost_the_rest_of_the_file():
    writer = Writer()
    writer.start("map")
    writer.start("bad")
    writer.out += b"\x24\x00\x01\xff"
    writer.end("bad")
    writer.start("good")
    writer.end("good")
    writer.end("map")
    document = androidxml.loads(writer.done())
    assert [one.name for one in document.walk()] == ["map", "bad", "good"]
    assert document.damage == ""


def test_many_pieces_of_text_cost_no_more_than_their_length():
    piece = Writer().utf("x" * 10)
    assert len(element((b"\x24" + piece) * 200_000)) == 2_000_000


def test_a_long_numbered_text_is_no_content():
    writer = Writer()
    writer.start("t")
    writer.out += b"\x34" + writer.name("x" * 60_000) + b"\x34\x00\x01" * 100_000
    document = androidxml.loads(writer.done())
    assert document.roots[0].text == ""
    assert "numbered text" in document.damage


def test_an_end_that_closes_something_else_is_damage():
    writer = Writer()
    writer.start("a")
    writer.start("b")
    writer.text("kept")
    writer.end("a")
    document = androidxml.loads(writer.done())
    assert "ends within 'b'" in document.damage
    assert [(one.name, one.text) for one in document.walk()] == [("a", ""), ("b", "kept")]


def test_faults_of_real_text_files_are_mended():
    emoji = androidxml.loads(b"<sms body='&#55357;&#56832; hi'/>")
    assert (emoji.roots[0].get("body"), emoji.repaired) == ("😀 hi", True)
    assert androidxml.loads(b"<a>x&#0;y\x01z&#x1f;</a>").roots[0].text == "x\ufffdy\ufffdz\ufffd"
    assert androidxml.loads(b"<a>&#55357;&#10;&#x41;</a>").roots[0].text == "\ufffd\nA"


def test_preferences_have_their_types():
    text = """<?xml version='1.0' encoding='utf-8' standalone='yes' ?><map>
        <string name="s">text</string><string name="empty"></string><int name="i" value="-5"/>
        <long name="l" value="1700000000000"/><int name="bad" value="five"/><int name="long" value="%s"/>
        <float name="f" value="1.5"/><boolean name="b" value="true"/><boolean name="odd" value="yes"/><null name="n"/>
        <set name="set"><string>a</string><string>b</string></set></map>""" % ("9" * 5000)
    found = androidxml.preferences(androidxml.loads(text.encode()).roots[0])
    assert found == {
        "s": "text",
        "empty": "",
        "i": -5,
        "l": 1700000000000,
        "f": 1.5,
        "b": True,
        "odd": "yes",
        "n": None,
        "set": ["a", "b"],
        "bad": "five",
        "long": "9" * 5000,
    }
    with pytest.raises(Damaged):
        androidxml.preferences(androidxml.loads(b"<settings/>").roots[0])


@settings(max_examples=120)
@given(trees, st.data())
def test_changed_and_cut_files_are_read_or_refused(tree, data):
    writer = Writer()
    writer.tree(tree)
    blob = bytearray(data.draw(st.sampled_from([writer.done(), ElementTree.tostring(tree, encoding="utf-8")])))
    for _ in range(data.draw(st.integers(0, 5))):
        blob[data.draw(st.integers(0, len(blob) - 1))] = data.draw(st.integers(0, 255))
    for part in (blob, blob[: data.draw(st.integers(0, len(blob)))]):
        try:
            document = androidxml.loads(bytes(part))
        except EvidenceError:
            continue
        assert document.roots


def test_real_preferences_read_as_the_standard_library_reads_them(corpus: Path):
    paths = [
        Path(folder) / name for folder, _, files in os.walk(corpus) if folder.endswith("shared_prefs") for name in files
    ]
    assert len(paths) > 50
    mended = []
    for path in paths:
        data = path.read_bytes()
        if not data.lstrip().startswith(b"<?xml"):
            continue
        document = androidxml.loads(data)
        (root,) = document.roots
        assert document.damage == ""
        assert root.name != "map" or len(androidxml.preferences(root)) == len(root.children)
        try:
            assert shape(root) == expected(ElementTree.fromstring(data)), path.name
        except ElementTree.ParseError:
            mended.append(path.name)
            assert document.repaired
    # One real file numbers a control character, which XML forbids.
    assert mended == ["com.android.providers.contacts_preferences.xml"]
