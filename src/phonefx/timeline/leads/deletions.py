"""Databases that show that rows were deleted, by their page and row numbers."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Final

from phonefx.timeline.leads.records import Draft

_SIGNS: Final = """
    SELECT e.label, f.path, s.code, s.table_name, s.finding, s.limits
    FROM sign s JOIN file f ON f.id = s.file JOIN exhibit e ON e.id = f.exhibit
    WHERE s.code IN ('row id gaps', 'highest id gone', 'file too short', 'free pages')
    ORDER BY e.label, f.path, s.code, s.table_name
"""
_WEIGHT: Final = {"file too short": 4.0, "highest id gone": 3.0, "row id gaps": 2.0, "free pages": 1.0}


def deletion_signs(connection: sqlite3.Connection) -> Iterator[Draft]:
    """Give one lead for each sign that a database shows; which rows are gone it does not say."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'sign'").fetchone():
        return  # a case of an earlier version
    for exhibit, path, code, table, finding, limits in connection.execute(_SIGNS):
        where = f"{path}, table {table}" if table else path
        yield Draft("deletion signs", exhibit, f"{where}: {finding.rstrip('.')}", limits, measure=_WEIGHT[code])
