"""Apps of an Android phone: installed and removed, with times and sources; signs of stalkerware."""

from collections.abc import Iterator
from typing import Final

from phonefx.formats import androidxml
from phonefx.parsers.android.stalkerware import LOCATORS, LOCATORS_SOURCE, PACKAGES, SOURCE
from phonefx.parsers.query import Query
from phonefx.parsers.registry import Opened, parser
from phonefx.records import App, DeviceFact, Event, Record, Skip
from phonefx.times import Moment, moment

_SYSTEM_FOLDERS: Final = ("/system", "/product", "/vendor", "/apex", "/system_ext", "/odm")


def _hex_ms(value: str | None) -> Moment | None:
    """A time that the package manager writes as a hexadecimal number of milliseconds."""
    if value is None or not value or len(value) > 16 or not all(c in "0123456789abcdefABCDEF" for c in value):
        return None
    found = moment(int(value, 16), "unix_ms")
    return Moment(found.us if found else None, value)


def packages(opened: Opened) -> Iterator[Record | Skip]:
    """Yield every installed package; a known tracker or family locator as a lead beside it."""
    for element in opened.content.walk("package", "updated-package"):
        name = element.get("name")
        if not name:
            yield Skip(None, "a package without a name")
            continue
        if element.name == "updated-package":
            yield Skip(name, "the system's own version of a package that was updated")
            continue
        folder = element.get("codePath") or ""
        where = "part of the system image" if folder.startswith(_SYSTEM_FOLDERS) else folder
        yield App(
            key=name,
            time=_hex_ms(element.get("it")),
            updated=_hex_ms(element.get("ut")),
            identifier=name,
            version=element.get("version"),
            installer=element.get("installer"),
            detail=", ".join(filter(None, (where, f"uid {element.get('userId') or element.get('sharedUserId')}"))),
            extra=element.get("installInitiator"),
        )
        if family := PACKAGES.get(name):
            yield _lead(name, family, "installed", _hex_ms(element.get("it")))
        if purpose := LOCATORS.get(name):
            yield Event(
                key=f"lead {name}",
                time=_hex_ms(element.get("it")),
                category="lead: family locator, finding of devices or remote control",
                app=name,
                subject=purpose,
                detail=f"installed; in lawful use as a rule; source: {LOCATORS_SOURCE}",
            )
    for element in opened.content.walk("version"):
        if fingerprint := element.get("fingerprint"):
            yield DeviceFact(key="version", name="build", value=fingerprint)
        else:
            yield Skip("version", "a version without the build that wrote it")


def _known(package: str) -> str | None:
    family = PACKAGES.get(package)
    return f"known monitoring software ({family}); source: {SOURCE}" if family else None


def _lead(name: str, family: str, how: str, time: Moment | None) -> Event:
    return Event(
        key=f"lead {name}",
        time=time,
        category="lead: package name of known monitoring software",
        app=name,
        subject=family,
        detail=f"{how}; the name alone proves nothing, compare certificate and folder; source: {SOURCE}",
    )


parser(
    "android.apps",
    title="Installed apps (package manager), Android",
    variants=["Android 12 and later", "Android 4 to 11"],
    files=["*/data/system/packages.xml", "*/data/system/packages-backup.xml", "*/data/system/packages.xml.reservecopy"],
    read=androidxml.read,
    records=packages,
    about="Every installed package with first installation, last update, the app that installed it, and its folder; "
    "Android 4 to 16 (text or binary XML). Times are UTC milliseconds; those of system apps are often 1970 or "
    "2009. No installer means that the app did not come from a store, or is part of the system. Package names "
    "of known monitoring software are shown as a lead.",
)

DETAILS: Final = {
    "enabled_accessibility_services": "accessibility services that are on",
    "enabled_notification_listeners": "apps that may read notifications",
    "default_input_method": "keyboard in use",
    "mock_location": "mock positions allowed",
    "mock_location_app": "app for mock positions",
    "install_non_market_apps": "installation from outside the store allowed",
    "package_verifier_user_consent": "checking of apps (-1: turned off)",
    "adb_enabled": "debugging over USB",
    "development_settings_enabled": "developer options",
    "sms_default_application": "app for SMS",
    "dialer_default_application": "app for calls",
    "always_on_vpn_app": "VPN that is always on",
    "notification_history_enabled": "notification history",
    "location_mode": "location setting",
    "location_providers_allowed": "sources of positions allowed",
}


def capabilities(opened: Opened) -> Iterator[Record | Skip]:
    """Yield settings that give apps far-reaching access, one event for each app named in them."""
    for element in opened.content.walk("setting"):
        name, value = element.get("name") or "", element.get("value")
        if name not in DETAILS or value in (None, "", "null"):
            yield Skip(
                name or None, "no value" if name in DETAILS else "a setting that says nothing of an app's access"
            )
            continue
        for number, part in enumerate((value or "").split(":")):
            package = part.partition("/")[0]
            yield Event(
                key=f"{name}[{number}]" if ":" in (value or "") else name,
                category="setting: " + DETAILS[name],
                app=package if "." in package else None,
                subject=part,
                detail=_known(package),
            )


parser(
    "android.access",
    title="Apps with far-reaching access, Android",
    variants=["Android 6 to 16"],
    files=["*/data/system/users/*/settings_{secure,global}.xml"],
    read=androidxml.read,
    records=capabilities,
    about="Accessibility services, notification readers, keyboards, mock positions and the like, as the settings "
    "name them at the time of the extraction. They carry no time. All are also in lawful use: they are leads, "
    "not findings.",
)


def admins(opened: Opened) -> Iterator[Record | Skip]:
    """Yield the device administrators."""
    for element in opened.content.walk("admin", "device-owner", "profile-owner"):
        name = element.get("name") or element.get("component") or element.get("package")
        if name is None:
            yield Skip(None, "an administrator without a name")
            continue
        package = name.partition("/")[0]
        yield Event(
            key=name,
            category="device administrator" if element.name == "admin" else element.name.replace("-", " "),
            app=package,
            subject=name,
            detail=_known(package),
        )


parser(
    "android.admins",
    title="Device administrators and owners, Android",
    variants=["Android 4 and later"],
    files=["*/data/system/device_{policies,owner,owner_2}.xml", "*/data/system/users/*/device_policies.xml"],
    read=androidxml.read,
    records=admins,
    about="Apps that were made administrators of the device: employers' management, parental control, and "
    "monitoring software. They carry no time. A lead, not a finding.",
)

STORE = Query(
    App,
    """
    SELECT a.rowid AS key, unix_ms(a.first_download_ms) AS time, unix_ms(opt(a.last_update_timestamp_ms)) AS updated,
           a.package_name AS identifier, opt(a.title) AS name, 'com.android.vending' AS installer,
           'known to the Play Store' AS detail, extra(a.account, a.install_reason, a.installer_state,
           a.auto_update) AS extra
    FROM appstate a
    """,
)
OWNED = Query(
    App,
    """
    SELECT o.rowid AS key, unix_ms(opt(o.purchase_time)) AS time, o.doc_id AS identifier,
        'com.android.vending' AS installer,
           'once acquired with the account' AS detail, extra(o.account, o.doc_type, o.library_id) AS extra
    FROM ownership o
    """,
)

parser(
    "android.play_store",
    title="Apps known to the Play Store, Android",
    variants=["library", "state of apps"],
    files=["*/com.android.vending/databases/{localappstate,library}.db"],
    queries=[STORE, OWNED],
    about="Apps downloaded on this phone and apps that the account ever acquired, on any device; removed ones stay "
    "listed. Times are UTC milliseconds.",
)

CHECKED = Query(
    App,
    """
    SELECT a.rowid AS key, a.package_name AS identifier, opt(a.version_code) AS version,
        'checked by Google Play services' AS detail,
           extra(a.digest_sha256) AS extra
    FROM app_info a
    """,
)

parser(
    "android.apps.checked",
    title="Apps checked by Google Play services, Android",
    variants=["Play services of 2024"],
    files=["*/com.google.android.gms/databases/gass.db"],
    queries=[CHECKED],
    about="Apps that Google Play services once looked at, with their SHA-256, also removed ones. There is no time "
    "in it.",
)


def restrictions(opened: Opened) -> Iterator[Record | Skip]:
    """Yield the apps that one user of the phone has removed, hidden, suspended or turned off, or when they got them."""
    user = opened.path.rpartition("/")[0].rpartition("/")[2]
    plain = 0
    for element in opened.content.walk("pkg"):
        first = _hex_ms(element.get("first-install-time"))
        states = [word for (name, value), word in _RESTRICTED.items() if element.get(name) == value]
        if first is None and not states:
            plain += 1
            continue
        yield App(
            key=element.get("name"),
            time=first,
            identifier=element.get("name"),
            detail=", ".join([f"user {user} of the phone", *states]),
        )
    if plain:
        yield Skip("others", f"{plain} apps of which nothing is said")


_RESTRICTED: Final = {
    ("inst", "false"): "not installed for this user", ("hidden", "true"): "hidden", ("suspended", "true"): "suspended",
    ("enabled", "2"): "turned off", ("enabled", "3"): "turned off by the user", ("stopped", "true"): "never started or "
    "stopped by force",
}  # fmt: skip

parser(
    "android.apps.users",
    title="Apps of each user of the phone, Android",
    variants=["Android 12 and later"],
    files=["*/data/system/users/*/package-restrictions.xml"],
    read=androidxml.read,
    records=restrictions,
    about="Which apps a user or work profile has not, has hidden, turned off or never started, and since Android 12 "
    "when that user first got them. Times are UTC milliseconds. An app that is not installed for one user may have "
    "been removed by them, or never been theirs.",
)
