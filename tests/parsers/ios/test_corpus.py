"""The iOS parsers on real files: every figure of the corpus's truth that they can be held to."""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import casework

from phonefx.parsers.registry import parsers_by_id
from phonefx.times import iso

VAR, MOBILE = "/private/var", "/private/var/mobile"
SMS, CALLS = f"{MOBILE}/Library/SMS/sms.db", f"{MOBILE}/Library/CallHistoryDB/CallHistory.storedata"
BOOK, PHOTOS = f"{MOBILE}/Library/AddressBook/AddressBook.sqlitedb", f"{MOBILE}/Media/PhotoData/Photos.sqlite"
NOTES = f"{MOBILE}/Containers/Shared/AppGroup/A/NoteStore.sqlite"
SYNTHETIC, BACKUP, APPS = "ios_synthetic_fs", "ios_backup_mvt", "ios_apps_plaso"
NOTES_15 = f"ios15_ffs{MOBILE}/Containers/Shared/AppGroup/B120CD27-5591-4ED6-A1EC-E73CFFB4F8D3/NoteStore.sqlite"
NOTES_FIXTURE = f"{SYNTHETIC}{MOBILE}/Containers/Shared/AppGroup/00000000-0000-0000-0000-000000000001/NoteStore.sqlite"

# parser, device path, file of the corpus, kind, table whose rows are the wanted number (or that number itself)
COUNTS = [
    ("ios.messages", SMS, "imessage/imessage_chat.db", "message", "message"),
    ("ios.messages", SMS, "imessage/imessage_chat.db", "event", "deleted_messages"),
    ("ios.messages", SMS, "imessage/imessage_chat.db", "attachment", "message_attachment_join"),
    ("ios.messages", SMS, f"{SYNTHETIC}{SMS}", "message", "message"),
    ("ios.messages", SMS, f"{SYNTHETIC}{SMS}", "attachment", "message_attachment_join"),
    ("ios.messages", SMS, f"ios5_logical{SMS}", "message", "message"),
    ("ios.messages", SMS, f"{BACKUP}/3d/3d0d7e5fb2ce288813306e4d4636395e047a3d28", "message", "message"),
    ("ios.calls", CALLS, f"{SYNTHETIC}{CALLS}", "call", "ZCALLRECORD"),
    ("ios.calls", CALLS, f"{SYNTHETIC}{CALLS}", "recipient", "Z_2REMOTEPARTICIPANTHANDLES"),
    ("ios.contacts", BOOK, f"{SYNTHETIC}{BOOK}", "contact", "ABPerson"),
    ("ios.contacts", BOOK, f"ios15_ffs{BOOK}", "contact", "ABPerson"),
    ("ios.contacts", BOOK, f"ios16_belkactf6_ffs{BOOK}", "contact", 1),
    ("ios.photos", PHOTOS, "ios_photos_sqlite/macos_10.15.5/Photos.sqlite", "media", "ZADDITIONALASSETATTRIBUTES"),
    ("ios.photos", PHOTOS, "ios_photos_sqlite/macos_10.15.5/Photos.sqlite", "location", 3),
    ("ios.photos", PHOTOS, "ios_photos_sqlite/macos_13.0.0/Photos.sqlite", "media", "ZASSET"),
    ("ios.photos", PHOTOS, "ios_photos_sqlite/macos_13.0.0/Photos.sqlite", "location", 3),
    ("ios.knowledge", "/x/knowledgeC.db", f"{APPS}/knowledgeC-macos10.13.db", "event", "ZOBJECT"),
    ("ios.accounts", "/x/Accounts3.sqlite", f"{APPS}/Accounts3.sqlite", "account", "ZACCOUNT"),
    ("ios.network.processes", "/x/DataUsage.sqlite", f"{APPS}/DataUsage.sqlite", "event", "ZPROCESS"),
    ("ios.network.processes", "/x/DataUsage.sqlite", f"{BACKUP}/0d/0d609c54856a9bb2d56729df1d68f2958a88426b", "event",
     "ZPROCESS"),
    ("ios.notes", NOTES, f"{APPS}/NoteStore.sqlite", "note", "ZICNOTEDATA"),
    ("ios.notes", NOTES, NOTES_FIXTURE, "note", "ZICNOTEDATA"),
    ("ios.notes", NOTES, NOTES_15, "note", "ZICNOTEDATA"),
    ("ios.interactions", "/x/interactionC.db", f"{BACKUP}/1f/1f5a521220a3ad80ebfdc196978df8e7a2e49dee", "event",
     "ZINTERACTIONS"),
    ("ios.interactions", "/x/interactionC.db", f"{BACKUP}/1f/1f5a521220a3ad80ebfdc196978df8e7a2e49dee", "contact",
     "ZCONTACTS"),
    ("ios.permissions", "/x/TCC.db", f"{BACKUP}/64/64d0019cb3d46bfc8cce545a8ba54b93e7ea9347", "event", "access"),
    ("ios.calendar", "/x/Calendar.sqlitedb", f"{SYNTHETIC}{MOBILE}/Library/Calendar/Calendar.sqlitedb",
     "calendar_entry", "CalendarItem"),
    ("ios.calendar", "/x/Calendar.sqlitedb", f"{BACKUP}/20/2041457d5fe04d39d0ab481178355df6781e6858", "calendar_entry",
     "CalendarItem"),
    ("ios.safari.history", f"{MOBILE}/Library/Safari/History.db", f"{SYNTHETIC}{MOBILE}/Library/Safari/History.db",
     "web_visit", "history_visits"),
    ("ios.safari.tabs", f"{MOBILE}/Library/Safari/BrowserState.db",
     f"{BACKUP}/3a/3a47b0981ed7c10f3e2800aa66bac96a3b5db28e", "web_visit", "tabs"),
    ("ios.web.observations", "/x/observations.db", f"{BACKUP}/6e/6e9d0cb750a70e7fa10943c134a5f021dab327e7", "event",
     "ObservedDomains"),
]  # fmt: skip


@cache
def truth(corpus: Path) -> dict[str, Any]:
    return json.loads((corpus / "TRUTH.json").read_text())["files"]


@cache
def found(corpus: Path, parser: str, path: str, name: str) -> casework.Result:
    file = corpus / name
    beside = {path + end: each.read_bytes() for end in ("-wal", "-journal") if (each := Path(f"{file}{end}")).exists()}
    return casework.run(parsers_by_id()[parser], path, file.read_bytes(), beside)


@pytest.mark.parametrize(("parser", "path", "name", "kind", "wanted"), COUNTS, ids=lambda each: str(each)[-40:])
def test_counts(corpus, parser, path, name, kind, wanted):
    rows = [row for row in found(corpus, parser, path, name).of(kind) if row["state"] in ("live", "recently_deleted")]
    number = truth(corpus)[name]["tables"][wanted] if isinstance(wanted, str) else wanted
    assert len([row for row in rows if row.get("mime") not in ("link", "mention")]) == number


STORES = ["imessage/imessage_chat.db", f"{SYNTHETIC}{SMS}", f"{BACKUP}/3d/3d0d7e5fb2ce288813306e4d4636395e047a3d28"]


@pytest.mark.parametrize("name", STORES)
def test_messages(corpus, name):
    facts = truth(corpus)[name]["facts"]
    rows = [row for row in found(corpus, "ios.messages", SMS, name).of("message") if row["state"] == "live"]
    assert sum(row["direction"] == "outgoing" for row in rows) == facts["from_me"]
    times = [row["time_us"] for row in rows]
    assert [iso(at)[:23].rstrip("Z0.") for at in (min(times), max(times))] == [
        facts[edge].rstrip("Z0.") for edge in ("first_utc", "last_utc")
    ]
    for key, who, mine, raw, _, text in facts["samples"]:
        row = next(each for each in rows if each["key"] == key)
        assert (row["direction_raw"], row["time_raw"]) == (mine, raw)
        assert who is None or row["counterpart"] == who
        assert text is None or row["body"] == text


def test_texts_that_stand_in_archives_alone_are_not_lost(corpus):
    result = found(corpus, "ios.messages", SMS, f"{SYNTHETIC}{SMS}")
    shown = {row["key"]: row for row in result.of("message")}
    assert [shown[key]["body"][:14] for key in (2, 3, 4)] == ["Reply via attr", "The quick brow", "Hi 👋 group 🌍"[:14]]
    assert all("pattern" in shown[key]["content"] for key in (2, 3, 4, 5))
    assert "body" not in shown[9]
    assert ("cells not decoded", "attributed_text(): 1 cells, the first: an archived text that does not decode") in (
        result.problems
    )


def test_the_oldest_messages(corpus):
    name = f"ios5_logical{SMS}"
    listed = found(corpus, "ios.messages", SMS, name).of("message")
    rows = {row["key"]: row for row in listed if row["state"] == "live"}
    for key, who, raw, _, flags, text in truth(corpus)[name]["facts"]["rows (date is Unix seconds; flags 2=in 3=out)"]:
        row = rows[key]
        assert (row["time_us"], row.get("counterpart"), row.get("body")) == (raw * 1_000_000, who, text)
        assert row["direction"] == {2: "incoming", 3: "outgoing"}[flags]


def test_calls(corpus):
    name = f"{SYNTHETIC}{CALLS}"
    rows = [row for row in found(corpus, "ios.calls", CALLS, name).of("call") if row["state"] == "live"]
    told = [[row.get("counterpart"), row["time_us"], row["duration_s"], row["direction_raw"]] for row in rows]
    wanted = truth(corpus)[name]["facts"]["rows"]
    assert [[each[0], each[2], each[3]] for each in told] == [[each[0], each[2], each[3]] for each in wanted]
    assert [iso(each[1])[:21].rstrip("Z0.") for each in told] == [each[1][:21].rstrip("Z0.") for each in wanted]


def test_an_address_book_that_lives_in_its_log_alone(corpus):
    (person,) = found(corpus, "ios.contacts", BOOK, f"ios16_belkactf6_ffs{BOOK}").of("contact")
    assert (person["name"], person["role"]) == ("William Phorger", "owner")
    (point,) = found(corpus, "ios.contacts", BOOK, f"ios16_belkactf6_ffs{BOOK}").of("contact_point")
    assert point["value"] == "billthemegakill@icloud.com"


def test_a_date_that_is_none_stays_raw(corpus):
    raw = 123_456_789_012_345
    names = [f"ios_photos_sqlite/{each}/Photos.sqlite" for each in ("macos_10.15.5", "macos_13.0.0")]
    rows = [row for name in names for row in found(corpus, "ios.photos", PHOTOS, name).of("media")]
    absurd = [row for row in rows if row["state"] == "live" and row.get("time_raw") == raw]
    assert absurd
    assert all("time_us" not in row for row in absurd)


def test_streams_of_knowledge(corpus):
    name = f"{APPS}/knowledgeC-macos10.13.db"
    facts = truth(corpus)[name]["facts"]
    result = found(corpus, "ios.knowledge", "/x/knowledgeC.db", name)
    rows = [row for row in result.of("event") if row["state"] == "live"]
    streams = [row["category_raw"] for row in rows]
    assert {stream: streams.count(stream) for stream in set(streams)} == facts["streams"]
    assert iso(min(row["time_us"] for row in rows)).rstrip("Z") == facts["first_utc"].removesuffix(".000Z")


def test_a_link_within_a_real_text_says_where_it_leads(corpus):
    result = found(corpus, "ios.messages", SMS, "imessage/imessage_chat.db")
    (link,) = [row for row in result.of("attachment") if row.get("mime") == "link"]
    (message,) = [row for row in result.of("message") if row["key"] == link["owner"] and row["state"] == "live"]
    assert (link["text"], link["name"], message["key"]) == ("tel:128874", "128874", 1)
    assert link["name"] in message["body"]
