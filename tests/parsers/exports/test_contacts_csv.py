"""Contacts as CSV, and the settings of a location history: rows written as Google and Outlook write them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from phonefx.evidence import open_exhibit
from phonefx.records import Account, Contact, ContactPoint, DeviceFact

from .reading import records, skips, yielded

OLD = (
    "Name,Given Name,Family Name,Nickname,Birthday,Notes,Group Membership,E-mail 1 - Type,E-mail 1 - Value,"
    "Phone 1 - Type,Phone 1 - Value,Address 1 - Type,Address 1 - Formatted,Organization 1 - Name\n"
    "Ada Example,Ada,Example,Ad,1990-01-02,\"two\nlines\",* myContacts,* Home,ada@example.org ::: a@example.com,"
    "Mobile,+1 555-555-0100,Home,\"1 High St\nExampleton\",Example Ltd\n"
    ",,,,,,,,,,,,,\n"
    "Bert Example,Bert\n"
)  # fmt: skip
NEW = (
    "First Name,Middle Name,Last Name,File As,Organization Name,Labels,E-mail 1 - Label,E-mail 1 - Value,"
    "Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value\n"
    "Ada,B.,Example,,Example Ltd,* myContacts,* Work,ada@example.org,Mobile,+15555550100,Main,+15555550101\n"
    ",,,The File,,,,,,+15555550102,,\n"
)
OUTLOOK = (
    "Title,First Name,Middle Name,Last Name,Suffix,Company,Home Street,Home City,Home Postal Code,Business Phone,"
    "Home Phone,Mobile Phone,Business Fax,E-mail Address,E-mail 2 Address,Birthday,Notes,Web Page\r\n"
    "Dr,Ada,,Example,Jr,Example Ltd,1 High St,Exampleton,00001,+15555550103,,+15555550100,+15555550104,"
    "ada@example.org,b@example.org,1/2/1990,note,https://example.org\r\n"
)


def points(data: bytes) -> list[tuple[object, object, object]]:
    return [(each.type, each.label, each.value) for each in records("exports.contacts_csv", data, ContactPoint)]


def test_the_older_columns_of_google():
    (contact,) = records("exports.contacts_csv", OLD.encode(), Contact)
    assert (contact.name, contact.nickname, contact.note, contact.organisation) == (
        "Ada Example", "Ad", "two\nlines", "Example Ltd",
    )  # fmt: skip
    assert json.loads(contact.extra) == {"Group Membership": "* myContacts"}
    assert points(OLD.encode()) == [
        ("date", "Birthday", "1990-01-02"),
        ("email", "Home", "ada@example.org"),
        ("email", "Home", "a@example.com"),
        ("phone", "Mobile", "+1 555-555-0100"),
        ("address", "Home", "1 High St\nExampleton"),
    ]
    assert skips("exports.contacts_csv", OLD.encode()) == [
        ("line 5", "an empty row"), ("line 6", "another number of columns than the header"),
    ]  # fmt: skip


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_newer_columns_of_google(coding):
    first, second = records("exports.contacts_csv", NEW.encode(coding), Contact)
    assert (first.name, first.organisation, second.name) == ("Ada B. Example", "Example Ltd", "The File")
    assert points(NEW.encode(coding)) == [
        ("email", "Work", "ada@example.org"),
        ("phone", "Mobile", "+15555550100"),
        ("phone", "Main", "+15555550101"),
        ("phone", None, "+15555550102"),
    ]


def test_the_columns_of_outlook():
    (contact,) = records("exports.contacts_csv", OUTLOOK.encode(), Contact)
    assert (contact.name, contact.organisation, contact.note) == ("Dr Ada Example Jr", "Example Ltd", "note")
    assert contact.extra is None
    assert sorted(points(OUTLOOK.encode()), key=str) == sorted(
        [
            ("phone", "Business Phone", "+15555550103"),
            ("phone", "Mobile Phone", "+15555550100"),
            ("phone", "Business Fax", "+15555550104"),
            ("email", None, "ada@example.org"),
            ("email", None, "b@example.org"),
            ("date", "Birthday", "1/2/1990"),
            ("url", "Web Page", "https://example.org"),
            ("address", "Home", "1 High St, Exampleton, 00001"),
        ],
        key=str,
    )


SETTINGS = {
    "gaiaId": "100", "createdTime": "2018-04-13T21:30:16.606Z", "hasReportedLocations": True,
    "deviceSettings": [
        {"deviceTag": -7, "reportingEnabled": True, "deviceSpec": {"manufacturer": "Example", "model": "One"}},
        {"deviceTag": 8}, 3,
    ],
    "other": 1,
}  # fmt: skip


def test_the_devices_of_a_location_history():
    data = json.dumps(SETTINGS).encode()
    first, second = records("exports.takeout.settings", data, DeviceFact)
    assert (first.key, first.value, json.loads(first.extra)["deviceTag"]) == ("deviceSettings[0]", "Example One", -7)
    assert (second.value, second.time) == ("device 8", None)
    (account,) = records("exports.takeout.settings", data, Account)
    assert (account.identifier, account.time.raw) == ("100", "2018-04-13T21:30:16.606Z")
    assert [key for key, _ in skips("exports.takeout.settings", data)] == ["deviceSettings[2]", "other"]
    with pytest.raises(ValueError, match="settings"):
        list(yielded("exports.takeout.settings", b'{"locations": []}'))


def test_the_public_settings_and_edits_are_read(corpus: Path):
    folder = corpus / "location" / "google_edge_cases"
    (device,) = records("exports.takeout.settings", folder / "device_settings.json", DeviceFact)
    assert (device.value, json.loads(device.extra)["deviceTag"]) == ("Google Pixel 7", -1234567890)
    (edit,) = records("exports.timeline", folder / "timeline_edits.json")
    assert (edit.latitude, edit.longitude, edit.accuracy_m) == (35.5831402, -119.3393903, 12.0)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (OLD.encode(), "contacts-csv"),
        (NEW.encode("utf-16"), "contacts-csv"),
        (OUTLOOK.encode(), "contacts-csv"),
        (json.dumps(SETTINGS).encode(), "takeout-settings"),
        (b"\xef\xbb\xbf" + json.dumps({"timelineObjects": []}).encode(), "takeout-semantic"),
        (json.dumps({"locations": []}).encode(), "takeout-records"),
        (json.dumps({"timelineEdits": []}).encode(), "timeline"),
        (json.dumps({"semanticSegments": []}).encode(), "timeline"),
        (json.dumps([{"endTime": "2024", "visit": {}}]).encode(), "timeline"),
    ],
)  # fmt: skip
def test_each_is_told_by_its_content(content, kind, tmp_path):
    (tmp_path / "unnamed").write_bytes(content)
    with open_exhibit(tmp_path / "unnamed") as exhibit:
        assert exhibit.kind == f"logical ({kind})"
        (entry,) = exhibit.entries()
        assert entry.path == f"/exports/{kind}/unnamed"
