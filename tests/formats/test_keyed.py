"""Keyed archives: built object by object, real ones, and graphs built to harm."""

from __future__ import annotations

import plistlib
import sqlite3
from collections import Counter
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phonefx.errors import Damaged, EvidenceError, HostileEvidence
from phonefx.formats.plists import Date, keyed, loads, mbfile
from phonefx.formats.plists.keyed import AttributedText, Cycle, Instance


class Keyed:
    """Writes keyed archives the way NSKeyedArchiver does."""

    def __init__(self) -> None:
        self.objects: list = ["$null"]
        self.classes: dict[str, plistlib.UID] = {}

    def put(self, value) -> plistlib.UID:
        self.objects.append(value)
        return plistlib.UID(len(self.objects) - 1)

    def type(self, *names: str) -> plistlib.UID:
        if names[0] not in self.classes:
            self.classes[names[0]] = self.put({"$classname": names[0], "$classes": [*names]})
        return self.classes[names[0]]

    def instance(self, *names: str, **fields) -> plistlib.UID:
        return self.put({"$class": self.type(*names), **fields})

    def add(self, value) -> plistlib.UID:
        match value:
            case None:
                return plistlib.UID(0)
            case dict():
                keys = [self.add(key) for key in value]
                members = [self.add(member) for member in value.values()]
                return self.instance(
                    "NSMutableDictionary", "NSDictionary", "NSObject", **{"NS.keys": keys, "NS.objects": members}
                )
            case list():
                return self.instance("NSArray", "NSObject", **{"NS.objects": [self.add(member) for member in value]})
            case Date():
                return self.instance("NSDate", "NSObject", **{"NS.time": float(value)})
            case UUID():
                return self.instance("NSUUID", "NSObject", **{"NS.uuidbytes": value.bytes})
        return self.put(value)

    def data(self, root: plistlib.UID, **more) -> bytes:
        archive = {
            "$archiver": "NSKeyedArchiver",
            "$version": 100000,
            "$top": {"root": root, **more},
            "$objects": self.objects,
        }
        return plistlib.dumps(archive, fmt=plistlib.FMT_BINARY)


def archived(value) -> bytes:
    writer = Keyed()
    return writer.data(writer.add(value))


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
leaves = st.one_of(
    st.none(),
    words,
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.binary(max_size=20),
    st.uuids(),
    st.floats(allow_nan=False),
    st.floats(-1e12, 1e12).map(Date),
)
graphs = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4), max_leaves=20
)


@settings(max_examples=80)
@given(graphs)
def test_what_was_archived_is_what_is_resolved(value):
    found = keyed.loads(archived(value))
    assert found == value
    assert type(found) is type(value)


def one(*names: str, **fields):
    writer = Keyed()
    fields = {
        key: writer.add(value) if isinstance(value, (str, list, dict)) else value for key, value in fields.items()
    }
    return keyed.loads(writer.data(writer.instance(*names, **fields)))


def test_classes_of_foundation_become_values():
    assert one("NSMutableString", "NSString", **{"NS.string": "text"}) == "text"
    assert one("NSString", **{"NS.bytes": b"h\xc3\xa9\xff"}) == "hé\\xff"
    assert one("NSMutableData", "NSData", **{"NS.data": b"raw"}) == b"raw"
    assert one("NSNull") is None
    assert (
        one("NSURL", **{"NS.base": plistlib.UID(0), "NS.relative": "https://example.org/a"}) == "https://example.org/a"
    )
    assert one("NSURL", **{"NS.base": "https://example.org/a/", "NS.relative": "b?c"}) == "https://example.org/a/b?c"
    assert one("NSSet", **{"NS.objects": ["a", "b"]}) == ["a", "b"]
    assert one("NSOrderedSet", **{"NS.object.0": "a", "NS.object.1": "b"}) == ["a", "b"]
    assert one("NSDictionary", **{"NS.key.0": "k", "NS.object.0": "v"}) == {"k": "v"}
    assert one("NSNumber", **{"NS.intval": 5}) == 5


def test_a_class_of_an_app_that_extends_a_known_one_is_read_as_that_one():
    assert one("AppString*content", "NSString", "NSObject", **{"NS.string": "text"}) == "text"


def test_unknown_classes_keep_their_name_and_fields():
    found = one("CNPostalAddress", "CNThing", "NSObject", _city="Avalon", _lines=["a", "b"], _zip=plistlib.UID(0))
    assert found == Instance(
        "CNPostalAddress", ("CNThing", "NSObject"), {"_city": "Avalon", "_lines": ["a", "b"], "_zip": None}
    )
    assert (found.get("_city"), found.get("_state")) == ("Avalon", None)


def test_known_classes_with_other_fields_stay_as_they_are():
    assert one("NSUUID", **{"NS.uuidbytes": b"\x00\x0f"}) == Instance("NSUUID", (), {"NS.uuidbytes": b"\x00\x0f"})
    assert one("NSDate", **{"NS.time": b"now"}).class_name == "NSDate"
    assert one("NSURL", other=1).fields == {"other": 1}
    assert one("NSDictionary", **{"NS.keys": ["a"], "NS.objects": []}).class_name == "NSDictionary"
    assert one("NSAttributedString", text=1).class_name == "NSAttributedString"


def test_keys_that_python_cannot_tell_apart_lose_nothing():
    writer = Keyed()
    keys = [writer.add([1]), writer.add("a")]
    found = keyed.loads(
        writer.data(writer.instance("NSDictionary", **{"NS.keys": keys, "NS.objects": [writer.add(1), writer.add(2)]}))
    )
    assert found.fields == {"NS.keys": [[1], "a"], "NS.objects": [1, 2]}
    twice = Keyed()
    root = twice.instance(
        "NSDictionary", **{"NS.keys": [twice.put("a"), twice.put("a")], "NS.objects": [twice.put(1), twice.put(2)]}
    )
    assert keyed.loads(twice.data(root)).fields == {"NS.keys": ["a", "a"], "NS.objects": [1, 2]}


def test_attributed_strings_have_their_runs():
    bold, plain_ = {"bold": True}, {"link": "https://example.org"}
    writer = Keyed()
    root = writer.instance(
        "NSMutableAttributedString",
        "NSAttributedString",
        NSString=writer.add("x" * 203),
        NSAttributes=writer.add([bold, plain_]),
        NSAttributeInfo=b"\x02\x00\xc8\x01\x01\x01\x00",
    )
    assert keyed.loads(writer.data(root)) == AttributedText("x" * 203, ((2, bold), (200, plain_), (1, bold)))
    assert one("NSAttributedString", NSString="a😀", NSAttributes={"k": "v"}) == AttributedText(
        "a😀", ((3, {"k": "v"}),)
    )
    assert one("NSAttributedString", NSString="a") == AttributedText("a", ())
    broken = one("NSAttributedString", NSString="a", NSAttributes=[{"k": "v"}], NSAttributeInfo=b"\x01\x05")
    assert broken.class_name == "NSAttributedString"


def test_several_top_objects_come_by_name():
    writer = Keyed()
    assert keyed.loads(writer.data(writer.add("a"), other=writer.add(5))) == {"root": "a", "other": 5}


def in_xml(value):
    """References as XML has them."""
    if isinstance(value, plistlib.UID):
        return {"CF$UID": value.data}
    if isinstance(value, dict):
        return {key: in_xml(inner) for key, inner in value.items()}
    return [in_xml(inner) for inner in value] if isinstance(value, list) else value


def test_an_archive_in_xml_reads_the_same():
    again = plistlib.dumps(in_xml(plistlib.loads(archived({"a": [1, "b"]}))), fmt=plistlib.FMT_XML)
    assert keyed.loads(again) == {"a": [1, "b"]}


def test_only_archives_are_archives():
    assert keyed.is_keyed(loads(archived([])))
    for other in ({"$objects": []}, [], {"a": 1}):
        assert not keyed.is_keyed(other)
        with pytest.raises(Damaged):
            keyed.resolve(other)


# --- hostility ------------------------------------------------------------------------------------------------------


def test_circles_end_where_they_close():
    writer = Keyed()
    root = writer.instance("Node", "NSObject", name="top")
    writer.objects[root.data]["child"] = writer.instance("Node", "NSObject", name="child", parent=root)
    found = keyed.loads(writer.data(root))
    assert found.get("child").get("parent") == Cycle(root.data)
    assert "Cycle" in repr(found)


def test_shared_objects_do_not_multiply():
    writer = Keyed()
    member = writer.add("x")
    for _ in range(40):
        member = writer.instance("NSArray", **{"NS.objects": [member, member]})
    with pytest.raises(HostileEvidence):
        keyed.loads(writer.data(member))


def test_depth_is_limited():
    writer = Keyed()
    member = writer.add("x")
    for _ in range(3000):
        member = writer.instance("NSArray", **{"NS.objects": [member]})
    with pytest.raises(HostileEvidence):
        keyed.loads(writer.data(member))


@pytest.mark.parametrize(
    "root", [{"$class": plistlib.UID(0)}, {"$class": plistlib.UID(99)}, {"$class": 5}, [plistlib.UID(99)]]
)
def test_references_to_nothing_are_refused(root):
    writer = Keyed()
    with pytest.raises(Damaged):
        keyed.loads(writer.data(writer.put(root)))


@settings(max_examples=80)
@given(graphs, st.data())
def test_changed_archives_are_read_or_refused(value, data):
    blob = bytearray(archived(value))
    for _ in range(data.draw(st.integers(1, 5))):
        blob[data.draw(st.integers(8, len(blob) - 1))] = data.draw(st.integers(0, 255))
    for decoder in (keyed.loads, mbfile.loads):
        try:
            decoder(bytes(blob))
        except EvidenceError:
            continue


# --- real archives --------------------------------------------------------------------------------------------------


def test_a_real_check_in_and_a_real_link(corpus: Path):
    folder = corpus / "imessage" / "payload_plists"
    check_in = keyed.loads((folder / "CheckinLocation.plist").read_bytes())
    assert check_in["an"] == "Check\xa0In"
    assert check_in["URL"] == "?messageType=1&interfaceVersion=1&sendDate=1697316869.688709"
    assert check_in["userInfo"]["caption"] == "Check\xa0In: Fake Location"
    link = keyed.loads((folder / "URL.plist").read_bytes())
    assert (link.class_name, link.get("richLinkMetadata").class_name) == ("RichLink", "LPLinkMetadata")
    assert link.get("richLinkMetadata").get("URL") == "https://chrissardegna.com/"
    assert link.get("richLinkMetadata").get("icons")[0].get("URL") == "https://chrissardegna.com/favicon.ico"


def by_hand(blob: bytes) -> dict:
    """One file entry read with the standard library alone."""
    archive = plistlib.loads(blob)
    entry = archive["$objects"][archive["$top"]["root"].data]
    found = {}
    for key, value in entry.items():
        value = archive["$objects"][value.data] if isinstance(value, plistlib.UID) else value
        found[key] = (
            value.get("NS.data")
            if key in ("EncryptionKey", "ExtendedAttributes") and isinstance(value, dict)
            else value
        )
    return found


def test_every_entry_of_a_real_manifest(corpus: Path, tmp_path: Path):
    copy = tmp_path / "Manifest.db"
    copy.write_bytes((corpus / "ios_backup_mvt" / "Manifest.db").read_bytes())
    database = sqlite3.connect(copy)
    rows = database.execute("SELECT relativePath, flags, file FROM Files ORDER BY fileID").fetchall()
    database.close()
    entries = [mbfile.loads(blob) for _, _, blob in rows]
    assert len(entries) == 3721
    assert [entry.relative_path for entry in entries] == [path for path, _, _ in rows]
    assert [entry.other for entry in entries] == [{}] * 3721
    assert sum(entry.encryption_key is not None and len(entry.encryption_key) == 44 for entry in entries) == 1089
    assert sum(entry.digest is not None for entry in entries) == 477
    files = [entry for entry, (_, flags, _) in zip(entries, rows, strict=True) if flags == 1]
    for entry, (_, _, blob) in list(zip(entries, rows, strict=True))[::50]:
        truth = by_hand(blob)
        assert (entry.mode, entry.size, entry.modified, entry.changed, entry.born, entry.inode) == tuple(
            truth[key] for key in ("Mode", "Size", "LastModified", "LastStatusChange", "Birth", "InodeNumber")
        )
        assert (entry.encryption_key, entry.target) == (truth.get("EncryptionKey"), truth.get("Target"))
    assert Counter(entry.protection_class for entry in files) == {3: 581, 4: 499, 1: 7, 2: 2}
    assert "/var/db/timezone/zoneinfo/Europe/London" in {entry.target for entry in entries}


def test_what_is_no_file_entry_is_refused():
    with pytest.raises(Damaged):
        mbfile.loads(archived({"Size": 5}))


def test_unknown_and_unfit_keys_of_an_entry_are_kept():
    writer = Keyed()
    root = writer.instance("MBFile", "NSObject", Size="large", New=7, RelativePath=writer.add("Library/x"))
    entry = mbfile.loads(writer.data(root))
    assert (entry.relative_path, entry.size, entry.other) == ("Library/x", None, {"Size": "large", "New": 7})
