"""A plan depends on what an exhibit holds, never on the order in which it tells its files."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phonefx.case.plan import Planner
from phonefx.evidence.tree import Entry
from phonefx.parsers.registry import all_parsers

DATA = "/data/data"
SMS = "com.android.providers.telephony/databases/mmssms.db"
CALLS = "com.android.providers.contacts/databases/calllog.db"
NAMES = [
    f"{DATA}/{SMS}", f"{DATA}/{SMS}-wal", f"{DATA}/{SMS}-journal", f"{DATA}/{CALLS}", f"/data/user/0/{CALLS}",
    f"/data/user/10/{SMS}", "/data/media/0/DCIM/Camera/IMG_1.jpg", "/data/media/0/DCIM/Camera/IMG_2.jpg",
    "/private/var/mobile/Library/SMS/sms.db", "/data/data/com.example/databases/own.db", "/data/data/com.example/a.txt",
    "/data/system/usagestats/0/mappings", "/data/system/usagestats/0/daily/1700000000000",
]  # fmt: skip


def entry(path, size=1000, mtime_us=1, state="live"):
    return Entry(path.removeprefix("/"), size, "file", state, path, path, mtime_us, "utc")


def planned(entries):
    planner = Planner("E1", all_parsers())
    taken = [each.path for each in entries if planner.offer(each)]
    planner.settle()
    left, differing = planner.fold()
    return planner, sorted(taken), sorted(left), sorted(differing), planner.jobs()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(NAMES), unique=True), st.integers(0, 2**32))
def test_the_same_files_in_any_order_make_the_same_jobs(names, seed):
    entries = [entry(name) for name in names]
    shuffled = random.Random(seed).sample(entries, len(entries))
    one, other = planned(entries), planned(shuffled)
    assert [job.name for job in one[4]] == [job.name for job in other[4]]
    assert [[files.main.path for files in job.files] for job in one[4]] == [
        [files.main.path for files in job.files] for job in other[4]
    ]
    assert one[1:4] == other[1:4]
    assert one[0].orphans() == other[0].orphans()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(NAMES), unique=True))
def test_every_file_that_is_taken_is_in_one_job_or_stands_aside(names):
    planner, taken, left, _, jobs = planned([entry(name) for name in names])
    mains = [files.main.path for job in jobs for files in job.files]
    siblings = [each.path for job in jobs for files in job.files for each in files.siblings.values()]
    assert len(mains) == len(set(mains))
    aside = [view.path for view, _ in left] + planner.orphans()
    assert sorted({*mains, *siblings, *aside}) == taken
    assert {each.path for each in planner.offered()} | {view.path for view, _ in left} == set(taken)


@pytest.mark.parametrize("change", [{"size": 1001}, {"mtime_us": 2}])
def test_a_file_that_changed_makes_a_shard_of_another_name(change):
    jobs = [planned([entry(f"{DATA}/{SMS}", **more)])[4] for more in ({}, change)]
    assert jobs[0][0].name != jobs[1][0].name


def test_a_log_that_came_to_a_database_makes_a_shard_of_another_name():
    alone = planned([entry(f"{DATA}/{SMS}")])[4]
    beside = planned([entry(f"{DATA}/{SMS}"), entry(f"{DATA}/{SMS}-wal")])[4]
    assert alone[0].name != beside[0].name
    assert set(beside[0].files[0].siblings) == {"-wal"}


def test_another_exhibit_has_shards_of_its_own():
    names = []
    for label in ("E1", "E2"):
        planner = Planner(label, all_parsers())
        planner.offer(entry(f"{DATA}/{SMS}"))
        names.append(planner.jobs()[0].name)
    assert names[0] != names[1]


def test_views_of_one_size_stand_aside_and_of_another_are_read():
    same, other = entry(f"/data/user/0/{CALLS}"), entry(f"/data/user/0/{SMS}", size=999)
    _, _, left, differing, jobs = planned([entry(f"{DATA}/{CALLS}"), same, entry(f"{DATA}/{SMS}"), other])
    assert [(view.path, kept.path) for view, kept in left] == [(same.path, f"{DATA}/{CALLS}")]
    assert {each.path for each in differing} == {f"{DATA}/{SMS}", other.path}
    assert {job.files[0].main.path for job in jobs} == {f"{DATA}/{CALLS}", f"{DATA}/{SMS}", other.path}


def test_views_with_unlike_journals_are_both_read():
    _, _, left, differing, jobs = planned(
        [entry(f"{DATA}/{SMS}"), entry(f"/data/user/0/{SMS}"), entry(f"/data/user/0/{SMS}-wal")]
    )
    assert (left, len(differing), len(jobs)) == ([], 2, 2)


def test_users_and_states_are_never_folded():
    gone = entry(f"{DATA}/{SMS}", state="deleted")._replace(stored="$OrphanFiles/mmssms.db")
    _, _, left, differing, jobs = planned([entry(f"{DATA}/{SMS}"), entry(f"/data/user/10/{SMS}"), gone])
    assert (left, differing) == ([], [])
    assert sum(len(job.files) for job in jobs) == 3


def test_a_view_that_was_restored_gets_the_parsers_of_what_stood_for_it():
    planner, _, left, _, jobs = planned([entry(f"{DATA}/{CALLS}"), entry(f"/data/user/0/{CALLS}")])
    again = planner.restore(left)
    assert [job.files[0].main.path for job in again] == [f"/data/user/0/{CALLS}"]
    assert again[0].parsers == jobs[0].parsers
    assert again[0].name != jobs[0].name
    assert planner.restore([]) == []
    wanted = planner.matched()
    assert {wanted[each] for each in jobs[0].parsers} == {2}


def begun(planner, entries):
    """Offer entries, the planner asked after each for what can be begun; gives the paths and the jobs."""
    found = []
    for each in entries:
        planner.offer(each)
        found += planner.large(each)
    return [job.files[0].main.path for job in found], found


def test_a_large_database_can_be_begun_when_its_folder_is_listed_to_the_end():
    listed = [entry(f"{DATA}/{SMS}", size=1 << 20), entry(f"{DATA}/{SMS}-wal"), entry("/data/data/x/y"), entry("/z")]
    planner = Planner("E1", all_parsers())
    assert begun(planner, listed[:2])[0] == []
    paths, jobs = begun(planner, listed[2:])
    assert paths == [f"{DATA}/{SMS}"]
    assert jobs == planned(listed)[4], "with its log, it is the job of the plan"


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(NAMES), unique=True), st.integers(0, 1 << 21))
def test_what_can_be_begun_is_in_the_plan(names, size):
    """The folders come as a folder is walked, the upper first: of two views the one that stands for both."""
    listed = [entry(name, size=size) for name in sorted(names, key=lambda name: (name.count("/"), name))]
    _, jobs = begun(Planner("E1", all_parsers()), listed)
    whole = planned(listed)[4]
    assert all(job in whole for job in jobs)
    assert len({job.name for job in jobs}) == len(jobs)
    assert size >= 1 << 20 or jobs == []


def test_another_view_and_a_file_that_is_read_beside_others_are_not_begun():
    others = [f"/data/user/0/{SMS}", "/var/mobile/Library/SMS/sms.db", "/data/system/usagestats/0/daily/1700000000000"]
    assert begun(Planner("E1", all_parsers()), [entry(name, size=1 << 30) for name in (*others, "/end")])[0] == []


def test_files_without_queries_are_worked_on_together_and_databases_each_alone():
    pictures = [entry(f"/data/media/0/DCIM/Camera/IMG_{number}.jpg") for number in range(450)]
    jobs = planned([*pictures, entry(f"{DATA}/{SMS}"), entry(f"{DATA}/{CALLS}")])[4]
    sizes = sorted(len(job.files) for job in jobs)
    assert sizes == [1, 1, 50, 200, 200]


def test_databases_that_nobody_claims_are_kept_in_sight():
    planner = planned([entry("/data/data/com.example/databases/own.db"), entry("/data/data/com.example/a.txt")])[0]
    assert [each.path for each in planner.unread] == ["/data/data/com.example/databases/own.db"]
