"""Leads: what is worth a look, each with what was counted, the items it rests on, and its limits."""

from phonefx.timeline.leads.build import build
from phonefx.timeline.leads.records import TOPICS, Draft, Lead, LeadItem

__all__ = ["TOPICS", "Draft", "Lead", "LeadItem", "build"]
