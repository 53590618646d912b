"""Census day in an invented town: who was counted, and how often, and what a table says of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from denizen.synthetic.chance import Dice, Seed, whole
from denizen.synthetic.settings_of_lists import CensusSettings
from denizen.synthetic.town import Calendar, Floats, Ints, Town

DAY = (2021, 3)
"""year and month of the census of England and Wales"""
BANDS = 18
KEYS = 256
COMMUNAL = ("hall", "care_home", "refuge")


@dataclass(frozen=True)
class Counted:
    """What the census counted: ids of people or dwellings, the small area of each, how many times it stands in, its key.

    Most stand in once; some were missed, some were put in for others who were. The key is drawn once for each.
    """

    ids: Ints
    area: Ints
    copies: Ints
    key: Ints
    changed: float
    """the share of cells that a table alters by one"""

    def only(self, rows: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Counted:
        return Counted(self.ids[rows], self.area[rows], self.copies[rows], self.key[rows], self.changed)

    def table(self, place: Ints, places: int, category: Ints, categories: int) -> Ints:
        """Counts of place x category, cells altered as by a cell key: the same people, the same alteration in any table.

        Empty cells stay empty, and none falls below nought. On average nothing is added or taken away.
        """
        cell, size = place * categories + category, places * categories
        counts = np.bincount(cell, self.copies, size).astype(np.int64)
        cell_key = np.bincount(cell, self.copies * self.key, size).astype(np.int64) % KEYS
        reach = round(KEYS * self.changed / 2)
        step = (cell_key < reach).astype(np.int64) - (cell_key >= KEYS - reach)
        return np.where(counts > 0, counts + step, 0).reshape(places, categories)


@dataclass(frozen=True)
class CensusDay:
    """The month in which the census was taken, the people and the households that it counted."""

    month: int
    people: Counted
    homes: Counted
    """a household for each dwelling that somebody lives in, but for halls, care homes and refuges"""


def census_month(calendar: Calendar) -> int:
    """March 2021, or the nearest month that the town lives through."""
    return min(max(calendar.month_of(*DAY), 0), calendar.months)


def residents(town: Town, month: int) -> tuple[Ints, Ints]:
    """People and the dwelling of each at the end of a month; a child of two homes is at the first."""
    stays = town.life.stays
    here = (stays.from_month <= month) & (month < stays.to_month) & ~stays.is_second
    return stays.person[here], stays.dwelling[here]


def take_census(town: Town, said: CensusSettings, seed: Seed) -> CensusDay:
    """Count the town. The whole, each age and sex, and each small area are off by a factor of their own."""
    dice, month = seed.dice("census"), census_month(town.calendar)
    person, dwelling = residents(town, month)
    whole_off = dice.normal(0, said.authority_error)
    area_off = dice.normal(0, said.area_error, len(town.place.lsoa_code))
    age_sex_off = dice.normal(0, said.age_sex_error, BANDS * 2)
    band = np.minimum(town.people.age_at(month)[person] // 5, BANDS - 1)
    area = town.dwellings.lsoa[dwelling]
    weight = np.exp(whole_off + area_off[area] + age_sex_off[band * 2 + town.people.sex.codes[person]])
    order = np.lexsort((person, band, area))
    people = _counted(person[order], area[order], weight[order], said, dice)
    homes = np.unique(dwelling[~town.dwellings.kind.is_(*COMMUNAL)[dwelling]])
    where = town.dwellings.lsoa[homes]
    by_area = np.lexsort((homes, where))
    homes, where = homes[by_area], where[by_area]
    return CensusDay(month, people, _counted(homes, where, np.exp(whole_off + area_off[where]), said, dice))


def _counted(ids: Ints, area: Ints, weight: Floats, said: CensusSettings, dice: Dice) -> Counted:
    """Copies that add up to the weights within one, along rows that are sorted by area."""
    return Counted(ids, area, whole(dice, weight), dice.integers(0, KEYS, len(ids)), said.cells_changed)
