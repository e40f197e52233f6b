"""`phonefx parsers`: what is supported."""

from __future__ import annotations

import json

import click

EPILOG = """
\b
Examples:
  phonefx parsers
  phonefx parsers android.sms
"""


@click.command(epilog=EPILOG)
@click.argument("prefix", default="")
@click.option("--json", "as_json", is_flag=True, help="Print the declarations as JSON.")
def command(prefix: str, as_json: bool) -> None:
    """List the artifacts that phonefx reads, or those whose id starts with PREFIX, with files and limits."""
    from dataclasses import asdict

    from phonefx.cli.table import lines
    from phonefx.parsers.describing import evidence, limits, mapped, verified
    from phonefx.parsers.registry import all_parsers, listed_parsers
    from phonefx.records import kind_name

    if not prefix and not as_json:
        for line in lines(("parser", "artifact"), [(each.id, each.title) for each in listed_parsers()]):
            click.echo(line)
        return
    chosen = [each for each in all_parsers() if each.id.startswith(prefix)]
    if as_json:
        told = [
            {"id": each.id, "title": each.title, "files": each.files, "about": each.about,
             "kinds": [kind_name(kind) for kind in each.kinds], "tested": dict(each.tested), "sealed": each.sealed,
             "tables": [asdict(one) for one in mapped(each)], "versions": each.variants,
             "evidence": evidence(each), "limits": limits(each), "verified": verified(each)}
            for each in chosen
        ]  # fmt: skip
        click.echo(json.dumps(told, indent=1))
    else:
        for each in chosen:
            click.echo(f"{each.id}: {each.title}\n  {each.about}")
            for pattern in each.files:
                click.echo(f"  {pattern}")
            for one in mapped(each):
                places = f", evidence of {' or '.join(one.evidence)}" if one.evidence else ""
                versions = f" ({one.generations} schemas)" if one.generations > 1 else ""
                state = "" if one.state == "live" else f", {one.state.replace('_', ' ')}"
                source = f"table {one.table}" if one.table else "content"
                click.echo(f"  {source}{versions} -> {one.kind}{places}{state}: {', '.join(one.fields)}")
            if each.sealed:
                click.echo(f"  Where it is encrypted: {each.sealed}")
            click.echo(f"  {evidence(each)}\n  {limits(each)}\n  {verified(each)}\n")
