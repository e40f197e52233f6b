"""SIM cards that an Android phone remembers."""

import re
from collections.abc import Iterator
from typing import Final

from phonefx.parsers.query import Query
from phonefx.parsers.reading import start, unwritten
from phonefx.parsers.registry import Opened, parser
from phonefx.records import DeviceFact, Record, Skip

SLOTS = {-1: "not inserted at the time of the extraction"}


def fact(name: str, column: str, value: str | None = None) -> Query:
    """One property of each card, as a query over the cards."""
    return Query(
        DeviceFact,
        f"""
        SELECT s._id     AS key,
               '{name}'  AS name,
               {value or f"CAST({column} AS TEXT)"} AS value,
               extra(s.sim_id, s.icc_id, s.is_embedded, s.card_id, s.mcc, s.mnc, s.iso_country_code, s.carrier_id,
                     s.display_name, s.phone_number_source_carrier, s.phone_number_source_ims, s.is_removable,
                     s.subscription_type, s.user_handle, s.data_roaming) AS extra
        FROM siminfo s
        """,
        only="" if value else f"coalesce({column}, '') <> ''",
    )


ICCID = fact("iccid", "s.icc_id")
IMSI = fact("imsi", "opt(s.imsi)")
NUMBER = fact("phone number", "s.number")
CARRIER = fact("carrier", "opt(s.carrier_name)")
HISTORY = fact(
    "sim history",
    "s._id",
    """'card ' || s._id || coalesce(', ICCID ' || s.icc_id, '') ||
       CASE WHEN s.sim_id >= 0 THEN ', in slot ' || s.sim_id ELSE ', not inserted at the last start' END""",
)

parser(
    "android.device.sims",
    title="SIM cards ever used, Android",
    variants=["Android 5 to 10", "Android 11 and later"],
    files=["*/com.android.providers.telephony/databases/telephony.db"],
    queries=[ICCID, IMSI, NUMBER, CARRIER, HISTORY],
    about="One row for each SIM or eSIM profile ever seen since the phone was set up, Android 5 to 16 (no IMSI "
    "before 11). There is no time in it: the order of the rows is the order of first use. A phone number may "
    "have been typed by a user; a slot of -1 is a card that was not inserted any more, which is how a change "
    "of SIM shows.",
)

VERIFIED = Query(
    DeviceFact,
    """
    SELECT v.rowid                               AS key,
           unix_ms(v.verification_time)          AS time,
           'phone number'                        AS name,
           coalesce(nullif(v.phone_number, ''), opt(nullif(v.sim_readable_number, ''))) AS value,
           extra(v.phone_number, v.sim_readable_number, v.imsi, v.sim_slot, v.state, v.verification_method) AS extra
    FROM sim_verifications v
    """,
    skip={"coalesce(nullif(v.phone_number, ''), opt(nullif(v.sim_readable_number, ''))) IS NULL": "no number in it"},
)
VERIFIED_IMSI = Query(
    DeviceFact,
    """
    SELECT v.rowid AS key, unix_ms(v.verification_time) AS time, 'imsi' AS name, v.imsi AS value
    FROM sim_verifications v
    """,
    skip={"coalesce(v.imsi, '') = ''": "no IMSI stored"},
)

parser(
    "android.device.constellation",
    title="Phone numbers verified by Google, Android",
    variants=["without the number of the card", "with the number of the card"],
    files=["*/com.google.android.gms/databases/constellation.db"],
    queries=[VERIFIED, VERIFIED_IMSI],
    about="Numbers that Google Play services verified with the SIM's network. The time is when, in UTC milliseconds.",
)

OWN_NUMBERS = Query(
    DeviceFact,
    """
    SELECT s._id AS key, 'phone number' AS name, s.phone_number AS value,
           extra(s.sub_id, s.sim_slot_index, s.subscription_name) AS extra
    FROM self_participants s
    """,
    skip={"coalesce(s.phone_number, '') = ''": "no number stored"},
)
OWN_CARDS = Query(
    DeviceFact,
    """
    SELECT s._id AS key, 'iccid' AS name, s.sim_serial_number AS value,
           extra(s.sub_id, s.sim_slot_index, s.subscription_name) AS extra
    FROM self_participants s
    """,
    skip={"coalesce(s.sim_serial_number, '') = ''": "no card number stored"},
)

parser(
    "android.device.messages_sims",
    title="SIM cards known to Google Messages, Android",
    variants=["Google Messages of 2024"],
    files=["*/com.google.android.apps.messaging/databases/bugle_db"],
    queries=[OWN_NUMBERS, OWN_CARDS],
    about="Own numbers and cards as Google Messages knows them. There is no time in it.",
    tested={"android14_emulator_ffs": 4},
)

_CARD_IN_NAME: Final = re.compile(r"_(\d{18,20})\.pref\.xml$")


def provisioned(opened: Opened) -> Iterator[Record | Skip]:
    """Yield the card that the name of the file states."""
    if unwritten(opened.content):
        yield Skip(None, "a file of nothing but zeros")
        return
    match = _CARD_IN_NAME.search(opened.path)
    if match:
        yield DeviceFact(key="name of the file", name="iccid", value=match[1])
    else:
        yield Skip(None, "no card in the name of the file")


parser(
    "android.device.rcs_cards",
    title="SIM cards for which Google Messages set up RCS, Android",
    variants=["with the number of the card", "without it"],
    files=["*/com.google.android.apps.messaging/shared_prefs/provisioning_engine_state_cache_*.pref.xml"],
    read=start,
    records=provisioned,
    about="The number of a SIM card in the name of a file: chat was set up, or tried, with that card in this phone. "
    "There is no time in it.",
    tested={"android14_emulator_ffs": 1},
)
