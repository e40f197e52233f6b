"""The notes of an iPhone: `NoteStore.sqlite`, in the form of iOS 16."""

from __future__ import annotations

import plistlib
import zlib
from typing import TYPE_CHECKING, Any, Final

from phonefx.synth.database import Shape
from phonefx.synth.stores.core_data import cocoa, next_key, set_up

if TYPE_CHECKING:
    from phonefx.synth.acts import NoteAct
    from phonefx.synth.facts import Fact
    from phonefx.synth.handset import Handset

GROUP: Final = "group.com.apple.notes"
OBJECTS: Final = "ZICCLOUDSYNCINGOBJECT"
_SHAPE: Final = Shape("ios_notes", wal=True, auto_vacuum=2)
_ROOT: Final = "ICCloudSyncingObject"
_ENTITIES: Final = (
    "ICCloudState", _ROOT, "ICAccountData", "ICAttachment", "ICAttachmentPreviewImage", "ICDeviceMigrationState",
    "ICHashtag", "ICInlineAttachment", "ICLegacyTombstone", "ICMedia", "ICNote", "ICNoteContainer", "ICAccount",
    "ICFolder", "ICInvitation", "ICLocation", "ICAttachmentLocation", "ICNoteData", "ICNoteParticipant",
    "ICServerChangeToken",
)  # fmt: skip
_LOCAL: Final = "LocalAccount"
_GZIP: Final = 31


def body(text: str) -> bytes:
    """Write a note's text as its compressed archive: a protocol buffer with the text at 2 > 3 > 2."""
    inner = _field(2, text.encode())
    packer = zlib.compressobj(wbits=_GZIP)
    return packer.compress(_field(2, b"\x08\x00\x10\x00" + _field(3, inner))) + packer.flush()


def _field(number: int, content: bytes) -> bytes:
    size, head = len(content), bytes((number << 3 | 2,))
    while size > 127:
        head += bytes((size & 127 | 128,))
        size >>= 7
    return head + bytes((size,)) + content


class Notes:
    """The notes that lie on the phone alone."""

    def __init__(self, phone: Handset) -> None:
        """Make an empty store with its account, the folder of notes, and that of deleted ones."""
        self._phone = phone
        folder = f"/private/var/mobile/Containers/Shared/AppGroup/{phone.uuid('notes group')}"
        self.path = f"{folder}/NoteStore.sqlite"
        self.database = phone.open_database(self.path, _SHAPE)
        set_up(self.database, _ENTITIES, phone.uuid("notes"))
        self.database.run("UPDATE Z_PRIMARYKEY SET Z_SUPER = 2 WHERE Z_ENT BETWEEN 3 AND 12")
        self.database.run("UPDATE Z_PRIMARYKEY SET Z_SUPER = 12 WHERE Z_ENT IN (13, 14)")
        content = plistlib.dumps({"MCMMetadataIdentifier": GROUP}, fmt=plistlib.FMT_BINARY)
        phone.write(f"{folder}/.com.apple.mobile_container_manager.metadata.plist", content, phone.plan.acquired)
        account = self._insert("ICAccount", ZIDENTIFIER=_LOCAL, ZNAME="On My iPhone", ZACCOUNTTYPE=3)
        self._folder = self._insert("ICFolder", ZIDENTIFIER=f"DefaultFolder-{_LOCAL}", ZTITLE2="Notes",
                                    ZFOLDERTYPE=0, ZACCOUNT8=account, ZOWNER=account)  # fmt: skip
        self._bin = self._insert("ICFolder", ZIDENTIFIER=f"TrashFolder-{_LOCAL}", ZTITLE2="Recently Deleted",
                                 ZFOLDERTYPE=1, ZACCOUNT8=account, ZOWNER=account)  # fmt: skip

    def _insert(self, entity: str, **values: Any) -> int:  # noqa: ANN401
        row = next_key(self.database, _ROOT)
        self.database.insert(OBJECTS, Z_PK=row, Z_ENT=_ENTITIES.index(entity) + 1, Z_OPT=1, ZMARKEDFORDELETION=0,
                             ZISPASSWORDPROTECTED=0, **values)  # fmt: skip
        return row

    def add(self, act: NoteAct) -> None:
        """Write a note: its first line is the title."""
        at = self._phone.clock(act.at)
        text = f"{act.title}\n{act.text}" if act.text else act.title
        data = next_key(self.database, "ICNoteData")
        row = self._insert(
            "ICNote", ZFOLDER=self._folder, ZNOTEDATA=data, ZTITLE1=act.title, ZSNIPPET=act.text.partition("\n")[0],
            ZCREATIONDATE3=cocoa(at), ZMODIFICATIONDATE1=cocoa(at), ZFOLDERMODIFICATIONDATE=cocoa(at),
            ZIDENTIFIER=self._phone.uuid(f"note {act.at} {act.title}"), ZISPINNED=0,
        )  # fmt: skip
        self.database.insert("ZICNOTEDATA", Z_PK=data, Z_ENT=_ENTITIES.index("ICNoteData") + 1, Z_OPT=1, ZNOTE=row,
                             ZDATA=body(text))  # fmt: skip
        self._phone.note(act, "note", (self.path, OBJECTS, row), {
            "time_us": at, "modified_us": at, "title": act.title, "body": text})  # fmt: skip

    def delete(self, fact: Fact, at: int, *, purge: bool) -> str:
        """Move a note to the folder of deleted ones, or remove it for good."""
        if not purge:
            self.database.run(f"UPDATE {OBJECTS} SET ZFOLDER = ?, ZFOLDERMODIFICATIONDATE = ? WHERE Z_PK = ?",
                              self._bin, cocoa(at), fact.row)  # fmt: skip
            return "recently_deleted"
        self.database.run("DELETE FROM ZICNOTEDATA WHERE ZNOTE = ?", fact.row)
        self.database.run(f"DELETE FROM {OBJECTS} WHERE Z_PK = ?", fact.row)
        return "deleted"
