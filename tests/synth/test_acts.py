"""What each kind of event leaves in the stores, read by sqlite3 and by the standard library alone."""

from __future__ import annotations

import json
import plistlib
import re
import struct

import pytest

from phonefx.synth.key import read_facts, read_head
from phonefx.synth.make import make
from phonefx.synth.scenario import read_scenario

from .test_phones import databases, opened, tables

STORY = """\
phonefx_scenario: 1
name: acts
title: Every act
level: beginner
about: One of each.
seed: 5
zone: Europe/London
period: {from: 2026-03-02 00:00, to: 2026-03-05 00:00}
people:
  ann: {name: Ann Ash, number: "+44 7700 900001", email: ann@example.org}
  ben: {name: Ben Birch, number: ["+44 7700 900002", "+1 212 555 0142"], email: ben@example.org}
  cal: {name: Cal Cole, number: "+44 7700 900003"}
  ivo: {name: Ivo Ives, number: "+44 7700 900006"}
  zoe: {name: Zoe Zander, number: "+44 7700 900005", email: zoe@example.org}
places:
  park: {name: Park, at: [51.5, -0.1]}
  pier: {name: Pier, at: [51.52, -0.12]}
phones:
  - id: droid
    owner: ann
    platform: android
    model: pixel-7
    os: "15"
    imei: "001000000000116"
    serial: S1
    acquired: 2026-03-05 00:00
    sims: [{number: "+44 7700 900001", iccid: "8999910000000000001", imsi: "999300000000001", carrier: Example}]
    contacts: [ben, cal]
    apps: [com.android.chrome]
  - id: fruit
    owner: ben
    platform: ios
    model: iphone-15
    os: "18.3"
    imei: "001000000000223"
    serial: S2
    acquired: 2026-03-05 00:00
    sims: [{number: "+44 7700 900002", iccid: "8999910000000000002", imsi: "999300000000002", carrier: Example}]
    contacts: [ann, zoe]
    apps: [org.example.tides]
events:
  - {at: 2026-03-02 08:00, id: i1, message: {from: zoe, to: ben, via: imessage, text: "Read later", read_after: 90}}
  - {at: 2026-03-02 08:05, id: i2, message: {from: ben, to: zoe, via: imessage, text: "At 7", edit: {text: "At 6", after: 60}}}
  - {at: 2026-03-02 08:10, id: i3, message: {from: zoe, to: [ben, ivo], via: imessage, group: Boats, text: "All of us"}}
  - {at: 2026-03-02 08:15, id: r1, message: {from: zoe, to: ben, via: rcs, text: "Over rcs"}}
  - {at: 2026-03-02 08:20, id: m1, message: {from: zoe, to: ann, via: mms, subject: Späti, picture: paper}}
  - {at: 2026-03-02 09:00, id: st, stay: {who: ben, at: park, until: 2026-03-02 10:00}}
  - {at: 2026-03-02 10:00, id: jo, journey: {who: ben, from: park, to: pier, mode: walk}}
  - {at: 2026-03-02 11:00, id: st2, stay: {who: ben, at: pier, until: 2026-03-02 12:00}}
  - {at: 2026-03-02 13:00, clock: {on: droid, off_by_s: 600}}
  - {at: 2026-03-02 13:05, id: s1, message: {from: zoe, to: ann, text: "Is it late?"}}
  - {at: 2026-03-02 13:10, id: s2, message: {from: ann, to: zoe, text: "My clock says so"}}
  - {at: 2026-03-02 14:00, clock: {on: droid, off_by_s: 0}}
  - {at: 2026-03-02 15:00, zone: {on: fruit, to: America/New_York}}
  - {at: 2026-03-02 15:30, id: p1, photo: {by: ben, at: pier, picture: hills}}
  - {at: 2026-03-02 16:00, sim: {on: droid, card: {number: "+44 7700 900004", iccid: "8999910000000000004", imsi: "999300000000004", carrier: Other}}}
  - {at: 2026-03-02 16:05, id: c1, call: {from: ann, to: cal, seconds: 20}}
  - {at: 2026-03-02 17:00, id: x1, contact: {on: droid, person: zoe, name: Zoe Z, note: from the pier}}
  - {at: 2026-03-02 17:01, id: x1b, contact: {on: fruit, person: zoe, name: Zoe later, number: "+1 202 555 0187"}}
  - {at: 2026-03-02 18:00, id: k1, appointment: {on: droid, title: Ferry, begins: 2026-03-09 09:00, ends: 2026-03-09 10:30, where: Pier, note: tickets}}
  - {at: 2026-03-02 18:01, id: k2, appointment: {on: fruit, title: Zahnarzt, begins: 2026-03-10 15:00, ends: 2026-03-10 15:30, where: High Street}}
  - {at: 2026-03-02 18:02, id: k3, appointment: {on: droid, title: Harbour office, begins: 2026-03-11 08:00, ends: 2026-03-11 08:10}}
  - {at: 2026-03-02 18:03, id: k4, appointment: {on: fruit, title: The oars, begins: 2026-03-12 12:00, ends: 2026-03-12 13:00, where: Shed}}
  - {at: 2026-03-03 16:00, delete: {on: droid, event: k3}}
  - {at: 2026-03-03 16:01, delete: {on: fruit, event: k4}}
  - {at: 2026-03-03 17:00, id: dx, delete: {on: droid, event: x1}}
  - {at: 2026-03-03 18:00, checkpoint: {on: fruit}}
"""  # noqa: E501 - one event a line
US = 1_000_000
MARCH_2 = 1_772_409_600
COCOA = 978_307_200


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("acts")
    (folder / "acts.yaml").write_text(STORY, encoding="utf-8")
    make(read_scenario(folder / "acts.yaml"), folder / "made", containers=("folder",))
    return folder / "made"


@pytest.fixture(scope="module")
def rows(made, tmp_path_factory):
    scratch = tmp_path_factory.mktemp("read")
    found = {path.name: opened(path, scratch / path.name) for path in databases(made)}
    yield lambda name, sql: found[name].execute(sql).fetchall()
    for connection in found.values():
        connection.close()


def cocoa(hour, minute=0, second=0):
    return MARCH_2 - COCOA + hour * 3600 + minute * 60 + second


def test_an_imessage_has_times_of_reading_delivery_and_editing_in_nanoseconds(rows):
    found = rows("sms.db", "SELECT date, date_read, date_delivered, date_edited, is_from_me FROM message "
                           "WHERE service = 'iMessage' ORDER BY ROWID LIMIT 2")  # fmt: skip
    nano = 1_000_000_000
    assert found[0] == (cocoa(8) * nano, cocoa(8, 1, 30) * nano, 0, 0, 0)
    assert found[1] == (cocoa(8, 5) * nano, 0, cocoa(8, 5, 1) * nano, cocoa(8, 6) * nano, 1)


def test_an_edited_message_keeps_both_texts_in_its_summary(rows):
    ((summary,),) = rows("sms.db", "SELECT message_summary_info FROM message WHERE message_summary_info IS NOT NULL")
    kept = plistlib.loads(summary)
    assert kept["ep"] == [0]
    assert [text in entry["t"] for entry, text in zip(kept["ec"]["0"], (b"At 7", b"At 6"), strict=True)] == [True, True]
    assert [entry["d"] for entry in kept["ec"]["0"]] == [cocoa(8, 5), cocoa(8, 6)]


def test_a_group_has_a_name_a_room_and_every_other_member(rows):
    found = rows("sms.db", "SELECT c.style, c.display_name, c.chat_identifier = c.room_name, group_concat(h.id) "
                           "FROM chat c JOIN chat_handle_join j ON j.chat_id = c.ROWID JOIN handle h "
                           "ON h.ROWID = j.handle_id WHERE c.style = 43 GROUP BY c.ROWID")  # fmt: skip
    ((style, name, same, members),) = found
    assert (style, name, same) == (43, "Boats", 1)
    assert set(members.split(",")) == {"+447700900005", "+447700900006"}


def test_rcs_has_a_chat_and_a_service_of_its_own(rows):
    assert rows("sms.db", "SELECT service, text FROM message WHERE service = 'RCS'") == [("RCS", "Over rcs")]
    assert rows("sms.db", "SELECT guid FROM chat WHERE service_name = 'RCS'") == [("RCS;-;+447700900005",)]


def test_an_mms_without_words_has_a_subject_and_a_picture(rows):
    assert rows("mmssms.db", "SELECT sub_cs, text_only, sub FROM pdu") == [(106, 0, "Späti".encode().decode("latin-1"))]
    assert rows("mmssms.db", "SELECT ct FROM part ORDER BY _id") == [("application/smil",), ("image/jpeg",)]


def test_a_fast_clock_stands_in_the_phones_time_alone(rows):
    found = rows("mmssms.db", "SELECT body, date / 1000, date_sent / 1000 FROM sms ORDER BY _id")
    sent = MARCH_2 + 13 * 3600 + 300
    assert found[0] == ("Is it late?", sent + 1 + 600, sent)
    assert found[1] == ("My clock says so", sent + 300 + 600, 0)


def test_a_stay_and_the_trip_after_it_are_learned(rows):
    visits = rows("Local.sqlite", "SELECT ZENTRYDATE, ZEXITDATE, ZLOCATIONOFINTEREST FROM "
                                  "ZRTLEARNEDLOCATIONOFINTERESTVISITMO ORDER BY Z_PK")  # fmt: skip
    assert visits == [(cocoa(9), cocoa(10), 1), (cocoa(11), cocoa(12), 2)]
    trips = rows("Local.sqlite", "SELECT ZSTARTDATE, ZSTOPDATE, ZLOCATIONOFINTEREST FROM "
                                 "ZRTLEARNEDLOCATIONOFINTERESTTRANSITIONMO")  # fmt: skip
    assert trips == [(cocoa(10), cocoa(11), 2)]


def test_fixes_of_a_journey_lie_between_its_ends_and_move_at_its_pace(rows):
    found = rows("Cache.sqlite", "SELECT ZTIMESTAMP, ZLATITUDE, ZSPEED, ZHORIZONTALACCURACY FROM ZRTCLLOCATIONMO "
                                 f"WHERE ZTIMESTAMP BETWEEN {cocoa(10)} AND {cocoa(10, 25)} ORDER BY 1")  # fmt: skip
    assert len(found) > 40
    good = [row for row in found if row[3] < 60]
    assert all(51.499 < latitude < 51.521 for _, latitude, _, _ in good)
    assert good[0][1] < good[len(good) // 2][1] < good[-1][1]
    assert all(0.7 * 1.35 <= speed + 0.01 <= 1.2 * 1.35 + 0.02 for _, _, speed, _ in found)


def test_still_fixes_say_that_there_is_no_course(rows):
    still = rows("Cache.sqlite", "SELECT DISTINCT ZCOURSE, ZSPEED FROM ZRTCLLOCATIONMO "
                                 f"WHERE ZTIMESTAMP < {cocoa(9, 59)}")  # fmt: skip
    assert still == [(-1.0, 0.0)]


def test_a_photo_after_a_change_of_zone_has_the_wall_clock_of_the_new_zone(rows):
    taken, name, offset = rows("Photos.sqlite", """
        SELECT a.ZDATECREATED, d.ZEXIFTIMESTAMPSTRING, d.ZTIMEZONEOFFSET FROM ZASSET a
        JOIN ZADDITIONALASSETATTRIBUTES d ON d.Z_PK = a.ZADDITIONALATTRIBUTES""")[0]  # fmt: skip
    assert (taken, name, offset) == (cocoa(15, 30), "2026:03:02 10:30:00", -5 * 3600)


def test_a_sim_change_leaves_both_rows_and_numbers_the_call(rows):
    assert rows("telephony.db", "SELECT icc_id, sim_id, mcc_string, mnc_string FROM siminfo ORDER BY _id") == [
        ("8999910000000000001", -1, "999", "30"), ("8999910000000000004", 0, "999", "30")]  # fmt: skip
    assert rows("calllog.db", "SELECT phone_account_address, subscription_id FROM calls") == [("+447700900004", "2")]


def test_a_contact_that_is_removed_leaves_its_number_in_the_list_of_removed_ones(rows):
    assert rows("contacts2.db", "SELECT count(*) FROM raw_contacts") == [(2,)]
    assert rows("contacts2.db", "SELECT contact_id, contact_deleted_timestamp / 1000 FROM deleted_contacts") == [
        (3, MARCH_2 + 86_400 + 17 * 3600)]  # fmt: skip
    assert rows("contacts2.db", "SELECT count(*) FROM data WHERE data1 = 'from the pier'") == [(0,)]


def test_every_number_of_a_contact_is_an_entry(rows):
    found = rows("contacts2.db", "SELECT d.data1 FROM data d JOIN raw_contacts r ON r._id = d.raw_contact_id "
                                 "JOIN mimetypes m ON m._id = d.mimetype_id WHERE r.display_name = 'Ben Birch' "
                                 "AND m.mimetype LIKE '%phone_v2' ORDER BY d._id")  # fmt: skip
    assert found == [("+447700900002",), ("+12125550142",)]
    assert rows("contacts2.db", "SELECT min_match FROM phone_lookup WHERE normalized_number = '+12125550142'") == [
        ("2410555",)]  # fmt: skip


def test_a_card_with_a_number_of_its_own_holds_that_number_alone(rows):
    sql = "SELECT v.value FROM ABMultiValue v JOIN ABPerson p ON p.ROWID = v.record_id WHERE p.Last = 'later'"
    assert rows("AddressBook.sqlitedb", sql) == [("+12025550187",)]


def test_appointments_stand_in_the_calendar_with_place_and_zone(rows):
    nine = MARCH_2 + 7 * 86_400 + 9 * 3600
    assert rows("calendar.db", "SELECT title, dtstart / 1000, dtend / 1000, eventLocation, description, eventTimezone "
                               "FROM Events") == [
        ("Ferry", nine, nine + 5400, "Pier", "tickets", "Europe/London")]  # fmt: skip
    assert rows("calendar.db", "SELECT event_id, begin / 1000, startDay FROM Instances") == [(1, nine, 2_461_109)]
    found = rows("Calendar.sqlitedb", "SELECT i.summary, i.start_date, i.end_date, i.start_tz, l.title "
                                      "FROM CalendarItem i JOIN Location l ON l.ROWID = i.location_id")  # fmt: skip
    begins = MARCH_2 - COCOA + 8 * 86_400 + 15 * 3600
    assert found == [("Zahnarzt", begins, begins + 1800, "America/New_York", "High Street")]


def test_an_appointment_that_was_removed_is_no_row_but_its_words_may_be_left(made, rows):
    assert rows("calendar.db", "SELECT seq FROM sqlite_sequence WHERE name = 'Events'") == [(2,)]
    assert rows("Calendar.sqlitedb", "SELECT count(*) FROM CalendarItem WHERE summary = 'The oars'") == [(0,)]
    gone = {fact["values"]["title"]: fact for fact in read_facts(made / "key.json")
            if fact["kind"] == "calendar_entry" and fact["state"] == "deleted"}  # fmt: skip
    assert set(gone) == {"Harbour office", "The oars"}
    for title, fact in gone.items():
        path = made / fact["phone"] / fact["path"].lstrip("/")
        log = path.with_name(f"{path.name}-wal")
        content = path.read_bytes() + (log.read_bytes() if log.is_file() else b"")
        assert (title.encode() in content) is (fact["ending"]["survives"] == "yes")


@pytest.mark.parametrize(("name", "real"), [
    ("calendar.db", "android14_emulator_ffs/data/data/com.android.providers.calendar/databases/calendar.db"),
    ("Calendar.sqlitedb", "ios_synthetic_fs/private/var/mobile/Library/Calendar/Calendar.sqlitedb"),
])  # fmt: skip
def test_calendars_have_the_tables_and_columns_of_real_ones(made, corpus, tmp_path, name, real):
    (path,) = [path for path in databases(made) if path.name == name]
    ours, theirs = tables(opened(path, tmp_path / "made")), tables(opened(corpus / real, tmp_path / "real"))
    assert len(ours) >= 6
    assert {table: theirs[table] for table in ours} == ours


def test_a_checkpoint_moves_the_log_into_the_database(made):
    logs = {path.name: path.stat().st_size for path in (made / "fruit").rglob("*-wal")}
    assert "sms.db-wal" in logs
    store = next(path for path in databases(made / "fruit") if path.name == "sms.db")
    assert b"Read later" in store.read_bytes()


def test_write_ahead_logs_have_sound_headers_and_salts(made):
    for path in made.rglob("*-wal"):
        head = path.read_bytes()[:32]
        magic, version, page = struct.unpack(">III", head[:12])
        assert (magic & ~1, version, page) == (0x377F0682, 3_007_000, 4096), path.name


def test_the_iphone_names_its_cards_its_imei_and_its_apps(made):
    base = made / "fruit" / "private" / "var"
    folder = base / "wireless" / "Library" / "Preferences"
    carrier = plistlib.loads((folder / "com.apple.commcenter.plist").read_bytes())
    assert set(carrier["PersonalWallet"]) == {"8999910000000000002"}
    assert carrier["PersonalWallet"]["8999910000000000002"]["CarrierEntitlements"]["lastGoodImsi"] == "999300000000002"
    device = plistlib.loads((folder / "com.apple.commcenter.device_specific_nobackup.plist").read_bytes())
    assert device["imeis"][0]["second"] == "001000000000223"
    (metadata,) = (base / "containers" / "Bundle" / "Application").rglob("iTunesMetadata.plist")
    assert plistlib.loads(metadata.read_bytes())["softwareVersionBundleId"] == "org.example.tides"


def test_facts_stand_in_the_order_of_their_making_and_name_files_that_are_there(made):
    facts = list(read_facts(made / "key.json"))
    assert [fact["fact"] for fact in facts] == list(range(1, len(facts) + 1))
    for fact in facts:
        if fact["state"] != "deleted" and fact["path"]:
            assert (made / fact["phone"] / fact["path"].lstrip("/")).is_file(), fact["path"]


def test_only_numbers_kept_for_fiction_stand_in_the_phones(made):
    """Every international number in the key is one of the scenario's, or the made service centre."""
    text = (made / "key.json").read_text(encoding="utf-8")
    known = {"+447700900001", "+447700900002", "+12125550142", "+447700900003", "+447700900004", "+447700900005",
             "+447700900006", "+12025550187"}  # fmt: skip
    assert set(re.findall(r"\+\d{8,15}", text)) <= known | {"+99900100"}


def test_the_key_counts_what_it_holds(made):
    head = read_head(made / "key.json")
    facts = list(read_facts(made / "key.json"))
    for entry in head["counts"]:
        found = [fact for fact in facts if all(fact[name] == entry[name] for name in ("phone", "kind", "state"))]
        assert len(found) == entry["facts"]
    assert json.loads((made / "key.json").read_text())["scenario"] == "acts"
