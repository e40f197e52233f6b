"""Runs a parser of exports over a file, as the runner does."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from phonefx.evidence.matching import Matcher
from phonefx.parsers.registry import Opened, parsers_by_id
from phonefx.records import Record, Skip


def yielded(parser: str, content: bytes | Path, path: str = "/x") -> Iterator[Record | Skip]:
    data = content.read_bytes() if isinstance(content, Path) else content
    declared = parsers_by_id()[parser]
    return declared.records(Opened(path, len(data), None, declared.read(BytesIO(data))))


def records(parser: str, content: bytes | Path, kind: type[Record] | None = None) -> list[Record]:
    return [
        each for each in yielded(parser, content) if not isinstance(each, Skip) and (kind is None or type(each) is kind)
    ]


def skips(parser: str, content: bytes | Path) -> list[tuple[object, str]]:
    return [(each.key, each.reason) for each in yielded(parser, content) if isinstance(each, Skip)]


def wanted_by(path: str) -> tuple[str, ...]:
    exports = {name: each.files for name, each in parsers_by_id().items() if name.startswith("exports.")}
    return Matcher(exports).match(path)
