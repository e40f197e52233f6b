"""Runs the parsers of one job and writes its shard: the one place where any failure of a parser is caught.

Whatever a parser does, the rest goes on: its failure becomes a problem with its place, and what it had found before
stays. For every source, rows read must equal records and skips together; where they do not, that is a problem too.
"""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO, Final

from phonefx.case import queries, shard, staging
from phonefx.case.plan import FileSet, Job
from phonefx.errors import EvidenceError
from phonefx.evidence import Exhibit
from phonefx.parsers.registry import Opened, Parser, parsers_by_id
from phonefx.records import DeviceFact, Skip
from phonefx.times import Moment

TABLE_OF_FUNCTION: Final = "file"


def run_job(job: Job, exhibit: Exhibit, scratch: Path, target: Path) -> Path:
    """Run a job's parsers over its files and write the shard `target`; an existing one is complete and is kept."""
    if target.exists():
        return target
    parsers = [parsers_by_id()[each] for each in job.parsers]
    with shard.building(target) as part:
        for files in job.files:
            _run_files(job, files, parsers, exhibit, scratch, part)
        queries.index_owners(part)
    return target


def _run_files(job: Job, files: FileSet, parsers: list[Parser], exhibit: Exhibit, scratch: Path, part: Path) -> None:
    writer = shard.ShardWriter(part, job.exhibit)
    try:
        with ExitStack() as stack:
            if any(parser.queries for parser in parsers):
                copied = stack.enter_context(staging.staged_database(exhibit, files, scratch))
                digest, database = copied.digests[""], copied.path
                content: BinaryIO = stack.enter_context(copied.path.open("rb"))
            else:
                content, digest = stack.enter_context(staging.staged_file(exhibit, files.main))
                database, copied = None, None
            file = writer.file(files.main, digest.sha256, digest.size)
            for suffix, sibling in files.siblings.items():
                if copied and (read := copied.digests.get(suffix)):
                    writer.file(sibling, read.sha256, read.size)
            for parser in parsers:
                _run_parser(writer, parser, files, file, database, content)
    except (EvidenceError, OSError) as error:
        writer.problem(None, files.main.path, "unreadable", str(error))
        for parser in parsers:
            writer.outcome(parser.id, None, "unreadable")
    finally:
        writer.close()


def _run_parser(writer: shard.ShardWriter, parser: Parser, files: FileSet, file: int, database: Path | None,
                content: BinaryIO) -> None:  # fmt: skip
    try:
        if parser.queries and database:
            queries.run(writer, parser, files.main, file, database)
        else:
            content.seek(0)
            _run_function(writer, parser, files, file, content)
    except Exception as error:  # the one place: no parser's failure may cost another's evidence
        writer.problem(parser.id, files.main.path, "parser failed", f"{type(error).__name__}: {error}")
        writer.outcome(parser.id, file, "failed", type(error).__name__)


def _run_function(writer: shard.ShardWriter, parser: Parser, files: FileSet, file: int,
                  content: BinaryIO) -> None:  # fmt: skip
    assert parser.read is not None
    assert parser.records is not None
    entry = files.main
    sink = shard.RecordSink(writer, file, parser.id, TABLE_OF_FUNCTION)
    failure = ""
    modified = Moment(entry.mtime_us, None, entry.mtime_basis) if entry.mtime_us is not None else None
    try:
        opened = Opened(entry.path, entry.size, modified, parser.read(content))
        for record in parser.records(opened):
            if isinstance(record, Skip):
                sink.skip(record.key, record.reason)
            else:
                sink.add(record)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError, EOFError,
            RecursionError, EvidenceError, sqlite3.Error) as error:  # fmt: skip
        failure = f"{type(error).__name__}: {error}"
    items = sink.finish(DeviceFact)
    if failure:
        writer.problem(parser.id, entry.path, "not understood", f"after {items} records: {failure}")
    writer.outcome(parser.id, file, "not understood" if failure else "items" if items else "empty")
