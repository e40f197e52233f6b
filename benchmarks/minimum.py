"""The bare minimum on the benchmark phone: hash every file, stream every wanted row through Python into SQLite.

    python benchmarks/minimum.py PHONE DATABASE

No provenance, no conversion, no index: what any tool has to do at least.
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import sys
import tempfile
from pathlib import Path

VAR = "private/var/mobile/Library"
READ = {
    "message": (
        f"{VAR}/SMS/sms.db",
        "SELECT m.ROWID, m.date, m.date_read, m.date_delivered, m.is_from_me, m.service, h.id, c.chat_identifier,"
        " m.destination_caller_id, m.subject, m.text, m.guid FROM message m LEFT JOIN handle h ON h.ROWID = m.handle_id"
        " LEFT JOIN chat_message_join j ON j.message_id = m.ROWID LEFT JOIN chat c ON c.ROWID = j.chat_id",
    ),
    "call": (
        f"{VAR}/CallHistoryDB/CallHistory.storedata",
        "SELECT Z_PK, ZDATE, ZORIGINATED, ZANSWERED, ZCALLTYPE, ZDURATION, ZADDRESS, ZISO_COUNTRY_CODE, ZUNIQUE_ID"
        " FROM ZCALLRECORD",
    ),
    "contact": (
        f"{VAR}/AddressBook/AddressBook.sqlitedb",
        "SELECT p.ROWID, p.ModificationDate, p.CreationDate, p.First, p.Last, p.Organization, p.Note, p.guid, v.value"
        " FROM ABPerson p LEFT JOIN ABMultiValue v ON v.record_id = p.ROWID",
    ),
    "location": (
        f"{VAR}/Caches/com.apple.routined/Cache.sqlite",
        "SELECT Z_PK, ZTIMESTAMP, ZLATITUDE, ZLONGITUDE, ZHORIZONTALACCURACY, ZALTITUDE, ZSPEED, ZCOURSE, ZTYPE"
        " FROM ZRTCLLOCATIONMO",
    ),
}


def digest(path: Path) -> str:
    total = hashlib.sha256()
    with path.open("rb", buffering=0) as file:
        while chunk := file.read(1 << 20):
            total.update(chunk)
    return total.hexdigest()


def main(phone: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    out = sqlite3.connect(target)
    out.execute("CREATE TABLE file(path, sha256)")
    files = sorted(path for path in phone.rglob("*") if path.is_file())
    out.executemany("INSERT INTO file VALUES (?, ?)", ((str(path.relative_to(phone)), digest(path)) for path in files))
    for table, (name, query) in READ.items():
        with tempfile.TemporaryDirectory() as scratch:
            copy = shutil.copy(phone / name, scratch)
            source = sqlite3.connect(f"file:{copy}?mode=ro", uri=True)
            cursor = source.execute(query)
            width = len(cursor.description)
            listed = ", ".join(f"c{n}" for n in range(width))
            out.execute(f"CREATE TABLE {table}({listed})")
            out.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * width)})", cursor)
            source.close()
    out.commit()
    out.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
