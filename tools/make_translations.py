"""Keep the translations of the report's own words: list what is to be translated, and compile what was.

    python tools/make_translations.py

Every text that the report prints through `say`, and every label of the records that it prints, goes into the `.po` file
of each language in `src/phonefx/report/translations`, where a translator fills it in; the `.mo` files beside them are
what phonefx reads. Needs Babel. Same files, same bytes.
"""

from __future__ import annotations

import ast
import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from phonefx.records import DEVICE_FACTS, EVIDENCE_OF, KINDS, columns
from phonefx.report.phrases import titles
from phonefx.timeline.movement import MARKS

REPORT = Path(__file__).resolve().parents[1] / "src" / "phonefx" / "report"
FOLDER = REPORT / "translations"
CALLS = {"say", "_"}


def messages() -> list[str]:
    """Give every text to translate, sorted."""
    found = {*EVIDENCE_OF.values(), *DEVICE_FACTS, *MARKS.values(), *titles()}
    found |= {column.label for kind in KINDS for column in columns(kind)} - {""}
    for path in [*REPORT.glob("*.py"), *(REPORT / "pdf").rglob("*.py")]:
        found |= set(_said(ast.parse(path.read_text(encoding="utf-8"))))
    return sorted(found)


def _said(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            texts = [node.args[0].body, node.args[0].orelse] if isinstance(node.args[0], ast.IfExp) else [node.args[0]]
            if name in CALLS:
                yield from (
                    each.value for each in texts if isinstance(each, ast.Constant) and isinstance(each.value, str)
                )


def catalogue(language: str) -> Catalog:
    """Give the translations of a language, with an empty one for every text that has none yet."""
    path = FOLDER / f"{language}.po"
    old = read_po(io.BytesIO(path.read_bytes()), locale=language) if path.exists() else Catalog()
    made = Catalog(locale=language, project="phonefx", header_comment="# The report's own words.", fuzzy=False)
    for message in messages():
        known = old.get(message)
        made.add(message, string=known.string if known else "")
    return made


def written(made: Catalog) -> bytes:
    """Give a catalogue as a `.po` file."""
    out = io.BytesIO()
    write_po(out, made, width=110, omit_header=True, no_location=True, sort_output=True)
    header = f'msgid ""\nmsgstr ""\n"Language: {made.locale}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    return header.encode() + out.getvalue()


class _Bare(Catalog):
    """A catalogue whose header says how its text is encoded, not what compiled it or when."""

    mime_headers = (("Content-Type", "text/plain; charset=utf-8"),)


def compiled(po: bytes) -> bytes:
    """Give the `.mo` file of a `.po` file."""
    made = _Bare()
    for message in read_po(io.BytesIO(po)):
        if message.id:
            made.add(message.id, string=message.string)
    out = io.BytesIO()
    write_mo(out, made)
    return out.getvalue()


def main() -> None:
    """Bring every language up to date and say what it lacks."""
    for path in sorted(FOLDER.glob("*.po")):
        made = catalogue(path.stem)
        po = written(made)
        path.write_bytes(po)
        path.with_suffix(".mo").write_bytes(compiled(po))
        lacking = [message.id for message in made if message.id and not message.string]
        print(f"{path.stem}: {len(lacking)} to translate", *lacking[:20], sep="\n  ")


if __name__ == "__main__":
    main()
