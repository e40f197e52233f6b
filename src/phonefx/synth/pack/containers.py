"""Every container that a made phone can be delivered in: who makes it, and what of the phone it holds."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from phonefx.synth.pack import adb, archives, ewf, images, itunes, logical
from phonefx.synth.pack.archives import below

if TYPE_CHECKING:
    from collections.abc import Callable

    from phonefx.synth.scenario import PhonePlan

PASSWORD: Final = "training"
_EVERY: Final = ("android", "ios")
_ANDROID: Final = ("android",)
_IOS: Final = ("ios",)


@dataclass(frozen=True, slots=True)
class Container:
    """One way of delivering a phone.

    Attributes:
        suffix: what its name ends in.
        platforms: the platforms it exists for.
        pack: writes it: folder of the phone, target, plan.
        only: beginnings of the device paths it holds; empty for all.
        without: beginnings of the device paths it never holds.
        rows: False where stores were exported, so that deleted rows cannot be in it.
        encrypted: a password is needed.
        omits: parts of facts, or fields as `kind.field`, that its format does not hold.
    """

    suffix: str
    platforms: tuple[str, ...]
    pack: Callable[[Path, Path, PhonePlan], None]
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    rows: bool = True
    encrypted: bool = False
    omits: tuple[str, ...] = ()

    def holds(self, path: str) -> bool:
        """Say whether a file of the phone is in it."""
        return (not self.only or below(path, self.only)) and not below(path, self.without)


def _seconds(plan: PhonePlan) -> int:
    return plan.acquired // 1_000_000


def _zip(root: Path, target: Path, plan: PhonePlan) -> None:
    del plan
    archives.pack_zip(root, target)


def _tar(root: Path, target: Path, plan: PhonePlan) -> None:
    del plan
    archives.pack_tar(root, target)


def _ext4(root: Path, target: Path, plan: PhonePlan) -> None:
    images.pack_ext4(root, target, _seconds(plan))


def _f2fs(root: Path, target: Path, plan: PhonePlan) -> None:
    images.pack_f2fs(root, target, _seconds(plan))


def _e01(root: Path, target: Path, plan: PhonePlan) -> None:
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        raw = Path(scratch) / "userdata.img"
        images.pack_ext4(root, raw, _seconds(plan))
        ewf.pack_e01(raw, target, _seconds(plan), plan.id)


def _backup(root: Path, target: Path, plan: PhonePlan) -> None:
    itunes.pack_backup(root, target, plan, None)


def _encrypted_backup(root: Path, target: Path, plan: PhonePlan) -> None:
    itunes.pack_backup(root, target, plan, plan.password or PASSWORD)


def _ab(root: Path, target: Path, plan: PhonePlan) -> None:
    adb.pack_ab(root, target, _seconds(plan), None)


def _encrypted_ab(root: Path, target: Path, plan: PhonePlan) -> None:
    adb.pack_ab(root, target, _seconds(plan), plan.password or PASSWORD)


def _logical(root: Path, target: Path, plan: PhonePlan) -> None:
    logical.pack_logical(root, target, _seconds(plan))


def _nothing(root: Path, target: Path, plan: PhonePlan) -> None:
    del root, target, plan


_DATA: Final = ("/data/",)
_NO_FILES: Final = ("attachment",)
_NO_STAMP: Final = ("contact.time_us",)
_AB: Final = (adb.MESSAGES, adb.SHARED)
CONTAINERS: Final[dict[str, Container]] = {
    "folder": Container("", _EVERY, _nothing),
    "zip": Container(".zip", _EVERY, _zip),
    "tar": Container(".tar", _EVERY, _tar),
    "ext4": Container(".ext4.img", _ANDROID, _ext4, only=_DATA),
    "f2fs": Container(".f2fs.img", _ANDROID, _f2fs, only=_DATA),
    "e01": Container(".E01", _ANDROID, _e01, only=_DATA),
    "backup": Container("-backup", _IOS, _backup, without=itunes.left_out(encrypted=False)),
    "backup-encrypted": Container(
        "-backup-encrypted", _IOS, _encrypted_backup, without=itunes.left_out(encrypted=True), encrypted=True
    ),
    "ab": Container(".ab", _ANDROID, _ab, only=_AB, rows=False, omits=_NO_FILES),
    "ab-encrypted": Container(
        "-encrypted.ab", _ANDROID, _encrypted_ab, only=_AB, rows=False, encrypted=True, omits=_NO_FILES
    ),
    "logical": Container("-logical", _ANDROID, _logical, only=logical.HELD, rows=False, omits=_NO_STAMP),
}
