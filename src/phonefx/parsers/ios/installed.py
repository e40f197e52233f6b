"""Signs of remote management and of tracking on an iPhone: profiles, trackers, web clips. Leads, not findings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from phonefx.parsers.reading import plist
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Event, Record

TEXTS = ("PayloadDisplayName", "PayloadOrganization", "PayloadIdentifier", "PayloadDescription")


def _member(content: Any, name: str) -> str | None:  # noqa: ANN401 - whatever a property list holds
    value = content.get(name) if isinstance(content, dict) else None
    return value if isinstance(value, str) else None


def profile(opened: Opened) -> Iterator[Record]:
    """The profile that a file holds."""
    named = [value for name in TEXTS if (value := _member(opened.content, name))]
    listed = opened.content.get("PayloadContent") if isinstance(opened.content, dict) else None
    kinds = [_member(each, "PayloadType") for each in listed] if isinstance(listed, list) else []
    managed = any(kind == "com.apple.mdm" for kind in kinds)
    if named or kinds:
        yield Event(
            key="profile",
            category="device management profile" if managed else "configuration profile",
            subject="; ".join(named) or None, detail=", ".join(kind for kind in kinds if kind) or None,
        )  # fmt: skip


def server(opened: Opened) -> Iterator[Record]:
    """The server that manages the phone."""
    address = _member(opened.content, "ServerURL")
    if address:
        yield Event(
            key="ServerURL", category="managed by a server", subject=address,
            detail=_member(opened.content, "Topic"),
        )  # fmt: skip


parser(
    "ios.profiles",
    title="Configuration profiles, iOS",
    files=["*/Library/ConfigurationProfiles/profile-*.stub", "*/UserConfigurationProfiles/profile-*.stub"],
    read=plist,
    records=profile,
    about="Profiles installed by an employer, a school, a parent or anybody who had the phone in hand, iOS 4 to 18: "
    "a lead to who may watch or steer the phone. There is no time in it.",
)
parser(
    "ios.management",
    title="Device management, iOS",
    files=["*/Library/ConfigurationProfiles/MDM.plist"],
    read=plist,
    records=server,
    about="The server that manages the phone, if any, iOS 4 to 18. There is no time in it.",
)
