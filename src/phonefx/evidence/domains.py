"""The folders of backups and where each lies on the device."""

from __future__ import annotations

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
