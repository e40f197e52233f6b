"""What a parser's declaration says of the artifact, for the command line and the documentation alike."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from phonefx.parsers.registry import Parser
from phonefx.parsers.sqltext import parse_select
from phonefx.records import EVIDENCE_OF, KINDS, PARTS, kind_name

_UNSHOWN = ("key", "owner", "extra", "state")
_KINDS: dict[object, str] = {kind: kind_name(kind) for kind in (*KINDS, *PARTS)}
_PLACED = ("location", "visit")


@dataclass(frozen=True, slots=True)
class Mapped:
    """One table of an artifact: the kind its rows become, the fields filled, what positions are evidence of, state.

    `table` is empty for what a function yields.
    """

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
        fields = tuple(name for name, _ in select.items if name not in _UNSHOWN)
        stated = tuple(word for word in EVIDENCE_OF if f"'{word}'" in query.generations[0])
        yield Mapped(select.table, kind_name(query.kind), fields, stated, query.state, len(query.generations))
    if parser.records is not None:
        yield from yielded(parser)


def yielded(parser: Parser) -> Iterator[Mapped]:
    """Give the kinds that the function of a parser can yield, as its code states them, with the fields it fills."""
    found: dict[str, Mapped] = {}
    for kind, call in _calls(parser):
        fields = tuple(each.arg for each in call.keywords if each.arg and each.arg not in _UNSHOWN)
        named = [each.value for each in call.keywords if each.arg == "evidence_of"]
        texts = _texts(named) if kind in _PLACED else set()
        if kind in _PLACED and not texts & EVIDENCE_OF.keys():  # a table of the module says it
            texts = _texts([ast.parse(inspect.getsource(inspect.getmodule(parser.records)))])  # type: ignore[arg-type]
        known = found.get(kind, Mapped("", kind, (), (), "live", 1))
        found[kind] = replace(
            known,
            fields=tuple(dict.fromkeys((*known.fields, *fields))),
            evidence=tuple(word for word in EVIDENCE_OF if word in texts or word in known.evidence),
        )
    yield from found.values()


def _texts(nodes: Iterable[ast.AST]) -> set[object]:
    return {node.value for each in nodes for node in ast.walk(each) if isinstance(node, ast.Constant)}


def _calls(parser: Parser) -> Iterator[tuple[str, ast.Call]]:
    """Every making of a record, with its kind, in the function of a parser and the functions of its module it names."""
    function = inspect.unwrap(parser.records) if parser.records else None
    module = inspect.getmodule(function)
    if function is None or module is None:
        return
    functions = _functions(inspect.getsource(module))
    waiting, seen = [function.__name__], set[str]()
    while waiting:
        name = waiting.pop(0)
        if name in seen or name not in functions:
            continue
        seen.add(name)
        for node in ast.walk(functions[name]):
            if isinstance(node, ast.Name):
                waiting.append(node.id)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                kind = _KINDS.get(getattr(module, node.func.id, None))
                if kind:
                    yield kind, node


@cache
def _functions(source: str) -> dict[str, ast.AST]:
    return {node.name: node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)}


def verified(parser: Parser) -> str:
    """Say on which public images a test finds how many items, and for which versions there are made files."""
    seen = ", ".join(f"{name}: {items} items" for name, items in parser.tested.items())
    made = f" Made files: {'; '.join(parser.variants)}." if parser.variants else ""
    return f"Verified on real data: {seen or 'none; on made files only'}.{made}"
