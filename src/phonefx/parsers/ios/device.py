"""Identity of an iPhone or iPad, from the property lists that state it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from phonefx.formats.plists import Date
from phonefx.parsers.reading import plist
from phonefx.parsers.registry import Opened, parser
from phonefx.records import DeviceFact, Record
from phonefx.times import iso, moment

INFO = {
    "Product Type": "model", "Device Name": "device name", "Product Version": "os version", "Build Version": "build",
    "Serial Number": "serial number", "IMEI": "imei", "IMEI 2": "imei", "MEID": "meid", "ICCID": "iccid",
    "Phone Number": "phone number", "Unique Identifier": "udid", "Last Backup Date": "last backup",
}  # fmt: skip
LOCKDOWN = {
    "DeviceName": "device name", "ProductType": "model", "ProductVersion": "os version", "BuildVersion": "build",
    "SerialNumber": "serial number", "UniqueDeviceID": "udid", "TimeZone": "time zone",
}  # fmt: skip
DATA_ARK = {
    "-DeviceName": "device name", "-TimeZone": "time zone", "-DarkProductVersion": "os version",
    "com.apple.international-Locale": "locale", "com.apple.iTunes.backup-LastBackupComputerName": "backup computer",
    "com.apple.iTunes.backup-LastBackupComputerType": "backup computer", "com.apple.purplebuddy-SetupState": "set-up",
}  # fmt: skip
COMMCENTER = {"PhoneNumber": "phone number", "LastKnownICCID": "iccid", "lastKnownOSVersion": "os history"}
NO_BACKUP = {"meid": "meid", "ReportedPhoneNumber": "phone number", "ReportedSubscriberIdentity": "iccid"}
ENTITLED = {
    "lastGoodImsi": "imsi", "kEntitlementsSelfRegistrationUpdateImsi": "imsi",
    "kEntitlementsSelfRegistrationUpdateImei": "imei",
}  # fmt: skip
SERVING = {
    "LastKnownServingMcc": "LastKnownServingMnc",
    "kOperatorRoamingInfo_3GPP_NetworkMcc": "kOperatorRoamingInfo_3GPP_NetworkMnc",
    "kOperatorRoamingInfo_Subscriber_Mcc": "kOperatorRoamingInfo_Subscriber_Mnc",
}
WALLET = (
    *(("phonebook", key, "phone number") for key in ("CopiedSIMPhoneNumber", "PNRPhoneNumber")),
    *(("CarrierEntitlements", key, name) for key, name in ENTITLED.items()),
    ("SubscriptionConfiguration", "IMSI", "imsi"),
)
SYSTEM_VERSION = {"ProductVersion": "os version", "ProductBuildVersion": "build"}
Facts = Callable[[Opened], Iterator[Record]]


def stated(named: Mapping[str, str], *inside: str) -> Facts:
    """Make a function that yields the named values of a property list, or of a dictionary inside it."""

    def records(opened: Opened) -> Iterator[Record]:
        content: Any = opened.content
        for step in inside:
            content = content.get(step) if isinstance(content, dict) else None
        for key, name in named.items():
            value = content.get(key) if isinstance(content, dict) else None
            if isinstance(value, (str, int, Date)) and value != "":
                yield _fact("/".join((*inside, key)), name, value)

    return records


def _fact(key: str, name: str, value: object) -> DeviceFact:
    if isinstance(value, Date):
        at = moment(float(value), "cocoa_s")
        return DeviceFact(key=key, name=name, value=iso(at.us) if at else None, time=at)
    return DeviceFact(key=key, name=name, value=str(value))


def sims(opened: Opened) -> Iterator[Record]:
    """SIMs and numbers of the communication centre: the current ones, and every SIM it keeps a wallet for."""
    yield from stated(COMMCENTER)(opened)
    yield from _networks(opened)
    wallet = opened.content.get("PersonalWallet") if isinstance(opened.content, dict) else None
    for iccid, kept in wallet.items() if isinstance(wallet, dict) else ():
        yield DeviceFact(key=f"PersonalWallet/{iccid}", name="sim history", value=str(iccid))
        for inside, key, name in WALLET:
            value = kept.get(inside) if isinstance(kept, dict) else None
            found = value.get(key) if isinstance(value, dict) else None
            if isinstance(found, str) and found:
                yield DeviceFact(key=f"PersonalWallet/{iccid}/{inside}/{key}", name=name, value=found)


def _networks(opened: Opened) -> Iterator[Record]:
    """The network that the phone was last in, and that of its SIM: country and operator."""
    content = opened.content if isinstance(opened.content, dict) else {}
    for country, operator in SERVING.items():
        if country in content and operator in content:
            value = f"network {content[country]}-{content[operator]}"
            yield DeviceFact(key=country, name="carrier", value=value)


def handset(opened: Opened) -> Iterator[Record]:
    """IMEI of each slot, MEID, and the number and SIM that the network was told."""
    yield from stated(NO_BACKUP)(opened)
    yield from _networks(opened)
    imeis = opened.content.get("imeis") if isinstance(opened.content, dict) else None
    for slot, pair in enumerate(imeis if isinstance(imeis, list) else ()):
        if isinstance(pair, dict) and isinstance(pair.get("second"), str):
            yield DeviceFact(key=f"imeis/{slot}/second", name="imei", value=pair["second"])


def _declare(artifact: str, title: str, files: list[str], records: Facts, about: str, **tested: int) -> None:
    parser(f"ios.device.{artifact}", title=title, files=files, read=plist, records=records, about=about, tested=tested)


_declare(
    "backup", "Device as the backing-up computer noted it, iOS", ["/Info.plist"], stated(INFO),
    "Info.plist of an iTunes or Finder backup, written by the computer. Dates are UTC; the rest is as of the "
    "backup.", ios_backup_mvt=9,
)  # fmt: skip
_declare(
    "lockdown", "Device as it stated itself to a computer, iOS", ["/Manifest.plist"],
    stated(LOCKDOWN, "Lockdown"),
    "The device's own values in Manifest.plist of a backup. They carry no time.",
)  # fmt: skip
_declare(
    "data_ark", "Device name, zone and version, iOS", ["*/{Lockdown,internal}/data_ark.plist"], stated(DATA_ARK),
    "Values of the lockdown service, each of them optional. They carry no time.",
    ios16_belkactf6_ffs=7,
)  # fmt: skip
_declare(
    "host", "Name of the phone in networks, iOS", ["*/SystemConfiguration/preferences.plist"],
    stated({"ComputerName": "device name", "HostName": "device name"}, "System", "System"),
    "The name under which the phone shows itself in networks. It carries no time.",
)  # fmt: skip
_declare(
    "system", "Version of iOS", ["*/System/Library/CoreServices/SystemVersion.plist"], stated(SYSTEM_VERSION),
    "Version and build of the installed system. They carry no time.",
)  # fmt: skip
_declare(
    "sims", "SIM cards and phone numbers, iOS", ["*/Library/Preferences/com.apple.commcenter.plist"], sims,
    "What the communication centre keeps: the last SIM and its number, every SIM it has a wallet for with its "
    "subscriber's number (IMSI), and the network last used. A number may be empty, stale or edited. They carry no "
    "time.", ios15_ffs=9, ios16_belkactf6_ffs=1,
)  # fmt: skip
_declare(
    "handset", "IMEI and MEID, iOS", ["*/Library/Preferences/com.apple.commcenter.device_specific_nobackup.plist"],
    handset,
    "Numbers of the handset for each slot, and the SIM and number last reported. They carry no time.",
    ios15_ffs=5,
)  # fmt: skip
