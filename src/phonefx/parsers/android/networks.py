"""Wi-Fi networks and Bluetooth devices that an Android phone knew."""

import re
from collections.abc import Iterator
from typing import Final

from phonefx.formats import androidxml, properties
from phonefx.parsers.registry import Opened, parser
from phonefx.records import DeviceFact, Network, Record, Skip
from phonefx.times import moment

_TIMES: Final = ("LastConnectTime", "LastConnectedTime", "lastConnectedTime")
_SHOWN: Final = (
    "ConfigKey", "HasEverConnected", "HiddenSSID", "CreatorName", "CreationTime", "DefaultGwMacAddress",
    "RandomizedMacAddress", "LastUpdateName", "MeteredOverride", "Identity",
)  # fmt: skip
_SECRETS: Final = ("PreSharedKey", "WEPKeys", "Password", "Passphrase")


def _values(network: androidxml.Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in network.walk():
        name = element.get("name")
        if name and name not in _SECRETS:
            found.setdefault(name, element.get("value") or element.text)
    return found


def networks(opened: Opened) -> Iterator[Record | Skip]:
    """Yield every saved network; passwords are left out."""
    for number, network in enumerate(opened.content.walk("Network")):
        stored = _values(network)
        name = stored.get("SSID") or stored.get("ConfigKey")
        if not name:
            yield Skip(number, "a network without a name")
            continue
        last = next((stored[each] for each in _TIMES if stored.get(each, "").isdigit()), None)
        yield Network(
            key=stored.get("ConfigKey") or number,
            time=moment(last, "unix_ms"),
            first=moment(stored.get("semCreationTime"), "unix_ms"),
            medium="wifi",
            name=_named(name) if stored.get("SSID") else _unquoted(name),
            address=stored.get("BSSID") if stored.get("BSSID") not in ("", "any", None) else None,
            detail=", ".join(f"{each} {stored[each]}" for each in _SHOWN if stored.get(each)),
        )
    for number, hotspot in enumerate(opened.content.walk("SoftAp")):
        stored = _values(hotspot)
        name = stored.get("WifiSsid") or stored.get("SSID")
        if not name:
            yield Skip(f"SoftAp[{number}]", "a hotspot without a name")
            continue
        yield Network(
            key=f"SoftAp[{number}]",
            medium="wifi",
            name=_unquoted(name),
            address=stored.get("Bssid"),
            detail="hotspot that this phone offered, or would have",
        )


def _named(name: str) -> str:
    """Give the name of a network: in quotes, or in hexadecimal digits where it is no text; its bytes, if none, show."""
    if len(name) % 2 == 0 and _HEX.fullmatch(name):
        return bytes.fromhex(name).decode("utf-8", "backslashreplace")
    return _unquoted(name)


def _unquoted(name: str) -> str:
    return name[1:-1] if len(name) > 1 and name[0] == name[-1] == '"' else name


parser(
    "android.wifi",
    title="Saved Wi-Fi networks, Android",
    variants=["Android 8 to 10", "own hotspot", "Samsung", "Android 11 and later"],
    files=[
        "*/data/misc/wifi/WifiConfigStore*.xml",
        "*/apexdata/com.android.wifi/WifiConfigStore*.xml",
        "*/data/misc_ce/*/wifi/WifiConfigStore*.xml",
    ],
    read=androidxml.read,
    records=networks,
    about="Networks that were saved on the phone, Android 8 to 16, by hand, by an app, or restored from a backup: "
    "saved does not mean joined (`HasEverConnected` does). Last use is UTC milliseconds where it is stored; "
    "the time of creation of older phones is wall clock text without a year and stays text. The "
    "hotspot of the phone itself is listed too. Passwords are not taken over.",
)

_HEX: Final = re.compile(r"(?:[0-9a-fA-F]{2}){1,32}")
_NETWORK_BLOCK: Final = re.compile(r"network=\{(.*?)\n\}", re.DOTALL)


def supplicant(opened: Opened) -> Iterator[Record | Skip]:
    """Yield every network of the older plain file; passwords are left out."""
    text = opened.content.decode("utf-8", "backslashreplace")
    for match in _NETWORK_BLOCK.finditer(text):
        stored = dict(line.strip().split("=", 1) for line in match[1].splitlines() if "=" in line)
        if "ssid" not in stored:
            yield Skip(match.start(), "a network without a name")
            continue
        kept = ", ".join(
            f"{name} {stored[name]}" for name in ("key_mgmt", "scan_ssid", "priority", "identity") if name in stored
        )
        yield Network(
            key=match.start(), medium="wifi", name=_unquoted(stored["ssid"]), address=stored.get("bssid"), detail=kept
        )


parser(
    "android.wifi.supplicant",
    title="Saved Wi-Fi networks, Android up to 7",
    variants=["Android 4 to 7", "backup of the settings"],
    files=["*/data/misc/wifi/wpa_supplicant.conf", "*/com.android.providers.settings/files/flattened-data"],
    read=lambda file: file.read(16 << 20),
    records=supplicant,
    about="Networks saved on the phone up to Android 7, also from a backup of the settings. There is no time in it. "
    "Passwords are not taken over.",
)

_ADDRESS: Final = re.compile(r"(?:[0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}")


def bluetooth(opened: Opened) -> Iterator[Record | Skip]:
    """Yield the phone's own adapter and every Bluetooth device in the file; keys are left out."""
    sections: dict[str, dict[str, str]] = {}
    for each in opened.content:
        sections.setdefault(each.section, {})[each.name] = each.value
    for section, stored in sections.items():
        if section == "Adapter":
            for name, known in (("Address", "bluetooth address"), ("Name", "bluetooth name")):
                if stored.get(name):
                    yield DeviceFact(key=f"Adapter.{name}", name=known, value=stored[name])
        elif _ADDRESS.fullmatch(section):
            bonded = any(name.startswith(("LinkKey", "LE_KEY")) for name in stored)
            stamp = stored.get("Timestamp", "")
            yield Network(
                key=section,
                time=moment(stamp, "unix_s") if stamp.isdigit() else None,
                medium="bluetooth",
                name=stored.get("Name"),
                address=section,
                detail=", ".join(
                    ["paired" if bonded else "seen, not paired"]
                    + [f"{name} {stored[name]}" for name in ("DevClass", "DevType", "Manufacturer") if name in stored]
                ),
            )
        else:
            yield Skip(section or None, "a section that describes no device")


parser(
    "android.device.bluetooth",
    title="Bluetooth adapter and devices, Android",
    variants=["Android 4 and later"],
    files=["*/bt_config.{conf,bak}"],
    read=properties.read,
    records=bluetooth,
    about="The phone's own Bluetooth address and name, and the devices it met: paired ones have a key. Times are "
    "UTC seconds of pairing or of the last change, depending on the version. A car or headset that is paired "
    "was near the phone once, no more is said.",
)
