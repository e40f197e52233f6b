"""Instagram and TikTok on Android: when the app was in use, and the account."""

import json
from collections.abc import Iterator
from typing import Any

from phonefx.formats import androidxml
from phonefx.parsers.query import Query
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Account, Event, Record, Skip
from phonefx.times import moment

USES = Query(
    Event,
    """
    SELECT i.rowid AS key, unix_s(i.start_walltime) AS time, unix_s(i.end_walltime) AS end, 'app in use' AS category,
           'Instagram' AS app, extra(i.start_event, i.end_event, i.start_uptime, i.end_uptime, i.seq_num) AS extra
    FROM intervals i
    """,
)

parser(
    "apps.instagram.android.use",
    title="Uses of Instagram, Android",
    variants=["time_in_app"],
    files=["*/com.instagram.android/databases/time_in_app_*.db"],
    queries=[USES],
    about="From when to when Instagram was in use, as it counts for its own display of daily use; the number of the "
    "account is part of the file's name. Times are UTC seconds of the phone's clock.",
)


def account(opened: Opened) -> Iterator[Record | Skip]:
    """Yield each account that was signed in."""
    others = 0
    for element in opened.content.walk("string"):
        name, text = element.get("name") or "", element.text.strip()
        shaped = name.endswith("_aweme_user_info") and text.startswith("{") and text.endswith("}")
        found: Any = json.loads(text) if shaped else None
        if not isinstance(found, dict) or not (found.get("uid") or found.get("unique_id")):
            others += 1
            continue
        made = found.get("register_time")
        kept = ("uid", "sec_uid", "short_id", "account_region", "google_account", "gender", "is_minor")
        yield Account(
            key=name,
            time=moment(made, "unix_s") if isinstance(made, int) and not isinstance(made, bool) and made > 0 else None,
            service="TikTok",
            identifier=str(found.get("unique_id") or found["uid"]),
            name=str(found["nickname"]) if found.get("nickname") else None,
            extra=json.dumps({each: found[each] for each in kept if each in found}, ensure_ascii=False),
        )
    if others:
        yield Skip("others", f"{others} settings that are no account")


parser(
    "apps.tiktok.android.account",
    title="Accounts of TikTok, Android",
    variants=["aweme_user"],
    files=["*/com.{zhiliaoapp.musically,ss.android.ugc.trill}/shared_prefs/aweme_user.xml"],
    read=androidxml.read,
    records=account,
    about="The accounts that were signed in to TikTok, with name, region and, where stored, the account of Google. The "
    "time is UTC seconds: when the account was made.",
)
