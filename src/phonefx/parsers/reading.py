"""What parsers that are functions read files with: bounded, and decoded by `formats`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import BinaryIO, Final

from phonefx.formats import plists
from phonefx.formats.plists import Plist
from phonefx.parsers.registry import Opened
from phonefx.records import Record, Skip

LIMIT: Final = 256 << 20
_SOFTWARE: Final = re.compile(r"(?:^|/)System/Library/|/[^/]+\.app/")
"""Where the system and the bundles of apps lie on an iPhone: what their makers put there is nobody's data."""

Records = Callable[[Opened], Iterator[Record | Skip]]


def whole(file: BinaryIO) -> bytes:
    """The whole content of a file; ValueError where it is larger than any file of its kind."""
    content = file.read(LIMIT + 1)
    if len(content) > LIMIT:
        msg = f"larger than {LIMIT >> 20} MB"
        raise ValueError(msg)
    return content


def plist(file: BinaryIO) -> Plist:
    """A property list, binary or XML."""
    return plists.loads(whole(file))


@dataclass(slots=True)
class Bytes:
    """The bytes of a file, and what its parser finds wrong with them: the runner makes a problem of it."""

    data: bytes
    damage: str = ""


def watched(file: BinaryIO) -> Bytes:
    """The whole content of a file whose parser alone can tell what is wrong with it."""
    return Bytes(whole(file))


def start(file: BinaryIO) -> bytes:
    """The first bytes of a file whose name alone is read, to tell whether it was ever written."""
    return file.read(16)


def unwritten(content: bytes) -> bool:
    """Whether a file holds nothing but zeros: it was made and never written, and its name proves nothing."""
    return bool(content) and not content.strip(b"\x00")


def of_a_user(records: Records) -> Records:
    """Leave out files that came with the system or with an app: sample contacts, sample tracks, pictures of effects."""

    @wraps(records)
    def checked(opened: Opened) -> Iterator[Record | Skip]:
        if _SOFTWARE.search(opened.path):
            yield Skip("file", "came with the system or an app")
        else:
            yield from records(opened)

    return checked
