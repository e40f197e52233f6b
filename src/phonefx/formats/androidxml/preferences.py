"""Reads shared preferences, the `<map>` in which most Android apps keep their settings."""

from __future__ import annotations

from typing import TypeAlias

from phonefx.errors import Damaged
from phonefx.formats.androidxml.tree import Element

Preference: TypeAlias = "str | int | float | bool | list[str] | None"


def preferences(root: Element) -> dict[str, Preference]:
    """Give the entries of a shared preferences file with their types.

    Numbers that are none, and entries of unknown types, come as the text that they hold.

    Raises:
        Damaged: the root is no `<map>`.
    """
    if root.name != "map":
        raise Damaged("shared preferences", f"the root is <{root.name[:40]}>, not <map>")
    return {child.get("name") or "": _preference(child) for child in root.children}


def _preference(child: Element) -> Preference:
    value = child.get("value")
    if child.name == "null":
        return None
    if child.name == "set":
        return [member.text for member in child.children]
    if child.name == "boolean" and value in ("true", "false"):
        return value == "true"
    if value is None:
        return child.text
    try:
        if child.name in ("int", "long") and len(value) <= 20:
            return int(value)
        if child.name == "float" and len(value) <= 400:
            return float(value)
    except ValueError:
        return value
    return value
