"""Chance that can be drawn again: a generator for each part of the town, so that parts do not disturb one another."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from denizen.synthetic.town import Flags, Floats, Ints

Dice = np.random.Generator


@dataclass(frozen=True)
class Seed:
    """The number that a town grows from."""

    number: int

    def dice(self, part: str) -> Dice:
        """The generator of one part, named by a word: the same word, the same draws, whatever other parts draw."""
        word = int.from_bytes(hashlib.sha256(part.encode()).digest()[:8], "big")
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence([self.number, word])))


def happens(dice: Dice, probability: Floats | float, size: int | None = None) -> Flags:
    """Draw yes or no for each probability."""
    shape = np.shape(probability) if size is None else (size,)
    return np.asarray(dice.random(shape) < probability)


def pick(dice: Dice, weights: Floats | Sequence[float], size: int) -> Ints:
    """Draw places of `weights` in proportion to them."""
    reach = np.cumsum(np.asarray(weights, dtype=float))
    return np.asarray(np.minimum(np.searchsorted(reach, dice.random(size) * reach[-1], side="right"), len(reach) - 1))


def pick_by_row(dice: Dice, weights: Floats) -> Ints:
    """Draw one column for each row of weights."""
    reach = np.cumsum(weights, axis=1)
    drawn = dice.random(len(weights)) * reach[:, -1]
    return np.asarray((reach < drawn[:, None]).sum(axis=1).clip(max=weights.shape[1] - 1), dtype=np.int64)


def monthly(yearly: Floats | float) -> Floats:
    """The chance in a month of what has a chance of `yearly` in a year."""
    return np.asarray(1.0 - (1.0 - np.minimum(yearly, 0.999)) ** (1.0 / 12.0))


def whole(dice: Dice, expected: Floats) -> Ints:
    """Whole numbers with the sum of `expected` and each within one of it: systematic rounding along the array."""
    reach = np.concatenate([[0.0], np.cumsum(expected.ravel())]) + dice.random()
    return np.asarray(np.diff(np.floor(reach)), dtype=np.int64).reshape(expected.shape)


def rank_within(group: Ints, dice: Dice | None = None, order: Floats | None = None) -> Ints:
    """The place (from 0) of each row within its group: by `order`, else at random, else as the rows stand."""
    second = order if order is not None else (dice.random(len(group)) if dice else np.arange(len(group)))
    sorting = np.lexsort((second, group))
    sorted_group = group[sorting]
    starts = np.flatnonzero(np.r_[True, sorted_group[1:] != sorted_group[:-1]]) if len(group) else np.array([], int)
    lengths = np.diff(np.r_[starts, len(group)])
    place = np.arange(len(group)) - np.repeat(starts, lengths)
    rank = np.empty(len(group), dtype=np.int64)
    rank[sorting] = place
    return rank
