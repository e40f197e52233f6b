"""Small parts of the machine, one by one: signs, facts, survival, key files, sheets, exports, images, commands."""

from __future__ import annotations

import hashlib
import json
import struct
import xml.etree.ElementTree as ET
import zlib
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from phonefx.cli.synth import command
from phonefx.errors import Damaged, NotFound, UsageError
from phonefx.synth.facts import Fact, FactBook
from phonefx.synth.grading.case import grade_case, holds
from phonefx.synth.grading.details import details, differences
from phonefx.synth.grading.score import Grade, Tally
from phonefx.synth.grading.signs import file_name, sign, signs_of_fact, who, words
from phonefx.synth.key import read_facts, read_head
from phonefx.synth.library import find_scenario
from phonefx.synth.make import make
from phonefx.synth.pack.containers import CONTAINERS
from phonefx.synth.pack.ewf import CHUNK, pack_e01
from phonefx.synth.pack.keybag import Keybag, encrypt
from phonefx.synth.pack.tools import run
from phonefx.synth.scenario import FICTIONAL, normal, read_scenario
from phonefx.synth.sheet import Sheet
from phonefx.synth.survival import remains, traces


@pytest.mark.parametrize(("one", "other"), [
    ("+44 7700 900123", "447700900123"), ("447700900123@s.whatsapp.net", "+447700900123"),
    ("Ann@Example.org", "ann@example.org"), ("VERIFY", "verify"), (None, ""),
])  # fmt: skip
def test_spellings_of_an_address_compare_equal(one, other):
    assert who(one) == who(other)


def test_different_addresses_do_not():
    assert len({who(each) for each in ("+447700900123", "+447700900124", "a@example.org", "b@example.org", "x")}) == 5


def test_marks_of_attachments_and_spaces_are_no_words():
    assert words("\ufffc Hello \n") == "Hello"
    assert words(None) == ""
    assert file_name("/data/x/app_parts/PART_1700000000000_image.jpg") == "image.jpg"
    assert file_name("/data/DCIM/PXL_1.jpg") == "PXL_1.jpg"


BASE = {"time_us": 1_772_438_940_123_456, "direction": "incoming", "counterpart": "+447700900001", "body": "x"}


@pytest.mark.parametrize(("change", "same"), [
    ({"time_us": 1_772_438_940_123_999}, True), ({"time_us": 1_772_438_940_124_000}, False), ({"body": "y"}, False),
    ({"body": " x "}, True), ({"direction": "outgoing"}, False), ({"counterpart": "447700900001"}, True),
    ({"counterpart": "+447700900002"}, False), ({"service": "sms"}, True),
])  # fmt: skip
def test_a_message_is_known_by_time_side_words_and_counterpart(change, same):
    assert (sign("message", BASE | change) == sign("message", BASE)) is same


def test_a_group_message_that_was_sent_has_no_single_counterpart():
    group = BASE | {"direction": "outgoing", "parties": ["a", "b"]}
    assert sign("message", group)[2] == ""


def test_positions_are_compared_to_a_millionth_of_a_degree():
    position = {"time_us": 1, "evidence_of": "device_fix", "latitude": 53.123456, "longitude": -0.1}
    assert sign("location", position) == sign("location", position | {"latitude": 53.1234561})
    assert sign("location", position) != sign("location", position | {"latitude": 53.123458})
    assert sign("location", position) != sign("location", position | {"evidence_of": "searched"})


def test_a_fact_has_further_signs_for_earlier_texts_and_files():
    found = list(signs_of_fact("message", BASE | {"revisions": ["old", "x"], "attachments": ["/a/b/c.jpg"]}))
    assert [each[:2] for each in found[1:]] == [("revision", "old"), ("revision", "x"), ("attachment", "c.jpg")]


@pytest.mark.parametrize(("kind", "fact", "item", "differing"), [
    ("call", {"outcome": "answered"}, {"outcome": "dialled"}, ""),
    ("call", {"outcome": "unanswered"}, {"outcome": "answered"}, "outcome"),
    ("call", {"outcome": "missed"}, {"outcome": "missed, rejected or filtered"}, ""),
    ("call", {"outcome": "answered"}, {"outcome": "missed, rejected or filtered"}, "outcome"),
    ("call", {"outcome": "rejected"}, {"outcome": "not connected, result 2"}, ""),
    ("call", {"outcome": "answered"}, {"outcome": None}, "outcome"),
    ("call", {"service": "facetime-video"}, {"service": "FaceTime video"}, ""),
    ("call", {"service": "facetime-video"}, {"service": "FaceTime audio"}, "service"),
    ("message", {"service": "sms"}, {"service": "SMS"}, ""),
    ("message", {"service": "sms"}, {"service": "MMS"}, "service"),
    ("message", {"read_us": 5_000_000}, {"read_us": 5_000_900}, ""),
    ("message", {"read_us": 5_000_000}, {"read_us": 5_001_000}, "read_us"),
    ("message", {"subject": "Boat"}, {"subject": None}, "subject"),
    ("message", {"subject": None}, {"subject": "Boat"}, ""),
    ("message", {"parties": ["+441", "+442"]}, {"members": ["442", "+441", "+449"]}, ""),
    ("message", {"parties": ["+441", "+442"]}, {"members": ["+441"]}, "parties"),
    ("location", {"accuracy_m": 6.0}, {"accuracy_m": 6.004}, ""),
    ("location", {"accuracy_m": 6.0}, {"accuracy_m": 60.0}, "accuracy_m"),
    ("media", {"make": "Google"}, {"make": "Apple"}, "make"),
])  # fmt: skip
def test_an_item_must_state_every_value_that_the_key_holds(kind, fact, item, differing):
    found = differences(details(kind, fact, "live"), details(kind, item, "live"))
    assert [each.partition(" ")[0] for each in found] == ([differing] if differing else [])


def test_what_lies_in_a_bin_must_be_shown_as_lying_there():
    binned, live = (details("message", {}, state) for state in ("recently_deleted", "live"))
    assert differences(binned, live)
    assert differences(live, binned)
    assert not differences(binned, binned)
    assert not differences(live, details("message", {}, "uncommitted"))


def test_a_container_can_lack_one_field_of_a_kind():
    values = {"note": "x", "time_us": 5}
    assert "time_us" in details("contact", values, "live")
    assert "time_us" not in details("contact", values, "live", ("contact.time_us",))
    assert "note" in details("contact", values, "live", ("contact.time_us",))


def test_kinds_that_are_not_compared_have_no_sign():
    assert sign("network", {}) is None


def test_a_tally_is_perfect_only_when_nothing_is_wanting():
    assert Tally().perfect
    assert not Tally(expected=1).perfect
    assert not Tally(false=1).perfect
    assert not Tally(left=2, recovered=1).perfect
    grade = Grade("p", "zip")
    grade.of("call").wrong = 1
    assert not grade.perfect
    assert grade.as_json()["kinds"]["call"]["wrong"] == 1


def test_a_kind_that_neither_side_speaks_of_is_not_counted():
    assert not Tally().counted
    assert Tally(expected=1).counted
    assert Tally(false=1).counted
    assert Tally(left=1).counted
    assert Tally(repeats=1).counted


def test_samples_stop_at_some_number():
    tally = Tally()
    for number in range(1000):
        tally.show("missing", str(number))
    assert 5 < len(tally.samples) < 100


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from(["message", "call"]), st.text(max_size=20)), max_size=30))
def test_the_book_gives_back_what_was_entered(entries):
    book = FactBook(":memory:")
    numbers = [book.add(Fact("p", kind, {"body": text}, thread=kind)) for kind, text in entries]
    assert [(fact.kind, fact.values["body"]) for fact in book.find("1")] == entries
    if numbers:
        book.end(numbers[0], "deleted", {"at_us": 5})
        (gone,) = book.find("state = 'deleted'")
        assert (gone.number, gone.ending) == (1, {"at_us": 5})
    assert sum(count for *_, count in book.counts()) == len(entries)
    book.close()


def fact_with(body, **more):
    return Fact("p", "message", {"body": body} | more, "/x.db", "sms", 1)


def test_remains_are_found_in_the_file_its_log_and_its_journal(tmp_path):
    for suffix in ("", "-wal", "-journal"):
        (tmp_path / f"x.db{suffix}").write_bytes(b"nothing here")
    assert remains(tmp_path, fact_with("secret words")) == []
    (tmp_path / "x.db-wal").write_bytes(b"...secret words...")
    assert remains(tmp_path, fact_with("secret words")) == ["write-ahead log"]
    (tmp_path / "x.db").write_bytes(b"secret words")
    assert remains(tmp_path, fact_with("secret words")) == ["database", "write-ahead log"]


def test_traces_must_stand_close_together(tmp_path):
    call = Fact("p", "call", {"counterpart": "+447700900001", "time_us": 1_700_000_000_000_000}, "/x.db", "calls", 1)
    number, time = (1_700_000_000_000).to_bytes(6, "big"), b"+447700900001"
    assert set(traces(call)) == {number, time}
    (tmp_path / "x.db").write_bytes(number + b"." * 50 + time)
    assert remains(tmp_path, call) == ["database"]
    (tmp_path / "x.db").write_bytes(number + b"." * 5000 + time)
    assert remains(tmp_path, call) == []


def test_a_text_too_short_to_be_told_apart_is_never_called_left(tmp_path):
    (tmp_path / "x.db").write_bytes(b"ok ok ok")
    assert remains(tmp_path, fact_with("ok")) == []


@pytest.mark.parametrize("content", ["", "{}", '{"phonefx_key": 99,\n"facts": [\n]}\n', "not json at all"])
def test_a_file_that_is_no_key_is_refused(tmp_path, content):
    path = tmp_path / "key.json"
    path.write_text(content)
    with pytest.raises(Damaged):
        read_head(path)


def test_a_folder_that_is_no_case_is_refused(tmp_path):
    with pytest.raises(NotFound):
        grade_case(tmp_path / "key.json", tmp_path)


SOME_PATHS = (
    "/data/data/x", "/data/media/0/a.jpg", "/system/build.prop", "/private/var/mobile/Library/SMS/sms.db",
    "/private/var/mobile/Library/Caches/com.apple.routined/Cache.sqlite",
)  # fmt: skip


def test_a_container_holds_what_its_prefixes_say():
    for container in CONTAINERS.values():
        delivered = {"only": list(container.only), "without": list(container.without)}
        for path in SOME_PATHS:
            assert container.holds(path) == holds(delivered, path)
    assert not CONTAINERS["backup"].holds("/private/var/mobile/Library/CallHistoryDB/CallHistory.storedata")
    assert CONTAINERS["backup-encrypted"].holds("/private/var/mobile/Library/CallHistoryDB/CallHistory.storedata")
    assert not CONTAINERS["ext4"].holds("/system/build.prop")


@pytest.mark.parametrize("number", [
    "+44 7700 900123", "+1 212 555 0142", "+33 6 39 98 12 34", "+44 20 7946 0012", "+999 00 12345",
])  # fmt: skip
def test_numbers_kept_for_fiction_pass(number):
    assert FICTIONAL.fullmatch(normal(number))


@pytest.mark.parametrize("number", [
    "+44 7911 123456", "+1 212 555 1234", "+33 6 12 34 56 78", "07700900123", "+49 30 1234567", "+99900123",
])  # fmt: skip
def test_other_numbers_do_not(number):
    assert not FICTIONAL.fullmatch(normal(number))


def test_a_sheet_without_marks_still_says_what_is_wrong():
    with pytest.raises(UsageError, match="plan: 'x' must be true or false"):
        Sheet({"x": 1}, "plan").flag("x")
    with pytest.raises(UsageError, match="must be a mapping"):
        Sheet([1], "plan")


def test_a_tool_that_is_missing_names_its_package(monkeypatch):
    monkeypatch.setattr("phonefx.synth.pack.tools.find", lambda tool: None)
    with pytest.raises(UsageError, match="e2fsprogs"):
        run("mke2fs", "x")


@pytest.mark.parametrize("size", [0, 1, 15, 16, 17, 31, 32, 200])
def test_encrypted_files_are_padded_to_whole_blocks(size):
    assert len(encrypt(bytes(size), bytes(range(32)))) == size // 16 * 16 + 16


def test_keys_of_one_backup_differ_and_are_the_same_each_time():
    one, two, other = Keybag("a", "p"), Keybag("a", "p"), Keybag("b", "p")
    assert one.encoded == two.encoded != other.encoded
    assert one.file_key("x") != one.file_key("y")
    assert one.encoded.startswith(b"VERS")


def sections(content):
    at = 13
    while True:
        kind, following, size = struct.unpack_from("<16sQQ", content, at)
        assert struct.unpack_from("<I", content, at + 72)[0] == zlib.adler32(content[at : at + 72])
        yield kind.rstrip(b"\0").decode(), content[at + 76 : at + size]
        if following == at:
            return
        at = following


@pytest.mark.parametrize("size", [512, CHUNK, CHUNK * 3 + 1024])
def test_an_e01_tells_size_chunks_and_hash(tmp_path, size):
    chance = hashlib.sha256(b"x").digest() * (size // 32 + 1)
    raw = (chance[: size // 2] + bytes(size))[:size]
    (tmp_path / "raw").write_bytes(raw)
    pack_e01(tmp_path / "raw", tmp_path / "x.E01", 1_700_000_000, "label")
    found = list(sections((tmp_path / "x.E01").read_bytes()))
    assert [name for name, _ in found] == [
        "header2", "header2", "header", "volume", "sectors", "table", "table2", "digest", "hash", "done"]  # fmt: skip
    parts = dict(found)
    chunks, per_chunk, sector, sectors = struct.unpack_from("<4xIIIQ", parts["volume"])
    assert (per_chunk * sector, sectors * sector, chunks) == (CHUNK, size, -(-size // CHUNK))
    assert parts["hash"][:16] == hashlib.md5(raw).digest()
    offsets = struct.unpack_from(f"<{chunks}I", parts["table"], 24)
    base = struct.unpack_from("<8xQ", parts["table"])[0]
    content = (tmp_path / "x.E01").read_bytes()
    ends = [*(each & 0x7FFFFFFF for each in offsets[1:]), len(parts["sectors"]) + 76]
    plain = b""
    for offset, end in zip(offsets, ends, strict=True):
        stored = content[base + (offset & 0x7FFFFFFF) : base + end]
        plain += zlib.decompress(stored) if offset >> 31 else stored[:-4]
    assert plain == raw


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    out = tmp_path_factory.mktemp("exported") / "made"
    make(read_scenario(find_scenario(Path("first-phone"))), out, containers=("folder", "logical"))
    return out


def test_exported_messages_are_xml_with_the_rows_of_the_store(exported):
    (path,) = (exported / "maya-android-logical").glob("sms-*.xml")
    root = ET.parse(path).getroot()
    live = {fact["values"]["body"] for fact in read_facts(exported / "key.json")
            if fact["table"] == "sms" and fact["state"] == "live"}  # fmt: skip
    assert {entry.get("body") for entry in root.findall("sms")} == live
    (mms,) = root.findall("mms")
    assert mms.get("date") == "1772824806000"
    assert [part.get("ct") for part in mms.iter("part")] == ["application/smil", "image/jpeg", "text/plain"]
    assert int(root.get("count")) == len(root)


def test_exported_calls_and_cards_are_complete(exported):
    (path,) = (exported / "maya-android-logical").glob("calls-*.xml")
    calls = ET.parse(path).getroot()
    assert [entry.get("type") for entry in calls] == ["2", "3", "1"]
    cards = (exported / "maya-android-logical" / "contacts.vcf").read_bytes().decode()
    assert cards.count("BEGIN:VCARD\r\n") == cards.count("END:VCARD\r\n") == 3
    assert "TEL;TYPE=CELL:+447700900222\r\n" in cards


def test_the_command_makes_a_scenario_and_prints_what_it_made(tmp_path):
    done = CliRunner().invoke(command, ["first-iphone", str(tmp_path / "out"), "--container", "zip", "--seed", "3"])
    assert done.exit_code == 0
    names = [Path(line).name for line in done.output.splitlines()]
    assert names == ["tom-iphone.zip", "key.json", "questions.md", "answers.yaml", "solutions.md", "notes.md"]
    assert json.loads((tmp_path / "out" / "key.json").read_text())["seed"] == 3
    assert not (tmp_path / "out" / "tom-iphone").exists()


def test_the_command_refuses_an_unknown_scenario(tmp_path):
    done = CliRunner().invoke(command, ["no-such-story", str(tmp_path / "out")])
    assert isinstance(done.exception, NotFound)
