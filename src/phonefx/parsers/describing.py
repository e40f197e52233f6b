"""What a parser's declaration says of the artifact, for the command line and the documentation alike."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from phonefx.parsers.registry import Parser
from phonefx.parsers.sqltext import parse_select
from phonefx.records import EVIDENCE_OF, KINDS, PARTS, kind_name

_UNSHOWN = ("key", "owner", "extra", "state")
_KINDS: dict[object, str] = {kind: kind_name(kind) for kind in (*KINDS, *PARTS)}
_PLACED = ("location", "visit")

PROVES: Final[dict[str, tuple[str, str]]] = {
    "message": ("the store holds this message, with the parties and times that it states",
                "not who held the phone; what may write into the store can make or change a message"),
    "call": ("the store notes this call or attempt at one", "not who spoke"),
    "contact": ("the store names this person, group or number", "not that the two were in touch"),
    "location": ("a position, of what kind the word beside it says",
                 "not who carried the phone; the accuracy is the store's own statement"),
    "visit": ("a stay or journey, of what kind the word beside it says", "not who carried the phone"),
    "media": ("the store or file describes this picture, film, sound or document", "not who made it, nor that it was"
              " looked at"),
    "account": ("the account was known here", "not that its owner used this phone"),
    "app": ("the store knows this app", "not that it was used, nor by whom"),
    "device_fact": ("what this source states of the phone or its SIM", "it may have been typed, be out of date, or have"
                    " come with data of another phone"),
    "event": ("the store notes that this happened", "not who caused it"),
    "web_visit": ("the address was opened, kept or fetched, as the action says", "not who looked at it; synced rows"
                  " come from other devices"),
    "search": ("these words were kept as a search", "not who typed them, nor what was found"),
    "note": ("the store holds this text", "not who wrote it"),
    "calendar_entry": ("the store holds this entry", "what was planned, not what happened"),
    "network": ("the store names this network, cell or device", "not where the phone was; joined only where the row"
                " says so"),
    "recipient": ("the store names this party", "not that it was reached"),
    "attachment": ("the store names this file or further text", "not that the file is there, nor that it was opened"),
    "contact_point": ("the store keeps this number or detail", "not that it is in use"),
    "revision": ("the store keeps this earlier text", "not who saw it"),
}  # fmt: skip
"""Of each kind of item: what one is evidence of, and what it does not show, whatever the artifact."""


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


def shown(parser: Parser) -> Iterator[tuple[str, str, str]]:
    """Give each kind that a parser yields, with what an item of it is evidence of and what it does not show."""
    for kind in dict.fromkeys(each.kind for each in mapped(parser)):
        yield kind, *PROVES[kind]


def evidence(parser: Parser) -> str:
    """Say in a line what the items of a parser are evidence of."""
    return "Evidence of: " + "; ".join(f"{kind}: {what}" for kind, what, _ in shown(parser)) + "."


def limits(parser: Parser) -> str:
    """Say in a line what the items of a parser do not show; further limits stand in what it says of itself."""
    return "Limits: " + "; ".join(f"{kind}: {limit}" for kind, _, limit in shown(parser)) + "."


def verified(parser: Parser) -> str:
    """Say on which public images a test finds how many items, and for which versions there are made files."""
    seen = ", ".join(f"{name}: {items} items" for name, items in parser.tested.items())
    made = f" Made files: {'; '.join(parser.variants)}." if parser.variants else ""
    return f"Verified on real data: {seen or 'none; on made files only'}.{made}"
