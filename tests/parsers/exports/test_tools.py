"""What other forensic tools write: UFDR reports, AFLogical tables, androidqf folders."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from phonefx.records import App, Attachment, Call, Contact, ContactPoint, Location, Message, Recipient
from phonefx.times import iso

from .reading import records, skips, yielded


def field(name: str, value: str | None) -> str:
    inside = "<empty/>" if value is None else f"<value type='String'><![CDATA[{value}]]></value>"
    return f'<field name="{name}" type="String">{inside}</field>'


def model(kind: str, ident: str, *inside: str, state: str = "Intact") -> str:
    head = f'type="{kind}" id="{ident}" deleted_state="{state}" decoding_confidence="High"'
    return f"<model {head}>{''.join(inside)}</model>"


def party(ident: str, *, owner: bool = False, role: str = "") -> str:
    return model(
        "Party", f"p{ident}", field("Identifier", ident), field("IsPhoneOwner", str(owner)), field("Role", role)
    )


def several(name: str, *models: str) -> str:
    return f'<multiModelField name="{name}" type="x">{"".join(models)}</multiModelField>'


def single(name: str, inside: str) -> str:
    return f'<modelField name="{name}" type="x">{inside}</modelField>'


TIME = field("TimeStamp", "2024-01-02T03:04:05.000+00:00")
POSITION = model("Coordinate", "c", field("Latitude", "51.5"), field("Longitude", "-0.12"), field("Elevation", "7"))
REPORT = f"""<?xml version="1.0" encoding="utf-8"?>
<project xmlns="http://pa.cellebrite.com/report/2.0" name="x"><decodedData>
<modelType type="Chat">{
    model(
        "Chat",
        "chat",
        field("Id", "group@x"),
        field("Name", "Friends"),
        several(
            "Messages",
            model(
                "InstantMessage",
                "m1",
                single("From", party("+15555550101")),
                several("To", party("+15555550100", owner=True)),
                field("Body", "Hello"),
                field("Source", "WhatsApp"),
                TIME,
                field("Identifier", "g1"),
                single(
                    "Attachment",
                    model("Attachment", "a", field("Filename", "x.jpg"), field("ContentType", "image/jpeg")),
                ),
            ),
            model(
                "InstantMessage",
                "m2",
                single("From", party("+15555550100", owner=True)),
                several("To", party("+15555550101")),
                field("Body", "Bye"),
                TIME,
                single("Position", POSITION),
                state="Deleted",
            ),
        ),
    )
}</modelType>
<modelType type="Call">{
    model(
        "Call",
        "call",
        several("Parties", party("+15555550102", role="From")),
        TIME,
        field("Duration", "00:02:05"),
        field("Direction", "Incoming"),
        field("Status", "Established"),
    )
}</modelType>
<modelType type="Contact">{
    model(
        "Contact",
        "who",
        field("Name", "Ada"),
        field("Source", "Phone"),
        several("Entries", model("PhoneNumber", "e", field("Value", "+15555550103"), field("Category", "Mobile"))),
        state="Trash",
    )
}</modelType>
<modelType type="Location">{
    model("Location", "l1", single("Position", POSITION), TIME, field("Category", "Media Locations"))
}
{model("Location", "l2", single("Position", POSITION), field("Category", "Something new"))}{
    model("Location", "l3", TIME)
}
</modelType><modelType type="Cookie">{
    model("Cookie", "k", field("Name", "x"))
}</modelType></decodedData></project>""".encode()


def test_models_of_a_report():
    first, second = records("exports.ufed", REPORT, Message)
    assert (
        first.key,
        first.body,
        first.direction,
        first.counterpart,
        first.thread,
        first.thread_name,
        first.state,
    ) == (
        "m1",
        "Hello",
        "incoming",
        "+15555550101",
        "group@x",
        "Friends",
        "live",
    )
    assert (second.direction, second.counterpart, second.state) == ("outgoing", "+15555550101", "recovered")
    assert iso(first.time.us) == "2024-01-02T03:04:05Z"
    assert [(each.owner, each.address, each.role) for each in records("exports.ufed", REPORT, Recipient)] == [
        ("m1", "+15555550101", "from"),
        ("m1", "+15555550100", "to"),
        ("m2", "+15555550100", "from"),
        ("m2", "+15555550101", "to"),
    ]
    assert [each.name for each in records("exports.ufed", REPORT, Attachment)] == ["x.jpg"]
    (call,) = records("exports.ufed", REPORT, Call)
    assert (call.duration_s, call.direction, call.counterpart, call.outcome) == (
        125.0,
        "incoming",
        "+15555550102",
        "Established",
    )
    (contact,) = records("exports.ufed", REPORT, Contact)
    assert (contact.name, contact.state) == ("Ada", "recently_deleted")
    (point,) = records("exports.ufed", REPORT, ContactPoint)
    assert (point.owner, point.type, point.value, point.label) == ("who", "phone", "+15555550103", "Mobile")


def test_places_of_a_report_claim_no_more_than_its_categories():
    found = {each.key: each.evidence_of for each in records("exports.ufed", REPORT, Location)}
    assert found == {"m2/position[1]": "shared_by_owner", "l1": "media_capture", "l2": "coarse_context"}
    assert skips("exports.ufed", REPORT) == [
        ("l3", "a location without coordinates"),
        ("k", "models of type Cookie are not read"),
    ]


def test_the_public_fragment_of_a_report(corpus: Path):
    path = corpus / "ufed_xml" / "ufed-model-chat.xml"
    messages = records("exports.ufed", path, Message)
    text = path.read_text(encoding="utf-8")
    quoted = [each for each in records("exports.ufed", path, Attachment) if "/embedded[" in str(each.key)]
    answers = [each for each in messages if each.reply_to is not None]
    assert (len(messages), len(quoted), len(answers)) == (11, 2, 1)
    assert text.count('<model type="InstantMessage"') == len(messages) + len(quoted) + len(answers)
    assert "Bulbasaur" in {each.counterpart_name for each in messages}
    assert all(each.time is not None and each.time.us is not None for each in messages)
    assert {each.thread for each in messages} == {"5511999996666@s.whatsapp.net"}
    assert len(records("exports.ufed", path, Attachment)) - len(quoted) == 5


CALLS = (
    "_id,number,date,duration,type,name,new\n"
    "3,+15555550101,1704164645000,65,2,Ada,1\n4,+15555550102,170416464,0,77,,0\n5,short\n"
)
TEXTS = (
    '"_id","thread_id","address","date","type","body"\r\n'
    '"1","2","+15555550101","1704164645000","1","line one\r\n""two"""\r\n'
)
PHONES = "_id,display_name,number,label,last_time_contacted\n9,Ada,+15555550101,Mobile,1704164645000\n"


def test_tables_of_aflogical():
    first, second = records("exports.aflogical.calls", CALLS.encode(), Call)
    assert (first.key, first.direction, first.duration_s, first.counterpart_name) == (
        "_id 3 (line 2)",
        "outgoing",
        65.0,
        "Ada",
    )
    assert (second.direction, second.counterpart_name, second.time.raw) == ("unknown (77)", None, "170416464")
    assert skips("exports.aflogical.calls", CALLS.encode()) == [("line 4", "another number of columns than the header")]
    (text,) = records("exports.aflogical.sms", b"\xef\xbb\xbf" + TEXTS.encode(), Message)
    assert (text.body, text.thread, iso(text.time.us)) == ('line one\r\n"two"', "2", "2024-01-02T03:04:05Z")
    contact, point = records("exports.aflogical.contacts", PHONES.encode())
    assert (contact.name, iso(contact.contacted.us)) == ("Ada", "2024-01-02T03:04:05Z")
    assert (point.owner, point.value, point.label) == (contact.key, "+15555550101", "Mobile")


def test_a_table_of_another_kind_is_no_call_log():
    assert skips("exports.aflogical.calls", b"a,b\n1,2\n") == [("line 2", "no call log")]
    with pytest.raises(ValueError, match="header"):
        list(yielded("exports.aflogical.calls", b""))


def test_what_androidqf_noted():
    listed = [
        {
            "name": "com.x",
            "installer": "com.android.vending",
            "uid": 10123,
            "third_party": True,
            "files": [{"path": "/data/app/com.x/base.apk", "sha256": "0"}],
        },
        {"name": "com.y", "installer": "null"},
        7,
    ]
    first, second = records("exports.androidqf.packages", json.dumps(listed).encode(), App)
    assert (first.identifier, first.installer, first.detail) == (
        "com.x",
        "com.android.vending",
        "/data/app/com.x/base.apk",
    )
    assert (second.identifier, second.installer, second.detail) == ("com.y", None, None)
    assert skips("exports.androidqf.packages", json.dumps(listed).encode()) == [("[2]", "no package")]
    note = json.dumps({"uuid": "u", "started": "2024-01-02T03:04:05Z", "completed": None}).encode()
    (started,) = records("exports.androidqf.acquisition", note)
    assert (started.name, iso(started.time.us)) == ("acquisition started", "2024-01-02T03:04:05Z")
    with pytest.raises(ValueError, match="no "):
        list(yielded("exports.androidqf.acquisition", b"{}"))
