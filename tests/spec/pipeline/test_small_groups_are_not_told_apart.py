"""How well links are made is told of groups, and only of such as are large enough to be told."""

from __future__ import annotations

import numpy as np
import pytest

from denizen.pipeline.fairness import Telling, told_apart


def told(**people: int) -> dict[str, int]:
    """Label -> records told of it, where each person of a label has two records."""
    labels = [label for label, many in people.items() for _ in range(2 * many)]
    groups = np.arange(len(labels)) // 2
    return {label: int(of.sum()) for label, of in told_apart(np.array(labels, dtype=object), groups, fewest=10)}


@pytest.mark.parametrize(
    ("people", "records"),
    [
        ({"a": 10, "b": 30}, {"a": 20, "b": 60}),
        ({"a": 9, "b": 30}, {"b": 60}),
        ({"a": 6, "b": 5, "c": 30}, {"c": 60, "other": 22}),
        ({"a": 6, "b": 3, "c": 30}, {"c": 60}),
        ({"a": 3}, {}),
        ({}, {}),
    ],
    ids=[
        "large enough",
        "one too small is left out",
        "two stand together",
        "two still too small",
        "nothing else",
        "nothing",
    ],
)
def test_groups_of_fewer_than_ten_people(people: dict[str, int], records: dict[str, int]) -> None:
    assert told(**people) == records


def test_people_count_and_not_their_records() -> None:
    labels, groups = np.array(["a"] * 30, dtype=object), np.zeros(30, dtype=np.int64)
    assert told_apart(labels, groups, fewest=10) == []


@pytest.mark.parametrize(("count", "rounded"), [(0, 0), (2, 0), (3, 5), (7, 5), (8, 10), (1_002, 1_000)])
def test_counts_are_rounded(count: int, rounded: int) -> None:
    assert Telling(fewest=10, base=5).rounded(count) == rounded
