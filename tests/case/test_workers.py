"""A parser that crashes, hangs, eats memory or takes its process down costs nothing but itself."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from phones import CALLS, SMS, android

from phonefx.case import ingest, plan, workers
from phonefx.case.ingest import ExhibitSpec, Options, process
from phonefx.case.plan import FileSet, Job, Planner
from phonefx.case.progress import Progress
from phonefx.case.workers import Limits
from phonefx.evidence import open_exhibit
from phonefx.evidence.tree import Entry
from phonefx.parsers.registry import all_parsers

PLUGIN = """
import os, signal, time
from phonefx.parsers.registry import parser
from phonefx.records import Event

def read(file):
    return file.read()

def {name}(opened):
    yield Event(key=1, subject="before")
    {act}
    yield Event(key=2, subject="after")

parser("apps.{name}", title="{name}", files=["*/trap.bin"], read=read, records={name}, about="made for a test")
"""
ACTS = {
    "crash": "raise RuntimeError('no reason')",
    "hang": "time.sleep(3600)",
    "die": "os.kill(os.getpid(), signal.SIGKILL)",
    "stay": "open(os.environ['BEGUN'], 'w').close(); time.sleep(3600)",
    "eat": "hold = [bytearray(1 << 26) for _ in range(100)]",
}


@pytest.fixture
def phone(tmp_path) -> Path:
    folder = android(tmp_path / "phone", ["one", "two"])
    (folder / "data" / "trap.bin").write_bytes(b"x" * 100)
    return folder


@pytest.fixture
def plugin(tmp_path, monkeypatch) -> Iterator[object]:
    """Install parsers of another project, as their entry points would be found in every process."""

    def install(*names: str) -> None:
        home = tmp_path / "plugins"
        info = home / "traps-1.0.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text("Metadata-Version: 2.1\\nName: traps\\nVersion: 1.0\\n".replace("\\n", "\n"))
        points = "".join(f"{name} = trap_{name}\n" for name in names)
        (info / "entry_points.txt").write_text(f"[phonefx.parsers]\n{points}")
        for name in names:
            (home / f"trap_{name}.py").write_text(PLUGIN.format(name=name, act=ACTS[name]))
        monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(home), os.environ.get("PYTHONPATH", "")]))

    return install


def run(folder: Path, phone: Path, limits: Limits) -> dict[str, object]:
    """Process in a process of its own, for what is registered stays registered."""
    import json
    import subprocess

    code = (
        "import json, sys\n"
        "from pathlib import Path\n"
        "from phonefx.case.ingest import ExhibitSpec, Options, process\n"
        "from phonefx.case.progress import Progress\n"
        "from phonefx.case.workers import Limits\n"
        "if __name__ == '__main__':\n"
        f"    options = Options(limits=Limits({limits.seconds!r}, {limits.memory!r}))\n"
        f"    case = process([ExhibitSpec('E1', Path({str(phone)!r}))], Path({str(folder)!r}), options, Progress())\n"
        "    print(json.dumps({\n"
        "        'problems': list(case.rows('SELECT parser, code, message FROM problem')),\n"
        "        'outcomes': dict(case.db.execute('SELECT parser, outcome FROM coverage')),\n"
        "        'events': [row['subject'] for row in case.rows('SELECT subject FROM event ORDER BY item')],\n"
        "        'messages': case.db.execute('SELECT count(*) FROM message').fetchone()[0],\n"
        "    }))\n"
    )
    script = folder.parent / "run.py"
    script.write_text(code)
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_crash_is_a_problem_and_what_came_before_stays(phone, plugin, tmp_path):
    plugin("crash")
    told = run(tmp_path / "case", phone, Limits())
    assert told["problems"] == [{"parser": "apps.crash", "code": "parser failed", "message": "RuntimeError: no reason"}]
    assert (told["messages"], told["events"]) == (2, ["before"])


@pytest.mark.parametrize(
    ("name", "reason"), [("hang", "stopped after 5 seconds"), ("die", "its process died (exit status -9)")]
)
def test_what_does_not_return_is_stopped_and_the_rest_goes_on(phone, plugin, tmp_path, name, reason):
    plugin(name, "crash")
    started = time.monotonic()
    told = run(tmp_path / "case", phone, Limits(seconds=5))
    assert time.monotonic() - started < 60
    assert {(each["parser"], each["code"]) for each in told["problems"]} == {
        (f"apps.{name}", "parser stopped"), ("apps.crash", "parser failed"),
    }  # fmt: skip
    assert reason in {each["message"] for each in told["problems"]}
    assert told["outcomes"][f"apps.{name}"] == "failed"
    assert told["messages"] == 2


def test_memory_is_limited(phone, plugin, tmp_path):
    pytest.importorskip("resource")
    plugin("eat")
    told = run(tmp_path / "case", phone, Limits(memory=1 << 30))
    assert [each["code"] for each in told["problems"]] == ["parser failed"]
    assert "MemoryError" in told["problems"][0]["message"]
    assert told["messages"] == 2


@pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux alone")
def test_a_forked_worker_and_a_new_interpreter_write_the_same(phone, tmp_path):
    import subprocess

    script = tmp_path / "run.py"
    script.write_text(
        "import sys, threading\n"
        "from pathlib import Path\n"
        "from phonefx.case import workers\n"
        "from phonefx.case.ingest import ExhibitSpec, Options, process\n"
        "from phonefx.case.progress import Progress\n"
        "if __name__ == '__main__':\n"
        "    over = threading.Event()\n"
        "    other = threading.Thread(target=over.wait)\n"
        "    if sys.argv[3] == 'spawn':\n"
        "        other.start()\n"
        "    assert workers.way_to_start() == sys.argv[3]\n"
        "    case = process([ExhibitSpec('E1', Path(sys.argv[1]))], Path(sys.argv[2]), Options(jobs=2), Progress())\n"
        "    over.set()\n"
        "    sys.stdout.write('\\n'.join(case.db.iterdump()))\n"
    )
    told = [
        subprocess.run([sys.executable, str(script), str(phone), str(tmp_path / way), way],
                       capture_output=True, check=True, timeout=120).stdout
        for way in ("fork", "spawn")
    ]  # fmt: skip
    assert told[0] == told[1]
    assert b"INSERT INTO" in told[0]


def test_nothing_is_left_of_a_run(phone, tmp_path):
    process([ExhibitSpec("E1", phone)], tmp_path / "case", Options(jobs=2), Progress()).close()
    assert sorted(path.name for path in (tmp_path / "case").iterdir()) == ["audit.jsonl", "case.db"]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this platform has no SIGKILL")
@pytest.mark.parametrize("jobs", ["1", "3"])
def test_workers_end_with_their_parent(phone, tmp_path, jobs):
    import subprocess

    command = [sys.executable, "-m", "phonefx", "process", str(phone), "-o", str(tmp_path / "case"), "--quiet"]
    command += ["--jobs", jobs]
    child = subprocess.Popen(command, start_new_session=True)
    time.sleep(0.7)
    child.kill()
    child.wait()
    for _ in range(100):
        if not _members(child.pid):
            return
        time.sleep(0.1)
    pytest.fail(f"still there: {_members(child.pid)}")


def test_a_worker_in_the_middle_of_a_long_parser_ends_with_its_parent(phone, plugin, tmp_path, monkeypatch):
    """It hears of nothing while it parses, and would write a shard where the next run is at work already."""
    import subprocess

    plugin("stay")
    monkeypatch.setenv("BEGUN", str(tmp_path / "begun"))
    command = [sys.executable, "-m", "phonefx", "process", str(phone), "-o", str(tmp_path / "case"), "--quiet"]
    child = subprocess.Popen(command, start_new_session=True)
    while not (tmp_path / "begun").exists():
        assert child.poll() is None
        time.sleep(0.01)
    child.kill()
    child.wait()
    for _ in range(300):
        if not _members(child.pid):
            return
        time.sleep(0.1)
    os.killpg(child.pid, signal.SIGKILL)
    pytest.fail("the worker was still there")


def test_the_process_beside_the_report_ends_with_the_run(phone, tmp_path):
    """It computes the movement and then the map; killed before and while the report is written, nobody stays."""
    import subprocess

    for number in range(4):
        case = tmp_path / f"case{number}"
        command = [sys.executable, "-m", "phonefx", "process", str(phone), "-o", str(case), "--quiet", "--jobs", "2"]
        child = subprocess.Popen(command, start_new_session=True)
        while child.poll() is None and not (case / "report").exists():
            time.sleep(0.01)
        time.sleep(0.1 * number)
        child.kill()
        child.wait()
        for _ in range(100):
            if not _members(child.pid):
                break
            time.sleep(0.1)
        assert _members(child.pid) == []


def _members(group: int) -> list[int]:
    """Processes of a group, by the process table."""
    if not Path("/proc").is_dir():
        pytest.skip("this platform has no /proc")
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[2]) == group and fields[0] != "Z":
                found.append(int(entry.name))
    return found


@pytest.mark.parametrize("heard", [0, 2])
def test_a_worker_whose_caller_was_killed_writes_no_shard(phone, tmp_path, monkeypatch, heard):
    monkeypatch.setattr("signal.signal", lambda *_: None)
    monkeypatch.setattr("tempfile.tempdir", None)
    planner = Planner("E1", all_parsers())
    with open_exhibit(phone) as exhibit:
        for entry in exhibit.entries():
            planner.offer(entry)
    planner.settle()
    job = max(planner.jobs(), key=lambda each: len(each.parsers))
    orders, give = multiprocessing.Pipe(duplex=False)
    hear, pipe = multiprocessing.Pipe(duplex=False)
    give.send((job, {}))
    send = pipe.send
    told: list[object] = []

    def sends(what: object) -> None:
        told.append(what)
        if len(told) > heard:
            hear.close()
        send(what)

    monkeypatch.setattr(pipe, "send", sends)
    (tmp_path / "case" / "work").mkdir(parents=True)
    with pytest.raises(SystemExit):
        workers._serve(orders, pipe, workers.Place(phone, None, tmp_path / "case" / "work"), 0, ())
    assert len(told) == heard + 1
    assert tempfile.gettempdir() == str(tmp_path / "case" / "work"), "unnamed files are on the disk of the case"
    assert list((tmp_path / "case" / "work").glob("*.shard")) == []


def _files(folder: Path, count: int) -> list[str]:
    folder.mkdir()
    for number in range(count):
        (folder / f"{number}.bin").write_bytes(bytes([number]) * number)
    return [f"{number}.bin" for number in range(count)]


def _hashes(count: int) -> list[tuple[str, int, str]]:
    return [(f"{number}.bin", number, hashlib.sha256(bytes([number]) * number).hexdigest()) for number in range(count)]


@pytest.mark.parametrize("at_once", [1, 9, 1 << 20])
@pytest.mark.parametrize("processes", [1, 3])
def test_files_are_hashed_in_their_order_beside_jobs(tmp_path, monkeypatch, processes, at_once):
    monkeypatch.setattr(workers, "_BYTES_AT_ONCE", at_once)
    listed = _files(tmp_path / "folder", 30)
    place = workers.Place(tmp_path / "folder", None, tmp_path / "case" / "work" / "E1")
    place.work.mkdir(parents=True)
    with workers.Workers(place, processes) as pool:
        for at in range(0, 30, 4):
            pool.hash(str(tmp_path / "folder"), listed[at : at + 4])
        told = list(pool.hashed())
        assert list(pool.hashed()) == []
    assert told == _hashes(30)


def test_files_are_hashed_by_the_caller_while_all_workers_are_at_jobs(tmp_path):
    listed = _files(tmp_path / "folder", 8)
    place = workers.Place(tmp_path / "folder", None, tmp_path / "case" / "work" / "E1")
    place.work.mkdir(parents=True)
    with workers.Workers(place, 2) as pool:
        for worker in pool.workers:
            worker.job, worker.since = Job("E1", "one that takes long", (), ()), time.monotonic()
        pool.hash(str(tmp_path / "folder"), listed)
        told = list(pool.hashed())
    assert told == _hashes(8)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this platform has no SIGKILL")
def test_files_whose_worker_died_are_hashed_all_the_same(tmp_path):
    listed = _files(tmp_path / "folder", 8)
    place = workers.Place(tmp_path / "folder", None, tmp_path / "case" / "work" / "E1")
    place.work.mkdir(parents=True)
    with workers.Workers(place, 2) as pool:
        for worker in pool.workers:
            os.kill(worker.process.pid, signal.SIGKILL)
            worker.process.join()
        pool.hash(str(tmp_path / "folder"), listed[:5])
        pool.hash(str(tmp_path / "folder"), listed[5:])
        told = list(pool.hashed())
    assert told == _hashes(8)


def _order(sizes: dict[str, int], processes: int) -> str:
    """The order in which jobs of these sizes are taken, where each is done when as many as processes have begun."""
    jobs = workers._Jobs()
    entries = {name: Entry(name, size, "file", "live", None, f"/{name}") for name, size in sizes.items()}
    jobs.add([Job("E1", name, (), (FileSet(entry),)) for name, entry in entries.items()])
    taken: list[str] = []
    while jobs.waiting:
        taken.append(jobs.take(processes)[0].name)
        if len(taken) >= processes:
            jobs.done(taken[-processes])
    return "".join(taken)


def test_jobs_are_taken_in_their_order_but_for_one_that_would_be_left_alone():
    assert _order({"a": 3, "b": 35, "c": 8, "d": 60}, 1) == "abcd"
    assert _order({"a": 3, "b": 35, "c": 8, "d": 60}, 2) == "dabc", "d is more than half of all"
    assert _order(dict.fromkeys("abcdef", 5), 2) == "abcdef"
    assert _order({"a": 1, "b": 1, "c": 1, "d": 1, "e": 9, "f": 20}, 2) == "faebcd"


def test_jobs_that_were_begun_before_the_plan_are_not_run_again_and_then_follow_its_order():
    entry = Entry("x", 1, "file", "live", None, "/x")
    early, late, none = (Job("E1", name, (), (FileSet(entry),)) for name in ("early", "late", "none"))
    jobs = workers._Jobs()
    jobs.add([early, none, late])
    assert jobs.take(1)[0] is early
    jobs.put_back(late, {("parser", "x"): "its process died"})
    first = Job("E1", "first", (), (FileSet(entry),))
    jobs.plan([first, early, late])
    assert jobs.open.keys() == {"first", "early", "late"}
    assert [jobs.take(1) for _ in range(2)] == [(first, {}), (late, {("parser", "x"): "its process died"})]
    assert not jobs.waiting


def test_a_worker_that_has_no_job_hashes_its_share_while_the_caller_merges(tmp_path):
    listed = _files(tmp_path / "folder", 9)
    place = workers.Place(tmp_path / "folder", None, tmp_path / "case" / "work" / "E1")
    place.work.mkdir(parents=True)
    with workers.Workers(place, 2) as pool:
        busy = [Job("E1", f"one that takes long {number}", (), ()) for number in range(2)]
        for worker, job in zip(pool.workers, busy, strict=True):
            worker.job, worker.since = job, time.monotonic()
        for name in listed:
            pool.hash(str(tmp_path / "folder"), [name])
        list(pool.shards([]))
        for worker in pool.workers:
            worker.job = None
        pool._turn(0)
        assert [len(worker.chunks) for worker in pool.workers] == [5, 2]
        assert list(pool.hashed()) == _hashes(9)


def test_the_bytes_of_a_case_do_not_depend_on_what_was_begun_while_it_was_listed(phone, tmp_path, monkeypatch):
    for number in range(40):
        other = phone / f"data/media/0/DCIM/{number}/other.bin"
        other.parent.mkdir(parents=True)
        other.write_bytes(bytes([number]))
    monkeypatch.setattr(ingest, "_HASHED_AT_ONCE", 1)
    made, begun = [], list[str]()
    begin = workers.Workers.begin

    def begins(pool: workers.Workers, jobs: list[Job]) -> None:
        begun.extend(job.files[0].main.path for job in jobs)
        begin(pool, jobs)

    monkeypatch.setattr(workers.Workers, "begin", begins)
    for large, jobs in ((1 << 20, 2), (0, 2), (0, 1)):
        monkeypatch.setattr(plan, "_LARGE", large)
        folder = tmp_path / f"{large} {jobs}"
        process([ExhibitSpec("E1", phone)], folder, Options(jobs=jobs), Progress()).close()
        made.append((folder / "case.db").read_bytes())
    assert made[0] == made[1] == made[2]
    assert begun == [f"/{CALLS}", f"/{SMS}"] * 2


def test_the_bytes_of_a_case_do_not_depend_on_when_files_were_hashed(phone, tmp_path, monkeypatch):
    for number in range(40):
        (phone / f"{number}.bin").write_bytes(bytes([number]))
    monkeypatch.setattr(ingest, "_HASHED_AT_ONCE", 3)
    monkeypatch.setattr(ingest, "_RECORDED_EVERY", 4)
    made = []
    turn = workers.Workers._turn
    for slow in (False, True):
        if slow:  # as if no hash were there before somebody waits for it
            monkeypatch.setattr(
                workers.Workers, "_turn", lambda pool, patience=300.0: turn(pool, patience) if patience else None
            )
        folder = tmp_path / str(slow)
        process([ExhibitSpec("E1", phone)], folder, Options(jobs=2), Progress()).close()
        made.append((folder / "case.db").read_bytes())
    assert made[0] == made[1]
