"""What `phonefx parsers` says of an artifact is what its declaration holds."""

from __future__ import annotations

import json

from click.testing import CliRunner

from phonefx.cli.parsers import command
from phonefx.parsers.describing import Mapped, mapped, verified
from phonefx.parsers.query import Query
from phonefx.parsers.registry import Parser, all_parsers
from phonefx.records import Location, Message

OLD = Query(Message, ("SELECT m._id AS key, m.body AS body FROM new_table m", "SELECT m._id AS key FROM old m"))
PLACE = Query(Location, "SELECT p._id AS key, 'searched' AS evidence_of, p.x AS latitude FROM p",
              state="recently_deleted")  # fmt: skip


def test_tables_come_with_their_kind_fields_evidence_state_and_schemas():
    declared = Parser("android.x", "X", ("*/x.db",), "No time.", queries=(OLD, PLACE), tested={"image": 3})
    assert list(mapped(declared)) == [
        Mapped("new_table", "message", ("body",), (), "live", 2),
        Mapped("p", "location", ("evidence_of", "latitude"), ("searched",), "recently_deleted", 1),
    ]
    assert verified(declared) == "Verified on real data: image: 3 items."
    assert verified(Parser("android.x", "X", (), "")) == "Verified on real data: none; on made files only."


def test_a_function_is_described_by_the_records_that_its_code_makes():
    told = {parser.id: list(mapped(parser)) for parser in all_parsers() if parser.records}
    (network, location) = told["android.location_cache"]
    assert (network.kind, location.kind, location.evidence) == ("network", "location", ("network_anchor",))
    assert {"latitude", "longitude", "accuracy_m"} <= set(location.fields)
    assert [each.kind for each in told["android.device.persistent"]] == ["device_fact"]  # its `Message` is a protobuf
    assert {"destination", "saved_place"} <= set(told["apps.waze.session"][0].evidence)  # said by a table
    places = [each for listed in told.values() for each in listed if each.kind in {"location", "visit"}]
    assert len(places) > 15
    assert all(each.evidence for each in places)


def test_the_command_prints_tables_and_limits():
    told = CliRunner().invoke(command, ["apps.whatsapp.android"]).output
    assert "table message_location -> location, evidence of shared_by_owner or shared_by_other" in told
    assert "Verified on real data: android_whatsapp_iped: " in told
    assert "Where it is encrypted: Signal" in CliRunner().invoke(command, ["apps.signal"]).output


def test_the_json_form_holds_the_same():
    (told,) = json.loads(CliRunner().invoke(command, ["apps.kik.android", "--json"]).output)
    assert [table["table"] for table in told["tables"]] == ["messagesTable", "KIKContentTable", "KIKcontactsTable"]
    assert told["sealed"] == ""
