"""typedstream: against an archiver of its own, the vector of the format notes, and real blobs of Messages."""

from __future__ import annotations

import sqlite3
import struct
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phonefx.errors import Damaged, EvidenceError, HostileEvidence
from phonefx.formats import typedstream
from phonefx.formats.typedstream import Object, attributed, decode, encodings, plain, text

HEADER = b"\x04\x0bstreamtyped\x81\xe8\x03"
PARENTS = {
    "NSMutableAttributedString": "NSAttributedString",
    "NSAttributedString": "NSObject",
    "NSMutableString": "NSString",
    "NSString": "NSObject",
    "NSDictionary": "NSObject",
    "NSNumber": "NSValue",
    "NSValue": "NSObject",
    "NSURL": "NSObject",
    "NSData": "NSObject",
    "NSArray": "NSObject",
    "NSDate": "NSObject",
}
VERSIONS = {"NSString": 1, "NSMutableString": 1}


class Archiver:
    """Writes typedstreams as NSArchiver does: the reading direction turned round, sharing no code with the decoder."""

    def __init__(self) -> None:
        self.out = bytearray(HEADER)
        self.strings: dict[str, int] = {}
        self.objects: dict[str, int] = {}
        self.count = 0

    def integer(self, value: int) -> None:
        if -110 <= value <= 127:
            self.out += struct.pack("b", value)
        elif -32768 <= value <= 32767:
            self.out += b"\x81" + struct.pack("<h", value)
        elif -(2**31) <= value < 2**31:
            self.out += b"\x82" + struct.pack("<i", value)
        else:
            self.out += b"\x87" + struct.pack("<q", value)

    def length(self, value: int) -> None:
        if value <= 127:
            self.out.append(value)
        elif value <= 65535:
            self.out += b"\x81" + struct.pack("<H", value)
        else:
            self.out += b"\x82" + struct.pack("<I", value)

    def shared(self, value: str) -> None:
        if value in self.strings:
            self.integer(self.strings[value] - 110)
        else:
            self.strings[value] = len(self.strings)
            self.out.append(0x84)
            self.length(len(value.encode()))
            self.out += value.encode()

    def known(self, key: str) -> bool:
        if key in self.objects:
            self.integer(self.objects[key] - 110)
            return True
        self.objects[key] = self.count
        self.count += 1
        self.out.append(0x84)
        return False

    def type(self, name: str | None) -> None:
        if name is None:
            self.out.append(0x85)
        elif not self.known(f"class {name}"):
            self.shared(name)
            self.integer(VERSIONS.get(name, 0))
            self.type(PARENTS.get(name))

    def begin(self, name: str) -> None:
        self.out.append(0x84)
        self.count += 1
        self.type(name)

    def end(self) -> None:
        self.out.append(0x86)

    def string(self, value: str, name: str = "NSString") -> None:
        self.begin(name)
        self.shared("+")
        self.length(len(value.encode()))
        self.out += value.encode()
        self.end()

    def number(self, value: float) -> None:
        self.begin("NSNumber")
        self.shared("*")
        kind = "d" if isinstance(value, float) else "q"
        if not self.known(f"c string {kind}"):
            self.shared(kind)
        self.shared(kind)
        if isinstance(value, float):
            self.out += b"\x83" + struct.pack("<d", value)
        else:
            self.integer(value)
        self.end()

    def any(self, value: object) -> None:
        match value:
            case str():
                self.string(value)
            case int() | float():
                self.number(value)
            case bytes():
                self.begin("NSData")
                self.shared("i")
                self.integer(len(value))
                self.shared(f"[{len(value)}c]")
                self.out += value
                self.end()
            case list():
                self.begin("NSArray")
                self.members(len(value), value)
            case dict():
                self.begin("NSDictionary")
                self.members(len(value), [member for pair in value.items() for member in pair])

    def members(self, count: int, values: list[object]) -> None:
        self.shared("i")
        self.integer(count)
        for value in values:
            self.shared("@")
            self.any(value)
        self.end()

    def attributed(self, whole: str, runs: list[tuple[int, int, dict]], outer: str, inner: str) -> bytes:
        self.shared("@")
        self.begin(outer)
        self.shared("@")
        self.string(whole, inner)
        seen = set()
        for number, length, attributes in runs:
            self.shared("iI")
            self.integer(number)
            self.length(length)
            if number not in seen:
                self.shared("@")
                self.any(attributes)
            seen.add(number)
        self.end()
        return bytes(self.out)


def archive(whole: str, runs: list | None = None, mutable: bool = True, mutable_text: bool = True) -> bytes:
    units = len(whole.encode("utf-16-le")) // 2
    default = [(1, units, {"__kIMMessagePartAttributeName": 0})] if whole else []
    return Archiver().attributed(
        whole,
        default if runs is None else runs,
        "NSMutableAttributedString" if mutable else "NSAttributedString",
        "NSMutableString" if mutable_text else "NSString",
    )


VECTOR = bytes.fromhex(
    "040b73747265616d747970656481e80384014084848419" + b"NSMutableAttributedString".hex() + "00848412"
    + b"NSAttributedString".hex() + "00848408" + b"NSObject".hex() + "00859284848" + "40f" + b"NSMutableString".hex()
    + "01848408" + b"NSString".hex() + "019584012b0848c3a920f09f98808684026949010592848484" + "0c"
    + b"NSDictionary".hex() + "0095840169019284" + "98981d" + b"__kIMMessagePartAttributeName".hex()
    + "8692848484" + "08" + b"NSNumber".hex() + "00848407" + b"NSValue".hex() + "009584012a848401719f00868686"
)  # fmt: skip


def test_the_vector_of_the_format_notes_reads_whole():
    found = attributed(VECTOR)
    assert found.text == "Hé 😀"
    assert [(run.start, run.length, run.part) for run in found.runs] == [(0, 5, 0)]
    assert found.problem is None
    assert text(VECTOR) == "Hé 😀"


def test_the_archiver_of_these_tests_writes_the_vector_byte_for_byte():
    assert archive("Hé 😀") == VECTOR


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
attribute_values = st.one_of(
    words, st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False), st.binary(max_size=300),
    st.lists(words, max_size=3),
)  # fmt: skip


@st.composite
def styled(draw):
    whole = draw(st.lists(words, min_size=1, max_size=6).map("".join))
    units = len(whole.encode("utf-16-le")) // 2
    cuts = sorted({0, units, *draw(st.lists(st.integers(0, units), max_size=8))})
    sets = draw(st.lists(st.dictionaries(words, attribute_values, max_size=5), min_size=1, max_size=4))
    numbers = [draw(st.integers(1, len(sets))) for _ in cuts[1:]]
    return whole, [
        (number, end - start, sets[number - 1]) for number, (start, end) in zip(numbers, pairwise(cuts), strict=True)
    ]


@settings(max_examples=60)
@given(styled(), st.booleans(), st.booleans())
def test_what_the_archiver_wrote_is_what_is_read(string, mutable, mutable_text):
    whole, runs = string
    blob = archive(whole, runs, mutable, mutable_text)
    found = attributed(blob)
    assert (found.text, found.problem) == (whole, None)
    assert [(run.length, run.attributes) for run in found.runs] == [(length, marks) for _, length, marks in runs]
    assert text(blob) == whole
    decode(blob)


@settings(max_examples=40)
@given(styled())
def test_pieces_put_together_are_the_text(string):
    whole, runs = string
    found = attributed(archive(whole, runs))
    units = whole.encode("utf-16-le")
    for run in found.runs:
        expected = units[2 * run.start : 2 * (run.start + run.length)].decode("utf-16-le", "replace")
        assert found.piece(run) == expected


@pytest.mark.parametrize("length", [0, 1, 127, 128, 145, 146, 255, 256, 32767, 32768, 65535, 65536, 70000])
def test_texts_of_every_length_encoding(length):
    blob = archive("é" * (length // 2) + "x" * (length % 2))
    assert len(text(blob).encode()) == length
    assert attributed(blob).problem is None


def test_references_beyond_the_first_hundred_and_ten():
    sets = {number: {f"key {number}": f"value {number}"} for number in range(1, 150)}
    runs = [(number, 1, marks) for number, marks in sets.items()] + [(140, 1, sets[140]), (3, 1, sets[3])]
    found = attributed(archive("x" * len(runs), runs))
    assert [run.attributes for run in found.runs] == [marks for _, _, marks in runs]


def test_a_class_known_among_two_hundred_objects_is_found_by_its_two_byte_reference():
    writer = Archiver()
    writer.shared("@")
    writer.any([f"text {number}" for number in range(300)] + [b"data", 7])
    assert plain(decode(bytes(writer.out)).root) == [f"text {number}" for number in range(300)] + [b"data", 7]


def test_mentions_links_and_attachments_have_their_places():
    names = {
        "file": "__kIMFileTransferGUIDAttributeName",
        "mention": "__kIMMentionConfirmedMention",
        "link": "__kIMLinkAttributeName",
        "part": "__kIMMessagePartAttributeName",
    }
    runs = [
        (1, 1, {names["file"]: "at_0_GUID", names["part"]: 0}),
        (2, 3, {names["mention"]: "+1 202 555 0143", names["part"]: 1}),
        (3, 2, {names["link"]: "https://example.org", names["part"]: 1}),
    ]
    found = attributed(archive("\ufffcAnn😀", runs))
    assert [(run.start, run.part, run.attachment, run.mention, run.link) for run in found.runs] == [
        (0, 0, "at_0_GUID", None, None),
        (1, 1, None, "+1 202 555 0143", None),
        (4, 1, None, None, "https://example.org"),
    ]
    assert [found.piece(run) for run in found.runs] == ["\ufffc", "Ann", "😀"]


def test_an_attribute_of_the_wrong_kind_is_no_part_and_no_link():
    marks = {"__kIMMessagePartAttributeName": "one", "__kIMLinkAttributeName": 5}
    (run,) = attributed(archive("x", [(1, 1, marks)])).runs
    assert (run.part, run.link, run.attributes) == (None, None, marks)


def test_a_bare_string_has_a_text_and_no_runs():
    writer = Archiver()
    writer.shared("@")
    writer.string("only text")
    assert attributed(bytes(writer.out)) == typedstream.AttributedString("only text", ())
    assert text(bytes(writer.out)) == "only text"


def test_objects_of_other_classes_keep_class_and_values():
    writer = Archiver()
    writer.shared("@")
    writer.begin("NSDate")
    writer.shared("d")
    writer.out += b"\x83" + struct.pack("<d", 700000000.25)
    writer.end()
    root = plain(decode(bytes(writer.out)).root)
    assert isinstance(root, Object)
    assert (root.type.name, [(group.encoding, group.values) for group in root.groups]) == (
        "NSDate",
        [("d", [700000000.25])],
    )
    assert "NSDate" in repr(root)


def test_big_endian_streams_and_structures_read():
    blob = b"\x04\x0btypedstream\x81\x03\xe8\x84\x0d{point=sf[3c]}\x81\x01\x02\x83\x3f\xc0\x00\x00abc"
    blob = blob.replace(b"\x84\x0d", b"\x84\x0e")
    stream = decode(blob)
    assert (stream.version, stream.groups[0].values) == (1000, [[258, 1.5, b"abc"]])


@pytest.mark.parametrize(
    ("encoding", "body", "value"),
    [
        ("c", b"\xff", -1), ("C", b"\xff", 255), ("B", b"\x01", 1), ("i", b"\x92", -110), ("I", b"\x92", 146),
        ("I", b"\x81\xff\xff", 65535), ("s", b"\x81\xff\xff", -1), ("q", b"\x82\x00\x00\x00\x80", -(2**31)),
        ("Q", b"\x87" + b"\xff" * 8, 2**64 - 1), ("d", b"\x05", 5.0), (":", b"\x84\x04copy", "copy"),
        ("#", b"\x85", None), ("%", b"\x85", None), ("*", b"\x85", None), ("+", b"\x85", None),
        ("[2i]", b"\x01\x02", [1, 2]),
    ],
)  # fmt: skip
def test_each_type_of_value(encoding, body, value):
    blob = HEADER + b"\x84" + bytes((len(encoding),)) + encoding.encode() + body
    assert decode(blob).groups[0].values == [value]


# --- damage and hostility -------------------------------------------------------------------------------------------


def test_every_truncation_gives_the_whole_text_or_none():
    blob = archive("Meet me at the harbour 🚢", [(1, 25, {"__kIMMessagePartAttributeName": 0, "n": [1.5, b"x"]})])
    assert attributed(blob).problem is None
    given = {text(blob[:cut]) for cut in range(len(blob))}
    assert given == {None, "Meet me at the harbour 🚢"}


def test_runs_before_the_damage_are_kept_and_the_damage_is_told():
    blob = archive("abcdef", [(1, 3, {"a": 1}), (2, 3, {"b": 2})])
    found = attributed(blob[:-6])
    assert found.text == "abcdef"
    assert found.runs[0].attributes == {"a": 1}
    assert "damaged" in found.problem


@settings(max_examples=150)
@given(styled(), st.data())
def test_the_fast_way_agrees_with_the_whole_decoder_on_changed_blobs(string, data):
    blob = bytearray(archive(*string))
    for _ in range(data.draw(st.integers(1, 4))):
        blob[data.draw(st.integers(0, len(blob) - 1))] = data.draw(st.integers(0, 255))
    fast = text(bytes(blob))
    try:
        whole = attributed(bytes(blob))
    except EvidenceError:
        assert fast is None
        return
    if "UTF-8" in (whole.problem or ""):
        assert fast in (None, whole.text)
    else:
        assert fast == whole.text


def test_text_that_is_no_utf8_is_shown_with_its_problem_and_proves_nothing():
    blob = archive("abc").replace(b"\x03abc", b"\x03a\xffc")
    assert text(blob) is None
    found = attributed(blob)
    assert found.text == "a\ufffdc"
    assert "UTF-8 at its byte 1" in found.problem


def test_runs_that_do_not_cover_the_text_are_told():
    found = attributed(archive("abc", [(1, 2, {})]))
    assert found.problem == "the runs cover 2 of 3 UTF-16 units"


def test_a_run_without_attributes_is_told():
    blob = archive("abc", [(1, 3, {})])
    cut = blob.replace(b"\x84\x02iI\x01\x03\x92", b"\x84\x02iI\x01\x03\x96\x00\x85\x92")
    assert attributed(cut).problem is not None


@pytest.mark.parametrize("blob", [b"", b"\x04", b"bplist00", HEADER, b"\x04\x0bstreamtypes\x81\xe8\x03", b"\x85" * 40])
def test_what_is_no_typedstream_is_refused(blob):
    assert text(blob) is None
    with pytest.raises(Damaged):
        attributed(blob)


def nested(depth: int) -> bytes:
    writer = Archiver()
    value: object = "x"
    for _ in range(depth):
        value = [value]
    writer.shared("@")
    writer.any(value)
    return bytes(writer.out)


def test_depth_is_limited():
    assert decode(nested(40)).root is not None
    with pytest.raises(HostileEvidence):
        decode(nested(200))
    with pytest.raises(HostileEvidence):
        plain(decode(nested(40)).root)


def test_an_object_that_holds_itself_is_read_and_never_unfolded():
    blob = HEADER + b"\x84\x01@\x84\x84\x84\x07NSArray\x00\x85\x84\x01i\x01\x92\x92\x86"
    root = decode(blob).root
    assert root.groups[1].values[0] is root
    with pytest.raises(HostileEvidence):
        plain(root)


def pile(writer: Archiver, levels: int) -> None:
    """An array of an array of ..., each holding the next one four times."""
    writer.begin("NSArray")
    writer.shared("i")
    writer.integer(4)
    number = writer.count
    writer.shared("@")
    if levels:
        pile(writer, levels - 1)
    else:
        writer.string("x")
    for _ in range(3):
        writer.shared("@")
        writer.integer(number - 110)
    writer.end()


def test_objects_shared_over_and_over_are_read_once_and_never_unfolded_without_limit():
    for levels, refused in ((3, False), (12, True)):
        writer = Archiver()
        writer.shared("@")
        pile(writer, levels)
        root = decode(bytes(writer.out)).root
        if refused:
            with pytest.raises(HostileEvidence):
                plain(root)
        else:
            assert str(plain(root)).count("x") == 4 ** (levels + 1)


@pytest.mark.parametrize(
    "encoding", ["[9999999[9999999[9999999[0c]]]]", "[100[100[100[100[100{a=}]]]]]", "[99999999999i]"]
)
def test_arrays_without_bytes_do_not_multiply(encoding):
    with pytest.raises(EvidenceError):
        decode(HEADER + b"\x84" + bytes((len(encoding),)) + encoding.encode() + b"\x00" * 200)


@pytest.mark.parametrize(
    "encoding", ["x", "[c]", "[3c", "{a}", "{a=i", "[" * 30, "{a=" * 30, "i" * 600, "[" + "9" * 40]
)
def test_encodings_that_are_none(encoding):
    with pytest.raises(EvidenceError):
        encodings.parse(encoding)


def test_superclasses_are_limited_and_never_circular():
    chain = b"".join(b"\x84\x84\x01A\x00" if step == 0 else b"\x84\x92\x00" for step in range(100))
    with pytest.raises(EvidenceError):
        decode(HEADER + b"\x84\x01@\x84" + chain)
    with pytest.raises(Damaged):
        decode(HEADER + b"\x84\x01@\x84\x84\x84\x01A\x00\x93\x86")  # a class above itself


# --- real blobs -----------------------------------------------------------------------------------------------------


def test_real_blobs_read_to_the_last_byte(corpus: Path):
    folder = corpus / "imessage" / "streamtyped"
    read = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
    found = {name: attributed(blob) for name, blob in read.items()}
    assert {name: string.problem for name, string in found.items()} == dict.fromkeys(read)
    assert {name: string.text for name, string in found.items()} == {
        "AttributedBodyTextOnly": "Noter test",
        "Blank": "",
        "MultiPart": "\ufffctest 1\ufffctest 2 \ufffctest 3",
        "URL": "https://github.com/ReagentX/Logria",
    }
    multi = found["MultiPart"]
    assert [(run.start, run.attachment) for run in multi.runs if run.attachment] == [
        (0, "at_0_F0668F79-20C2-49C9-A87F-1B007ABB0CED"),
        (7, "at_2_F0668F79-20C2-49C9-A87F-1B007ABB0CED"),
        (15, "at_4_F0668F79-20C2-49C9-A87F-1B007ABB0CED"),
    ]
    assert [run.part for run in multi.runs] == [0, 1, 2, 3, 4, 5]
    (link,) = found["URL"].runs
    assert link.link == "https://github.com/ReagentX/Logria"
    assert link.attributes["__kIMBaseWritingDirectionAttributeName"] == -1
    detected = link.attributes["__kIMDataDetectedAttributeName"]
    assert len(detected) == 582
    assert detected.startswith(b"bplist00")


def test_real_messages_agree_with_their_text_column_except_where_it_was_changed_later(corpus: Path, tmp_path: Path):
    copy = tmp_path / "chat.db"
    copy.write_bytes((corpus / "imessage" / "imessage_chat.db").read_bytes())
    with sqlite3.connect(copy) as database:
        rows = database.execute("SELECT ROWID, text, attributedBody FROM message ORDER BY ROWID").fetchall()
    database.close()
    assert len(rows) == 10
    assert all(attributed(blob).problem is None for _, _, blob in rows)
    # The text of two rows was replaced by those who published the file; the archive still says the original words.
    assert [key for key, column, blob in rows if text(blob) != column] == [6, 10]
    assert text(rows[9][2]) == rows[9][1].replace("Open Office", "Microsoft Office")
