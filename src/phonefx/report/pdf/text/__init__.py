"""Text in any script: faces with fallback, order of right-to-left text, shaping, wrapping and drawing.

The order of use: `Typesetter.wrap` turns a stored text into lines for a width, and `Typesetter.draw` puts a line on a
reportlab canvas. Nothing here knows of cases or reports.
"""

from __future__ import annotations

from phonefx.report.pdf.text.lines import Line, wrap
from phonefx.report.pdf.text.pen import Typesetter

__all__ = ["Line", "Typesetter", "wrap"]
