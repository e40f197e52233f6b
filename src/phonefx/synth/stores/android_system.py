"""What an Android phone says of itself: build, settings, installed apps, SIM cards, Wi-Fi."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import quoteattr

from phonefx.synth.database import Shape
from phonefx.synth.models import ANDROID_BUILDS, MODELS

if TYPE_CHECKING:
    from phonefx.synth.acts import AppAct, SimAct
    from phonefx.synth.handset import Handset
    from phonefx.synth.scenario import Sim

SIMS: Final = "/data/user_de/0/com.android.providers.telephony/databases/telephony.db"
PACKAGES: Final = "/data/system/packages.xml"
BUILD: Final = "/system/build.prop"
ZONE: Final = "/data/property/persistent_properties"
SECURE: Final = "/data/system/users/0/settings_secure.xml"
GLOBAL: Final = "/data/system/users/0/settings_global.xml"
_SHAPE: Final = Shape("android_telephony", auto_vacuum=1, user_version=4587520)
SYSTEM_APPS: Final = (
    "com.android.providers.telephony", "com.android.providers.contacts", "com.google.android.apps.messaging",
    "com.google.android.dialer", "com.google.android.providers.media.module", "com.android.settings",
)  # fmt: skip
_SYSTEM_TIME: Final = 1_230_768_000_000


class SimCards:
    """The SIM cards that were ever in the phone, one row each."""

    def __init__(self, phone: Handset) -> None:
        """Make the store with the cards that the phone begins with."""
        self._phone = phone
        self.database = phone.open_database(SIMS, _SHAPE)
        self.database.insert("android_metadata", locale=phone.plan.locale)
        for slot, sim in enumerate(phone.plan.sims):
            self._insert(sim, slot)

    def _insert(self, sim: Sim, slot: int) -> int:
        mcc, mnc = sim.imsi[:3], sim.imsi[3:5]
        row = self.database.insert(
            "siminfo", icc_id=sim.iccid, sim_id=slot, display_name=sim.carrier, carrier_name=sim.carrier,
            number=sim.number, mcc=int(mcc), mnc=int(mnc), mcc_string=mcc, mnc_string=mnc, card_id=sim.iccid,
            iso_country_code=sim.country, imsi=sim.imsi, is_removable=1,
        )  # fmt: skip
        for name, value in (("iccid", sim.iccid), ("imsi", sim.imsi), ("phone number", sim.number)):
            self._phone.state_fact("device_fact", (SIMS, "siminfo", row), {"name": name, "value": value})
        return row

    def swap(self, act: SimAct) -> None:
        """Put another card in: the old row stays, without a slot."""
        self.database.run("UPDATE siminfo SET sim_id = -1 WHERE sim_id = ?", act.slot)
        self._insert(act.sim, act.slot)


@dataclass(slots=True)
class Package:
    """An installed app."""

    name: str
    installed: int
    source: str


class SystemFiles:
    """Files that the system keeps about itself; written when the phone is finished."""

    def __init__(self, phone: Handset) -> None:
        """Begin with the system's own apps."""
        self._phone = phone
        self.apps: dict[str, Package] = {}

    def install(self, act: AppAct) -> None:
        """Install or remove an app."""
        if act.change == "remove":
            self.apps.pop(act.package, None)
            return
        self.apps[act.package] = Package(act.package, self._phone.clock(act.at) // 1000, act.source)

    def finish(self, at: int) -> None:
        """Write build properties, settings, packages and the time zone."""
        self._build(at)
        self._settings(at)
        self._packages(at)
        self._phone.write(ZONE, _persistent({"persist.sys.timezone": self._phone.zone.key}), at)
        self._phone.state_fact("device_fact", (ZONE, "protobuf", "persist.sys.timezone"),
                               {"name": "time zone", "value": self._phone.zone.key})  # fmt: skip

    def _build(self, at: int) -> None:
        model, release = MODELS[self._phone.plan.model], self._phone.plan.os
        build, level = ANDROID_BUILDS[release]
        lines = {
            "ro.build.id": build, "ro.build.version.sdk": level, "ro.build.version.release": release,
            "ro.build.version.security_patch": "2025-12-05", "ro.product.system.brand": model.make.lower(),
            "ro.product.system.manufacturer": model.make, "ro.product.system.model": model.name,
            "ro.product.system.device": model.device,
            "ro.build.fingerprint":
                f"{model.make.lower()}/{model.device}/{model.device}:{release}/{build}/10:user/release-keys",
        }  # fmt: skip
        text = "# begin build properties\n" + "".join(f"{name}={value}\n" for name, value in lines.items())
        self._phone.write(BUILD, text.encode(), at)
        for name, key in (("model", "ro.product.system.model"), ("os version", "ro.build.version.release")):
            self._phone.state_fact("device_fact", (BUILD, "properties", key), {"name": name, "value": lines[key]})

    def _settings(self, at: int) -> None:
        phone = self._phone
        identifier = phone.identifier("android id", 16)
        name = f"{phone.plan.owner.name.split()[0]}'s phone"
        secure = {"android_id": identifier, "bluetooth_name": name, "mock_location": "0", "location_mode": "3"}
        automatic = "0" if phone.clock_off_us else "1"
        phone.write(SECURE, _settings_xml(secure), at)
        phone.write(GLOBAL, _settings_xml({"auto_time": automatic, "auto_time_zone": "1", "device_name": name}), at)
        for key in ("android_id", "bluetooth_name"):
            phone.state_fact("device_fact", (SECURE, "xml", key), {"name": key.replace("_", " "), "value": secure[key]})

    def _packages(self, at: int) -> None:
        rows = [_package(Package(name, _SYSTEM_TIME, ""), 10_050 + number) for number, name in enumerate(SYSTEM_APPS)]
        for number, app in enumerate(self.apps.values()):
            rows.append(_package(app, 10_150 + number))
            self._phone.state_fact("app", (PACKAGES, "xml", app.name), {
                "identifier": app.name, "time_us": app.installed * 1000, "installer": app.source or None})  # fmt: skip
        head = "<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\n<packages>\n"
        self._phone.write(PACKAGES, (head + "".join(rows) + "</packages>\n").encode(), at)


def _package(app: Package, user: int) -> str:
    system = app.installed == _SYSTEM_TIME
    folder = f"/system/priv-app/{app.name}" if system else f"/data/app/~~{app.name}-1/base"
    installer = f" installer={quoteattr(app.source)}" if app.source else ""
    return (
        f'    <package name={quoteattr(app.name)} codePath={quoteattr(folder)} ft="{app.installed:x}" '
        f'it="{app.installed:x}" ut="{app.installed:x}" version="1" userId="{user}"{installer} />\n'
    )


def _settings_xml(values: dict[str, str]) -> bytes:
    rows = "".join(
        f'  <setting id="{number}" name={quoteattr(name)} value={quoteattr(value)} package="android" '
        f'defaultValue={quoteattr(value)} defaultSysSet="true" />\n'
        for number, (name, value) in enumerate(values.items(), start=1)
    )
    head = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>"
    return f'{head}\n<settings version="219">\n{rows}</settings>\n'.encode()


def _persistent(values: dict[str, str]) -> bytes:
    """Write the protobuf of persistent properties: repeated field 1 of name (1) and value (2)."""
    out = b""
    for name, value in values.items():
        inner = b"\x0a" + bytes((len(name),)) + name.encode() + b"\x12" + bytes((len(value),)) + value.encode()
        out += b"\x0a" + bytes((len(inner),)) + inner
    return out
