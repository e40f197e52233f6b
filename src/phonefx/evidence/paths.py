"""Where a file lay on the device, told from its path inside an extraction.

Acquisition tools wrap the same tree in many ways (`filesystem2/mobile/…`, `Dump/data/…`, `HomeDomain/…`,
`apps/PKG/db/…`, a bare `com.pkg/databases/…`). `device_folder` undoes them. The rules look at folders alone, so the
result of a folder is remembered and a tree of 300,000 files costs as many dictionary lookups.
"""

from __future__ import annotations

import re
from typing import Final

DOMAINS: Final[dict[str, str]] = {
    "HomeDomain": "/private/var/mobile",
    "CameraRollDomain": "/private/var/mobile",
    "MediaDomain": "/private/var/mobile",
    "KeyboardDomain": "/private/var/mobile",
    "TonesDomain": "/private/var/mobile",
    "HomeKitDomain": "/private/var/mobile",
    "HealthDomain": "/private/var/mobile/Library",
    "NetworkDomain": "/private/var/networkd",
    "WirelessDomain": "/private/var/wireless",
    "RootDomain": "/private/var/root",
    "SystemPreferencesDomain": "/private/var/preferences",
    "ManagedPreferencesDomain": "/private/var/Managed Preferences",
    "DatabaseDomain": "/private/var/db",
    "KeychainDomain": "/private/var/Keychains",
    "InstallDomain": "/private/var/installd",
    "MobileDeviceDomain": "/private/var/MobileDevice",
    "BooksDomain": "/private/var/mobile/Media/Books",
}
"""Backup domain to folder on the device, for domains that name one folder."""

CONTAINERS: Final[dict[str, str]] = {
    "AppDomain": "/private/var/mobile/Containers/Data/Application",
    "AppDomainGroup": "/private/var/mobile/Containers/Shared/AppGroup",
    "AppDomainPlugin": "/private/var/mobile/Containers/Data/PluginKitPlugin",
    "SysContainerDomain": "/private/var/containers/Data/System",
    "SysSharedContainerDomain": "/private/var/containers/Shared/SystemGroup",
}
"""Backup domain that carries an identifier to the folder whose sub-folders, on the device, have random names."""

AB_DOMAINS: Final[dict[str, str]] = {
    "db": "databases", "sp": "shared_prefs", "f": "files", "r": "", "c": "cache", "nb": "no_backup",
}  # fmt: skip
"""Folder of an Android backup to folder of the app's private storage."""

_VAR = (
    "mobile|containers|wireless|preferences|Keychains|MobileDevice|networkd|installd|Managed Preferences|root|db|logs"
)
_PACKAGE = r"[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)+"
_PRIVATE = r"(?:databases|shared_prefs|files|cache|code_cache|no_backup|lib|app_[^/]*)"

_RULES: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple(
    (re.compile(pattern + r"(?=/|$)"), place)
    for pattern, place in (
        (r"/data_mirror/(data_[cd]e)/([^/]+)/(\d+)", r"/data_mirror/\1/\2/\3"),
        (r"/(?:storage/emulated|mnt/[^/]+/emulated|mnt/runtime/[^/]+/emulated)/(\d+)", r"/storage/emulated/\1"),
        (r"/data/media/(\d+)", r"/data/media/\1"),
        (r"/mnt/expand/([^/]+)/(user|user_de|media)/(\d+)", r"/mnt/expand/\1/\2/\3"),
        (r"/private/var", "/private/var"),
        (rf"/filesystem\d+/(?:var/)?({_VAR})", r"/private/var/\1"),
        (r"/filesystem\d+", ""),
        (r"/data/(user|user_de)/(\d+)", r"/data/\1/\2"),
        (r"/data/data", "/data/data"),
        (r"/data/(system|system_ce|system_de|misc|misc_ce|misc_de|app|property|vendor_de|vendor_ce)", r"/data/\1"),
        (rf"(?<!/Android)(?<!/obb)/data/(?={_PACKAGE}/{_PRIVATE}(?:/|$))({_PACKAGE})", r"/data/data/\1"),
        (rf"/var/({_VAR})", r"/private/var/\1"),
        (r"/mobile/(Library|Containers|Media|Applications)", r"/private/var/mobile/\1"),
        (rf"/(user|user_de)/(\d+)/(?={_PACKAGE}(?:/|$))({_PACKAGE})", r"/data/\1/\2/\3"),
    )
)
_DOMAIN = re.compile(rf"/((?:{'|'.join(CONTAINERS)})-[^/]+|{'|'.join(DOMAINS)})(?=/|$)")
_AB_APP = re.compile(rf"/apps/({_PACKAGE}|android)/(d_)?(db|sp|f|r|c|nb|ef|obb|a|k)(?=/|$)")
_AB_SHARED = re.compile(r"^/shared/(\d+)(?=/|$)")
_FLAT = re.compile(rf"/({_PACKAGE})/(databases|shared_prefs)(?=/|$)")
_USER = re.compile(
    r"/(?:data_mirror/data_[cd]e/[^/]+|data/user(?:_de)?|data/media|storage/emulated|data/(?:system|misc|vendor)_[cd]e"
    r"|data/system/users|mnt/expand/[^/]+/(?:user|user_de|media))/(\d{1,6})(?:/|$)"
)
_CREDENTIAL = re.compile(r"/(?:data/data|data/user/\d+|data_mirror/data_ce/[^/]+/\d+|mnt/expand/[^/]+/user/\d+)/")
_DEVICE = re.compile(r"/(?:data/user_de/\d+|data_mirror/data_de/[^/]+/\d+|mnt/expand/[^/]+/user_de/\d+)/")
_VIEWS: Final = (
    (re.compile(r"^/(?:sbin/\.magisk/mirror|data/adb/mirror)/"), "/"),
    (re.compile(r"^/(?:data/user/0|data_mirror/data_ce/[^/]+/0)/"), "/data/data/"),
    (re.compile(r"^/data_mirror/data_ce/[^/]+/(\d+)/"), r"/data/user/\1/"),
    (re.compile(r"^/data_mirror/data_de/[^/]+/(\d+)/"), r"/data/user_de/\1/"),
    (re.compile(r"^/(?:storage/emulated|mnt/(?:runtime/)?[^/]+/emulated)/(\d+)/"), r"/data/media/\1/"),
    (re.compile(r"^/sdcard/"), "/data/media/0/"),
    (re.compile(r"^/var/"), "/private/var/"),
)


def domain_path(domain: str, relative: str) -> str:
    """Give the device path of a file of an iTunes backup; an app's folder is named by its identifier.

    On the device that folder has a random name, which a backup does not store.
    """
    if domain in DOMAINS:
        base = DOMAINS[domain]
    else:
        family, _, identifier = domain.partition("-")
        base = f"{CONTAINERS[family]}/{identifier}" if family in CONTAINERS else f"/{domain}"
    return f"{base}/{relative}" if relative else base


def _backup_folder(match: re.Match[str]) -> str | None:
    package, protected, domain = match.groups()
    if domain in AB_DOMAINS:
        storage = "/data/user_de/0" if protected else "/data/data"
        return "/".join(part for part in (storage, package, AB_DOMAINS[domain]) if part)
    return {
        "ef": f"/storage/emulated/0/Android/data/{package}/files",
        "obb": f"/storage/emulated/0/Android/obb/{package}",
        "a": f"/data/app/{package}",
    }.get(domain)


def _from_domain(match: re.Match[str]) -> str:
    return domain_path(match[1], "")


def _from_flat(match: re.Match[str]) -> str:
    return f"/data/data/{match[1]}/{match[2]}"


def device_folder(folder: str) -> str | None:
    """Give the device path of a folder (starting with '/', '' for the root); None where no rule knows it."""
    best: tuple[int, str] | None = None
    for pattern, place in _RULES:
        if (match := pattern.search(folder)) and (best is None or match.start() < best[0]):
            best = match.start(), match.expand(place) + folder[match.end() :]
    if best is not None:
        return best[1]
    if (match := _AB_SHARED.search(folder)) is not None:
        return "/storage/emulated/0" + folder[match.end() :]
    for pattern, known in ((_AB_APP, _backup_folder), (_DOMAIN, _from_domain), (_FLAT, _from_flat)):
        if (match := pattern.search(folder)) and (found := known(match)) is not None:
            return found + folder[match.end() :]
    return None


def user_of(path: str) -> int | None:
    """Give the Android user a device path belongs to; None where it does not tell.

    A bare `com.pkg/databases` of an extraction tells no user, so callers ask before such a path was completed.
    """
    if match := _USER.search(path):
        return int(match[1])
    return 0 if path.startswith(("/data/data/", "/sdcard/")) else None


def storage_class(path: str) -> str | None:
    """Give `CE` or `DE`, the class of an app's private storage; None elsewhere."""
    if _DEVICE.match(path):
        return "DE"
    return "CE" if _CREDENTIAL.match(path) else None


def canonical(path: str) -> str:
    """Give one path for all views of the same storage: `/data/user/0/x` and `/data_mirror/…/0/x` are `/data/data/x`.

    Device-encrypted storage stays apart from credential-encrypted storage, and each user from the others.
    """
    for pattern, place in _VIEWS:
        path = pattern.sub(place, path, count=1)
    return path


class DevicePaths:
    """Device paths for the files of one exhibit, one lookup a file.

    Args:
        mount: where the exhibit's root was mounted on the device (`/data` for an image of userdata), if known.
    """

    def __init__(self, mount: str = "") -> None:
        self.mount = mount.rstrip("/")
        self._known: dict[str, tuple[str, int | None]] = {}

    def of(self, stored: str) -> tuple[str, int | None]:
        """Give (device path, Android user) of a stored path."""
        folder, _, name = stored.rpartition("/")
        found = self._known.get(folder)
        if found is None:
            if len(self._known) > 200_000:
                self._known.clear()
            found = self._known[folder] = self._folder(folder)
        return f"{found[0]}/{name}", found[1]

    def _folder(self, folder: str) -> tuple[str, int | None]:
        whole = "/" + folder.removeprefix("./").strip("/") if folder else ""
        if "\\" in whole and "/" not in whole[1:]:
            whole = whole.replace("\\", "/")
        if self.mount and not whole.startswith(self.mount + "/"):
            mounted = self.mount + whole
            return device_folder(mounted) or mounted, user_of(mounted)
        found = device_folder(whole)
        if found is None:
            return whole, user_of(whole)
        flat = found.startswith("/data/data/") and _FLAT.search(whole) and not _known_user_zero(whole)
        return found, None if flat else user_of(found)


def _known_user_zero(whole: str) -> bool:
    return "/data/" in whole or "/apps/" in whole


def mount_of(names: set[str]) -> str:
    """Tell from the names in a file system's root where it was mounted on the device; "" where they do not tell."""
    if len(names & {"data", "user", "user_de", "media", "misc", "system", "app", "dalvik-cache", "unencrypted"}) >= 3:
        return "/data"
    if "data" in names and not names & {"system", "vendor", "init", "proc", "etc"} and len(names - {"lost+found"}) <= 2:
        return "/data"
    if {"mobile", "containers"} <= names or {"mobile", "wireless"} <= names:
        return "/private/var"
    return ""
