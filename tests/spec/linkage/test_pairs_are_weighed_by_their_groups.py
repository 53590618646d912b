"""What a pair is worth once groups are closed, how many people there are, and what is said of precision and recall."""

from __future__ import annotations

import numpy as np
import pytest

from denizen.linkage.linked import Linked
from denizen.linkage.quality import UNSEEN_APART, Quality, missed, people, quality, quality_by, unseen_share
from denizen.linkage.weighed import EVEN


def linked(groups: list[int], pairs: dict[tuple[int, int], float]) -> Linked:
    a, b = (np.array([pair[side] for pair in pairs], dtype=np.int64) for side in (0, 1))
    nothing = np.zeros(len(pairs), dtype=np.int64)
    weight = np.array(list(pairs.values()))
    return Linked(np.array(groups), a, b, weight, nothing, nothing, (), None)  # type: ignore[arg-type]


def test_a_pair_alone_is_worth_what_it_says():
    found = linked([0, 0, 2, 2], {(0, 1): 10.0, (2, 3): EVEN})
    assert found.weighed.chance == pytest.approx([1.0, 0.5], abs=1e-3)


def test_a_weak_pair_within_a_group_is_held_by_the_others():
    found = linked([0, 0, 0], {(0, 1): 9.0, (1, 2): 9.0, (0, 2): -1.0})
    assert found.chance[2] < 0.4
    assert found.weighed.chance[2] > 0.98


def test_a_strong_pair_between_groups_is_outvoted():
    found = linked([0, 0, 2, 2], {(0, 1): 9.0, (2, 3): 9.0, (1, 2): 3.0, (0, 2): -12.0, (0, 3): -12.0, (1, 3): -12.0})
    assert found.chance[2] > 0.8
    assert found.weighed.chance[2] < 0.01


@pytest.mark.parametrize(
    ("groups", "pairs", "many"),
    [
        ([0, 0, 2], {(0, 1): 12.0}, 2.0),
        ([0, 0, 2, 2], {(0, 1): EVEN, (2, 3): 12.0}, 2.5),
        ([0, 1], {(0, 1): EVEN}, 1.5),
        ([0, 1, 2], {}, 3.0),
    ],
    ids=["sure links", "a link as likely wrong", "two that are as likely one", "nobody alike"],
)
def test_people_are_groups_with_what_is_expected_to_be_missed_and_mistaken(groups, pairs, many):
    assert people(linked(groups, pairs)) == pytest.approx(many, abs=0.01)


def test_precision_and_recall_are_of_pairs():
    found = quality(linked([0, 0, 2, 2, 4], {(0, 1): 12.0, (2, 3): EVEN, (3, 4): -12.0}))
    assert (found.pairs_linked, round(found.precision, 2), round(found.recall, 2)) == (2, 0.75, 1.0)


def test_links_by_group_are_those_in_which_a_record_of_the_group_stands():
    links = linked([0, 0, 2, 2, 4], {(0, 1): 12.0, (2, 3): EVEN, (3, 4): -12.0})
    number = np.array([0, 1, 1, 1, 2])
    alone = [quality(links, number == group) for group in range(4)]
    for by, one in zip(quality_by(links, number, 4), alone, strict=True):
        assert (by.pairs_linked, by.precision, by.recall) == pytest.approx(
            (one.pairs_linked, one.precision, one.recall)
        )
    assert [one.pairs_linked for one in alone] == [1, 2, 0, 0]


def test_a_group_is_expected_to_be_part_of_one_other_at_most():
    everybody_alike = {(a, b): EVEN for a in range(40) for b in range(a + 1, 40)}
    assert 1 <= people(linked(list(range(40)), everybody_alike)) <= 2


def test_how_many_people_there_are_does_not_turn_on_the_order_of_lists():
    one_like_five = {(0, other): -1.2 for other in range(1, 6)}
    turned = {(5 - b, 5 - a): weight for (a, b), weight in one_like_five.items()}
    everybody = list(range(6))
    assert people(linked(everybody, one_like_five)) == pytest.approx(people(linked(everybody, turned)))


def test_what_no_key_brought_together_is_told_by_pairs_that_are_linked_all_the_same():
    one_of_six_unseen = {(a, b): 9.0 for a in range(4) for b in range(a + 1, 4) if (a, b) != (0, 3)}
    found = linked([0, 0, 0, 0], one_of_six_unseen)
    assert unseen_share(found) == pytest.approx(UNSEEN_APART / 6)
    assert missed(found) == pytest.approx(float(found.weighed.chance.sum()) * 0.5)
    assert unseen_share(linked([0, 0], {(0, 1): 9.0})) == 0.0, "every linked pair was brought together by a key"
    assert quality(found).recall == pytest.approx(1 - UNSEEN_APART / 6)


def test_no_pair_at_all_is_said_to_be_right():
    found = quality(linked([0, 1], {}))
    assert (found.pairs_linked, found.precision, found.recall) == (0, 1.0, 1.0)


def test_an_estimate_is_told_with_how_far_such_estimates_were_from_the_truth():
    of = Quality(pairs_linked=100, precision=0.5, recall=1.0)
    assert of.precision_within == pytest.approx((1 / 9, 8 / 9)), "three bits of the odds: eight to one either way"
    lower, upper = of.recall_within
    assert 0.999 < lower < upper <= 1
