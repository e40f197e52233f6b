"""WhatsApp parsers on files of real phones, against their verified counts."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

import casework

from phonefx.parsers.registry import parsers_by_id

IOS = "ios15_ffs/private/var/mobile/Containers/Shared/AppGroup/694FBBC5-2E69-480A-A25B-FF8CC038BEF8/ChatStorage.sqlite"
OLD = "android_whatsapp_iped/data/data/com.whatsapp/databases/msgstore.db"
KINDS = "android_whatsapp_testdb/msgstore.db"
EMPTY = "android_whatsapp_2025_schema/msgstore.db"


def run(corpus, parser, name, path):
    source = corpus / name
    beside = {path + suffix: source.with_name(source.name + suffix).read_bytes()
              for suffix in ("-wal",) if source.with_name(source.name + suffix).is_file()}  # fmt: skip
    return casework.run(parsers_by_id()[parser], path, source.read_bytes(), beside)


def live(found, kind):
    return [row for row in found.of(kind) if row["state"] == "live"]


def test_an_iphone_of_2023(corpus):
    found = run(corpus, "apps.whatsapp.ios", IOS, f"/{IOS.partition('/')[2]}")
    messages = live(found, "message")
    assert len(messages) == 32
    assert sum(bool(row.get("body")) for row in messages) == 15
    assert sum(row["direction"] == "outgoing" for row in messages) == 11
    places = live(found, "location")
    assert len(places) == 4
    assert all(abs(row["latitude"]) <= 90 for row in places)
    assert found.problems == []


@pytest.mark.parametrize(("name", "messages", "skipped"), [(OLD, 74, 2), (KINDS, 42, 1), (EMPTY, 0, 0)])
def test_android_stores_of_both_generations(corpus, name, messages, skipped):
    found = run(corpus, "apps.whatsapp.android", name, "/data/data/com.whatsapp/databases/msgstore.db")
    assert len(live(found, "message")) == messages
    assert sum("placeholder" in reason for _, reason in found.skips) == skipped
    assert found.problems == []


def test_the_contacts_of_an_android_phone(corpus):
    name = OLD.replace("msgstore.db", "wa.db")
    found = run(corpus, "apps.whatsapp.android.contacts", name, "/data/data/com.whatsapp/databases/wa.db")
    assert len(live(found, "contact")) == 389
    assert sum(row["guid"].endswith("@g.us") for row in live(found, "contact")) == 18
