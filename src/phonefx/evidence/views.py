"""The several paths of one storage on Android and iOS, and the class of protection a path belongs to."""

from __future__ import annotations

import re
from typing import Final

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
