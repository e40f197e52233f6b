"""`phonefx people`: who is who in a case, and the examiner's say in it."""

from __future__ import annotations

from pathlib import Path

import click

from phonefx.cli.shown import done, show

CASE = click.argument("folder", metavar="CASE", type=click.Path(path_type=Path))
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON with every field.")
WHY = click.option("--why", help="The reason; kept with the decision.")
EPILOG = """
\b
Examples:
  phonefx people list case
  phonefx people join case +12025550123 anna@example.org --why "says so in item 17"
"""


@click.group(epilog=EPILOG)
def command() -> None:
    """List the people of a case; join, split and name them, with the reason; each decision is logged."""


@command.command("list")
@CASE
@JSON
@click.option("--joins", "what", flag_value="joins", help="Why identities were joined.")
@click.option("--doubts", "what", flag_value="doubts", help="What was not joined, and what speaks for it.")
@click.option("--identities", "what", flag_value="identities", help="Every number, address and account.")
@click.option("--owners", "what", flag_value="owners", help="The own numbers and accounts of each phone.")
def listed(folder: Path, as_json: bool, what: str | None) -> None:
    """List the people of CASE, those with most items first.

    No redaction profile is applied: this is the whole case.
    """
    from phonefx.case.store import Case
    from phonefx.timeline import build, people, tables

    build.ready(folder)
    with Case.finished(folder) as case:
        if what in ("joins", "doubts"):
            kind = people.PersonJoin if what == "joins" else people.PersonDoubt
            columns = {"IDENTITY": "identity", "OTHER": "other", "ITEM": "item", "REASON": "reason"}
            show(tables.read(case.db, kind, "ORDER BY id"), as_json, columns, f"no {what}")
        elif what == "identities":
            columns = {"NO": "id", "PERSON": "person", "IDENTITY": "shown", "KIND": "kind", "REASON": "reason"}
            show(tables.read(case.db, people.Identity, "ORDER BY id"), as_json, columns, "no identities")
        elif what == "owners":
            columns = {
                "EXHIBIT": "exhibit",
                "PERSON": "person",
                "IDENTITY": "identity",
                "ITEM": "item",
                "REASON": "reason",
            }
            show(tables.read(case.db, people.Owner), as_json, columns, "no own number or account found")
        else:
            columns = {"NO": "id", "NAME": "name", "NAMED BY": "name_reason", "OWNER OF": "owner_of", "ITEMS": "items",
                       "PHONES": "exhibits", "FIRST": "first_us", "LAST": "last_us"}  # fmt: skip
            show(tables.read(case.db, people.Person, "ORDER BY items DESC, id"), as_json, columns, "no people")


@command.command()
@CASE
@click.argument("identity")
@click.argument("other")
@WHY
@JSON
def join(folder: Path, identity: str, other: str, why: str | None, as_json: bool) -> None:
    """Say that two identities of CASE are one person."""
    _decide(folder, "join", identity, other, why, as_json)


@command.command()
@CASE
@click.argument("identity")
@WHY
@JSON
def split(folder: Path, identity: str, why: str | None, as_json: bool) -> None:
    """Take an identity of CASE out of everything that it was joined to."""
    _decide(folder, "split", identity, None, why, as_json)


@command.command()
@CASE
@click.argument("identity")
@click.argument("name")
@WHY
@JSON
def name(folder: Path, identity: str, name: str, why: str | None, as_json: bool) -> None:
    """Give the person of an identity in CASE a name."""
    _decide(folder, "name", identity, name, why, as_json)


@command.command()
@CASE
@click.argument("exhibit")
@click.argument("code")
@WHY
@JSON
def region(folder: Path, exhibit: str, code: str, why: str | None, as_json: bool) -> None:
    """Say in which country's plan (ISO code) an exhibit's numbers without a country code are to be read."""
    _decide(folder, "region", exhibit, code.upper(), why, as_json)


@command.command()
@click.argument("number")
@JSON
def facts(number: str, as_json: bool) -> None:
    """Say what a telephone number tells offline, and what that is worth."""
    from phonefx.errors import UsageError
    from phonefx.timeline.people.facts import number_facts

    found = number_facts(number)
    if found is None:
        raise UsageError(f"{number}: give the number with its country code, such as +12025550123")
    columns = {"NUMBER": "number", "VALID": "valid", "COUNTRY": "country", "KIND": "kind", "PLACE": "place",
               "OPERATOR": "operator", "WORTH": "operator_limit"}  # fmt: skip
    show([found], as_json, columns, "")


@command.command()
@CASE
@click.argument("carriers", type=click.Path(exists=True, path_type=Path))
@click.argument("market", type=click.Path(exists=True, path_type=Path), required=False)
@click.option("--exhibit", help="Only the counterparts of this phone.")
@JSON
def carriers(folder: Path, carriers: Path, market: Path | None, exhibit: str | None, as_json: bool) -> None:
    """Set the operators of the counterparts in CASE (your table CARRIERS) beside a MARKET table. A lead, no finding."""
    from phonefx.case.store import Case
    from phonefx.timeline import build
    from phonefx.timeline.people.carriers import counterpart_numbers, read_carriers, read_market, shares

    build.ready(folder)
    with Case.finished(folder) as case:
        numbers = counterpart_numbers(case.db, exhibit)
    rows = shares(numbers, read_carriers(carriers), read_market(market) if market else {})
    columns = {"CARRIER": "carrier", "NUMBERS": "numbers", "OF": "known", "SHARE": "share", "MARKET": "market",
               "FACTOR": "factor", "FROM": "factor_low", "TO": "factor_high"}  # fmt: skip
    show(rows, as_json, columns, f"none of the {len(numbers)} counterparts' numbers is in the table")


def _decide(folder: Path, action: str, key: str, value: str | None, why: str | None, as_json: bool) -> None:
    from phonefx.timeline import build, people
    from phonefx.timeline.marks import changing

    with changing(folder, f"people: {action}") as change:
        made = people.decide(change.database, action, key, value, why, change.time)
        build.rebuild(change.database)
        change.details |= {"key": made.key, "value": made.value, "why": why}
    words = f"{action}: {made.key}" + (f", {made.value}" if made.value else "")
    done(as_json, words, action=action, key=made.key, value=made.value, why=why)
