"""How an iPhone was set up, backed up, restored and set to a zone, from small property lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from phonefx.formats.plists import Date
from phonefx.parsers.reading import plist, whole
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Account, DeviceFact, Event, Record
from phonefx.times import Moment, iso, moment


def _members(opened: Opened) -> Mapping[str, Any]:
    return opened.content if isinstance(opened.content, dict) else {}


def when(value: Any) -> Moment | None:  # noqa: ANN401 - whatever a property list holds
    """A date of a property list, or a number of seconds since 2001."""
    stated = isinstance(value, (Date, int, float)) and not isinstance(value, bool)
    return moment(float(value), "cocoa_s") if stated else None


SETUP = {"SetupLastExit": "set-up assistant left", "UpdateCompletedDate": "update of the system completed"}


def setup(opened: Opened) -> Iterator[Record]:
    """How and when the set-up assistant was last left."""
    content = _members(opened)
    state = content.get("SetupState")
    for key, category in SETUP.items():
        if when(content.get(key)):
            subject = state if isinstance(state, str) else None
            yield Event(key=key, time=when(content[key]), category=category, subject=subject)


BACKUPS = {"LastCloudBackupDate": "iCloud", "LastiTunesBackupDate": "a computer"}


def backups(opened: Opened) -> Iterator[Record]:
    """When the phone was last backed up, and where to."""
    content = _members(opened)
    for key, place in BACKUPS.items():
        at = when(content.get(key))
        if at:
            yield DeviceFact(
                key=key, name="last backup", time=at, value=f"to {place}, {iso(at.us) if at.us else at.raw}"
            )


def zone(opened: Opened) -> Iterator[Record]:
    """The zone that was set, by hand or by the network."""
    content = _members(opened)
    stated = content.get("timezone")
    if isinstance(stated, str) and stated:
        yield DeviceFact(key="timezone", name="time zone", value=stated)
    by_hand = content.get("timezoneset")
    if isinstance(by_hand, bool):
        yield DeviceFact(
            key="timezoneset", name="time setting", value="time zone was set" if by_hand else "not set by hand"
        )


def automatic(opened: Opened) -> Iterator[Record]:
    """Whether the zone follows the place."""
    for key, value in _members(opened).items():
        if isinstance(value, bool):
            yield DeviceFact(key=key, name="time setting", value=f"{key}: {'on' if value else 'off'}")


def store(opened: Opened) -> Iterator[Record]:
    """The zone that the phone was in when the App Store last started afresh."""
    content = _members(opened)
    stated = content.get("lastBootstrapTimeZone")
    if isinstance(stated, str) and stated:
        at = when(content.get("lastBootstrapDate"))
        yield DeviceFact(key="lastBootstrapTimeZone", name="time zone", value=stated, time=at)


def erased(opened: Opened) -> Iterator[Record]:
    """The first start after an erase, which is when the file was made."""
    if opened.modified is not None and opened.modified.us is not None:
        value = f"the file's time of change in this exhibit: {iso(opened.modified.us)}"
        yield DeviceFact(key="file", name="factory reset", value=value)


KEPT = {0: "for ever", 30: "30 days", 365: "one year"}
RETENTION = ("KeepMessageForDays", "SSKeepMessages")


def retention(opened: Opened) -> Iterator[Record]:
    """How long Messages keeps messages by itself."""
    for key in RETENTION:
        days = _members(opened).get(key)
        if isinstance(days, int) and not isinstance(days, bool):
            yield DeviceFact(key=key, name="message retention", value=KEPT.get(days, f"{days} days"))


SERVICES = {"LocationServicesEnabledIn8.0": "all apps", "LocationServicesEnabled": "all apps"}


def services(opened: Opened) -> Iterator[Record]:
    """Whether location services were on."""
    for key in SERVICES:
        value = _members(opened).get(key)
        if isinstance(value, (bool, int)):
            yield DeviceFact(key=key, name="location services", value="on" if value else "off")


SUPERVISION = {
    "IsSupervised": "supervised", "IsMDMUnremovable": "its management cannot be removed",
    "IsMandatory": "its management is mandatory", "OrganizationName": "organisation",
    "CloudConfigurationUIComplete": "set up by a server",
}  # fmt: skip


def supervision(opened: Opened) -> Iterator[Record]:
    """Whether an organisation supervises the phone."""
    for key, words in SUPERVISION.items():
        value = _members(opened).get(key)
        if value is True or (isinstance(value, str) and value):
            detail = value if isinstance(value, str) else None
            yield Event(key=key, category="supervision of the phone", subject=words, detail=detail)


def profile_events(opened: Opened) -> Iterator[Record]:
    """Profiles installed and removed, with their times."""
    for key, value in _walk("", opened.content):
        if isinstance(value, dict) and when(value.get("timestamp")) and isinstance(value.get("process"), str):
            yield Event(
                key=key, time=when(value["timestamp"]), category="change of a configuration profile",
                subject=str(value.get("event") or key), detail=value["process"],
            )  # fmt: skip


def _walk(path: str, value: Any, depth: int = 0) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    if isinstance(value, dict) and depth < 8:
        yield path, value
        for name, each in value.items():
            yield from _walk(f"{path}/{name}" if path else str(name), each, depth + 1)


def find_my_account(opened: Opened) -> Iterator[Record]:
    """The account of Find My iPhone."""
    for number, each in enumerate(_members(opened).values()):
        if isinstance(each, dict) and isinstance(each.get("username"), str):
            stamp = each.get("addTime")
            at = moment(stamp, "unix_s") if isinstance(stamp, (int, float)) else None
            yield Account(key=number, time=at, service="Find My iPhone", identifier=each["username"])


def _declare(artifact: str, title: str, files: list[str], records: Any, about: str) -> None:  # noqa: ANN401
    parser(f"ios.{artifact}", title=title, files=files, read=plist, records=records, about=about)


PREFERENCES = "*/Library/Preferences/"
_declare(
    "setup", "Set-up of the phone, iOS", [f"{PREFERENCES}com.apple.purplebuddy.plist"], setup,
    "When the set-up assistant was last left, and whether the phone was new, restored or migrated. Times are UTC.",
)  # fmt: skip
_declare(
    "setup.backups", "Last backups, iOS", [f"{PREFERENCES}com.apple.mobile.ldbackup.plist"], backups,
    "When the phone was last backed up to iCloud and to a computer. Times are UTC.",
)  # fmt: skip
_declare(
    "setup.zone", "Time zone that was set, iOS", ["*/com.apple.preferences.datetime.plist"], zone,
    "The time zone that was set, and whether by hand. There is no time in it.",
)  # fmt: skip
_declare(
    "setup.zone_automatic", "Automatic time zone, iOS", [f"{PREFERENCES}com.apple.timezone.auto*.plist"], automatic,
    "Whether the time zone follows the place. There is no time in it.",
)  # fmt: skip
_declare(
    "setup.zone_store", "Time zone at a moment (App Store), iOS", [f"{PREFERENCES}com.apple.AppStore.plist"], store,
    "The zone that the phone was in when the App Store last started afresh. The time is UTC.",
)  # fmt: skip
_declare(
    "messages.retention", "How long messages are kept, iOS", [f"{PREFERENCES}com.apple.MobileSMS.plist"], retention,
    "Whether Messages removes old messages by itself: to be looked at before a gap is laid to the user. There is no "
    "time in it.",
)  # fmt: skip
_declare(
    "locationd.services", "Location services, iOS", [f"{PREFERENCES}com.apple.locationd.plist"], services,
    "Whether location services were on. There is no time in it.",
)  # fmt: skip
_declare(
    "management.supervision", "Supervision of the phone, iOS",
    ["*/Library/ConfigurationProfiles/CloudConfigurationDetails.plist"], supervision,
    "Whether an organisation supervises the phone, iOS 7 to 18. There is no time in it.",
)  # fmt: skip
_declare(
    "profiles.events", "Changes of configuration profiles, iOS",
    ["*/Library/ConfigurationProfiles/MCSettingsEvents.plist"], profile_events,
    "When settings were last set by a profile or by hand, and by which process. Times are UTC.",
)  # fmt: skip
_declare(
    "findmy.account", "Account of Find My iPhone", [f"{PREFERENCES}com.apple.icloud.findmydeviced.FMIPAccounts.plist"],
    find_my_account, "The account that can find, lock and erase this phone. The time is UTC seconds since 1970.",
)  # fmt: skip
parser(
    "ios.setup.erased",
    title="First start after an erase, iOS",
    files=["*/.obliterated", "*/.bootstrapped"],
    read=whole,
    records=erased,
    about="A file that the phone makes at its first start after an erase. Its time of change is all it says; a "
    "copy in a folder may have lost it, and a tool of extraction may have changed it, so that it stands as "
    "a value and gives no time in the timeline.",
)
