"""Times the making of one training phone with a long background life, its zip included.

    python -m benchmarks.training [ITEMS]

One process, one core. The million acts of the background are messages, calls and pages; 50,000 positions come on top.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from benchmarks.usage import peak
from phonefx.synth.key import read_head
from phonefx.synth.make import KEY, make
from phonefx.synth.scenario import read_scenario

SCENARIO = """\
phonefx_scenario: 1
name: long-life
title: A long life
level: advanced
about: Background alone.
seed: 1
zone: Europe/London
period: {{from: 2024-01-01 00:00, to: 2026-01-01 00:00}}
people:
  ann: {{name: Ann Ash, number: "+44 7700 900001"}}
places:
  flat: {{name: Flat, at: [51.50, -0.10]}}
  desk: {{name: Desk, at: [51.54, -0.16]}}
phones:
  - id: ann-phone
    owner: ann
    platform: android
    model: pixel-7
    os: "14"
    imei: "001000000000017"
    serial: S1
    acquired: 2026-01-01 00:00
    sims: [{{number: "+44 7700 900001", iccid: "8999910000000000001", imsi: "999300000000001", carrier: Example}}]
    containers: [zip]
background:
  - {{phone: ann-phone, items: {items}, positions: {positions}, languages: [en, ar, zh], contacts: 200,
      places: [flat, desk]}}
"""


def main() -> None:
    items = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory(prefix="phonefx-training-") as scratch:
        sheet = Path(scratch) / "long-life.yaml"
        sheet.write_text(SCENARIO.format(items=items, positions=items // 20), encoding="utf-8")
        cpu, wall = time.process_time(), time.monotonic()
        make(read_scenario(sheet), Path(scratch) / "made")
        cpu, wall = time.process_time() - cpu, time.monotonic() - wall
        counts = read_head(Path(scratch) / "made" / KEY)["counts"]
        size = (Path(scratch) / "made" / "ann-phone.zip").stat().st_size // 1_000_000
    facts = sum(each["facts"] for each in counts)
    print(f"{items} items of background, {facts} facts: {cpu:.0f} s CPU, {wall:.0f} s, {peak():.0f} MB, zip {size} MB")


if __name__ == "__main__":
    main()
