"""The weight of a pair is told by what each comparison adds; what decided is told by the groups of both records."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from denizen.errors import BadInput
from denizen.linkage.closing import UNSEEN, close
from denizen.linkage.comparisons import ALWAYS, Comparison, Level
from denizen.linkage.explained import MOST_SPEAKING, bond, counted, runner_up, waterfall
from denizen.linkage.keys import Kind, kinds_of
from denizen.linkage.linked import Linked
from denizen.linkage.model import Fitted, fit
from denizen.linkage.shared_keys import BY_ITSELF, FINER_IN_WORDS, SharedKey, told
from denizen.linkage.weights import LEAST_WEIGHT, weights

Pair = tuple[int, int, float]


def comparison(name: str, levels: int) -> Comparison:
    return Comparison(name, f"the {name}", "", tuple(Level(str(n), f"{name} {n}", (0, 0, 0)) for n in range(levels)))


def model(shares: list[float], *levels: list[list[float]]) -> tuple[Fitted, tuple[Comparison, ...]]:
    """A model whose comparisons are given by the shares of their levels, one list for each class."""
    of_class = tuple(tuple(np.array(of[place]) for of in levels) for place in range(3))
    compared = tuple(comparison(f"c{n}", len(of[0])) for n, of in enumerate(levels))
    return Fitted(np.array(shares), of_class, 1, 0.0), compared


@st.composite
def models(draw: st.DrawFn) -> tuple[Fitted, tuple[Comparison, ...], list[int]]:
    """Any model, and a pattern in which any level may be missing."""
    dice = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    sizes = draw(st.lists(st.integers(2, 6), min_size=1, max_size=8))
    shares = dice.dirichlet([0.5] * 3) * 0.999 + 0.001 / 3
    levels = tuple(tuple(dice.dirichlet([0.3] * size) * 0.9999 + 0.0001 / size for size in sizes) for _ in range(3))
    pattern = [draw(st.integers(-1, size - 1)) for size in sizes]
    return Fitted(shares, levels, 1, 0.0), tuple(comparison(f"c{n}", s) for n, s in enumerate(sizes)), pattern


def weight_of(fitted: Fitted, pattern: list[int]) -> float:
    """The weight in bits, worked out from the shares themselves."""
    one, household, strangers = (
        fitted.shares[of] * np.prod([fitted.levels[of][n][level] for n, level in enumerate(pattern) if level >= 0])
        for of in range(3)
    )
    return float(np.log2(one / (household + strangers)))


@settings(max_examples=150, deadline=None)
@given(models())
def test_the_start_and_the_steps_add_up_to_the_weight(drawn: tuple[Fitted, tuple[Comparison, ...], list[int]]) -> None:
    fitted, compared, pattern = drawn
    fall = waterfall(fitted, compared, pattern)
    assert fall.weight == pytest.approx(weight_of(fitted, pattern), abs=1e-9)
    assert fall.start == pytest.approx(weight_of(fitted, [-1] * len(pattern)), abs=1e-9)
    assert fall.sums[-1] == pytest.approx(fall.weight, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(models())
def test_a_missing_level_adds_nothing(drawn: tuple[Fitted, tuple[Comparison, ...], list[int]]) -> None:
    fitted, compared, pattern = drawn
    fall = waterfall(fitted, compared, pattern)
    spoken = [n for n, level in enumerate(pattern) if level >= 0]
    assert {step.comparison.name for step in fall.steps} == {compared[n].name for n in spoken}
    assert [c.name for c in fall.silent] == [c.name for n, c in enumerate(compared) if n not in spoken]
    without = dataclasses.replace(fitted, levels=tuple(tuple(of[n] for n in spoken) for of in fitted.levels))
    alone = waterfall(without, [compared[n] for n in spoken], [pattern[n] for n in spoken])
    assert [step.bits for step in alone.steps] == pytest.approx([step.bits for step in fall.steps], abs=1e-12)


@settings(max_examples=60, deadline=None)
@given(models(), st.randoms())
def test_what_a_comparison_adds_does_not_depend_on_its_place(
    drawn: tuple[Fitted, tuple[Comparison, ...], list[int]], dice: object
) -> None:
    fitted, compared, pattern = drawn
    order = list(range(len(pattern)))
    dice.shuffle(order)  # type: ignore[attr-defined]
    turned = dataclasses.replace(fitted, levels=tuple(tuple(of[n] for n in order) for of in fitted.levels))
    before, after = (
        {step.comparison.name: step.bits for step in fall.steps}
        for fall in (
            waterfall(fitted, compared, pattern),
            waterfall(turned, [compared[n] for n in order], [pattern[n] for n in order]),
        )
    )
    assert after == pytest.approx(before, abs=1e-9)


def test_where_household_and_strangers_are_alike_a_step_is_the_ratio_of_its_shares() -> None:
    fitted, compared = model(
        [0.2, 0.4, 0.4], [[0.1, 0.9], [0.8, 0.2], [0.8, 0.2]], [[0.5, 0.5], [0.875, 0.125], [0.875, 0.125]]
    )
    fall = waterfall(fitted, compared, [1, 1])
    assert fall.start == pytest.approx(-2)
    assert {step.comparison.name: step.bits for step in fall.steps} == pytest.approx({"c0": np.log2(4.5), "c1": 2.0})


def test_a_step_is_the_mean_over_all_orders() -> None:
    """Two comparisons, worked by hand. Shares of the pattern so far, one person : household : strangers:

    nothing        1 : 1 : 2            1 to 3
    first alone    1/2 : 1/2 : 1/16     0.5 to 0.5625
    second alone   1/2 : 1/4 : 1        0.5 to 1.25
    both           1/4 : 1/8 : 1/32     0.25 to 0.15625
    """
    fitted, compared = model(
        [0.25, 0.25, 0.5],
        [[1 / 2, 1 / 2], [1 / 2, 1 / 2], [31 / 32, 1 / 32]],
        [[1 / 2, 1 / 2], [3 / 4, 1 / 4], [1 / 2, 1 / 2]],
    )
    nothing, first, second, both = np.log2([1 / 3, 0.5 / 0.5625, 0.5 / 1.25, 0.25 / 0.15625])
    fall = waterfall(fitted, compared, [1, 1])
    assert [(step.comparison.name, step.says) for step in fall.steps] == [("c0", "c0 1"), ("c1", "c1 1")]
    assert fall.steps[0].bits == pytest.approx(((first - nothing) + (both - second)) / 2)
    assert fall.steps[1].bits == pytest.approx(((second - nothing) + (both - first)) / 2)


def test_the_weight_is_that_of_the_model() -> None:
    dice = np.random.default_rng(5)
    patterns = np.stack([dice.integers(-1, len(c.levels), size=400) for c in ALWAYS], axis=1)
    fitted = fit(patterns, np.ones(400, dtype=np.int64), ALWAYS)
    told = [waterfall(fitted, ALWAYS, pattern).weight for pattern in patterns.tolist()]
    counted_with = weights(fitted, patterns, ALWAYS)
    tells = counted_with > LEAST_WEIGHT
    assert tells.sum() > 100
    assert np.clip(told, -25, 25)[tells] == pytest.approx(np.clip(counted_with, -25, 25)[tells], abs=1e-6)


def test_a_pair_of_which_nothing_is_known_weighs_as_any_other() -> None:
    fitted, compared = model([0.2, 0.4, 0.4], [[0.1, 0.9], [0.8, 0.2], [0.8, 0.2]])
    fall = waterfall(fitted, compared, [-1])
    assert (fall.steps, fall.weight, fall.silent) == ((), pytest.approx(-2), compared)


def test_more_comparisons_than_can_be_told_apart_are_refused() -> None:
    many = MOST_SPEAKING + 1
    fitted, compared = model([0.2, 0.4, 0.4], *[[[0.1, 0.9], [0.8, 0.2], [0.8, 0.2]]] * many)
    with pytest.raises(BadInput, match=f"{many} comparisons"):
        waterfall(fitted, compared, [1] * many)


def linked(records: int, pairs: list[Pair], threshold: float = -1.5) -> Linked:
    """What linkage would hand on of these pairs (a < b)."""
    known = sorted(pairs)
    a, b = (np.array([pair[place] for pair in known], dtype=np.int64) for place in (0, 1))
    weight = np.array([pair[2] for pair in known], dtype=float)
    fitted, compared = model([0.2, 0.4, 0.4], [[0.1, 0.9], [0.8, 0.2], [0.8, 0.2]])
    ones = np.ones(len(known), dtype=np.int64)
    groups = close(records, a, b, weight, threshold)
    return Linked(groups, a, b, weight, ones * 0, np.array([[1]]), compared, fitted)


def test_two_records_alone_are_decided_by_their_own_pair() -> None:
    found = bond(linked(3, [(0, 1, 4.0)]), 0, 1)
    assert (found.around_a, found.around_b, found.mean, found.unseen) == ((0,), (1,), 4.0, 0)


def test_a_pair_that_is_against_is_told_with_the_groups_that_joined_it() -> None:
    of = linked(3, [(0, 1, 9.0), (0, 2, 7.0), (1, 2, -4.0)])
    assert of.groups.tolist() == [0, 0, 0]
    found = bond(of, 2, 1)
    assert (found.around_a, found.around_b, found.mean) == ((2,), (0, 1), 1.5)
    assert counted(of, 2, 1) == -4.0


def test_a_pair_that_is_for_is_told_with_the_groups_that_kept_it_apart() -> None:
    of = linked(4, [(0, 1, 9.0), (2, 3, 8.0), (1, 2, 3.0), (0, 2, -9.0)])
    found = bond(of, 1, 2)
    assert (found.around_a, found.around_b) == ((0, 1), (2, 3))
    assert found.mean == pytest.approx((3 - 9 + 2 * UNSEEN) / 4)
    assert (found.unseen, found.pairs) == (2, 4)


def test_a_pair_that_no_key_brought_together_counts_as_unseen() -> None:
    of = linked(3, [(0, 1, 4.0)])
    assert counted(of, 0, 2) is None
    assert (bond(of, 0, 2).mean, bond(of, 0, 2).unseen) == (UNSEEN, 2)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(-9, 9)), max_size=30))
def test_records_are_linked_exactly_where_the_mean_that_is_told_is_over_the_threshold(
    drawn: list[tuple[int, int, int]],
) -> None:
    """No two weights are the same, so that there is one best pair at every moment."""
    known = {(min(a, b), max(a, b)): weight + 0.0137 * n for n, (a, b, weight) in enumerate(drawn) if a != b}
    of = linked(10, [(a, b, weight) for (a, b), weight in known.items()])
    for a in range(10):
        for b in range(a + 1, 10):
            assert (bond(of, a, b).mean > -1.5) == (of.groups[a] == of.groups[b])


def test_the_runner_up_is_the_best_partner_but_for_the_one_that_is_explained() -> None:
    of = linked(5, [(0, 1, 9.0), (1, 2, 6.0), (1, 3, -5.0), (0, 2, 5.0)])
    best = runner_up(of, 1, besides=0)
    assert best is not None
    assert (best.record, best.weight, best.is_together) == (2, 6.0, True)
    other = runner_up(of, 3, besides=0)
    assert other is not None
    assert (other.record, other.is_together) == (1, False)
    assert runner_up(of, 3, besides=1) is None
    assert runner_up(of, 4, besides=0) is None


def test_every_way_of_telling_the_records_of_a_key_apart_is_told_in_words() -> None:
    kinds = kinds_of(["identifier_nhs_number"], ["extra_occupation"])
    assert set(FINER_IN_WORDS) == {field for kind in kinds for field in kind.finer}


def test_a_key_is_told_by_what_is_shared_and_by_whether_it_brought_its_pairs_together() -> None:
    kinds = (Kind("the address", "place"), Kind("the sounds of two names", "one, other", finer=tuple(FINER_IN_WORDS)))
    assert told(kinds, 40, 0, BY_ITSELF, 40) == SharedKey("the address", 40, brought=True)
    assert told(kinds, 40, 0, BY_ITSELF, 41) == SharedKey("the address", 41, brought=False)
    assert told(kinds, 40, 1, 1, 2) == SharedKey("the sounds of two names, with the year of birth", 2, brought=True)
