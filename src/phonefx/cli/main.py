"""The command `phonefx`: its table of commands, imported one at a time, and the way every error ends."""

from __future__ import annotations

import atexit
import gc
import importlib
import os
import sys
from io import StringIO, TextIOWrapper
from pathlib import Path
from types import TracebackType
from typing import Final

import click

from phonefx import __version__
from phonefx.errors import EXIT_INTERRUPTED, CaseFull, PhonefxError

COMMANDS: Final[dict[str, str]] = {
    "process": "Take extractions into a case: parse, timeline, map and report.",
    "batch": "Process every extraction in a folder, a case each.",
    "info": "Say what an extraction is, writing nothing.",
    "parsers": "List what is supported, and from which files.",
    "timeline": "Show the items of a case in the order of time.",
    "search": "Find words in every text of a case.",
    "people": "Show who is who in a case; join, split and name.",
    "links": "Show who is in contact with whom; write the graph.",
    "duplicates": "Show events that several items tell, and what one phone lacks.",
    "movement": "Show stays, trips, places and a day's journey.",
    "meetings": "Show which phones were near each other.",
    "incidents": "Lay reports of events over the movement.",
    "clocks": "Show the zones and clocks of the phones.",
    "leads": "Show what is worth a look, with reasons and limits.",
    "tag": "Tag items by hand, by word list, by extractor.",
    "select": "Keep selections of items for a report.",
    "note": "Keep notes beside items.",
    "synth": "Make training phones and their answer key from a scenario.",
    "grade": "Score a case or an examiner's answers against an answer key.",
    "report": "Write the report of a case as a PDF.",
    "map": "Write the positions of a case as KMZ, HTML map, GPX or GeoJSON.",
    "export": "Write the items of a case as JSON lines or CSV.",
    "trace": "Show where an item comes from, down to its bytes.",
    "recover": "Recover deleted rows of any SQLite database.",
    "verify": "Check a case and its exhibits against what was recorded.",
    "lock": "Encrypt a case at rest.",
    "unlock": "Decrypt a case that was locked.",
    "remove": "Take an exhibit out of a case.",
    "purge": "Remove a case and everything made from it.",
}
"""Every command with the line that `--help` shows; its module is imported only when it is run."""


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports the one that is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order in which they are used."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"phonefx.cli.{cmd_name.replace('-', '_')}")
        command = module.command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


EPILOG = """
\b
Example:
  phonefx process phone.zip -o case --examiner "A. Example" --case-number 2026-017
  open case/report/report.pdf first, then case/report/movement.kmz

Exit status: 0 done; 2 wrong usage; 3 done, but something could not be read (see the problems in the case);
10 to 16 the extraction cannot be opened; 20 to 24 the case folder cannot be used; 30 verification failed;
40 an optional package is missing; 130 interrupted.
"""


@click.group(cls=LazyGroup, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="phonefx")
def command() -> None:
    """Turn phone extractions into evidence: a case with timeline, map and report, offline."""


def _fault(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Tell a fault of phonefx itself in one line: a message of Python's may hold what stands in the evidence."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" in {Path(trace.tb_frame.f_code.co_filename).name}, line {trace.tb_lineno}" if trace else ""
    what = f"{kind.__name__}{place}"
    click.echo(f"phonefx: a fault of phonefx itself ({what}); PHONEFX_DEBUG=1 shows all of it", err=True)


def _say(lines: str) -> None:
    """Print an error: it may name what stands in the evidence, which is shown and not sent to the terminal."""
    from phonefx.formats.visible import shown

    click.echo(shown(lines, "\n"), err=True)


def _speak_utf8() -> None:
    """Let what is printed be UTF-8 on every platform, and a name that is no text be shown, not refused."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def _of_the_machine() -> tuple[type[Exception], ...]:
    """The errors of disk and database; SQLite's only where something has used it, for `--help` must not load it."""
    loaded = sys.modules.get("sqlite3")
    return (OSError, loaded.Error) if loaded is not None else (OSError,)


def main() -> None:
    """Run the command line and end with the exit status that `errors` documents."""
    _speak_utf8()
    gc.set_threshold(400_000, 20, 100)  # rows by the million make no cycles: looking for them cost an eighth of a map
    atexit.register(gc.freeze)  # and to look for them once more before the process goes took 0.13 s
    if not os.environ.get("PHONEFX_DEBUG"):
        sys.excepthook = _fault
    try:
        command.main(standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        lines = StringIO()
        error.show(lines)
        _say(lines.getvalue().rstrip("\n"))
        sys.exit(error.exit_code)
    except PhonefxError as error:
        _say(f"phonefx: {error}")
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        click.echo("phonefx: interrupted; run the same command again to go on", err=True)
        sys.exit(EXIT_INTERRUPTED)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except _of_the_machine() as error:
        from phonefx.case import room

        full = room.is_gone(error)
        said = "no room left on the disk; make room and run the same command again" if full else str(error)
        _say(f"phonefx: {said}")
        sys.exit(CaseFull.exit_code if full else PhonefxError.exit_code)


if __name__ == "__main__":
    main()
