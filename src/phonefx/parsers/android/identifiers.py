"""Identifiers that Android gave to each app, and computers that debugged the phone, with times."""

from collections.abc import Iterator

from phonefx.formats import androidxml
from phonefx.parsers.registry import Opened, parser
from phonefx.records import App, Event, Network, Record, Skip
from phonefx.times import moment


def identifiers(opened: Opened) -> Iterator[Record | Skip]:
    """Yield the Android ID that each app sees."""
    for setting in opened.content.walk("setting"):
        name, package, value = setting.get("name"), setting.get("package"), setting.get("value")
        if name == "userkey":
            yield Skip(name, "the key from which the identifiers are made")
        elif not value or not package:
            yield Skip(name, "no identifier")
        else:
            yield App(key=f"{name}/{package}", identifier=package, detail=f"Android ID that it sees: {value}",
                      extra=f"user id {name}")  # fmt: skip


parser(
    "android.device.app_ids",
    title="Android IDs given to apps, Android",
    variants=["Android 8 and later"],
    files=["*/data/system/users/*/settings_ssaid.xml"],
    read=androidxml.read,
    records=identifiers,
    about="The Android ID that each app sees since Android 8, one for each app and user: an app or its maker's servers "
    "know the phone by it. There is no time in it. Several apps of one maker may share one.",
)


def connections(opened: Opened) -> Iterator[Record | Skip]:
    """Yield every computer with its last connection, and the networks in which wireless debugging was allowed."""
    for number, element in enumerate(opened.content.walk("adbKey", "wifiAP")):
        if element.name == "wifiAP":
            yield Network(key=number, medium="wifi", address=element.get("bssid"),
                          detail="debugging over Wi-Fi was allowed for good in this network")  # fmt: skip
            continue
        stamp, (secret, *stated) = element.get("lastConnection") or "", (element.get("key") or " ").split(" ")
        yield Event(
            key=number,
            time=moment(int(stamp), "unix_ms") if stamp.isdigit() else None,
            category="last connection of a computer for debugging",
            app="adb",
            subject=" ".join(stated).strip() or None,
            detail=f"key of {len(secret)} characters" if secret else None,
        )


parser(
    "android.computers.connections",
    title="Last connections of computers for debugging, Android",
    variants=["Android 11 and later"],
    files=["*/data/misc/adb/adb_temp_keys.xml"],
    read=androidxml.read,
    records=connections,
    about="Computers whose key was accepted for debugging, with user and name as the computer stated them, and when "
    "each was last connected: UTC milliseconds. Access points in which debugging over Wi-Fi was allowed for good carry "
    "no time. The computer of an examiner stands here too.",
)
