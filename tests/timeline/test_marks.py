"""Tags, remarks and selections: kept, logged, sealed, and never on what is not there."""

from __future__ import annotations

import hashlib
import json

import pytest
from benchmarks.made_case import put

from phonefx.case import audit, manifest
from phonefx.case.store import Case
from phonefx.case.verify import verify
from phonefx.errors import CaseIncomplete, NoSuchItem, UsageError
from phonefx.records import Message
from phonefx.timeline import build, marks, tables
from phonefx.timeline.marks import Remark, Tag, TagRule, changing
from phonefx.timeline.words import read_lexicon
from phonefx.times import Moment

TEXTS = ["parcel at the depot", "call 020 7946 0018", "a parcel, a PARCEL", "nothing", "mail a@example.org"]


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "case"
    with Case.create(place) as case:
        case.db.execute("PRAGMA synchronous = OFF")
        case.db.execute("INSERT INTO exhibit(id, label) VALUES (1, 'E1')")
        case.db.execute("INSERT INTO file(id, exhibit, path) VALUES (1, 1, '/a.db')")
        case.db.execute("INSERT INTO source(id, file, kind, state, basis) VALUES (1, 1, 'message', 'live', 'utc')")
        for item, text in enumerate(TEXTS, 1):
            put(case.db, Message(body=text, time=Moment(item, item)), item=item, source=1)
        build.build(case)
        case.set_meta("complete", "yes")
    manifest.write(place)
    return place


def read(folder, kind):
    with Case(folder) as case:
        return list(tables.read(case.db, kind, "ORDER BY id"))


def words(tmp_path):
    path = tmp_path / "words.csv"
    path.write_text("term,category\nparcel,transport\ndepot,transport\n", encoding="utf-8")
    return path


def faults(folder):
    return [check for check in verify(folder, {}) if check.fault]


def last(folder, action):
    return [entry["details"] for entry in audit.entries(folder) if entry["action"] == action][-1]


def test_a_tag_is_put_logged_and_sealed(folder):
    with changing(folder, "tag") as change:
        assert marks.tag_items(change, [1, 3], "key") == 2
    (rule,) = read(folder, TagRule)
    assert (rule.kind, rule.name) == ("examiner", "key")
    assert [tag.item for tag in read(folder, Tag)] == [1, 3]
    assert last(folder, "tag") == {"tag": "key", "items": [1, 3], "new": 2}
    assert faults(folder) == []
    with changing(folder, "tag") as change:
        assert marks.tag_items(change, [1], "key") == 0
        assert marks.untag_items(change, [1], "key") == 1
    assert [tag.item for tag in read(folder, Tag)] == [3]


def test_an_item_that_is_not_there_changes_nothing_and_logs_nothing(folder):
    before = (folder / audit.NAME).read_bytes()
    with pytest.raises(NoSuchItem), changing(folder, "tag") as change:
        marks.tag_items(change, [1, 99], "key")
    assert read(folder, Tag) == []
    assert (folder / audit.NAME).read_bytes() == before
    assert faults(folder) == []


def test_every_hit_of_a_list_is_a_tag_with_the_term_and_the_list(folder, tmp_path):
    path = words(tmp_path)
    with changing(folder, "tag") as change:
        assert marks.tag_with_lexicon(change, read_lexicon(path)) == 4
    rules = {rule.id: rule for rule in read(folder, TagRule)}
    assert {rule.sha256 for rule in rules.values()} == {hashlib.sha256(path.read_bytes()).hexdigest()}
    tags = [(tag.item, rules[tag.rule].name, tag.value, tag.start, tag.stop) for tag in read(folder, Tag)]
    assert tags == [
        (1, "parcel", "parcel", 0, 6),
        (1, "depot", "depot", 14, 19),
        (3, "parcel", "parcel", 2, 8),
        (3, "parcel", "PARCEL", 12, 18),
    ]
    assert all(TEXTS[item - 1][start:stop] == value for item, _, value, start, stop in tags)


def test_running_a_list_again_adds_nothing_and_keeps_the_review(folder, tmp_path):
    for _ in range(2):
        with changing(folder, "tag") as change:
            marks.tag_with_lexicon(change, read_lexicon(words(tmp_path)))
        with changing(folder, "review") as change:
            marks.review(change, 1, "not relevant")
    tags = read(folder, Tag)
    assert len(tags) == 4
    assert tags[0].review == "not relevant"
    assert last(folder, "tag")["new"] == 0


def test_extractors_tag_too_with_the_phones_region(folder):
    with changing(folder, "region") as change:
        change.database.execute("UPDATE home_region SET region = 'GB'")
    with changing(folder, "tag") as change:
        assert marks.tag_with_extractors(change, ["phone", "email"]) == 2
    assert {tag.value for tag in read(folder, Tag)} == {"+442079460018", "a@example.org"}


def test_wrong_extractors_reviews_and_tags_are_refused(folder):
    with pytest.raises(UsageError, match="the extractors are"), changing(folder, "tag") as change:
        marks.tag_with_extractors(change, ["faces"])
    with pytest.raises(UsageError, match="a review is one of"), changing(folder, "review") as change:
        marks.review(change, 1, "guilty")
    with pytest.raises(UsageError, match="there is no tag 7"), changing(folder, "review") as change:
        marks.review(change, 7, "unclear")


def test_a_selection_keeps_its_order_and_grows_once(folder):
    with changing(folder, "select") as change:
        assert marks.select(change, "report", [3, 1, 3], "by number") == 2
    with changing(folder, "select") as change:
        assert marks.select(change, "report", [1, 2], "search parcel") == 1
    with Case(folder) as case:
        assert list(marks.selected(case.db, "report")) == [3, 1, 2]
        ((row, count),) = marks.selections(case.db)
        assert (row.name, row.made_by, count) == ("report", "by number", 3)
        with pytest.raises(UsageError):
            list(marks.selected(case.db, "other"))
    with changing(folder, "select") as change:
        assert marks.deselect(change, "report", [1]) == 1
    with Case(folder) as case:
        assert list(marks.selected(case.db, "report")) == [3, 2]


def test_a_remark_is_kept_and_its_words_stay_out_of_the_log(folder):
    with changing(folder, "remark") as change:
        marks.remark(change, 2, "the number of the harbour office")
    (row,) = read(folder, Remark)
    assert (row.item, row.text) == (2, "the number of the harbour office")
    assert "harbour" not in (folder / audit.NAME).read_text(encoding="utf-8")
    assert last(folder, "remark") == {"item": 2, "remark": 1}


def test_marks_survive_a_new_computation(folder):
    with changing(folder, "select") as change:
        marks.select(change, "report", [2], "by number")
        marks.tag_items(change, [2], "key")
    with Case(folder, write=True) as case:
        build.build(case)
    assert [tag.item for tag in read(folder, Tag)] == [2]
    with Case(folder) as case:
        assert list(marks.selected(case.db, "report")) == [2]


def test_an_unfinished_case_is_not_marked(folder):
    with Case(folder, write=True) as case:
        case.set_meta("complete", "no")
    with pytest.raises(CaseIncomplete), changing(folder, "tag"):
        pass


def test_the_log_is_json_lines_with_the_action(folder):
    with changing(folder, "tag") as change:
        marks.tag_items(change, [1], "key")
    lines = [json.loads(line) for line in (folder / audit.NAME).read_text(encoding="utf-8").splitlines()]
    assert [line["action"] for line in lines[-2:]] == ["tag", "sealed"]
    assert audit.faults(folder) == []


@pytest.mark.parametrize("at", ["before the log", "after it"])
def test_a_change_that_was_killed_before_it_was_logged_is_logged_by_the_next_one(folder, monkeypatch, at):
    append = audit.append

    def killed(case, action, details):
        if at == "after it":
            append(case, action, details)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(audit, "append", killed)
        with pytest.raises(KeyboardInterrupt), changing(folder, "remark") as change:
            marks.remark(change, 1, "seen")
    assert len(read(folder, Remark)) == 1
    assert faults(folder) != []
    with changing(folder, "tag") as change:
        marks.tag_items(change, [2], "parcel")
    told = [(each["action"], each["details"].get("item")) for each in audit.entries(folder)]
    assert [each for each in told if each[0] != "sealed"] == [("remark", 1), ("tag", None)]
    assert faults(folder) == []
    with Case(folder) as case:
        assert case.meta("to_be_logged") is None
