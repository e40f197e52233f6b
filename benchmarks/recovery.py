"""Measures the recovery of deleted SQLite rows: `python benchmarks/recovery.py [--big MEGABYTES]`.

Needs the corpus folder `shared/corpus` beside the checkout. Prints four tables: the synthetic regimes (scored by the
script that lies beside them), the public SQLite Forensic Corpus against its answer keys, all other databases of the
corpus (a recovered row that equals a live row would be false), and time and memory: on databases from which nothing
was deleted and on one large database.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

sys.path.insert(0, str(Path(__file__).parent))
import phone as phones
import usage

from phonefx.formats.sqlite import SUPERSEDED, Database, Mark, RecoveredRow, recover, writing

ROOT = Path(__file__).resolve().parent.parent
MAGIC = b"SQLite format 3\0"
LOST = (Mark.MISSING, Mark.ROWID_LOST, Mark.PREFIX)


def find_corpus() -> Path:
    for base in (ROOT.parent, ROOT.parent.parent):
        if (base / "shared" / "corpus" / "TRUTH.json").is_file():
            return base / "shared" / "corpus"
    sys.exit("the corpus (shared/corpus beside the checkout) is not here")


def synthetic(corpus: Path) -> None:
    folder = corpus / "sqlite_deleted_synthetic"
    started = time.process_time()
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "recovered.jsonl"
        with out.open("w", encoding="utf-8") as stream:
            for case in sorted(path for path in folder.iterdir() if path.is_dir()):
                name = json.loads((case / "truth.json").read_text(encoding="utf-8"))["db"]
                writing.write_json_lines(stream, case.name, recover(Database.beside(case / name)))
        seconds = time.process_time() - started
        subprocess.run([sys.executable, folder / "score.py", folder, out], check=True)
    print(f"time: {seconds:.1f} s of one core\n", flush=True)


def key_rows(path: Path, deleted: dict[str, set[tuple[str, ...]]]) -> Iterator[tuple[str, bool, list[str | None]]]:
    """Yield (table, whether the row is gone, its values as text) from an answer key."""
    for element in ElementTree.parse(path).getroot().iter("element"):
        table = element.findtext("meta/name") or ""
        dropped = element.findtext("meta/deleted") == "True"
        for row in element.iter("row"):
            values = [column.findtext("content") for column in row.findall("column")]
            yield table, dropped or tuple(value or "" for value in values) in deleted.get(table, set()), values


def equal(text: str | None, value: object) -> bool:
    if value is None or text is None:
        return value is None and text in (None, "", "NULL", "None")
    if isinstance(value, int | float):
        try:
            return math.isclose(float(text), float(value), rel_tol=1e-9, abs_tol=1e-4)
        except ValueError:
            return False
    return text == value


def in_file(values: list[str | None], data: bytes) -> bool:
    """Say whether the longest text of a row, or else its numbers, are still in the bytes."""
    texts = [value for value in values if value and not value.lstrip("-").replace(".", "").isdigit()]
    return not texts or max(texts, key=len).encode() in data


def public(corpus: Path) -> None:
    truth = json.loads((corpus / "TRUTH.json").read_text(encoding="utf-8"))["files"]
    tally: dict[str, Counter[str]] = {}
    for path in sorted((corpus / "sqlite_deleted" / "nemetz").glob("*/*.db")):
        if not path.with_suffix(".xml").exists():
            continue
        listed = truth[path.relative_to(corpus).as_posix()].get("tables", [])
        gone = {one["table"]: {tuple(row) for row in one.get("deleted_rows", [])} for one in listed}
        rows = list(key_rows(path.with_suffix(".xml"), gone))
        found = list(recover(Database.beside(path)))
        count = tally.setdefault(path.parent.name, Counter())
        count["whole"] += sum(one.get("deleted_rows_whose_whole_record_body_is_still_in_the_file", 0) for one in listed)
        score(rows, found, count)
    print(f"{'category':10} {'deleted':>8} {'all right':>9} {'in part':>8} {'false':>6}")
    for category, count in tally.items():
        if count["deleted"] or count["false"]:
            print(f"{category:10} {count['deleted']:8} {count['right']:9} {count['part']:8} {count['false']:6}")
    print(flush=True)


def score(rows: list[tuple[str, bool, list[str | None]]], found: list[RecoveredRow], count: Counter[str]) -> None:
    dead = [(table, values) for table, gone, values in rows if gone]
    count["deleted"] += len(dead)
    met: set[int] = set()
    for row in found:
        known = [(n, v) for n, (v, m) in enumerate(zip(row.values, row.marks, strict=True)) if m not in LOST]
        hits = [
            number
            for number, (_, values) in enumerate(dead)
            if len(values) == len(row.values) and known and all(equal(values[n], v) for n, v in known)
        ]
        hit = next((number for number in hits if number not in met), hits[0] if hits else None)
        if hit is None:
            count["false"] += 1
        elif len(known) == len(row.values) and (not row.table_sure or row.table == dead[hit][0]):
            met.add(hit)
            count["right"] += 1
        else:
            count["part"] += 1


def databases(corpus: Path) -> Iterator[Path]:
    skipped = {"nemetz", "sqlite_deleted_synthetic", "antiforensic"}
    for path in sorted(corpus.rglob("*")):
        if path.is_file() and not skipped & set(path.parts) and not path.name.endswith(("-wal", "-shm", "-journal")):
            with path.open("rb") as file:
                if file.read(16) == MAGIC:
                    yield path


def live_rows(path: Path, scratch: Path) -> dict[str, set[tuple[object, ...]]]:
    for suffix in ("", "-wal", "-journal"):
        if Path(f"{path}{suffix}").is_file():
            shutil.copyfile(f"{path}{suffix}", scratch / f"copy.db{suffix}")
    database = sqlite3.connect(scratch / "copy.db")
    database.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    rows: dict[str, set[tuple[object, ...]]] = {}
    for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        try:
            rows[name] = set(database.execute(f'SELECT * FROM "{name}"'))
        except sqlite3.Error:
            continue
    database.close()
    return rows


def others(corpus: Path) -> None:
    count: Counter[str] = Counter()
    started = time.process_time()
    for path in databases(corpus):
        found = list(recover(Database.beside(path)))
        with tempfile.TemporaryDirectory() as scratch:
            live = live_rows(path, Path(scratch)) if found else {}
        count["databases"] += 1
        count["databases with no recovered row"] += not found
        count["superseded"] += sum(row.state == SUPERSEDED for row in found)
        count["recovered"] += sum(row.state != SUPERSEDED for row in found)
        count["equal to a live row"] += sum(row.values in live.get(row.table or "", ()) for row in found)
    print(", ".join(f"{name}: {number}" for name, number in count.items()))
    print(f"time with the checks: {time.process_time() - started:.1f} s of one core")
    started, slowest = time.process_time(), 0.0
    broken = sorted((corpus / "sqlite_deleted" / "antiforensic").rglob("*.db"))
    for path in broken:
        before = time.process_time()
        for _ in recover(Database.beside(path)):
            pass
        slowest = max(slowest, time.process_time() - before)
    print(f"manipulated files: {len(broken)}, no exception, the slowest took {slowest:.2f} s\n", flush=True)


def big(megabytes: int) -> None:
    """Make a database with about 5% free pages, time the recovery and compare it with reading the file."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "big.db"
        make_big(path, megabytes)
        started = time.perf_counter()
        with path.open("rb") as file:
            while file.read(1 << 20):
                pass
        plain = time.perf_counter() - started
        started = time.process_time()
        rows = sum(1 for _ in recover(Database.beside(path)))
        seconds = time.process_time() - started
        memory = usage.peak()
        size = path.stat().st_size / (1 << 20)
        print(f"{size:.0f} MB, {rows} rows recovered in {seconds:.1f} s; reading alone {plain:.2f} s", end=" ")
        print(f"(ratio {seconds / plain:.0f}); most memory {memory:.0f} MB")


def clean(scale: float) -> None:
    """Time the search in the databases of the benchmark phone, from which nothing was deleted, against copying them."""
    with tempfile.TemporaryDirectory() as scratch:
        phones.make(Path(scratch) / "phone", phones.BENCH._replace(files=0).times(scale))
        paths = [path for path in (Path(scratch) / "phone").rglob("*") if path.is_file()]
        ratios = []
        for _ in range(3):
            started = time.process_time()
            for path in paths:
                bare_copy(path, Path(scratch) / "copy.db")
            bare = time.process_time() - started
            started = time.process_time()
            rows = sum(1 for path in paths for _ in recover(Database.beside(path)))
            ratios.append(((time.process_time() - started) / bare, time.process_time() - started, bare))
        ratio, seconds, bare = sorted(ratios)[1]
        size = sum(path.stat().st_size for path in paths) / (1 << 20)
        print(f"{size:.0f} MB from which nothing was deleted: {rows} rows recovered in {seconds:.2f} s; reading and")
        print(f"inserting their rows alone {bare:.2f} s (ratio {ratio:.2f}, median of 3)\n", flush=True)


def bare_copy(path: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    source, copy = sqlite3.connect(f"file:{path}?mode=ro", uri=True), sqlite3.connect(target)
    for (name,) in source.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        rows = source.execute(f'SELECT * FROM "{name}"')
        width = len(rows.description)
        copy.execute(f'CREATE TABLE "t{name}" ({", ".join(f"c{n}" for n in range(width))})')
        copy.executemany(f'INSERT INTO "t{name}" VALUES ({", ".join("?" * width)})', rows)
    copy.commit()
    copy.close()
    source.close()


def make_big(path: Path, megabytes: int) -> None:
    chance = random.Random(5)
    words = ["bread", "station", "lamp", "river", "seven", "window", "paper", "garden", "tonight", "later", "bridge"]
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA secure_delete = OFF")
    database.execute("PRAGMA journal_mode = OFF")
    database.execute("PRAGMA synchronous = OFF")
    database.execute(
        "CREATE TABLE message (_id INTEGER PRIMARY KEY AUTOINCREMENT, chat INTEGER, key_id TEXT, sent INTEGER,"
        " kind INTEGER, body TEXT, seen INTEGER)"
    )
    count = megabytes * 1024 * 1024 // 230
    database.execute("BEGIN")
    database.executemany(
        "INSERT INTO message (chat, key_id, sent, kind, body, seen) VALUES (?, ?, ?, ?, ?, ?)",
        (
            (
                chance.randrange(200),
                f"{chance.getrandbits(80):020X}",
                1_600_000_000_000 + number * 3_001,
                chance.randrange(5),
                " ".join(chance.choices(words, k=chance.randrange(8, 46))),
                chance.randrange(2),
            )
            for number in range(count)
        ),
    )
    database.execute("COMMIT")
    step = count // 20
    for start in range(0, count, step):
        database.execute("DELETE FROM message WHERE _id BETWEEN ? AND ?", (start, start + step // 20))
    database.close()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--big", type=int, default=0, metavar="MEGABYTES", help="also time one large database")
    options = arguments.parse_args()
    corpus = find_corpus()
    print("## Synthetic regimes\n", flush=True)
    synthetic(corpus)
    print("## Public corpus\n")
    public(corpus)
    print("## All other databases of the corpus\n")
    others(corpus)
    if options.big:
        print("## Speed\n")
        clean(1)
        big(options.big)


if __name__ == "__main__":
    main()
