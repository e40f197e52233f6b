"""Refuses the names of kinds, states and exhibits that no item can have: a slip would look like an absence."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from phonefx.errors import UsageError
from phonefx.records import KINDS, STATES, kind_name


def require_known(
    database: sqlite3.Connection,
    *,
    kinds: Iterable[str] = (),
    states: Iterable[str] = (),
    exhibits: Iterable[str] = (),
    layers: Iterable[str] | None = None,
) -> None:
    """Refuse what nothing in a case could ever be found under.

    Args:
        database: the case.
        kinds: kinds of items that are asked for.
        states: states of items that are asked for.
        exhibits: labels that are asked for.
        layers: names of the examiner's layers, where their reports stand among the items under these and as a kind.

    Raises:
        UsageError: one of them is not there; the message names those that are.
    """
    named = [kind_name(each) for each in KINDS] + ([] if layers is None else ["incident"])
    labels = [label for (label,) in database.execute("SELECT label FROM exhibit ORDER BY id")] + list(layers or ())
    for what, asked, there in (("kind", kinds, named), ("state", states, STATES), ("exhibit", exhibits, labels)):
        for each in asked:
            if each not in there:
                raise UsageError(f"there is no {what} {each}; there are {', '.join(there)}")
