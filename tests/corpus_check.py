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
    for sample in facts["sms_samples"][:3]:
        text = str(sample[-1])[:60].replace("'", "''")
        sql = _items("message", "android.sms", f"k.counterpart = '{sample[0]}' AND i.time_us = {sample[1]} * 1000"
                     f" AND substr(k.body, 1, {len(str(sample[-1])[:60])}) = '{text}'")  # fmt: skip
        yield Wanted(folder, f"SMS of {sample[2]}", sql, 1)
    yield Wanted(folder, "MMS", _items("message", "android.mms"), facts["mms"])
    yield Wanted(folder, "text left in the index", _items("message", "android.sms.index"), 0)
    calendar = truth[f"{folder}/data/data/com.android.providers.calendar/databases/calendar.db"]["facts"]
    yield Wanted(folder, "calendar entries", _items("calendar_entry", "android.calendar"), calendar["events"])
    title, begin, _, place = calendar["rows"][0]
    sql = ("SELECT title || '|' || place || '|' || strftime('%Y-%m-%dT%H:%M:%fZ', i.time_us / 1e6, 'unixepoch')"
           " FROM calendar_entry k JOIN item i ON i.id = k.item")  # fmt: skip
    yield Wanted(folder, "calendar entry", sql, f"{title}|{place}|{begin}")


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
    own = "SELECT DISTINCT value FROM device_fact WHERE name = 'phone number'"
    yield Wanted(folder, "own number", own, bugle["participant_numbers"][0])


def _others(truth: dict) -> Iterator[Wanted]:
    first = truth["android_calls/andriller/calllog.db"]["facts"]["calls_rows"]
    second = truth["android_calls/plaso/contacts2.db"]["facts"]["calls_rows"]
    yield Wanted("android_calls", "calls", _items("call", "android.calls"), len(first) + len(second))
    for number, ms, _, duration, kind, name in [*first, *second]:
        sql = _items("call", "android.calls", f"k.counterpart = '{number}' AND i.time_us = {ms * 1000}"
                     f" AND k.duration_s = {duration}"
                     f" AND k.outcome_raw = {kind} AND k.counterpart_name = '{name}'")  # fmt: skip
        yield Wanted("android_calls", f"call {name} {ms}", sql, 1)
    yield Wanted("android_ab", "SMS in the backup", _items("message", "exports.adb_sms", "k.service = 'SMS'"), 1)
    yield Wanted("android_ab", "MMS in the backup", _items("message", "exports.adb_sms", "k.service = 'MMS'"), 1)
    sql = _items("message", "exports.adb_sms", "k.service = 'MMS' AND i.time_us = 1579531789000000")
    yield Wanted("android_ab", "MMS, its time in seconds", sql, 1)
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


def _chats(truth: dict) -> Iterator[Wanted]:
    """Hangouts, Burner, Skype, and Telegram of an account that never wrote."""
    folder, facts = "android_apps_plaso", truth["android_apps_plaso/babel.db"]["facts"]
    yield Wanted(folder, "Hangouts messages", _items("message", "apps.hangouts.android"), facts["messages"])
    for stamp, text in facts["samples"]:
        moment = "strftime('%Y-%m-%dT%H:%M:%fZ', i.time_us / 1000 / 1e3, 'unixepoch')"
        sql = _items("message", "apps.hangouts.android", f"k.body = '{text}' AND {moment} = '{stamp}'")
        yield Wanted(folder, f"Hangouts of {stamp}", sql, 1)
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
    author, _, text = facts["samples"][0]
    sql = _items("message", "apps.skype.android", f"k.body = '{text}' AND k.direction = 'outgoing' AND k.account ="
                 f" '{author}'")  # fmt: skip
    yield Wanted(folder, "Skype: first message", sql, 1)
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
        for key, _, latitude, longitude, _ in facts["locations"]:
            sql = _items("location", "apps.whatsapp.android", f"i.key = {key} AND k.latitude = {latitude}"
                         f" AND k.longitude = {longitude}")  # fmt: skip
            yield Wanted(folder, f"WhatsApp place {key}", sql, 1)
    members = truth[f"android_whatsapp_iped/{app}/msgstore.db"]["tables"]["group_participant_user"]
    sql = _items("event", "apps.whatsapp.android", "k.category = 'member of a group'")
    yield Wanted("android_whatsapp_iped", "WhatsApp members of groups", sql, members)
    contacts = truth[f"android_whatsapp_iped/{app}/wa.db"]["facts"]
    sql = _items("contact", "apps.whatsapp.android.contacts")
    yield Wanted("android_whatsapp_iped", "WhatsApp contacts", sql, contacts["wa_contacts"])


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
