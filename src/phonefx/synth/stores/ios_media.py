"""Photos of an iPhone: the files of the camera roll with their EXIF, and `Photos.sqlite`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from phonefx.synth.database import Shape
from phonefx.synth.encode.exif import Shot, stored_degrees, with_exif
from phonefx.synth.handset import picture
from phonefx.synth.stores.core_data import cocoa, next_key, set_up

if TYPE_CHECKING:
    from datetime import datetime

    from phonefx.synth.acts import PhotoAct
    from phonefx.synth.facts import Fact
    from phonefx.synth.handset import Handset

MEDIA: Final = "/private/var/mobile/Media"
PATH: Final = f"{MEDIA}/PhotoData/Photos.sqlite"
_SHAPE: Final = Shape("ios_photos", wal=True, auto_vacuum=2)
_NOWHERE: Final = -180.0


class PhotoLibrary:
    """The camera roll."""

    def __init__(self, phone: Handset, camera: tuple[str, str, str]) -> None:
        """Make an empty library; `camera` is maker, model, software."""
        self._phone, self._camera = phone, camera
        self.database = phone.open_database(PATH, _SHAPE)
        set_up(self.database, ("AdditionalAssetAttributes", "Asset", "ExtendedAttributes"), phone.uuid("photos"))

    def add(self, act: PhotoAct) -> None:
        """Take a picture."""
        local = self._phone.local(act.at)
        local = local.replace(microsecond=local.microsecond // 1000 * 1000)
        row = next_key(self.database, "Asset")
        name = f"IMG_{row:04d}.JPG"
        path = f"{MEDIA}/DCIM/100APPLE/{name}"
        make, model, software = self._camera
        shot = Shot(local, make, model, software, act.position, act.altitude_m, act.accuracy_m)
        content = with_exif(picture(act.picture), shot)
        self._phone.write(path, content, act.at)
        self._rows(row, name, act, local)
        taken = round(local.timestamp() * 1_000_000)
        self._phone.note(act, "media", (path, "exif", name), {
            "time_us": taken, "path": path, "make": make, "model": model, "indexed": [PATH, "ZASSET", row],
        }, f"photo:{name}")  # fmt: skip
        if act.position:
            for place, table, key, at in ((path, "exif", f"{name} gps", taken // 1_000_000 * 1_000_000),
                                          (PATH, "ZASSET", row, taken)):  # fmt: skip
                exact = table == "ZASSET"
                self._phone.note(act, "location", (place, table, key), {
                    "time_us": at, "evidence_of": "media_capture",
                    "latitude": act.position[0] if exact else stored_degrees(act.position[0]),
                    "longitude": act.position[1] if exact else stored_degrees(act.position[1]),
                }, f"photo:{name}")  # fmt: skip

    def _rows(self, row: int, name: str, act: PhotoAct, local: datetime) -> None:
        at = round(local.timestamp() * 1_000_000)
        latitude, longitude = act.position or (_NOWHERE, _NOWHERE)
        offset = local.utcoffset()
        more = next_key(self.database, "AdditionalAssetAttributes")
        further = next_key(self.database, "ExtendedAttributes")
        self.database.insert(
            "ZASSET", Z_PK=row, Z_ENT=2, Z_OPT=3, ZKIND=0, ZKINDSUBTYPE=0, ZHEIGHT=120, ZWIDTH=160, ZHIDDEN=0,
            ZFAVORITE=0, ZTRASHEDSTATE=0, ZSAVEDASSETTYPE=3, ZADDITIONALATTRIBUTES=more, ZEXTENDEDATTRIBUTES=further,
            ZADDEDDATE=cocoa(at), ZDATECREATED=cocoa(at), ZMODIFICATIONDATE=cocoa(at), ZLATITUDE=latitude,
            ZLONGITUDE=longitude, ZDIRECTORY="DCIM/100APPLE", ZFILENAME=name, ZUNIFORMTYPEIDENTIFIER="public.jpeg",
            ZUUID=self._phone.uuid(f"asset {row}"),
        )  # fmt: skip
        self.database.insert(
            "ZADDITIONALASSETATTRIBUTES", Z_PK=more, Z_ENT=1, Z_OPT=2, ZASSET=row, ZIMPORTEDBY=1,
            ZORIGINALFILENAME=name, ZORIGINALHEIGHT=120, ZORIGINALWIDTH=160,
            ZEXIFTIMESTAMPSTRING=local.strftime("%Y:%m:%d %H:%M:%S"), ZTIMEZONENAME=str(local.tzname()),
            ZTIMEZONEOFFSET=int(offset.total_seconds()) if offset is not None else 0,
            ZGPSHORIZONTALACCURACY=act.accuracy_m if act.position else -1.0,
        )  # fmt: skip
        self.database.insert(
            "ZEXTENDEDATTRIBUTES", Z_PK=further, Z_ENT=3, Z_OPT=1, ZASSET=row, ZCAMERAMAKE=self._camera[0],
            ZCAMERAMODEL=self._camera[1], ZDATECREATED=cocoa(at), ZLATITUDE=act.position[0] if act.position else None,
            ZLONGITUDE=act.position[1] if act.position else None,
        )  # fmt: skip

    def delete(self, fact: Fact, at: int) -> str:
        """Delete a picture: it stays in Recently Deleted, marked with the time."""
        row = fact.values.get("indexed", [None, None, fact.row])[2]
        self.database.run("UPDATE ZASSET SET ZTRASHEDSTATE = 1, ZTRASHEDDATE = ?, Z_OPT = Z_OPT + 1 WHERE Z_PK = ?",
                          cocoa(at), row)  # fmt: skip
        return "recently_deleted"
