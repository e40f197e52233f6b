"""Queries fit the database at hand: optional columns, schema generations, macros."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest

from phonefx.parsers import sqltext
from phonefx.parsers.query import Fitted, Misfit, Query, check, fit
from phonefx.records import Attachment, Message

WORDS = {"WAYS": {1: "incoming", 2: "outgoing"}}
QUERY = Query(
    Message,
    """
    SELECT m._id AS key, unix_ms(m.date) AS time, unix_ms(opt(m.sent)) AS sent, -- a comment, with a comma
           code(m.type, WAYS) AS direction, coalesce(m.body, 'it''s, (empty)') AS body, opt(m.guid) AS guid,
           extra(m.flags, m.blob, m.gone) AS extra
    FROM messages AS m
    """,
    words=WORDS,
)


@pytest.fixture
def database() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE messages(_id INTEGER PRIMARY KEY, date, type, body, flags, blob)")
    connection.execute("INSERT INTO messages VALUES (7, 1622550600000, 1, NULL, 3, x'00ff')")
    connection.execute("INSERT INTO messages VALUES (9, 0, 77, 'hello', NULL, NULL)")
    yield connection
    connection.close()


def rows(database: sqlite3.Connection, query: Query) -> list[dict[str, object]]:
    fitted = fit(database, query)
    assert isinstance(fitted, Fitted)
    cursor = database.execute(fitted.sql())
    return [dict(zip([column[0] for column in cursor.description], row, strict=True)) for row in cursor]


def test_a_row_becomes_columns(database):
    first, second = rows(database, QUERY)
    assert first == {
        "key": 7, "time_us": 1_622_550_600_000_000, "time_raw": 1_622_550_600_000, "sent_us": None, "sent_raw": None,
        "direction": "incoming", "direction_raw": 1, "body": "it's, (empty)", "guid": None,
        "extra": '{"flags":3,"blob":"00FF"}',
    }  # fmt: skip
    assert (second["time_us"], second["time_raw"]) == (None, 0)
    assert (second["direction"], second["direction_raw"]) == ("unknown (77)", 77)


def test_what_a_schema_lacks_is_noted(database):
    fitted = fit(database, QUERY)
    assert isinstance(fitted, Fitted)
    assert fitted.absent == ("m.sent", "m.guid", "m.gone")
    assert fitted.encodings == {"time": "unix_ms", "sent": "unix_ms"}


@pytest.mark.parametrize(
    ("expression", "note"),
    [
        ("opt(CASE WHEN m.gone = 1 THEN 'binned' END)", "m.gone"),
        ("opt((SELECT b.id FROM bin b WHERE b.id = m._id))", "table bin"),
        ("coalesce(opt(nullif(gone, '')), m.body)", "gone"),
    ],
)
def test_what_is_lacking_is_noted_by_its_name_and_not_as_an_expression(database, expression, note):
    fitted = fit(database, Query(Message, f"SELECT m._id AS key, {expression} AS body FROM messages m"))
    assert isinstance(fitted, Fitted)
    assert fitted.absent == (note,)


def test_an_optional_column_that_is_there_is_read(database):
    database.execute("ALTER TABLE messages ADD COLUMN guid")
    database.execute("UPDATE messages SET guid = 'g' || _id")
    assert [row["guid"] for row in rows(database, QUERY)] == ["g7", "g9"]


def test_a_missing_required_column_is_a_misfit_that_names_it(database):
    database.execute("ALTER TABLE messages DROP COLUMN body")
    misfit = fit(database, QUERY)
    assert isinstance(misfit, Misfit)
    assert misfit.table == "messages"
    assert misfit.lacking == ("body: no such column: m.body",)


def test_a_missing_table_is_a_misfit_that_names_it(database):
    database.execute("DROP TABLE messages")
    misfit = fit(database, QUERY)
    assert isinstance(misfit, Misfit)
    assert misfit.lacking == ("no such table: messages",)


def test_the_first_generation_that_fits_is_used(database):
    newer = "SELECT _id AS key, body || edited AS body FROM messages"
    older = "SELECT _id AS key, body AS body FROM messages"
    fitted = fit(database, Query(Message, (newer, older)))
    assert isinstance(fitted, Fitted)
    assert "edited" not in fitted.sql()


def test_the_generation_whose_table_is_there_says_what_it_lacks(database):
    """However little another one lacks, whose table is not there: its rows would be lost without a word."""
    newer = "SELECT _id AS key, body AS body FROM letters"
    older = "SELECT _id AS key, gone AS body, lost AS subject FROM messages"
    for generations in ((newer, older), (older, newer)):
        misfit = fit(database, Query(Message, generations))
        assert isinstance(misfit, Misfit)
        assert misfit.table == "messages"
        assert misfit.lacking == ("body: no such column: gone", "subject: no such column: lost")


def test_skipped_rows_are_left_out(database):
    query = Query(Message, "SELECT _id AS key, body AS body FROM messages", skip={"type = 77": "not a message"})
    assert [row["key"] for row in rows(database, query)] == [7]


def test_a_condition_of_rows_left_out_is_fitted_too(database):
    sql = "SELECT _id AS key, body AS body FROM messages"
    optional = Query(Message, sql, skip={"opt(gone) IS NOT NULL": "gone", "type = 77": "not a message"})
    assert [row["key"] for row in rows(database, optional)] == [7]
    misfit = fit(database, Query(Message, sql, skip={"gone = 1": "gone"}))
    assert isinstance(misfit, Misfit)
    assert misfit.lacking == ("skip: no such column: gone",)


def test_a_query_of_some_schemas_alone_does_not_apply_to_others(database):
    query = Query(Message, "SELECT _id AS key, body AS body FROM messages", needs="deleted")
    misfit = fit(database, query)
    assert isinstance(misfit, Misfit)
    assert misfit.lacking == ("no such table with deleted",)
    database.execute("ALTER TABLE messages ADD COLUMN deleted")
    assert len(rows(database, query)) == 2


def test_a_query_can_be_about_some_rows(database):
    sql = "SELECT _id AS key, body AS body FROM messages"
    query = Query(Message, sql, only="type = 77", skip={"opt(gone) = 1": "gone"})
    assert [row["key"] for row in rows(database, query)] == [9]
    misfit = fit(database, Query(Message, sql, only="gone = 1"))
    assert isinstance(misfit, Misfit)
    assert misfit.lacking == ("only: no such column: gone",)


def test_an_optional_table_in_a_join(database):
    query = Query(
        Message,
        "SELECT m._id AS key, n.name AS counterpart_name FROM messages m "
        "LEFT JOIN opt_table(names, id, name) n ON n.id = m._id",
    )
    assert [row["counterpart_name"] for row in rows(database, query)] == [None, None]
    database.execute("CREATE TABLE names(id, name)")
    database.execute("INSERT INTO names VALUES (7, 'Ada')")
    assert [row["counterpart_name"] for row in rows(database, query)] == ["Ada", None]


FIRST = Query(
    Message,
    "SELECT m._id AS key, n.name AS counterpart_name, n.size AS service FROM messages m "
    "LEFT JOIN first_of(names, id, name, size) n ON n.id = +m._id",
)


@pytest.mark.parametrize(
    ("stored", "named"),
    [
        ([(7, "Ada", 2)], [("Ada", 2), (None, None)]),
        ([(7, "Ada", 2), (7, "Bea", 1), (9, None, 3), (9, "Eve", None)], [("Ada", 1), ("Eve", 3)]),
        ([(7, "Ada", 2), (7, "Ada", 2)], [("Ada", 2), (None, None)]),
        ([(None, "Ada", 2), (None, "Bea", 1), (9, "Eve", 5)], [(None, None), ("Eve", 5)]),
        ([("7", "Ada", 2), (7, None, None)], [(None, None), (None, None)]),
        ([], [(None, None), (None, None)]),
    ],
)
@pytest.mark.parametrize("index", ["", "CREATE INDEX i ON names(id)", "CREATE INDEX i ON names(name, id)"])
def test_of_rows_that_a_key_has_the_least_values_are_joined(database, stored, named, index):
    database.execute("CREATE TABLE names(id, name, size)")
    database.execute(index)
    database.executemany("INSERT INTO names VALUES (?, ?, ?)", stored)
    assert [(row["counterpart_name"], row["service"]) for row in rows(database, FIRST)] == named


def test_the_least_of_a_table_that_is_not_there_is_nothing(database):
    assert [row["counterpart_name"] for row in rows(database, FIRST)] == [None, None]
    fitted = fit(database, FIRST)
    assert isinstance(fitted, Fitted)
    assert fitted.absent == ("names",)


def test_a_join_to_the_least_names_the_column_that_is_not_there(database):
    database.execute("CREATE TABLE names(id, name)")
    misfit = fit(database, FIRST)
    assert isinstance(misfit, Misfit)
    assert misfit.lacking[0].endswith("size")


@pytest.mark.parametrize("twice", [0, 1])
def test_a_join_to_the_least_reads_no_table_once_for_every_row(twice):
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE messages(_id INTEGER PRIMARY KEY)")
    database.execute("CREATE TABLE names(id INTEGER, name TEXT, size)")
    database.executemany("INSERT INTO messages VALUES (?)", [(each,) for each in range(2000)])
    database.executemany("INSERT INTO names VALUES (?, 'x', 1)", [(max(twice, each),) for each in range(2000)])
    steps = iter(range(1000))
    database.set_progress_handler(lambda: next(steps, None) is None, 1000)
    assert len(rows(database, FIRST)) == 2000


@pytest.mark.parametrize("declared", ["", "TEXT", "INTEGER", "BLOB", "TEXT COLLATE NOCASE", "TEXT COLLATE RTRIM"])
def test_an_empty_text_becomes_null_and_nothing_else_does(declared):
    database = sqlite3.connect(":memory:")
    database.execute(f"CREATE TABLE messages(_id INTEGER PRIMARY KEY, body {declared})")
    stored = ["", " ", "x", b"", b"x", 0, 1, 0.5, None]
    database.executemany("INSERT INTO messages(body) VALUES (?)", [(each,) for each in stored])
    query = Query(Message, "SELECT _id AS key, nullif(body, '') AS body FROM messages")
    expected = [each for (each,) in database.execute("SELECT nullif(body, '') FROM messages")]
    assert [row["body"] for row in rows(database, query)] == expected


def test_null_is_none_of_many_words_and_an_unknown_code_is_shown(database):
    words = {number: f"word {number}" for number in range(70, 90) if number != 77}
    query = Query(Message, "SELECT _id AS key, code(type, MANY) AS direction FROM messages", words={"MANY": words})
    database.execute("INSERT INTO messages(_id, type) VALUES (10, NULL), (11, 88)")
    assert [row["direction"] for row in rows(database, query)] == ["unknown (1)", "unknown (77)", None, "word 88"]


def test_a_condition_that_is_null_leaves_no_row_out(database):
    query = Query(Message, "SELECT _id AS key, body AS body FROM messages", skip={"body = 'hello'": "a greeting"})
    assert [row["key"] for row in rows(database, query)] == [7]


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        ("SELECT _id AS key, nonsense AS nonsense FROM t", "nonsense is no field"),
        ("SELECT _id AS key, body FROM t WHERE body", "WHERE has no place"),
        ("SELECT body FROM t", "there is no key"),
        ('SELECT _id AS key, "body" AS body FROM t', "double-quoted"),
        ("SELECT _id AS key, body, body AS body FROM t", "given twice"),
        ("SELECT _id AS key, datetime(d) AS body FROM t", "times are macros"),
        ("SELECT _id AS key, owner FROM t", "owner"),
        ("SELECT t._id AS key, (SELECT opt(n.name) FROM names n WHERE n.id = t._id) AS body FROM t", "always NULL"),
        ("SELECT t._id AS key, opt((SELECT coalesce(n.a, opt( n.b)) FROM names AS n)) AS body FROM t", "always NULL"),
    ],
)
def test_faults_of_a_declaration_are_told(sql, fault):
    assert any(fault in each for each in check(Query(Message, sql)))


def test_a_good_declaration_has_no_faults():
    assert check(QUERY) == []
    outer = "SELECT t._id AS key, opt((SELECT n.name FROM names n WHERE n.id = opt(t.name_id))) AS body FROM t"
    assert check(Query(Message, outer)) == []
    skipped = {"EXISTS (SELECT 1 FROM names n WHERE opt(n.gone) = 1)": "gone"}
    assert "always NULL" in check(Query(Message, "SELECT _id AS key FROM t", skip=skipped))[0]
    assert check(Query(Attachment, "SELECT _id AS key, mid AS owner FROM part", of=QUERY)) == []


def test_a_part_without_its_query_is_a_fault():
    assert check(Query(Attachment, "SELECT _id AS key, mid AS owner FROM part"))


@pytest.mark.parametrize("text", ["UPDATE t SET a = 1", "SELECT a + 1 FROM t", "SELECT a AS b FROM (SELECT 1)"])
def test_what_is_no_plain_select_is_refused(text):
    with pytest.raises(ValueError, match=r"not a SELECT|needs a name|no driving table"):
        sqltext.parse_select(text)


def test_brackets_and_strings_do_not_split():
    assert sqltext.split("a, f(b, c), 'd, e', (SELECT 1, 2)") == ["a", " f(b, c)", " 'd, e'", " (SELECT 1, 2)"]


def test_literals_are_quoted():
    assert sqltext.literal("it's") == "'it''s'"
    assert sqltext.literal(-3) == "-3"


def test_words_for_a_field_that_keeps_no_raw_value_are_a_fault():
    query = Query(Message, "SELECT _id AS key, code(type, WAYS) AS body FROM t", words=WORDS)
    assert check(query) == ["body is no code"]


def test_an_optional_table_in_a_lookup(database):
    name = "SELECT n.name FROM opt_table(names, id, name) n WHERE n.id = m._id"
    sql = f"SELECT _id AS key, ({name}) AS body FROM messages m"
    assert [row["body"] for row in rows(database, Query(Message, sql))] == [None, None]


def test_numbers_of_core_data_are_found_for_tables_and_columns(database):
    database.execute("CREATE TABLE Z_5NOTES(Z_5MESSAGES INTEGER, Z_7NOTES TEXT)")
    database.execute("INSERT INTO Z_5NOTES VALUES (7, 'noted')")
    query = Query(Message, "SELECT j.Z_nMESSAGES AS key, j.Z_nNOTES AS body FROM Z_nNOTES j")
    assert rows(database, query) == [{"key": 7, "body": "noted"}]


def test_a_numbered_table_that_is_not_there_is_named_as_written(database):
    misfit = fit(database, Query(Message, "SELECT j.Z_nMESSAGES AS key FROM Z_nNOTES j"))
    assert isinstance(misfit, Misfit)
    assert misfit.lacking == ("no such table: Z_nNOTES",)


def test_an_expression_is_converted_as_a_whole(database):
    query = Query(Message, "SELECT m._id AS key, unix_s(m._id + 1600000000) AS time FROM messages m")
    assert [row["time_us"] for row in rows(database, query)] == [1_600_000_007_000_000, 1_600_000_009_000_000]


def test_a_query_that_does_not_apply_is_told_from_one_that_does_not_fit(database):
    fields = "SELECT m._id AS key, m.gone AS body FROM messages m JOIN messages o ON o._id = m.gone"
    misfit = fit(database, Query(Message, fields, needs="m.gone"))
    assert isinstance(misfit, Misfit)
    assert misfit.lacking == ("no such table with m.gone",)


@pytest.mark.parametrize(
    ("tail", "inner"),
    [
        ("FROM a JOIN b ON b.x = a.x", "b ON b.x = a.x"),
        ("FROM a LEFT JOIN b ON b.x = a.x", ""),
        (
            "FROM a LEFT OUTER JOIN b ON 1 JOIN (SELECT x FROM c LEFT JOIN d) e ON 1",
            "(SELECT x FROM c LEFT JOIN d) e ON 1",
        ),
    ],
)
def test_what_must_be_joined_is_told_from_what_may_be(tail, inner):
    assert sqltext.inner_joins(tail).strip() == inner
