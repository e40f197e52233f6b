"""Files of an account with a cloud service, as its app lists them on the phone: OneDrive, Dropbox, Proton Drive."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Account, Event, Location, Media

ITEMS = Query(
    Media,
    """
    SELECT i._id AS key, unix_ms(CASE WHEN i.creationDate > 0 THEN i.creationDate END) AS time,
           unix_ms(opt(CASE WHEN i.deletedDateTime > 0 THEN i.deletedDateTime END)) AS removed,
           coalesce(i.name, '') || coalesce(i.extension, '') AS name, i.size AS size, opt(i.cameraMake) AS make,
           opt(i.cameraModel) AS model, 'OneDrive' AS app,
           extra(i.itemType, i.itemDate, i.modifiedDateOnClient, i.lastAccess, i.dateTaken, i.dateShared,
           i.deletedState, i.ownerName, i.sharedByDisplayName, i.sharedByEmail, i.sha1Hash, i.fileHash, i.isOffline,
           i.vaultType, i.resourceId, i.parentRid) AS extra
    FROM items i
    """,
    skip={"i.resourceId IN ('search', 'Mru', 'SharedBy', 'SharedWithMe')": "a list of the app, no file"},
)
PICTURES = Query(
    Location,
    """
    SELECT i._id AS key, unix_ms(opt(CASE WHEN i.dateTaken > 0 THEN i.dateTaken END)) AS time,
           i.latitude AS latitude, i.longitude AS longitude, opt(i.altitude) AS altitude_m,
           'media_capture' AS evidence_of, 'picture listed by OneDrive' AS method,
           coalesce(i.name, '') || coalesce(i.extension, '') AS path
    FROM items i
    """,
    needs="i.latitude",
    only="coalesce(i.latitude, 0) <> 0 OR coalesce(i.longitude, 0) <> 0",
)
CACHED = Query(
    Event,
    """
    SELECT s.rowid AS key, unix_ms(s.last_access_date) AS time, 'file of the cloud opened or fetched' AS category,
           'OneDrive' AS app,
           (SELECT coalesce(i.name, '') || coalesce(i.extension, '') FROM items i WHERE i._id = s.parentId) AS subject,
           s.stream_location AS detail, extra(s.last_sync_date, s.streamType, s.sync_state) AS extra
    FROM stream_cache s
    """,
    skip={"coalesce(s.last_access_date, 0) <= 0": "a file without a time of opening"},
)
DRIVES = Query(
    Account,
    """
    SELECT d._id AS key, 'OneDrive' AS service, d.accountId AS identifier, opt(d.driveDisplayName) AS name,
           extra(d.drivePath, d.driveType, d.serverType) AS extra
    FROM drives d
    """,
)

parser(
    "apps.onedrive",
    title="Files in OneDrive",
    variants=["QTMetadata.db"],
    files=["*/com.microsoft.skydrive/files/QTMetadata.db", "*/DatabaseQ{T,t}/QTMetadata.db"],
    queries=[ITEMS, PICTURES, CACHED, DRIVES],
    about="Names, sizes and times of the files of an account in OneDrive, Android and iPhone; the files themselves lie "
    "with the service, unless kept on the phone. Times are UTC milliseconds; those of changing, sharing and last "
    "opening are kept beside. The position of a picture is what the picture stated when it was taken, with whatever "
    "camera; the file may come from another device or another person.",
)

FILES = Query(
    Media,
    """
    SELECT d._id AS key, unix_ms(nullif(d.modified_millis, 0)) AS time, unix_ms(nullif(d.server_modified_millis, 0)) AS
           added, d.path AS path, d._display_name AS name, d.mime_type AS mime, d.bytes AS size, 'Dropbox' AS app,
           extra(d.local_modified, d.accessed_millis, d.is_dir, d.is_favorite, d.shared_folder_id, d.read_only,
           d.is_vault_folder, d.revision) AS extra
    FROM dropbox d
    """,
)
SIGNED = Query(
    Event,
    """
    SELECT p.rowid AS key, unix_ms(CAST(p.pref_value AS INTEGER)) AS time, CASE p.pref_name WHEN 'USER_SIGN_UP_DATE'
           THEN 'account made' ELSE 'last signing in' END AS category, 'Dropbox' AS app
    FROM DropboxAccountPrefs p
    """,
    skip={
        "p.pref_name NOT IN ('USER_SIGN_UP_DATE', 'LAST_USER_LOGIN_TIME') OR coalesce(CAST(p.pref_value AS INTEGER), 0)"
        " <= 0": "a setting that tells no time of the account",
    },
)
parser(
    "apps.dropbox.android",
    title="Files in Dropbox, Android",
    variants=["files", "account"],
    files=["*/com.dropbox.android/databases/*-{db,prefs}.db"],
    queries=[FILES, SIGNED],
    about="Names, sizes and times of the files of an account in Dropbox that the app has listed, and when the account "
    "was made and last signed in. Times are UTC milliseconds: when the file was changed, and when the service took the "
    "change. What another device of the account did stands here too.",
)

LINKS = Query(
    Media,
    """
    SELECT l.rowid AS key, unix_s(nullif(l.creation_time, 0)) AS time, unix_s(nullif(l.trashed_time, 0)) AS removed,
           l.name AS name, l.mime_type AS mime, l.size AS size, 'Proton Drive' AS app,
           extra(l.id, l.parent_id, l.type, l.state, l.last_modified, l.is_shared, l.number_of_accesses, l.user_id)
           AS extra
    FROM LinkEntity l
    """,
)
USERS = Query(
    Account,
    """
    SELECT u.rowid AS key, unix_ms(nullif(u.createdAtUtc, 0)) AS time, 'Proton' AS service, u.email AS identifier,
           u.name AS name, extra(u.userId, u.usedSpace, u.maxSpace) AS extra
    FROM UserEntity u
    """,
)

parser(
    "apps.proton_drive.android",
    title="Files in Proton Drive, Android",
    variants=["db-drive"],
    files=["*/me.proton.android.drive/databases/db-drive"],
    queries=[LINKS, USERS],
    about="Files of an account in Proton Drive and the account. Times of files are UTC seconds, that of the account "
    "UTC milliseconds. Names may be enciphered by the service: they are shown as they are stored. `type` 1 is a "
    "folder, 2 a file, 3 an album; `state` 1 is active, 2 in the bin, 3 deleted.",
)
