"""Photos of an Android phone: the files in shared storage with their EXIF, and the media provider's index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from phonefx.synth.database import Shape
from phonefx.synth.encode.exif import Shot, stored_degrees, with_exif
from phonefx.synth.handset import picture

if TYPE_CHECKING:
    from phonefx.synth.acts import PhotoAct
    from phonefx.synth.facts import Fact
    from phonefx.synth.handset import Handset

PATH: Final = "/data/data/com.google.android.providers.media.module/databases/external.db"
CAMERA: Final = "/data/media/0/DCIM/Camera"
_SHAPE: Final = Shape("android_external", wal=True, auto_vacuum=1, user_version=1407, checkpoint_pages=100)


class Gallery:
    """The camera's pictures."""

    def __init__(self, phone: Handset, camera: tuple[str, str, str]) -> None:
        """Make an empty gallery; `camera` is maker, model, software."""
        self._phone, self._camera = phone, camera
        self.database = phone.open_database(PATH, _SHAPE)
        self.database.insert("android_metadata", locale=phone.plan.locale)
        self.database.insert("local_metadata", generation=0)
        self._folder = 0

    def add(self, act: PhotoAct) -> None:
        """Take a picture."""
        local = self._phone.local(act.at)
        local = local.replace(microsecond=local.microsecond // 1000 * 1000)
        make, model, software = self._camera
        shot = Shot(local, make, model, software, act.position, act.altitude_m, act.accuracy_m)
        content = with_exif(picture(act.picture), shot)
        name = f"PXL_{local.strftime('%Y%m%d_%H%M%S')}{local.microsecond // 1000:03d}.jpg"
        path = f"{CAMERA}/{name}"
        self._phone.write(path, content, act.at)
        row = self._index(name, len(content), self._phone.clock(act.at))
        taken = round(local.timestamp() * 1_000_000)
        values = {"time_us": taken, "path": path, "make": make, "model": model, "indexed": [PATH, "files", row]}
        self._phone.note(act, "media", (path, "exif", name), values, f"photo:{name}")
        if act.position:
            self._phone.note(act, "location", (path, "exif", f"{name} gps"), {
                "time_us": taken // 1_000_000 * 1_000_000, "latitude": stored_degrees(act.position[0]),
                "longitude": stored_degrees(act.position[1]), "evidence_of": "media_capture", "path": path,
                "accuracy_m": act.accuracy_m,
            }, f"photo:{name}")  # fmt: skip

    def _index(self, name: str, size: int, at: int) -> int:
        return self.database.insert(
            "files", _data=f"/storage/emulated/0/DCIM/Camera/{name}", _size=size, date_added=at // 1_000_000,
            date_modified=at // 1_000_000, mime_type="image/jpeg", title=name[:-4], _display_name=name,
            datetaken=at // 1000, bucket_id="-1739773001", bucket_display_name="Camera", media_type=1, width=160,
            height=120, owner_package_name="com.google.android.GoogleCamera", orientation=0, is_drm=0,
            relative_path="DCIM/Camera/", volume_name="external_primary", format=14337, parent=0,
        )  # fmt: skip

    def delete(self, fact: Fact) -> None:
        """Delete a picture: the file goes, the index row too, its old number is kept for a while."""
        (self._phone.root / fact.path[1:]).unlink(missing_ok=True)
        row = fact.values.get("indexed", [None, None, 0])[2]
        if row:
            self.database.run("DELETE FROM files WHERE _id = ?", row)
            self.database.insert("deleted_media", old_id=row, generation_modified=1)
