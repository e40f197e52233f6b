"""Galleries of vendors on Android: rows that may outlive their pictures."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Event, Location, Media


def _pair(table: str, columns: dict[str, str], state: str = "live", only: str = "") -> tuple[Query, Query]:
    """A table of pictures as media and, where it has positions, as locations."""
    listed = ", ".join(f"{value} AS {name}" for name, value in columns.items() if name not in {"latitude", "longitude"})
    latitude, longitude = columns["latitude"], columns["longitude"]
    media = Query(Media, f"SELECT {listed} FROM {table} f", state=state, only=only)
    places = Query(
        Location,
        f"""
        SELECT {columns["key"]} AS key, {columns["time"]} AS time, {latitude} AS latitude, {longitude} AS longitude,
               'media_capture' AS evidence_of, 'index of a gallery' AS method, {columns["path"]} AS path
        FROM {table} f
        """,
        needs=latitude,
        only=f"coalesce({latitude}, 0) NOT IN (0, 1000) OR coalesce({longitude}, 0) NOT IN (0, 1000)",
    )
    return media, places


STORY = _pair(
    "info",
    {
        "key": "f.rowid", "time": "unix_ms(f.datetaken)", "path": "f._data", "latitude": "f.latitude",
        "longitude": "f.longitude",
        "extra": "extra(f.country_name, f.locality, f.poi_name, f.street_name, f.is_delete, f.addr)",
    },
)  # fmt: skip
MOMENTS = Query(
    Event,
    """
    SELECT m.rowid AS key, unix_ms(m.start_time) AS time, unix_ms(m.end_time) AS end,
           'pictures put together by the gallery' AS category, 'com.samsung.storyservice' AS app,
           opt(m.title) AS subject, opt(m.location) AS detail
    FROM moment m
    """,
)

parser(
    "android.samsung.stories",
    title="Pictures sorted by Samsung's gallery",
    variants=["Samsung"],
    files=["*/com.samsung.storyservice/databases/dme.db"],
    queries=[*STORY, MOMENTS],
    about="Pictures and moments of Samsung's story service, with names of places. Times are UTC milliseconds. Rows "
    "stay when the picture is gone (`is_delete`). A position is what the picture stated.",
)

MIUI = _pair(
    "cloud",
    {
        "key": "f._id", "time": "unix_ms(coalesce(nullif(f.dateTaken, 0), f.mixedDateTime))",
        "path": "coalesce(opt(f.localFile), opt(f.thumbnailFile), f.fileName)", "name": "f.fileName",
        "size": "opt(f.size)", "mime": "opt(f.mimeType)", "latitude": "miui_degrees(f.exifGPSLatitude)",
        "longitude": "miui_degrees(f.exifGPSLongitude)",
        "extra": "extra(f.localFlag, f.serverStatus, f.location, f.exifGPSLatitude, f.exifGPSLatitudeRef,"
                 " f.exifGPSLongitude, f.exifGPSLongitudeRef, f.sha1)",
    },
)  # fmt: skip


def miui_degrees(text: str | float | None) -> float | None:
    """Give degrees of a coordinate that is a number or three fractions (degrees, minutes, seconds), unsigned."""
    if text is None or isinstance(text, (int, float)):
        return text
    parts = [part.strip().split("/") for part in text.split(",")]
    if not 1 <= len(parts) <= 3 or not all(1 <= len(part) <= 2 for part in parts):
        return None
    if not all(number.replace(".", "", 1).lstrip("-").isdigit() for part in parts for number in part):
        return None
    values = [float(part[0]) / (float(part[1]) if len(part) > 1 and float(part[1]) else 1) for part in parts]
    return sum((value / 60.0**place for place, value in enumerate(values)), 0.0)


_SIGNED = {
    "latitude": "miui_degrees(f.exifGPSLatitude) * CASE opt(f.exifGPSLatitudeRef) WHEN 'S' THEN -1 ELSE 1 END",
    "longitude": "miui_degrees(f.exifGPSLongitude) * CASE opt(f.exifGPSLongitudeRef) WHEN 'W' THEN -1 ELSE 1 END",
}
MIUI_PLACES = Query(
    Location,
    f"""
    SELECT f._id AS key, unix_ms(coalesce(nullif(f.dateTaken, 0), f.mixedDateTime)) AS time,
           {_SIGNED["latitude"]} AS latitude, {_SIGNED["longitude"]} AS longitude, 'media_capture' AS evidence_of,
           'index of a gallery' AS method, f.fileName AS path
    FROM cloud f
    """,
    needs="f.exifGPSLatitude",
    only="coalesce(miui_degrees(f.exifGPSLatitude), 0) <> 0 OR coalesce(miui_degrees(f.exifGPSLongitude), 0) <> 0",
)

parser(
    "android.xiaomi.gallery",
    title="Index of Xiaomi's gallery",
    variants=["Xiaomi"],
    files=["*/com.miui.gallery/databases/gallery.db"],
    queries=[MIUI[0], MIUI_PLACES],
    functions={"miui_degrees": miui_degrees},
    about="Pictures of Xiaomi's gallery, also those in its cloud alone. Times are UTC milliseconds. A position is what "
    "the picture stated; the picture need not be of this phone.",
)

HUAWEI_COLUMNS = {
    "key": "f.rowid", "time": "unix_ms(opt(f.datetaken))", "path": "f._data", "name": "opt(f._display_name)",
    "size": "opt(f._size)", "mime": "opt(f.mime_type)", "removed": "unix_ms(nullif(opt(f.recycledTime), 0))",
    "latitude": "f.latitude", "longitude": "f.longitude", "extra": "extra(f.recycleFlag, f.recycledTime, f.sourcePath)",
}  # fmt: skip
HUAWEI = _pair("gallery_media", HUAWEI_COLUMNS)

parser(
    "android.huawei.gallery",
    title="Index of Huawei's gallery",
    variants=["Huawei"],
    files=["*/com.android.gallery3d/databases/gallery.db", "*/com.huawei.photos/databases/gallery.db"],
    queries=[*HUAWEI],
    about="Pictures of Huawei's gallery, with the time at which one was put into the bin. Times are UTC milliseconds. "
    "A position is what the picture stated.",
)
