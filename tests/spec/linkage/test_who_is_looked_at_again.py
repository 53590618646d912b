"""Next month, who is looked at again: who is new or changed, their companions, and all whom likeness leads to. Nobody else."""

from __future__ import annotations

import numpy as np
import pytest

from denizen.linkage.again import Before, at_homes_of_movers
from drawing import rows_of

THRESHOLD = -1.5


def before(drawn: str, companions: list[int]) -> Before:
    """Records as drawn: the number of the group before (a dot: none), and whether all is as it was."""
    rows = rows_of(drawn)
    person = np.array([-1 if row["group"] is None else int(row["group"]) for row in rows])
    return Before(person, np.array([row["same"] == "yes" for row in rows]), np.array(companions), gone=0)


def looked_at(known: Before, pairs: dict[tuple[int, int], float] | None = None) -> list[int]:
    """Who is looked at, when these pairs have these bits."""
    told: set[tuple[int, int]] = set()

    def pairs_of(records):
        found = {pair: bits for pair, bits in (pairs or {}).items() if set(pair) & set(records.tolist())}
        new = {pair: bits for pair, bits in found.items() if pair not in told}
        told.update(new)
        a, b = (np.array([pair[place] for pair in new], dtype=np.int64) for place in (0, 1))
        return a, b, np.array(list(new.values()))

    return np.flatnonzero(
        known.spread(known.touched(), pairs_of, THRESHOLD, np.zeros(len(known.person), dtype=bool))
    ).tolist()


NOTHING_NEW = """
    record | group | same
    -------+-------+-----
    ct-1   | 0     | yes
    gp-1   | 0     | yes
    ct-2   | 1     | yes
    gp-2   | 1     | yes
"""


def test_where_nothing_changed_nobody_is() -> None:
    assert looked_at(before(NOTHING_NEW, [2, 2]), {(0, 1): 9.0, (1, 2): 5.0}) == []


def test_a_record_that_changed_is_with_its_companions() -> None:
    assert looked_at(before(NOTHING_NEW.replace("ct-2   | 1     | yes", "ct-2   | 1     | no"), [2, 2])) == [2, 3]


def test_the_companions_of_one_who_is_gone_are() -> None:
    """The first group had three records; two are left."""
    assert looked_at(before(NOTHING_NEW, [3, 2])) == [0, 1]


def test_those_whom_a_new_record_is_like_are_with_their_companions() -> None:
    known = before(NOTHING_NEW + "    gp-3   | .     | no\n", [2, 2])
    assert looked_at(known, {(0, 4): 3.0, (2, 4): -4.0}) == [0, 1, 4], "unlike one another, they can never be joined"


def test_likeness_leads_on_through_those_who_did_not_change() -> None:
    known = before(NOTHING_NEW + "    gp-3   | .     | no\n", [2, 2])
    assert looked_at(known, {(1, 4): 3.0, (0, 2): -1.0}) == [0, 1, 2, 3, 4], "a group that is pulled at may come apart"


def test_of_a_group_all_are_looked_at_or_nobody() -> None:
    known = before(NOTHING_NEW + "    gp-3   | .     | no\n    gp-4   | .     | no\n", [2, 2])
    assert np.flatnonzero(known.with_companions(np.isin(np.arange(6), [1, 4]))).tolist() == [0, 1, 4]


def test_a_pair_at_the_threshold_leads_nowhere() -> None:
    known = before(NOTHING_NEW + "    gp-3   | .     | no\n", [2, 2])
    assert looked_at(known, {(1, 4): THRESHOLD}) == [4]


def test_others_keep_their_group_and_who_is_looked_at_is_grouped_as_closed_again() -> None:
    known = before(NOTHING_NEW + "    gp-3   | .     | no\n", [2, 2])
    groups = known.groups(looked_at=np.array([2, 3, 4]), groups=np.array([2, 3, 2]))
    assert groups.tolist() == [0, 0, 2, 3, 2]


@pytest.mark.parametrize(
    ("groups", "homes", "touched", "found", "why"),
    [
        ([0, 1, 0, 1], [7, 7, 8, 9], [0], [0, 1, 2], "whoever stands at one of the two homes of a touched group"),
        ([0, 1, 0, 1], [7, 7, 7, 9], [0], [], "a group at one home did not move"),
        ([0, 1, 0, 1], [7, 7, -1, 9], [0], [], "a home that is not known is none"),
        ([0, 1, 0, 1], [7, 7, 8, 9], [3], [0, 1, 3], "the other group moved elsewhere"),
        ([0, 1, 0, 1], [7, 7, 8, 9], [], [], "nobody is touched"),
    ],
)
def test_those_at_the_homes_of_who_moved_are_looked_at(groups, homes, touched, found, why) -> None:
    which = np.isin(np.arange(len(groups)), touched)
    assert np.flatnonzero(at_homes_of_movers(np.array(groups), np.array(homes), which)).tolist() == found, why
