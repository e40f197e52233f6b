from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonefx.evidence.matching import Matcher, alternatives, compiled

PATTERNS = {
    "sms": ["*/com.android.providers.telephony/databases/{mmssms,telephony}.db"],
    "ios.sms": ["*/mobile/Library/SMS/sms.db"],
    "prefs": ["*/shared_prefs/*.xml"],
    "photos": ["*/DCIM/*.{jpg,JPG,heic}"],
    "biome": ["*/Biome/streams/*/App.InFocus/local/*"],
    "metadata": ["*/.com.apple.mobile_container_manager.metadata.plist"],
    "exact": ["/report.xml"],
    "one": ["*/log?.txt"],
    "prefix": ["*/chats/backup*"],
    "both": ["*/mobile/Library/SMS/*.db"],
}
CASES = {
    "/data/data/com.android.providers.telephony/databases/mmssms.db": ("sms",),
    "/data/user/10/com.android.providers.telephony/databases/telephony.db": ("sms",),
    "/data/data/com.android.providers.telephony/databases/other.db": (),
    "/com.android.providers.telephony/databases/mmssms.db": ("sms",),
    "com.android.providers.telephony/databases/mmssms.db": (),
    "/private/var/mobile/Library/SMS/sms.db": ("ios.sms", "both"),
    "/private/var/mobile/Library/SMS/Drafts/x.db": ("both",),
    "/private/var/mobile/Library/SMS/SMS.db": ("both",),
    "/private/var/Mobile/Library/SMS/sms.db": (),
    "/a/shared_prefs/b.xml": ("prefs",),
    "/a/shared_prefs/b.xml.bak": (),
    "/data/media/0/DCIM/Camera/1.JPG": ("photos",),
    "/data/media/0/DCIM/Camera/1.png": (),
    "/private/var/mobile/Library/Biome/streams/restricted/App.InFocus/local/7214": ("biome",),
    "/private/var/mobile/Library/Biome/streams/restricted/App.InFocus/local/tombstone/1": ("biome",),
    "/private/var/mobile/Library/Biome/streams/restricted/App.InFocus/remote/1": (),
    "/x/.com.apple.mobile_container_manager.metadata.plist": ("metadata",),
    "/report.xml": ("exact",),
    "/a/report.xml": (),
    "/a/log1.txt": ("one",),
    "/a/log12.txt": (),
    "/a/chats/backup": ("prefix",),
    "/a/chats/backup-2.zip": ("prefix",),
    "/a/chats/old/backup": (),
    "": (),
}


@pytest.mark.parametrize(("path", "expected"), CASES.items())
def test_patterns_match_whole_paths_in_declared_order(path, expected):
    assert Matcher(PATTERNS).match(path) == expected


def slow(patterns: dict[str, list[str]], path: str) -> tuple[str, ...]:
    """The definition: each alternative as a plain regular expression over the whole path."""
    found = []
    for parser, declared in patterns.items():
        for pattern in (each for written in declared for each in alternatives(written)):
            text = "".join({"*": ".*", "?": "."}.get(c, re.escape(c)) for c in pattern)
            if re.fullmatch(text, path, re.DOTALL):
                found.append(parser)
                break
    return tuple(found)


pieces = st.sampled_from(["a", "b", "ab", "/", "/", "*", "?", ".db", "{a,b}", "{,/}", ".", "\n", "é"])
patterns = st.lists(pieces, min_size=1, max_size=8).map("".join)


@given(
    st.dictionaries(st.sampled_from("pqrst"), st.lists(patterns, max_size=3), max_size=4),
    st.lists(st.sampled_from(["a", "b", "ab", "/", ".db", ".", "\n", "é"]), max_size=10).map("".join),
)
def test_the_index_gives_what_trying_every_pattern_gives(declared, path):
    matcher = Matcher(declared)
    assert matcher.match(path) == slow(declared, path)
    assert matcher.match(path) == slow(declared, path)
    assert matcher.may_match(path) or not slow(declared, path)


def test_alternatives_are_written_out():
    assert alternatives("a{b,c}{,d}") == ["ab", "abd", "ac", "acd"]
    assert alternatives("a{b,c{d,e}}") == ["ab", "acd", "ace"]
    for wrong in ("a{b", "{a,b}" * 20):
        with pytest.raises(ValueError, match=r"brace|many"):
            alternatives(wrong)


def test_hostile_names_cost_no_more_than_their_length():
    matcher = Matcher({"many": ["*a*a*a*a*a*a*b"], "folders": ["*/x/*/x/*/x/*/y"]})
    assert matcher.match("a" * 10_000 + "c") == ()
    assert matcher.match("/x" * 5_000 + "/z") == ()
    assert compiled("*a*a*b").fullmatch("aab")


def test_only_rules_that_can_fit_are_tried():
    tried = []

    class Counting(Matcher):
        def _add(self, rule):
            test = rule.test
            rule.test = lambda path: tried.append(rule.pattern) or test(path)
            super()._add(rule)

    matcher = Counting({f"p{n}": [f"*/folder{n}/file{n}.db", f"*/d{n}/*.kind{n}"] for n in range(500)})
    assert matcher.match("/x/folder7/file7.db") == ("p7",)
    assert matcher.match("/x/d3/a.kind3") == ("p3",)
    assert len(tried) <= 3
