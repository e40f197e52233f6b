"""Where a file lay on the device, told from its path inside an extraction.

Acquisition tools wrap the same tree in many ways (`filesystem2/mobile/…`, `Dump/data/…`, `HomeDomain/…`,
`apps/PKG/db/…`, a bare `com.pkg/databases/…`). `device_folder` undoes them. The rules look at folders alone, so the
result of a folder is remembered and a tree of 300,000 files costs as many dictionary lookups.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from phonefx.evidence.domains import AB_DOMAINS, CONTAINERS, DOMAINS, domain_path

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
_TOKENS: Final = frozenset(
    {"data_mirror", "emulated", "data", "expand", "private", "var", "mobile", "user", "user_de", "apps", "shared"}
    | {"databases", "shared_prefs"}
) | frozenset(DOMAINS)
_TOKEN_STARTS: Final = ("filesystem", *(f"{family}-" for family in CONTAINERS))
_REMEMBERED: Final = 200_000
_DEEP: Final = 40
_USER = re.compile(
    r"/(?:data_mirror/data_[cd]e/[^/]+|data/user(?:_de)?|data/media|storage/emulated|data/(?:system|misc|vendor)_[cd]e"
    r"|data/system/users|mnt/expand/[^/]+/(?:user|user_de|media))/(\d{1,6})(?:/|$)"
)


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


class _Folder(NamedTuple):
    """What is known of one folder: its device path and user; whether what follows can only be appended."""

    path: str
    user: int | None
    told: bool = False
    settled: bool = False


class DevicePaths:
    """Device paths for the files of one exhibit: one lookup a file, one small step a folder.

    Args:
        mount: where the exhibit's root was mounted on the device (`/data` for an image of userdata), if known.
    """

    def __init__(self, mount: str = "") -> None:
        self.mount = mount.rstrip("/")
        self._known: dict[str, _Folder] = {}

    def of(self, stored: str) -> tuple[str, int | None]:
        """Give (device path, Android user) of a stored path."""
        folder, _, name = stored.rpartition("/")
        found = self._known.get(folder)
        if found is None:
            found = self._add(folder)
        return f"{found.path}/{name}", found.user

    def within(self, folder: str) -> tuple[str, int | None]:
        """Give (device path with '/' at its end, Android user) of a stored folder, for all files in it."""
        found = self._known.get(folder) or self._add(folder)
        return f"{found.path}/", found.user

    def _add(self, folder: str) -> _Folder:
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        above, _, name = folder.rpartition("/")
        parent = self._known.get(above)
        if parent is not None and parent.settled and name and parent.user is not None:
            found = self._known[folder] = _Folder(f"{parent.path}/{name}", parent.user, True, True)
            return found
        new, at = [folder], folder.rpartition("/")[0]
        while at and at not in self._known and len(new) < _DEEP:
            new.append(at)
            at = at.rpartition("/")[0]
        known = self._known.get(at) if at else None
        for each in reversed(new):
            known = self._known[each] = self._below(known, each)
        return self._known[folder]

    def _below(self, parent: _Folder | None, folder: str) -> _Folder:
        name = folder.rpartition("/")[2]
        if parent is None or not name:
            return self._whole(folder)
        if parent.settled:
            path, user = f"{parent.path}/{name}", parent.user
            if user is None and name.isdigit():
                user = user_of(path)
            return _Folder(path, user, told=True, settled=True)
        if parent.told or name in _TOKENS or name.startswith(_TOKEN_STARTS):
            return self._whole(folder)
        return _Folder(f"{parent.path}/{name}", parent.user)

    def _whole(self, folder: str) -> _Folder:
        whole = "/" + folder.removeprefix("./").strip("/") if folder else ""
        if "\\" in whole and "/" not in whole[1:]:
            whole = whole.replace("\\", "/")
        told = bool(self.mount) or any(each in _TOKENS or each.startswith(_TOKEN_STARTS) for each in whole.split("/"))
        if not told:
            return _Folder(whole, None)
        mounted = whole if not self.mount or whole.startswith(self.mount + "/") else self.mount + whole
        path = device_folder(mounted)
        if path is None:
            return _Folder(mounted, user_of(mounted), told=True)
        parent = device_folder(mounted.rpartition("/")[0])
        settled = parent is not None and path == f"{parent}/{mounted.rpartition('/')[2]}" and path.count("/") > 2
        flat = path.startswith("/data/data/") and _FLAT.search(whole) and not _known_user_zero(mounted)
        return _Folder(path, None if flat else user_of(path), told=True, settled=settled)


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
