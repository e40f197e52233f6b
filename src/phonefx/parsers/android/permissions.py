"""What apps and websites were allowed: permissions granted while running, positions allowed to websites."""

from collections.abc import Iterator
from typing import Final

from phonefx.formats import androidxml
from phonefx.parsers.query import Query
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Event, Record, Skip

_FLAGS: Final = {
    0: "set by the user", 1: "the user is not asked again", 2: "fixed by an administrator", 4: "fixed by the system",
    5: "granted by default", 15: "granted by a role", 16: "for one time", 17: "taken away as unused",
}  # fmt: skip
_ACCESS: Final = {
    3: "granted by a role", 5: "set by the user", 6: "the user is not asked again", 7: "fixed by an administrator",
    8: "fixed by the system", 9: "granted by default", 20: "taken away from an old app", 21: "for one time",
    22: "taken away as unused", 23: "chosen by the user",
}  # fmt: skip
_INSTALLED, _NOT_INSTALLED, _BY_SIGNATURE, _RUNNING, _OLD, _RESTRICTED = 1, 2, 4, 1 << 4, 3 << 10, 1 << 18
_FILES: Final = "*/misc_de/*/apexdata/com.android.permission/"


def _said(flags: int, words: dict[int, str]) -> str | None:
    return ", ".join(word for bit, word in words.items() if flags >> bit & 1) or None


def _number(stored: str | None, base: int) -> int | None:
    text = (stored or "").lower().removeprefix("0x" if base == 16 else "")
    digits = set("0123456789abcdef"[:base])
    return int(text, base) if text and len(text) <= 16 and set(text) <= digits else None


def _event(package: str, name: str, holds: bool, flags: str | None, detail: str | None) -> Event:
    return Event(
        key=f"{package} {name}",
        category="permission granted" if holds else "permission not granted",
        app=package,
        subject=name,
        detail=detail,
        extra=flags,
    )


def granted(opened: Opened) -> Iterator[Record | Skip]:
    """Yield each permission that an app holds or was refused, with who set it as far as the flags tell."""
    for element in opened.content.walk("pkg", "package", "shared-user"):
        package = element.get("name")
        for item in element.walk("item", "permission"):
            name, state, flags = item.get("name"), item.get("granted"), _number(item.get("flags"), 16)
            if package and name and state in {"true", "false"}:
                detail = None if flags is None else _said(flags, _FLAGS)
                yield _event(package, name, state == "true", item.get("flags"), detail)
            else:
                yield Skip(name or package, "a permission without name or state")


def access(opened: Opened) -> Iterator[Record | Skip]:
    """Yield the same of Android 15, where one number says all: who granted a permission, and whether."""
    others = 0
    for element in opened.content.walk("app-id"):
        uid = element.get("id")
        for item in element.walk("permission"):
            name, flags = item.get("name"), _number(item.get("flags"), 10)
            if uid is None or not name or flags is None:
                yield Skip(name or uid, "a permission without name or state")
            elif flags & ~(_INSTALLED | _NOT_INSTALLED | _BY_SIGNATURE):
                if flags & (_INSTALLED | _NOT_INSTALLED):
                    holds = bool(flags & _INSTALLED)
                elif flags & (_BY_SIGNATURE | _OLD):
                    holds = True
                else:
                    holds = not flags & _RESTRICTED and bool(flags & _RUNNING)
                yield _event(f"uid {uid}", name, holds, str(flags), _said(flags, _ACCESS))
            else:
                others += 1
    if others:
        yield Skip("others", f"{others} permissions that come with installing or with the maker's signature")


_ABOUT: Final = (
    "Which app may use the position, the microphone, the camera, messages and so on, at the time of the extraction. "
    "They carry no time: the uses of a permission stand in the records of operations (`android.app_ops`). Flags say "
    "who set it, and are kept as stored."
)
parser(
    "android.permissions",
    title="Permissions granted to apps, Android 6 to 14",
    variants=["Android 11 to 14", "Android 6 to 10"],
    files=["*/data/system/users/*/runtime-permissions.xml", f"{_FILES}runtime-permissions.xml"],
    read=androidxml.read,
    records=granted,
    about=f"{_ABOUT} For packages that share a user its name stands in place of theirs.",
)
parser(
    "android.permissions.access",
    title="Permissions granted to apps, Android 15",
    variants=["Android 15 and later"],
    files=[f"{_FILES}access.abx"],
    read=androidxml.read,
    records=access,
    about=f"{_ABOUT} Apps are named by their user number only, which the list of installed apps resolves. A "
    "permission given for one time is never stored as granted.",
)

SITES = Query(
    Event,
    """
    SELECT p.rowid AS key,
           CASE p.allow WHEN 0 THEN 'position refused to a website' ELSE 'position allowed to a website' END AS
           category, p.origin AS subject
    FROM Permissions p
    """,
)

parser(
    "android.geolocation_permissions",
    title="Websites allowed to know the position, Android",
    variants=["app_geolocation"],
    files=["*/app_geolocation/GeolocationPermissions.db"],
    queries=[SITES],
    about="Websites that the owner allowed, or refused, to know the position, in the browser of early Androids and in "
    "apps that show websites. They carry no time and no position.",
)
