"""Precision and recall by the pairs that reviewers looked at: each stands for all of its stratum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from denizen.linkage.sampling import Stratum
from denizen.terms.linkage import LinkedShare, ReviewedLinks


@dataclass(frozen=True, slots=True)
class _Answered:
    """A stratum with its answers: the share of pairs that are one person, and the variance of the total of them."""

    stratum: Stratum
    share: float
    variance: float

    @property
    def total(self) -> float:
        return self.stratum.pairs * self.share


def reviewed(
    strata: Sequence[Stratum], answers: Mapping[int, Sequence[bool]], unseen: float, z: float = 1.96
) -> ReviewedLinks | None:
    """Precision and recall estimated from the answers; None where nothing was answered.

    Precision is the weighted share of linked pairs that are one person. Recall sets the linked pairs that are one person
    against all that are, with those that no key brought together.

    Args:    the strata; of each by its number, whether each pair answered is one person; how many true pairs no key brought
             together, as the model estimates.
    Returns: expansion (Horvitz-Thompson) estimates, which weigh a pair by one over the probability with which it was drawn
             and answered; recall as a ratio of two, its variance linearised. In a stratum half a pair of each answer is
             added before its variance is taken (Jeffreys), so that equal answers of few pairs are not taken for certainty.
    Assumes: pairs without an answer are like those with one. A stratum without any is as the model expects, and as unsure
             as one answer.
    Source:  Horvitz and Thompson (1952); Sarndal, Swensson and Wretman (1992), 5.6 on ratios.
    """
    if not any(answers.values()):
        return None
    told = [_answered(stratum, answers.get(stratum.number, ())) for stratum in strata]
    linked = [one for one in told if one.stratum.is_linked]
    right, pairs = sum(one.total for one in linked), sum(one.stratum.pairs for one in linked)
    true = sum(one.total for one in told) + unseen
    precision = right / pairs if pairs else 1.0
    recall = right / true if true else 1.0
    of_precision = sum(one.variance for one in linked) / pairs**2 if pairs else 0.0
    of_recall = sum(_weight(one, recall) ** 2 * one.variance for one in told) / true**2 if true else 0.0
    return ReviewedLinks(
        sum(len(said) for said in answers.values()),
        _within(precision, z * sqrt(of_precision)),
        _within(recall, z * sqrt(of_recall)),
    )


def _answered(stratum: Stratum, answers: Sequence[bool]) -> _Answered:
    count, size = len(answers), stratum.pairs
    share = sum(answers) / count if count else stratum.chance
    smoothed = (sum(answers) + 0.5) / (count + 1) if count else stratum.chance
    of_one = smoothed * (1 - smoothed)
    left = 1 - count / size
    return _Answered(stratum, share, size**2 * left * of_one / max(count, 1))


def _weight(one: _Answered, recall: float) -> float:
    """How the ratio moves when the stratum's total does."""
    return (1.0 if one.stratum.is_linked else 0.0) - recall


def _within(value: float, half: float) -> LinkedShare:
    return LinkedShare(*(round(bound, 4) for bound in (value, max(value - half, 0.0), min(value + half, 1.0))))
