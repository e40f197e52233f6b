"""Accounts that an iPhone is signed in to."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Account, DeviceFact

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
    queries=[ACCOUNTS, OWNER],
    about="Accounts of the system and of apps that use it: Apple ID, iCloud, mail, social networks; iOS 7 to 18. "
    "The time is when the account was added to this phone, UTC seconds since 2001.",
    tested={"ios16_belkactf6_ffs": 17, "ios_apps_plaso": 19},
)
