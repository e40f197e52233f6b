"""`phonefx tag`: tags by the examiner, by word lists and by extractors."""

from __future__ import annotations

from pathlib import Path

import click

from phonefx.cli.people import CASE, JSON
from phonefx.cli.shown import done, numbers, show
from phonefx.formats.visible import counted

ITEMS = click.argument("items", nargs=-1, required=True)

EPILOG = """
\b
Example:
  phonefx tag add case important 7 10-20
"""


@click.group(epilog=EPILOG)
def command() -> None:
    """Tag items of a case: by number, by a word list, by what extractors find. Each run is logged."""


@command.command()
@CASE
@click.argument("name")
@ITEMS
@JSON
def add(folder: Path, name: str, items: tuple[str, ...], as_json: bool) -> None:
    """Put the tag NAME on ITEMS of CASE (7, 10-20)."""
    from phonefx.timeline import marks

    with marks.changing(folder, "tag") as change:
        added = marks.tag_items(change, numbers(items), name)
    done(as_json, f"{counted(added, 'item')} tagged {name}", tag=name, added=added)


@command.command()
@CASE
@click.argument("name")
@ITEMS
@JSON
def remove(folder: Path, name: str, items: tuple[str, ...], as_json: bool) -> None:
    """Take the tag NAME off ITEMS of CASE."""
    from phonefx.timeline import marks

    with marks.changing(folder, "untag") as change:
        taken = marks.untag_items(change, numbers(items), name)
    done(as_json, f"{counted(taken, 'item')} no longer tagged {name}", tag=name, taken=taken)


@command.command()
@CASE
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@JSON
def words(folder: Path, file: Path, as_json: bool) -> None:
    """Tag every hit of a word list in the texts of CASE. A hit is a lead: read what stands around it."""
    from phonefx.timeline import marks
    from phonefx.timeline.words import read_lexicon

    lexicon = read_lexicon(file)
    with marks.changing(folder, "tag by word list") as change:
        added = marks.tag_with_lexicon(change, lexicon)
    terms = len(lexicon.terms)
    said = f"{counted(added, 'new hit')} of {counted(terms, 'term')} of {lexicon.name}"
    done(as_json, said, list=lexicon.name, terms=terms, added=added)


@command.command()
@CASE
@click.argument("names", nargs=-1)
@JSON
def extract(folder: Path, names: tuple[str, ...], as_json: bool) -> None:
    """Tag what extractors find in the texts of CASE: phone, email, url, ad, map, coordinates, wallet, money."""
    from phonefx.timeline import marks
    from phonefx.timeline.words import EXTRACTORS

    with marks.changing(folder, "tag by extractors") as change:
        added = marks.tag_with_extractors(change, names or tuple(EXTRACTORS))
    done(as_json, f"{added} new tags", extractors=list(names or EXTRACTORS), added=added)


@command.command()
@CASE
@click.argument("tag", type=int)
@click.argument("decision")
@JSON
def review(folder: Path, tag: int, decision: str, as_json: bool) -> None:
    """Record a decision on one TAG of CASE: relevant, "not relevant" or unclear."""
    from phonefx.timeline import marks

    with marks.changing(folder, "review") as change:
        marks.review(change, tag, decision)
    done(as_json, f"tag {tag}: {decision}", tag=tag, review=decision)


@command.command("list")
@CASE
@click.option("--rules", is_flag=True, help="The tags and how often each was put, instead of every one.")
@JSON
def listed(folder: Path, rules: bool, as_json: bool) -> None:
    """List the tags of CASE."""
    from phonefx.case.store import Case
    from phonefx.timeline.marks.tagging import listed_rules, listed_tags

    with Case.finished(folder) as case:
        if rules:
            columns = {"TAG": "name", "MADE BY": "kind", "LIST": "source", "CATEGORY": "category", "TIMES": "times",
                       "ITEMS": "items"}  # fmt: skip
            show(listed_rules(case.db), as_json, columns, "no tags")
        else:
            columns = {"TAG": "id", "ITEM": "item", "NAME": "name", "FIELD": "field", "AT": "start", "VALUE": "value",
                       "REVIEW": "review"}  # fmt: skip
            show(listed_tags(case.db), as_json, columns, "no tags")
