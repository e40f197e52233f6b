"""Shows a long run: a moving display on a terminal, plain lines in a pipe, nothing when asked to be quiet."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from phonefx.case.progress import Progress
from phonefx.formats.visible import counted, shown

if TYPE_CHECKING:
    from rich.progress import Progress as Bars

_LONG = 1 << 30


@contextmanager
def watcher(quiet: bool) -> Iterator[Progress]:
    """Give the progress display that fits where standard error goes."""
    if quiet:
        yield Progress()
    elif sys.stderr.isatty():
        with _bars() as bars:
            yield _Moving(bars)
    else:
        yield _Lines()


def _bars() -> Bars:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(),
               TimeRemainingColumn())  # fmt: skip
    return Bars(*columns, console=Console(stderr=True), transient=True)


@contextmanager
def counting(what: str, total: int) -> Iterator[Callable[[int], object]]:
    """Show how many bytes of a long search are done: a bar on a terminal, a line each tenth of a long one in a pipe."""
    if sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bars

        columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
        with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
            task = bars.add_task(what, total=total)
            yield lambda done: bars.update(task, completed=done)
        return
    tenths = 0

    def tell(done: int) -> None:
        nonlocal tenths
        if total >= _LONG and done * 10 // total > tenths:
            tenths = done * 10 // total
            click.echo(f"{what}: {done >> 20:,} of {total >> 20:,} MiB", err=True)

    yield tell


class _Lines(Progress):
    def __init__(self) -> None:
        self.label = ""
        self.items = 0

    def exhibit(self, label: str, path: str, kind: str) -> None:
        self.label, self.items = label, 0
        click.echo(f"{label}: {shown(path)}, read as {kind}", err=True)

    def planned(self, jobs: int) -> None:
        click.echo(f"{self.label}: {counted(jobs, 'set')} of files to parse", err=True)

    def parsed(self, path: str, items: int) -> None:
        if items:
            click.echo(f"{self.label}: {counted(items, 'item')} in {shown(path)}", err=True)

    def step(self, text: str) -> None:
        click.echo(shown(text), err=True)


class _Moving(Progress):
    def __init__(self, bars: Bars) -> None:
        self.bars = bars
        self.task = bars.add_task("opening", total=None)
        self.label = ""

    def exhibit(self, label: str, path: str, kind: str) -> None:
        self.label = label
        self.bars.console.print(f"{label}: {shown(path)}, read as {kind}", markup=False)

    def listed(self, files: int) -> None:
        self.bars.update(self.task, description=f"{self.label}: listing", completed=files, total=None)

    def planned(self, jobs: int) -> None:
        self.bars.update(self.task, description=f"{self.label}: parsing", completed=0, total=jobs)

    def parsed(self, path: str, items: int) -> None:
        del items
        self.bars.update(self.task, description=f"{self.label}: {shown(path)[-60:]}", advance=1)

    def step(self, text: str) -> None:
        self.bars.update(self.task, description=shown(text), total=None)
