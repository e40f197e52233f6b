"""Keeps a case encrypted at rest: every file of it in the age format, under one passphrase.

`key.age` holds an X25519 identity, encrypted with the passphrase (scrypt). Every other file is encrypted to that
identity and named `NAME.age`. Any age program opens them: decrypt `key.age` with the passphrase, then the files with
the identity. A file is replaced only when its encrypted form is whole and on the disk, so a lock that is interrupted
can be run again.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from phonefx.case import audit, store
from phonefx.case.purge import overwrite
from phonefx.errors import CaseError, MissingExtra, WrongPassword

KEY: Final = "key.age"
SUFFIX: Final = ".age"
SLOW: Final = (
    "the passphrase was not tried: it was hardened on a faster machine, and this one would work on it for too long; "
    "unlock where it was locked or when this machine is idle, or decrypt key.age with the program age"
)
_TOO_MUCH_WORK: Final = "Excessive work"


def is_locked(folder: Path) -> bool:
    """Whether a case folder is locked, or half-way to being so."""
    return (folder / KEY).is_file()


def lock(folder: Path, passphrase: str) -> int:
    """Encrypt every file of a case and give their number.

    Raises:
        CaseError: there is no case.
        WrongPassword: the folder is half locked, with another passphrase.
    """
    age = _age()
    if is_locked(folder):
        identity = _identity(age, folder, passphrase)
    else:
        if not (folder / store.DATABASE).is_file():
            raise CaseError(folder, "no phonefx case; nothing was locked")
        audit.append(folder, "locked", {"form": "age, X25519 and scrypt"})
        identity = age.x25519.Identity.generate()
        _write(folder / KEY, age.passphrase.encrypt(str(identity).encode(), passphrase))
    count = 0
    for path in list(_files(folder)):
        if not path.name.endswith(SUFFIX):
            _turn(path, path.with_name(path.name + SUFFIX), age.encrypt_io, [identity.to_public()])
        count += 1
    return count


def unlock(folder: Path, passphrase: str) -> int:
    """Decrypt every file of a locked case and give their number.

    Raises:
        CaseError: the case is not locked.
        WrongPassword: it was locked with another passphrase.
        CaseError: or on a machine so much faster than this one is now that the library refuses the work.
    """
    age = _age()
    if not is_locked(folder):
        raise CaseError(folder, "this case is not locked")
    identity = _identity(age, folder, passphrase)
    count = 0
    for path in list(_files(folder)):
        if path.name.endswith(SUFFIX):
            _turn(path, path.with_name(path.name.removesuffix(SUFFIX)), age.decrypt_io, [identity])
        count += 1
    (folder / KEY).unlink()
    audit.append(folder, "unlocked", {})
    return count


def _age() -> ModuleType:
    try:
        import pyrage
    except ImportError as error:
        raise MissingExtra("Locking a case", "lock") from error
    module: ModuleType = pyrage
    return module


def _identity(age: Any, folder: Path, passphrase: str) -> Any:  # noqa: ANN401 - the package has no types
    try:
        secret = age.passphrase.decrypt((folder / KEY).read_bytes(), passphrase)
    except age.DecryptError as error:
        if str(error).startswith(_TOO_MUCH_WORK):
            raise CaseError(folder, SLOW) from error
        raise WrongPassword(folder) from error
    return age.x25519.Identity.from_str(secret.decode())


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.name.endswith(f"{SUFFIX}.part"):
            path.unlink()
        elif path.is_file() and not path.is_symlink() and path.name != KEY:
            yield path


def _turn(path: Path, target: Path, change: Any, keys: list[Any]) -> None:  # noqa: ANN401
    part = target.with_name(f"{target.name.removesuffix(SUFFIX)}{SUFFIX}.part")
    with path.open("rb") as source, part.open("wb") as sink:
        change(source, sink, keys)
        sink.flush()
        os.fsync(sink.fileno())
    part.replace(target)
    if target.name.endswith(SUFFIX):
        overwrite(path)
    path.unlink()


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
