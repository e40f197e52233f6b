"""The findings keep their recall and precision on a made case whose truth is known."""

from __future__ import annotations

import pytest
from benchmarks.evaluate import SCORERS, Score, evaluate, pairs


@pytest.fixture(scope="module")
def scores():
    return evaluate([1])


@pytest.mark.parametrize("name", SCORERS)
def test_recall_and_precision(scores, name):
    score = scores[name]
    assert score.true > 0
    assert score.right / score.true >= 0.97
    assert score.right / score.found >= 0.97


@pytest.mark.parametrize(
    ("name", "most"), [("stays", 60), ("meetings in a place", 120), ("journeys together", 120)]
)  # fmt: skip
def test_times_are_within_the_sampling(scores, name, most):
    assert 0 < float(scores[name].row()[2].split()[0]) < most


def test_a_score_counts_what_is_missing_and_what_is_false():
    score = Score()
    score.add({1, 2, 3}, {2, 3, 4, 5})
    assert (score.true, score.found, score.right) == (3, 4, 2)
    assert score.row()[:2] == ("0.667", "0.500")
    assert pairs([{1, 2, 3}, {9}]) == {frozenset(pair) for pair in ((1, 2), (1, 3), (2, 3))}
