"""The three latent classes: one person, one household, strangers. Fitted without labels to the counts of patterns.

A pattern is the level of every comparison of a pair. Pairs with the same pattern are alike to the model, so that it is
fitted to a table of some thousand patterns, whatever the number of pairs.

Source:   Fellegi and Sunter (1969), with the classes as a latent variable (Winkler 1988) and a third one, so that people of
          one household are not taken for one person. Fitted by EM (Dempster, Laird and Rubin 1977) to the greatest
          posterior: each class is anchored by pseudo-counts at what is known of its levels before.
Assumes:  given the class, comparisons are independent. They are not quite, which is why the anchor of the first class
          is firm, and why probabilities are looked at again after closing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from denizen.linkage.comparisons import ADDRESS, CLASSES, Comparison

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
STARTS = ((0.2, 0.5, 0.3), (0.6, 0.2, 0.2), (0.05, 0.35, 0.6))
"""shares of the classes that the fit is begun with; the fit that explains the patterns best is taken"""
ROUNDS, STILL = 300, 1e-6
LEAST = 1e-9
MOST_STRAYED = 2.5
"""bits that the class of one person may come away from what is known of it. Lists with people in common come to 0.1 to 1.9, those
with nobody in common to 3 and more: then there is nothing to learn from, and the classes are held to what is known"""
HELD = 1e6
"""firmness at which nothing is learnt but the shares of the classes"""
FEWEST = 50.0
"""pseudo-counts of an anchor at least: a few pairs that are all alike do not teach a class what it is"""


@dataclass(frozen=True)
class Fitted:
    """What was learnt: shares of the classes, and of each level of each comparison within each class."""

    shares: Floats
    levels: tuple[tuple[Floats, ...], ...]
    """class -> comparison -> share of each level"""
    rounds: int
    explains: float
    """log-likelihood of all pairs"""

    def chance(self, patterns: Ints) -> Floats:
        """The probability that pairs with these patterns are one person."""
        return _posterior(patterns, self.shares, self.levels)[:, 0]

    def weight(self, patterns: Ints) -> Floats:
        """The same in bits: log2 of the odds."""
        chance = np.clip(self.chance(patterns), LEAST, 1 - LEAST)
        return np.asarray(np.log2(chance) - np.log2(1 - chance))


def levels_of(codes: Ints, comparisons: Sequence[Comparison]) -> Ints:
    """Patterns from their codes: pair x comparison, -1 where nothing can be said."""
    patterns, rest = np.empty((len(codes), len(comparisons)), dtype=np.int64), codes.copy()
    for place, comparison in enumerate(comparisons):
        rest, level = np.divmod(rest, len(comparison.levels) + 1)
        patterns[:, place] = level - 1
    return patterns


def fit(patterns: Ints, counts: Ints, comparisons: Sequence[Comparison]) -> Fitted:
    """Fit the model to patterns and how many pairs have each; where there is none, what was known before stands."""
    met = [_met(patterns[:, place], counts, len(comparison.levels)) for place, comparison in enumerate(comparisons)]
    anchor = tuple(
        tuple(
            _shares(np.array([level.prior[of] for level in comparison.levels]) * met[place])
            for place, comparison in enumerate(comparisons)
        )
        for of in range(len(CLASSES))
    )
    firmness = tuple(tuple(comparison.firmness[of] for comparison in comparisons) for of in range(len(CLASSES)))
    alike = [list(comparison.alike) for comparison in comparisons]
    found = _best(anchor, firmness, alike, patterns, counts)
    if _strayed(found.levels[0], anchor[0], comparisons) <= MOST_STRAYED:
        return found
    return _best(anchor, tuple((HELD,) * len(comparisons) for _ in CLASSES), alike, patterns, counts)


def _best(
    anchor: Sequence[Sequence[Floats]],
    firmness: Sequence[Sequence[float]],
    alike: Sequence[Sequence[int]],
    patterns: Ints,
    counts: Ints,
) -> Fitted:
    fits = [_fit_from(np.array(start), anchor, firmness, alike, patterns, counts) for start in STARTS]
    return max(fits, key=lambda fitted: fitted.explains)


def _strayed(learnt: Sequence[Floats], anchor: Sequence[Floats], comparisons: Sequence[Comparison]) -> float:
    """Bits by which a class has come away from what is known of it (Kullback and Leibler 1951), over all comparisons but
    that of addresses, which differ most from lists to lists."""
    return sum(
        float((share * np.log2(share / known)).sum())
        for share, known, comparison in zip(learnt, anchor, comparisons, strict=True)
        if comparison is not ADDRESS
    )


def _fit_from(
    shares: Floats,
    anchor: Sequence[Sequence[Floats]],
    firmness: Sequence[Sequence[float]],
    alike: Sequence[Sequence[int]],
    patterns: Ints,
    counts: Ints,
) -> Fitted:
    levels, rounds = tuple(tuple(of) for of in anchor), 0
    while rounds < ROUNDS and len(patterns):
        rounds += 1
        held = _posterior(patterns, shares, levels) * counts[:, None]
        new = held.sum(axis=0) / held.sum()
        levels = tuple(
            tuple(
                _relearnt(patterns[:, place], held[:, of], known, firmness[of][place])
                for place, known in enumerate(anchor[of])
            )
            for of in range(len(CLASSES))
        )
        for place, tied in enumerate(alike):
            if tied:
                _level_out(levels[0][place], levels[1][place], held.sum(axis=0), tied)
        moved, shares = float(np.abs(new - shares).max()), new
        if moved < STILL:
            break
    return Fitted(shares, levels, rounds, float((_explained(patterns, shares, levels) * counts).sum()))


def _met(level: Ints, counts: Ints, levels: int) -> Floats:
    """1 for levels that some pair has. The more pairs there are, the less one that none has is expected of any class: these
    lists cannot tell it."""
    spoken = level >= 0
    seen = np.bincount(level[spoken], weights=counts[spoken], minlength=levels)
    return np.where(seen > 0, 1.0, FEWEST / (FEWEST + seen.sum()))


def _relearnt(level: Ints, held: Floats, anchor: Floats, firmness: float) -> Floats:
    spoken = level >= 0
    seen = np.bincount(level[spoken], weights=held[spoken], minlength=len(anchor))
    return _shares(seen + max(firmness * float(seen.sum()), FEWEST) * anchor)


def _level_out(one: Floats, other: Floats, held: Floats, tied: Sequence[int]) -> None:
    """Give some levels the same proportions in the first two classes, as in the pairs of both together."""
    both = one[tied] * held[0] + other[tied] * held[1]
    if both.sum() > 0:
        for share in (one, other):
            share[tied] = both * share[tied].sum() / both.sum()


def probability(bits: Floats) -> Floats:
    """The probability that log2 of the odds stand for."""
    return np.asarray(1 / (1 + np.exp2(-bits)))


def _shares(counts: Floats) -> Floats:
    counts = counts + LEAST
    return np.asarray(counts / counts.sum())


def _posterior(patterns: Ints, shares: Floats, levels: Sequence[Sequence[Floats]]) -> Floats:
    """Pattern x class: the probability of each class."""
    told = _told(patterns, shares, levels)
    told = np.exp(told - told.max(axis=1, keepdims=True))
    return np.asarray(told / told.sum(axis=1, keepdims=True))


def _explained(patterns: Ints, shares: Floats, levels: Sequence[Sequence[Floats]]) -> Floats:
    """The log-likelihood of each pattern."""
    told = _told(patterns, shares, levels)
    most = told.max(axis=1)
    return np.asarray(most + np.log(np.exp(told - most[:, None]).sum(axis=1)))


def _told(patterns: Ints, shares: Floats, levels: Sequence[Sequence[Floats]]) -> Floats:
    """Pattern x class: the log of the share of the class and of the pattern within it."""
    told = np.tile(np.log(np.maximum(shares, LEAST)), (len(patterns), 1))
    for of, comparisons in enumerate(levels):
        for place, share in enumerate(comparisons):
            level = patterns[:, place]
            told[:, of] += np.where(level >= 0, np.log(share)[np.maximum(level, 0)], 0.0)
    return told
