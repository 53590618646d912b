"""Which pairs a reviewer sees is left to chance, more where an answer tells more; and what the answers say of all pairs."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from denizen.linkage.agreement import agreement
from denizen.linkage.linked import Linked
from denizen.linkage.reviewed import reviewed
from denizen.linkage.sampling import Drawn, Stratum, allocated, draw


def links(*groups: tuple[int, float, bool]) -> Linked:
    """So many pairs of records of their own, with a weight in bits, linked or not."""
    weight = np.concatenate([np.full(count, bits) for count, bits, _ in groups])
    together = np.concatenate([np.full(count, is_linked) for count, _, is_linked in groups])
    a = np.arange(len(weight)) * 2
    records = np.arange(2 * len(weight))
    records[a[together] + 1] = a[together]
    nothing = np.zeros(len(weight), dtype=np.int64)
    return Linked(records, a, a + 1, weight, nothing, nothing, (), None)  # type: ignore[arg-type]


TOWN = links(
    (4_000, 12.0, True),
    (600, 5.0, True),
    (300, 0.0, True),
    (300, -1.0, False),
    (900, -4.0, False),
    (9_000, -9.0, False),
)
ONE_KIND = [""] * len(TOWN.groups)


def sample(how_many: int, seed: int = 1) -> Drawn:
    return draw(TOWN, ONE_KIND, how_many, np.random.default_rng(seed).random(len(TOWN.a)))


def test_pairs_of_which_the_model_is_unsure_are_drawn_more_often_than_their_share() -> None:
    drawn = sample(200)
    share = {stratum.chance: stratum.drawn / stratum.pairs for stratum in drawn.strata}
    unsure, sure = share[min(share, key=lambda chance: abs(chance - 0.5))], share[max(share)]
    assert unsure > 4 * sure


def test_never_only_the_hardest_pairs_of_every_stratum_are_drawn() -> None:
    drawn = sample(200)
    assert all(stratum.drawn >= 2 for stratum in drawn.strata)
    assert {stratum.pairs for stratum in drawn.strata} == {4_000, 600, 300, 900, 9_000}
    assert Counter(drawn.stratum.tolist()) == {stratum.number: stratum.drawn for stratum in drawn.strata}
    assert 200 <= len(drawn.pairs) == len(set(drawn.pairs.tolist())) <= 212


def test_the_same_luck_draws_the_same_pairs_and_another_does_not() -> None:
    assert sample(100, seed=5).pairs.tolist() == sample(100, seed=5).pairs.tolist()
    assert sample(100, seed=5).pairs.tolist() != sample(100, seed=6).pairs.tolist()


def test_every_pair_has_the_chance_that_is_kept_with_it() -> None:
    """Over many samples a pair is drawn as often as its inclusion probability says."""
    times = np.zeros(len(TOWN.a))
    for seed in range(300):
        times[sample(200, seed).pairs] += 1
    drawn = sample(200)
    for stratum in drawn.strata:
        expected = stratum.drawn / stratum.pairs
        assert drawn.inclusion()[drawn.stratum == stratum.number] == pytest.approx(expected)
        of_stratum = np.isclose(TOWN.chance, stratum.chance) & (TOWN.together == stratum.is_linked)
        assert of_stratum.sum() == stratum.pairs
        assert abs(times[of_stratum] - 300 * expected).max() < 6 * np.sqrt(300 * expected * (1 - expected)) + 1


def test_kinds_of_record_are_told_apart_where_there_are_pairs_enough() -> None:
    kinds = np.where(np.arange(len(TOWN.groups)) % 4 < 2, "born", "not told").tolist()
    luck = np.random.default_rng(1).random(len(TOWN.a))
    assert len(draw(TOWN, kinds, 200, luck).strata) == 2 * len(draw(TOWN, kinds, 15, luck).strata)


def test_nothing_to_draw_from_gives_nothing() -> None:
    drawn = draw(links((0, 0.0, True)), [], 10, np.zeros(0))
    assert (len(drawn.strata), len(drawn.pairs)) == (0, 0)


@given(st.lists(st.tuples(st.integers(1, 500), st.floats(0, 0.5)), min_size=1, max_size=20), st.integers(1, 400))
def test_no_stratum_gives_more_than_it_has(strata: list[tuple[int, float]], how_many: int) -> None:
    sizes, spread = np.array([size for size, _ in strata]), np.array([sd for _, sd in strata])
    taken = allocated(sizes, spread, how_many)
    assert (taken <= sizes).all()
    assert (taken >= np.minimum(sizes, 2)).all()
    assert min(how_many, sizes.sum()) <= taken.sum() <= max(min(how_many, sizes.sum()), 2 * len(sizes))


def test_a_worked_example_of_precision_and_recall() -> None:
    strata = [Stratum(0, 1_000, 10, True, 0.95), Stratum(1, 500, 10, False, 0.2)]
    answers = {0: [True] * 9 + [False], 1: [True] * 2 + [False] * 8}
    found = reviewed(strata, answers, unseen=100)
    assert found is not None
    assert (found.pairs, found.precision.value) == (20, 0.9)
    assert found.recall.value == pytest.approx(900 / (900 + 100 + 100), abs=1e-4)
    assert found.precision.lower == pytest.approx(0.9 - 1.96 * np.sqrt(0.99 * (9.5 / 11) * (1.5 / 11) / 10), abs=1e-3)


def test_where_nobody_answered_nothing_is_said() -> None:
    assert reviewed([Stratum(0, 10, 2, True, 0.9)], {0: []}, 0) is None


def test_a_stratum_without_an_answer_is_as_the_model_expects() -> None:
    strata = [Stratum(0, 100, 2, True, 0.9), Stratum(1, 100, 2, True, 0.5)]
    found = reviewed(strata, {0: [True, True]}, 0)
    assert found is not None
    assert found.precision.value == pytest.approx((100 + 50) / 200)


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    """The truth differs from what the model thinks: the linked pairs of a middling weight are half as often right."""
    luck = np.random.default_rng(11)
    is_one = luck.random(len(TOWN.a)) < np.where(np.abs(TOWN.weight) < 2, TOWN.chance * 0.5, TOWN.chance)
    precision, true = is_one[TOWN.together].mean(), is_one.sum()
    recall = is_one[TOWN.together].sum() / true
    held = Counter()
    for seed in range(200):
        drawn = sample(200, seed)
        answers = defaultdict(list)
        for pair, stratum in zip(drawn.pairs.tolist(), drawn.stratum.tolist(), strict=True):
            answers[stratum].append(bool(is_one[pair]))
        found = reviewed(drawn.strata, answers, 0)
        assert found is not None
        held["precision"] += found.precision.lower <= precision <= found.precision.upper
        held["recall"] += found.recall.lower <= recall <= found.recall.upper
    assert held["precision"] / 200 >= 0.90
    assert held["recall"] / 200 >= 0.90


def test_two_reviewers_who_agree_beyond_chance() -> None:
    """Cohen (1960), table 1, in hundreds: of 200 judgements 140 alike, 82 expected by chance."""
    cells = {("a", "a"): 88, ("a", "b"): 14, ("a", "c"): 18, ("b", "a"): 10, ("b", "b"): 40, ("b", "c"): 10,
             ("c", "a"): 2, ("c", "b"): 6, ("c", "c"): 12}  # fmt: skip
    found = agreement([pair for pair, times in cells.items() for _ in range(times)])
    assert found is not None
    assert (found.pairs, found.share) == (200, 0.70)
    assert found.kappa == pytest.approx(0.492, abs=0.001)
    assert found.lower < 0.40 < 0.58 < found.upper


@pytest.mark.parametrize(
    ("answers", "kappa"),
    [
        ([("same", "same"), ("different", "different")], 1.0),
        ([("same", "different"), ("different", "same")], -1.0),
        ([("same", "same")] * 20, 0.0),
    ],
    ids=["all alike", "all different", "one answer to everything, which chance explains as well"],
)
def test_agreement_at_its_ends(answers: list[tuple[str, str]], kappa: float) -> None:
    found = agreement(answers)
    assert found is not None
    assert found.kappa == kappa
    assert found.lower <= kappa <= found.upper


def test_without_a_pair_that_both_answered_there_is_no_agreement() -> None:
    assert agreement([]) is None
