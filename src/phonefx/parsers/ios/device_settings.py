"""Further property lists in which an iPhone states its identity, settings, backups and restores."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from phonefx.formats.plists import Date
from phonefx.parsers.ios.device import stated
from phonefx.parsers.query import Query
from phonefx.parsers.reading import plist
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Account, DeviceFact, Event, Record, Skip
from phonefx.times import moment


def _dict(value: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever a property list holds
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:  # noqa: ANN401
    return value if isinstance(value, list) else []


def languages(opened: Opened) -> Iterator[Record]:
    """Region and languages."""
    yield from stated({"AppleLocale": "locale"})(opened)
    listed = [each for each in _list(_dict(opened.content).get("AppleLanguages")) if isinstance(each, str)]
    if listed:
        yield DeviceFact(key="AppleLanguages", name="locale", value=", ".join(listed))


def backups(opened: Opened) -> Iterator[Record]:
    """Backups to iCloud with their outcome, and the restore that the phone began with."""
    content = _dict(opened.content)
    state = _dict(content.get("BackupStateInfo"))
    for number, each in enumerate(_list(state.get("errors"))):
        entry = _dict(each)
        if isinstance(entry.get("date"), Date):
            yield Event(
                key=f"BackupStateInfo/errors/{number}", time=moment(float(entry["date"]), "cocoa_s"),
                category="backup to iCloud", subject=_text(entry.get("localizedDescription")),
            )  # fmt: skip
    if isinstance(content.get("AccountEnabledDate"), Date):
        time = moment(float(content["AccountEnabledDate"]), "cocoa_s")
        yield Event(key="AccountEnabledDate", time=time, category="backup to iCloud switched on")
    restore = _dict(content.get("RestoreInfo"))
    if isinstance(restore.get("RestoreDate"), Date):
        kept = {name: value for name, value in restore.items() if isinstance(value, (str, int))}
        yield Event(
            key="RestoreInfo", time=moment(float(restore["RestoreDate"]), "cocoa_s"), category="restored from a backup",
            detail=json.dumps(kept, sort_keys=True),
        )  # fmt: skip


def _text(value: Any) -> str | None:  # noqa: ANN401
    return value if isinstance(value, str) else None


def sims_seen(opened: Opened) -> Iterator[Record]:
    """Every SIM that the communication centre ever noted, with the time of the note."""
    for iccid, entry in _dict(_dict(opened.content).get("PersonalWallet")).items():
        info = _dict(_dict(entry).get("info")) or _dict(entry)
        stamp = info.get("ts")
        time = moment(stamp, "unix_s") if isinstance(stamp, (int, float)) else None
        yield DeviceFact(key=f"PersonalWallet/{iccid}", name="sim history", value=str(iccid), time=time)
        if _text(info.get("mdn")):
            yield DeviceFact(key=f"PersonalWallet/{iccid}/mdn", name="phone number", value=info["mdn"], time=time)


def computer(opened: Opened) -> Iterator[Record | Skip]:
    """A computer that the phone trusts."""
    content = _dict(opened.content)
    host = _text(content.get("HostID"))
    if host is None:
        yield Skip("HostID", "no host in it")
        return
    kept = {name: value for name in ("SystemBUID", "WiFiMACAddress") if (value := _text(content.get(name)))}
    yield Account(key="HostID", service="trusted computer", identifier=host, extra=json.dumps(kept, sort_keys=True))


def _declare(artifact: str, title: str, files: list[str], records: Any, about: str, **tested: int) -> None:  # noqa: ANN401
    parser(f"ios.device.{artifact}", title=title, files=files, read=plist, records=records, about=about, tested=tested)


_declare(
    "languages", "Languages and region, iOS", ["*/Library/Preferences/.GlobalPreferences.plist"], languages,
    "Region and languages of the user. There is no time in it.", ios_backup_mvt=2,
)  # fmt: skip
_declare(
    "backups", "Backups and restores, iOS", ["*/Library/Preferences/com.apple.MobileBackup.plist"], backups,
    "Backups to iCloud with their outcome, and the backup that the phone was restored from. Times are UTC.",
    ios_apps_plaso=11,
)  # fmt: skip
_declare(
    "sims_seen", "SIM cards ever seen, iOS", ["*/Library/Preferences/com.apple.commcenter.data.plist"], sims_seen,
    "SIM cards that the phone noted, with their numbers. Times are UTC seconds since 1970.",
)  # fmt: skip
_declare(
    "computers", "Trusted computers, iOS", ["*/Lockdown/pair_records/*.plist"], computer,
    "Computers that the phone was paired with. There is no time in it.",
)  # fmt: skip
_declare(
    "previous", "System before the last update, iOS", ["*/MobileInstallation/LastBuildInfo.plist"],
    stated({"ProductVersion": "os history", "ProductBuildVersion": "os history"}),
    "The version of iOS that apps were last installed under. There is no time in it.",
)  # fmt: skip
_declare(
    "advertising", "Identifier for advertising, iOS", ["*/Library/Caches/com.apple.lsdidentifiers.plist"],
    stated({"LSAdvertiserIdentifier": "advertising id"}),
    "The identifier for advertising. There is no time in it.",
)  # fmt: skip

SUBSCRIBERS = {"iccid": "subscriber_id", "phone number": "subscriber_mdn"}

parser(
    "ios.device.cellular",
    title="SIM cards and numbers (CellularUsage), iOS",
    files=["*/Library/Databases/CellularUsage.db"],
    queries=[
        Query(
            DeviceFact,
            f"""
            SELECT s.rowid AS key, cocoa_s(opt(s.last_update_time)) AS time, '{name}' AS name, s.{column} AS value,
                   extra(s.slot_id, s.tag) AS extra
            FROM subscriber_info s
            """,
            skip={f"coalesce(s.{column}, '') = ''": "not stored"},
        )
        for name, column in SUBSCRIBERS.items()
    ],
    about="SIM cards and numbers that were used for mobile data, iOS 10 to 18. Times are UTC seconds since 2001.",
)
