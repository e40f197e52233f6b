"""Which derived tables of a case are still to be made.

It knows none of them, so that a run that leaves them all for later does not load what makes them.
"""

from __future__ import annotations

from typing import Final

from phonefx.case.store import Case

FACT: Final = "tables_due"
"""The fact of a case that says which tables are not made: `all`, `later` or `none`."""


def put_off(case: Case) -> None:
    """Leave all tables until they are asked for, those of an earlier state of the case gone."""
    with case.transaction() as database:
        if case.meta(FACT) not in (None, "all"):
            from phonefx.timeline import build

            build.drop_all(database)
        case.set_meta(FACT, "all")
