"""The partitions of an image (GPT, MBR, Apple), found with The Sleuth Kit."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytsk3

from phonefx.evidence.images.tsk import TskImage

if TYPE_CHECKING:
    from phonefx.evidence.blobs import Blob

LIMIT = 512


@dataclass(frozen=True, slots=True)
class Partition:
    """A run of an image: bytes, and the name its table gives it."""

    number: int
    start: int
    size: int
    name: str


def partitions(blob: Blob) -> tuple[str, list[Partition]]:
    """Give (type of the table, its partitions); ("", []) where there is none."""
    volume = _volume(blob)
    if volume is None:
        return "", []
    found: list[Partition] = []
    for part in volume:
        if int(part.flags) == pytsk3.TSK_VS_PART_FLAG_ALLOC and len(found) < LIMIT:
            name = part.desc.decode("utf-8", "replace").strip() if part.desc else ""
            start, size = part.start * volume.info.block_size, part.len * volume.info.block_size
            found.append(Partition(int(part.addr), start, size, name))
    return _KINDS.get(int(volume.info.vstype), "partitions"), found


def _volume(blob: Blob) -> Any:  # noqa: ANN401 - the library has no types
    """Open a partition table; each kind alone where bytes are missing that only another one would ask for."""
    for kind in (pytsk3.TSK_VS_TYPE_DETECT, *_KINDS):
        with suppress(OSError, RuntimeError):
            return pytsk3.Volume_Info(TskImage(blob), type=kind)
    return None


_KINDS = {int(pytsk3.TSK_VS_TYPE_GPT): "GPT", int(pytsk3.TSK_VS_TYPE_DOS): "MBR", int(pytsk3.TSK_VS_TYPE_MAC): "Apple"}
