"""Screen Time: how long apps and sites were used, hour by hour, on each device of the account."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Account, App, Event

DEVICE = """opt((SELECT d.ZNAME FROM ZUSAGE u JOIN ZCOREDEVICE d ON d.Z_PK = u.ZDEVICE
                  WHERE u.Z_PK = b.ZUSAGE))"""
TIMED = Query(
    Event,
    f"""
    SELECT i.Z_PK AS key, cocoa_s(b.ZSTARTDATE) AS time, cocoa_s(b.ZLASTEVENTDATE) AS end,
           'use in an hour (Screen Time)' AS category,
           i.ZBUNDLEIDENTIFIER AS app, opt(i.ZDOMAIN) AS subject,
           CAST(i.ZTOTALTIMEINSECONDS AS INTEGER) || ' s' || coalesce(', on ' || {DEVICE}, '') AS detail,
           json_object('ZTOTALTIMEINSECONDS', i.ZTOTALTIMEINSECONDS, 'category', c.ZIDENTIFIER, 'device', {DEVICE})
               AS extra
    FROM ZUSAGETIMEDITEM i
    LEFT JOIN opt_table(ZUSAGECATEGORY, Z_PK, ZBLOCK, ZIDENTIFIER) c ON c.Z_PK = i.ZCATEGORY
    LEFT JOIN ZUSAGEBLOCK b ON b.Z_PK = c.ZBLOCK
    """,
)
COUNTED = Query(
    Event,
    f"""
    SELECT i.Z_PK AS key, cocoa_s(b.ZSTARTDATE) AS time, cocoa_s(b.ZLASTEVENTDATE) AS end,
           'notifications and pick-ups in an hour (Screen Time)' AS category, i.ZBUNDLEIDENTIFIER AS app,
           i.ZNUMBEROFNOTIFICATIONS || ' notifications, picked up ' || i.ZNUMBEROFPICKUPS || ' times' AS subject,
           {DEVICE} AS detail
    FROM ZUSAGECOUNTEDITEM i
    LEFT JOIN ZUSAGEBLOCK b ON b.Z_PK = i.ZBLOCK
    """,
)
BLOCKS = Query(
    Event,
    f"""
    SELECT b.Z_PK AS key, cocoa_s(b.ZSTARTDATE) AS time, cocoa_s(b.ZLASTEVENTDATE) AS end,
           'screen time in an hour' AS category, CAST(b.ZSCREENTIMEINSECONDS AS INTEGER) || ' s' AS subject,
           {DEVICE} AS detail,
           extra(b.ZFIRSTPICKUPDATE, b.ZLONGESTSESSIONSTARTDATE, b.ZNUMBEROFPICKUPSWITHOUTAPPLICATIONUSAGE) AS extra
    FROM ZUSAGEBLOCK b
    """,
)
USERS = Query(
    Account,
    """
    SELECT u.Z_PK AS key, 'Apple Account (Screen Time)' AS service, u.ZAPPLEID AS identifier,
           nullif(trim(coalesce(opt(u.ZGIVENNAME), '') || ' ' || coalesce(opt(u.ZFAMILYNAME), '')), '') AS name,
           extra(u.ZDSID, u.ZFAMILYMEMBERTYPE, u.ZISFAMILYORGANIZER) AS extra
    FROM ZCOREUSER u
    """,
)
DEVICES = Query(
    Event,
    """
    SELECT d.Z_PK AS key, 'device of the account' AS category, d.ZNAME AS subject,
           extra(d.ZIDENTIFIER, d.ZPLATFORM) AS extra
    FROM ZCOREDEVICE d
    """,
)
APPS = Query(
    App,
    """
    SELECT a.Z_PK AS key, a.ZBUNDLEIDENTIFIER AS identifier, opt(a.ZDISPLAYNAME) AS name,
           'listed in Screen Time, on any device of the account' AS detail
    FROM ZINSTALLEDAPP a
    """,
)

parser(
    "ios.screen_time",
    title="Screen Time, iOS",
    files=["*/com.apple.remotemanagementd/RMAdminStore-{Local,Cloud}.sqlite"],
    queries=[TIMED, COUNTED, BLOCKS, USERS, DEVICES, APPS],
    about="How long apps and sites were used in each hour, notifications and pick-ups, iOS 12 to 18, of all "
    "devices that share Screen Time, the device named where it is stored. Times are UTC seconds since 2001: "
    "the hour, not the use.",
)
