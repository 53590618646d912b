"""Bedrooms that a home has beyond what its people need."""

from __future__ import annotations

import numpy as np

from denizen.synthetic.extracts.census_day import residents
from denizen.synthetic.town import Ints, Town


def spare_bedrooms(town: Town, month: int) -> Ints:
    """Bedrooms of each dwelling less those that the people in it need at the end of a month; below nought: too few.

    Source:   the bedroom standard of the Housing (Overcrowding) Bill 2003: one for each couple, each other adult of 21 and
              over, each two of one sex between 10 and 20 (or one with a child under 10 of that sex), each two children
              under 10.
    """
    person, dwelling = residents(town, month)
    size, age = len(town.dwellings.rooms), town.people.age_at(month)[person]
    female = town.people.sex.is_("female")[person]
    coupled = _couples(town, month, person, dwelling)
    need = np.ceil(np.bincount(dwelling[coupled], minlength=size) / 2).astype(np.int64)
    need += np.bincount(dwelling[(age >= 21) & ~coupled], minlength=size)
    children = np.zeros(size, dtype=np.int64)
    for of_sex in (female, ~female):
        young = np.bincount(dwelling[of_sex & (age >= 10) & (age < 21) & ~coupled], minlength=size)
        small = np.bincount(dwelling[of_sex & (age < 10)], minlength=size)
        need += (young + 1) // 2
        children += np.maximum(small - young % 2, 0)
    return np.asarray(town.dwellings.rooms - need - (children + 1) // 2)


def _couples(town: Town, month: int, person: Ints, dwelling: Ints) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Which of the people live with their partner."""
    pairs, home = town.life.partnerships, np.full(len(town.people.disabled), -1)
    home[person] = dwelling
    together = (pairs.from_month <= month) & (month < pairs.to_month) & (home[pairs.a] == home[pairs.b])
    is_half = np.zeros(len(home), dtype=bool)
    is_half[pairs.a[together]] = is_half[pairs.b[together]] = True
    return np.asarray(is_half[person])
