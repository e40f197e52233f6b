"""Copies of messages outside the message store: Google's search index, cell broadcasts."""

from phonefx.parsers.android.sms import DIRECTIONS
from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Message, Network

INDEXED = Query(
    Message,
    """
    SELECT m._id AS key, unix_ms(m.date) AS time, code(m.type, DIRECTIONS) AS direction,
           CASE WHEN m.msg_type LIKE '%mms%' THEN 'MMS' ELSE 'SMS' END AS service, m.address AS counterpart,
           m.thread_id AS thread, opt(m.subject) AS subject, m.body AS body, m.uri AS guid,
           'copy in a search index' AS status, extra(m.msg_type, m.content_type, m.media_uri, m.read, m.score) AS extra
    FROM mmssms m
    """,
    words={"DIRECTIONS": DIRECTIONS},
)

parser(
    "android.google_index.messages",
    title="Messages in Google's search index, Android",
    variants=["Play services to about 2020"],
    files=["*/com.google.android.gms/databases/icing_mmssms.db"],
    queries=[INDEXED],
    about="Copies of SMS and MMS in the search index of Google Play services, up to about 2020. Times are UTC "
    "milliseconds. `guid` is the address of the message in the message store; a copy can outlive it.",
)

BROADCASTS = Query(
    Message,
    """
    SELECT b._id AS key, unix_ms(b.date) AS time, 'incoming' AS direction, 'cell broadcast' AS service, b.body AS body,
           opt(b.language) AS subject,
           extra(b.plmn, b.lac, b.cid, b.serial_number, b.service_category, b.geometries) AS extra
    FROM broadcasts b
    """,
)
CELLS = Query(
    Network,
    """
    SELECT b._id AS key, unix_ms(b.date) AS time, 'cell' AS medium,
           b.plmn || coalesce(':' || b.lac, '') || coalesce(':' || b.cid, '') AS address,
           'cell from which a broadcast was received' AS detail
    FROM broadcasts b
    """,
    only="coalesce(b.plmn, '') <> ''",
)

parser(
    "android.cell_broadcasts",
    title="Cell broadcasts, Android",
    variants=["Android 11 and later"],
    files=["*/com.{google.,}android.cellbroadcastreceiver{,.module}/databases/cell_broadcasts*.db"],
    queries=[BROADCASTS, CELLS],
    about="Warnings sent to all phones of an area, with network and cell: the phone was within reach of that cell. "
    "Times are UTC milliseconds of reception. Only a table of cells, which phonefx does not have, would say "
    "where the cell is.",
)
