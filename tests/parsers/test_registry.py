"""The list of parsers that planning reads: it says what the modules say, and spares loading them."""

from __future__ import annotations

import subprocess
import sys

from phonefx.parsers import registry


def test_the_list_says_of_every_parser_what_its_module_says():
    listed = [(e.id, e.title, e.files, e.queries, e.beside, e.module) for e in registry.listed_parsers()]
    declared = [(e.id, e.title, e.files, bool(e.queries), e.beside, e.module) for e in registry.all_parsers()]
    assert listed == declared
    assert all(sys.modules[each.module].__name__ == each.module for each in registry.all_parsers())


def test_a_parser_is_loaded_when_it_is_asked_for_and_no_other_module_is():
    script = """
import sys
from phonefx.parsers.registry import listed_parsers, parser_of
def loaded():
    return [name for name in sys.modules if name.startswith("phonefx.parsers.") and name.count(".") > 2]
assert len(listed_parsers()) > 400
assert loaded() == [], loaded()
assert parser_of("android.sms").queries
assert parser_of("no.such") is None
print(loaded())
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.strip() == "['phonefx.parsers.android.sms']"


def test_where_a_module_is_not_listed_all_are_loaded(monkeypatch):
    known = dict(registry._listed())
    known.pop("phonefx.parsers.android.sms")
    monkeypatch.setattr(registry, "_listed", lambda: known)
    assert registry.listed_parsers.__wrapped__() == registry.all_parsers()


def test_where_there_is_no_list_all_are_loaded(monkeypatch, tmp_path):
    monkeypatch.setattr(registry, "LISTED", tmp_path / "none.json")
    monkeypatch.setattr(registry, "_listed", registry._listed.__wrapped__)
    assert registry.listed_parsers.__wrapped__() == registry.all_parsers()


def test_where_somebody_added_parsers_all_are_loaded(monkeypatch):
    every = registry.all_parsers()
    monkeypatch.setattr(registry, "_added", lambda: ["one"])
    assert registry.listed_parsers.__wrapped__() == every
