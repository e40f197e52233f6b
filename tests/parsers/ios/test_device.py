"""Device identity from property lists; values read from the corpus with plistlib."""

from __future__ import annotations

import io
import plistlib
from datetime import UTC, datetime
from typing import Any

import pytest

from phonefx.parsers.registry import Opened, parsers_by_id
from phonefx.times import Moment

COMPUTER = "com.apple.iTunes.backup-LastBackupComputerName"
CHANGED = Moment(1_700_000_000_000_000)


def facts(artifact: str, content: dict[str, Any] | bytes) -> list[tuple[object, str, str | None]]:
    parser = parsers_by_id()[f"ios.device.{artifact}"]
    data = content if isinstance(content, bytes) else plistlib.dumps(content, fmt=plistlib.FMT_BINARY, sort_keys=False)
    opened = Opened("/x", len(data), CHANGED, parser.read(io.BytesIO(data)))
    return [(record.key, record.name, record.value) for record in parser.records(opened)]


def test_the_backup_states_the_device():
    found = facts("backup", {
        "Product Type": "iPhone9,3", "Serial Number": "F0000000000", "IMEI": "", "Other": "x",
        "Last Backup Date": datetime(2026, 3, 1, 12, tzinfo=UTC).replace(tzinfo=None),
    })  # fmt: skip
    assert found == [
        ("Product Type", "model", "iPhone9,3"),
        ("Serial Number", "serial number", "F0000000000"),
        ("Last Backup Date", "last backup", "2026-03-01T12:00:00Z"),
    ]


def test_lockdown_values_lie_inside():
    assert facts("lockdown", {"Lockdown": {"ProductVersion": "17.4"}, "ProductVersion": "1"}) == [
        ("Lockdown/ProductVersion", "os version", "17.4")
    ]


def test_every_sim_with_a_wallet_is_named():
    content = {
        "PhoneNumber": "+15550199",
        "PersonalWallet": {"8900000000000000001": {"phonebook": {"CopiedSIMPhoneNumber": "+15550198"}}, "8900": 3},
    }
    assert facts("sims", content) == [
        ("PhoneNumber", "phone number", "+15550199"),
        ("PersonalWallet/8900000000000000001", "sim history", "8900000000000000001"),
        ("PersonalWallet/8900000000000000001/phonebook/CopiedSIMPhoneNumber", "phone number", "+15550198"),
        ("PersonalWallet/8900", "sim history", "8900"),
    ]


@pytest.mark.parametrize("artifact", ["backup", "lockdown", "data_ark", "system", "sims", "handset"])
@pytest.mark.parametrize("content", [{}, {"Lockdown": 3, "PersonalWallet": [], "imeis": "x"}])
def test_what_is_not_there_gives_nothing(artifact, content):
    assert facts(artifact, content) == []


def test_a_real_phone_states_its_zone(corpus):
    path = corpus / "ios16_belkactf6_ffs/private/var/root/Library/Lockdown/data_ark.plist"
    stored = plistlib.loads(path.read_bytes())
    assert facts("data_ark", path.read_bytes()) == [
        ("-DeviceName", "device name", stored["-DeviceName"]),
        ("-TimeZone", "time zone", "America/Chicago"),
        ("-DarkProductVersion", "os version", "16.3"),
        ("com.apple.international-Locale", "locale", "en_US"),
        (COMPUTER, "backup computer", stored[COMPUTER]),
        ("com.apple.iTunes.backup-LastBackupComputerType", "backup computer", "PC"),
        ("com.apple.purplebuddy-SetupState", "set-up", "SetupUsingiTunes"),
    ]


def test_a_real_phone_states_its_imei(corpus):
    name = "com.apple.commcenter.device_specific_nobackup.plist"
    path = corpus / "ios15_ffs/private/var/wireless/Library/Preferences" / name
    stored = plistlib.loads(path.read_bytes())
    assert [value for _, what, value in facts("handset", path.read_bytes()) if what == "imei"] == [
        pair["second"] for pair in stored["imeis"]
    ]


def test_a_real_phone_states_the_subscriber_of_its_sim(corpus):
    path = corpus / "ios15_ffs/private/var/wireless/Library/Preferences/com.apple.commcenter.plist"
    stored = plistlib.loads(path.read_bytes())
    ((iccid, wallet),) = stored["PersonalWallet"].items()
    found = facts("sims", path.read_bytes())
    imsi = wallet["CarrierEntitlements"]["lastGoodImsi"]
    assert (f"PersonalWallet/{iccid}/CarrierEntitlements/lastGoodImsi", "imsi", imsi) in found
    network = f"network {stored['LastKnownServingMcc']}-{stored['LastKnownServingMnc']}"
    assert ("LastKnownServingMcc", "carrier", network) in found
