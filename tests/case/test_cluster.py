"""The same jobs on a real local cluster of several processes give the same case."""

from __future__ import annotations

import sys
import threading
import time
import warnings
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from phones import android

from phonefx.case.ingest import ExhibitSpec, Options, process
from phonefx.case.progress import Progress
from phonefx.errors import UsageError

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def cluster():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
        ) as made:
            yield made


def dump(folder: Path, phone: Path, options: Options) -> list[str]:
    with process([ExhibitSpec("E1", phone)], folder, options, Progress()) as case:
        return list(case.db.iterdump())


def phone_of(tmp_path: Path, copies: int) -> Path:
    """A phone on which several users have messages, so that there are several jobs."""
    phone = android(tmp_path / "phone", [f"text {n}" for n in range(500)])
    for user in range(10, 10 + copies):
        android(tmp_path / "other", [f"text {n} of {user}" for n in range(500)])
        home = phone / "data" / "user" / str(user)
        home.mkdir(parents=True)
        for name in ("com.android.providers.telephony", "com.android.providers.contacts"):
            (tmp_path / "other" / "data" / "data" / name).rename(home / name)
    return phone


def test_a_cluster_gives_the_same_case(cluster, tmp_path):
    phone = phone_of(tmp_path, 3)
    here = dump(tmp_path / "here", phone, Options())
    there = dump(tmp_path / "there", phone, Options(scheduler=cluster.scheduler_address))
    assert there == here


def test_a_worker_that_is_killed_costs_nothing(cluster, tmp_path):
    phone = phone_of(tmp_path, 8)
    here = dump(tmp_path / "here", phone, Options())

    def kill() -> None:
        time.sleep(0.4)
        next(iter(cluster.workers.values())).process.process._process.kill()

    killer = threading.Thread(target=kill)
    killer.start()
    there = dump(tmp_path / "there", phone, Options(scheduler=cluster.scheduler_address))
    killer.join()
    assert there == here


def test_a_scheduler_that_is_not_there_is_told(tmp_path, monkeypatch):
    from phonefx.case import cluster as engine

    def refuse(address: str, timeout: float) -> None:
        raise OSError("refused")

    monkeypatch.setattr(distributed, "Client", refuse)
    with pytest.raises(UsageError, match="no scheduler answers"):
        engine._connect("tcp://127.0.0.1:1")
