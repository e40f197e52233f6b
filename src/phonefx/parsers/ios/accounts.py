"""Accounts that an iPhone is signed in to."""

from __future__ import annotations

import json
from collections.abc import Iterator

from phonefx.formats.plists import Date, keyed
from phonefx.parsers.query import Query
from phonefx.parsers.reading import plist
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Account, Attachment, DeviceFact, Event, Record
from phonefx.times import iso, moment


def setting(stored: bytes | None) -> str | None:
    """What is noted of an account: a text, a number, yes or no, a time in UTC, or a list of such as JSON."""
    value = keyed.loads(stored) if stored else None
    if isinstance(value, Date):
        at = moment(float(value), "cocoa_s")
        return iso(at.us) if at and at.us is not None else str(float(value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, dict)):
        return json.dumps(value, default=_shown, ensure_ascii=False)
    return str(value) if isinstance(value, (str, int, float)) else None


def _shown(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)


ACCOUNTS = Query(
    Account,
    """
    SELECT a.Z_PK                                AS key,
           cocoa_s(a.ZDATE)                      AS time,
           coalesce(t.ZACCOUNTTYPEDESCRIPTION, t.ZIDENTIFIER) AS service,
           a.ZUSERNAME                           AS identifier,
           a.ZACCOUNTDESCRIPTION                 AS name,
           extra(t.ZIDENTIFIER, a.ZOWNINGBUNDLEID, a.ZACTIVE, a.ZAUTHENTICATED, a.ZPARENTACCOUNT,
                 a.ZLASTCREDENTIALRENEWALREJECTIONDATE) AS extra
    FROM ZACCOUNT a
    LEFT JOIN opt_table(ZACCOUNTTYPE, Z_PK, ZIDENTIFIER, ZACCOUNTTYPEDESCRIPTION) t ON t.Z_PK = a.ZACCOUNTTYPE
    """,
)

SETTINGS = Query(
    Attachment,
    """
    SELECT p.Z_PK AS key, p.ZOWNER AS owner, p.ZKEY AS name, setting(p.ZVALUE) AS text
    FROM ZACCOUNTPROPERTY p
    """,
    of=ACCOUNTS,
    skip={"setting(p.ZVALUE) IS NULL": "bytes that mean something to the app alone"},
)
OWNER = Query(
    DeviceFact,
    """
    SELECT a.Z_PK AS key, cocoa_s(a.ZDATE) AS time, 'apple id' AS name, a.ZUSERNAME AS value
    FROM ZACCOUNT a
    LEFT JOIN opt_table(ZACCOUNTTYPE, Z_PK, ZIDENTIFIER) t ON t.Z_PK = a.ZACCOUNTTYPE
    """,
    skip={"t.ZIDENTIFIER IS NOT 'com.apple.account.AppleAccount' OR a.ZUSERNAME IS NULL": "an account of another kind"},
)

parser(
    "ios.accounts",
    title="Accounts, iOS",
    files=["*/Accounts3.sqlite"],
    queries=[ACCOUNTS, SETTINGS, OWNER],
    functions={"setting": setting},
    about="Accounts of the system and of apps that use it: Apple ID, iCloud, mail, social networks; iOS 7 to 18. "
    "The time is when the account was added to this phone, UTC seconds since 2001. What an account keeps besides "
    "(the name of its owner, the number by which Apple knows it, addresses, the phone that confirms it) is "
    "listed with it by name.",
    tested={"ios16_belkactf6_ffs": 17, "ios_apps_plaso": 19},
)


def counted(opened: Opened) -> Iterator[Record]:
    """How many accounts of each kind there are."""
    for key, count in (opened.content if isinstance(opened.content, dict) else {}).items():
        kind, _, what = key.rpartition(".")
        if what == "count" and isinstance(count, int) and count:
            yield Event(key=key, category="kind of account", app=kind, subject=f"{count} of this kind")


parser(
    "ios.accounts.counted",
    title="Kinds of accounts, iOS",
    files=["*/SystemConfiguration/com.apple.accounts.exists.plist"],
    read=plist,
    records=counted,
    about="How many accounts of each kind the phone had, without their names, iOS 9 to 18: of use where the list of "
    "accounts itself is missing. There is no time in it.",
    tested={"ios15_ffs": 15, "ios16_belkactf6_ffs": 15},
)
