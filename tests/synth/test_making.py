"""Whole scenarios: both sides of a story, deletions, clocks, SIM changes, background life, papers, validation."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path

import pytest

from phonefx.errors import UsageError
from phonefx.synth import acts
from phonefx.synth.grading.answers import _right
from phonefx.synth.key import read_facts, read_head
from phonefx.synth.library import find_scenario, shipped
from phonefx.synth.lives import Background
from phonefx.synth.make import make
from phonefx.synth.scenario import read_scenario
from phonefx.synth.sheet import read_sheet
from phonefx.synth.validate import _row, assertions, report

from .test_phones import databases, opened, tables

MORE_REAL = {
    "bugle_db": "android14_emulator_ffs/data/data/com.google.android.apps.messaging/databases/bugle_db",
    "msgstore.db": "android_whatsapp_2025_schema/msgstore.db",
    "wa.db": "android_whatsapp_2025_schema/wa.db",
    "History.db": "ios_synthetic_fs/private/var/mobile/Library/Safari/History.db",
}


@pytest.fixture(scope="module")
def stories(tmp_path_factory):
    out = tmp_path_factory.mktemp("stories")
    for name in ("two-phones", "five-phones"):
        make(read_scenario(find_scenario(Path(name))), out / name, containers=("folder", "zip"))
    return out


@pytest.fixture(scope="module")
def facts(stories):
    return {name: list(read_facts(stories / name / "key.json")) for name in ("two-phones", "five-phones")}


def test_every_database_of_every_phone_is_sound(stories, tmp_path):
    count = 0
    for number, path in enumerate(databases(stories)):
        connection = opened(path, tmp_path / str(number))
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)], path
        connection.close()
        count += 1
    assert count > 40


@pytest.mark.parametrize("name", MORE_REAL)
def test_the_apps_stores_have_the_columns_of_real_ones(name, stories, corpus, tmp_path):
    found = [path for path in databases(stories) if path.name == name]
    if name == "History.db" and not found:
        pytest.skip("no shipped scenario opens a page in Safari without background")
    ours, theirs = opened(found[0], tmp_path / "made"), opened(corpus / MORE_REAL[name], tmp_path / "real")
    made, real = tables(ours), tables(theirs)
    shared = set(made) & set(real)
    assert len(shared) >= 2
    for table in shared:
        assert made[table] == real[table], table
    ours.close()
    theirs.close()


def sides(facts, event):
    return {fact["phone"]: fact["values"] for fact in facts if fact.get("event") == event}


def test_both_phones_record_their_own_side_of_a_message(facts):
    both = sides(facts["two-phones"], "m2")
    assert both["rafael-android"]["direction"] == "outgoing"
    assert both["nadia-iphone"]["direction"] == "incoming"
    assert both["nadia-iphone"]["counterpart"] == "+447700900301"
    assert both["rafael-android"]["body"] == both["nadia-iphone"]["body"]


def test_a_wrong_clock_shows_in_the_phones_time_and_not_in_the_networks(facts):
    both = sides(facts["two-phones"], "m7")
    slow = both["rafael-android"]
    assert slow["sent_us"] - slow["time_us"] == pytest.approx(25 * 60e6, abs=3e6)
    assert both["nadia-iphone"]["time_us"] - slow["time_us"] == pytest.approx(25 * 60e6, abs=3e6)
    right = sides(facts["two-phones"], "m8")["rafael-android"]
    assert abs(right["sent_us"] - right["time_us"]) < 3e6


def test_an_emptied_conversation_is_gone_from_the_table_but_not_from_the_file(stories, facts, tmp_path):
    gone = [fact for fact in facts["two-phones"] if fact["phone"] == "rafael-android" and fact["state"] == "deleted"]
    messages = [fact for fact in gone if fact["table"] == "sms"]
    assert len(messages) == 9
    path = next(path for path in databases(stories / "two-phones" / "rafael-android") if path.name == "mmssms.db")
    connection = opened(path, tmp_path)
    assert connection.execute("SELECT count(*) FROM sms WHERE address = '+447700900302'").fetchone() == (0,)
    connection.close()
    content = path.read_bytes()
    for fact in messages:
        assert (fact["values"]["body"].encode() in content) == (fact["ending"]["survives"] == "yes")
    assert sum(fact["ending"]["survives"] == "yes" for fact in messages) >= 8


def test_secure_delete_leaves_nothing(tmp_path):
    text = find_scenario(Path("first-phone")).read_text(encoding="utf-8")
    changed = tmp_path / "first-phone.yaml"
    changed.write_text(text.replace("    platform: android\n", "    platform: android\n    secure_delete: true\n"))
    make(read_scenario(changed), tmp_path / "made", containers=("folder",))
    (gone,) = [fact for fact in read_facts(tmp_path / "made" / "key.json") if fact["state"] == "deleted"]
    assert gone["ending"]["survives"] == "no"
    path = next(path for path in databases(tmp_path / "made") if path.name == "mmssms.db")
    assert gone["values"]["body"].encode() not in path.read_bytes()


def test_a_sim_change_changes_the_number_from_which_messages_come(stories, facts):
    before, after = sides(facts["five-phones"], "m4"), sides(facts["five-phones"], "m14")
    assert before["ilie-own"]["counterpart"] == "+447700900831"
    assert after["ilie-own"]["counterpart"] == "+447700900832"
    values = {fact["values"]["value"] for fact in facts["five-phones"]
              if fact["phone"] == "marek-iphone" and fact["kind"] == "device_fact"}  # fmt: skip
    assert {"+447700900831", "+447700900832", "8999910000000000831", "8999920000000000832"} <= values


def test_ios_16_keeps_a_deleted_conversation_in_its_bin(facts):
    bin_ = [fact for fact in facts["five-phones"] if fact["state"] == "recently_deleted" and fact["kind"] == "message"]
    assert {fact["phone"] for fact in bin_} == {"marek-iphone"}
    assert {fact["event"] for fact in bin_} == {"m3", "m4", "m12", "m14"}


def test_a_zone_change_shows_in_the_photo_taken_after_it(stories):
    head = next(path for path in (stories / "five-phones" / "dorin-android").rglob("PXL_*.jpg")).read_bytes()
    assert b"+01:00" in head
    assert b"2026:05:08 06:12:00" in head


def test_another_seed_tells_the_same_story_with_other_noise(tmp_path):
    for name, seed in (("one", 5), ("two", 6)):
        make(read_scenario(find_scenario(Path("first-iphone"))), tmp_path / name, seed=seed, containers=("zip",))
    one, two = (list(read_facts(tmp_path / name / "key.json")) for name in ("one", "two"))
    assert [f["values"]["body"] for f in one if f["kind"] == "message"] == [
        f["values"]["body"] for f in two if f["kind"] == "message"]  # fmt: skip
    assert [f["values"]["latitude"] for f in one if f["kind"] == "location"] != [
        f["values"]["latitude"] for f in two if f["kind"] == "location"]  # fmt: skip


def test_the_key_is_json_and_says_what_is_in_it(stories):
    whole = json.loads((stories / "five-phones" / "key.json").read_text())
    head = read_head(stories / "five-phones" / "key.json")
    assert head == {name: value for name, value in whole.items() if name != "facts"}
    assert sum(each["facts"] for each in head["counts"]) == len(whole["facts"])
    assert [person["id"] for person in head["people"] if person.get("protected")] == ["ana", "mirela"]
    assert {each["container"] for each in head["containers"]} == {"folder", "zip"}


def background(tmp_path, items):
    text = find_scenario(Path("first-iphone")).read_text(encoding="utf-8")
    life = f"background:\n  - {{phone: tom-iphone, items: {items}, languages: [ar, zh, hi, uk], contacts: 7}}\n"
    path = tmp_path / f"first-iphone-{items}.yaml"
    path.write_text(text.replace("questions:", life + "questions:"), encoding="utf-8")
    return path


def test_friends_of_two_phones_are_other_people_with_other_numbers():
    found = {}
    scenario = read_scenario(find_scenario(Path("five-phones")))
    for life in scenario.lives:
        told = Background(life, scenario, set()).told()
        found[life.phone] = {act.person.number for act in told if isinstance(act, acts.ContactAct)}
    numbers = [number for each in found.values() for number in each]
    assert len(found) >= 4
    assert len(numbers) == len(set(numbers)) == sum(life.contacts for life in scenario.lives)
    assert all(re.fullmatch(r"\+99900\d{5,7}", number) for number in numbers)


def test_background_life_has_as_many_items_as_asked_for_in_the_scripts_asked_for(tmp_path):
    make(read_scenario(background(tmp_path, 700)), tmp_path / "made", containers=("folder",))
    facts = list(read_facts(tmp_path / "made" / "key.json"))
    chatter = [fact for fact in facts if fact["kind"] in {"message", "call", "web_visit"} and "event" not in fact]
    assert len(chatter) == 700
    bodies = "".join(fact["values"].get("body", "") for fact in chatter)
    for first, last in (("ء", "ي"), ("一", "龥"), ("अ", "ह"), ("а", "я")):
        assert any(first <= letter <= last for letter in bodies)
    times = [fact["values"]["time_us"] for fact in chatter]
    assert times == sorted(times)
    assert all(fact["values"].get("counterpart", "+99900").startswith("+99900") for fact in chatter)
    path = next(path for path in databases(tmp_path / "made") if path.name == "sms.db")
    connection = opened(path, tmp_path / "read")
    messages = sum(fact["kind"] == "message" for fact in facts)
    assert connection.execute("SELECT count(*) FROM message").fetchone() == (messages,)
    connection.close()


def test_the_papers_ask_but_do_not_answer(stories):
    folder = stories / "five-phones"
    questions = (folder / "questions.md").read_text()
    scenario = read_scenario(find_scenario(Path("five-phones")))
    for question in scenario.questions:
        assert question["ask"] in questions
        assert question["answer"] not in questions
    assert read_sheet(folder / "answers.yaml").words() == [question["id"] for question in scenario.questions]
    assert (folder / "notes.md").read_text().startswith("# The packing house")


def test_every_shipped_scenario_has_notes_and_the_one_about_exploitation_names_help():
    for path in shipped():
        assert path.with_suffix(".md").is_file(), path.stem
    notes = find_scenario(Path("five-phones")).with_suffix(".md").read_text()
    assert "116 006" in notes
    assert "stepping out" in notes or "step out" in notes


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.stem)
def test_every_sheet_asks_at_three_levels_and_its_own_answers_are_marked_right(path):
    scenario = read_scenario(path)
    assert {question["level"] for question in scenario.questions} == {"beginner", "intermediate", "advanced"}
    marked = [question for question in scenario.questions if question.get("expect")]
    assert len(marked) >= len(scenario.questions) / 2
    for question in marked:
        if not {"time", "place"} & set(question["expect"]):
            assert _right(question["expect"], question["answer"], scenario.zone), question["id"]
        assert not _right(question["expect"], "I do not know", scenario.zone), question["id"]


def test_it_refuses_a_full_folder_and_an_unknown_container(tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("x")
    scenario = read_scenario(find_scenario(Path("first-phone")))
    with pytest.raises(UsageError, match="not empty"):
        make(scenario, tmp_path / "full")
    with pytest.raises(UsageError, match="no container 'rar'"):
        make(scenario, tmp_path / "new", containers=("rar",))


def test_a_validation_run_grades_the_case_and_sees_that_the_exhibit_is_unchanged(stories, tmp_path):
    head = read_head(stories / "five-phones" / "key.json")
    delivered = next(each for each in head["containers"] if each["file"] == "ilie-burner.zip")
    row = _row("five-phones", stories / "five-phones", delivered, tmp_path)
    assert row.unchanged
    assert row.grade.of("message").found == row.grade.of("message").expected
    assert row.grade.of("message").false == 0
    page = report([row])
    assert "| five-phones | ilie-burner | zip |" in page
    assert "{" not in page


def test_facts_stand_where_the_key_says(stories, facts, tmp_path):
    """The row of a live fact, opened by hand, holds its words."""
    checked = 0
    for fact in facts["five-phones"]:
        if fact["kind"] != "message" or fact["state"] != "live" or fact["table"] not in {"sms", "message"}:
            continue
        path = stories / "five-phones" / fact["phone"] / fact["path"].lstrip("/")
        if path.name not in {"mmssms.db", "msgstore.db"}:
            continue
        connection = opened(path, tmp_path / str(checked))
        column, key = ("body", "_id") if fact["table"] == "sms" else ("text_data", "_id")
        row = connection.execute(f"SELECT {column} FROM {fact['table']} WHERE {key} = ?", (fact["row"],)).fetchone()
        connection.close()
        assert (row[0] or "") == fact["values"]["body"]
        checked += 1
        if checked == 60:
            break
    assert checked == 60


def test_sqlite_reads_the_version_that_the_key_names(stories):
    assert read_head(stories / "two-phones" / "key.json")["sqlite"] == sqlite3.sqlite_version


def test_every_test_that_the_validation_report_names_exists():
    root = Path(__file__).resolve().parents[2]
    for each in assertions():
        for name in each["tests"]:
            path, _, function = name.partition("::")
            assert (root / path).exists(), name
            assert not function or f"def {function}(" in (root / path).read_text(encoding="utf-8"), name
