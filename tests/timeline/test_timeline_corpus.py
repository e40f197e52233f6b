"""On real phones, the timeline's counts and order are those that plain SQL gives over the phone's own stores."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from phonefx.cli.main import command as phonefx

COCOA_S = 978_307_200
SAMSUNG = "android_samsung_dfrws2021"
IPHONE = "ios15_ffs"
WHATSAPP = "android_whatsapp_iped"
GROUPS = "Containers/Shared/AppGroup/694FBBC5-2E69-480A-A25B-FF8CC038BEF8"
STORES = {
    SAMSUNG: ("data/data/com.android.providers.telephony/databases/mmssms.db",
              "SELECT _id, date * 1000 FROM sms", "android.sms"),
    IPHONE: (f"private/var/mobile/{GROUPS}/ChatStorage.sqlite",
             f"SELECT Z_PK, CAST(round((ZMESSAGEDATE + {COCOA_S}) * 1000000) AS INTEGER) FROM ZWAMESSAGE",
             "apps.whatsapp.ios"),
    WHATSAPP: ("data/data/com.whatsapp/databases/msgstore.db",
               "SELECT _id, timestamp * 1000 FROM messages WHERE timestamp > 0", "apps.whatsapp.android"),
}  # fmt: skip


@pytest.fixture(scope="module")
def case_of(corpus, tmp_path_factory):
    """Makes a case of a phone of the corpus, once each."""
    made = {}

    def make(phone):
        if phone not in made:
            made[phone] = tmp_path_factory.mktemp("corpus") / phone
            CliRunner().invoke(phonefx, ["process", str(corpus / phone), "-o", str(made[phone]), "--quiet"])
        return made[phone]

    return make


def store(corpus: Path, phone: str, folder: Path) -> sqlite3.Connection:
    """A store of a phone as SQLite itself opens it, journals and all, from a copy."""
    place = corpus / phone / STORES[phone][0]
    for each in place.parent.glob(f"{place.name}*"):
        shutil.copyfile(each, folder / each.name)
    return sqlite3.connect(folder / place.name)


def lines(case: Path, *options: str) -> list[dict]:
    done = CliRunner().invoke(phonefx, ["timeline", str(case), "--jsonl", "--timezone", "UTC", *options])
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


OWN = {"incoming", "outgoing", "sent or received"}
"""What the own moment of a message is called."""


def micros(text: str) -> int:
    from dateutil.parser import isoparse

    moment = isoparse(text)
    return int(moment.timestamp()) * 1_000_000 + moment.microsecond


@pytest.mark.parametrize("phone", STORES)
def test_messages_are_as_many_and_in_the_order_that_the_store_gives(corpus, case_of, tmp_path, phone):
    wanted = sorted((us, key) for key, us in store(corpus, phone, tmp_path).execute(STORES[phone][1]))
    with sqlite3.connect(case_of(phone) / "case.db") as database:
        keys = dict(database.execute("SELECT id, key FROM item").fetchall())
    shown = [row for row in lines(case_of(phone), "--kind", "message", "--state", "live")
             if row["what"] in OWN and row["parser"] == STORES[phone][2]]  # fmt: skip
    times = [micros(row["time"]) for row in shown]
    assert times == [us for us, _ in wanted]
    assert sorted(zip(times, (keys[row["item"]] for row in shown), strict=True)) == wanted
    assert len(wanted) >= 30


@pytest.mark.parametrize("phone", STORES)
def test_every_moment_of_every_item_is_one_row_and_time_never_runs_back(case_of, phone):
    with sqlite3.connect(case_of(phone) / "case.db") as database:
        tables = [row[0] for row in database.execute("SELECT DISTINCT kind FROM source WHERE kind IS NOT NULL")]
        count = database.execute("SELECT count(*) FROM item WHERE time_us IS NOT NULL").fetchone()[0]
        for table in tables:
            known = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
            moments = [
                name for name in known if name.endswith("_us") and name != "time_us" and f"{name[:-3]}_raw" in known
            ]
            count += sum(
                database.execute(f"SELECT count({name}) FROM {table} WHERE item IS NOT NULL").fetchone()[0]
                for name in moments
            )
        order = [row[0] for row in database.execute("SELECT time_us FROM timeline ORDER BY time_us, item")]
    shown = lines(case_of(phone))
    assert len(shown) == len(order) == count > 30
    utc = [micros(row["time"]) for row in shown if row["basis"] == "utc"]
    assert utc == sorted(utc)


def test_who_had_how_many_messages_is_what_the_store_counts(corpus, case_of, tmp_path):
    """What was sent to one person, and received from one in a chat or a group: counted over the store by itself.

    Rows of status 6 are notices of WhatsApp (who joined, whose key changed), which nobody sent.
    """
    asked = (
        "SELECT key_from_me, CASE WHEN key_remote_jid LIKE '%@g.us' THEN remote_resource ELSE key_remote_jid END"
        " FROM messages WHERE timestamp > 0 AND NOT (key_from_me AND key_remote_jid LIKE '%@g.us') AND status <> 6"
    )
    counted = Counter(
        (jid.split("@")[0], bool(sent))
        for sent, jid in store(corpus, WHATSAPP, tmp_path).execute(asked)
        if (jid or "").endswith("@s.whatsapp.net")
    )
    done = CliRunner().invoke(phonefx, ["links", str(case_of(WHATSAPP)), "--json"])
    found = {}
    with sqlite3.connect(case_of(WHATSAPP) / "case.db") as database:
        shown = dict(database.execute("SELECT person, shown FROM identity WHERE kind = 'phone'").fetchall())
    for link in json.loads(done.stdout):
        for sent, count in ((True, link["sent"]), (False, link["received"])):
            if count:
                found[shown[link["person"]].lstrip("+"), sent] = count
    assert found == counted
    assert sum(found.values()) >= 3


def test_a_person_is_found_by_each_spelling_of_the_number(corpus, case_of, tmp_path):
    asked = "SELECT count(*) FROM messages WHERE key_remote_jid = '556183125151@s.whatsapp.net' AND timestamp > 0"
    wanted = store(corpus, WHATSAPP, tmp_path).execute(asked).fetchone()[0]
    for spelling in ("+556183125151", "+55 61 8312-5151", "556183125151@s.whatsapp.net"):
        rows = lines(case_of(WHATSAPP), "--kind", "message", "--person", spelling)
        assert sum(row["what"] in OWN for row in rows) == wanted == 5


def test_words_are_found_in_the_messages_that_hold_them_and_in_no_others(corpus, case_of, tmp_path):
    asked = "SELECT _id, data FROM messages WHERE data IS NOT NULL AND timestamp > 0"
    bodies = store(corpus, WHATSAPP, tmp_path).execute(asked).fetchall()
    word = Counter(word for _, body in bodies for word in set(body.casefold().split()) if len(word) > 3).most_common(1)
    wanted = {key for key, body in bodies if word[0][0] in body.casefold()}
    done = CliRunner().invoke(phonefx, ["search", str(case_of(WHATSAPP)), word[0][0], "--kind", "message", "--json"])
    with sqlite3.connect(case_of(WHATSAPP) / "case.db") as database:
        keys = dict(database.execute("SELECT id, key FROM item").fetchall())
    found = {keys[row["item"]] for row in json.loads(done.stdout) if row["field"] == "message.body"}
    assert found == wanted != set()
