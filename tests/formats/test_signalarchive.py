"""Folder backups of Signal made here by the published layout, with the published values of the keys."""

from __future__ import annotations

import io
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parent))

from signalarchive_made import LOCAL, RECOVERY, delimited, main, media, media_name, metadata, pointer
from signalbackup_made import field

from phonefx.errors import Damaged, HostileEvidence
from phonefx.formats import signalarchive

FRAMES = [field(1, 1) + field(2, 1700000000000), field(2, field(1, 5)), field(4, b"")]


def opened(content: bytes, recovery: str = RECOVERY) -> bytes | None:
    plain, inflated = io.BytesIO(), io.BytesIO()
    if not signalarchive.decrypt(io.BytesIO(content), signalarchive.main_keys(recovery, metadata()), plain):
        return None
    plain.seek(0)
    signalarchive.inflate(plain, inflated, 1 << 20)
    return inflated.getvalue()


def test_the_keys_are_those_that_the_library_publishes():
    secret = signalarchive.main_keys(RECOVERY, metadata())
    assert secret.mac.hex() == "f425e22a607c529717e1e1b29f9fe139f9d1c7e7d01e371c7753c544a3026649"
    assert secret.cipher.hex() == "e143f4ad5668d8bfed2f88562f0693f53bda2c0e55c9d71730f30e24695fd6df"


@pytest.mark.parametrize("text", [
    RECOVERY, RECOVERY.upper(), " ".join(RECOVERY[i : i + 4] for i in range(0, 64, 4)),
    RECOVERY.upper().replace("O", "#").replace("0", "="),
])  # fmt: skip
def test_a_recovery_key_may_be_written_as_the_app_shows_it(text: str):
    assert signalarchive.recovery_key(text) == RECOVERY


@pytest.mark.parametrize("text", ["", RECOVERY[:-1], RECOVERY + "a", "!" * 64, "0" * 30])
def test_anything_else_is_no_recovery_key(text: str):
    assert signalarchive.recovery_key(text) is None


def test_the_frames_come_back_with_their_places():
    content = opened(main(FRAMES))
    assert content == delimited(FRAMES)
    found = list(signalarchive.frames(io.BytesIO(content)))
    assert [offset for offset, _ in found] == [0, 1 + len(FRAMES[0]), 2 + len(FRAMES[0]) + len(FRAMES[1])]
    assert found[0][1].integer(2) == 1700000000000


def test_another_key_or_a_changed_byte_opens_nothing():
    content = bytearray(main(FRAMES))
    assert opened(bytes(content), RECOVERY[::-1]) is None
    content[20] ^= 1
    assert opened(bytes(content)) is None
    assert opened(b"") is None


@pytest.mark.parametrize("size", [0, 1, 15, 16, 17, 541, (1 << 20) - 1, 1 << 20, (1 << 20) + 16, 3 << 20])
def test_a_file_of_the_store_comes_back_without_its_padding(size: int):
    content = bytes(i % 251 for i in range(size))
    target = io.BytesIO()
    secret = signalarchive.Secret(LOCAL[:32], LOCAL[32:])
    assert signalarchive.decrypt(io.BytesIO(media(content)), secret, target, size)
    assert target.getvalue() == content


def test_every_place_that_can_name_a_file_is_looked_at():
    def standard(inside: bytes) -> bytes:
        return field(11, inside)

    each = [pointer(bytes([n])) for n in range(8)]
    item = (
        standard(field(3, field(1, each[0])) + field(3, field(1, each[1])) + field(5, each[2])
                 + field(4, field(1, b"https://example.org") + field(3, each[3]))
                 + field(1, field(4, field(3, field(1, each[4])))))
        + field(6, field(12, field(1, field(6, each[5]))) + field(6, field(13, field(1, field(5, each[6])))))
        + field(6, field(18, field(1, field(1, each[7]))))
    )  # fmt: skip
    found = list(signalarchive.every_file(signalarchive.Message(field(4, item))))
    assert sorted(each.name or "" for each in found) == sorted(media_name(bytes([n])) for n in range(8))
    assert [each.what for each in signalarchive.files_of(signalarchive.Message(item))] == [
        "attachment", "attachment", "longer text", "picture of a link", "quoted",
    ]  # fmt: skip


def test_a_file_without_a_key_is_named_and_cannot_be_opened():
    bare = field(4, b"image/png") + field(13, field(3, 9))
    (found,) = signalarchive.files_of(signalarchive.Message(field(11, field(3, field(1, bare)))))
    assert (found.name, found.secret, found.mime, found.size) == (None, None, "image/png", 9)


def test_what_is_no_identifier_is_damaged():
    for data in (b"", b"\xff" * 30, field(2, field(1, b"short") + field(2, bytes(16)))):
        with pytest.raises(Damaged):
            signalarchive.main_keys(RECOVERY, data)


def test_what_inflates_to_more_than_allowed_is_refused_and_what_is_cut_is_damaged():
    import gzip

    with pytest.raises(HostileEvidence):
        signalarchive.inflate(io.BytesIO(gzip.compress(bytes(5 << 20))), io.BytesIO(), 1 << 20)
    for broken in (gzip.compress(bytes(500))[:-9], b"not gzipped", b""):
        with pytest.raises(Damaged):
            signalarchive.inflate(io.BytesIO(broken), io.BytesIO(), 1 << 20)


@pytest.mark.parametrize("content", [b"\x05abc", b"\xff\xff\xff\xff\x7f", b"\xff" * 12, b"\x80"])
def test_a_frame_that_is_cut_is_damaged(content: bytes):
    with pytest.raises(Damaged):
        list(signalarchive.frames(io.BytesIO(delimited(FRAMES) + content)))


@given(st.binary(max_size=300))
@settings(max_examples=80)
def test_any_bytes_are_frames_or_damaged(data: bytes):
    with suppress(Damaged, HostileEvidence):
        for _, frame in signalarchive.frames(io.BytesIO(data)):
            list(signalarchive.every_file(frame))
