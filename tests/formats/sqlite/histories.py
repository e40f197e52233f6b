"""Random databases with a random life, and everything that ever stood in them."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

WORDS = ("bread", "station", "lämp", "river", "seven", "окно", "paper", "garden", "tonight", "later", "coffee", "東京")
TYPES = ("INTEGER", "TEXT", "REAL", "BLOB", "NUMERIC", "VARCHAR(30)")
Row = tuple[object, ...]


@dataclass
class Life:
    """What happened to a database: the versions of each row by table, and what is live at the end."""

    path: Path
    columns: dict[str, list[str]] = field(default_factory=dict)
    alias: dict[str, bool] = field(default_factory=dict)
    ever: dict[str, set[Row]] = field(default_factory=lambda: defaultdict(set))
    live: dict[str, set[Row]] = field(default_factory=dict)


def reserve(path: Path, page_size: int, encoding: str, auto_vacuum: int, reserved: int) -> None:
    """Make an empty database; SQLite's own way to reserve bytes is not open to Python, so the header is written."""
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA synchronous = OFF")
    for pragma in (f"page_size = {page_size}", f"encoding = '{encoding}'", f"auto_vacuum = {auto_vacuum}"):
        database.execute(f"PRAGMA {pragma}")
    database.execute("VACUUM")
    database.execute("PRAGMA user_version = 1")
    database.close()
    if reserved:
        data = bytearray(path.read_bytes())
        data[20] = reserved
        data[105:107] = ((page_size - reserved) % 65536).to_bytes(2, "big")
        path.write_bytes(data)


def value(chance: random.Random, kind: str) -> object:
    if chance.random() < 0.08:
        return None
    if kind == "INTEGER":
        return chance.choice(
            (0, 1, chance.randrange(-100, 100), chance.randrange(1_500_000_000_000, 1_700_000_000_000))
        )
    if kind == "REAL":
        return chance.choice((float(chance.randrange(100)), chance.uniform(-90, 90)))
    if kind == "BLOB":
        return chance.randbytes(chance.randrange(4, 40))
    if kind == "NUMERIC":
        return chance.randrange(1_000_000)
    long = chance.random() < 0.03
    return " ".join(chance.choices(WORDS, k=chance.randrange(200, 900) if long else chance.randrange(2, 9)))


def live(path: Path, seed: int) -> Life:
    """Make a database by a seed, with its journals beside it as they stood while an app had it open."""
    chance = random.Random(seed)
    life = Life(path)
    work = path.with_name("work.db")
    page_size = chance.choice((512, 1024, 4096, 4096, 8192, 65536))
    reserve(work, page_size, chance.choice(("UTF-8", "UTF-8", "UTF-16le", "UTF-16be")), chance.choice((0, 0, 1, 2)),
            chance.choice((0, 0, 12, 32)))  # fmt: skip
    database = sqlite3.connect(work, isolation_level=None)
    database.execute(f"PRAGMA secure_delete = {chance.choice(('OFF', 'OFF', 'FAST'))}")
    mode = chance.choice(("DELETE", "PERSIST", "TRUNCATE", "WAL", "WAL"))
    database.execute(f"PRAGMA journal_mode = {mode}").fetchall()
    if mode == "WAL":  # a journal that is not waited for has other headers; a log has the same
        database.execute("PRAGMA synchronous = OFF")
    database.execute("PRAGMA wal_autocheckpoint = 200")
    kinds = {f"t{number}": _create(database, chance, life, f"t{number}") for number in range(chance.randrange(1, 4))}
    for _ in range(chance.randrange(6, 25)):
        _step(database, chance, life, kinds)
        _note(database, life)
    for table in list(kinds):
        life.live[table] = set(database.execute(f"SELECT * FROM {table}"))
    for suffix in ("", "-wal", "-journal"):
        if (stored := Path(f"{work}{suffix}")).exists():
            shutil.copyfile(stored, f"{path}{suffix}")
    database.close()
    return life


def _create(database: sqlite3.Connection, chance: random.Random, life: Life, table: str) -> list[str]:
    kinds = ["TEXT", *chance.choices(TYPES, k=chance.randrange(2, 7))]
    chance.shuffle(kinds)
    columns = [f"c{number} {kind}" for number, kind in enumerate(kinds)]
    without = chance.random() < 0.2
    life.alias[table] = not without and chance.random() < 0.7
    if without:
        columns.insert(0, "k TEXT PRIMARY KEY")
    elif life.alias[table]:
        columns.insert(0, "_id INTEGER PRIMARY KEY")
    life.columns[table] = [column.split()[0] for column in columns]
    database.execute(f"CREATE TABLE {table} ({', '.join(columns)}){' WITHOUT ROWID' if without else ''}")
    if chance.random() < 0.4:
        database.execute(f"CREATE INDEX {table}_i ON {table} (c0)")
    return kinds


def _step(database: sqlite3.Connection, chance: random.Random, life: Life, kinds: dict[str, list[str]]) -> None:
    table = chance.choice(list(kinds))
    key = life.columns[table][0] if life.columns[table][0] in ("_id", "k") else "rowid"
    act = chance.random()
    database.execute("BEGIN")
    if act < 0.5:
        for _ in range(chance.randrange(1, 80)):
            row = [value(chance, kind) for kind in kinds[table]]
            first = [f"{chance.getrandbits(48):012x}"] if key == "k" else [None] if key == "_id" else []
            database.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(life.columns[table]))})", first + row)
    elif act < 0.8:
        mixed = f"substr(k, {chance.randrange(3, 9)})" if key == "k" else f"{key} * 7919 % {chance.randrange(90, 200)}"
        order, count = chance.choice((mixed, key)), chance.randrange(1, 40)
        database.execute(
            f"DELETE FROM {table} WHERE {key} IN (SELECT {key} FROM {table} ORDER BY {order} LIMIT {count})"
        )
    elif act < 0.97:
        place = chance.randrange(len(kinds[table]))
        new = value(chance, kinds[table][place])
        database.execute(f"UPDATE {table} SET c{place} = ? WHERE {key} IN (SELECT {key} FROM {table} LIMIT 5 OFFSET 3)",
                         (new,))  # fmt: skip
    else:
        database.execute(f"DELETE FROM {table}")
    database.execute("COMMIT")
    if chance.random() < 0.04:
        database.execute(chance.choice(("VACUUM", "PRAGMA incremental_vacuum", "PRAGMA wal_checkpoint"))).fetchall()


def _note(database: sqlite3.Connection, life: Life) -> None:
    for table in life.columns:
        life.ever[table] |= set(database.execute(f"SELECT * FROM {table}"))
