"""Intervals of shares and rates, as numbers and as SQL: one formula, two spellings, held equal by a test.

Bounds are 95 % (z = 1.96, as the practice of public health figures has it).
"""

from __future__ import annotations

from math import sqrt

Z = 1.959963984540054


def wilson(count: float, people: float, z: float = Z) -> tuple[float, float]:
    """Wilson's score interval of a proportion.

    Args:     how many of how many.
    Returns:  lower and upper bound, 0 to 1.
    Assumes:  people independent of one another, drawn from the process that the area stands for.
    Source:   Wilson (1927); Newcombe (1998), method 3.
    """
    share = count / people
    centre = share + z * z / (2 * people)
    spread = z * sqrt(share * (1 - share) / people + z * z / (4 * people * people))
    scale = 1 + z * z / people
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def byar(count: float, z: float = Z) -> tuple[float, float]:
    """Byar's approximation to the exact Poisson interval of a count of events.

    Returns:  lower and upper bound of the expected count; a count of 0 has 0 below.
    Assumes:  events independent of one another: clusters (one household, many calls) make the true interval wider.
    Source:   Breslow and Day (1987), volume II.
    """
    lower = count * (1 - 1 / (9 * count) - z / (3 * sqrt(count))) ** 3 if count > 0 else 0.0
    above = count + 1
    return max(0.0, lower), above * (1 - 1 / (9 * above) + z / (3 * sqrt(above))) ** 3


def sql(count: str, people: str, kind: str, per: str) -> tuple[str, str]:
    """The bounds as SQL expressions over columns: Wilson where `kind` is share, Byar where it is rate, else NULL.

    A share whose count lies outside 0 to `people` (two tables, each perturbed by its publisher) has no interval.
    """
    share = f"({count} / {people})"
    scale = f"(1 + {Z * Z} / {people})"
    centre = f"({share} + {Z * Z} / (2 * {people}))"
    spread = f"({Z} * SQRT(GREATEST(0, {share} * (1 - {share}) / {people} + {Z * Z} / (4 * {people} * {people}))))"
    below = f"({count} * POWER(1 - 1 / (9 * {count}) - {Z} / (3 * SQRT({count})), 3))"
    above = f"(({count} + 1) * POWER(1 - 1 / (9 * ({count} + 1)) + {Z} / (3 * SQRT({count} + 1)), 3))"
    fits = f"{people} > 0 AND {count} BETWEEN 0 AND {people}"
    lower = f"""CASE WHEN {kind} = 'share' AND {fits} THEN {per} * GREATEST(0, ({centre} - {spread}) / {scale})
                        WHEN {kind} = 'rate' AND {people} > 0 AND {count} > 0 THEN {per} * GREATEST(0, {below}) / {people}
                        WHEN {kind} = 'rate' AND {people} > 0 AND {count} = 0 THEN 0 END"""
    upper = f"""CASE WHEN {kind} = 'share' AND {fits} THEN {per} * LEAST(1, ({centre} + {spread}) / {scale})
                        WHEN {kind} = 'rate' AND {people} > 0 AND {count} >= 0 THEN {per} * {above} / {people} END"""
    return lower, upper
