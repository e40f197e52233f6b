"""Writes what the code states: the case format and the command reference in the documentation, the list of parsers.

    python tools/generate_docs.py          rewrite them
    python tools/generate_docs.py --check  end with status 1 where they are out of date

A part stands between `<!-- generated: NAME -->` and `<!-- end -->`; the rest of each page is written by hand.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import click

from phonefx.case import schema
from phonefx.cli.main import COMMANDS, command
from phonefx.parsers.describing import evidence, limits, mapped, verified
from phonefx.parsers.registry import LISTED, all_parsers, listing
from phonefx.records import EVIDENCE_OF, KINDS, PARTS, Record, columns, kind_name

DOCS = Path(__file__).resolve().parent.parent / "docs"
PLACE = "source, key, time_us: as in the view `item`"
PART = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def kinds() -> Iterator[str]:
    for kind in KINDS:
        first = f"item INTEGER PRIMARY KEY: the number of the item; {PLACE}"
        if shared := schema.shared(kind):
            listed = ", ".join(f"`{name}`" for name in shared)
            first = f"A view. item: the number of the item; {PLACE}. Stored in `{schema.common_table(kind)}`: {listed}"
        yield from described(kind, first)


def parts() -> Iterator[str]:
    for part in PARTS:
        yield from described(part, "item: the item it belongs to, NULL where its row is gone; source, key: its own row")


def described(kind: type[Record], first: str) -> Iterator[str]:
    yield f"### {kind_name(kind)}\n"
    yield f"{(kind.__doc__ or '').strip()}\n"
    yield f"{first}.\n"
    yield "| column | what it is |\n| --- | --- |"
    for column in columns(kind):
        label = column.label
        if column.name.endswith("_raw"):
            label = f"{label}: the value as stored"
        elif column.name.endswith("_us"):
            label = f"{label}: UTC microseconds"
        yield f"| `{column.name}` | {label} |"
        if column.name == "path":
            yield "| `file` | the file of the extraction that this path means; NULL where it is not there |"
    yield ""


def tables() -> Iterator[str]:
    yield "| table | columns |\n| --- | --- |"
    for name, listed in schema.TABLES.items():
        yield f"| `{name}` | {', '.join(f'`{column}`' for column in listed)} |"


def evidence_of() -> Iterator[str]:
    yield "| value | what it says |\n| --- | --- |"
    for name, words in EVIDENCE_OF.items():
        yield f"| `{name}` | {words} |"


def artifacts(families: str, ios: bool | None = None) -> Iterator[str]:
    for parser in all_parsers():
        if not parser.id.startswith(families) or ios not in (None, "ios" in parser.id.split(".")):
            continue
        yield f"### {parser.title}\n\n`{parser.id}`\n\n{parser.about}\n"
        yield "".join(f"- `{pattern}`\n" for pattern in parser.files)
        if listed := list(mapped(parser)):
            yield "| table | becomes | fields | state |\n| --- | --- | --- | --- |"
            for each in listed:
                places = f", evidence of `{'`, `'.join(each.evidence)}`" if each.evidence else ""
                versions = f" ({each.generations} schemas)" if each.generations > 1 else ""
                fields = ", ".join(each.fields)
                table = f"`{each.table}`" if each.table else "its content"
                yield f"| {table}{versions} | {each.kind}{places} | {fields} | {each.state} |"
            yield ""
        if parser.sealed:
            yield f"Where it is encrypted: {parser.sealed}\n"
        yield f"{evidence(parser)}\n\n{limits(parser)}\n\n{verified(parser)}\n"


def commands() -> Iterator[str]:
    for name in ["", *COMMANDS]:
        chosen = command if not name else command.get_command(click.Context(command), name)
        assert chosen is not None
        title = f"phonefx {name}".strip()
        context = click.Context(chosen, info_name=title, terminal_width=100, max_content_width=100)
        yield f"## {title}\n\n```text\n{chosen.get_help(context).rstrip()}\n```\n"


PARTS_BY_NAME: dict[str, Callable[[], Iterator[str]]] = {
    "artifacts_android": partial(artifacts, "android."), "artifacts_apps": partial(artifacts, "apps.", ios=False),
    "artifacts_apps_ios": partial(artifacts, "apps.", ios=True),
    "artifacts_exports": partial(artifacts, "exports."), "artifacts_ios": partial(artifacts, "ios."),
    "kinds": kinds, "parts": parts, "tables": tables, "evidence_of": evidence_of, "commands": commands,
}  # fmt: skip


def renewed(text: str) -> str:
    """The page with each generated part made anew; parts of other makers stay."""

    def make(match: re.Match[str]) -> str:
        maker = PARTS_BY_NAME.get(match.group(2))
        return match.group(0) if maker is None else match.group(1) + "\n".join(maker()) + "\n" + match.group(3)

    return PART.sub(make, text)


def main() -> None:
    stale = []
    for page in [*sorted(DOCS.glob("*.md")), LISTED]:
        text = page.read_text(encoding="utf-8") if page.exists() else ""
        if (new := listing() if page == LISTED else renewed(text)) != text:
            stale.append(page.name)
            if "--check" not in sys.argv:
                page.write_text(new, encoding="utf-8")
    if stale and "--check" in sys.argv:
        sys.exit(f"out of date, run make docs: {', '.join(stale)}")


if __name__ == "__main__":
    main()
