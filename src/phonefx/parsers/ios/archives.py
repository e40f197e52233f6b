"""Reads fields of keyed archives for parsers of single files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from phonefx.formats.plists.keyed import Instance
from phonefx.parsers.registry import Opened
from phonefx.records import Event, Record, Skip


def members(value: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever an archive holds
    """The named fields of an object or dictionary; none where it is neither."""
    if isinstance(value, Instance):
        return value.fields
    return {str(name): each for name, each in value.items()} if isinstance(value, dict) else {}


def text_fields(category: str, app: str, text: str, *others: str) -> Callable[[Opened], Iterator[Record | Skip]]:
    """Make a function that yields the text of an archived object as an event, named after its file."""

    def records(opened: Opened) -> Iterator[Record | Skip]:
        found = members(opened.content)
        name = opened.path.rpartition("/")[2].rpartition(".")[0]
        if not isinstance(found.get(text), str):
            yield Skip(text, "no text in it")
            return
        noted = ", ".join(f"{other} {found[other]}" for other in others if other in found)
        detail = f"{name}; {noted}" if noted else name
        yield Event(key=text, category=category, app=app, subject=found[text], detail=detail)

    return records
