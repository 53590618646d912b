"""What the benchmark counts: pairs of records in one group against pairs of records of one person."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import pytest

from drawing import rows_of

sys.path.append(str(Path(__file__).resolve().parents[3]))
from bench.scoring import Score, best, pooled, recall_at, score, score_by

TRUTH = """
    source | record_id | entity_id
    -------+-----------+----------
    roll   | no 1      | Amina
    tax    | no 1      | Amina
    gp     | no 1      | Amina
    roll   | no 2      | Omar
    gp     | no 2      | Omar
    gp     | no 3      | Zahra
"""
GROUPS = """
    source | record_id | cluster_id
    -------+-----------+-----------
    roll   | no 1      | p1
    tax    | no 1      | p1
    gp     | no 1      | p2
    roll   | no 2      | p2
    gp     | no 2      | p3
"""
PEOPLE = """
    entity_id | culture
    ----------+--------
    Amina     | one
    Omar      | two
"""


@pytest.fixture
def drawn(tmp_path: Path) -> dict[str, Path]:
    """The three tables as files."""
    paths = {}
    for name, text in {"truth": TRUTH, "groups": GROUPS, "people": PEOPLE}.items():
        rows = rows_of(text)
        paths[name] = tmp_path / f"{name}.csv"
        with paths[name].open("w", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
    return paths


def test_a_pair_counts_once_and_a_record_without_a_group_is_alone(drawn):
    """Amina has three pairs, of which one was linked; Omar has one, which was not; Amina was linked to Omar."""
    found = score(drawn["groups"], drawn["truth"])
    assert found == Score(true=4, linked=2, right=1, people=3, groups=4)
    assert (found.precision, found.recall, found.f1) == (1 / 2, 1 / 4, 1 / 3)


def test_a_wrong_link_counts_half_against_each_of_both_groups_of_people(drawn):
    found = score_by(drawn["groups"], drawn["truth"], drawn["people"], ["culture"])["culture"]
    assert found["one"] == Score(true=3, linked=1.5, right=1, people=1)
    assert found["two"] == Score(true=1, linked=0.5, right=0, people=1)


def test_people_of_whom_nothing_is_known_are_a_group_of_their_own(drawn):
    found = score_by(drawn["groups"], drawn["truth"], drawn["people"], ["culture"])["culture"]
    assert found["not known"] == Score(true=0, linked=0, right=0, people=1)


def test_recall_at_a_precision_lies_between_the_thresholds_tried():
    tried = [Score(true=10, linked=10, right=8), Score(true=10, linked=6, right=6)]
    assert recall_at(0.9, tried) == pytest.approx(0.7)


def test_recall_at_a_precision_that_none_reaches_is_that_of_the_nearest():
    assert recall_at(0.99, [Score(true=10, linked=10, right=8), Score(true=10, linked=8, right=7)]) == pytest.approx(
        0.7
    )


def test_the_best_is_the_highest_f1():
    high, low = Score(true=10, linked=10, right=8), Score(true=10, linked=4, right=4)
    assert best([low, high]) == high


def test_towns_put_together_add_their_pairs():
    a, b = {"one": Score(true=10, linked=8, right=7)}, {"one": Score(true=5, linked=5, right=4), "two": Score(1, 1, 1)}
    assert pooled([a, b]) == {"one": Score(true=15, linked=13, right=11), "two": Score(1, 1, 1)}
