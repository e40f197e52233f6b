"""One pattern finds an artifact for every user, storage, volume and prefix that an extraction may have."""

from __future__ import annotations

from pathlib import Path

import pytest

from phonefx.evidence.matching import Matcher
from phonefx.parsers.registry import all_parsers

LISTED = sorted((Path(__file__).resolve().parents[2] / "conformance").glob("known_paths*.txt"))
KNOWN = sorted({line for path in LISTED for line in path.read_text(encoding="utf-8").splitlines() if line.strip()})
PARSERS = {each.id: each.files for each in all_parsers() if each.id.split(".")[0] in {"android", "apps"}}
MATCHER = Matcher(PARSERS)
VIEWS = (
    "/data/user/0/", "/data/user/10/", "/data/user/150/", "/data/user/999/", "/data/user_de/0/", "/data/user_de/10/",
    "/data_mirror/data_ce/null/0/", "/data_mirror/data_de/null/10/",
    "/mnt/expand/11111111-2222-3333-4444-555555555555/user/0/", "/Dump/disk/data/data/", "/fs/userdata/data/user/10/",
)  # fmt: skip
OF_APPS = [path for path in KNOWN if path.startswith("/data/data/") and MATCHER.match(path)]
OF_USERS = [path for path in KNOWN if MATCHER.match(path) and ("/0/" in path) and not path.startswith("/data/data/")]


def test_there_are_paths_to_try():
    assert len(OF_APPS) > 120
    assert len(OF_USERS) > 15


@pytest.mark.parametrize("path", OF_APPS)
def test_the_storage_of_every_user_is_one_pattern(path: str):
    wanted = set(MATCHER.match(path))
    for view in VIEWS:
        assert set(MATCHER.match(view + path.removeprefix("/data/data/"))) == wanted, view


@pytest.mark.parametrize("path", OF_USERS)
def test_the_system_files_of_another_user_are_found_too(path: str):
    assert set(MATCHER.match(path.replace("/0/", "/10/", 1))) >= set(MATCHER.match(path))


@pytest.mark.parametrize("path", [
    "/data/data/com.example.other/databases/mmssms.db", "/data/data/com.whatsapp.fake/databases/msgstore.db",
    "/data/data/com.android.providers.telephony/databases/mmssms.db.bak",
])  # fmt: skip
def test_other_apps_and_other_files_are_left_alone(path: str):
    assert set(MATCHER.match(path)) == set()
