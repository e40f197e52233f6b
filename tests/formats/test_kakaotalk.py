"""Texts of KakaoTalk: known answers of PKCS #12, texts that OpenSSL enciphered, and ones that are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonefx.formats import kakaotalk

TEXT = "5ie753jdFuxz5pWpSybREQ=="


@pytest.mark.parametrize(
    ("password", "salt", "purpose", "rounds", "size", "expected"),
    [
        ("smeg", "0A58CF64530D823F", 1, 1, 24, "8AAAE6297B6CB04642AB5B077851284EB7128F1A2A7FBCA3"),
        ("smeg", "0A58CF64530D823F", 2, 1, 8, "79993DFE048D3B76"),
        ("queeg", "05DEC959ACFF72F7", 1, 1000, 24, "ED2034E36328830FF09DF1E1A07DD357185DAC0D4F9EB3D4"),
    ],
)
def test_keys_are_those_of_the_known_vectors(
    password: str, salt: str, purpose: int, rounds: int, size: int, expected: str
):
    secret = password.encode("utf-16-be") + b"\x00\x00"
    assert kakaotalk.pkcs12(secret, bytes.fromhex(salt), purpose, rounds, size).hex().upper() == expected


def test_a_text_that_openssl_enciphered_is_read():
    assert kakaotalk.deciphered(TEXT, 7001, 31) == "On my way"


@pytest.mark.parametrize(("text", "user", "enc"), [("no cipher", 7001, 31), ("AAAA", 7001, 31), (TEXT, 7002, 31),
                                                   (TEXT, None, 31), (TEXT, 7001, 32), (TEXT, 7001, -1)])  # fmt: skip
def test_what_does_not_decipher_gives_nothing(text: str, user: int | None, enc: int):
    assert kakaotalk.deciphered(text, user, enc) is None


def test_a_text_that_is_not_enciphered_stays():
    assert (kakaotalk.deciphered("plain", 7001, None), kakaotalk.deciphered(None, 1, 31)) == ("plain", None)


@given(st.text(max_size=100), st.integers(-5, 1 << 62), st.integers(-1, 40))
def test_any_text_is_read_or_gives_nothing(text: str, user: int, enc: int):
    found = kakaotalk.deciphered(text, user, enc)
    assert found is None or isinstance(found, str)
