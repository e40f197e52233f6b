"""What all Core Data stores share: the table of entities with the highest key of each."""

from __future__ import annotations

import plistlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from phonefx.synth.database import Database

COCOA = 978_307_200


def cocoa(us: int) -> float:
    """Give a time as seconds since 2001."""
    return (us - COCOA * 1_000_000) / 1_000_000


def set_up(database: Database, entities: tuple[str, ...], uuid: str) -> None:
    """Enter the entities of a store, numbered in the order of their names as Core Data does."""
    for number, name in enumerate(entities, start=1):
        database.insert("Z_PRIMARYKEY", Z_ENT=number, Z_NAME=name, Z_SUPER=0, Z_MAX=0)
    content = plistlib.dumps({"NSStoreType": "SQLite", "NSStoreModelVersionHashesVersion": 3}, fmt=plistlib.FMT_BINARY)
    database.insert("Z_METADATA", Z_VERSION=1, Z_UUID=uuid, Z_PLIST=content)


def next_key(database: Database, entity: str) -> int:
    """Take the next key of an entity; keys are never used twice, so that gaps tell of removed rows."""
    database.run("UPDATE Z_PRIMARYKEY SET Z_MAX = Z_MAX + 1 WHERE Z_NAME = ?", entity)
    found = database.run("SELECT Z_MAX FROM Z_PRIMARYKEY WHERE Z_NAME = ?", entity).fetchone()
    return int(found[0])
