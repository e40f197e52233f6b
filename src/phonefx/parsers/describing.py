"""What a parser's declaration says of the artifact, for the command line and the documentation alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from phonefx.parsers.registry import Parser
from phonefx.parsers.sqltext import parse_select
from phonefx.records import EVIDENCE_OF, kind_name


@dataclass(frozen=True, slots=True)
class Mapped:
    """One table of an artifact: the kind its rows become, the fields filled, what positions are evidence of, state."""

    table: str
    kind: str
    fields: tuple[str, ...]
    evidence: tuple[str, ...]
    state: str
    generations: int


def mapped(parser: Parser) -> Iterator[Mapped]:
    """Give the tables that a parser of a database reads, in the order in which it reads them."""
    for query in parser.queries:
        select = parse_select(query.generations[0])
        fields = tuple(name for name, _ in select.items if name not in ("key", "owner", "extra"))
        stated = tuple(word for word in EVIDENCE_OF if f"'{word}'" in query.generations[0])
        yield Mapped(select.table, kind_name(query.kind), fields, stated, query.state, len(query.generations))


def verified(parser: Parser) -> str:
    """Say on which public images a test finds how many items, and for which versions there are made files."""
    seen = ", ".join(f"{name}: {items} items" for name, items in parser.tested.items())
    made = f" Made files: {'; '.join(parser.variants)}." if parser.variants else ""
    return f"Verified on real data: {seen or 'none; on made files only'}.{made}"
