"""Lists without names drawn from one with names: people of each small area by sex and age, people of each property."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from denizen.synthetic.extracts.ground import Ground
from denizen.synthetic.town import Flags, Ints, Texts


def by_area_sex_age(
    ground: Ground, person: Ints, dwelling: Ints, month: int, ages: Sequence[int]
) -> tuple[Texts, Flags, Ints, Ints]:
    """Cells that hold somebody: code of the area, whether female, place of the age band (starts: `ages`), people."""
    band = np.searchsorted(ages, ground.age(person, month), side="right") - 1
    inside = band >= 0
    female = ground.town.people.sex.is_("female")[person].astype(np.int64)
    cell = (ground.town.dwellings.lsoa[dwelling] * 2 + female) * len(ages) + band
    number = np.bincount(cell[inside], minlength=len(ground.town.place.lsoa_code) * 2 * len(ages))
    cells = np.flatnonzero(number)
    area = ground.town.place.lsoa_code[cells // len(ages) // 2]
    return area, cells // len(ages) % 2 == 1, cells % len(ages), number[cells]


def band_words(ages: Sequence[int], between: str = "-", last: str = "+") -> Texts:
    """The words of age bands that start at each age: 0-4, 5-9, 85+."""
    closed = [f"{start}{between}{end - 1}" for start, end in pairwise(ages)]
    return np.array([*closed, f"{ages[-1]}{last}"], dtype=object)


def per_dwelling(ground: Ground, dwelling: Ints, *kinds: Flags) -> tuple[Ints, list[Ints]]:
    """Dwellings that have a row, and for each how many rows are of each kind, the first count being of all."""
    size = len(ground.town.dwellings.uprn)
    every = np.bincount(dwelling, minlength=size)
    here = np.flatnonzero(every)
    return here, [every[here], *(np.bincount(dwelling[kind], minlength=size)[here] for kind in kinds)]
