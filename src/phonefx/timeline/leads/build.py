"""Gathers the leads of a case and writes them, strongest first within each topic."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from typing import Final

from phonefx.timeline import tables
from phonefx.timeline.leads.burners import burner_leads
from phonefx.timeline.leads.clocks import clock_leads
from phonefx.timeline.leads.control import control_signs, erasures
from phonefx.timeline.leads.deletions import deletion_signs
from phonefx.timeline.leads.gone import gone_apps
from phonefx.timeline.leads.meeting import meeting_leads
from phonefx.timeline.leads.onesided import one_sided_leads
from phonefx.timeline.leads.records import MOST_ITEMS, TOPICS, Draft, Lead, LeadItem
from phonefx.timeline.leads.rows import row_leads
from phonefx.timeline.leads.silence import silences
from phonefx.timeline.leads.sims import removed_apps, sim_changes
from phonefx.timeline.leads.stores import late_stores

FINDERS: Final[tuple[Callable[[sqlite3.Connection], Iterator[Draft]], ...]] = (
    silences, row_leads, deletion_signs, sim_changes, control_signs, erasures, removed_apps, gone_apps, late_stores,
    clock_leads, one_sided_leads, meeting_leads, burner_leads,
)  # fmt: skip


def build(connection: sqlite3.Connection) -> dict[str, int]:
    """Write lead and lead_item anew; needs the other derived tables."""
    tables.create(connection, Lead, LeadItem)
    order = list(TOPICS)
    drafts = [draft for finder in FINDERS for draft in finder(connection)]
    drafts.sort(key=lambda each: (order.index(each.topic), each.exhibit, -each.measure, each.from_us or 0, each.reason))
    for number, draft in enumerate(drafts, 1):
        row = Lead(
            number, draft.topic, draft.exhibit, draft.other, draft.person, draft.from_us, draft.to_us, draft.measure,
            draft.reason, draft.limits,
        )  # fmt: skip
        tables.insert(connection, Lead, tables.stored([row]))
        items = dict.fromkeys(draft.items[:MOST_ITEMS])
        tables.insert(connection, LeadItem, ((number, item) for item in items))
    return {topic: sum(draft.topic == topic for draft in drafts) for topic in order}
