"""Contacts as CSV: the forms of Google Contacts (old and new column names) and of Outlook."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from phonefx.parsers.exports.aflogical import Row, read
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Contact, ContactPoint, Record, Skip

_NAME = (
    ("Name Prefix", "Title"), ("Given Name", "First Name"), ("Additional Name", "Middle Name"),
    ("Family Name", "Last Name"), ("Name Suffix", "Suffix"),
)  # fmt: skip
_NUMBERED = re.compile(r"^(E-mail|Phone|IM|Website|Relation|Event|Address) (\d+) - (?:Value|Formatted)$")
_TYPES = {
    "E-mail": "email", "Phone": "phone", "IM": "im", "Website": "url", "Relation": "relation", "Event": "date",
    "Address": "address",
}  # fmt: skip
_OUTLOOK_PHONE = re.compile(r"^(?!Phone )(.*?) ?(?:Phone|Fax|Pager)(?: \d)?$")
_OUTLOOK_MAIL = re.compile(r"^E-mail(?: \d)? Address$")
_OUTLOOK_PLACE = re.compile(r"^(Home|Business|Other) (?:Street(?: \d)?|City|State|Postal Code|Country(?:/Region)?)$")
_WRITTEN = {
    "Name", "File As", "Display Name", "Nickname", "Organization Name", "Organization 1 - Name", "Company", "Notes",
    "Birthday", "Web Page", *(name for names in _NAME for name in names),
}  # fmt: skip
_BETWEEN = " ::: "
"""Stands between several values in one cell of Google's."""


def _first(row: Row, *names: str) -> str | None:
    return next((value for name in names if (value := row.get(name, "").strip())), None)


def _name(row: Row) -> str | None:
    parts = [part for names in _NAME if (part := _first(row, *names))]
    return _first(row, "Name", "Display Name") or " ".join(parts) or _first(row, "File As")


def _points(row: Row) -> Iterator[tuple[str, str, str | None, str, tuple[str, ...]]]:
    """Give (column, type, label, value, columns used) of each detail of a contact."""
    places: dict[str, list[str]] = {}
    for column, value in row.items():
        text = value.strip()
        if not text:
            continue
        if numbered := _NUMBERED.match(column):
            stem = f"{numbered[1]} {numbered[2]} - "
            label = (_first(row, f"{stem}Label", f"{stem}Type") or "").lstrip("* ") or None
            for each in text.split(_BETWEEN):
                used = (column, f"{stem}Label", f"{stem}Type")
                yield column, _TYPES[numbered[1]], label, each.strip(), used
        elif found := _OUTLOOK_PHONE.match(column):
            yield column, "phone", found[0].strip(), text, (column,)
        elif _OUTLOOK_MAIL.match(column):
            yield column, "email", None, text, (column,)
        elif found := _OUTLOOK_PLACE.match(column):
            places.setdefault(found[1], []).append(column)
        elif column in {"Web Page", "Birthday"}:
            yield column, "url" if column == "Web Page" else "date", column, text, (column,)
    for label, columns in places.items():
        yield f"{label} Street", "address", label, ", ".join(row[each].strip() for each in columns), tuple(columns)


def records(opened: Opened) -> Iterator[Record | Skip]:
    """Contacts with their points, keyed by the line on which their row ends."""
    for line, row in opened.content:
        if row is None:
            yield Skip(f"line {line}", "another number of columns than the header")
            continue
        points = list(_points(row))
        used = _WRITTEN.union(*(each[4] for each in points))
        rest = {name: value for name, value in row.items() if name not in used and value.strip()}
        if not points and _name(row) is None and not rest:
            yield Skip(f"line {line}", "an empty row")
            continue
        key = f"line {line}"
        yield Contact(
            key=key, name=_name(row), nickname=_first(row, "Nickname"), note=_first(row, "Notes"), role="contact",
            organisation=_first(row, "Organization Name", "Organization 1 - Name", "Company"),
            extra=json.dumps(rest, ensure_ascii=True, sort_keys=True) if rest else None,
        )  # fmt: skip
        for number, (column, kind, label, value, _) in enumerate(points):
            yield ContactPoint(key=f"{key}/{column}[{number}]", owner=key, type=kind, label=label, value=value)


parser(
    "exports.contacts_csv",
    title="Contacts as CSV, of Google or Outlook",
    files=["*/{All Contacts,My Contacts,My contacts}.csv", "*/exports/contacts-csv/*"],
    read=read,
    records=records,
    about="Contacts that a mailbox or a person exported as CSV. Columns are found by the names that Google Contacts "
    "and Outlook write in English. Rows have no time. The key is the line on which the row ends. Which phone they "
    "belong to is not stated.",
)
