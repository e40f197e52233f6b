"""Databases that show that rows were deleted, by their page and row numbers."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Final

from phonefx.formats.visible import counted
from phonefx.timeline.leads.records import Draft

_SIGNS: Final = """
    SELECT e.label, f.path, s.code, s.table_name, s.finding, s.limits
    FROM sign s JOIN file f ON f.id = s.file JOIN exhibit e ON e.id = f.exhibit
    WHERE s.code IN ('row id gaps', 'highest id gone', 'file too short', 'free pages')
    ORDER BY e.label, f.path, f.id
"""
_WEIGHT: Final = {"file too short": 4.0, "highest id gone": 3.0, "row id gaps": 2.0, "free pages": 1.0}
_MOST: Final = 10


def deletion_signs(connection: sqlite3.Connection) -> Iterator[Draft]:
    """Give one lead for each database that shows signs; which rows are gone they do not say."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'sign'").fetchone():
        return  # a case of an earlier version
    for (exhibit, path), group in groupby(connection.execute(_SIGNS), key=itemgetter(0, 1)):
        signs = sorted(set(group), key=lambda sign: (-_WEIGHT[sign[2]], sign[3] or ""))
        told = [f"table {table}: {finding}" if table else finding for _, _, _, table, finding, _ in signs[:_MOST]]
        further = f" {counted(len(signs) - _MOST, 'further sign')} in the table sign." if len(signs) > _MOST else ""
        limits = " ".join(dict.fromkeys(sign[5] for sign in signs[:_MOST]))
        reason = f"{path}: {' '.join(told)}{further}".removesuffix(".")
        yield Draft("deletion signs", exhibit, reason, limits, measure=_WEIGHT[signs[0][2]])
