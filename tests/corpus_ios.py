"""The iOS folders of the corpus: where their files lie on a phone, and the figures that phonefx is held to.

`corpus_check` prints them with the others. What is wanted comes from TRUTH.json; where that gives a sample, the
sample's own words, times and numbers are looked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

VAR, MOBILE, ROOT = "private/var", "private/var/mobile", "private/var/root"
APP, GROUP = f"{MOBILE}/Containers/Data/Application/A", f"{MOBILE}/Containers/Shared/AppGroup/A"
PLACES = {
    "ios_kik_wal": {"": f"{GROUP}/cores/private/b"},
    "ios_photos_sqlite": {"macos_13.0.0": f"{MOBILE}/Media/PhotoData"},
    "imessage": {"imessage_chat.db": "Users/owner/Library/Messages/chat.db"},
    "ios_apps_plaso": {
        "9368974384.db": f"{APP}/Library/Application Support/DirectSQLiteDatabase/9368974384.db",
        "IMODb2.sqlite": f"{APP}/Documents/IMODb2.sqlite",
        "Accounts3.sqlite": f"{MOBILE}/Library/Accounts/Accounts3.sqlite",
        "NoteStore.sqlite": f"{GROUP}/NoteStore.sqlite",
        "DataUsage.sqlite": f"{VAR}/wireless/Library/Databases/DataUsage.sqlite",
        "knowledgeC-macos10.13.db": f"{MOBILE}/Library/CoreDuet/Knowledge/knowledgeC.db",
        "com.apple.MobileBackup.plist": f"{ROOT}/Library/Preferences/com.apple.MobileBackup.plist",
        "com.apple.identityservices.idstatuscache.plist":
            f"{MOBILE}/Library/Preferences/com.apple.identityservices.idstatuscache.plist",
        "com.apple.wifi.known-networks.plist": f"{VAR}/preferences/com.apple.wifi.known-networks.plist",
    },
}  # fmt: skip
"""Where the files of a folder lie on a phone, where the corpus does not already say it."""

Figure = tuple[str, str, str, object]
"""Folder, what is counted, the SQL that counts it in a case, the wanted value."""

FIRST_AND_LAST = (("first_utc", "min"), ("last_utc", "max"))


def items(kind: str, parser: str, where: str = "1", state: str = "live") -> str:
    of = f"i.parser = '{parser}' AND i.state IN ({', '.join(repr(each) for each in state.split())})"
    return f"SELECT count(*) FROM {kind} k JOIN item i ON i.id = k.item WHERE {of} AND {where}"


def quoted(text: object) -> str:
    return "'" + str(text).replace("'", "''") + "'"


def moments(folder: str, what: str, facts: dict[str, Any], kind: str, parser: str) -> Iterator[Figure]:
    """The first and the last time of a kind, to the millisecond."""
    for name, order in FIRST_AND_LAST:
        sql = items(kind, parser).replace("count(*)", f"{order}(i.time_us) / 1000")
        moment = facts[name].removesuffix("Z")
        wanted = f"SELECT CAST(round((julianday('{moment}') - 2440587.5) * 86400000) AS INTEGER)"
        yield folder, f"{what}: {order} time", f"SELECT ({sql}) = ({wanted})", 1


def rows(truth: dict[str, Any]) -> Iterator[Figure]:
    """Every figure of every iOS folder."""
    yield from _messages(truth)
    yield from _calls_and_contacts(truth)
    yield from _ios15(truth)
    yield from _ios16(truth)
    yield from _backup(truth)
    yield from _kik(truth)
    yield from _photos(truth)
    yield from _apps(truth)


def _messages(truth: dict[str, Any]) -> Iterator[Figure]:
    places = {
        "imessage": "imessage/imessage_chat.db",
        "ios_synthetic_fs": f"ios_synthetic_fs/{MOBILE}/Library/SMS/sms.db",
    }
    for folder, name in places.items():
        facts, tables = truth[name]["facts"], truth[name]["tables"]
        yield folder, "messages", items("message", "ios.messages"), facts["messages"]
        for word, count in (("outgoing", facts["from_me"]), ("incoming", facts["incoming"])):
            yield folder, f"messages {word}", items("message", "ios.messages", f"k.direction = '{word}'"), count
        yield from moments(folder, "messages", facts, "message", "ios.messages")
        for service, count in facts["by_service"].items():
            yield folder, f"messages by {service}", items("message", "ios.messages", f"k.service = '{service}'"), count
        files = ("SELECT count(*) FROM attachment a JOIN source s ON s.id = a.source WHERE s.parser = 'ios.messages'"
                 " AND s.state = 'live' AND coalesce(a.mime, '') NOT IN ('link', 'mention')")  # fmt: skip
        yield folder, "attachments", files, tables["message_attachment_join"]
        for key, who, mine, raw, _, text in {sample[0]: sample for sample in facts["samples"]}.values():
            where = f"i.key = {key} AND k.time_raw = {raw} AND k.direction_raw = {mine}"
            where += f" AND k.counterpart = {quoted(who)}" if who else ""
            where += f" AND k.body = {quoted(text)}" if text else ""
            yield folder, f"message {key}", items("message", "ios.messages", where), 1
    gone = items("event", "ios.messages", "k.category = 'message deleted for good'")
    yield (
        "imessage",
        "messages deleted for good",
        gone,
        truth["imessage/imessage_chat.db"]["tables"]["deleted_messages"],
    )
    old = truth[f"ios5_logical/{MOBILE}/Library/SMS/sms.db"]["facts"]
    yield "ios5_logical", "messages", items("message", "ios.messages"), old["messages"]
    for key, who, raw, _, flags, text in old["rows (date is Unix seconds; flags 2=in 3=out)"]:
        where = f"i.key = {key} AND i.time_us = {raw} * 1000000 AND k.direction_raw = {flags}"
        where += f" AND k.counterpart = {quoted(who)}" if who else " AND k.counterpart IS NULL"
        where += f" AND k.body = {quoted(text)}" if text else " AND k.body IS NULL"
        yield "ios5_logical", f"message {key}", items("message", "ios.messages", where), 1


def _calls_and_contacts(truth: dict[str, Any]) -> Iterator[Figure]:
    folder, base = "ios_synthetic_fs", f"ios_synthetic_fs/{MOBILE}/Library"
    calls = truth[f"{base}/CallHistoryDB/CallHistory.storedata"]
    yield folder, "calls", items("call", "ios.calls"), calls["facts"]["calls"]
    for number, at, seconds, mine, _, kind in calls["facts"]["rows"]:
        where = f"k.duration_s = {seconds} AND k.direction_raw = {mine} AND k.service_raw = {kind}"
        where += f" AND i.time_us = CAST(round((julianday('{at[:-1]}') - 2440587.5) * 86400000) AS INTEGER) * 1000"
        where += f" AND k.counterpart = {quoted(number)}" if number else ""
        yield folder, f"call {at}", items("call", "ios.calls", where), 1
    members = "SELECT count(*) FROM recipient r JOIN item i ON i.id = r.item WHERE i.parser = 'ios.calls'"
    yield folder, "members of calls", members, calls["tables"]["Z_2REMOTEPARTICIPANTHANDLES"]
    yield from _address_book(folder, truth[f"{base}/AddressBook/AddressBook.sqlitedb"])
    calendar = truth[f"{base}/Calendar/Calendar.sqlitedb"]["tables"]["CalendarItem"]
    yield folder, "calendar entries", items("calendar_entry", "ios.calendar"), calendar
    history = truth[f"{base}/Safari/History.db"]["tables"]["history_visits"]
    yield folder, "pages visited", items("web_visit", "ios.safari.history"), history
    notes = truth[
        f"ios_synthetic_fs/{MOBILE}/Containers/Shared/AppGroup/00000000-0000-0000-0000-000000000001/NoteStore.sqlite"
    ]
    both = items("note", "ios.notes", state="live recently_deleted")
    yield folder, "notes", both, notes["tables"]["ZICNOTEDATA"]


def _address_book(folder: str, stated: dict[str, Any]) -> Iterator[Figure]:
    facts = stated["facts"]
    yield folder, "contacts", items("contact", "ios.contacts"), facts["persons"]
    points = ("SELECT count(*) FROM contact_point p JOIN item i ON i.id = p.item WHERE i.parser = 'ios.contacts'"
              " AND i.state = 'live' AND p.type = '{}' AND p.value = {}")  # fmt: skip
    for kind, listed in (("phone", facts["phones"]), ("email", facts["emails"])):
        for value in dict.fromkeys(listed):
            yield folder, f"{kind} {value}", points.format(kind, quoted(value)), listed.count(value)
    for key, first, last, company in facts["names"]:
        name = "%".join(each for each in (first, last) if each) or company
        of = quoted(company) if company else "NULL"
        where = f"i.key = {key} AND k.name LIKE {quoted(name)} AND k.organisation IS {of}"
        yield folder, f"contact {name}", items("contact", "ios.contacts", where), 1


def _ios15(truth: dict[str, Any]) -> Iterator[Figure]:
    folder, group = "ios15_ffs", f"ios15_ffs/{MOBILE}/Containers/Shared/AppGroup"
    chat = truth[f"{group}/694FBBC5-2E69-480A-A25B-FF8CC038BEF8/ChatStorage.sqlite"]["facts"]
    messages = "apps.whatsapp.ios"
    yield folder, "WhatsApp messages", items("message", messages), chat["messages"]
    yield folder, "WhatsApp messages outgoing", items("message", messages, "k.direction = 'outgoing'"), chat["from_me"]
    yield folder, "WhatsApp messages with text", items("message", messages, "k.body <> ''"), chat["with_text"]
    yield from moments(folder, "WhatsApp", chat, "message", messages)
    for number, count in chat["by_type"].items():
        yield folder, f"WhatsApp type {number}", items("message", messages, f"k.content_raw = {number}"), count
    for key, mine, _, text in chat["text_samples"]:
        where = f"i.key = {key} AND k.direction_raw = {mine} AND k.body = {quoted(text)}"
        yield folder, f"WhatsApp message {key}", items("message", messages, where), 1
    places = chat["location_messages (ZMESSAGETYPE=5)"]
    yield folder, "WhatsApp places", items("location", messages), len(places)
    for _, at, latitude, longitude in places:
        where = f"abs(k.latitude - {latitude}) < 1e-9 AND abs(k.longitude - {longitude}) < 1e-9"
        yield folder, f"WhatsApp place {at}", items("location", messages, where), 1
    calls = truth[f"{group}/694FBBC5-2E69-480A-A25B-FF8CC038BEF8/CallHistory.sqlite"]["facts"]
    yield folder, "WhatsApp calls", items("call", "apps.whatsapp.ios.calls"), calls["calls"]
    for at, seconds, outcome in calls["rows"]:
        where = f"abs(k.duration_s - {seconds}) < 1e-6 AND k.outcome_raw = {outcome}"
        yield folder, f"WhatsApp call {at}", items("call", "apps.whatsapp.ios.calls", where), 1
    book = truth[f"{group}/694FBBC5-2E69-480A-A25B-FF8CC038BEF8/ContactsV2.sqlite"]["facts"]
    yield folder, "WhatsApp contacts", items("contact", "apps.whatsapp.ios.contacts"), book["contacts"]
    teams = next(facts for name, facts in truth.items() if "SkypeSpacesDogfood-" in name)["facts"]
    yield folder, "Teams messages", items("message", "apps.teams.ios"), teams["messages"]
    yield from moments(folder, "Teams", teams, "message", "apps.teams.ios")
    yield from _address_book(folder, truth[f"{folder}/{MOBILE}/Library/AddressBook/AddressBook.sqlitedb"])
    notes = truth[f"{group}/B120CD27-5591-4ED6-A1EC-E73CFFB4F8D3/NoteStore.sqlite"]["tables"]["ZICNOTEDATA"]
    yield folder, "notes", items("note", "ios.notes", state="live recently_deleted"), notes
    caches = [stated["tables"]["cfurl_cache_response"] for name, stated in truth.items()
              if name.startswith(folder) and name.endswith("/Cache.db")]  # fmt: skip
    yield folder, "addresses loaded by Discord and Burner", items("web_visit", "ios.web.cache"), sum(caches)


def _ios16(truth: dict[str, Any]) -> Iterator[Figure]:
    folder = "ios16_belkactf6_ffs"
    yield from _address_book(folder, truth[f"{folder}/{MOBILE}/Library/AddressBook/AddressBook.sqlitedb"])
    accounts = truth[f"{folder}/{MOBILE}/Library/Accounts/Accounts3.sqlite"]["tables"]["ZACCOUNT"]
    yield folder, "accounts", items("account", "ios.accounts"), accounts
    notes = next(
        stated for name, stated in truth.items() if name.startswith(folder) and name.endswith("NoteStore.sqlite")
    )
    both = items("note", "ios.notes", state="live recently_deleted")
    yield folder, "notes", both, notes["tables"]["ZICNOTEDATA"]


def _backup(truth: dict[str, Any]) -> Iterator[Figure]:
    folder = "ios_backup_mvt"

    def stated(start: str) -> dict[str, Any]:
        return next(each for name, each in truth.items() if name.startswith(f"{folder}/{start[:2]}/{start}"))

    messages = stated("3d0d7e5f")["facts"]
    yield folder, "messages", items("message", "ios.messages"), messages["messages"]
    yield from moments(folder, "messages", messages, "message", "ios.messages")
    text = items("message", "ios.messages", f"k.body = {quoted(messages['samples'][0][-1])}")
    yield folder, "text of the message", text, 1
    chat = stated("7c7fba66")["facts"]
    yield folder, "WhatsApp messages", items("message", "apps.whatsapp.ios"), chat["messages"]
    for key, mine, _, words in chat["text_samples"]:
        where = f"i.key = {key} AND k.direction_raw = {mine} AND k.body = {quoted(words)}"
        yield folder, f"WhatsApp message {key}", items("message", "apps.whatsapp.ios", where), 1
    book = stated("b8548dc3")["facts"]["contacts"]
    yield folder, "WhatsApp contacts", items("contact", "apps.whatsapp.ios.contacts"), book
    tables = {
        "processes on the network": ("event", "ios.network.processes", "0d609c54", "ZPROCESS"),
        "contacts with people": ("event", "ios.interactions", "1f5a5212", "ZINTERACTIONS"),
        "persons": ("contact", "ios.interactions", "1f5a5212", "ZCONTACTS"),
        "calendar entries": ("calendar_entry", "ios.calendar", "2041457d", "CalendarItem"),
        "tabs": ("web_visit", "ios.safari.tabs", "3a47b098", "tabs"),
        "permissions": ("event", "ios.permissions", "64d0019c", "access"),
        "sites loaded": ("event", "ios.web.observations", "6e9d0cb7", "ObservedDomains"),
    }
    for what, (kind, parser, start, table) in tables.items():
        category = "k.category LIKE 'process %'" if table == "ZPROCESS" else "1"
        yield folder, what, items(kind, parser, category), stated(start)["tables"][table]


def _kik(truth: dict[str, Any]) -> Iterator[Figure]:
    folder, facts = "ios_kik_wal", truth["ios_kik_wal/kik.sqlite"]["facts"]
    yield folder, "Kik messages", items("message", "apps.kik.ios"), facts["messages"]
    yield folder, "Kik messages with text", items("message", "apps.kik.ios", "k.body IS NOT NULL"), facts["with_body"]
    chats = items("message", "apps.kik.ios").replace("count(*)", "count(DISTINCT k.thread)")
    yield folder, "Kik conversations", chats, facts["chats"]
    yield folder, "Kik people", items("contact", "apps.kik.ios"), facts["users"]
    for key, _, text in facts["samples"]:
        where = f"i.key = {key} AND k.body = {quoted(text)}"
        yield folder, f"Kik message {key}", items("message", "apps.kik.ios", where), 1


def _photos(truth: dict[str, Any]) -> Iterator[Figure]:
    folder, facts = "ios_photos_sqlite", truth["ios_photos_sqlite/macos_13.0.0/Photos.sqlite"]["facts"]
    both = "live recently_deleted"
    yield folder, "pictures", items("media", "ios.photos", state=both), facts["assets"]
    yield folder, "pictures in the bin", items("media", "ios.photos", state="recently_deleted"), facts["trashed"]
    yield folder, "positions", items("location", "ios.photos", state=both), facts["with_coordinates"]
    for name, _, latitude, longitude in facts["coordinates"]:
        where = (
            f"k.path LIKE '%/{name}' AND abs(k.latitude - {latitude}) < 1e-9 AND abs(k.longitude - {longitude}) < 1e-9"
        )
        yield folder, f"position of {name[:8]}", items("location", "ios.photos", where, state=both), 1
    for name, raw in facts["impossible_dates"]:
        where = f"k.path LIKE '%/{name}' AND k.time_raw = {raw} AND i.time_us IS NULL"
        yield folder, f"impossible date of {name[:8]}", items("media", "ios.photos", where, state=both), 1


def _apps(truth: dict[str, Any]) -> Iterator[Figure]:
    folder = "ios_apps_plaso"
    instagram, imo = truth[f"{folder}/9368974384.db"]["facts"], truth[f"{folder}/IMODb2.sqlite"]["facts"]
    yield folder, "Instagram messages", items("message", "apps.instagram.ios"), instagram["messages"]
    threads = items("message", "apps.instagram.ios").replace("count(*)", "count(DISTINCT k.thread)")
    yield folder, "Instagram conversations", threads, instagram["threads"]
    yield folder, "imo messages", items("message", "apps.imo.ios"), imo["messages"]
    yield folder, "imo messages with text", items("message", "apps.imo.ios", "k.body <> ''"), imo["with_text"]
    yield folder, "imo contacts", items("contact", "apps.imo.ios"), imo["contacts"]
    duet = truth[f"{folder}/knowledgeC-macos10.13.db"]["facts"]
    yield folder, "use of the device", items("event", "ios.knowledge"), duet["ZOBJECT"]
    for stream, count in duet["streams"].items():
        yield folder, f"stream {stream}", items("event", "ios.knowledge", f"k.category_raw = '{stream}'"), count
    last = items("event", "ios.knowledge").replace(
        "count(*)", "strftime('%Y-%m-%dT%H:%M:%fZ', max(k.end_us) / 1e6, 'unixepoch')"
    )
    yield folder, "use of the device: last end", last, duet["last_utc"]
    tables = {
        "accounts": ("account", "ios.accounts", "Accounts3.sqlite", "ZACCOUNT"),
        "processes on the network": ("event", "ios.network.processes", "DataUsage.sqlite", "ZPROCESS"),
        "notes": ("note", "ios.notes", "NoteStore.sqlite", "ZICNOTEDATA"),
    }
    for what, (kind, parser, name, table) in tables.items():
        where = "k.category LIKE 'process %'" if table == "ZPROCESS" else "1"
        wanted = truth[f"{folder}/{name}"]["tables"][table]
        yield folder, what, items(kind, parser, where, state="live recently_deleted"), wanted
