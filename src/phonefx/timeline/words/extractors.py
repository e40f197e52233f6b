"""Finds things in texts: numbers, addresses, links, coordinates, wallets, amounts. A mention is no proof of use."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from phonefx.timeline.geodesy import is_position
from phonefx.timeline.words.wallets import CANDIDATE, wallet


class Thing(NamedTuple):
    """A thing in a text: characters `start` to `end`, and its normal form with what is known of it."""

    start: int
    end: int
    value: str


_EMAIL: Final = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[A-Za-z][\w-]{1,23}(?![\w@-])")
_URL: Final = re.compile(r"(?:https?://|www\.)[^\s<>\"'\u201c\u201d\u00ab\u00bb]{3,2000}", re.IGNORECASE)
_MAP_HOST: Final = re.compile(
    r"(?:maps\.google\.[a-z.]+|google\.[a-z.]+/maps|goo\.gl/maps|maps\.app\.goo\.gl|maps\.apple\.com|openstreetmap\.org"
    r"|osm\.org|waze\.com|bing\.com/maps|yandex\.[a-z]+/maps|what3words\.com|w3w\.co)",
    re.IGNORECASE,
)
_AD_WORDS: Final = frozenset({
    "ad", "ads", "advert", "advertisement", "anuncio", "anuncios", "annonce", "annonces", "annuncio",
    "annunci", "anzeige", "anzeigen", "classified", "classifieds", "listing", "listings", "ogloszenie",
    "ogloszenia", "oferta", "offer", "posting",
})  # fmt: skip
_AD_PARTS: Final = re.compile(r"[^a-z]+")
_AD_NUMBER: Final = re.compile(r"\d{5}")
_PAIR: Final = re.compile(r"(?<![\d.])(-?\d{1,2}\.\d{4,})\s*[,;/ ]\s*(-?\d{1,3}\.\d{4,})(?![\d.])")
_GEO: Final = re.compile(r"geo:(-?\d{1,2}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?)", re.IGNORECASE)
_DIGITS: Final = re.compile(r"\d(?:[\s().\-/]{0,3}\d){6,}")
_SIGNS: Final = {"$": "USD or other $", "€": "EUR", "£": "GBP", "¥": "JPY or CNY", "₹": "INR", "₽": "RUB", "₴": "UAH",
                 "₺": "TRY", "₩": "KRW", "฿": "THB", "₫": "VND", "₱": "PHP", "₦": "NGN"}  # fmt: skip
_CODES: Final = (
    "USD|EUR|GBP|CHF|JPY|CNY|INR|RUB|UAH|TRY|PLN|CZK|HUF|RON|SEK|NOK|DKK|CAD|AUD|MXN|BRL|THB|VND|PHP|NGN|AED"
)
_AMOUNT: Final = r"\d{1,3}(?:[ .,'\u00a0\u202f]\d{3})*(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_MONEY: Final = re.compile(
    rf"(?P<before>[{''.join(_SIGNS)}]|\b(?:{_CODES})\b)\s?(?P<first>{_AMOUNT})(?![\d])(?:\s?[kK]\b)?"
    rf"|(?<![\d.,])(?P<second>{_AMOUNT})(?:\s?[kK])?\s?(?P<after>[{''.join(_SIGNS)}]|\b(?:{_CODES})\b)"
)


def emails(text: str, _: str | None = None) -> Iterator[Thing]:
    """Find e-mail addresses."""
    if "@" in text:
        yield from (Thing(*match.span(), match.group().lower()) for match in _EMAIL.finditer(text))


def urls(text: str, _: str | None = None) -> Iterator[Thing]:
    """Find addresses on the web, without the punctuation after them."""
    for match in _URL.finditer(text):
        url = match.group().rstrip(".,;:!?)]}\u2026")
        yield Thing(match.start(), match.start() + len(url), url)


def map_links(text: str, _: str | None = None) -> Iterator[Thing]:
    """Find links to map services."""
    yield from (found for found in urls(text) if _MAP_HOST.search(found.value))


def ads(text: str, _: str | None = None) -> Iterator[Thing]:
    """Find links that look like one advertisement: a word for such in the path, and a number of five digits or more."""
    for found in urls(text):
        path = found.value.rpartition("//")[2].partition("/")[2]
        if _AD_NUMBER.search(path) and _AD_WORDS & set(_AD_PARTS.split(path.lower())):
            yield found


def coordinates(text: str, _: str | None = None) -> Iterator[Thing]:
    """Find pairs of latitude and longitude: decimal degrees with four places or more, or a `geo:` address."""
    if "." not in text and "geo:" not in text.lower():
        return
    for match in (*_PAIR.finditer(text), *_GEO.finditer(text)):
        latitude, longitude = float(match.group(1)), float(match.group(2))
        if is_position(latitude, longitude):
            yield Thing(*match.span(), f"{match.group(1)}, {match.group(2)}")


def wallets(text: str, _: str | None = None) -> Iterator[Thing]:
    """Find addresses of crypto wallets whose checksum is right."""
    for match in CANDIDATE.finditer(text):
        if currency := wallet(match.group()):
            yield Thing(*match.span(), f"{currency}: {match.group()}")


def money(text: str, _: str | None = None) -> Iterator[Thing]:
    """Find amounts of money: a number with a sign or code of a currency."""
    for match in _MONEY.finditer(text):
        unit = match.group("before") or match.group("after")
        amount = match.group("first") or match.group("second")
        yield Thing(*match.span(), f"{_SIGNS.get(unit, unit)} {amount}")


def phones(text: str, region: str | None = None) -> Iterator[Thing]:
    """Find telephone numbers: with a country code, or in the phone's home region where that is known."""
    if not _DIGITS.search(text):
        return
    import phonenumbers

    for match in phonenumbers.PhoneNumberMatcher(text, region):
        shown = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
        yield Thing(match.start, match.end, shown)


EXTRACTORS: Final[dict[str, Callable[[str, str | None], Iterator[Thing]]]] = {
    "phone": phones,
    "email": emails,
    "url": urls,
    "ad": ads,
    "map": map_links,
    "coordinates": coordinates,
    "wallet": wallets,
    "money": money,
}
"""What can be extracted, by name: each takes a text and the home region of its phone."""
