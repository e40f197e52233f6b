"""A first look at an extraction: its device's identity, through the same parsers, kept nowhere."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from phonefx.case.plan import Job, Planner
from phonefx.case.runner import run_job
from phonefx.evidence import Exhibit


def device_facts(planner: Planner, exhibit: Exhibit, scratch: Path) -> dict[str, str]:
    """Run the parsers of device identity and give what they state; the first value of each property."""
    facts: dict[str, str] = {}
    for job in planner.jobs():
        chosen = tuple(each for each in job.parsers if ".device" in each)
        if not chosen:
            continue
        shard = run_job(Job(job.exhibit, job.name, chosen, job.files), exhibit, scratch, scratch / f"{job.name}.shard")
        database = sqlite3.connect(shard)
        for name, value in database.execute("SELECT name, value FROM device_fact ORDER BY rowid"):
            facts.setdefault(name, value)
        database.close()
    return facts
