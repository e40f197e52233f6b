"""Write into docs/report.md on which page of the demo's report each section begins.

    make demo && python tools/report_pages.py demo-case/report/report.pdf

The table of requirements names sections; this one says where to open them. Needs pypdf.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pypdf import PdfReader

PAGE = Path(__file__).resolve().parents[1] / "docs" / "report.md"
HEAD = "| section | page of the demo |\n| --- | --- |\n"


def sections(path: Path) -> list[tuple[str, str]]:
    """Give the sections of a report with the numbers of their first pages, as printed."""
    reader = PdfReader(path)
    labels = reader.page_labels
    found = [entry for entry in reader.outline if not isinstance(entry, list)]
    return [(str(entry["/Title"]), labels[reader.get_destination_page_number(entry) or 0]) for entry in found]


def main() -> None:
    """Replace the rows of the table."""
    said = PAGE.read_text(encoding="utf-8")
    before, after = said.split(HEAD)
    rest = after[after.index("\n\n") :]
    rows = "\n".join(f"| {title} | {page} |" for title, page in sections(Path(sys.argv[1])))
    PAGE.write_text(f"{before}{HEAD}{rows}{rest}", encoding="utf-8")


if __name__ == "__main__":
    main()
