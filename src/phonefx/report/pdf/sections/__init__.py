"""The sections of a report, one module each; every module has `draw(book)`."""

from __future__ import annotations

from phonefx.report.pdf.sections import (
    calls,
    certificate,
    conversations,
    cover,
    coverage,
    device,
    exhibits,
    findings,
    glossary,
    guide,
    leads,
    method,
    people,
    persons,
    places,
    provenance,
    recovered,
    summary,
    timeline,
)

__all__ = [
    "calls",
    "certificate",
    "conversations",
    "cover",
    "coverage",
    "device",
    "exhibits",
    "findings",
    "glossary",
    "guide",
    "leads",
    "method",
    "people",
    "persons",
    "places",
    "provenance",
    "recovered",
    "summary",
    "timeline",
]
