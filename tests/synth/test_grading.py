"""The grader finds what is right, missing, wrong, false and recovered, and marks answers."""

from __future__ import annotations

import json
import sqlite3

import pytest
from benchmarks.made_case import write
from click.testing import CliRunner

from phonefx.case import schema
from phonefx.cli.grade import command
from phonefx.errors import UsageError
from phonefx.synth.grading.answers import grade_answers
from phonefx.synth.grading.case import grade_case

AT = 1_772_438_940_000_000


def message(number, body, state="live", counterpart="+447700900222", **more):
    values = {"time_us": AT + number * 1_000_000, "direction": "incoming", "counterpart": counterpart, "body": body}
    return {"fact": number, "phone": "P1", "kind": "message", "state": state, "values": values | more,
            "path": "/data/data/x/mmssms.db", "table": "sms", "row": number}  # fmt: skip


@pytest.fixture
def key(tmp_path):
    facts = [
        message(1, "one"), message(2, "two"), message(3, "three"), message(4, "gone for good", "deleted"),
        message(5, "left in the file", "deleted"),
        {"fact": 6, "phone": "P1", "kind": "location", "state": "live", "table": "t", "row": 1, "path": "/data/a",
         "values": {"time_us": AT, "evidence_of": "device_fix", "latitude": 53.5, "longitude": -0.1}},
    ]  # fmt: skip
    head = {
        "phonefx_key": 1, "phones": [{"id": "P1", "zone": "Europe/London"}],
        "containers": [{"phone": "P1", "container": "zip", "file": "P1.zip", "only": [], "without": [],
                        "survivors": [5], "adds": [], "password": ""}],
        "questions": [
            {"id": "a", "level": "beginner", "ask": "?", "answer": "3", "why": "", "expect": {"number": 3}},
            {"id": "b", "level": "beginner", "ask": "?", "answer": "", "why": "",
             "expect": {"time": "2026-03-07 15:02", "within_s": 60}},
            {"id": "c", "level": "advanced", "ask": "?", "answer": "", "why": "",
             "expect": {"place": [53.5, -0.1], "within_m": 100}},
            {"id": "d", "level": "advanced", "ask": "?", "answer": "", "why": "", "expect": {"words": ["tom", "quay"]}},
            {"id": "e", "level": "advanced", "ask": "Why?", "answer": "because", "why": ""},
        ],
    }  # fmt: skip
    path = tmp_path / "key.json"
    lines = ["{\n"] + [f"{json.dumps(name)}: {json.dumps(value)},\n" for name, value in head.items()]
    body = ",\n".join(json.dumps(fact) for fact in facts)
    path.write_text("".join(lines) + '"facts": [\n' + body + "\n]}\n")
    return path


@pytest.fixture
def case(tmp_path):
    folder = tmp_path / "case"
    folder.mkdir()
    database = sqlite3.connect(folder / "case.db", isolation_level=None)
    schema.create_case(database)
    database.executemany("INSERT INTO meta VALUES (?, ?)", [("format", str(schema.FORMAT)), ("complete", "yes")])
    database.execute("INSERT INTO exhibit (id, label, name) VALUES (1, 'E1', 'P1.zip')")
    database.execute("INSERT INTO file (id, exhibit, path) VALUES (1, 1, '/data/data/x/mmssms.db')")
    for number, state in enumerate(("live", "recovered"), start=1):
        database.execute("INSERT INTO source (id, file, parser, kind, state) VALUES (?, 1, 'p', 'message', ?)",
                         (number, state))  # fmt: skip
    database.execute("INSERT INTO source (id, file, parser, kind, state) VALUES (3, 1, 'p', 'location', 'live')")
    yield folder, database
    database.close()


def put(database, item, number, body, state="live", counterpart="+44 7700 900222"):
    source = 1 if state == "live" else 2
    place = {"item": item, "source": source, "key": item, "time_us": AT + number * 1_000_000}
    write(database, "message", **place, direction="incoming", counterpart=counterpart, body=body)


def fix(database, item, latitude):
    place = {"item": item, "source": 3, "key": item, "time_us": AT}
    write(database, "location", **place, latitude=latitude, longitude=-0.1, evidence_of="device_fix")


def test_a_case_that_states_everything_is_perfect(key, case):
    folder, database = case
    for number, body in enumerate(("one", "two", "three"), start=1):
        put(database, number, number, body)
    put(database, 4, 5, "left in the file", "recovered")
    fix(database, 5, 53.5)
    (grade,) = grade_case(key, folder)
    assert grade.perfect
    assert (grade.of("message").expected, grade.of("message").left, grade.of("message").recovered) == (3, 1, 1)


def test_missing_wrong_false_and_unrecovered_are_told_apart(key, case):
    folder, database = case
    put(database, 1, 1, "one")
    put(database, 2, 2, "two", counterpart="+447700900999")
    put(database, 3, 9, "never written")
    fix(database, 4, 53.51)
    (grade,) = grade_case(key, folder)
    tally = grade.of("message")
    assert (tally.found, tally.wrong, tally.false, tally.recovered) == (1, 1, 1, 0)
    assert grade.of("location").found == 0
    assert grade.of("location").false == 1
    assert not grade.perfect


def test_a_repeat_that_names_another_counterpart_is_false(key, case):
    folder, database = case
    put(database, 1, 1, "one")
    put(database, 2, 1, "one", counterpart="+447700900999")
    put(database, 3, 1, "one", counterpart=None)
    (grade,) = grade_case(key, folder)
    assert (grade.of("message").found, grade.of("message").repeats, grade.of("message").false) == (1, 1, 1)


def test_an_item_without_the_counterpart_that_the_key_names_is_wrong(key, case):
    folder, database = case
    put(database, 1, 1, "one", counterpart=None)
    (grade,) = grade_case(key, folder)
    assert (grade.of("message").found, grade.of("message").wrong) == (0, 1)


def test_one_item_answers_for_one_fact_and_further_ones_are_repeats(key, case):
    folder, database = case
    for item in (1, 2):
        put(database, item, 1, "one")
    (grade,) = grade_case(key, folder)
    assert (grade.of("message").found, grade.of("message").repeats, grade.of("message").false) == (1, 1, 0)


def test_a_recovered_text_that_nobody_wrote_is_false_and_a_piece_of_one_is_not(key, case):
    folder, database = case
    put(database, 1, 7, "left in the", "recovered")
    put(database, 2, 8, "gibberish", "recovered")
    (grade,) = grade_case(key, folder)
    assert grade.of("message").false == 1


@pytest.mark.parametrize(
    ("number", "body", "partial", "false"),
    [
        (3, "thr", "body: cut short", 0),
        (3, "thr4", "body: cut short", 0),
        (3, "thr4", "_id: the row id was overwritten, body: cut short", 0),
        (3, "thr4", None, 1),
        (3, "thr4", "_id: the row id was overwritten", 1),
        (3, "thrown", "body: cut short", 1),
        (2, "thr4", "body: cut short", 1),
        (3, "t4", "body: cut short", 1),
        (3, "%%%4", "body: cut short", 1),
    ],
)
def test_a_text_that_was_overwritten_is_a_piece_of_a_fact_only_where_it_is_marked(
    key, case, number, body, partial, false
):
    folder, database = case
    put(database, 1, number, body, "recovered")
    database.execute("INSERT INTO recovery (item, partial) VALUES (1, ?)", (partial,))
    (grade,) = grade_case(key, folder)
    assert grade.of("message").false == false
    assert grade.of("message").found == 0


def test_the_file_of_a_message_is_no_false_file_and_another_is(key, case):
    folder, database = case
    said = json.loads(key.read_text())
    said["facts"].append(message(7, "see", attachments=["/data/data/x/app_parts/PART_1772824806012_gate.jpg"]))
    lines = [f"{json.dumps(name)}: {json.dumps(value)},\n" for name, value in said.items() if name != "facts"]
    facts = ",\n".join(json.dumps(fact) for fact in said["facts"])
    key.write_text("{\n" + "".join(lines) + '"facts": [\n' + facts + "\n]}\n")
    database.execute("INSERT INTO source (id, file, parser, kind, state) VALUES (4, 1, 'p', 'media', 'live')")
    for item, name in ((1, "PART_1772824806012_gate.jpg"), (2, "other.jpg")):
        write(database, "media", item=item, source=4, key=item, path=f"/data/data/x/app_parts/{name}")
    (grade,) = grade_case(key, folder)
    files = grade.of("media")
    assert (files.expected, files.found, files.repeats, files.false) == (0, 0, 1, 1)
    assert any("other.jpg" in sample for sample in files.samples)


def attach(database, item, text):
    database.execute("INSERT INTO attachment (item, source, mime, text) VALUES (?, 2, 'text/plain', ?)", (item, text))


def test_the_words_of_a_deleted_message_may_stand_in_a_part(key, case):
    folder, database = case
    put(database, 1, 5, None, "recovered")
    attach(database, 1, "left in the file")
    (grade,) = grade_case(key, folder)
    assert (grade.of("message").recovered, grade.of("message").pieces, grade.of("message").false) == (1, 0, 0)


def test_a_message_that_came_back_in_two_pieces_is_recovered_and_counted_as_such(key, case):
    folder, database = case
    put(database, 1, 5, None, "recovered")
    (grade,) = grade_case(key, folder)
    assert grade.of("message").recovered == 0
    put(database, 2, 7, "left in the file", "recovered")
    (grade,) = grade_case(key, folder)
    assert (grade.of("message").recovered, grade.of("message").pieces, grade.of("message").false) == (1, 1, 0)


def test_a_recovered_item_may_say_less_than_a_fact_but_nothing_else(key, case):
    folder, database = case
    database.execute("INSERT INTO source (id, file, parser, kind, state) VALUES (4, 1, 'p', 'location', 'recovered')")
    for item, latitude, evidence in ((1, 53.5, "shared"), (2, 53.6, "shared"), (3, 53.5, "shared_by_other")):
        write(database, "location", item=item, source=4, key=item, latitude=latitude, longitude=-0.1,
              evidence_of=evidence)  # fmt: skip
    (grade,) = grade_case(key, folder)
    assert grade.of("location").false == 2


INDEX = "body: put together from the words of a full-text index, without letter case, punctuation and signs"


@pytest.mark.parametrize(("body", "partial", "false"), [
    ("GONE, FOR GOOD!", INDEX, 0), ("for good", INDEX, 0), ("good gone for", INDEX, 1), ("gone for goods", INDEX, 1),
    ("GONE, FOR GOOD!", None, 1), ("...", INDEX, 1),
])  # fmt: skip
def test_words_of_an_index_are_those_of_a_message_only_where_they_are_marked(key, case, body, partial, false):
    folder, database = case
    put(database, 1, 99, body, "recovered")
    database.execute("INSERT INTO recovery (item, partial) VALUES (1, ?)", (partial,))
    (grade,) = grade_case(key, folder)
    assert grade.of("message").false == false


def test_a_deleted_fact_without_bytes_is_not_asked_for_but_is_no_false_fact_when_found(key, case):
    folder, database = case
    put(database, 1, 4, "gone for good", "recovered")
    (grade,) = grade_case(key, folder)
    assert (grade.of("message").false, grade.of("message").left) == (0, 1)


def test_an_exhibit_of_another_name_needs_the_container(key, case):
    folder, database = case
    database.execute("UPDATE exhibit SET name = 'renamed.zip'")
    with pytest.raises(UsageError, match=r"P1\.zip"):
        grade_case(key, folder)
    assert len(grade_case(key, folder, container="zip")) == 1


def test_answers_are_marked_by_number_time_place_and_words(key, tmp_path):
    sheet = tmp_path / "answers.yaml"
    sheet.write_text('a: "There are 3"\nb: "2026-03-07T15:02:30+00:00"\nc: "53.5003, -0.1001"\nd: Tom, at the Quay\n')
    assert [mark.right for mark in grade_answers(key, sheet)] == [True, True, True, True, None]
    sheet.write_text('b: "at 2026-03-07 15:02, by its clock"\nc: "the quay: 53.5003, -0.1001 at 15:02"\n')
    assert [mark.words for mark in grade_answers(key, sheet)][:3] == ["no answer", "right", "right"]
    sheet.write_text('a: "13"\nb: "2026-03-07T14:02"\nc: "53.6, -0.1"\n')
    assert [mark.right for mark in grade_answers(key, sheet)] == [False, False, False, False, None]


def test_the_command_ends_with_30_when_something_is_not_right(key, case, tmp_path):
    folder, _ = case
    done = CliRunner().invoke(command, [str(key), str(folder)])
    assert done.exit_code == 30
    assert "message" in done.output
    sheet = tmp_path / "answers.yaml"
    sheet.write_text("a: 3\nb: 2026-03-07T15:02:00Z\nc: 53.5 -0.1\nd: tom quay\n")
    done = CliRunner().invoke(command, [str(key), str(sheet)])
    assert (done.exit_code, "4 of 4 right" in done.output) == (0, True)
