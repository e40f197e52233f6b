"""The exports and backups of the corpus: messages, cards, positions, and an encrypted Android backup.

`corpus_check` prints them with the others. What is wanted comes from TRUTH.json.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

ENCRYPTED = "android_ab/backup_v5_aes256_password-123456.ab"
PASSWORDS = {ENCRYPTED: "123456"}
Row = tuple[str, str, str, object]


def _count(kind: str, parser: str, name: str, where: str = "1") -> str:
    of = f"i.parser LIKE '{parser}%' AND i.path LIKE '%{name}' AND ({where})"
    return f"SELECT count(*) FROM {kind} k JOIN item i ON i.id = k.item WHERE {of}"


def rows(truth: dict[str, Any]) -> Iterator[Row]:
    """Give folder, what is counted, the SQL that counts it in a case, and the wanted value."""
    for path, about in truth.items():
        folder, _, name = path.partition("/")
        facts = about.get("facts") or {}
        if folder == "sms_backup_restore":
            yield from _messages(folder, name, facts)
        elif folder == "vcards":
            yield folder, f"cards of {name}", _count("contact", "exports.vcard", name), facts["cards"]
        elif folder == "location":
            yield from _places(folder, name, facts)
    # TRUTH.json counts none of these: the eleven messages of the chat were counted in its XML.
    yield "ufed_xml", "messages of a chat", _count("message", "exports.ufed", ".xml", "k.thread IS NOT NULL"), 11
    sent = truth[ENCRYPTED]["facts"]["000000_sms_backup"][0]
    where = f"k.body = '{sent['body']}' AND i.time_us = {sent['date']} * 1000 AND k.counterpart = '{sent['address']}'"
    yield ENCRYPTED, "SMS of the encrypted backup", _count("message", "exports.adb_sms", "", where), 1


def _messages(folder: str, name: str, facts: dict[str, Any]) -> Iterator[Row]:
    if "malformed" in facts:
        sql = f"SELECT count(*) FROM problem WHERE path LIKE '%{name}'"
        yield folder, f"{name}: said to be damaged", sql, 1
        return
    for kind, table, where in (
        ("sms", "message", "k.service = 'SMS'"), ("mms", "message", "k.service = 'MMS'"), ("calls", "call", "1"),
    ):  # fmt: skip
        yield folder, f"{kind} of {name}", _count(table, "exports.sms_backup_restore", name, where), facts[kind]
    for kind, number, stamp, _, text in facts["samples"]:
        table = "call" if kind == "call" else "message"
        moment = f"strftime('%Y-%m-%dT%H:%M:%S', i.time_us / 1000000, 'unixepoch') = '{stamp[:19]}'"
        said = "" if table == "call" or not text else " AND k.body LIKE '" + text.replace("'", "''")[:40] + "%'"
        sql = _count(table, "exports.sms_backup_restore", name, f"k.counterpart = '{number}' AND {moment}{said}")
        yield folder, f"{kind} of {stamp[:19]}", sql.replace("count(*)", "count(*) > 0"), 1


def _places(folder: str, name: str, facts: dict[str, Any]) -> Iterator[Row]:
    short = name.rpartition("/")[2]
    if name.endswith(".gpx"):
        wanted = facts["trackpoints"] + facts["waypoints"] + facts["route_points"]
        yield folder, f"points of {short}", _count("location", "exports.gpx", short), wanted
    elif name.endswith((".kml", ".kmz")):
        wanted = facts["points"] + facts["gx_coords"]
        yield folder, f"points of {short}", _count("location", "exports.kml", short), wanted
    elif "locations" in facts:
        yield folder, f"positions of {short}", _count("location", "exports.takeout", short), facts["locations"]
        for latitude, longitude, stamp in (facts["first"], facts["last"]):
            where = (f"abs(k.latitude - {latitude / 1e7}) < 1e-7 AND abs(k.longitude - {longitude / 1e7}) < 1e-7"
                     f" AND i.time_us / 1000 = CAST(round(julianday('{stamp}') * 86400000.0 - 210866760000000.0) AS"
                     " INTEGER)")  # fmt: skip
            yield folder, f"position of {stamp}", _count("location", "exports.takeout", short, where), 1
    elif "placeVisit" in facts:
        yield folder, f"visits of {short[-34:]}", _count("visit", "exports.takeout", short), facts["placeVisit"]
    elif "visit" in facts:
        where = "1" if "frequent" in facts else "i.key LIKE '%'"
        yield folder, f"visits of {short[-34:]}", _count("visit", "exports.timeline", short, where), facts["visit"]
        if "raw_positions" in facts:
            sql = _count("location", "exports.timeline", short, "k.evidence_of = 'device_fix'")
            yield folder, f"raw positions of {short}", sql, facts["raw_positions"]
