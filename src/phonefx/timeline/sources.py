"""Says for each source of a case which exhibit it is of: queries over millions of rows need not ask each time."""

from __future__ import annotations

import sqlite3


def map_sources(connection: sqlite3.Connection) -> dict[int, int]:
    """Make the temporary table `exhibit_of` (source, exhibit, live) anew; gives the exhibit's number by source."""
    connection.execute("DROP TABLE IF EXISTS temp.exhibit_of")
    connection.execute("CREATE TEMP TABLE exhibit_of(source INTEGER PRIMARY KEY, exhibit INTEGER, live INTEGER)")
    connection.execute(
        "INSERT INTO exhibit_of SELECT s.id, f.exhibit, s.state = 'live' FROM source s JOIN file f ON f.id = s.file"
    )
    return dict(connection.execute("SELECT source, exhibit FROM temp.exhibit_of").fetchall())


def exhibit_labels(connection: sqlite3.Connection) -> dict[int, str]:
    """Give the labels of the exhibits by their numbers."""
    return dict(connection.execute("SELECT id, label FROM exhibit").fetchall())
