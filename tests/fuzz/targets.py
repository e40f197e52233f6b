"""What reads bytes of an exhibit, each as one function that takes any bytes and may raise `EvidenceError` alone.

A target reads everything that its decoder gives, so that what is lazy is done too. Its seeds are the files in
`corpus/NAME/`: valid inputs, and inputs that once did harm.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from phonefx.errors import EvidenceError
from phonefx.formats import (
    androidxml,
    balloon,
    calltransactions,
    djidat,
    djiflight,
    exif,
    fit,
    htmltext,
    jsonrows,
    kakaotalk,
    leveldb,
    locationcache,
    maplink,
    message_summary,
    mp4,
    netstats,
    notebody,
    okhttpcache,
    plists,
    polyline,
    postbox,
    properties,
    protobuf,
    realm,
    segb,
    signalarchive,
    signalbackup,
    telegramtl,
    textfiles,
    typedstream,
    vcard,
    whatsappcrypt,
    xmlrows,
)
from phonefx.formats.plists import keyed, mbfile
from phonefx.formats.sqlite import Database, recover, salvage, signs
from phonefx.formats.sqlite.bytefile import Memory
from phonefx.formats.sqlite.fulltext import doclists

CORPUS = Path(__file__).resolve().parent / "corpus"
Target = Callable[[bytes], object]
_MOST = 10_000


def _some(found: Iterable[Any]) -> list[Any]:
    """Read what a decoder gives, and no more than a program would."""
    return [each for each, _ in zip(found, range(_MOST), strict=False)]


def _file(read: Callable[[io.BytesIO], Any]) -> Target:
    return lambda data: read(io.BytesIO(data))


def _text(read: Callable[[str], Any]) -> Target:
    return lambda data: read(data.decode("utf-8", "replace"))


def _sqlite(data: bytes) -> None:
    database = Database.over({"main": Memory(data)})
    for row in _some(recover(database)):
        assert 0 <= row.confidence <= 1
    _some(signs(database))
    for table in database.tables[:3]:
        _some(salvage(database, table.name))


def _fulltext(data: bytes) -> None:
    every = range(-(1 << 63), 1 << 63)
    _some(doclists.leaf_postings(data))
    _some(doclists.leaf_postings(data, descending=True))
    for _term, doclist in _some(doclists.leaf_terms(data)):
        _some(doclists.documents(doclist))
    reader = doclists.PageReader()
    for part in (data, data[len(data) // 2 :]):
        reader.continues(part)
        _some(reader.postings(part, every))
    doclists.structure(data)
    doclists.sizes(data)


def _segb(data: bytes) -> None:
    _some(segb.open_segb(io.BytesIO(data)).records())


def _typedstream(data: bytes) -> None:
    typedstream.text_by_pattern(data)
    typedstream.text(data)
    typedstream.attributed(data)


def _protobuf(data: bytes) -> None:
    _some(protobuf.leaves(data))
    _some(protobuf.fields(data))


def _postbox(data: bytes) -> None:
    for read in (postbox.key, postbox.decode):
        with suppress(EvidenceError):
            read(data)
    postbox.message(data)


def _vcard(data: bytes) -> None:
    for card in _some(vcard.read(io.BytesIO(data))):
        for each in card.properties:
            _ = card.name, each.text, each.components, each.types


def _telegram(data: bytes) -> None:
    telegramtl.text(data, 1_700_000_000)
    telegramtl.call(data, 1_700_000_000)
    telegramtl.sender(data, 9)
    telegramtl.point(data)
    telegramtl.user(data)


def _whatsapp(data: bytes) -> None:
    secret = whatsappcrypt.Key(bytes(32), (12, 14, 15))
    generation = 12 if data[:1] == b"\x00" else 14 if data[1:2] == b"\x01" else 15
    known = whatsappcrypt.header(data[: whatsappcrypt.HEAD], generation)
    whatsappcrypt.decrypt(io.BytesIO(data), len(data), known, secret, io.BytesIO(), 1 << 24)


def _realm(data: bytes) -> None:
    store = realm.read(io.BytesIO(data))
    for name in _some(store.tables):
        _some(store.rows(name))


def _signal(data: bytes) -> None:
    known = signalbackup.header(data)
    _some(frame for frame, _ in signalbackup.Frames(io.BytesIO(data), known, signalbackup.Keys(bytes(32), bytes(32))))


def _archive(data: bytes) -> None:
    signalarchive.decrypt(io.BytesIO(data), signalarchive.Secret(bytes(32), bytes(32)), io.BytesIO())
    plain = io.BytesIO()
    if data[:2] == b"\x1f\x8b":
        signalarchive.inflate(io.BytesIO(data), plain, 1 << 20)
    frames = signalarchive.frames(io.BytesIO(plain.getvalue() or data))
    _some(each for _, frame in frames for each in signalarchive.every_file(frame))


TARGETS: dict[str, Target] = {
    "androidxml": androidxml.loads,
    "balloon": balloon.loads,
    "calltransactions": _file(calltransactions.read),
    "djidat": _file(djidat.read),
    "djiflight": _file(djiflight.read),
    "exif": _file(exif.read),
    "fit": _file(fit.read),
    "fulltext": _fulltext,
    "htmltext": _text(htmltext.words),
    "jsonrows": _file(lambda file: _some(jsonrows.rows(file))),
    "kakaotalk": _text(lambda text: kakaotalk.deciphered(text, 4_700_001, 31)),
    "keyed": keyed.loads,
    "leveldb": _file(lambda file: _some(leveldb.read(file).changes())),
    "locationcache": _file(locationcache.read),
    "maplink": _text(lambda text: (maplink.position(text), maplink.location_card(text))),
    "mbfile": mbfile.loads,
    "message_summary": message_summary.loads,
    "mp4": _file(mp4.read),
    "netstats": _file(lambda file: _some(netstats.read(file).uses())),
    "notebody": notebody.text,
    "okhttpcache": _file(okhttpcache.read),
    "plists": plists.loads,
    "polyline": _text(polyline.decode),
    "postbox": _postbox,
    "properties": _file(properties.read),
    "protobuf": _protobuf,
    "realm": _realm,
    "segb": _segb,
    "signalarchive": _archive,
    "signalbackup": _signal,
    "sqlite": _sqlite,
    "telegramtl": _telegram,
    "textfiles": _file(textfiles.read_json),
    "typedstream": _typedstream,
    "vcard": _vcard,
    "whatsappcrypt": _whatsapp,
    "xmlrows": _file(lambda file: _some(xmlrows.rows(file, ("sms", "trkpt", "Placemark", "model")))),
}
"""Name of a decoder to what is tried on it."""


def attempt(name: str, data: bytes) -> bool:
    """Give bytes to a target; whether they were read. Anything but `EvidenceError` comes through."""
    try:
        TARGETS[name](data)
    except EvidenceError:
        return False
    return True


def seeds(name: str) -> Iterator[bytes]:
    """Give the corpus of a target, in the order of its names."""
    for path in sorted((CORPUS / name).iterdir()):
        yield path.read_bytes()
