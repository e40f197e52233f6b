"""An iTunes or Finder backup as an exhibit, in a folder or in an archive, encrypted or not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, BinaryIO, Final, cast

from phonefx.errors import Damaged, EvidenceError, NotFound, PasswordNeeded
from phonefx.evidence.backups.cbc import CbcBlob
from phonefx.evidence.backups.keybag import Keybag
from phonefx.evidence.backups.known import KNOWN
from phonefx.evidence.backups.manifest import Row, mbdb_rows, sqlite_rows
from phonefx.evidence.domains import domain_path
from phonefx.evidence.streams import stream_of
from phonefx.evidence.tree import Entry, Exhibit, Limits, Names, Problem, only_files
from phonefx.formats import plists

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from phonefx.evidence.blobs import Blob

    _Ident = tuple[str | None, bytes | None, int | None]

_PLISTS: Final = ("Info.plist", "Manifest.plist", "Status.plist")
_FILE_ID: Final = re.compile(r"(?:[0-9a-f]{2}/)?([0-9a-f]{40})")
_FACTS: Final[tuple[str, ...]] = (
    "Device Name", "Product Type", "Product Version", "Build Version", "Serial Number", "Unique Identifier", "IMEI",
    "IMEI 2", "MEID", "ICCID", "Phone Number", "Last Backup Date", "iTunes Version",
)  # fmt: skip


class ItunesExhibit(Exhibit):
    """A backup: the files its manifest lists, under their device paths; what it does not list as leftovers.

    Apart from the manifest's rows, `entries` gives the property lists and hashed files without a row, which older
    backups left behind. `ident` is the path of the hashed file in the outer exhibit.

    Args:
        outer: the folder or archive.
        prefix: folder of the backup in it ("" or ending with '/').
        password: None where none was given; "" to read what an encrypted backup shows without one.
    """

    reader = "own, sqlite3"

    def __init__(self, outer: Exhibit, prefix: str, password: str | None, limits: Limits) -> None:
        self.outer = outer
        self.prefix = prefix
        self.root = outer.root
        self.size = outer.size
        self.limits = limits
        self.problems: list[Problem] = []
        self.keybag: Keybag | None = None
        self._files = {
            entry.stored.removeprefix(prefix): entry
            for entry in outer.entries()
            if entry.form == "file" and entry.stored.startswith(prefix)
        }
        self.plists = {name: self._plist(name) for name in _PLISTS}
        self.encrypted = bool(self.plists["Manifest.plist"].get("IsEncrypted"))
        if self.encrypted:
            self._unlock(password)
        self.kind = f"itunes backup{', encrypted' if self.encrypted else ''} ({outer.kind})"

    def _plist(self, name: str) -> dict[str, Any]:
        entry = self._files.get(name)
        if entry is None:
            self.problem("missing", name, "the backup has no such file")
            return {}
        try:
            found = plists.loads(self.outer.blob(entry).read_at(0, 64 << 20))
        except EvidenceError as error:
            self.problem("damaged", name, str(error))
            return {}
        return found if isinstance(found, dict) else {}

    def _unlock(self, password: str | None) -> None:
        if password is None:
            raise PasswordNeeded(self.root)
        if password == "":
            self.problem("encrypted", "", "no password was given: only the property lists and known names are shown")
            return
        bag = self.plists["Manifest.plist"].get("BackupKeyBag")
        if not isinstance(bag, bytes):
            raise Damaged(self.root, "Manifest.plist says it is encrypted and holds no keybag")
        self.keybag = Keybag.read(bag)
        self.keybag.unlock(password, self.root, self.limits.rounds)

    def _rows(self) -> Iterator[Row]:
        def tell(code: str, message: str) -> None:
            self.problem(code, "", message)

        if (entry := self._files.get("Manifest.db")) is not None:
            data = self._manifest(entry)
            if data.startswith(b"SQLite format 3\0"):
                return sqlite_rows(data, tell)
            self.problem("encrypted" if self.encrypted else "damaged-manifest", "Manifest.db", "it is no database")
        elif (entry := self._files.get("Manifest.mbdb")) is not None:
            return mbdb_rows(self._all(self.outer.blob(entry)), self.limits, tell)
        return iter(())

    def _manifest(self, entry: Entry) -> bytes:
        if self._files.get("Manifest.db-wal") is not None and self._files["Manifest.db-wal"].size:
            self.problem("journal", "Manifest.db-wal", "the list has a write-ahead log, which is not applied")
        blob = self.outer.blob(entry)
        wrapped = self.plists["Manifest.plist"].get("ManifestKey")
        if self.keybag is not None and isinstance(wrapped, bytes):
            key = self.keybag.unwrap(wrapped)
            if key is None:
                raise Damaged(self.root, "the key of Manifest.db cannot be unwrapped")
            blob = CbcBlob(blob, key)
        return self._all(blob)

    def _all(self, blob: Blob) -> bytes:
        if blob.size > self.limits.directory_bytes:
            raise Damaged(self.root, f"a manifest of {blob.size} bytes")
        return blob.read_at(0, blob.size)

    def entries(self) -> Iterator[Entry]:
        """Give the listed files by domain and path, then the property lists and what no row lists."""
        used: set[str] = set()
        names = Names()
        missing = 0
        for row in self._rows():
            place = self._place(row.file_id)
            entry = self._entry(row, place, names)
            if place is not None:
                used.add(place)
            elif row.form == "file":
                missing += 1
                continue
            yield entry
        if missing:
            self.problem("missing-files", "", f"{missing} files are listed and not in the backup")
        yield from self._leftovers(used)

    def _place(self, file_id: str) -> str | None:
        for place in (f"{file_id[:2]}/{file_id}", file_id):
            if place in self._files:
                return place
        return None

    def _entry(self, row: Row, place: str | None, names: Names) -> Entry:
        stored = names.unique("/".join(part for part in (self.prefix.rstrip("/"), row.domain, row.path) if part))
        size = 0
        if place is not None and row.form == "file":
            size = self._size(row, self._files[place])
        stamp = None if row.mtime is None else row.mtime * 1_000_000
        ident = (place, row.key, row.size)
        return Entry(stored, size, row.form, "live", ident, domain_path(row.domain, row.path), stamp, "utc")

    def _size(self, row: Row, outer: Entry) -> int:
        locked = self.encrypted and row.key is not None
        return min(row.size, outer.size) if locked and row.size is not None else outer.size

    def _leftovers(self, used: set[str]) -> Iterator[Entry]:
        for name in sorted(self._files.keys() - used):
            entry = self._files[name]
            ident, path = (name, None, None), f"/{name}"
            match = _FILE_ID.fullmatch(name)
            if match and match[1] in KNOWN:
                domain, _, relative = KNOWN[match[1]].partition("/")
                path = domain_path(domain, relative)
            if match:
                self.problem("unlisted", name, "a hashed file that the manifest does not list")
            yield Entry(entry.stored, entry.size, "file", "live", ident, path, entry.mtime_us, entry.mtime_basis)

    def open(self, entry: Entry) -> BinaryIO:
        """Open a file; an encrypted one is decrypted as it is read."""
        return stream_of(self.blob(entry))

    def blob(self, entry: Entry) -> Blob:
        """Give random access to a file, decrypted."""
        only_files(self, entry)
        place, wrapped, size = cast("_Ident", entry.ident)
        if place is None or place not in self._files:
            raise NotFound(entry.stored)
        blob = self.outer.blob(self._files[place])
        if wrapped is None or not self.encrypted:
            return blob
        if self.keybag is None:
            raise PasswordNeeded(entry.stored)
        key = self.keybag.unwrap(wrapped)
        if key is None:
            number = int.from_bytes(wrapped[:4], "little")
            raise EvidenceError(entry.stored, f"no key for its protection class {number}")
        if size is not None and blob.size < size:
            self.problem("truncated", entry.stored, f"{blob.size} of {size} bytes are there")
        return CbcBlob(blob, key, size=size)

    def containers(self) -> Iterator[Path]:
        """Give the files of the outer exhibit."""
        return self.outer.containers()

    def facts(self) -> Mapping[str, str]:
        """Give what Info.plist and Manifest.plist say of the device and the backup."""
        info, lockdown = self.plists["Info.plist"], self.plists["Manifest.plist"].get("Lockdown")
        found: dict[str, str] = {name: _said(info[name]) for name in _FACTS if name in info}
        if isinstance(lockdown, dict):
            known = ("DeviceName", "ProductType", "ProductVersion", "SerialNumber", "UniqueDeviceID")
            found.update({f"Lockdown {name}": str(lockdown[name]) for name in known if name in lockdown})
        state = self.plists["Status.plist"]
        found.update({name: str(state[name]) for name in ("BackupState", "SnapshotState", "Version") if name in state})
        return {**found, "Encrypted": "yes" if self.encrypted else "no"}

    def close(self) -> None:
        """Close the outer exhibit."""
        self.outer.close()


def _said(value: object) -> str:
    if isinstance(value, plists.Date):
        moment = value.utc()
        return moment.isoformat() if moment else repr(float(value))
    return str(value)
