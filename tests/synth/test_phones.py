"""Made phones are sound databases with the schemas of real ones, and hold what the key says."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from phonefx.formats import typedstream
from phonefx.synth.images import build
from phonefx.synth.library import find_scenario
from phonefx.synth.make import make
from phonefx.synth.scenario import read_scenario

EVERY = Path(__file__).resolve().parents[2] / "src" / "phonefx" / "synth" / "grading" / "every-store.yaml"
REAL = {
    "mmssms.db": "android14_emulator_ffs/data/data/com.android.providers.telephony/databases/mmssms.db",
    "calllog.db": "android14_emulator_ffs/data/data/com.android.providers.contacts/databases/calllog.db",
    "contacts2.db": "android14_emulator_ffs/data/data/com.android.providers.contacts/databases/contacts2.db",
    "external.db": "android14_emulator_ffs/data/data/com.google.android.providers.media.module/databases/external.db",
    "AddressBook.sqlitedb": "ios15_ffs/private/var/mobile/Library/AddressBook/AddressBook.sqlitedb",
    "CallHistory.storedata": "ios_synthetic_fs/private/var/mobile/Library/CallHistoryDB/CallHistory.storedata",
    "Photos.sqlite": "ios_photos_sqlite/macos_13.0.0/Photos.sqlite",
    "sms.db": "ios_backup_mvt/3d/3d0d7e5fb2ce288813306e4d4636395e047a3d28",
    "bugle_db": "android14_emulator_ffs/data/data/com.google.android.apps.messaging/databases/bugle_db",
    "calendar.db": "android14_emulator_ffs/data/data/com.android.providers.calendar/databases/calendar.db",
    "msgstore.db": "android_whatsapp_2025_schema/msgstore.db",
    "wa.db": "android_whatsapp_2025_schema/wa.db",
    "cache4.db": "android_telegram/data/data/org.telegram.messenger.web/files/account1/cache4.db",
    "ChatStorage.sqlite": "ios15_ffs/private/var/mobile/Containers/Shared/AppGroup/"
                          "694FBBC5-2E69-480A-A25B-FF8CC038BEF8/ChatStorage.sqlite",
    "NoteStore.sqlite": "ios16_belkactf6_ffs/private/var/mobile/Containers/Shared/AppGroup/"
                        "AF67BA79-B4B6-4F89-AD78-9054620F3322/NoteStore.sqlite",
    "Calendar.sqlitedb": "ios_synthetic_fs/private/var/mobile/Library/Calendar/Calendar.sqlitedb",
    "History.db": "ios_synthetic_fs/private/var/mobile/Library/Safari/History.db",
}  # fmt: skip
NEWER = {"sms.db": {"message": {
    "syndication_ranges", "was_delivered_quietly", "did_notify_recipient", "synced_syndication_ranges",
    "date_retracted", "date_edited", "was_detonated", "part_count", "is_stewie",
}}}  # fmt: skip
OTHER_TABLES = {
    "sms.db": 10, "cache4.db": 2, "CallHistory.storedata": 4,
}  # fmt: skip
"""Made tables that the phone at hand lacks: those of newer systems, and of stores that were cut down before release."""

NOT_AT_HAND = {
    "telephony.db": "SIM cards of Android", "History": "Chrome", "Cache.sqlite": "positions of iOS",
    "Local.sqlite": "stays of iOS", "db_sqlite": "Telegram of iOS",
}  # fmt: skip
"""Made stores of which no real one is at hand: their schemas rest on what is published."""


def opened(path, scratch):
    """A private copy of a database with its log."""
    scratch.mkdir(parents=True, exist_ok=True)
    for suffix in ("", "-wal"):
        source = path.with_name(path.name + suffix)
        if source.is_file():
            shutil.copyfile(source, scratch / source.name)
            (scratch / source.name).chmod(0o600)
    connection = sqlite3.connect(scratch / path.name)
    connection.create_collation("PHONEBOOK", lambda a, b: (a > b) - (a < b))
    return connection


def databases(root):
    return [path for path in sorted(root.rglob("*")) if path.is_file() and path.read_bytes()[:6] == b"SQLite"]


def tables(connection):
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    virtual = [name for name, sql in rows if sql and sql.upper().startswith("CREATE VIRTUAL")]
    plain = [name for name, _ in rows if not any(name == each or name.startswith(f"{each}_") for each in virtual)]
    return {
        name: {row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')}
        for name in plain if not name.startswith("sqlite_")
    }  # fmt: skip


@pytest.mark.parametrize("made", ["android", "iphone"])
def test_every_database_passes_its_integrity_check(made, request, tmp_path):
    root = request.getfixturevalue(made)
    found = databases(root)
    assert len(found) >= 5
    for number, path in enumerate(found):
        connection = opened(path, tmp_path / str(number))
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)], path.name
        connection.close()


@pytest.fixture(scope="module")
def every(tmp_path_factory):
    """Two phones that use every store that can be made."""
    out = tmp_path_factory.mktemp("every") / "made"
    make(read_scenario(EVERY), out, containers=("folder",))
    return {path.name: path for path in databases(out)}


def test_every_made_store_is_compared_with_a_real_one_or_named_as_not_at_hand(every):
    assert set(every) == set(REAL) | set(NOT_AT_HAND)


def test_every_store_passes_its_integrity_check(every, tmp_path):
    for name, path in every.items():
        connection = opened(path, tmp_path / name)
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)], name
        connection.close()


@pytest.mark.parametrize("name", REAL)
def test_tables_and_columns_are_those_of_real_phones(name, every, corpus, tmp_path):
    made = every[name]
    ours, theirs = opened(made, tmp_path / "made"), opened(corpus / REAL[name], tmp_path / "real")
    real, shaped = tables(theirs), tables(ours)
    shared = set(real) & set(shaped)
    assert len(set(shaped) - shared) == OTHER_TABLES.get(name, 0), set(shaped) - shared
    assert shared
    for table in shared:
        assert shaped[table] - NEWER.get(name, {}).get(table, set()) == real[table], table
    ours.close()
    theirs.close()


@pytest.mark.parametrize("name", ["first-phone", "first-iphone"])
def test_the_same_scenario_gives_the_same_bytes(name, android, iphone, tmp_path):
    before = android if name == "first-phone" else iphone
    make(read_scenario(find_scenario(Path(name))), tmp_path / "again")
    files = {path.relative_to(before): path for path in before.rglob("*") if path.is_file()}
    again = tmp_path / "again"
    assert {path.relative_to(again) for path in again.rglob("*") if path.is_file()} == set(files)
    for inside, path in files.items():
        assert (again / inside).read_bytes() == path.read_bytes(), inside


def test_live_messages_of_the_key_are_the_rows_of_the_android_store(android, tmp_path):
    facts = json.loads((android / "key.json").read_text())["facts"]
    live = {
        (fact["row"], fact["values"]["time_us"] // 1000, fact["values"]["counterpart"], fact["values"]["body"])
        for fact in facts if fact["table"] == "sms" and fact["state"] == "live"
    }  # fmt: skip
    path = next(path for path in databases(android) if path.name == "mmssms.db")
    connection = opened(path, tmp_path)
    assert set(connection.execute("SELECT _id, date, address, body FROM sms")) == live
    assert connection.execute("SELECT count(*) FROM pdu").fetchone() == (1,)
    connection.close()


def test_archived_texts_of_the_iphone_can_be_read_back(iphone, tmp_path):
    facts = json.loads((iphone / "key.json").read_text())["facts"]
    bodies = {fact["row"]: fact["values"]["body"] for fact in facts if fact["table"] == "message"}
    path = next(path for path in databases(iphone) if path.name == "sms.db")
    connection = opened(path, tmp_path)
    rows = connection.execute("SELECT ROWID, text, attributedBody FROM message").fetchall()
    assert len(rows) == len(bodies)
    assert any(text is None for _, text, _ in rows)
    for row, _, archive in rows:
        assert typedstream.text(archive).strip("\ufffc") == bodies[row]
    connection.close()


def test_a_deleted_message_is_no_row_but_its_words_are_in_the_file(android, tmp_path):
    facts = json.loads((android / "key.json").read_text())["facts"]
    (gone,) = [fact for fact in facts if fact["state"] == "deleted"]
    path = next(path for path in databases(android) if path.name == "mmssms.db")
    connection = opened(path, tmp_path)
    body = gone["values"]["body"]
    assert connection.execute("SELECT count(*) FROM sms WHERE body = ?", (body,)).fetchone() == (0,)
    connection.close()
    assert gone["ending"]["survives"] == "yes"
    assert body.encode() in path.read_bytes()


def test_the_ready_made_images_are_what_the_scenarios_make(tmp_path):
    ready = Path(__file__).resolve().parents[1] / "images"
    if json.loads((ready / "first-phone.key.json").read_text())["sqlite"] != sqlite3.sqlite_version:
        pytest.skip("made with another SQLite version, whose files differ in bytes")
    for path in build(tmp_path):
        assert path.read_bytes() == (ready / path.name).read_bytes(), path.name
