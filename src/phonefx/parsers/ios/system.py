"""Permissions, installed apps and look-ups of iOS."""

from __future__ import annotations

from collections.abc import Iterator

from phonefx.parsers.query import Query
from phonefx.parsers.reading import plist
from phonefx.parsers.registry import Opened, parser
from phonefx.parsers.values import stated
from phonefx.records import App, Event, Record
from phonefx.times import moment

ACCESS = """
    SELECT a.rowid AS key, unix_s(opt(a.last_modified)) AS time, 'permission' AS category, a.client AS app,
           replace(a.service, 'kTCCService', '') AS subject, {} AS detail,
           extra(a.service, a.client_type, a.auth_reason, a.prompt_count) AS extra
    FROM access a
"""
PERMISSIONS = Query(
    Event,
    (
        ACCESS.format("CASE a.auth_value WHEN 0 THEN 'denied' WHEN 1 THEN 'unknown' WHEN 2 THEN 'allowed'"
                      " WHEN 3 THEN 'limited' ELSE 'unknown (' || a.auth_value || ')' END"),
        ACCESS.format("CASE a.allowed WHEN 0 THEN 'denied' WHEN 1 THEN 'allowed'"
                      " ELSE 'unknown (' || a.allowed || ')' END"),
    ),
)  # fmt: skip

parser(
    "ios.permissions",
    title="Permissions of apps, iOS",
    files=["*/TCC.db"],
    queries=[PERMISSIONS],
    about="What apps were allowed: contacts, camera, microphone, photos, motion and more (not location), iOS 6 to "
    "18. The time is that of the last change, UTC seconds since 1970, absent in old versions.",
    tested={"ios_backup_mvt": 11},
    variants=["iOS 12", "iOS 14"],
)

CURRENT_APPS = Query(
    App,
    """
    SELECT a.rowid AS key, cocoa_s(opt(a.timestamp)) AS time, cocoa_s(opt(a.deletion_date)) AS removed,
           a.bundle_id AS identifier, opt(a.item_name) AS name, opt(a.bundle_version) AS version,
           opt(a.vendor_name) AS installer
    FROM current_apps a
    """,
)
PURCHASES = Query(
    App,
    """
    SELECT p.rowid AS key, cocoa_s(opt(p.date_purchased)) AS time, p.bundle_id AS identifier,
           coalesce(opt(p.long_title), opt(p.title)) AS name,
           'bought or got once, on any device of the account' AS detail, opt(p.developer_name) AS installer
    FROM purchase_history_apps p
    """,
)
INSTALLS = Query(
    App,
    """
    SELECT i.rowid AS key, cocoa_s(opt(i.timestamp)) AS time, i.bundle_id AS identifier,
           coalesce(opt(i.bundle_name), opt(i.item_name)) AS name, opt(i.bundle_version) AS version,
           'install handled by the App Store' AS detail
    FROM app_install i
    """,
)

parser(
    "ios.apps.store",
    title="Apps of the App Store, iOS",
    files=["*/com.apple.appstored/storeUser.db", "*/Documents/Persistence/storeSystem.db"],
    queries=[CURRENT_APPS, PURCHASES, INSTALLS],
    about="Apps installed, removed and ever bought with the account, iOS 12 to 18. Times are UTC seconds since 2001.",
    variants=["iOS 15", "iOS 16, system", "iOS 17, versions"],
)

STATES = Query(
    App,
    """
    SELECT a.id AS key, a.application_identifier AS identifier, 'known to the home screen; may be removed' AS detail
    FROM application_identifier_tab a
    """,
)

parser(
    "ios.apps.state",
    title="Apps known to the home screen, iOS",
    files=["*/FrontBoard/applicationState.db"],
    queries=[STATES],
    about="Every app that the home screen has kept a state for, also removed ones, iOS 7 to 18. There is no time in "
    "it.",
)


def purchase(opened: Opened) -> Iterator[Record]:
    """The app of a bundle and with which account it was bought."""
    content = opened.content if isinstance(opened.content, dict) else {}
    bundle, title = content.get("softwareVersionBundleId"), content.get("itemName")
    info = content.get("com.apple.iTunesStore.downloadInfo")
    account = info.get("accountInfo") if isinstance(info, dict) else None
    who = account.get("AppleID") if isinstance(account, dict) else None
    bought = stated(info.get("purchaseDate")) if isinstance(info, dict) else None
    if isinstance(bundle, str):
        yield App(
            key="softwareVersionBundleId", time=bought, identifier=bundle,
            name=title if isinstance(title, str) else None,
            version=text(content.get("bundleShortVersionString")),
            installer=f"App Store, account {who}" if isinstance(who, str) else "App Store",
            detail="installed",
        )  # fmt: skip


def text(value: object) -> str | None:
    """A text, or nothing."""
    return value if isinstance(value, str) else None


parser(
    "ios.apps.bundles",
    title="Apps installed from the App Store, iOS",
    files=["*/Bundle/Application/*/iTunesMetadata.plist"],
    read=plist,
    records=purchase,
    about="What the App Store wrote beside an app: its name and version and whose account it was bought with. The "
    "time is when it was bought, UTC, where that is stored.",
)

LOOKED_UP = {1: "has the service", 2: "does not have the service"}


def lookups(opened: Opened) -> Iterator[Record]:
    """Addresses that the phone asked Apple about: an attempt to write or call, or a suggestion."""
    content = opened.content if isinstance(opened.content, dict) else {}
    for service, known in content.items():
        for address, entry in known.items() if isinstance(known, dict) else ():
            when = entry.get("LookupDate") if isinstance(entry, dict) else None
            if isinstance(when, (int, float)):
                status = entry.get("IDStatus")
                known_status = LOOKED_UP.get(status) if isinstance(status, int) else None
                yield Event(
                    key=f"{service}/{address}", time=moment(when, "cocoa_s"), category="address looked up at Apple",
                    app=service, subject=address, detail=known_status or f"unknown ({status})",
                )  # fmt: skip


parser(
    "ios.lookups",
    title="Addresses looked up at Apple, iOS",
    files=[
        "*/Library/Preferences/com.apple.identityservices.idstatuscache.plist",
        "*/Library/IdentityServices/idstatuscache.plist",
    ],
    read=plist,
    records=lookups,
    about="The phone asked whether a number or address has iMessage, FaceTime or another service: an attempt to "
    "reach it, or a mere suggestion, never a message. Times are UTC seconds since 2001.",
    tested={"ios_apps_plaso": 40},
)
