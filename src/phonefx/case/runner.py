"""Runs the parsers of one job and writes its shard: the one place where any failure of a parser is caught.

Whatever a parser does, the rest goes on: its failure becomes a problem with its place, and what it had found before
stays. For every source, rows read must equal records and skips together; where they do not, that is a problem too.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path
from typing import BinaryIO, Final

from phonefx.case import queries, room, scope, shard, staging, unallocated, unreadtables
from phonefx.case.plan import FileSet, Job, Left
from phonefx.case.remains import Remains
from phonefx.case.scope import Scope
from phonefx.errors import CaseFull, Damaged, EvidenceError, Sealed
from phonefx.evidence import Exhibit
from phonefx.parsers.registry import Opened, Parser, parser_of
from phonefx.records import DeviceFact, Skip
from phonefx.times import Moment

TABLE_OF_FUNCTION: Final = "file"
COUNTING: Final = "unread tables"
"""Told in the place of a parser: a count that has to be stopped must not cost the parser before it its records."""


def run_job(job: Job, exhibit: Exhibit, scratch: Path, target: Path, left: Left | None = None,
            tell: Callable[[tuple[str, str]], None] | None = None, limits: Scope | None = None) -> Path:  # fmt: skip
    """Run a job's parsers over its files and write the shard `target`; an existing one is complete and is kept.

    Args:
        job: the job.
        exhibit: the exhibit it is of.
        scratch: folder for private copies.
        target: the shard.
        left: what not to run again, and why.
        tell: told (parser, stored path) before each is begun, and ("", stored path) before the file is read.
        limits: what may be kept.
    """
    if target.exists():
        return target
    parsers = [_parser(each) for each in job.parsers]
    with shard.building(target, job.size) as part, ExitStack() as stack:
        if job.carves:
            unallocated.run(part, job, exhibit, scratch, left or {}, tell or (lambda _: None))
        staged = staging.Staging(exhibit, job, stack)
        for files in () if job.carves else job.files:
            with closing(shard.ShardWriter(part, job.exhibit)) as writer:
                wanted = [each for each in parsers if not _is_left(writer, each, files, left or {})]
                stopped = (left or {}).get((COUNTING, files.main.stored))
                _run_files(writer, files, wanted, exhibit, staged, scratch, tell or (lambda _: None), stopped)
        queries.index_owners(part)
        if limits is not None:
            scope.apply(limits, part)
    return target


def _parser(id: str) -> Parser:
    found = parser_of(id)
    assert found is not None
    return found


def _is_left(writer: shard.ShardWriter, parser: Parser, files: FileSet, left: Left) -> bool:
    reason = left.get((parser.id, files.main.stored)) or left.get(("", files.main.stored))
    if reason is None:
        return False
    writer.problem(parser.id, files.main.path, "parser stopped", reason)
    writer.outcome(parser.id, None, "failed", reason)
    return True


def _run_files(writer: shard.ShardWriter, files: FileSet, parsers: list[Parser], exhibit: Exhibit,
               staged: staging.Staging, scratch: Path, tell: Callable[[tuple[str, str]], None],
               stopped: str | None) -> None:  # fmt: skip
    tell(("", files.main.stored))
    remains: Remains | None = None
    known = len(exhibit.problems)
    try:
        with ExitStack() as stack:
            if any(parser.queries for parser in parsers):
                copied = stack.enter_context(staging.staged_database(exhibit, files, scratch))
                digest, database = copied.digests[""], copied.path
                remains = stack.enter_context(closing(Remains(copied.path)))
                remains.prepare()
                content: BinaryIO = stack.enter_context(copied.path.open("rb"))
            else:
                content, digest = stack.enter_context(staged.file(files.main))
                database, copied = None, None
            file = writer.file(files.main, digest.sha256, digest.size)
            for suffix, sibling in files.siblings.items():
                if copied and (read := copied.digests.get(suffix)):
                    writer.file(sibling, read.sha256, read.size)
            for parser in parsers:
                tell((parser.id, files.main.stored))
                _run_parser(writer, parser, files, file, database, content, remains, staged)
            if remains is not None and database is not None:
                for sign in remains.signs:
                    writer.sign(file, sign.code, sign.table, sign.finding, sign.limits)
                if stopped:
                    writer.problem(None, files.main.path, "tables not counted", stopped)
                else:
                    tell((COUNTING, files.main.stored))
                    for left in unreadtables.left(database, remains.read, remains.left()):
                        writer.unread_table(file, *left)
    except (EvidenceError, OSError) as error:
        room.check(writer.path.parent, error)
        writer.problem(None, files.main.path, "unreadable", str(error))
        for parser in parsers:
            writer.outcome(parser.id, None, "unreadable")
    if len(exhibit.problems) != known:
        _tell_damage(writer, files, exhibit)


def _tell_damage(writer: shard.ShardWriter, files: FileSet, exhibit: Exhibit) -> None:
    """Record what the exhibit could not read of these files: only this process knows of it."""
    entries = {entry.stored: entry for entry in (files.main, *files.siblings.values())}
    for problem in exhibit.problems:
        if problem.path in entries:
            writer.problem(None, entries[problem.path].path, problem.code, problem.message)


def _run_parser(writer: shard.ShardWriter, parser: Parser, files: FileSet, file: int, database: Path | None,
                content: BinaryIO, remains: Remains | None, staged: staging.Staging) -> None:  # fmt: skip
    try:
        if parser.queries and database and remains:
            queries.run(writer, parser, files.main, file, database, remains)
        else:
            content.seek(0)
            items = _run_function(writer, parser, files, file, content, staged)
            writer.outcome(parser.id, file, "items" if items else "empty")
    except CaseFull:
        raise
    except Exception as error:  # the one place: no parser's failure may cost another's evidence
        room.check(writer.path.parent, error)
        code, outcome = _failure(error)
        if code == "not understood" and content.seek(0, os.SEEK_END) == 0:
            writer.outcome(parser.id, file, "empty", "a file of no bytes")
            return
        said = str(error) if isinstance(error, EvidenceError) else f"{type(error).__name__}: {error}"
        writer.problem(parser.id, files.main.path, code, said)
        writer.outcome(parser.id, file, outcome, type(error).__name__)


def _failure(error: Exception) -> tuple[str, str]:
    """Problem code and outcome: content that its decoder refuses is the evidence's, anything else the parser's."""
    if isinstance(error, Sealed):
        return "encrypted", "not understood"
    if isinstance(error, (ValueError, EOFError, EvidenceError)):
        return "not understood", "not understood"
    return "parser failed", "failed"


def _run_function(writer: shard.ShardWriter, parser: Parser, files: FileSet, file: int, content: BinaryIO,
                  staged: staging.Staging) -> int:  # fmt: skip
    """Run a parser that is a function and give its number of items; those before a failure are kept."""
    assert parser.read is not None
    assert parser.records is not None
    entry = files.main
    sink = shard.RecordSink(writer, file, parser.id, TABLE_OF_FUNCTION)
    modified = Moment(entry.mtime_us, None, entry.mtime_basis) if entry.mtime_us is not None else None
    items = 0
    try:
        beside = {}
        for name in parser.beside:
            if name in files.beside:
                with staged.file(files.beside[name]) as (near, _):
                    beside[name] = parser.read(near)
        opened = Opened(entry.path, entry.size, modified, parser.read(content), beside)
        for record in parser.records(opened):
            if isinstance(record, Skip):
                sink.skip(record.key, record.reason)
            else:
                sink.add(record)
        if damage := getattr(opened.content, "damage", ""):
            raise Damaged(entry.path, damage)  # its reader kept what came before
    finally:
        items = sink.finish(DeviceFact)
    return items
