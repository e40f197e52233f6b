"""Further places that state an Android phone's identity and history: first use, erasing, identifiers."""

from collections.abc import Iterator
from typing import Final

from phonefx.formats import androidxml, properties
from phonefx.formats.textfiles import read_lines
from phonefx.parsers.query import Query
from phonefx.parsers.registry import Opened, parser
from phonefx.records import DeviceFact, Event, Record, Skip
from phonefx.times import iso, moment

FIRST_USE = Query(
    DeviceFact,
    """
    SELECT p.property_key AS key, unix_ms(CAST(p.property_value AS INTEGER)) AS time, 'first use' AS name,
           'address book made' AS value
    FROM properties p
    """,
    skip={"p.property_key <> 'database_time_created'": "a property that says nothing of the device"},
)

parser(
    "android.device.first_use",
    title="First use (address book made), Android",
    variants=["Android 4.1 and later"],
    files=["*/com.{android,samsung.android}.providers.contacts/databases/contacts2.db"],
    queries=[FIRST_USE],
    about="When the address book was first made, UTC milliseconds: near the first start after the phone was set up "
    "or erased, if the clock was right by then.",
    tested={"android14_emulator_ffs": 1},
)

_STAMPS: Final = {
    "factory_reset": "factory reset",
    "last_boot_time_utc": "last boot",
    "build_date": "build",
}


def _changed(opened: Opened) -> str | None:
    """What an examiner can check: the time of change of the file, which in a folder may be that of the copy."""
    us = opened.modified.us if opened.modified else None
    return f"the file's time of change in this exhibit: {iso(us)}" if us is not None else None


def stamps(opened: Opened) -> Iterator[Record | Skip]:
    """Yield what a file of the boot statistics says: its value is the time of its last change."""
    name = opened.path.rpartition("/")[2]
    known = _STAMPS.get(name)
    if known in ("factory reset", "last boot"):
        yield DeviceFact(key=name, name=known, value=_changed(opened))
    elif name.startswith(("boot_reason", "boot_complete")):
        yield Event(key=name, category="start of the phone", subject=name, detail=_changed(opened))
    else:
        yield Skip(name, "a measurement that says nothing of the device's history")


parser(
    "android.device.bootstat",
    title="Start and erasing of the phone (boot statistics), Android",
    variants=["other files", "Android 7 and later"],
    files=["*/data/misc/bootstat/*"],
    read=lambda file: file.read(1 << 16),
    records=stamps,
    about="The system keeps some values as the time of change of an empty file: when the phone was last erased and "
    "last started. That time, in UTC, is stated as a value and placed in no timeline: in a folder of copied files it "
    "may be that of the copy.",
)

_PREFS: Final = {
    "adid_key": "advertising id",
    "CheckinTask_securityToken": "",
    "deviceId": "android id",
    "android_id": "android id",
    "imei": "imei",
    "meid": "meid",
    "CheckinService_lastImei": "imei",
    "sim_serial_number": "iccid",
    "imsi": "imsi",
    "raw_msisdn": "phone number",
    "sim_operator_name": "carrier",
}


def preferences(opened: Opened) -> Iterator[Record | Skip]:
    """Yield the identifiers that an app of Google keeps in its settings."""
    for element in opened.content.walk("string", "long", "int", "boolean", "float"):
        name = element.get("name") or ""
        value = (element.get("value") or element.text).strip()
        known = _PREFS.get(name)
        if known and value:
            whose = " (of Google's services)" if name == "android_id" else ""
            yield DeviceFact(key=name, name=known, value=value + whose)
        else:
            yield Skip(name or None, "no value" if known else "a setting that says nothing of the device's identity")


parser(
    "android.device.google_settings",
    title="Identifiers in the settings of Google's apps, Android",
    variants=["advertising identifier", "state of the cards", "registration of the phone"],
    files=[
        "*/com.google.android.gms/shared_prefs/{adid_settings,Checkin}.xml",
        "*/com.google.android.apps.messaging/shared_prefs/sim_state_tracker.xml",
    ],
    read=androidxml.read,
    records=preferences,
    about="Advertising id, the number under which Google's services know the phone, IMEI, SIM card, IMSI and phone "
    "number as they keep them. They carry no time and are those of the last use.",
    tested={"android14_emulator_ffs": 4},
)

_SIM_CARD: Final = {
    "CurrentSimSerialNumber": "iccid",
    "CurrentSimPhoneNumber": "phone number",
    "PreviousSimSerialNumber": "sim history",
    "PreviousSimPhoneNumber": "sim history",
}


def samsung(opened: Opened) -> Iterator[Record | Skip]:
    """Yield the current and the previous SIM with the time of the change."""
    changed = next((each.value for each in opened.content if each.name == "SimChangeTime"), None)
    for each in opened.content:
        known = _SIM_CARD.get(each.name)
        if not known or not each.value:
            yield Skip(each.name, "no value" if known else "a line that names no SIM")
            continue
        value = each.value if known != "sim history" else f"{each.name}: {each.value}"
        yield DeviceFact(key=each.name, time=moment(changed, "unix_ms"), name=known, value=value)


parser(
    "android.device.samsung_sim",
    title="Change of SIM, Samsung",
    variants=["Samsung"],
    files=["*/data/system/SimCard.dat"],
    read=properties.read,
    records=samsung,
    about="The SIM in use, the one before, and when it was changed, in UTC milliseconds by the phone's clock.",
)

_EFS: Final = {"serial_no": "serial number", ".mac.info": "wifi address", "bt_addr": "bluetooth address"}


def efs(opened: Opened) -> Iterator[Record | Skip]:
    """Yield the number that a file of the factory partition holds."""
    name = opened.path.rpartition("/")[2]
    value = opened.content[0].strip("\x00 ") if opened.content else ""
    if value:
        yield DeviceFact(key=name, name=_EFS.get(name, "serial number"), value=value)
    else:
        yield Skip(name, "an empty file")


parser(
    "android.device.efs",
    title="Factory partition, Samsung",
    variants=["Samsung"],
    files=["*/efs/FactoryApp/serial_no", "*/efs/wifi/.mac.info", "*/efs/bluetooth/bt_addr"],
    read=read_lines,
    records=efs,
    about="Serial number and hardware addresses that the factory wrote. There is no time in it.",
)

LOCK_TYPES: Final = {
    65536: "pattern", 131072: "PIN", 196608: "PIN of any digits", 262144: "password of letters",
    327680: "password of letters and digits", 393216: "password of letters, digits and signs",
}  # fmt: skip
LOCK = Query(
    DeviceFact,
    """
    SELECT l._id AS key, 'screen lock' AS name,
           code(CAST(l.value AS INTEGER), LOCK_TYPES) || ', user ' || l.user AS value
    FROM locksettings l
    """,
    words={"LOCK_TYPES": LOCK_TYPES},
    skip={"l.name <> 'lockscreen.password_type'": "a setting that says nothing of the kind of lock"},
)

parser(
    "android.device.lock",
    title="Kind of screen lock, Android",
    variants=["Android 4 and later"],
    files=["*/data/system/locksettings.db"],
    queries=[LOCK],
    about="The kind of screen lock of each user, Android 4.4 to 16. There is no time in it.",
)
