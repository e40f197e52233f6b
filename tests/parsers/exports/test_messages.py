"""Messages, calls and contacts of exports: made-up files, and the public ones with their truth."""

from __future__ import annotations

import base64
import json
import zlib
from pathlib import Path

import pytest

from phonefx.errors import Damaged
from phonefx.records import Attachment, Call, Contact, ContactPoint, Message, Recipient
from phonefx.times import iso

from .reading import records, skips, wanted_by, yielded

SMS = "exports.sms_backup_restore"
ONE = b"""<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>
<!-- made for a test --><smses count="2" backup_set="a"><sms protocol="0" address="+15555550101" date="1704164645000"
type="2" subject="null" body="Lunch &#55357;&#56832; at noon?"
date_sent="0" read="1" sub_id="1" contact_name="Ada" locked="0" />
<mms date="1704164646000" msg_box="1" address="+15555550102~+15555550103" sub="Hi" m_id="m1" date_sent="1704164640"
contact_name="(Unknown)"><parts><part seq="0" ct="text/plain" text="Hello" cl="t.txt"/><part ct="image/png" name="p.png"
data="%s" text="null"/></parts><addrs><addr address="+15555550102" type="137"/><addr address="+15555550103" type="130"/>
<addr address="+15555550100" type="999"/></addrs></mms></smses>""" % base64.b64encode(bytes(100))


def test_a_message_of_each_kind_in_an_exported_xml():
    sms, mms = records(SMS, ONE, Message)
    assert (sms.key, sms.body, sms.direction, sms.status) == (
        "sms[1]",
        "Lunch \U0001f600 at noon?",
        "outgoing",
        "sent",
    )
    assert (iso(sms.time.us), sms.sent, sms.subject, sms.account) == ("2024-01-02T03:04:05Z", None, None, "1")
    assert (sms.counterpart, sms.counterpart_name) == ("+15555550101", "Ada")
    assert json.loads(sms.extra) == {"locked": "0", "protocol": "0", "read": "1", "sub_id": "1"}
    assert (mms.body, mms.subject, mms.direction, mms.guid) == ("Hello", "Hi", "incoming", "m1")
    assert (iso(mms.time.us), iso(mms.sent.us)) == ("2024-01-02T03:04:06Z", "2024-01-02T03:04:00Z")
    assert mms.counterpart == "+15555550102~+15555550103"
    roles = [(each.owner, each.address, each.role) for each in records(SMS, ONE, Recipient)]
    assert roles == [
        ("mms[1]", "+15555550102", "from"),
        ("mms[1]", "+15555550103", "cc"),
        ("mms[1]", "+15555550100", "unknown (999)"),
    ]
    text, picture = records(SMS, ONE, Attachment)
    assert (text.text, text.mime, text.name) == ("Hello", "text/plain", "t.txt")
    assert (picture.text, picture.mime, picture.name, picture.size) == (None, "image/png", "p.png", 100)
    assert skips(SMS, ONE) == []


def test_calls_and_their_codes():
    types = {
        1: ("incoming", "answered"),
        2: ("outgoing", "dialled"),
        3: ("incoming", "missed"),
        5: ("incoming", "rejected"),
        9: ("unknown (9)", None),
    }
    rows = "".join(
        f'<call number="+15555550101" duration="{60 + kind}" date="170416464500{kind}" type="{kind}" presentation="1"/>'
        for kind in types
    )
    found = records(SMS, f'<calls count="{len(types)}">{rows}</calls>'.encode(), Call)
    assert [(each.direction, each.outcome) for each in found] == list(types.values())
    assert [each.duration_s for each in found] == [60.0 + kind for kind in types]


def test_a_number_of_rows_that_is_not_so_is_told_and_another_xml_refused():
    assert skips(SMS, ONE.replace(b'count="2"', b'count="3"')) == [("count[1]", "the file states 3 rows, it holds 2")]
    with pytest.raises(ValueError, match="map"):
        list(yielded(SMS, b"<map><string name='a'>b</string></map>"))


def test_rows_in_front_of_damage_are_kept():
    walk = yielded(SMS, ONE[: ONE.index(b"<mms") + 40])
    assert next(walk).key == "sms[1]"
    with pytest.raises(Damaged):
        list(walk)


def test_the_public_exports_meet_their_truth(corpus: Path):
    truth = json.loads((corpus / "TRUTH.json").read_text())["files"]
    for name, about in truth.items():
        if not name.startswith("sms_backup_restore/"):
            continue
        facts = about["facts"]
        if "malformed" in facts:
            with pytest.raises(Damaged):
                list(yielded(SMS, corpus / name))
            continue
        messages, calls = records(SMS, corpus / name, Message), records(SMS, corpus / name, Call)
        assert len(messages) == facts["sms"] + facts["mms"], name
        assert len(calls) == facts["calls"], name
        times = sorted(each.time.us for each in [*messages, *calls])
        if times:
            assert (iso(times[0])[:19], iso(times[-1])[:19]) == (facts["first_utc"][:19], facts["last_utc"][:19])
        for kind, number, _, code, body in facts["samples"]:
            found = [each for each in [*messages, *calls] if each.counterpart == number]
            assert found, (name, kind)
            if kind == "sms":
                assert any((each.body or "").startswith(body) for each in found), (name, code)
        parts = records(SMS, corpus / name, Attachment)
        assert len(parts) == facts.get("mms_parts", 0)
        assert [each.text for each in parts if each.mime == "text/plain"] == facts.get("mms_text_parts", [])
        short = facts["count_attribute"] != str(len(messages) + len(calls))
        assert len(skips(SMS, corpus / name)) == short


# --- an Android backup's own copies ---


def backup(*rows: dict) -> bytes:
    return zlib.compress(json.dumps(rows).encode())


def test_messages_of_an_android_backup():
    sms = {
        "self_phone": "+15555550100",
        "address": "+15555550101",
        "body": "Hi",
        "date": "1704164645000",
        "date_sent": "1704164640000",
        "type": "1",
        "recipients": ["+15555550101"],
        "read": "1",
    }
    mms = {
        "date": "1704164646",
        "date_sent": "0",
        "m_type": "128",
        "msg_box": "2",
        "mms_body": "Group",
        "recipients": ["+15555550101", "+15555550102"],
        "tr_id": "t",
        "mms_addresses": [{"type": 137, "address": "insert-address-token", "charset": 106}],
    }
    first, second = records("exports.adb_sms", backup(sms, mms), Message)
    assert (first.body, first.direction, first.account, iso(first.time.us)) == (
        "Hi",
        "incoming",
        "+15555550100",
        "2024-01-02T03:04:05Z",
    )
    assert (second.body, second.direction, second.counterpart, iso(second.time.us), second.sent) == (
        "Group",
        "outgoing",
        None,
        "2024-01-02T03:04:06Z",
        None,
    )
    roles = [(each.owner, each.role) for each in records("exports.adb_sms", backup(sms, mms), Recipient)]
    assert roles == [("[0]", "member"), ("[1]", "member"), ("[1]", "member"), ("[1]", "from")]
    assert skips("exports.adb_sms", backup({"a": 1}) and zlib.compress(b'[1, "x"]')) == [
        ("[0]", "no message"),
        ("[1]", "no message"),
    ]


def test_a_bomb_as_a_backup_is_refused():
    with pytest.raises(ValueError, match="inflates"):
        list(yielded("exports.adb_sms", zlib.compress(bytes(80 << 20))))


def test_the_public_android_backup_meets_its_truth(corpus: Path):
    facts = json.loads((corpus / "TRUTH.json").read_text())["files"]["android_ab/backup_v1_deflate.ab"]["facts"]
    folder = corpus / "android_ab" / "unpacked" / "apps" / "com.android.providers.telephony" / "d_f"
    (sms,) = records("exports.adb_sms", folder / "000000_sms_backup", Message)
    (stated,) = facts["000000_sms_backup"]
    assert (sms.body, sms.counterpart, sms.time.us) == (stated["body"], stated["address"], int(stated["date"]) * 1000)
    (mms,) = records("exports.adb_sms", folder / "000001_mms_backup", Message)
    (stated,) = facts["000001_mms_backup"]
    assert (mms.body, mms.time.us) == (stated["mms_body"], int(stated["date"]) * 1_000_000)


# --- vCard ---

CARD = (
    b"BEGIN:VCARD\r\nVERSION:3.0\r\nN:Lovelace;Ada;King;Dr.;\r\nFN:Dr. Ada\r\n  Lovelace\r\n"
    b"ORG:Analytical\\, Ltd;Engines\r\n"
    b"item1.TEL;TYPE=cell,voice:+1 555 555 0101\r\nitem1.X-ABLabel:_$!<Boat>!$_\r\nTEL;WORK:+15555550102\r\n"
    b"EMAIL;TYPE=INTERNET:ada@example.org\r\nADR;TYPE=home:;;12 St James;London;;SW1;UK\r\nNOTE:a\\nb\\;c\r\n"
    b"REV:2024-01-02T03:04:05Z\r\nBDAY:1815-12-10\r\nX-OTHER:kept\r\nEND:VCARD\r\n"
)
OLD = (
    b"BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=91u=C3=B1ez;Jos=\n=C3=A9;;;\n"
    b"TEL;CELL;PREF:+15555550103\nEND:VCARD\n"
)


def test_cards_of_two_versions():
    ada, jose = records("exports.vcard", CARD + OLD, Contact)
    assert (ada.key, ada.name, ada.organisation, ada.note) == (
        0,
        "Dr. Ada Lovelace",
        "Analytical, Ltd, Engines",
        "a\nb;c",
    )
    assert (iso(ada.time.us), json.loads(ada.extra)) == ("2024-01-02T03:04:05Z", {"X-OTHER": "kept"})
    assert (jose.key, jose.name) == (len(CARD), "Jos\u00e9 \u00d1u\u00f1ez")
    points = [
        (each.owner, each.type, each.label, each.value) for each in records("exports.vcard", CARD + OLD, ContactPoint)
    ]
    assert points == [
        (0, "phone", "Boat", "+1 555 555 0101"),
        (0, "phone", "work", "+15555550102"),
        (0, "email", None, "ada@example.org"),
        (0, "address", "home", "12 St James, London, SW1, UK"),
        (0, "date", None, "1815-12-10"),
        (len(CARD), "phone", "cell", "+15555550103"),
    ]


def test_a_card_that_does_not_end_costs_only_itself():
    broken = CARD.replace(b"END:VCARD\r\n", b"")
    assert skips("exports.vcard", broken + OLD) == [(0, "a card that does not end")]
    assert len(records("exports.vcard", broken + OLD, Contact)) == 1
    with pytest.raises(ValueError, match="no card"):
        list(yielded("exports.vcard", b"just text"))


def test_the_public_cards_meet_their_truth(corpus: Path):
    truth = json.loads((corpus / "TRUTH.json").read_text())["files"]
    for name, about in truth.items():
        if not name.startswith("vcards/"):
            continue
        facts = about["facts"]
        contacts, points = (
            records("exports.vcard", corpus / name, Contact),
            records("exports.vcard", corpus / name, ContactPoint),
        )
        assert len(contacts) == facts["cards"], name
        types = [each.type for each in points]
        assert types.count("phone") == facts["TEL_lines"], name
        assert types.count("email") == facts["EMAIL_lines"], name
        if not facts["quoted_printable"]:
            assert [each.name for each in contacts if each.name] == facts["FN"], name
        assert not any("=C3" in (each.name or "") for each in contacts)


def test_where_exports_lie_on_a_phone_and_in_an_extraction():
    assert wanted_by("/data/media/0/SMSBackupRestore/sms-20240102.xml") == (SMS,)
    assert wanted_by("/storage/emulated/0/Download/calls-20240102.xml") == (SMS,)
    assert wanted_by("/exports/sms-backup-restore/anything.txt") == (SMS,)
    assert wanted_by("/data/user_de/0/com.android.providers.telephony/files/000000_sms_backup") == ("exports.adb_sms",)
    assert wanted_by("/data/media/0/Download/contacts.vcf") == ("exports.vcard",)
    assert wanted_by("/data/data/com.x/shared_prefs/sms.xml") == ()
    assert wanted_by("/exports/ufed/report.xml") == ("exports.ufed",)
    assert wanted_by("/forensics/20240102.0304/SMS.csv") == ("exports.aflogical.sms",)
