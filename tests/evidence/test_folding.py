from __future__ import annotations

from phonefx.evidence.folding import fold
from phonefx.evidence.siblings import Siblings
from phonefx.evidence.tree import Entry, Names


def entry(path: str, stored: str = "", *, size: int = 1, state: str = "live") -> Entry:
    return Entry(stored or path[1:], size, "file", state, stored or path, path)


def folded(entries, contents):
    return {
        each.entry.stored: (tuple(view.stored for view in each.views), each.differs)
        for each in fold(entries, lambda e: contents[e.stored])
    }


VIEWS = ["/data_mirror/data_ce/null/0/com.x/a.db", "/data/user/0/com.x/a.db", "/data/data/com.x/a.db"]


def test_views_with_the_same_content_fold_to_the_plainest_path():
    found = folded([entry(path) for path in VIEWS], {path[1:]: "same" for path in VIEWS})
    others = ("data/user/0/com.x/a.db", "data_mirror/data_ce/null/0/com.x/a.db")
    assert found == {"data/data/com.x/a.db": (others, False)}


def test_views_that_differ_are_all_kept_and_told():
    contents = {VIEWS[0][1:]: "old", VIEWS[1][1:]: "new", VIEWS[2][1:]: "new"}
    assert folded([entry(path) for path in VIEWS], contents) == {
        "data/data/com.x/a.db": (("data/user/0/com.x/a.db",), True),
        "data_mirror/data_ce/null/0/com.x/a.db": ((), True),
    }


def test_other_users_classes_and_states_never_fold():
    storages = ("/data/data", "/data/user/10", "/data/user_de/0", "/data/user_de/10")
    paths = [f"{storage}/com.x/a.db" for storage in storages]
    entries = [*(entry(path) for path in paths), entry(paths[0], "deleted", state="deleted")]
    found = folded(entries, {each.stored: "same" for each in entries})
    assert len(found) == len(entries)
    assert all(value == ((), False) for value in found.values())


def test_content_is_asked_for_only_where_two_views_meet():
    asked = []
    entries = [entry("/data/data/com.x/a"), entry("/data/data/com.x/b"), entry("/data/user/0/com.x/b")]
    list(fold(entries, lambda e: asked.append(e.path)))
    assert sorted(asked) == ["/data/data/com.x/b", "/data/user/0/com.x/b"]


def test_var_and_private_var_fold():
    entries = [entry("/var/mobile/a"), entry("/private/var/mobile/a")]
    found = folded(entries, {each.stored: "same" for each in entries})
    assert found == {"private/var/mobile/a": (("var/mobile/a",), False)}


def test_siblings_are_those_of_the_same_folder_and_state():
    names = ["a/x.db-wal", "a/x.db-shm", "b/x.db-wal", "a/x.db-journal.txt", "a/y.db-journal"]
    entries = [entry(f"/{name}", name) for name in names]
    entries.append(entry("/c/x.db-wal", "c/x.db-wal", state="deleted"))
    siblings = Siblings(entries)
    beside = {suffix: found.stored for suffix, found in siblings.of(entry("/a/x.db")).items()}
    assert beside == {"-wal": "a/x.db-wal", "-shm": "a/x.db-shm"}
    assert {s: e.stored for s, e in siblings.of(entry("/b/x.db")).items()} == {"-wal": "b/x.db-wal"}
    assert set(siblings.of(entry("/a/y.db"))) == {"-journal"}
    assert siblings.of(entry("/c/x.db")) == {}
    assert siblings.add(entry("/a/x.db")) is False


def test_names_are_told_apart_whatever_they_look_like():
    names = Names()
    given = ["a", "a", "a (copy 2)", "a", "a (copy 2)", "b"]
    found = [names.unique(name) for name in given]
    assert found == ["a", "a (copy 2)", "a (copy 2) (copy 2)", "a (copy 3)", "a (copy 2) (copy 3)", "b"]
    assert len(set(found)) == len(given)
