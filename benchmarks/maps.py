"""Times the maps of a case of many positions against a bare XML write of the same ones.

    python benchmarks/maps.py [--positions 2000000] [--case CASE_DB]

Each job runs in a process of its own; time is its processor time, memory its peak. The case (one position a minute, at
rest and on the way, in a case.db with a computed track) is made in a temporary folder unless --case names one.
"""

from __future__ import annotations

import argparse
import math
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

START_US = 1_640_995_200_000_000
MINUTE_US = 60_000_000


def make(path: Path, count: int) -> None:
    """A case of one phone, as the parsers and the timeline would have left it."""
    from benchmarks.made_case import MadeCase
    from phonefx.case import schema
    from phonefx.timeline import movement

    made = MadeCase(str(path))
    made.db.execute("PRAGMA synchronous = OFF")
    made.db.execute("BEGIN")
    source = made.source("E1", "made.up", "location", "live", "utc")
    made.db.execute("INSERT INTO location_common (id, source, evidence_of) VALUES (1, ?, 'device_fix')", (source,))
    chance = random.Random(1)
    latitude, longitude, heading = 52.37, 4.89, 0.0
    rows = []
    for number in range(1, count + 1):
        if number % 300 < 60:  # an hour on the way, four at rest
            heading += chance.uniform(-0.3, 0.3) + 0.3 * ((latitude > 53) - (latitude < 51.5))
            latitude += math.cos(heading) * 6e-3
            longitude += math.sin(heading) * 1e-2
        us = START_US + number * MINUTE_US
        spot = (round(latitude + chance.gauss(0, 1e-4), 7), round(longitude + chance.gauss(0, 1e-4), 7))
        rows.append((number, source, number, us, *spot, round(chance.uniform(3, 60), 1), us))
        if len(rows) == 50_000 or number == count:
            made.db.executemany(
                "INSERT INTO location_own (item, source, key, time_us, latitude, longitude, accuracy_m, time_raw,"
                " common) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)", rows)  # fmt: skip
            rows = []
    schema.create_indexes(made.db)
    movement.build(made.db)
    made.db.execute("COMMIT")
    made.db.close()


def bare(case: Path, out: Path) -> None:
    """The least that any writer has to do: read the rows, write time and place as XML, uncompressed."""
    import sqlite3

    database = sqlite3.connect(case)
    with out.open("w") as file:
        file.write("<kml>")
        asked = "SELECT time_us, latitude, longitude FROM location ORDER BY 1"
        for us, latitude, longitude in database.execute(asked):
            when = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(us / 1e6))
            file.write(f"<P><when>{when}</when><coord>{longitude} {latitude}</coord></P>\n")
        file.write("</kml>")


def kmz(case: Path, out: Path) -> None:
    from phonefx.case.store import connect
    from phonefx.report.maps.kml.document import write_kmz
    from phonefx.report.maps.reading import MapCase

    write_kmz(MapCase(connect(case)), out, zone="Europe/Amsterdam")


JOBS = {"bare XML": (bare, "bare.xml"), "movement.kmz": (kmz, "movement.kmz")}


def run(job: str, case: Path, folder: Path) -> tuple[float, float, float]:
    """Processor seconds, peak megabytes and megabytes written by one job."""
    code = (
        "from benchmarks.maps import *; from benchmarks.usage import used;"
        f" JOBS[{job!r}][0](Path(sys.argv[1]), Path(sys.argv[2])); print(*used())"
    )
    out = folder / JOBS[job][1]
    done = subprocess.run([sys.executable, "-c", code, case, out], capture_output=True, text=True, check=True)
    seconds, megabytes = map(float, done.stdout.split())
    size = out.stat().st_size / 1e6
    out.unlink()
    return seconds, megabytes, size


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--positions", type=int, default=2_000_000)
    parser.add_argument("--case", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        case = chosen.case or Path(scratch) / "case.db"
        if not case.exists():
            make(case, chosen.positions)
        least = 0.0
        for job in JOBS:
            seconds, megabytes, size = run(job, case, Path(scratch))
            least = least or seconds
            sys.stdout.write(
                f"{job:14} {seconds:6.1f} s  x{seconds / least:4.1f}  {megabytes:5.0f} MB peak  {size:6.1f} MB\n"
            )


if __name__ == "__main__":
    main()
