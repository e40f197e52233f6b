"""Text that survives only in a full-text index: put together in its order, never of a live row."""

from __future__ import annotations

import random
import re
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phonefx.formats.sqlite import RECOVERED, SUPERSEDED, Database, Mark, RecoveredRow, read_place, recover
from phonefx.formats.sqlite.fulltext import declared, doclists
from phonefx.formats.sqlite.fulltext.documents import has_gaps

WORDS = ("bread", "station", "lamp", "river", "seven", "window", "paper", "garden", "tonight", "later", "thursday")
GONE = (5, 7, 11)
ALL = ["fts3", "fts4", "fts5"]


def text(number: int) -> str:
    chance = random.Random(number)
    return f"Hello {' '.join(chance.choices(WORDS, k=chance.randrange(2, 12)))}, No. {number * 7919}!"


def plain(said: str) -> str:
    """What the tokenizers keep: the words, in lower case."""
    return " ".join(re.findall(r"[a-z0-9]+", said.lower()))


class Store:
    """A database that an app filled, with `secure_delete` on: what is deleted leaves nothing outside of the index."""

    def __init__(self, path: Path, secure: str = "ON") -> None:
        self.path = path
        self.db = sqlite3.connect(path, isolation_level=None)
        self.run("PRAGMA synchronous = OFF")
        self.run(f"PRAGMA secure_delete = {secure}")

    def run(self, sql: str, *values: object) -> None:
        self.db.execute(sql, values).fetchall()

    def fill(self, using: str, count: int = 60, each: bool = True) -> None:
        self.run(f"CREATE VIRTUAL TABLE t USING {using}")
        self.run("BEGIN")
        for number in range(1, count + 1):
            self.run("INSERT INTO t(rowid, body, who) VALUES (?, ?, ?)", number, text(number), f"+1202555{number:04d}")
            if each:
                self.run("COMMIT")
                self.run("BEGIN")
        self.run("COMMIT")

    def found(self) -> list[RecoveredRow]:
        self.db.close()
        return list(recover(Database.beside(self.path)))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "made.db")


@pytest.mark.parametrize("each", [True, False], ids=["one commit a row", "one commit"])
@pytest.mark.parametrize("using", [
    "fts3(body, who)", "fts4(body, who)", "fts4(body, who, order=DESC)", 'fts4(body, who, prefix="2,4")',
    "fts4(body, who, matchinfo=fts3, tokenize=unicode61)", "fts5(body, who)", "fts5(body, who, prefix='2 3')",
])  # fmt: skip
def test_a_deleted_text_comes_back_from_the_index_where_its_row_is_wiped(store, using, each):
    store.fill(using, 12, each=each)  # sixteen segments would be merged, and what they say of deleted rows dropped
    for number in GONE:
        store.run("DELETE FROM t WHERE rowid = ?", number)
    rows = {row.rowid: row for row in store.found() if row.table == "t_content"}
    assert set(rows) == set(GONE)
    for number, row in rows.items():
        assert row.values == (number, plain(text(number)), f"1202555{number:04d}")
        assert row.marks == (Mark.ROWID, Mark.WORDS, Mark.WORDS)
        assert (row.state, row.version_of, row.table_sure) == (RECOVERED, None, True)
        assert "without letter case and punctuation" in row.reason
        held = read_place(Database.beside(store.path), row.place)
        assert any(word.encode() in held for word in plain(text(number)).split()) or len(row.others) > 0
        assert row.place.offset // 4096 + 1 == row.place.page


@pytest.mark.parametrize("version", ALL)
def test_an_optimized_index_under_secure_delete_keeps_nothing(store, version):
    store.fill(f"{version}(body, who)")
    store.run("DELETE FROM t WHERE rowid = 17")
    store.run("INSERT INTO t(t) VALUES ('optimize')")
    assert store.found() == []


@pytest.mark.parametrize("version", ALL)
def test_blocks_that_an_optimized_index_gave_up_are_read_too(store, version):
    store.fill(f"{version}(body, who)", 300, each=False)
    store.run("DELETE FROM t WHERE rowid BETWEEN 40 AND 79")  # wiped in the table, not yet in the index
    store.run("PRAGMA secure_delete = OFF")
    store.run("INSERT INTO t(t) VALUES ('optimize')")
    rows = [row for row in store.found() if row.table == "t_content"]
    assert {row.rowid for row in rows} == set(range(40, 80))
    for row in rows:
        whole = plain(text(row.rowid)).split()
        said = str(row.values[1]).split()
        assert set(said) <= {*whole, "[...]"}
        assert "[...]" in said or said == whole[: len(said)]
        assert "given-up block" in row.place.where
        assert row.confidence <= 0.6
    if version == "fts5":  # SQLite wrote the new blocks of FTS3 and FTS4 over most of the old ones
        assert all(row.values[1:] == (plain(text(row.rowid)), f"1202555{row.rowid:04d}") for row in rows)


@pytest.mark.parametrize("version", ALL)
def test_a_row_and_its_words_in_the_index_are_one_record_with_both_places(tmp_path, version):
    store = Store(tmp_path / "made.db", secure="OFF")
    store.fill(f"{version}(body, who)", each=False)
    store.run("DELETE FROM t WHERE rowid = 17")
    (row,) = (row for row in store.found() if row.table == "t_content")
    assert row.values == (17, text(17), "+12025550017")
    assert row.marks[1] is Mark.STORED
    assert any("full-text index" in place.where for place in row.others)


@pytest.mark.parametrize("version", ALL)
def test_an_edited_text_is_an_older_version_of_the_live_row(store, version):
    store.fill(f"{version}(body, who)", each=False)
    store.run("UPDATE t SET body = 'Nothing was planned.' WHERE rowid = 9")
    (row,) = store.found()
    assert (row.state, row.rowid, row.version_of) == (SUPERSEDED, 9, 9)
    assert row.values[1] == plain(text(9))


@pytest.mark.parametrize("version", ALL)
def test_live_rows_are_never_reported_whatever_is_merged(tmp_path, version):
    store = Store(tmp_path / "made.db", secure="OFF")
    store.fill(f"{version}(body, who)", 400)
    for level in (2, 4, 8):
        if version == "fts5":
            store.run("INSERT INTO t(t, rank) VALUES ('merge', ?)", level * 100)
        else:
            store.run("INSERT INTO t(t) VALUES (?)", f"merge={level * 10},{level}")
    assert [row for row in store.found() if row.table == "t_content"] == []


@pytest.mark.parametrize("version", ["fts4", "fts5"])
def test_text_of_a_table_that_the_index_is_over_gets_its_name_and_columns(store, version):
    content = "content='message'" + (", content_rowid='_id'" if version == "fts5" else "")
    store.run("CREATE TABLE message (_id INTEGER PRIMARY KEY, date INTEGER, body TEXT)")
    store.run(f"CREATE VIRTUAL TABLE find USING {version}({content}, body)")
    for number in range(1, 21):
        store.run("INSERT INTO message VALUES (?, ?, ?)", number, 1_600_000_000_000 + number, text(number))
        store.run("INSERT INTO find(rowid, body) VALUES (?, ?)", number, text(number))
    store.run("DELETE FROM message WHERE _id = 8")  # the index was not told
    (row,) = store.found()
    assert (row.table, row.columns) == ("message", ("_id", "date", "body"))
    assert row.values == (8, None, plain(text(8)))
    assert row.marks == (Mark.ROWID, Mark.MISSING, Mark.WORDS)


@pytest.mark.parametrize(("version", "options"), [("fts4", 'content=""'), ("fts5", "content=''")])
def test_an_index_that_keeps_no_text_gives_rows_of_its_own(store, version, options):
    store.run(f"CREATE VIRTUAL TABLE find USING {version}({options}, body)")
    for number in range(1, 21):
        store.run("INSERT INTO find(rowid, body) VALUES (?, ?)", number, text(number))
    if version == "fts5":
        store.run("INSERT INTO find(find, rowid, body) VALUES ('delete', 8, ?)", text(8))
    else:
        store.run("DELETE FROM find_docsize WHERE docid = 8")
    (row,) = (row for row in store.found() if row.table == "find")
    assert (row.rowid, row.columns, row.values) == (8, ("body",), (plain(text(8)),))


def test_the_order_of_words_is_not_claimed_where_the_index_does_not_keep_it(store):
    store.fill("fts5(body, who, detail=column)", each=False)
    store.run("DELETE FROM t WHERE rowid = 17")
    (row,) = store.found()
    assert row.values[1] == " ".join(sorted(set(plain(text(17)).split())))
    assert "order of the alphabet" in row.reason
    assert row.confidence < 0.4


def test_pieces_of_three_letters_give_the_text_with_its_punctuation(store):
    store.fill("fts5(body, who, tokenize='trigram')", each=False)
    store.run("DELETE FROM t WHERE rowid = 17")
    (row,) = store.found()
    assert row.values[1:] == (text(17).lower(), "+12025550017")


def test_numbers_come_back_as_numbers_where_a_column_is_declared_so(store):
    store.run("CREATE VIRTUAL TABLE words USING fts3(_id INTEGER PRIMARY KEY, index_text TEXT, source_id INTEGER)")
    for number in range(1, 9):
        store.run("INSERT INTO words(docid, _id, index_text, source_id) VALUES (?, ?, ?, ?)",
                  number, number, f"{number} {text(number)}", 100 + number)  # fmt: skip
    store.run("DELETE FROM words WHERE docid = 3")
    (row,) = store.found()
    assert row.as_dict() == {"docid": 3, "c0_id": 3, "c1index_text": plain(f"3 {text(3)}"), "c2source_id": 103}


def test_a_long_list_of_documents_runs_over_many_pages(store):
    """Every document has the word `all` a thousand times: position lists run over pages of FTS5 and leaves of FTS4."""
    for version in ("fts4", "fts5"):
        store.run(f"CREATE VIRTUAL TABLE {version}t USING {version}(body)")
        store.run("BEGIN")
        for number in range(1, 41):
            store.run(f"INSERT INTO {version}t(rowid, body) VALUES (?, ?)", number, f"{'all ' * 1000}end{number}")
        store.run("COMMIT")
        store.run(f"DELETE FROM {version}t WHERE rowid = 20")
    rows = store.found()
    assert [row.values[1] for row in rows] == [f"{'all ' * 1000}end20"] * 2


def test_the_statements_are_read():
    four = 'tokenize=ab lang="en-US", First, "Last Name", x INT, notindexed=x, prefix="2,4", order=DESC'
    index = declared.read("w", f"CREATE VIRTUAL TABLE w USING FTS4({four})")
    assert index is not None
    assert (index.columns, index.prefixes, index.descending) == (("First", "Last Name", "x"), (2, 4), True)
    assert (index.skipped, index.content, index.tokenizer) == ({2}, "w_content", "ab")
    five = "score UNINDEXED, from, body, detail=column, content=''"
    index = declared.read("f", f"CREATE VIRTUAL TABLE f USING fts5({five})")
    assert index is not None
    assert (index.columns, index.skipped, index.detail, index.content) == (("score", "from", "body"), {0}, "column", "")
    assert declared.read("r", "CREATE VIRTUAL TABLE r USING rtree(id, a, b)") is None


@pytest.mark.parametrize("version", ["fts4", "fts5"])
@settings(max_examples=25, deadline=None)
@given(bodies=st.lists(st.text("ab cdé12 ", min_size=1, max_size=40), min_size=1, max_size=8),
       numbers=st.lists(st.integers(-(2**40), 2**62), min_size=8, max_size=8, unique=True).map(sorted))  # fmt: skip
def test_a_decoder_reads_what_sqlite_wrote(version, bodies, numbers):
    """The terms, documents and positions are those that SQLite's own `fts4aux` and `fts5vocab` list."""
    db = sqlite3.connect(":memory:")
    db.execute(f"CREATE VIRTUAL TABLE t USING {version}(body, other)")
    for number, body in zip(numbers, bodies, strict=False):
        db.execute("INSERT INTO t(rowid, body, other) VALUES (?, ?, ?)", (number, body, body[::-1]))
    db.commit()
    if version == "fts5":
        db.execute("CREATE VIRTUAL TABLE v USING fts5vocab(t, instance)")
        wanted = {(term, doc, ("body", "other").index(col), at) for term, doc, col, at in db.execute("SELECT * FROM v")}
        reader = doclists.PageReader()
        pages = db.execute("SELECT block FROM t_data WHERE id > 10 ORDER BY id")
        listed = [posting for (block,) in pages for posting in reader.postings(block, range(-(2**63), 2**63))]
        found = {(p.term.decode(), p.document, *place) for p in listed for place in p.places}
        assert found == wanted
    else:
        db.execute("CREATE VIRTUAL TABLE v USING fts4aux(t)")
        sql = "SELECT term, documents, occurrences FROM v WHERE col = '*'"
        roots = [root for (root,) in db.execute("SELECT root FROM t_segdir")]  # none where no text has a word
        listed = [posting for root in roots for posting in doclists.leaf_postings(root)]
        counted = {}
        for posting in listed:
            documents, places = counted.get(posting.term, (0, 0))
            counted[posting.term] = documents + 1, places + len(posting.places)
        assert {(term.decode(), *each) for term, each in counted.items()} == set(db.execute(sql))
        for term, doclist in (each for root in roots for each in doclists.leaf_terms(root)):
            assert list(doclists.documents(doclist)) == [p.document for p in listed if p.term == term]
    db.close()


@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_a_fault(data):
    assert all(posting.term for posting in doclists.leaf_postings(b"\0" + data))
    reader = doclists.PageReader()
    for part in (data, data[::-1]):
        reader.continues(part)
        list(reader.postings(part, range(-(2**63), 2**63)))
    doclists.sizes(data)
    assert len(doclists.structure(data)) <= len(data)


def test_missing_words_are_seen():
    assert not has_gaps(frozenset({(0, 0, b"a"), (0, 1, b"b"), (2, 0, b"c")}))
    assert has_gaps(frozenset({(0, 0, b"a"), (0, 2, b"b")}))
    assert has_gaps(frozenset({(0, 1, b"b")}))
