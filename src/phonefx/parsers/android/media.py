"""Media indexes of Android: MediaStore, Samsung, Files by Google, Google Photos."""

from typing import Final

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Event, Location, Media

KINDS: Final = {0: "file", 1: "image", 2: "audio", 3: "video", 4: "playlist", 5: "subtitle", 6: "document"}
_POSITION = "coalesce(f.latitude, 0) <> 0 OR coalesce(f.longitude, 0) <> 0"
_BIN = "recently_deleted"


def _files(state: str) -> Query:
    binned = state == _BIN
    return Query(
        Media,
        """
        SELECT f._id                            AS key,
               unix_ms(opt(f.datetaken))        AS time,
               unix_s(f.date_added)             AS added,
               f._data                          AS path,
               opt(f._display_name)             AS name,
               f.mime_type                      AS mime,
               f._size                          AS size,
               opt(f.width)                     AS width,
               opt(f.height)                    AS height,
               opt(f.duration) / 1000.0         AS duration_s,
               opt(f.owner_package_name)        AS app,
               extra(f.media_type, f.date_modified, f.date_expires, f.is_trashed, f.is_pending, f.is_download,
               f.download_uri,
                     f.referer_uri, f.bucket_display_name, f.relative_path, f.volume_name, f.orientation, f.is_favorite,
                     f.generation_added, f.description, f.artist, f.album, f.captured_app, f.captured_url,
                     f.is_hide) AS extra
        FROM files f
        """,
        needs="f.is_trashed" if binned else "",
        only="f.is_trashed = 1" if binned else "",
        skip={} if binned else {
            "opt(f.is_trashed) = 1": "in the bin; listed as recently deleted",
            "opt(f.format) = 12289": "a folder",
        },
        state=state,
    )  # fmt: skip


POSITIONS = Query(
    Location,
    """
    SELECT f._id AS key, unix_ms(f.datetaken) AS time, f.latitude AS latitude, f.longitude AS longitude,
           'media_capture' AS evidence_of, 'media index' AS method, f._data AS path, opt(nullif(f.addr, '')) AS place,
           extra(f.owner_package_name, f.mime_type) AS extra
    FROM files f
    """,
    needs="f.latitude",
    only=_POSITION,
)
REMOVED = Query(
    Event,
    """
    SELECT d._id AS key, 'file removed from the media index' AS category, 'id ' || d.old_id AS subject,
           extra(d.generation_modified) AS extra FROM deleted_media d
    """,
)
LOGGED = Query(
    Event,
    """
    SELECT l.rowid AS key, 'log of the media index' AS category, l.message AS detail, extra(l.time) AS extra
           FROM log l
    """,
)

parser(
    "android.media",
    title="Media index (MediaStore), Android",
    variants=["Android 10 and later", "Android 4", "Samsung"],
    files=[
        "*/com.{google.,}android.providers.media{.module,}/databases/external*.db",
        "*/com.samsung.android.providers.media/databases/media.db",
        "*/com.samsung.cmh/databases/cmh.db",
    ],
    queries=[_files("live"), _files(_BIN), POSITIONS, REMOVED, LOGGED],
    about="Pictures, videos, sound and other files that the phone has indexed, Android 4 to 16, and Samsung's "
    "further index. Capture times are UTC milliseconds (worked out by the phone from the camera's clock and "
    "its own zone), the time of adding is UTC seconds. A row may outlive its file. A position (up to Android "
    "9) is what the file stated: of this phone only if its own camera made the file. The log of the index "
    "keeps local time as text.",
)

MASTER = Query(
    Media,
    """
    SELECT f.id                             AS key,
           unix_ms(m.taken_date_ms)         AS time,
           f.root_path || '/' || f.root_relative_file_path AS path,
           f.file_name                      AS name,
           f.mime_type                      AS mime,
           f.size                           AS size,
           m.width_px                       AS width,
           m.height_px                      AS height,
           m.duration_px / 1000.0           AS duration_s,
           nullif(m.device_description, '') AS model,
           extra(f.media_store_id, f.file_date_modified_ms, f.is_hidden, f.media_type, f.storage_location) AS extra
    FROM files_master_table f
    LEFT JOIN opt_table(files_metadata_table, file_id, taken_date_ms, width_px, height_px, duration_px,
        device_description) m
              ON m.file_id = f.id
    """,
)
MASTER_POSITIONS = Query(
    Location,
    """
    SELECT m.file_id AS key, unix_ms(m.taken_date_ms) AS time, m.latitude AS latitude, m.longitude AS longitude,
           'media_capture' AS evidence_of, 'media index' AS method,
           (SELECT f.root_path || '/'
           || f.root_relative_file_path FROM files_master_table f WHERE f.id = m.file_id) AS path,
           extra(m.device_description) AS extra
    FROM files_metadata_table m
    """,
    skip={"coalesce(m.latitude, 0) = 0 AND coalesce(m.longitude, 0) = 0": "no position in it"},
)
OPENED = Query(
    Event,
    """
    SELECT o.file_id AS key, unix_ms(o.file_open_time_stamp_ms) AS time, 'file opened' AS category,
           'com.google.android.apps.nbu.files' AS app,
           (SELECT f.root_relative_file_path FROM files_master_table f WHERE f.id = o.file_id) AS subject
    FROM file_open_info_table o
    """,
)

parser(
    "android.files_by_google",
    title="Files by Google",
    variants=["version of 2021"],
    files=["*/com.google.android.apps.nbu.files/databases/files_master_database"],
    queries=[MASTER, MASTER_POSITIONS, OPENED],
    about="The index of the app Files by Google: files, capture time, camera and position as the files stated them, "
    "also where MediaStore no longer shows a position; and files opened in the app. Times are UTC "
    "milliseconds.",
    tested={"android_apps_plaso": 236},
)

PHOTOS = Query(
    Media,
    """
    SELECT l._id AS key, unix_ms(l.utc_timestamp) AS time, unix_ms(opt(l.trash_timestamp)) AS removed,
        l.filepath AS path,
           opt(l.filename) AS name, extra(l.capture_timestamp, l.timezone_offset, l.purge_timestamp, l.content_uri,
           l.dedup_key,
           l.size_bytes, l.width, l.height, l.is_hidden, l.is_archived) AS extra
    FROM local_media l
    """,
)
PHOTO_POSITIONS = Query(
    Location,
    """
    SELECT f._id AS key, unix_ms(f.utc_timestamp) AS time, f.latitude AS latitude, f.longitude AS longitude,
           'media_capture' AS evidence_of, 'media index' AS method, f.filepath AS path
    FROM local_media f
    """,
    needs="f.latitude",
    only=_POSITION,
)
CLOUD = Query(
    Media,
    """
    SELECT r._id AS key, unix_ms(r.utc_timestamp) AS time, unix_ms(opt(r.trash_timestamp)) AS removed,
           opt(r.filename) AS name, 'in the cloud' AS app,
           extra(r.remote_url, r.media_key, r.upload_status, r.capture_timestamp, r.timezone_offset,
           r.size_bytes) AS extra
    FROM remote_media r
    """,
)
INFERRED = Query(
    Location,
    """
    SELECT r._id AS key, unix_ms(r.utc_timestamp) AS time, r.inferred_latitude AS latitude,
           r.inferred_longitude AS longitude, 'coarse_context' AS evidence_of, 'guessed by Google Photos' AS method
    FROM remote_media r
    """,
    needs="r.inferred_latitude",
    only="coalesce(r.inferred_latitude, 0) <> 0 OR coalesce(r.inferred_longitude, 0) <> 0",
)
TRASHED = Query(
    Media,
    """
    SELECT t.rowid AS key, unix_ms(t.deleted_time) AS removed, t.local_path AS path, t.trash_file_name AS name,
           extra(t.content_uri, t.media_store_id, t.is_video) AS extra
    FROM local t
    """,
    state=_BIN,
)

parser(
    "android.google_photos",
    title="Google Photos",
    variants=["pictures of phone and account", "the app's own bin"],
    files=["*/com.google.android.apps.photos/databases/{gphotos*,local_trash}.db"],
    queries=[PHOTOS, PHOTO_POSITIONS, CLOUD, INFERRED, TRASHED],
    about="Pictures on the phone and in the account as Google Photos knows them, with the time of moving to the "
    "bin, and its own bin of files of the phone (`name` is their name in `trash_files`). Times are UTC milliseconds. "
    "Positions of files on the phone are what the files state; inferred ones are Google's guess and are listed as "
    "context only. Pictures of the account may come from other devices.",
)

SAMSUNG_BIN = Query(
    Media,
    """
    SELECT t.rowid AS key, unix_ms(t.__deleteTime) AS removed, t.__absPath AS path, t.__originPath AS name,
           extra(t.__restoreExtra, t.__volumeName, t.__mimeType) AS extra
    FROM trash t
    """,
    state=_BIN,
)
SAMSUNG_TRASHES = Query(
    Media,
    """
    SELECT t.rowid AS key, unix_ms(t.date_deleted) AS removed, t._data AS path, t.original_path AS name,
           opt(t.delete_package_name) AS app, extra(t.date_expires, t.user_id, t.extra) AS extra
    FROM trashes t
    """,
    state=_BIN,
)

parser(
    "android.samsung.bin",
    title="Bin of the gallery and of files, Samsung",
    variants=["bin of the gallery", "bin of files"],
    files=[
        "*/com.sec.android.gallery3d/databases/local.db",
        "*/com.samsung.android.providers.trash/databases/trash.db",
    ],
    queries=[SAMSUNG_BIN, SAMSUNG_TRASHES],
    about="Pictures and files that the user moved to the bin, with the place they were in (`name`) and where they "
    "are now. Times are UTC milliseconds.",
)
