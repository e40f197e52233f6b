"""The report of a case as a PDF."""

from __future__ import annotations

from phonefx.report.pdf.document import write_report

__all__ = ["write_report"]
