"""The three classes are found without labels, where they are there; a missing level says nothing."""

from __future__ import annotations

import numpy as np
import pytest

from denizen.linkage.comparisons import ALWAYS, LIST, code_of
from denizen.linkage.model import fit, levels_of

COMPARISONS = (*ALWAYS, LIST)


def drawn(shares: tuple[float, float, float], pairs: int, seed: int = 3) -> tuple[np.ndarray, np.ndarray]:
    """Pairs drawn from the classes as they are known before: their patterns, and the class of each."""
    dice = np.random.default_rng(seed)
    of = dice.choice(3, size=pairs, p=shares)
    columns = []
    for comparison in COMPARISONS:
        chances = np.array([level.prior for level in comparison.levels]).T
        levels = np.empty(pairs, dtype=np.int64)
        for place in range(3):
            here = of == place
            levels[here] = dice.choice(
                len(comparison.levels), size=int(here.sum()), p=chances[place] / chances[place].sum()
            )
        columns.append(levels)
    return np.stack(columns, axis=1), of


@pytest.mark.parametrize("shares", [(0.2, 0.5, 0.3), (0.7, 0.05, 0.25), (0.05, 0.15, 0.8)])
def test_shares_of_the_classes_are_learnt(shares: tuple[float, float, float]) -> None:
    patterns, of = drawn(shares, 20_000)
    found = fit(patterns, np.ones(len(patterns), dtype=np.int64), COMPARISONS)
    assert np.abs(found.shares - np.bincount(of, minlength=3) / len(of)).max() < 0.03


def test_probabilities_are_as_often_right_as_they_say() -> None:
    patterns, of = drawn((0.2, 0.5, 0.3), 40_000)
    chance = fit(patterns, np.ones(len(patterns), dtype=np.int64), COMPARISONS).chance(patterns)
    for low, high in ((0.0, 0.1), (0.3, 0.7), (0.9, 1.0)):
        here = (chance >= low) & (chance <= high)
        assert abs(float((of[here] == 0).mean()) - float(chance[here].mean())) < 0.06


def test_counts_of_patterns_are_as_good_as_the_pairs_themselves() -> None:
    patterns, _ = drawn((0.2, 0.5, 0.3), 5_000)
    each, counts = np.unique(patterns, axis=0, return_counts=True)
    one = fit(patterns, np.ones(len(patterns), dtype=np.int64), COMPARISONS)
    other = fit(each, counts, COMPARISONS)
    assert np.allclose(one.shares, other.shares, atol=1e-4)


def test_a_pattern_is_read_back_from_its_code() -> None:
    sizes = [len(comparison.levels) + 1 for comparison in COMPARISONS]
    levels = [3, -1, 5, 1, 0, 1]
    code, base = 0, 1
    for level, size in zip(levels, sizes, strict=True):
        code, base = code + (level + 1) * base, base * size
    assert levels_of(np.array([code]), COMPARISONS).tolist() == [levels]
    whole, parts = code_of(COMPARISONS, range(6)), [code_of(COMPARISONS, places) for places in ((0, 1), (2, 3, 4, 5))]
    assert whole.count("level_") == len(COMPARISONS)
    assert " + ".join(parts) == whole, "codes of some places add up"


def test_what_is_known_of_a_level_adds_up_in_each_class() -> None:
    for comparison in COMPARISONS:
        for of in range(3):
            assert sum(level.prior[of] for level in comparison.levels) == pytest.approx(1, abs=0.06), comparison.name
