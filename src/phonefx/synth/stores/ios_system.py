"""What an iPhone says of itself: lockdown values, carrier settings, version, installed apps, time zone."""

from __future__ import annotations

import plistlib
from typing import TYPE_CHECKING, Any, Final

from phonefx.synth.models import IOS_BUILDS

if TYPE_CHECKING:
    from phonefx.synth.acts import AppAct
    from phonefx.synth.handset import Handset

DATA_ARK: Final = "/private/var/root/Library/Lockdown/data_ark.plist"
CARRIER: Final = "/private/var/wireless/Library/Preferences/com.apple.commcenter.plist"
CARRIER_DEVICE: Final = "/private/var/wireless/Library/Preferences/com.apple.commcenter.device_specific_nobackup.plist"
VERSION: Final = "/System/Library/CoreServices/SystemVersion.plist"
BACKUP: Final = "/private/var/root/Library/Preferences/com.apple.MobileBackup.plist"
APPS: Final = "/private/var/containers/Bundle/Application"


class SystemFiles:
    """Property lists that the system keeps; written when the phone is finished."""

    def __init__(self, phone: Handset) -> None:
        """Begin without any app."""
        self._phone = phone
        self.apps: dict[str, tuple[str, int]] = {}

    def install(self, act: AppAct) -> None:
        """Install or remove an app."""
        if act.change == "remove":
            self.apps.pop(act.package, None)
        else:
            self.apps[act.package] = (act.name, self._phone.clock(act.at))

    def _plist(self, path: str, content: dict[str, Any], at: int) -> None:
        self._phone.write(path, plistlib.dumps(content, fmt=plistlib.FMT_BINARY), at)

    def _fact(self, path: str, key: str, name: str, value: str) -> None:
        self._phone.state_fact("device_fact", (path, "plist", key), {"name": name, "value": value})

    def finish(self, at: int) -> None:
        """Write every list."""
        self._identity(at)
        self._carrier(at)
        for bundle, (name, installed) in self.apps.items():
            folder = f"{APPS}/{self._phone.uuid(f'bundle {bundle}')}"
            self._phone.write(f"{folder}/iTunesMetadata.plist", plistlib.dumps({
                "itemName": name, "softwareVersionBundleId": bundle, "bundleDisplayName": name,
            }, fmt=plistlib.FMT_BINARY), installed)  # fmt: skip
            self._phone.state_fact("app", (f"{folder}/iTunesMetadata.plist", "plist", bundle), {
                "identifier": bundle, "name": name})  # fmt: skip

    def _identity(self, at: int) -> None:
        phone = self._phone
        name = f"{phone.plan.owner.name.split()[0]}’s iPhone"
        self._plist(DATA_ARK, {
            "-DeviceName": name, "-TimeZone": phone.zone.key, "-DarkProductVersion": phone.plan.os,
            "-TimeIntervalSince1970": phone.clock(at) / 1_000_000, "-BootSessionID": phone.uuid("boot"),
            "-ProtocolVersion": "2", "com.apple.international-Locale": phone.plan.locale,
            "com.apple.purplebuddy-SetupState": "SetupUsingAssistant",
        }, at)  # fmt: skip
        build = IOS_BUILDS[phone.plan.os]
        self._plist(VERSION, {
            "ProductBuildVersion": build, "ProductName": "iPhone OS", "ProductVersion": phone.plan.os,
            "ProductCopyright": "1983-2024 Apple Inc.",
        }, at)  # fmt: skip
        self._plist(BACKUP, {"BackupStateInfo": {"date": phone.local(at).replace(tzinfo=None)},
                             "AccountEnabledDate": phone.local(at).replace(tzinfo=None)}, at)  # fmt: skip
        for path, key, fact, value in (
            (DATA_ARK, "-DeviceName", "device name", name), (DATA_ARK, "-TimeZone", "time zone", phone.zone.key),
            (VERSION, "ProductVersion", "os version", phone.plan.os),
            (VERSION, "ProductBuildVersion", "build", build),
        ):  # fmt: skip
            self._fact(path, key, fact, value)

    def _carrier(self, at: int) -> None:
        phone = self._phone
        if not phone.sims:
            return
        last = phone.sims[-1]
        wallet = {sim.iccid: {
            "CarrierEntitlements": {"lastGoodImsi": sim.imsi,
                                    "kEntitlementsSelfRegistrationUpdateImei": phone.plan.imei},
            "phonebook": {"CopiedSIMPhoneNumber": sim.number, "PNRPhoneNumber": sim.number},
        } for sim in phone.sims}  # fmt: skip
        self._plist(CARRIER, {
            "PhoneNumber": last.number.lstrip("+"), "LastKnownICCID": last.iccid, "PersonalWallet": wallet,
            "LastKnownServingMcc": int(last.imsi[:3]), "LastKnownServingMnc": int(last.imsi[3:5]),
        }, at)  # fmt: skip
        self._plist(CARRIER_DEVICE, {
            "imeis": [{"first": "1:kOne", "second": phone.plan.imei}], "meid": "",
            "ReportedSubscriberIdentity": last.iccid,
        }, at)  # fmt: skip
        self._fact(CARRIER_DEVICE, "imeis", "imei", phone.plan.imei)
        for sim in phone.sims:
            card = "iccid" if sim is last else "sim history"
            for name, value in ((card, sim.iccid), ("imsi", sim.imsi), ("phone number", sim.number)):
                self._fact(CARRIER, f"PersonalWallet.{sim.iccid}", name, value)
