"""What an Android phone says of itself: build properties, persistent properties, settings, users."""

import re
from collections.abc import Iterator
from typing import Final

from phonefx.formats import androidxml, properties
from phonefx.formats.protobuf import Message
from phonefx.parsers.reading import watched
from phonefx.parsers.registry import Opened, parser
from phonefx.records import DeviceFact, Event, Record, Skip
from phonefx.times import moment

_PARTITION: Final = r"(?:(?:system|vendor|product|odm|system_ext)(?:_dlkm)?\.)?"
PROPERTIES: Final = {
    rf"ro\.product\.{_PARTITION}model": "model",
    rf"ro\.product\.{_PARTITION}manufacturer": "manufacturer",
    r"ro\.build\.version\.release": "os version",
    r"ro\.build\.version\.security_patch": "security patch",
    r"ro\.build\.(?:display\.id|fingerprint)": "build",
    r"ro\.(?:boot\.)?serialno|ril\.serialnumber": "serial number",
    r"persist\.sys\.timezone": "time zone",
    r"persist\.sys\.locale|ro\.product\.locale": "locale",
    r"ro\.(?:boot\.)?bt\.bdaddr|persist\.service\.bdroid\.bdaddr": "bluetooth address",
    r"ro\.boot\.wifimacaddr": "wifi address",
    r"(?:persist\.)?(?:radio\.)?ril\.imei\d?|ro\.ril\.oem\.imei\d?|gsm\.imei\d?|persist\.radio\.imei\d?": "imei",
    r"gsm\.sim\.operator\.alpha": "carrier",
}
_NAMES: Final = [(re.compile(pattern), name) for pattern, name in PROPERTIES.items()]


def _known(name: str) -> str | None:
    return next((known for pattern, known in _NAMES if pattern.fullmatch(name)), None)


def build(opened: Opened) -> Iterator[Record | Skip]:
    """Yield the properties of the device, each under the name that the file gives it."""
    for each in opened.content:
        known = _known(each.name)
        if known and each.value:
            yield DeviceFact(key=each.name, name=known, value=each.value)
        else:
            yield Skip(each.name, "no value" if known else "a property that says nothing of the device's identity")


parser(
    "android.device.build",
    title="Build properties, Android",
    variants=["output of getprop", "build.prop"],
    files=[
        "*/{system,vendor,product,odm,system_ext,root}/build.prop",
        "*/{system,vendor,product,odm}/etc/build.prop",
        "*/default.prop",
        "*/getprop.txt",
    ],
    read=properties.read,
    records=build,
    about="Model, maker, version and build of the software on each partition, as `build.prop` states them, or as "
    "`getprop` printed them during an acquisition. They are properties of the software: they carry no time, "
    "and an image of another device would state another model.",
)


def persistent(opened: Opened) -> Iterator[Record | Skip]:
    """Yield the persistent properties: one file of all (protobuf), or before Android 9 one file for each."""
    if opened.path.endswith("/persistent_properties"):
        stored = Message(opened.content.data)
        pairs = [(each.text(1) or "", each.text(2) or "") for each in stored.messages(1)]
        opened.content.damage = stored.damage
    else:
        name = opened.path.rpartition("/")[2]
        pairs = [(name, opened.content.data.decode("utf-8", "backslashreplace").strip("\x00\r\n "))]
    for name, value in pairs:
        known = _known(name)
        if known and value:
            yield DeviceFact(key=name, name=known, value=value)
        else:
            yield Skip(name, "no value" if known else "a property that says nothing of the device's identity")


parser(
    "android.device.persistent",
    title="Persistent properties, Android",
    variants=["one file for each property", "Android 9 and later"],
    files=["*/data/property/{persistent_properties,persist.sys.timezone,persist.sys.locale}"],
    read=watched,
    records=persistent,
    about="Time zone and language that the phone was set to when it was last used (one protobuf since Android 9, a "
    "file for each property before). They carry no time: any property may have been the last "
    "one that was written.",
)

SETTINGS: Final = {
    "android_id": "android id",
    "bluetooth_name": "bluetooth name",
    "bluetooth_address": "bluetooth address",
    "device_name": "device name",
    "lock_screen_owner_info": "owner name",
    "wifi_sta_factory_mac_address": "wifi address",
    "boot_count": "boot count",
    "auto_time": "time setting",
    "auto_time_zone": "time setting",
    "time_zone": "time zone",
    "system_locales": "locale",
}
_SWITCHES: Final = {"auto_time": "clock set by the network", "auto_time_zone": "time zone set by the network"}
_STATES: Final = {"0": "no", "1": "yes"}


def settings(opened: Opened) -> Iterator[Record | Skip]:
    """Yield the settings that identify the device or its owner, or tell how far its clock can be trusted."""
    for element in opened.content.walk("setting"):
        name, value = element.get("name") or "", element.get("value")
        known = SETTINGS.get(name)
        if not known or value in (None, "", "null"):
            reason = "no value" if known else "a setting that says nothing of the device's identity"
            yield Skip(name or element.get("id"), reason)
        elif name in _SWITCHES:
            yield DeviceFact(key=name, name=known, value=f"{_SWITCHES[name]}: {_STATES.get(value, value)}")
        else:
            yield DeviceFact(key=name, name=known, value=value)


parser(
    "android.device.settings",
    title="Settings that identify the device, Android",
    variants=["Android 6 to 16"],
    files=["*/data/system/users/*/settings_{secure,global,system}.xml"],
    read=androidxml.read,
    records=settings,
    about="Names, identifiers, start counter and clock settings from the settings of each Android user, Android 6 "
    "to 16 (text or binary XML). They carry no time. Names are what somebody typed; the Android id differs "
    "for each user.",
)


_MANAGED: Final = 0x20
_KINDS: Final = {
    "full.SYSTEM": "owner", "full.SECONDARY": "further user", "full.GUEST": "guest",
    "full.RESTRICTED": "restricted user",
    "profile.MANAGED": "work profile", "profile.CLONE": "second copies of apps", "profile.PRIVATE": "private space",
    "profile.COMMUNAL": "shared profile", "system.HEADLESS": "no person's",
}  # fmt: skip


def _kind(user: androidxml.Element) -> str:
    """What a user is: by its type since Android 11, by a flag for a work profile before."""
    stated, flags = user.get("type"), user.get("flags") or ""
    if stated:
        word = _KINDS.get(stated.removeprefix("android.os.usertype."))
        return f"{word}, {stated}" if word else stated
    managed = flags.isdigit() and int(flags) & _MANAGED
    return f"work profile, flags {flags}" if managed else f"flags {flags or '?'}"


def users(opened: Opened) -> Iterator[Record | Skip]:
    """Yield a user or work profile with the time at which it was made."""
    for element in opened.content.walk("user"):
        name = element.find("name")
        if element.get("created") is None and name is None:
            yield Skip(element.get("id"), "only the number of a user; its own file tells more")
            continue
        number = element.get("id") or "?"
        parts = [f"{number}: {name.text.strip() if name is not None else ''} ({_kind(element)})"]
        group = element.get("profileGroupId")
        parts += [f"profile of user {group}"] if group not in (None, number) else []
        for attribute, words in (("lastLoggedIn", "last logged in"), ("lastFingerprint", "system then")):
            parts += [f"{words} {value}"] if (value := element.get(attribute)) else []
        yield DeviceFact(
            key=number, time=moment(element.get("created"), "unix_ms"), name="user", value=", ".join(parts)
        )
        if (seen := element.get("lastLoggedIn") or "").isdigit() and int(seen):
            yield Event(key=f"{number}, last login", time=moment(int(seen), "unix_ms"),
                        category="last login of a user of the phone", subject=f"user {number}")  # fmt: skip


parser(
    "android.device.users",
    title="Users and work profiles, Android",
    variants=["list of users", "a user, Android 11 and later", "a user, before Android 11"],
    files=["*/data/system/users/{userlist,?,??,???}.xml"],
    read=androidxml.read,
    records=users,
    about="Users of the phone: the owner, further users, work profiles, dual apps, secure folders, and when each last "
    "logged in. The time is when the user was made, UTC milliseconds; it is 0 for the owner of many phones.",
)
