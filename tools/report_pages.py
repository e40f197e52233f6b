"""Write into docs/report.md on which page of the demo's report each section begins and each requirement is met.

    make demo && python tools/report_pages.py demo-case/report/report.pdf

The table of requirements says in words where each is met; the pages beside them are those of the sections so named.
Needs pypdf.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from pypdf import PdfReader

PAGE = Path(__file__).resolve().parents[1] / "docs" / "report.md"
HEAD = "| section | page of the demo |\n| --- | --- |\n"
ROW = re.compile(r"^\| (REQ-\d+) \| ([^|]*) \| ([^|]*) \|(?: [^|]* \|)?$", re.MULTILINE)
EVERYWHERE = re.compile(r"\b(?:every (?:page|listing|table)|whole file|watermark|outline)\b")
NAMED = {
    "cover": "Cover", "contents": "Contents", "certificate": "Certificate and signatures", "summary": "Summary",
    "how to read": "How to read this report", "exhibits": "Exhibits and chain of custody",
    "the device": "The device and its accounts", "people": "People", "timeline": "Timeline",
    "conversations": "Conversations", "calls": "Calls", "locations": "Locations", "map": "Locations",
    "positions": "Locations", "deleted": "Deleted and recovered records", "method": "Method, software and limits",
    "what was read": "What was read and what was not", "glossary": "Words used", "words used": "Words used",
    "appendix": "Appendix: where each item comes from",
}  # fmt: skip
"""Words by which the table of requirements names the sections of a report."""


def sections(path: Path) -> list[tuple[str, str]]:
    """Give the sections of a report with the numbers of their first pages, as printed."""
    reader = PdfReader(path)
    labels = reader.page_labels
    found = [entry for entry in reader.outline if not isinstance(entry, list)]
    return [(str(entry["/Title"]), labels[reader.get_destination_page_number(entry) or 0]) for entry in found]


def pages(where: str, begins: dict[str, str]) -> str:
    """Give the pages of the sections that a row names; "all" for what is on each of them."""
    told = where.split(";")[0].lower()
    found = [begins[title] for word, title in NAMED.items() if re.search(rf"\b{word}\b", told) and title in begins]
    if EVERYWHERE.search(told):
        found.insert(0, "all")
    return ", ".join(dict.fromkeys(found)) or "none of its own"


def main() -> None:
    """Replace the rows of the table of sections, and the pages in that of requirements."""
    said = PAGE.read_text(encoding="utf-8")
    before, after = said.split(HEAD)
    rest = after[after.index("\n\n") :]
    begins = sections(Path(sys.argv[1]))
    rows = "\n".join(f"| {title} | {page} |" for title, page in begins)
    rest = ROW.sub(lambda row: f"| {row[1]} | {row[2]} | {row[3]} | {pages(row[3], dict(begins))} |", rest)
    PAGE.write_text(f"{before}{HEAD}{rows}{rest}", encoding="utf-8")


if __name__ == "__main__":
    main()
