"""How far two reviewers agree who looked at the same pairs without knowing of one another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of pairs that both answered: the share with one answer, and how far that is beyond chance, with a 95 % interval."""

    pairs: int
    share: float
    kappa: float
    lower: float
    upper: float


def agreement(answers: Sequence[tuple[str, str]], z: float = 1.96) -> Agreement | None:
    """Cohen's kappa of two reviewers' answers, pair by pair; None where there are none.

    Where both gave one and the same answer to everything, chance explains it as well as skill: kappa is then nought, and
    its interval says nothing.
    Source:  Cohen (1960), with its large-sample standard error.
    """
    if not answers:
        return None
    pairs = len(answers)
    share = sum(1 for one, other in answers if one == other) / pairs
    first, second = (Counter(answer[place] for answer in answers) for place in (0, 1))
    by_chance = sum(first[word] * second[word] for word in first) / pairs**2
    if by_chance == 1:
        return Agreement(pairs, share, 0.0, -1.0, 1.0)
    kappa = (share - by_chance) / (1 - by_chance)
    half = z * sqrt(share * (1 - share) / pairs) / (1 - by_chance)
    return Agreement(pairs, share, kappa, max(kappa - half, -1.0), min(kappa + half, 1.0))
