"""Wanted and found, side by side, for every folder of the corpus that has a truth phonefx can be held to.

Run by `make corpus`; the table is printed, and the exit code is 1 if anything differs. What is wanted was worked out
from `TRUTH.json` and the files themselves, never from phonefx.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import corpus_exports
import corpus_ios
from conftest import find_corpus
from phonefx.case.ingest import ExhibitSpec, Options, process
from phonefx.case.progress import Progress
from phonefx.case.store import Case
from phonefx.parsers.registry import all_parsers

BACKUPS = ("msgstore-noexpiry.db.crypt14", "msgstore.db.crypt12", "msgstore.db.crypt14", "msgstore.db.crypt15")
CONTACTS = "data/data/com.android.providers.contacts/databases"
PLACES = {
    "android_calls": {"andriller": CONTACTS, "plaso/contacts2.db": f"{CONTACTS}/contacts2.db"},
    "android_apps_plaso": {
        "app_usage": "data/data/com.google.android.apps.wellbeing/databases/app_usage",
        "babel.db": "data/data/com.google.android.talk/databases/babel0.db",
        "burners.sqlite": "data/data/com.adhoclabs.burner/databases/burners.db",
        "downloads.db": "data/data/com.android.providers.downloads/databases/downloads.db",
        "files_master_database": "data/data/com.google.android.apps.nbu.files/databases/files_master_database",
    },
    "android_apps_misc": {"skype_main.db": "data/data/com.skype.raider/files/live/main.db"},
    "photos_exif": {"": "data/media/0/DCIM/Camera"},
    "android_whatsapp_2025_schema": {"": "data/data/com.whatsapp/databases"},
    "android_whatsapp_testdb": {"msgstore.db": "data/data/com.whatsapp/databases/msgstore.db"},
    "android_whatsapp_crypt": {
        "msgstore.db": "data/data/com.whatsapp/databases/msgstore.db",
        **{name: f"data/data/com.whatsapp/files/{name}" for name in ("key", "encrypted_backup.key")},
        **{name: f"data/media/0/Android/media/com.whatsapp/WhatsApp/Databases/{name}" for name in BACKUPS},
    },
    **corpus_ios.PLACES,
}
"""Where the files of a folder lie on a phone, where the corpus does not already say it."""

UNFIT = "SELECT count(*) FROM problem WHERE code = 'unknown schema'"


@dataclass(frozen=True)
class Wanted:
    """One figure: the folder of the corpus, what is counted, the SQL that counts it in a case, the wanted value."""

    folder: str
    what: str
    sql: str
    value: object


def _items(kind: str, parser: str, where: str = "1") -> str:
    of = f"i.parser = '{parser}' AND i.state = 'live'"
    return f"SELECT count(*) FROM {kind} k JOIN item i ON i.id = k.item WHERE {of} AND {where}"


def _rows(parser: str, table: str) -> str:
    """The rows of a table that a parser accounts for, as items or with the reason why not."""
    return f"SELECT max(rows_read) FROM source WHERE parser = '{parser}' AND table_name = '{table}'"


def _stamp(column: str) -> str:
    """A moment as TRUTH.json writes it, to the millisecond."""
    return f"strftime('%Y-%m-%dT%H:%M:%fZ', {column} / 1000 / 1e3, 'unixepoch')"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def wanted(truth: dict) -> Iterator[Wanted]:
    yield from _samsung(truth)
    yield from _emulator(truth)
    yield from _others(truth)
    yield from _photos(truth)
    yield from _whatsapp(truth)
    yield from (Wanted(*row) for row in (*corpus_ios.rows(truth), *corpus_exports.rows(truth)))


def _samsung(truth: dict) -> Iterator[Wanted]:
    folder = "android_samsung_dfrws2021"
    facts = truth[f"{folder}/data/data/com.android.providers.telephony/databases/mmssms.db"]["facts"]
    yield Wanted(folder, "SMS", _items("message", "android.sms"), facts["sms"])
    for number, word in ((1, "incoming"), (2, "outgoing")):
        sql = _items("message", "android.sms", f"k.direction = '{word}'")
        yield Wanted(folder, f"SMS {word}", sql, facts["sms_by_type"][str(number)])
    sql = _items("message", "android.sms").replace("count(*)", "count(DISTINCT counterpart)")
    yield Wanted(folder, "SMS: addresses", sql, facts["distinct_addresses"])
    for name, order in (("sms_first_utc", "min"), ("sms_last_utc", "max")):
        moment = f"strftime('%Y-%m-%dT%H:%M:%fZ', {order}(time_us) / 1e6, 'unixepoch')"
        sql = f"SELECT {moment} FROM item WHERE parser = 'android.sms'"
        yield Wanted(folder, f"SMS: {order} time", sql, facts[name])
    for address, ms, stamp, kind, text in facts["sms_samples"]:
        sql = _items("message", "android.sms", f"k.counterpart = '{address}' AND i.time_us = {ms} * 1000"
                     f" AND k.direction_raw = {kind} AND k.body = {_quoted(text)}")  # fmt: skip
        yield Wanted(folder, f"SMS of {stamp}", sql, 1)
    sql = _items("message", "android.sms", "k.body LIKE 'HHY%'")
    yield Wanted(folder, "SMS, encrypted by an app", sql, facts["bodies_encrypted (prefix HHY)"])
    for table, parser in (("threads", "android.sms.threads"), ("canonical_addresses", "android.sms.threads"),
                          ("words_content", "android.sms.index"), ("messages", "android.samsung.list")):  # fmt: skip
        rows = truth[f"{folder}/data/data/com.android.providers.telephony/databases/mmssms.db"]["tables"][table]
        yield Wanted(folder, f"rows of {table}", _rows(parser, table), rows)
    yield Wanted(folder, "messages left in Samsung's list", _items("message", "android.samsung.list"), 0)
    yield Wanted(folder, "MMS", _items("message", "android.mms"), facts["mms"])
    yield Wanted(folder, "text left in the index", _items("message", "android.sms.index"), 0)
    calendar = truth[f"{folder}/data/data/com.android.providers.calendar/databases/calendar.db"]["facts"]
    yield Wanted(folder, "calendar entries", _items("calendar_entry", "android.calendar"), calendar["events"])
    title, begin, end, place = calendar["rows"][0]
    sql = (f"SELECT title || '|' || place || '|' || {_stamp('i.time_us')} || '|' || {_stamp('k.end_us')}"
           " FROM calendar_entry k JOIN item i ON i.id = k.item")  # fmt: skip
    yield Wanted(folder, "calendar entry", sql, f"{title}|{place}|{begin}|{end}")


def _emulator(truth: dict) -> Iterator[Wanted]:
    folder, base = "android14_emulator_ffs", "android14_emulator_ffs/data/data/"
    messages = truth[f"{base}com.android.providers.telephony/databases/mmssms.db"]["facts"]
    contacts = truth[f"{base}com.android.providers.contacts/databases/contacts2.db"]["facts"]
    media = truth[f"{base}com.google.android.providers.media.module/databases/external.db"]["tables"]
    bugle = truth[f"{base}com.google.android.apps.messaging/databases/bugle_db"]["facts"]
    yield Wanted(folder, "SMS", _items("message", "android.sms"), messages["sms"])
    yield Wanted(folder, "MMS", _items("message", "android.mms"), messages["mms"])
    orphans = ("SELECT count(*) FROM attachment a JOIN source s ON s.id = a.source"
               " WHERE s.parser = 'android.mms' AND a.item IS NULL")  # fmt: skip
    yield Wanted(folder, "MMS parts of no message", orphans, messages["orphan_parts"])
    yield Wanted(folder, "calls", _items("call", "android.calls"), 0)
    yield Wanted(folder, "contacts", _items("contact", "android.contacts"), contacts["raw_contacts"])
    points = ("SELECT count(*) FROM contact_point p JOIN item i ON i.id = p.item"
              " WHERE i.parser = 'android.contacts' AND p.type = '{}'")  # fmt: skip
    yield Wanted(folder, "phone numbers of contacts", points.format("phone"), contacts["phones"])
    yield Wanted(folder, "e-mail addresses of contacts", points.format("email"), contacts["emails"])
    names = _items("contact", "android.contacts").replace("count(*)", "group_concat(k.name)")
    yield Wanted(folder, "name of the contact", names, ",".join(contacts["names"]))
    rows = "SELECT sum(rows_read) FROM source WHERE parser = 'android.media' AND kind = 'media' AND state = 'live'"
    yield Wanted(folder, "rows of the media index", rows, media["files"])
    yield Wanted(folder, "Google Messages", _items("message", "android.google_messages"), bugle["messages"])
    cards = "SELECT group_concat(DISTINCT value) FROM device_fact WHERE name = 'iccid'"
    yield Wanted(folder, "card for which RCS was set up", cards, "89860318640220133897")
    sql = _items("event", "android.contacts.actions", "i.time_us = 1723613259719000")
    yield Wanted(folder, "contact made, Google Contacts", sql, 1)
    databases = f"{base}com.{{}}/databases/{{}}"
    for package, name, table, parser in (
        ("android.providers.telephony", "mmssms.db", "threads", "android.sms.threads"),
        ("android.providers.telephony", "mmssms.db", "canonical_addresses", "android.sms.threads"),
        ("android.providers.downloads", "downloads.db", "downloads", "android.downloads"),
        ("google.android.dialer", "dialer.db", "smartdial_table", "android.dialer.contacts"),
        ("google.android.contacts", "room_contacts.db", "contacts_interactions", "android.contacts.actions"),
        ("google.android.apps.messaging", "bugle_db", "self_participants", "android.device.messages_sims"),
    ):
        rows = truth[databases.format(package, name)]["tables"][table]
        yield Wanted(folder, f"rows of {table}", _rows(parser, table), rows)
    parts = "SELECT count(*) FROM contact_point p JOIN item i ON i.id = p.item WHERE i.parser = 'android.contacts'"
    for number in sorted(set(contacts["phone_numbers"] + contacts["email_addresses"])):
        wanted_points = (contacts["phone_numbers"] + contacts["email_addresses"]).count(number)
        yield Wanted(folder, f"address {number}", f"{parts} AND p.value = '{number}'", wanted_points)
    read = "SELECT sum(rows_read) FROM source WHERE parser = 'android.contacts' AND table_name = 'data'"
    yield Wanted(folder, "rows of data", read, contacts["data_rows"])
    own = "SELECT DISTINCT value FROM device_fact WHERE name = 'phone number'"
    yield Wanted(folder, "own number", own, bugle["participant_numbers"][0])


def _others(truth: dict) -> Iterator[Wanted]:
    first = truth["android_calls/andriller/calllog.db"]["facts"]["calls_rows"]
    second = truth["android_calls/plaso/contacts2.db"]["facts"]["calls_rows"]
    yield Wanted("android_calls", "calls", _items("call", "android.calls"), len(first) + len(second))
    for number, ms, _, duration, kind, name in [*first, *second]:
        sql = _items("call", "android.calls", f"k.counterpart = '{number}' AND i.time_us = {ms * 1000}"
                     f" AND k.duration_s = {duration} AND k.direction_raw = {kind}"
                     f" AND k.outcome_raw = {kind} AND k.counterpart_name = '{name}'")  # fmt: skip
        yield Wanted("android_calls", f"call {name} {ms}", sql, 1)
    yield Wanted("android_ab", "SMS in the backup", _items("message", "exports.adb_sms", "k.service = 'SMS'"), 1)
    yield Wanted("android_ab", "MMS in the backup", _items("message", "exports.adb_sms", "k.service = 'MMS'"), 1)
    yield from _backed_up("android_ab", truth["android_ab/backup_v1_deflate.ab"]["facts"])
    tables = truth["android_apps_plaso/app_usage"]["tables"]
    yield Wanted("android_apps_plaso", "app use", _items("event", "android.wellbeing"), tables["events"])
    yield Wanted("android_apps_plaso", "apps known", _items("app", "android.wellbeing"), tables["packages"])
    tables = truth["android_apps_plaso/downloads.db"]["tables"]
    yield Wanted("android_apps_plaso", "downloads", _items("web_visit", "android.downloads"), tables["downloads"])
    tables = truth["android_apps_plaso/files_master_database"]["tables"]
    yield Wanted(
        "android_apps_plaso", "files", _items("media", "android.files_by_google"), tables["files_master_table"]
    )
    yield Wanted("android_apps_plaso", "files with a position", _items("location", "android.files_by_google"), 64)
    yield from _chats(truth)


def _backed_up(folder: str, facts: dict) -> Iterator[Wanted]:
    """The SMS and the MMS of a backup: times, parties, text."""
    (sms,), (mms,) = facts["000000_sms_backup"], facts["000001_mms_backup"]
    where = (f"k.service = 'SMS' AND i.time_us = {sms['date']} * 1000 AND k.counterpart = '{sms['address']}'"
             f" AND k.body = {_quoted(sms['body'])} AND k.status = 'queued' AND k.direction = 'outgoing'")  # fmt: skip
    yield Wanted(folder, "SMS: time, number, text, type 6", _items("message", "exports.adb_sms", where), 1)
    where = (f"k.service = 'MMS' AND i.time_us = {mms['date']} * 1000000 AND k.sent_us = {mms['date_sent']} * 1000000"
             f" AND k.body = {_quoted(mms['mms_body'])} AND k.guid = '{mms['tr_id']}'"
             f" AND k.counterpart = '{mms['recipients'][0]}' AND k.direction = 'incoming'")  # fmt: skip
    yield Wanted(folder, "MMS: times in seconds, party, text", _items("message", "exports.adb_sms", where), 1)
    for party in mms["mms_addresses"]:
        role = "from" if party["type"] == 137 else "to"
        sql = ("SELECT count(*) FROM recipient r JOIN message k USING (item)"
               f" WHERE k.service = 'MMS' AND r.address = '{party['address']}' AND r.role = '{role}'")  # fmt: skip
        yield Wanted(folder, f"MMS: party {party['address']}", sql, 1)


def _chats(truth: dict) -> Iterator[Wanted]:
    """Hangouts, Burner, Skype, and Telegram of an account that never wrote."""
    folder, facts = "android_apps_plaso", truth["android_apps_plaso/babel.db"]["facts"]
    yield Wanted(folder, "Hangouts messages", _items("message", "apps.hangouts.android"), facts["messages"])
    for stamp, text in facts["samples"]:
        moment = "strftime('%Y-%m-%dT%H:%M:%fZ', i.time_us / 1000 / 1e3, 'unixepoch')"
        sql = _items("message", "apps.hangouts.android", f"k.body = '{text}' AND {moment} = '{stamp}'")
        yield Wanted(folder, f"Hangouts of {stamp}", sql, 1)
    sql = "SELECT {} FROM item i WHERE i.parser = 'apps.hangouts.android' AND kind = 'message'"
    first, last = facts["first_utc (microseconds)"], facts["last_utc"]
    yield Wanted(folder, "Hangouts: first time", sql.format(_stamp("min(i.time_us)")), first)
    yield Wanted(folder, "Hangouts: last time", sql.format(_stamp("max(i.time_us)")), last)
    people = truth["android_apps_plaso/babel.db"]["tables"]["participants"]
    sql = _items("contact", "apps.hangouts.android", "i.table_name = '{}'")
    yield Wanted(folder, "Hangouts: people", sql.format("participants"), people)
    blocked = truth["android_apps_plaso/babel.db"]["tables"]["blocked_people"]
    yield Wanted(folder, "Hangouts: blocked", sql.format("blocked_people"), blocked)
    written = _items("message", "apps.hangouts.android", "k.body LIKE '%&#%;%'")
    yield Wanted(folder, "Hangouts: signs left as marks", written, 0)
    numbers = truth["android_apps_plaso/burners.sqlite"]["tables"]["burners"]
    yield Wanted(folder, "Burner: own numbers", _items("account", "apps.burner.android"), numbers)
    facts = truth["android_apps_plaso/burners.sqlite"]["facts"]
    listed = " UNION ALL ".join(f"SELECT item FROM {kind}" for kind in ("message", "call"))
    sql = f"SELECT count(*) FROM ({listed}) k JOIN item i ON i.id = k.item WHERE i.parser = 'apps.burner.android'"
    yield Wanted(folder, "Burner messages and calls", sql, facts["messages"])
    yield Wanted(folder, "Burner contacts", _items("contact", "apps.burner.android"), facts["contacts"])
    for key, guid, _, text, number, *_, in facts["samples"]:
        sql = _items("message", "apps.burner.android", f"i.key = {key} AND k.guid = '{guid}' AND k.body = '{text}'"
                     f" AND k.counterpart = '{number}' AND k.direction = 'outgoing'")  # fmt: skip
        yield Wanted(folder, f"Burner message {key}", sql, 1)
    folder, facts = "android_apps_misc", truth["android_apps_misc/skype_main.db"]["facts"]
    yield Wanted(folder, "Skype messages", _items("message", "apps.skype.android"), facts["messages"])
    yield Wanted(folder, "Skype contacts", _items("contact", "apps.skype.android"), facts["contacts"])
    yield Wanted(folder, "Skype calls", _items("call", "apps.skype.android"), facts["calls"])
    for order, name in (("min", "first_utc"), ("max", "last_utc")):
        sql = ("SELECT strftime('%Y-%m-%dT%H:%M:%S.000Z', {}(i.time_us) / 1000000, 'unixepoch') FROM message k"
               " JOIN item i ON i.id = k.item WHERE i.parser = 'apps.skype.android'")  # fmt: skip
        yield Wanted(folder, f"Skype: {order} time", sql.format(order), facts[name])
    tables = truth["android_apps_misc/skype_main.db"]["tables"]
    sent = ("SELECT count(*) FROM attachment a JOIN item i ON i.id = a.item WHERE i.parser = 'apps.skype.android'"
            " AND a.name IS NOT NULL AND a.size > 0")  # fmt: skip
    yield Wanted(folder, "Skype: files sent, with their message", sent, tables["Transfers"])
    yield Wanted(folder, "Skype: own accounts", _items("account", "apps.skype.android"), tables["Accounts"])
    own = facts["samples"][0][0]
    for author, stamp, text in facts["samples"]:
        where = f"json_extract(k.extra, '$.body_xml') = {_quoted(text)} AND i.time_us / 1000000 = unixepoch('{stamp}')"
        where += f" AND k.direction = 'outgoing' AND k.account = '{own}'" if author == own else (
                 f" AND k.direction = 'incoming' AND k.counterpart = '{author}'")  # fmt: skip
        yield Wanted(folder, f"Skype message of {stamp}", _items("message", "apps.skype.android", where), 1)
    folder = "android_telegram"
    yield Wanted(folder, "Telegram messages", _items("message", "apps.telegram.android"), 0)
    sql = "SELECT sum(files) FROM coverage WHERE parser = 'apps.telegram.android' AND outcome = 'empty'"
    yield Wanted(folder, "Telegram cache, all in its log, read", sql, 1)
    sql = "SELECT group_concat(k.identifier) FROM account k JOIN item i ON i.id = k.item WHERE k.service = 'Telegram'"
    yield Wanted(folder, "Telegram: own number", sql, "5561986143035")


_FROM_ME = "coalesce(k.direction_raw, json_extract(k.extra, '$.key_from_me'), json_extract(k.extra, '$.from_me'))"
"""What the table says of a message; a notice of the service keeps it as a further value, and has no direction."""


def _whatsapp(truth: dict) -> Iterator[Wanted]:
    app = "data/data/com.whatsapp/databases"
    places = {"android_whatsapp_iped": f"{app}/", "android_whatsapp_testdb": ""}
    crypt, plain = "android_whatsapp_crypt", truth["android_whatsapp_crypt/msgstore.db"]["facts"]
    for name in ("databases", *BACKUPS):
        where = f"i.path LIKE '%/{name}/msgstore.db' AND {_FROM_ME} = 0"
        sql = _items("message", "apps.whatsapp.android", where)
        yield Wanted(crypt, f"messages of {name}", sql, plain["messages_without_sentinel_row"])
    for folder, place in places.items():
        facts = truth[f"{folder}/{place}msgstore.db"]["facts"]
        wanted_rows = facts["messages_without_sentinel_row"]
        yield Wanted(folder, "WhatsApp messages", _items("message", "apps.whatsapp.android"), wanted_rows)
        sql = _items("location", "apps.whatsapp.android")
        yield Wanted(folder, "WhatsApp places", sql, len(facts["locations"]))
        for direction, count in (("outgoing", facts["from_me"]), ("incoming", facts["incoming"])):
            sql = _items("message", "apps.whatsapp.android", f"{_FROM_ME} = {int(direction == 'outgoing')}")
            yield Wanted(folder, f"WhatsApp messages {direction}", sql, count)
        yield from _whatsapp_texts(folder, facts)
        for key, _, latitude, longitude, _ in facts["locations"]:
            sql = _items("location", "apps.whatsapp.android", f"i.key = {key} AND k.latitude = {latitude}"
                         f" AND k.longitude = {longitude}")  # fmt: skip
            yield Wanted(folder, f"WhatsApp place {key}", sql, 1)
    members = truth[f"android_whatsapp_iped/{app}/msgstore.db"]["tables"]["group_participant_user"]
    sql = _items("event", "apps.whatsapp.android", "k.category = 'member of a group'")
    yield Wanted("android_whatsapp_iped", "WhatsApp members of groups", sql, members)
    yield from _whatsapp_people("android_whatsapp_iped", truth[f"android_whatsapp_iped/{app}/wa.db"])
    for name in BACKUPS:
        stated = truth[f"{crypt}/{name}"]["facts"]["plaintext_sha256 (after zlib)"]
        yield Wanted(crypt, f"SHA-256 of {name}", f"SELECT sha256 FROM file WHERE path LIKE '%/{name}/%'", stated)
    for kind, count in plain["by_media_wa_type"].items():
        where = f"i.path LIKE '%/databases/msgstore.db' AND {_TYPE} = '{kind}'"
        sql = _items("message", "apps.whatsapp.android", where)
        yield Wanted(crypt, f"messages of type {kind}", sql, count)


_TYPE = "json_extract(k.extra, '$.media_wa_type')"


def _whatsapp_texts(folder: str, facts: dict) -> Iterator[Wanted]:
    """Kinds, chats, first and last moments, and the texts that TRUTH.json gives."""
    messages = "apps.whatsapp.android"
    for kind, count in facts["by_media_wa_type"].items():
        yield Wanted(folder, f"messages of type {kind}", _items("message", messages, f"{_TYPE} = '{kind}'"), count)
    notices = _items("message", messages, "k.status_raw = 6")
    yield Wanted(folder, "notices (status 6)", notices, facts["system_rows (status=6)"])
    if "1" not in facts["by_media_wa_type"]:  # the captions of pictures are shown as texts too; they are not counted
        texts = _items("message", messages, "k.status_raw IS NOT 6 AND k.body <> ''")
        yield Wanted(folder, "messages with a text", texts, facts["with_text"])
    chats = _items("message", messages).replace("count(*)", "count(DISTINCT thread)")
    yield Wanted(folder, "chats with messages", chats, facts["distinct_chats"])
    for order, name in (("min", "first_utc"), ("max", "last_utc")):
        sql = _items("message", messages, "i.time_us > 0").replace("count(*)", _stamp(f"{order}(i.time_us)"))
        yield Wanted(folder, f"messages: {order} time", sql, facts[name])
    for chat, mine, ms, stamp, text in facts["text_samples"]:
        where = (f"k.thread = '{chat}' AND k.direction_raw = {mine} AND i.time_us = {ms} * 1000"
                 f" AND k.body = {_quoted(text)}")  # fmt: skip
        yield Wanted(folder, f"message of {stamp}", _items("message", messages, where), 1)


def _whatsapp_people(folder: str, truth: dict) -> Iterator[Wanted]:
    """Contacts, numbers, groups, blocked ones, descriptions and sites of businesses."""
    parser, facts, tables = "apps.whatsapp.android.contacts", truth["facts"], truth["tables"]
    rows = _items("contact", parser, "i.table_name = 'wa_contacts'")
    yield Wanted(folder, "WhatsApp contacts", rows, facts["wa_contacts"])
    yield Wanted(folder, "WhatsApp groups", _items("contact", parser, "k.role = 'group'"), facts["groups"])
    points = ("SELECT count(*) FROM contact_point p JOIN source s ON s.id = p.source"
              f" WHERE s.state = 'live' AND s.parser = '{parser}' AND p.type = '{{}}'")  # fmt: skip
    yield Wanted(folder, "WhatsApp numbers", points.format("phone"), facts["with_number"])
    yield Wanted(folder, "WhatsApp sites", points.format("website"), tables["wa_biz_profiles_websites"])
    blocked = _items("contact", parser, "k.role = 'blocked'")
    yield Wanted(folder, "WhatsApp blocked", blocked, tables["wa_block_list"])
    described = _items("event", parser, "k.category = 'description of a group'")
    yield Wanted(folder, "WhatsApp descriptions", described, tables["wa_group_descriptions"])
    for jid, _, name, _ in facts["samples"]:
        sql = _items("contact", parser, f"k.guid = '{jid}' AND k.name = {_quoted(name)}")
        yield Wanted(folder, f"contact {jid}", sql, 1)


def _photos(truth: dict) -> Iterator[Wanted]:
    stated = {
        path: facts["exif"] for path, facts in truth.items() if path.startswith("photos_exif/") and "exif" in facts
    }
    yield Wanted("photos_exif", "pictures", _items("media", "exports.photos"), len(stated))
    for path, exif in stated.items():
        if "GPSLatitude" not in exif:
            continue
        name = path.rpartition("/")[2]
        sql = _items("location", "exports.photos",
        f"k.path LIKE '%/{name}' AND abs(k.latitude - {exif['GPSLatitude']}) < 1e-6"
                     f" AND abs(k.longitude - {exif['GPSLongitude']}) < 1e-6")  # fmt: skip
        yield Wanted("photos_exif", f"position of {name}", sql, 1)


def placed(corpus: Path, folder: str, target: Path) -> Path:
    """A copy of a corpus folder with every file where it lies on a phone."""
    source = corpus / folder
    if folder == "android_ab":
        return source / "unpacked"
    if folder not in PLACES:
        return source
    for name, place in PLACES[folder].items():
        if (source / name).is_dir():
            shutil.copytree(source / name, target / place, dirs_exist_ok=True)
        else:
            (target / place).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source / name, target / place)
    return target


def compare(corpus: Path) -> Iterator[tuple[Wanted, object]]:
    """Process each folder once and give every figure with what was found."""
    truth = json.loads((corpus / "TRUTH.json").read_text(encoding="utf-8"))["files"]
    figures: dict[str, list[Wanted]] = {}
    for each in wanted(truth):
        figures.setdefault(each.folder, []).append(each)
    figures["android_whatsapp_2025_schema"] = []
    for folder, listed in figures.items():
        listed.append(Wanted(folder, "schemas that did not fit", UNFIT, 0))
    for parser in all_parsers():
        for folder in parser.tested.keys() & figures.keys():
            sql = f"SELECT count(*) FROM item WHERE state = 'live' AND parser = '{parser.id}'"
            figures[folder].append(Wanted(folder, f"declared: {parser.id}", sql, parser.tested[folder]))
    for folder, listed in figures.items():
        with tempfile.TemporaryDirectory() as scratch:
            extraction = placed(corpus, folder, Path(scratch) / "phone")
            options = Options(password=corpus_exports.PASSWORDS.get(folder))
            with process([ExhibitSpec("E1", extraction)], Path(scratch) / "case", options, Progress()) as case:
                yield from ((each, found(case, each)) for each in listed)


def found(case: Case, figure: Wanted) -> object:
    row = case.db.execute(figure.sql).fetchone()
    return None if row is None else row[0]


def main() -> int:
    corpus = find_corpus()
    if corpus is None:
        print("the corpus of real phone data (shared/corpus beside the checkout) is not here")
        return 2
    wrong = 0
    print(f"{'folder':28} {'what':42} {'wanted':>26} {'found':>26}")
    for figure, value in compare(corpus):
        mark = "" if value == figure.value else "  DIFFERS"
        wrong += bool(mark)
        print(f"{figure.folder:28} {figure.what[:42]:42} {figure.value!s:>26} {value!s:>26}{mark}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
