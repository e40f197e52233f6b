"""Each OS version has the tables and columns that it has on real phones, and records what its versions can."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from phonefx.errors import UsageError
from phonefx.synth.database import Database, Shape, statements
from phonefx.synth.key import read_facts
from phonefx.synth.library import find_scenario
from phonefx.synth.make import make
from phonefx.synth.models import ANDROID_BUILDS, IOS_BUILDS, MODELS
from phonefx.synth.scenario import read_scenario
from phonefx.synth.validate import on_versions

from .test_phones import databases, opened

EVERY = Path(__file__).resolve().parents[2] / "src" / "phonefx" / "synth" / "grading" / "every-store.yaml"
OLDEST, NEWEST = ("10", "14.8"), ("16", "18.3")
MIDDLE = ("13", "16.6")
SINCE_IOS = {
    "thread_originator_part": 14, "was_delivered_quietly": 15, "date_edited": 16, "part_count": 16, "is_critical": 17,
    "fallback_hash": 17, "schedule_state": 18, "associated_message_emoji": 18,
}  # fmt: skip
SINCE_ANDROID = {
    "transcription_state": 10, "block_reason": 10, "missed_reason": 12, "composer_photo_uri": 12,
    "is_call_log_phone_account_migration_pending": 14, "is_business_call": 15,
}  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    out = tmp_path_factory.mktemp("versions")
    for android, ios in (OLDEST, MIDDLE, NEWEST):
        make(on_versions(read_scenario(EVERY), {"android": android, "ios": ios}), out / android, containers=("folder",))
    return out


def store(made, android, name, scratch):
    (path,) = [path for path in databases(made / android) if path.name == name]
    return opened(path, scratch / android / name)


def columns(connection, table):
    return {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}


@pytest.mark.parametrize(("android", "ios"), [OLDEST, MIDDLE, NEWEST])
def test_columns_come_with_their_version(made, android, ios, tmp_path):
    messages, calls = store(made, android, "sms.db", tmp_path), store(made, android, "calllog.db", tmp_path)
    version = int(ios.partition(".")[0])
    assert {name: name in columns(messages, "message") for name in SINCE_IOS} == {
        name: since <= version for name, since in SINCE_IOS.items()}  # fmt: skip
    assert bool(columns(messages, "chat_recoverable_message_join")) is (version >= 16)
    assert bool(columns(messages, "chat_service")) is (version >= 18)
    assert {name: name in columns(calls, "calls") for name in SINCE_ANDROID} == {
        name: since <= int(android) for name, since in SINCE_ANDROID.items()}  # fmt: skip
    texts = store(made, android, "mmssms.db", tmp_path)
    for table in ("threads", "part", "addr", "words"):
        assert ("sub_id" in columns(texts, table)) is (int(android) >= 14), table
    people = store(made, android, "contacts2.db", tmp_path)
    assert ("sim_slot_index" in columns(people, "accounts")) is (int(android) >= 12)


@pytest.mark.parametrize(("android", "numbers"), [
    ("10", (67, 8, 1400)), ("13", (67, 10, 1604)), ("16", (68, 12, 1700)),
])  # fmt: skip
def test_schemas_are_numbered_as_their_version_numbers_them(made, android, numbers, tmp_path):
    names = ("mmssms.db", "calllog.db", "contacts2.db")
    stores = [store(made, android, name, tmp_path) for name in names]
    assert tuple(each.execute("PRAGMA user_version").fetchone()[0] for each in stores) == numbers


@pytest.mark.parametrize("android", ["10", "13", "16"])
def test_every_database_of_every_version_is_sound(made, android, tmp_path):
    found = databases(made / android)
    assert len(found) >= 16
    for number, path in enumerate(found):
        connection = opened(path, tmp_path / str(number))
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)], path
        connection.close()


def test_every_version_records_the_same_story(made):
    told = []
    for android in ("10", "13", "16"):
        facts = [fact for fact in read_facts(made / android / "key.json") if fact["kind"] in {"message", "call"}]
        told.append([(fact["phone"], fact.get("event"), fact["values"].get("body")) for fact in facts])
    assert told[0] == told[1] == told[2]


def test_the_bin_of_messages_came_with_ios_16(made):
    ends = {}
    for android in ("10", "16"):
        facts = [fact for fact in read_facts(made / android / "key.json") if fact["phone"] == "fruit"]
        ends[android] = {fact["event"]: fact["state"] for fact in facts if fact.get("event") in {"sms1", "sms2"}}
    assert ends == {"10": {"sms1": "deleted", "sms2": "deleted"},
                    "16": {"sms1": "recently_deleted", "sms2": "deleted"}}  # fmt: skip


@pytest.mark.parametrize(("os", "message", "refused"), [
    ("17.4", "via: rcs, text: Hello", "RCS came with iOS 18"), ("18.3", "via: rcs, text: Hello", ""),
    ("15.7", "via: imessage, text: Hello, edit: {text: Hallo, after: 60}", "can be edited"),
    ("16.6", "via: imessage, text: Hello, edit: {text: Hallo, after: 60}", ""),
    ("16.6", "via: sms, text: Hello, edit: {text: Hallo, after: 60}", "can be edited"),
])  # fmt: skip
def test_a_phone_does_what_its_system_can(tmp_path, os, message, refused):
    text = find_scenario(Path("first-iphone")).read_text(encoding="utf-8").replace('os: "16.6"', f'os: "{os}"')
    before, _, after = text.partition("events:\n")
    event = f"  - {{at: 2026-03-02 08:00, id: m1, message: {{from: tom, to: maya, {message}}}}}\n"
    (tmp_path / "x.yaml").write_text(f"{before}events:\n{event}questions:{after.partition('questions:')[2]}")
    if not refused:
        assert make(read_scenario(tmp_path / "x.yaml"), tmp_path / "made", containers=("zip",))
        return
    with pytest.raises(UsageError, match=refused):
        make(read_scenario(tmp_path / "x.yaml"), tmp_path / "made", containers=("zip",))


def test_a_statement_can_hold_on_some_versions_only():
    script = (
        "CREATE TABLE a (x);\n-- since 12\nCREATE TABLE b (x);\n-- until 13\nCREATE TABLE c (x);\n"
        "CREATE TABLE d (x);\n"
    )
    names = {version: [each.split()[2] for each in statements(script, version)] for version in (11, 12, 13, 14)}
    assert names == {11: ["a", "c", "d"], 12: ["a", "b", "c", "d"], 13: ["a", "b", "c", "d"], 14: ["a", "b", "d"]}


def test_a_trigger_keeps_its_semicolons():
    script = "CREATE TABLE a (x);\nCREATE TRIGGER t AFTER DELETE ON a BEGIN\n DELETE FROM a;\n DELETE FROM a;\nEND;\n"
    assert len(statements(script, 1)) == 2


def test_a_column_of_another_version_is_left_out_and_a_misspelt_one_refused(tmp_path):
    shape = Shape("android_calllog")
    for version, stored in ((10, None), (14, 65536)):
        database = Database(tmp_path / f"{version}.db", shape, version=version)
        database.insert("calls", number="1", missed_reason=65536)
        row = database.run("SELECT * FROM calls")
        found = dict(zip([each[0] for each in row.description], row.fetchone(), strict=True))
        assert found.get("missed_reason") == stored
        with pytest.raises(sqlite3.OperationalError, match="mised_reason"):
            database.insert("calls", number="1", mised_reason=1)
        database.finish("")


def test_vacuum_leaves_nothing_of_a_deleted_message(tmp_path):
    text = find_scenario(Path("first-phone")).read_text(encoding="utf-8")
    last = "questions:"
    event = "  - {at: 2026-03-08 19:55, vacuum: {on: maya-android}}\n"
    (tmp_path / "x.yaml").write_text(text.replace(last, event + last, 1), encoding="utf-8")
    make(read_scenario(tmp_path / "x.yaml"), tmp_path / "made", containers=("folder",))
    (gone,) = [fact for fact in read_facts(tmp_path / "made" / "key.json") if fact["state"] == "deleted"]
    assert (gone["ending"]["survives"], gone["ending"]["left_in"]) == ("no", [])
    path = next(path for path in databases(tmp_path / "made") if path.name == "mmssms.db")
    connection = opened(path, tmp_path / "read")
    assert connection.execute("PRAGMA freelist_count").fetchone() == (0,)
    assert gone["values"]["body"].encode() not in path.read_bytes()


@pytest.mark.parametrize(("phone", "package", "store"), [
    ("droid", "com.whatsapp", "msgstore.db"), ("droid", "com.android.chrome", "History"),
    ("fruit", "net.whatsapp.WhatsApp", "ChatStorage.sqlite"),
])  # fmt: skip
def test_an_app_that_is_removed_takes_its_store_along(tmp_path, phone, package, store):
    text = EVERY.read_text(encoding="utf-8")
    event = f"  - {{at: 2026-03-04 12:00, id: gone, app: {{on: {phone}, package: {package}, change: remove}}}}\n"
    (tmp_path / "x.yaml").write_text(text + event, encoding="utf-8")
    make(read_scenario(tmp_path / "x.yaml"), tmp_path / "made", containers=("folder",))
    assert not list((tmp_path / "made" / phone).rglob(f"{store}*"))
    facts = [fact for fact in read_facts(tmp_path / "made" / "key.json")
             if fact["phone"] == phone and fact["path"].endswith(store)]  # fmt: skip
    assert facts
    assert {fact["state"] for fact in facts} == {"deleted"}
    assert all(fact["ending"]["survives"] == "no" for fact in facts)


def test_models_and_versions_of_both_platforms_can_be_named():
    assert [*ANDROID_BUILDS] == [str(version) for version in range(10, 17)]
    assert {version.partition(".")[0] for version in IOS_BUILDS} == {"14", "15", "16", "17", "18"}
    assert {model.make for model in MODELS.values()} == {"Google", "samsung", "motorola", "Apple"}
