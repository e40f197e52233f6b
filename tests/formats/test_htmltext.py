"""Words of HTML: what a reader would see, and text that is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonefx.formats.htmltext import words


@pytest.mark.parametrize(("stored", "seen"), [
    ("<p>At <b>nine</b></p>", "At nine"), ("<p>a</p><p>b</p>", "a b"), ("", ""), (None, None),
    ("One &lt; two &amp; three", "One &lt; two &amp; three"), ("<p>One &lt; two &amp; three</p>", "One < two & three"),
    ("<style>p{color:red}</style>seen<script>x()</script>", "seen"), ("</style>seen<br>", "seen"),
    ('<img alt="a quay">', "a quay"), ("<img>", "[picture]"), ("<p>hello <b", "hello <b"),
    ("<p>x<![foo[y]]>z</p>", "x<![foo[y]]>z"),
    ("a < b", "a < b"),
    ("no marks\n here", "no marks\n here"),
])  # fmt: skip
def test_words(stored, seen):
    assert words(stored) == seen


@given(st.text(alphabet="<>/ab &;!-style\"'=", max_size=200))
def test_any_text_gives_words(text):
    assert isinstance(words(text), str)
