"""Android's XML files, as text and in binary form, against files written here token by token."""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phonefx.errors import Damaged, EvidenceError, HostileEvidence
from phonefx.formats import androidxml
from phonefx.formats.androidxml import tree


class Abx:
    """Writes binary XML after the description of the format, for tests alone."""

    def __init__(self) -> None:
        self.out = bytearray(b"ABX\x00\x10")
        self.pool: list[str] = []

    def utf(self, text: str) -> Abx:
        raw = text.encode("utf-8", "surrogatepass")
        self.out += struct.pack(">H", len(raw)) + raw
        return self

    def interned(self, text: str) -> Abx:
        if text in self.pool:
            self.out += struct.pack(">H", self.pool.index(text))
            return self
        self.pool.append(text)
        self.out += b"\xff\xff"
        return self.utf(text)

    def token(self, event: int, form: int) -> Abx:
        self.out.append(event | form)
        return self

    def start(self, name: str) -> Abx:
        return self.token(2, 0x30).interned(name)

    def end(self, name: str) -> Abx:
        return self.token(3, 0x30).interned(name)

    def attribute(self, name: str, form: int, value: bytes = b"") -> Abx:
        self.token(15, form).interned(name)
        self.out += value
        return self

    def done(self) -> bytes:
        return bytes(self.out) + b"\x11"


def test_every_type_of_value_reads():
    abx = Abx().start("package")
    abx.token(15, 0x20).interned("name").utf("com.example é")
    abx.token(15, 0x30).interned("same").interned("name")
    abx.attribute("hash", 0x40, b"\x00\x02\xab\xcd").attribute("key", 0x50, b"\x00\x03abc")
    abx.attribute("version", 0x60, struct.pack(">i", -7)).attribute("flags", 0x70, struct.pack(">I", 0xDEAD))
    abx.attribute("time", 0x80, struct.pack(">q", 1_700_000_000_000))
    abx.attribute("ft", 0x90, struct.pack(">Q", 0x18BCFE56800)).attribute("f", 0xA0, struct.pack(">f", 0.5))
    abx.attribute("d", 0xB0, struct.pack(">d", 47.25)).attribute("on", 0xC0).attribute("off", 0xD0)
    abx.attribute("none", 0x10).token(4, 0x20).utf("text").end("package")
    document = androidxml.loads(abx.done())
    (root,) = document.roots
    assert (document.form, document.damage, root.name, root.text) == ("binary", "", "package", "text")
    assert root.attributes == {
        "name": "com.example é", "same": "name", "hash": "abcd", "key": "YWJj", "version": "-7", "flags": "dead",
        "time": "1700000000000", "ft": "18bcfe56800", "f": "0.5", "d": "47.25", "on": "true", "off": "false",
        "none": "",
    }  # fmt: skip


def test_characters_written_as_two_surrogates_read():
    abx = Abx().start("a").token(15, 0x20).interned("name").utf("\ud83d\ude00").end("a")
    assert androidxml.loads(abx.done()).roots[0].get("name") == "😀"


@pytest.mark.parametrize("cut", [-1, -2])
def test_what_was_read_before_damage_is_kept(cut: int):
    whole = Abx().start("settings").start("setting").end("setting").start("setting").done()
    document = androidxml.loads(whole[:cut])
    assert [each.name for each in document.walk()] == ["settings", "setting", "setting"][: 4 + cut]
    assert "at byte" in document.damage


def test_a_binary_file_with_nothing_in_it_is_damaged():
    with pytest.raises(Damaged):
        androidxml.loads(b"ABX\x00\x10\x32\x00")


def test_depth_is_limited():
    abx = Abx()
    for _ in range(tree.MAX_DEPTH + 5):
        abx.start("a")
    with pytest.raises(HostileEvidence):
        androidxml.loads(abx.done())
    with pytest.raises(HostileEvidence):
        androidxml.loads(b"<a>" * (tree.MAX_DEPTH + 5))


def test_text_files_read_with_several_roots_and_a_declaration():
    data = b"<?xml version='1.0' encoding='utf-8'?>\n<users n='2'/><user id='0'><name>Ada</name></user>"
    document = androidxml.read(io.BytesIO(data))
    assert [root.name for root in document.roots] == ["users", "user"]
    name = document.roots[1].find("name")
    assert name is not None
    assert name.text == "Ada"
    assert (document.form, document.repaired) == ("text", False)


def test_forbidden_control_characters_are_replaced_and_said():
    document = androidxml.loads(b"<map><string name='a'>x&#1;y\x02z</string></map>")
    assert document.roots[0].children[0].text == "x\N{REPLACEMENT CHARACTER}y\N{REPLACEMENT CHARACTER}z"
    assert (document.repaired, document.damage) == (True, "")


def test_a_truncated_text_file_keeps_what_it_has():
    document = androidxml.loads(b"<map><int name='a' value='1'/><int name='b'")
    assert [each.get("name") for each in document.walk("int")] == ["a"]
    assert document.damage


@pytest.mark.parametrize("start", [b"", b"<?xml version='1.0'?>"])
def test_entities_are_refused(start: bytes):
    with pytest.raises(EvidenceError):
        androidxml.loads(start + b"<!DOCTYPE a [<!ENTITY b 'cc'>]><a>&b;</a>")


@given(st.binary(max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_bytes_read_or_are_refused(data: bytes):
    for start in (b"", b"ABX\x00", b"<a "):
        try:
            document = androidxml.loads(start + data)
        except EvidenceError:
            continue
        assert document.roots
