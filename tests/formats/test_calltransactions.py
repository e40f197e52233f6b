"""The log of changes to the call history: made logs, damaged ones, any bytes."""

from __future__ import annotations

import io
import plistlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phonefx.formats import calltransactions


def archive(fields: dict) -> bytes:
    """A keyed archive of one object with these fields; lists become arrays of objects."""
    objects: list = ["$null", {}, {"$classname": "Call", "$classes": ["Call", "NSObject"]}]

    def store(value):
        if isinstance(value, (str, bytes)):
            objects.append(value)
            return plistlib.UID(len(objects) - 1)
        if isinstance(value, list):
            members = [store(each) for each in value]
            objects.append({"$classname": "NSArray", "$classes": ["NSArray", "NSObject"]})
            objects.append({"$class": plistlib.UID(len(objects) - 1), "NS.objects": members})
            return plistlib.UID(len(objects) - 1)
        if isinstance(value, dict):
            stored = {name: store(each) for name, each in value.items()}
            objects.append({"$class": plistlib.UID(2), **stored})
            return plistlib.UID(len(objects) - 1)
        return value

    objects[1] = {"$class": plistlib.UID(2), **{name: store(value) for name, value in fields.items()}}
    root = {"$archiver": "NSKeyedArchiver", "$version": 100000, "$top": {"root": plistlib.UID(1)}, "$objects": objects}
    return plistlib.dumps(root, fmt=plistlib.FMT_BINARY)


def log(*records: bytes) -> bytes:
    return b"".join(len(each).to_bytes(4, "little") + each for each in records)


HANDLES = [{"value": "+447700900111"}]
CALL = {"date": 700000000.0, "duration": 12.0, "callStatus": 2, "remoteParticipantHandles": HANDLES}


def test_an_inner_archive_is_the_record():
    data = log(archive({"record": archive(CALL)}), archive(CALL))
    found = calltransactions.read(io.BytesIO(data))
    assert found.damage == ""
    assert [each.fields["duration"] for each in found.transactions] == [12.0, 12.0]
    assert found.transactions[1].offset == 4 + int.from_bytes(data[:4], "little")


@pytest.mark.parametrize("cut", [1, 3, 5, 40])
def test_what_stands_before_the_damage_is_kept(cut):
    whole = log(archive(CALL))
    found = calltransactions.read(io.BytesIO(whole + whole[:cut]))
    assert len(found.transactions) == 1
    assert f"at byte {len(whole)}" in found.damage


def test_a_record_that_is_no_archive_does_not_hide_the_next():
    found = calltransactions.read(io.BytesIO(log(b"not an archive", archive(CALL))))
    assert len(found.transactions) == 1
    assert "at byte 0" in found.damage


@settings(max_examples=60)
@given(st.binary(max_size=300))
def test_any_bytes_are_survived(data):
    found = calltransactions.read(io.BytesIO(data))
    assert found.transactions == [] or data
