"""Apps that hide pictures and apps on Android: what they list as hidden."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import App, Media

HIDDEN = Query(
    Media,
    """
    SELECT f.rowid AS key, unix_ms(f.file_last_modified_time_utc) AS time, unix_ms(f.added_time_utc) AS added,
           f.original_path AS path, f.name AS name, f.mime_type AS mime, f.file_size AS size,
           nullif(f.image_width, 0) AS width, nullif(f.image_height, 0) AS height, 'GalleryVault' AS app,
           json_object('folder', opt((SELECT d.name FROM folder_v1 d WHERE d._id = f.folder_id)), 'uuid', opt(f.uuid),
                       'encrypt_state', opt(f.encrypt_state), 'storage_type', opt(f.storage_type),
                       'complete_state', opt(f.complete_state), 'delete_state', opt(f.delete_state),
                       'video_duration', opt(f.video_duration), 'source', opt(f.source)) AS extra
    FROM file_v1 f
    """,
)

parser(
    "apps.galleryvault.android",
    title="Files hidden with GalleryVault, Android",
    variants=["GalleryVault"],
    files=["*/com.thinkyeah.galleryvault/databases/galleryvault.db"],
    queries=[HIDDEN],
    about="Pictures, videos and files that were hidden with GalleryVault: where each came from, when it was last "
    "changed and when it was hidden. Times are UTC milliseconds. The files themselves are enciphered in a folder "
    "`.galleryvault_...`; some may lie there that this list does not name.",
)

KEPT = Query(
    Media,
    """
    SELECT m._id AS key, unix_s(m.date_added) AS time, unix_ms(m.date_modified) AS added, m.path AS path,
           m._data AS name, 'Vaulty' AS app
    FROM Media m
    """,
)

parser(
    "apps.vaulty.android",
    title="Files hidden with Vaulty, Android",
    variants=["Vaulty"],
    files=["*/com.theronrogers.vaultyfree/databases/media.db"],
    queries=[KEPT],
    about="Files that were hidden with Vaulty: where each came from, and under which name it lies in the vault. "
    "Times are UTC: when the file was made (seconds) and when it was hidden (milliseconds); published research "
    "found that the columns hold these, against their names.",
)

APPS = Query(
    App,
    """
    SELECT a.rowid AS key, a.packageName AS identifier,
           CASE a.isActive WHEN 1 THEN 'hidden or locked with HideX' ELSE 'known to HideX' END AS detail,
           extra(a.isActive) AS extra
    FROM p_lock_app a
    """,
)

parser(
    "apps.hidex.android",
    title="Apps hidden with HideX, Android",
    variants=["HideX"],
    files=["*/com.flatfish.cal.privacy/databases/hidex.db"],
    queries=[APPS],
    about="Apps that were hidden or locked with HideX, which shows itself as a calculator. They carry no time.",
)
