"""The WhatsApp parser on files of a real iPhone, against their verified counts."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import casework

from phonefx.parsers.apps.whatsapp_ios import push_name
from phonefx.parsers.registry import parsers_by_id

IOS = "ios15_ffs/private/var/mobile/Containers/Shared/AppGroup/694FBBC5-2E69-480A-A25B-FF8CC038BEF8/ChatStorage.sqlite"


def run(corpus, parser, name, path):
    source = corpus / name
    beside = {path + suffix: source.with_name(source.name + suffix).read_bytes()
              for suffix in ("-wal",) if source.with_name(source.name + suffix).is_file()}  # fmt: skip
    return casework.run(parsers_by_id()[parser], path, source.read_bytes(), beside)


def live(found, kind):
    return [row for row in found.of(kind) if row["state"] == "live"]


def test_an_iphone_of_2023(corpus):
    found = run(corpus, "apps.whatsapp.ios", IOS, f"/{IOS.partition('/')[2]}")
    messages = live(found, "message")
    assert len(messages) == 32
    assert sum(bool(row.get("body")) for row in messages) == 15
    assert sum(row.get("direction") == "outgoing" for row in messages) == 11
    assert sum("direction" not in row for row in messages) == 11  # notices, which nobody sent
    assert sum("delivered_us" in row for row in messages) == 10
    assert not any("sent_us" in row and row.get("direction") != "outgoing" for row in messages)
    places = live(found, "location")
    assert len(places) == 4
    assert all(abs(row["latitude"]) <= 90 for row in places)
    assert found.problems == []
    names = {row.get("counterpart_name") for row in messages if row["counterpart"] == "19198887386@s.whatsapp.net"}
    assert names == {"DFIR Two"}
    events = [(row["category"], row.get("subject"), row.get("detail")) for row in live(found, "event")]
    assert ("reaction to a message", "👍", "on message 3A26649A0A496377CB01") in events
    assert sum(category == "member of a group" for category, _, _ in events) == 8
    assert ("group made", "Med Report Review", "120363044520422953@g.us by 19195794674@s.whatsapp.net") in events
    assert sum(row.get("name") == "small picture of it" for row in found.of("attachment")) == 6


def test_a_protocol_buffer_in_place_of_a_name_is_no_name():
    assert push_name("CJnzhJcGIAA=") is None
    assert push_name("Abcdefgh") == "Abcdefgh"
    assert push_name("Maya") == "Maya"
    assert push_name("") is None
