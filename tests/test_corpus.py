"""Every figure of the corpus that phonefx can be held to is met."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import corpus_check


def test_what_the_corpus_holds_is_found(corpus: Path):
    compared = list(corpus_check.compare(corpus))
    assert len(compared) > 40
    different = [(figure, value) for figure, value in compared if value != figure.value]
    assert different == []
