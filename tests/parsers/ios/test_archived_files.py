"""Parsers of archived files of iOS, each run as a case runs it."""

from __future__ import annotations

import gzip
import json
import plistlib
import struct
import sys
import zlib
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "formats"))

import casework
from test_calltransactions import CALL, archive, log

from phonefx.errors import Damaged
from phonefx.formats import notebody
from phonefx.parsers.registry import parsers_by_id


def run(parser: str, path: str, content: bytes) -> casework.Result:
    return casework.run(parsers_by_id()[parser], path, content)


def test_changes_of_the_call_history_are_calls():
    path = "/private/var/mobile/Library/CallHistoryTransactions/transactions.log"
    group = {**CALL, "callStatus": 8, "remoteParticipantHandles": [{"value": "a"}, {"value": "b"}], "uniqueId": "U"}
    content = log(archive({"record": archive(CALL)}), archive(group), archive({"x": 1}))
    found = run("ios.calls.transactions", path, content)
    first, second = found.of("call")
    assert (first["time_us"], first["outcome"], first["direction"], first["duration_s"], first["counterpart"]) == (
        1678307200000000, "connected", "outgoing", 12.0, "+447700900111",
    )  # fmt: skip
    assert (second["outcome"], second["direction"]) == ("missed, rejected or filtered", "incoming")
    assert "counterpart" not in second
    assert [row["address"] for row in found.of("recipient")] == ["+447700900111", "a", "b"]
    assert [reason for _, reason in found.skips] == ["no call in it"]
    assert found.problems == []


def test_a_damaged_log_is_said():
    path = "/private/var/mobile/Library/CallHistoryTransactions/transactions.log"
    found = run("ios.calls.transactions", path, log(archive(CALL))[:-3])
    assert found.rows == []
    assert [code for code, _ in found.problems] == ["not understood"]


def test_the_transcript_of_a_voicemail_is_an_event():
    path = "/private/var/mobile/Library/Voicemail/12.transcript"
    found = run("ios.voicemail.transcripts", path, archive({"transcriptionString": "Call me", "confidence": 0.5}))
    (event,) = found.of("event")
    assert (event["category"], event["subject"]) == ("voicemail transcript", "Call me")
    assert event["detail"] == "12; confidence 0.5"
    empty = run("ios.voicemail.transcripts", path, archive({"other": 1}))
    assert empty.skips == [("transcriptionString", "no text in it")]


def segb_file(*records: tuple[float, int, bytes]) -> bytes:
    """A SEGB file of version 2: (time, state, payload) of each record."""
    body, trailer = b"", b""
    for time, state, payload in records:
        body += b"\0" * (-len(body) % 4) + struct.pack("<Ii", zlib.crc32(payload), 0) + payload
        trailer += struct.pack("<iid", len(body), state, time)
    return b"SEGB" + struct.pack("<id", len(records), 700000000.0) + b"\0" * 16 + body + trailer


def biome(stream: str, *records: tuple[float, int, bytes], place: str = "local") -> casework.Result:
    path = f"/private/var/mobile/Library/Biome/streams/restricted/{stream}/{place}/757123456789012"
    return run("ios.biome", path, segb_file(*records))


def test_an_app_in_focus_is_an_event_at_its_own_time():
    payload = casework.protobuf([[3, 1], [4, 700000000.5], [6, "com.apple.mobilesafari"]])
    (event,) = biome("App.InFocus", (700000100.0, 1, payload)).of("event")
    assert (event["time_us"], event["category"], event["app"], event["subject"]) == (
        1678307200500000, "app in focus", "com.apple.mobilesafari", "to the front",
    )  # fmt: skip
    assert json.loads(event["extra"])["written"] == 700000100.0


def test_a_stay_is_a_visit_in_unix_seconds():
    place = [[1, "id"], [2, "Quay Café"], [3, "2 Quay Road"]]
    stay = [[1, 1678310000.0], [3, [[1, 53.5], [2, -0.06], [3, 21.0]]], [4, 1678307200.0], [5, 1678310800.0],
            [8, [[1, "v"], [5, place]]]]  # fmt: skip
    (visit,) = biome("Location.Visit", (700090000.0, 1, casework.protobuf(stay))).of("visit")
    assert (visit["time_us"], visit["departed_us"]) == (1678307200000000, 1678310800000000)
    assert (visit["latitude"], visit["longitude"], visit["accuracy_m"]) == (53.5, -0.06, 21.0)
    assert (visit["place"], visit["evidence_of"]) == ("Quay Café, 2 Quay Road", "device_inferred")


def test_records_of_another_device_say_so():
    payload = casework.protobuf([[6, "com.apple.Maps"]])
    (event,) = biome("App.InFocus", (700000100.0, 1, payload), place="remote/DEV-1").of("event")
    assert json.loads(event["extra"])["from another device"] == "DEV-1"


def test_deleted_records_stay_apart_and_damaged_ones_are_counted():
    payload = casework.protobuf([[2, "com.apple.MobileSMS"], [4, "INSendMessageIntent"], [5, "Send"]])
    content = segb_file((700000000.0, 3, payload), (700000001.0, 1, payload), (700000002.0, 3, b"\0" * 8))
    broken = bytearray(content)
    broken[content.rindex(b"Send")] = 0x58
    path = "/private/var/mobile/Library/Biome/streams/restricted/App.Intent/local/757123456789012"
    found = run("ios.biome", path, bytes(broken))
    (event,) = found.of("event")
    assert (event["state"], event["subject"]) == ("recently_deleted", "INSendMessageIntent")
    assert sorted(reason for _, reason in found.skips) == [
        "its content is not the one that was written (checksum)", "no content (deleted)",
    ]  # fmt: skip


def test_a_request_to_an_app_keeps_what_was_said():
    spoken = casework.protobuf([[1, "Meet at the pier"], [2, [[1, "+447700900111"]]]])
    interval = {"NS.startDate": {"NS.time": 7e8}, "NS.endDate": {"NS.time": 7e8}}
    told = {"direction": 1, "groupIdentifier": "G-1", "dateInterval": interval}
    told |= {"intent": {"backingStore": {"bytes": spoken}}}
    stored = archive(told)
    tail = b"\x42" + casework._varint(len(stored)) + stored
    payload = casework.protobuf([[2, "com.apple.MobileSMS"], [4, "INSendMessageIntent"], [5, "SendMessage"]]) + tail
    (event,) = biome("App.Intent", (700000100.0, 1, payload)).of("event")
    assert (event["app"], event["subject"]) == ("com.apple.MobileSMS", "INSendMessageIntent")
    assert event["detail"] == "SendMessage; Meet at the pier; +447700900111"
    assert (json.loads(event["extra"])["direction"], json.loads(event["extra"])["group"]) == ("outgoing", "G-1")


def test_what_siri_and_suggestions_remember():
    head = [[2, "INSendMessageIntent"], [4, "com.apple.MobileSMS"], [6, 2], [8, 1678307200.0], [12, "C-1"], [13, "G-1"]]
    party = [[1, "recipients"], [2, [[1, "+447700900111"], [4, '{"name": "Maya"}']]]]
    other = [[1, "sender"], [2, [[1, "Tom"], [4, "no JSON"]]]]
    history = casework.protobuf([[1, head], [2, party], [2, other]])
    (event,) = biome("Siri.Remembers.MessageHistory", (700090000.0, 1, history)).of("event")
    assert (event["category"], event["app"]) == ("message that Siri remembers", "com.apple.MobileSMS")
    assert event["subject"] == "recipients: +447700900111, Maya; sender: Tom"
    assert event["detail"] == "INSendMessageIntent"
    assert event["time_us"] == 1678307200000000
    noted = json.loads(event["extra"])
    assert (noted["direction"], noted["conversation"], noted["guid"]) == ("outgoing", "C-1", "G-1")
    head = [[1, "From"], [2, "lee@example.org"]]
    mail = casework.protobuf([[2, "<1@example.org>"], [3, 7e8], [10, head], [11, "Tickets"]])
    (event,) = biome("ProactiveHarvesting.Mail", (700090000.0, 1, mail)).of("event")
    assert (event["subject"], event["detail"], event["time_us"]) == ("Tickets", "lee@example.org", 1678307200000000)
    (event,) = biome("Keyboard.TokenFrequency", (7e8, 1, casework.protobuf([[1, [[1, "pier"]]], [3, 4]]))).of("event")
    assert (event["category"], event["subject"]) == ("typed word", "pier")
    (event,) = biome("Device.TimeZone", (7e8, 1, casework.protobuf([[1, "Europe/London"]]))).of("event")
    assert (event["category"], event["detail"]) == ("time zone", "Europe/London")


STATES = {
    "Device.ScreenLocked": ("screen locked or unlocked", "locked", "unlocked"),
    "Device.Wireless.AirplaneMode": ("airplane mode", "on", "off"),
    "Device.Wireless.CellularDataEnabled": ("mobile data", "enabled", "disabled"),
    "Device.Power.LowPowerMode": ("low power mode", "on", "off"),
    "Device.Power.PluggedIn": ("charger plugged in or out", "charging", "not charging"),
    "Device.SilentMode": ("ringer", "silent", "ringing"),
    "CarPlay.Connected": ("CarPlay", "connected", "not connected"),
}


@pytest.mark.parametrize("stream", STATES)
def test_states_of_the_phone_are_told_in_words_and_unknown_values_as_they_are(stream):
    records = [(7e8 + number, 1, casework.protobuf([[1, value]])) for number, value in enumerate((1, 0, 7))]
    events = biome(stream, *records).of("event")
    category, begun, ended = STATES[stream]
    assert [event["category"] for event in events] == [category] * 3
    assert [event["detail"] for event in events] == [begun, ended, "unknown (7)"]
    assert [event["time_us"] for event in events] == [1678307200000000 + number * 1_000_000 for number in range(3)]


def test_what_was_typed_in_played_noted_and_shared():
    typed = casework.protobuf([[1, 12.5], [2, 1678307200.0], [3, "com.apple.MobileSMS"]])
    (event,) = biome("Text.InputSession", (700090000.0, 1, typed)).of("event")
    assert (event["app"], event["subject"]) == ("com.apple.MobileSMS", "12.5 s")
    assert (event["time_us"], event["end_us"]) == (1678307200000000, 1678307212500000)
    older = casework.protobuf([[1, 2.0], [2, 7e8], [3, "com.apple.Notes"]])
    assert biome("TextInputSession", (700090000.0, 1, older)).of("event")[0]["time_us"] == 1678307200000000
    film = [[2, 7e8], [3, 1], [5, "The Waves"], [8, "Harbour"], [14, [[3, "Car"]]], [15, "com.apple.Music"]]
    (event,) = biome("NowPlaying", (700090000.0, 1, casework.protobuf(film))).of("event")
    assert (event["app"], event["subject"], event["detail"]) == ("com.apple.Music", "Harbour", "The Waves")
    assert json.loads(event["extra"])["sound output"] == "Car"
    text = casework.protobuf([[1, "N-1"], [3, 7e8], [5, "Gate code 12"]])
    (event,) = biome("NotesContent", (700090000.0, 3, text)).of("event")
    assert (event["state"], event["subject"]) == ("recently_deleted", "Gate code 12")
    sheet = casework.protobuf([[2, "com.apple.message"], [15, "com.apple.mobileslideshow"], [16, "Messages"]])
    (event,) = biome("ShareSheet.Feedback", (7e8, 1, sheet)).of("event")
    assert (event["app"], event["subject"]) == ("com.apple.mobileslideshow", "Messages")
    chosen = casework.protobuf([[1, "com.apple.MobileSMS"], [2, "iMessage;-;+447700900111"], [11, 1678307200.0]])
    (event,) = biome("MLSE.ShareSheet.ConversationUserInteraction", (700090000.0, 1, chosen)).of("event")
    assert (event["subject"], event["time_us"]) == ("iMessage;-;+447700900111", 1678307200000000)
    (event,) = biome("Device.Power.BatteryLevel", (7e8, 1, casework.protobuf([[1, 82.0]]))).of("event")
    assert event["detail"] == "82 %"
    (event,) = biome("Device.Display.Backlight", (700090000.0, 1, casework.protobuf([[1, 7e8], [2, 1]]))).of("event")
    assert (event["detail"], event["time_us"]) == ("state 1", 1678307200000000)


def test_an_activity_of_an_app_has_its_title_and_kind():
    stored = archive({"title": "Tide tables", "activityType": "NSUserActivityTypeBrowsingWeb"})
    tail = b"\x12" + casework._varint(len(stored)) + stored
    payload = casework.protobuf([[4, "page"], [5, "com.apple.mobilesafari"]]) + tail
    (event,) = biome("UserActivityMetadata", (7e8, 1, payload)).of("event")
    assert (event["app"], event["subject"]) == ("com.apple.mobilesafari", "Tide tables")
    assert event["detail"] == "NSUserActivityTypeBrowsingWeb"


def test_a_stream_that_nobody_described_shows_its_texts():
    payload = casework.protobuf([[1, "hello"], [2, [[1, "there"]]]])
    (event,) = biome("Some.Stream", (700000000.0, 1, payload)).of("event")
    assert (event["category"], event["detail"]) == ("Some.Stream", "hello; there")
    assert event["time_us"] == 1678307200000000
    (odd,) = biome("Some.Stream", (700000000.0, 1, b"\xff\xff\xff")).of("event")
    assert "detail" not in odd
    (counted,) = biome("Some.Stream", (700000000.0, 1, casework.protobuf([[1, 1], [3, 7]]))).of("event")
    assert counted["detail"] == "1 = 1; 3 = 7"


def test_an_event_that_came_from_knowledge():
    payload = casework.protobuf(
        [[1, [[1, "/app/inFocus"]]], [2, 700000000.0], [3, 700000060.0], [4, [[3, "com.apple.Maps"]]]]
    )
    (event,) = biome("_DKEvent.App.InFocus", (700000100.0, 1, payload)).of("event")
    assert (event["category"], event["app"]) == ("app in focus", "com.apple.Maps")
    assert event["end_us"] == 1678307260000000


def test_notifications_keep_their_text():
    one = {"AppNotificationTitle": "Maya", "AppNotificationMessage": "Where are you?"}
    one |= {"AppNotificationCreationDate": 7e8}
    content = archive({"a": one, "b": {"x": "y"}})
    path = "/private/var/mobile/Library/UserNotifications/net.whatsapp.WhatsApp/DeliveredNotifications.plist"
    found = run("ios.notifications", path, content)
    (event,) = found.of("event")
    assert (event["app"], event["subject"], event["time_us"], event["category"]) == (
        "net.whatsapp.WhatsApp", "Maya / Where are you?", 1678307200000000, "notification, delivered",
    )  # fmt: skip
    assert [reason for _, reason in found.skips] == ["no text in it"]


def test_the_body_of_a_note_and_what_is_none():
    stored = casework.protobuf([[2, [[1, 0], [3, [[2, "a\nb"]]]]]])
    assert notebody.text(zlib.compress(stored)) == notebody.text(gzip.compress(stored)) == "a\nb"
    assert notebody.text(None) is None
    for bad in (b"plain", gzip.compress(stored)[:12], gzip.compress(b"\x0a\x00")):
        with pytest.raises(Damaged):
            notebody.text(bad)


BATTERY = "/private/var/containers/Shared/SystemGroup/A/Library/BatteryLife"
POWERLOG = f"{BATTERY}/Archives/powerlog_2023-03-08_7F9FC438.PLSQL.gz"
USED = """
    CREATE TABLE PLStorageOperator_EventForward_TimeOffset(ID INTEGER PRIMARY KEY, timestamp REAL, system REAL);
    INSERT INTO PLStorageOperator_EventForward_TimeOffset VALUES (1, 1678307000, -411);
    CREATE TABLE PLScreenStateAgent_EventForward_ScreenState(ID INTEGER PRIMARY KEY, timestamp REAL, bundleID TEXT);
    INSERT INTO PLScreenStateAgent_EventForward_ScreenState VALUES (1, 1678307611, 'com.apple.Maps');
"""


def test_a_packed_archive_of_powerlog_is_read_as_the_database_in_it():
    plain = run("ios.powerlog", POWERLOG.removesuffix(".gz"), casework.database(USED))
    packed = run("ios.powerlog", POWERLOG, gzip.compress(casework.database(USED)))
    (event,) = packed.of("event")
    assert (event["time_us"], event["app"]) == (1678307200000000, "com.apple.Maps")
    assert (packed.rows, packed.problems, packed.outcomes) == (plain.rows, [], ["items"])


def test_a_packed_archive_that_breaks_off_is_said():
    whole = gzip.compress(casework.database(USED))
    found = run("ios.powerlog", POWERLOG, whole[: len(whole) // 2])
    assert "truncated" in {code for code, _ in found.problems}
    assert run("ios.powerlog", POWERLOG, b"").rows == []
    assert [code for code, _ in run("ios.powerlog", POWERLOG, b"\x1f\x8b no gzip").problems] == ["damaged"]


def test_lists_of_find_my_that_are_encrypted_are_a_problem_and_nothing_else():
    path = "/private/var/mobile/Library/Caches/com.apple.findmy.fmipcore/Items.data"
    sealed = plistlib.dumps({"encryptedData": b"\0\1\2", "signature": b"\3"}, fmt=plistlib.FMT_BINARY)
    found = run("ios.findmy", path, sealed)
    assert (found.rows, found.outcomes) == ([], ["not understood"])
    ((code, message),) = found.problems
    assert code == "encrypted"
    assert "keychain" in message
    plain = plistlib.dumps([{"name": "Keys"}], fmt=plistlib.FMT_BINARY)
    assert [row["subject"] for row in run("ios.findmy", path, plain).of("event")] == ["Keys"]
