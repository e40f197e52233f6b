"""Each store writes what its app writes, and deletes the way its app deletes."""

from __future__ import annotations

import json
import plistlib
import sqlite3
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from phonefx.formats import notebody, postbox, telegramtl, typedstream
from phonefx.synth.key import read_facts
from phonefx.synth.make import make
from phonefx.synth.scenario import read_scenario

from .test_phones import opened

HEAD = """\
phonefx_scenario: 1
name: stores
title: Every store
level: beginner
about: A message, a call and the rest, over every way there is.
seed: 11
zone: Europe/London
period: {from: 2026-03-02 00:00, to: 2026-03-04 00:00}
people:
  ann: {name: Ann Ash, number: "+44 7700 900001", email: ann@example.org}
  ben: {name: Ben Birch, number: "+44 7700 900002", email: ben@example.org}
  cal: {name: Cal Cole, number: "+44 7700 900003"}
places:
  park: {name: Park, at: [51.5, -0.1]}
  pier: {name: Pier, at: [-33.9, 151.2]}
phones:
  - id: droid
    owner: ann
    platform: android
    model: pixel-7
    os: "14"
    imei: "001000000000017"
    serial: S1
    acquired: 2026-03-04 00:00
    sims: [{number: "+44 7700 900001", iccid: "8999910000000000001", imsi: "999300000000001", carrier: Example}]
    contacts: [ben, cal]
  - id: fruit
    owner: ben
    platform: ios
    model: iphone-13
    os: "16.6"
    imei: "001000000000025"
    serial: S2
    acquired: 2026-03-04 00:00
    sims: [{number: "+44 7700 900002", iccid: "8999910000000000002", imsi: "999300000000002", carrier: Example}]
    contacts: [ann, cal]
events:
"""
EVENTS = """\
  - {at: 2026-03-02 08:00, id: sms1, message: {from: ann, to: ben, text: "Grüße 😀 from the sms"}}
  - {at: 2026-03-02 08:01, id: sms2, message: {from: ben, to: ann, text: "Unread one", unread: true}}
  - at: 2026-03-02 08:02
    id: mms1
    message: {from: ann, to: [ben, cal], via: mms, subject: "Für alle", text: "To both", picture: hills}
  - {at: 2026-03-02 08:03, id: rcs1, message: {from: cal, to: ann, via: rcs, text: "Over rcs"}}
  - {at: 2026-03-02 08:04, id: rcs2, message: {from: ann, to: cal, via: rcs, text: "Over rcs too"}}
  - at: 2026-03-02 08:05
    id: wa1
    message: {from: ann, to: [ben, cal], via: whatsapp, group: Allotment, text: "Beans are in"}
  - {at: 2026-03-02 08:06, id: wa2, message: {from: ben, to: ann, via: whatsapp, share: pier}}
  - {at: 2026-03-02 08:07, id: wac, call: {from: ann, to: ben, via: whatsapp, seconds: 30}}
  - {at: 2026-03-02 08:10, id: tg1, message: {from: ann, to: ben, via: telegram, text: "The ferry sails at eight"}}
  - at: 2026-03-02 08:11
    id: tg2
    message: {from: ben, to: [ann, cal], via: telegram, group: Rowing Crew, text: "Boats out at nine"}
  - {at: 2026-03-02 08:12, id: tg3, message: {from: ben, to: ann, via: telegram, share: pier}}
  - {at: 2026-03-02 08:13, id: tgc, call: {from: ann, to: ben, via: telegram, seconds: 42}}
  - {at: 2026-03-02 09:00, id: call1, call: {from: ann, to: ben, seconds: 61}}
  - {at: 2026-03-02 09:10, id: call2, call: {from: ben, to: ann, outcome: rejected}}
  - {at: 2026-03-02 09:20, id: call3, call: {from: cal, to: ann, outcome: missed}}
  - {at: 2026-03-02 10:00, id: web1, visit: {by: ann, url: "https://a.example.org/", title: First}}
  - {at: 2026-03-02 10:01, id: web2, visit: {by: ann, url: "https://a.example.org/", title: First}}
  - {at: 2026-03-02 10:02, id: web3, visit: {by: ben, url: "https://b.example.org/x", title: Second}}
  - {at: 2026-03-02 10:03, id: find1, search: {by: ann, words: tide & time tables}}
  - {at: 2026-03-02 10:04, id: find2, search: {by: ben, words: ferry}}
  - {at: 2026-03-02 11:00, id: pic1, photo: {by: ann, at: pier, picture: harbour}}
  - {at: 2026-03-02 11:01, id: pic2, photo: {by: ben, at: pier, picture: cafe}}
  - {at: 2026-03-02 11:02, id: pic3, photo: {by: ben, picture: paper}}
  - {at: 2026-03-02 12:00, id: app1, app: {on: droid, package: org.example.one, source: com.android.packageinstaller}}
  - {at: 2026-03-02 12:01, id: app2, app: {on: droid, package: org.example.two}}
  - {at: 2026-03-02 12:02, app: {on: droid, package: org.example.two, change: remove}}
  - {at: 2026-03-02 12:30, id: note1, note: {on: fruit, title: Ferry times, text: "Weekdays eight, nine\\nSundays ten"}}
  - {at: 2026-03-02 12:31, id: note2, note: {on: fruit, title: Birthday list}}
  - {at: 2026-03-02 13:00, id: new, contact: {on: fruit, person: cal, name: Cal from work, note: "ring after six"}}
"""
ENDS = """\
  - {at: 2026-03-03 08:00, delete: {on: droid, event: call1}}
  - {at: 2026-03-03 08:01, delete: {on: droid, event: rcs1}}
  - {at: 2026-03-03 08:02, delete: {on: droid, event: wa2}}
  - {at: 2026-03-03 08:03, delete: {on: droid, event: mms1}}
  - {at: 2026-03-03 08:04, delete: {on: droid, event: pic1}}
  - {at: 2026-03-03 08:05, delete: {on: droid, event: web1}}
  - {at: 2026-03-03 08:06, delete: {on: droid, event: tg1}}
  - {at: 2026-03-03 08:07, delete: {on: fruit, event: tg1}}
  - {at: 2026-03-03 08:08, delete: {on: fruit, event: note1}}
  - {at: 2026-03-03 08:09, delete: {on: fruit, event: note2, for_good: true}}
  - {at: 2026-03-03 08:10, delete: {on: fruit, event: sms1}}
  - {at: 2026-03-03 08:11, delete: {on: fruit, event: sms2}}
  - {at: 2026-03-03 08:12, delete: {on: fruit, event: sms2, for_good: true}}
  - {at: 2026-03-03 08:13, delete: {on: fruit, event: call1}}
  - {at: 2026-03-03 08:14, delete: {on: fruit, event: pic2}}
  - {at: 2026-03-03 08:15, delete: {on: fruit, event: new}}
  - {at: 2026-03-03 08:16, delete: {on: fruit, event: wa1}}
  - {at: 2026-03-03 08:17, delete: {on: fruit, event: web3}}
"""
PATHS = {
    "sms": "droid/data/data/com.android.providers.telephony/databases/mmssms.db",
    "calls": "droid/data/data/com.android.providers.contacts/databases/calllog.db",
    "contacts": "droid/data/data/com.android.providers.contacts/databases/contacts2.db",
    "rcs": "droid/data/data/com.google.android.apps.messaging/databases/bugle_db",
    "wa": "droid/data/data/com.whatsapp/databases/msgstore.db",
    "tg": "droid/data/data/org.telegram.messenger/files/cache4.db",
    "chrome": "droid/data/data/com.android.chrome/app_chrome/Default/History",
    "media": "droid/data/data/com.google.android.providers.media.module/databases/external.db",
    "sim": "droid/data/user_de/0/com.android.providers.telephony/databases/telephony.db",
    "isms": "fruit/private/var/mobile/Library/SMS/sms.db",
    "icalls": "fruit/private/var/mobile/Library/CallHistoryDB/CallHistory.storedata",
    "ibook": "fruit/private/var/mobile/Library/AddressBook/AddressBook.sqlitedb",
    "iphotos": "fruit/private/var/mobile/Media/PhotoData/Photos.sqlite",
    "safari": "fruit/private/var/mobile/Library/Safari/History.db",
}


class Made:
    """A made pair of phones: its databases by short name, its facts."""

    def __init__(self, out, scratch):
        self.out, self._scratch = out, scratch
        self._open: dict[str, sqlite3.Connection] = {}
        self.facts = list(read_facts(out / "key.json"))

    def rows(self, name, sql, *values):
        if name not in self._open:
            self._open[name] = opened(self.out / PATHS[name], self._scratch / name)
        return self._open[name].execute(sql, values).fetchall()

    def of(self, phone, event, kind=None):
        return [f for f in self.facts if f["phone"] == phone and f.get("event") == event and kind in (None, f["kind"])]

    def close(self):
        for connection in self._open.values():
            connection.close()


def made(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("stores")
    (folder / "stores.yaml").write_text(text, encoding="utf-8")
    make(read_scenario(folder / "stores.yaml"), folder / "made", containers=("folder",))
    return Made(folder / "made", folder / "read")


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    pair = made(tmp_path_factory, HEAD + EVENTS)
    yield pair
    pair.close()


@pytest.fixture(scope="module")
def after(tmp_path_factory):
    pair = made(tmp_path_factory, HEAD + EVENTS + ENDS)
    yield pair
    pair.close()


def test_an_sms_has_the_phones_time_and_the_networks(before):
    rows = before.rows("sms", "SELECT address, body, type, date_sent, read, date FROM sms ORDER BY _id")
    assert rows[0][:5] == ("+447700900002", "Grüße 😀 from the sms", 2, 0, 1)
    address, body, kind, sent, read, stored = rows[1]
    assert (address, body, kind, read) == ("+447700900002", "Unread one", 1, 0)
    assert sent == 1_772_438_460_000
    assert stored == sent + 1800


def test_words_of_messages_are_indexed_and_threads_count_them(before):
    found = before.rows("sms", "SELECT source_id, table_to_use FROM words WHERE words MATCH 'unread'")
    assert found == [(2, 1)]
    assert before.rows("sms", "SELECT source_id, table_to_use FROM words WHERE words MATCH 'both'")[0][1] == 2
    counts = before.rows("sms", "SELECT message_count, recipient_ids, snippet FROM threads ORDER BY _id")
    assert counts[0] == (2, "1", "Unread one")
    assert counts[1][:2] == (1, "1 2")


def test_an_mms_names_every_party_and_keeps_its_picture_as_a_file(before):
    (pdu,) = before.rows("sms", "SELECT _id, msg_box, m_type, sub, sub_cs, date FROM pdu")
    assert pdu[1:3] == (2, 128)
    assert pdu[3].encode("latin-1").decode() == "Für alle"
    assert pdu[5] == 1_772_438_520
    sides = before.rows("sms", "SELECT address, type FROM addr WHERE msg_id = ? ORDER BY _id", pdu[0])
    assert sides == [("insert-address-token", 137), ("+447700900002", 151), ("+447700900003", 151)]
    parts = before.rows("sms", "SELECT ct, text, _data FROM part WHERE mid = ? ORDER BY _id", pdu[0])
    assert [part[0] for part in parts] == ["application/smil", "image/jpeg", "text/plain"]
    assert (before.out / "droid" / parts[1][2].lstrip("/")).read_bytes().startswith(b"\xff\xd8")
    assert parts[2][1] == "To both"


def test_rcs_messages_name_sender_and_owner(before):
    rows = before.rows(
        "rcs",
        """
        SELECT p.text, m.message_protocol, m.message_status, s.normalized_destination, s.sub_id
        FROM messages m JOIN parts p ON p.message_id = m._id JOIN participants s ON s._id = m.sender_id
        ORDER BY m._id""",
    )
    assert rows == [("Over rcs", 3, 100, "+447700900003", -2), ("Over rcs too", 3, 2, "+447700900001", 1)]


def test_whatsapp_keeps_group_place_and_call(before):
    chats = before.rows("wa", "SELECT j.raw_string, c.subject FROM chat c JOIN jid j ON j._id = c.jid_row_id "
                              "ORDER BY c._id")  # fmt: skip
    assert chats[0][0].endswith("@g.us")
    assert chats[0][1] == "Allotment"
    assert chats[1] == ("447700900002@s.whatsapp.net", None)
    assert before.rows("wa", "SELECT latitude, longitude, place_name FROM message_location") == [(-33.9, 151.2, "Pier")]
    assert before.rows("wa", "SELECT from_me, duration, call_result FROM call_log") == [(1, 30, 5)]
    assert before.rows("wa", "SELECT key_id, chat_row_id FROM message WHERE _id = 1") == [("-1", -1)]
    (shared,) = before.of("droid", "wa2", "location")
    assert shared["values"]["evidence_of"] == "shared_by_other"
    (own,) = before.of("fruit", "wa2", "location")
    assert own["values"]["evidence_of"] == "shared_by_owner"


def test_a_group_message_has_a_receipt_for_each_member(before):
    rows = before.rows("wa", "SELECT j.user FROM receipt_user r JOIN jid j ON j._id = r.receipt_user_jid_row_id "
                             "JOIN message m ON m._id = r.message_row_id WHERE m.text_data = 'Beans are in' "
                             "ORDER BY 1")  # fmt: skip
    assert rows == [("447700900002",), ("447700900003",)]
    assert before.rows("wa", "SELECT count(*) FROM group_participant_user") == [(2,)]
    (message,) = before.of("droid", "wa1", "message")
    assert message["values"]["parties"] == ["+447700900002", "+447700900003"]
    assert message["values"]["thread_name"] == "Allotment"


def test_telegram_numbers_the_same_people_alike_on_both_phones(before):
    users = dict(before.rows("tg", "SELECT name, uid FROM users"))
    assert set(users) == {"ann ash;;;", "ben birch;;;", "cal cole;;;"}
    assert min(users.values()) > 999_000_000_000
    rows = before.rows("tg", "SELECT uid, out, data FROM messages_v2 ORDER BY mid")
    ben = users["ben birch;;;"]
    assert [(uid > 0, out) for uid, out, _ in rows] == [(True, 1), (False, 0), (True, 0), (True, 1)]
    assert rows[0][0] == rows[2][0] == ben
    assert telegramtl.sender(rows[1][2], 2) == ben
    (path,) = (before.out / "fruit").rglob("db_sqlite")
    box = opened(path, before.out / "box")
    people = {postbox.decode(value).get("fn"): key for key, value in box.execute("SELECT key, value FROM t2")}
    assert people["Ann"] >> 35 << 32 | people["Ann"] & 0xFFFFFFFF == users["ann ash;;;"]
    keys = [postbox.key(key) for (key,) in box.execute("SELECT key FROM t7 ORDER BY rowid")]
    assert [key.timestamp for key in keys] == [1_772_439_000, 1_772_439_060, 1_772_439_120, 1_772_439_180]
    assert keys[1].peer >> 32 & 7 == 1
    box.close()
    places = [f["values"]["evidence_of"] for p in ("droid", "fruit") for f in before.of(p, "tg3", "location")]
    assert places == ["shared_by_other", "shared_by_owner"]


def test_a_message_deleted_in_telegram_is_overwritten_by_the_app(after):
    assert after.rows("tg", "SELECT count(*) FROM messages_v2") == [(3,)]
    content = (after.out / PATHS["tg"]).read_bytes()
    assert b"The ferry sails at eight" not in content
    for phone in ("droid", "fruit"):
        (gone,) = after.of(phone, "tg1", "message")
        assert gone["state"] == "deleted"


def test_calls_have_the_types_of_the_platform(before):
    rows = before.rows("calls", "SELECT number, type, duration, name FROM calls ORDER BY _id")
    assert rows == [
        ("+447700900002", 2, 61, "Ben Birch"), ("+447700900002", 5, 0, "Ben Birch"),
        ("+447700900003", 3, 0, "Cal Cole"),
    ]  # fmt: skip
    ios = before.rows("icalls", "SELECT ZADDRESS, ZORIGINATED, ZANSWERED, ZDURATION, ZCALLTYPE, ZSERVICE_PROVIDER "
                                "FROM ZCALLRECORD ORDER BY Z_PK")  # fmt: skip
    assert ios == [
        ("+447700900001", 0, 1, 30.0, 0, "net.whatsapp.WhatsApp"),
        ("+447700900001", 0, 1, 61.0, 1, "com.apple.Telephony"),
        ("+447700900001", 1, 0, 0.0, 1, "com.apple.Telephony"),
    ]  # fmt: skip


def test_pages_are_counted_once_and_visited_twice(before):
    first = "SELECT url, visit_count FROM urls ORDER BY id LIMIT 1"
    assert before.rows("chrome", first) == [("https://a.example.org/", 2)]
    visits = "SELECT count(*), min(visit_time) FROM visits WHERE url = 1"
    assert before.rows("chrome", visits) == [(2, 13_416_919_200_000_000)]
    pages = "SELECT url, visit_count FROM history_items ORDER BY id LIMIT 1"
    assert before.rows("safari", pages) == [("https://b.example.org/x", 1)]
    assert before.rows("safari", "SELECT min(visit_time) FROM history_visits") == [(794_138_520.0,)]


def test_words_that_were_searched_for_stand_in_a_table_and_in_an_address(before):
    assert before.rows("chrome", "SELECT k.term, u.url FROM keyword_search_terms k JOIN urls u ON u.id = k.url_id") == [
        ("tide & time tables", "https://search.example.com/search?q=tide+%26+time+tables")]  # fmt: skip
    found = before.rows("safari", "SELECT i.url, v.title FROM history_items i JOIN history_visits v "
                                  "ON v.history_item = i.id ORDER BY v.id DESC")  # fmt: skip
    assert found[0] == ("https://search.example.com/search?q=ferry", "ferry - Search")
    kinds = [fact["kind"] for fact in before.of("droid", "find1")]
    assert sorted(kinds) == ["search", "web_visit"]


def test_photos_are_in_the_index_with_and_without_a_place(before):
    assert before.rows("media", "SELECT media_type, relative_path, latitude FROM files") == [(1, "DCIM/Camera/", None)]
    rows = before.rows("iphotos", "SELECT ZFILENAME, ZTRASHEDSTATE, ZLATITUDE < -100 FROM ZASSET ORDER BY Z_PK")
    assert rows == [("IMG_0001.JPG", 0, 0), ("IMG_0002.JPG", 0, 1)]
    assert before.of("fruit", "pic3", "location") == []
    south = before.of("droid", "pic1", "location")[0]["values"]
    assert south["latitude"] == pytest.approx(-33.9, abs=0.001)
    assert south["longitude"] == pytest.approx(151.2, abs=0.001)


def test_only_apps_that_were_not_removed_are_installed(before):
    tree = ET.parse(before.out / "droid" / "data" / "system" / "packages.xml")
    found = {entry.get("name"): entry for entry in tree.getroot()}
    assert "org.example.two" not in found
    one = found["org.example.one"]
    assert one.get("installer") == "com.android.packageinstaller"
    assert int(one.get("it"), 16) == 1_772_452_800_000


def test_contacts_carry_numbers_addresses_and_notes(before):
    rows = before.rows(
        "contacts",
        """
        SELECT r.display_name, m.mimetype, d.data1 FROM raw_contacts r JOIN data d ON d.raw_contact_id = r._id
        JOIN mimetypes m ON m._id = d.mimetype_id WHERE r.display_name = 'Ben Birch' ORDER BY d._id""",
    )
    assert [(kind.rpartition("/")[2], value) for _, kind, value in rows] == [
        ("phone_v2", "+447700900002"), ("email_v2", "ben@example.org"), ("name", "Ben Birch")]  # fmt: skip
    people = before.rows("ibook", "SELECT First, Last, Note FROM ABPerson ORDER BY ROWID")
    assert people == [("Ann", "Ash", None), ("Cal", "Cole", None), ("Cal", "from work", "ring after six")]


def test_the_iphone_keeps_chats_groups_and_attachments(before):
    chats = before.rows("isms", "SELECT style, service_name, chat_identifier FROM chat ORDER BY ROWID")
    assert chats[0] == (45, "SMS", "+447700900001")
    assert chats[1][:2] == (43, "SMS")
    assert before.rows("isms", "SELECT count(*) FROM chat_handle_join WHERE chat_id = 2") == [(2,)]
    ((name, size),) = before.rows("isms", "SELECT filename, total_bytes FROM attachment")
    stored = before.out / "fruit" / "private" / "var" / "mobile" / name.removeprefix("~/")
    assert stored.stat().st_size == size
    stored = before.rows("isms", "SELECT attributedBody FROM message ORDER BY ROWID")
    bodies = [typedstream.text(row[0]) for row in stored]
    assert bodies == ["Grüße 😀 from the sms", "Unread one", "\ufffcTo both"]


def test_identity_files_say_model_zone_and_sim(before):
    properties = (before.out / "droid" / "system" / "build.prop").read_text()
    assert "ro.product.system.model=Pixel 7\n" in properties
    assert b"Europe/London" in (before.out / "droid" / "data" / "property" / "persistent_properties").read_bytes()
    assert before.rows("sim", "SELECT icc_id, imsi, number, sim_id FROM siminfo") == [
        ("8999910000000000001", "999300000000001", "+447700900001", 0)]  # fmt: skip
    base = before.out / "fruit" / "private" / "var"
    ark = plistlib.loads((base / "root" / "Library" / "Lockdown" / "data_ark.plist").read_bytes())
    assert (ark["-TimeZone"], ark["-DeviceName"]) == ("Europe/London", "Ben’s iPhone")
    preferences = base / "wireless" / "Library" / "Preferences"
    carrier = plistlib.loads((preferences / "com.apple.commcenter.device_specific_nobackup.plist").read_bytes())
    assert carrier["imeis"] == [{"first": "1:kOne", "second": "001000000000025"}]


def notes(pair):
    (path,) = (pair.out / "fruit").rglob("NoteStore.sqlite")
    connection = opened(path, pair.out / "notes")
    rows = connection.execute("""
        SELECT n.ZTITLE1, n.ZSNIPPET, f.ZIDENTIFIER, n.ZCREATIONDATE3, d.ZDATA FROM ZICCLOUDSYNCINGOBJECT n
        JOIN ZICCLOUDSYNCINGOBJECT f ON f.Z_PK = n.ZFOLDER JOIN ZICNOTEDATA d ON d.Z_PK = n.ZNOTEDATA
        JOIN Z_PRIMARYKEY k ON k.Z_ENT = n.Z_ENT AND k.Z_NAME = 'ICNote' ORDER BY n.Z_PK""").fetchall()
    connection.close()
    return rows


def test_a_note_lies_in_its_folder_or_in_that_of_deleted_ones(before, after):
    first, second = notes(before)
    assert first[:4] == ("Ferry times", "Weekdays eight, nine", "DefaultFolder-LocalAccount", 794_147_400.0)
    assert notebody.text(first[4]) == "Ferry times\nWeekdays eight, nine\nSundays ten"
    assert (second[0], notebody.text(second[4])) == ("Birthday list", "Birthday list")
    (left,) = notes(after)
    assert (left[0], left[2]) == ("Ferry times", "TrashFolder-LocalAccount")
    assert [after.of("fruit", name)[0]["state"] for name in ("note1", "note2")] == ["recently_deleted", "deleted"]


def test_deleted_rows_are_gone_and_counted_keys_stay(after):
    assert after.rows("calls", "SELECT count(*) FROM calls") == [(2,)]
    assert after.rows("calls", "SELECT seq FROM sqlite_sequence WHERE name = 'calls'") == [(3,)]
    assert after.rows("rcs", "SELECT text FROM parts") == [("Over rcs too",)]
    assert after.rows("wa", "SELECT count(*) FROM message_location") == [(0,)]
    assert after.rows("icalls", "SELECT count(*) FROM ZCALLRECORD") == [(2,)]
    assert after.rows("icalls", "SELECT Z_MAX FROM Z_PRIMARYKEY WHERE Z_NAME = 'CallRecord'") == [(3,)]
    assert after.rows("ibook", "SELECT First, Last FROM ABPerson") == [("Ann", "Ash"), ("Cal", "Cole")]
    assert after.rows("chrome", "SELECT visit_count FROM urls ORDER BY id LIMIT 1") == [(2,)]
    assert after.rows("chrome", "SELECT count(*) FROM visits WHERE url = 1") == [(1,)]
    assert after.rows("safari", "SELECT count(*) FROM history_items WHERE url NOT LIKE '%search%'") == [(0,)]


def test_a_deleted_mms_takes_parts_addresses_words_and_file_with_it(after):
    for table in ("pdu", "part", "addr"):
        assert after.rows("sms", f"SELECT count(*) FROM {table}") == [(0,)]
    assert after.rows("sms", "SELECT count(*) FROM words WHERE table_to_use = 2") == [(0,)]
    assert not list((after.out / "droid").rglob("PART_*"))
    assert after.rows("sms", "SELECT recipient_ids FROM threads") == [("1",)]


def test_a_deleted_photo_is_gone_on_android_and_in_the_bin_on_the_iphone(after):
    assert not list((after.out / "droid").rglob("PXL_*.jpg"))
    assert after.rows("media", "SELECT old_id FROM deleted_media") == [(1,)]
    binned = after.rows("iphotos", "SELECT ZTRASHEDSTATE, ZTRASHEDDATE FROM ZASSET WHERE Z_PK = 1")
    assert binned == [(1, 794_218_440.0)]
    assert (after.out / "fruit/private/var/mobile/Media/DCIM/100APPLE/IMG_0001.JPG").is_file()
    (media,) = after.of("fruit", "pic2", "media")
    assert media["state"] == "recently_deleted"


def test_the_iphones_bin_holds_a_message_until_it_is_emptied(after):
    rows = after.rows("isms", "SELECT message_id, delete_date FROM chat_recoverable_message_join")
    assert rows == [(1, 794_218_200_000_000_000)]
    (kept,) = after.of("fruit", "sms1", "message")
    assert kept["state"] == "recently_deleted"
    (gone,) = after.of("fruit", "sms2", "message")
    assert gone["state"] == "deleted"
    assert after.rows("isms", "SELECT guid FROM deleted_messages") == [(gone["values"]["guid"],)]
    assert after.rows("isms", "SELECT count(*) FROM message WHERE ROWID = 2") == [(0,)]


def test_every_deleted_fact_says_when_and_what_is_left(after):
    gone = [fact for fact in after.facts if fact["state"] == "deleted"]
    assert {fact["kind"] for fact in gone} == {"message", "note", "call", "contact", "media", "web_visit", "location"}
    for fact in gone:
        assert fact["ending"]["at_us"] > fact["values"]["time_us"]
        assert fact["ending"]["survives"] in {"yes", "no"} or "cannot tell" in fact["ending"]["survives"]
        assert bool(fact["ending"]["left_in"]) == (fact["ending"]["survives"] != "no")


def test_what_the_search_calls_left_is_really_in_the_bytes(after):
    checked = 0
    for fact in after.facts:
        if fact["state"] != "deleted" or fact["kind"] != "message" or fact["ending"]["survives"] != "yes":
            continue
        store = after.out / fact["phone"] / fact["path"].lstrip("/")
        content = b"".join(path.read_bytes() for path in Path(store.parent).glob(f"{store.name}*"))
        assert fact["values"]["body"].encode() in content
        checked += 1
    assert checked >= 3


def test_the_timeline_export_is_json_with_positions_and_stays(tmp_path_factory):
    text = HEAD + "  - {at: 2026-03-02 08:00, id: s, stay: {who: ann, at: park, until: 2026-03-02 10:00}}\n"
    pair = made(tmp_path_factory, text)
    export = json.loads((pair.out / "droid/data/media/0/Download/Timeline.json").read_text(encoding="utf-8"))
    fixes = [entry["position"] for entry in export["rawSignals"]]
    facts = [fact["values"] for fact in pair.facts if fact["kind"] == "location"]
    assert len(fixes) == len(facts) >= 6
    latitude, longitude = (float(each.strip(" °")) for each in fixes[0]["LatLng"].split(","))
    assert (latitude, longitude) == (facts[0]["latitude"], facts[0]["longitude"])
    assert export["semanticSegments"][0]["startTime"] == "2026-03-02T08:00:00.000+00:00"
    pair.close()
