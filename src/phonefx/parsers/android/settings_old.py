"""Settings of Android up to 5 (a database), roles of apps, paired computers."""

from collections.abc import Iterator, Mapping

from phonefx.formats import androidxml
from phonefx.formats.textfiles import read_lines
from phonefx.parsers.android.apps import DETAILS
from phonefx.parsers.android.device import SETTINGS
from phonefx.parsers.query import Query
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Account, DeviceFact, Event, Record, Skip


def _listed(names: Mapping[str, str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


def _facts(table: str) -> tuple[Query, Query]:
    known = Query(
        DeviceFact,
        f"""
        SELECT s._id AS key, '' || code(s.name, NAMES) AS name,
               CASE WHEN s.name IN ('auto_time', 'auto_time_zone') THEN s.name || ': ' ELSE '' END || s.value AS value
        FROM {table} s
        """,
        words={"NAMES": SETTINGS},
        skip={
            f"s.name NOT IN ({_listed(SETTINGS)}) OR coalesce(s.value, '') = ''":
                "a setting that says nothing of the device's identity"
        },
    )  # fmt: skip
    access = Query(
        Event,
        f"SELECT s._id AS key, 'setting: ' || code(s.name, NAMES) AS category, s.value AS subject FROM {table} s",
        words={"NAMES": DETAILS},
        only=f"s.name IN ({_listed(DETAILS)}) AND coalesce(s.value, '') <> ''",
    )
    return known, access


parser(
    "android.settings.old",
    title="Settings, Android up to 5",
    variants=["Android 4.1 to 5, all tables", "Android 4.4"],
    files=["*/com.android.providers.settings/databases/settings.db"],
    queries=[*_facts("secure"), *_facts("system"), *_facts("global")],
    about="Names, identifiers and clock settings, and settings that give apps far-reaching access, from the database "
    "of Android 4 and 5. They carry no time.",
)


def roles(opened: Opened) -> Iterator[Record | Skip]:
    """Yield the app that holds each role."""
    for element in opened.content.walk("role"):
        name = (element.get("name") or "").rpartition(".")[2].lower().replace("_", " ")
        holders = [holder.get("name") for holder in element.walk("holder")]
        if not holders:
            yield Skip(element.get("name"), "a role that no app holds")
        for number, holder in enumerate(holders):
            yield Event(key=f"{element.get('name')}[{number}]", category=f"setting: app for {name}", app=holder,
                        subject=holder)  # fmt: skip


parser(
    "android.roles",
    title="Roles of apps (default SMS, telephone, browser …), Android",
    variants=["Android 10 and later"],
    files=["*/data/system/users/*/roles.xml", "*/apexdata/com.android.permission/roles.xml"],
    read=androidxml.read,
    records=roles,
    about="Which app is the one for SMS, calls, the browser, the home screen, the assistant, per user of the phone. "
    "They carry no time. An app for SMS can read and write all messages.",
)


def computers(opened: Opened) -> Iterator[Record | Skip]:
    """Yield the name behind each key."""
    for number, line in enumerate(opened.content):
        key, _, name = line.strip().partition(" ")
        if key and name:
            yield Account(key=number, service="computer allowed to debug over USB", identifier=name)
        else:
            yield Skip(number, "a line without a name")


parser(
    "android.computers",
    title="Computers allowed to debug over USB, Android",
    variants=["Android 4 and later"],
    files=["*/data/misc/adb/adb_keys"],
    read=read_lines,
    records=computers,
    about="Computers whose key was accepted for debugging over USB, with user and name as the computer stated them. "
    "There is no time in it.",
)
