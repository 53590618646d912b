"""Why two records were taken for one person or were not: what each comparison says, what their groups say, who else there is.

The weight of a pair is log2 of the odds of one person against both other classes together, and is no sum over comparisons: how
much a same address says depends on whether the others speak of one household. So each comparison is given its Shapley value:
its mean effect on the weight over all orders in which the comparisons could have spoken. The values and the weight before
anything is compared add up to the weight, whatever the model, and in no order's favour.

Source:   Shapley (1953); Lundberg and Lee (2017), who tell the answer of any model in this way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

import numpy as np

from denizen.errors import BadInput
from denizen.linkage.closing import UNSEEN
from denizen.linkage.comparisons import BIRTH, Comparison
from denizen.linkage.linked import AS_IT_IS, Linked
from denizen.linkage.model import LEAST, Fitted, Floats, Ints
from denizen.linkage.weights import NAMESAKES, are_namesakes_at_most

MOST_SPEAKING = 20
"""comparisons that may speak of one pair: every set of them is looked at, a million for twenty"""


@dataclass(frozen=True, slots=True)
class Step:
    """What one comparison says of a pair, and how many bits that adds to its weight."""

    comparison: Comparison
    says: str
    bits: float


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The weight of a pair in bits, from before anything is compared (`start`) by steps, the largest first."""

    start: float
    steps: tuple[Step, ...]
    silent: tuple[Comparison, ...]
    """comparisons of which a record says nothing: they add nothing"""

    @property
    def weight(self) -> float:
        return self.start + sum(step.bits for step in self.steps)

    @property
    def sums(self) -> list[float]:
        """The weight so far: at the start, and after each step."""
        return list(np.cumsum([self.start, *(step.bits for step in self.steps)]))


@dataclass(frozen=True, slots=True)
class Bond:
    """Two groups of records, one around each of a pair: as they were joined, or as they stayed apart."""

    around_a: tuple[int, ...]
    around_b: tuple[int, ...]
    mean: float
    """bits, over all pairs between the two"""
    unseen: int
    """how many of these pairs no key brought together, or were as good as unseen"""

    @property
    def pairs(self) -> int:
        return len(self.around_a) * len(self.around_b)


@dataclass(frozen=True, slots=True)
class RunnerUp:
    """The best partner of a record, but for one."""

    record: int
    weight: float
    is_together: bool
    """whether it is in the record's group"""


def waterfall(fitted: Fitted, comparisons: Sequence[Comparison], levels: Sequence[int]) -> Waterfall:
    """The weight of a pair by what each comparison adds.

    Args:    the model; what is compared; the level of each comparison, -1 where nothing can be said.
    Raises:  BadInput, when more comparisons speak than every set of them can be looked at.
    """
    spoken = [place for place, level in enumerate(levels) if level >= 0]
    if len(spoken) > MOST_SPEAKING:
        raise BadInput(
            f"{len(spoken)} comparisons speak of this pair; {MOST_SPEAKING} can be told apart.",
            where="the identifiers and extras of the map",
            mend="explain the link by a map that leaves out some of them",
        )
    told = np.array([[np.log2(shares[place][levels[place]]) for shares in fitted.levels] for place in spoken])
    start, bits = _shapley(np.log2(np.maximum(fitted.shares, LEAST)), told)
    if are_namesakes_at_most(np.array([levels]), comparisons)[0]:
        bits[[comparisons[place].name for place in spoken].index(BIRTH.name)] -= NAMESAKES
    steps = [
        Step(comparisons[place], comparisons[place].levels[levels[place]].says, float(added))
        for place, added in zip(spoken, bits, strict=True)
    ]
    silent = tuple(comparison for comparison, level in zip(comparisons, levels, strict=True) if level < 0)
    return Waterfall(start, tuple(sorted(steps, key=lambda step: -abs(step.bits))), silent)


def _shapley(shares: Floats, told: Floats) -> tuple[float, Floats]:
    """The weight of no comparison, and what each adds.

    Args:  log2 of the share of each class; comparison x class, log2 of the share of its level.
    Every set of comparisons has a place whose bits tell who is in it, so that a comparison's partner sets lie side by side.
    """
    every, members = shares[None, :], np.zeros(1, dtype=np.int64)
    for one in told:
        every = np.concatenate([every, every + one])
        members = np.concatenate([members, members + 1])
    weight = every[:, 0] - np.logaddexp2.reduce(every[:, 1:], axis=1)
    orders = np.array([1 / (len(told) * comb(len(told) - 1, others)) for others in range(len(told))])
    bits = np.empty(len(told))
    for place in range(len(told)):
        without, with_it = weight.reshape(-1, 2, 2**place).swapaxes(0, 1)
        others = members.reshape(-1, 2, 2**place)[:, 0]
        bits[place] = (orders[others] * (with_it - without)).sum()
    return float(weight[0]), bits


def counted(linked: Linked, a: int, b: int) -> float | None:
    """The weight with which a pair took part when groups were joined; None, when it was as good as unseen."""
    found = linked.weight[(linked.a == min(a, b)) & (linked.b == max(a, b))]
    return float(found[0]) if len(found) else None


def raised(linked: Linked, a: int, b: int) -> int:
    """By what other records say for a pair its weight was raised (`linkage.linked`)."""
    found = linked.raised[(linked.a == min(a, b)) & (linked.b == max(a, b))] if linked.raised is not None else []
    return int(found[0]) if len(found) else AS_IT_IS


def bond(linked: Linked, a: int, b: int) -> Bond:
    """The groups around two records, just before they were joined, or at the end where they were not."""
    own, other = (np.flatnonzero(linked.groups == linked.groups[record]) for record in (a, b))
    records = np.union1d(own, other)
    seen = _weights_among(linked, records)
    weights = np.where(np.isnan(seen), UNSEEN, seen)
    if linked.groups[a] == linked.groups[b]:
        around_a, around_b = _just_before(weights, *np.searchsorted(records, [a, b]).tolist())
    else:
        around_a, around_b = np.searchsorted(records, own), np.searchsorted(records, other)
    between = np.ix_(around_a, around_b)
    return Bond(
        tuple(records[around_a].tolist()),
        tuple(records[around_b].tolist()),
        float(weights[between].mean()),
        int(np.isnan(seen[between]).sum()),
    )


def _weights_among(linked: Linked, records: Ints) -> Floats:
    """Record x record: the weights of their pairs, not a number where a pair is unseen."""
    among = np.isin(linked.a, records) & np.isin(linked.b, records)
    one, other = np.searchsorted(records, linked.a[among]), np.searchsorted(records, linked.b[among])
    weights = np.full((len(records), len(records)), np.nan)
    weights[one, other] = weights[other, one] = linked.weight[among]
    return weights


def _just_before(weights: Floats, a: int, b: int) -> tuple[Ints, Ints]:
    """The two groups whose joining brought a and b together; the records of one group are joined again, best mean first.

    What was joined elsewhere meanwhile did not change the means within this group, so that the order is that of `closing`.
    """
    sums, group = weights.copy(), np.arange(len(weights))
    np.fill_diagonal(sums, -np.inf)
    while True:
        sizes = np.maximum(np.bincount(group, minlength=len(group)), 1)
        one, other = divmod(int(np.argmax(sums / np.outer(sizes, sizes))), len(group))
        if {group[a], group[b]} == {one, other}:
            return np.flatnonzero(group == group[a]), np.flatnonzero(group == group[b])
        sums[one] += sums[other]
        sums[:, one] = sums[one]
        sums[other] = sums[:, other] = -np.inf
        group[group == other] = one


def runner_up(linked: Linked, record: int, besides: int) -> RunnerUp | None:
    """The best partner of a record besides the one that is explained; None, when it was brought together with no other."""
    here = np.flatnonzero((linked.a == record) | (linked.b == record))
    partners = linked.a[here] + linked.b[here] - record
    here, partners = here[partners != besides], partners[partners != besides]
    if not len(here):
        return None
    best = int(np.argmax(linked.weight[here]))
    return RunnerUp(int(partners[best]), float(linked.weight[here[best]]), bool(linked.together[here[best]]))
