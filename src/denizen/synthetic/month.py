"""What every event of a month works with, and the ways in which people change homes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from denizen.synthetic.chance import Dice
from denizen.synthetic.founders import Founding
from denizen.synthetic.living import ABROAD, ELSEWHERE, HERE, HOUSEHOLD, Living
from denizen.synthetic.roofs import Roofs
from denizen.synthetic.town import NOBODY, Floats, Ints


@dataclass
class Month:
    """One month of the town: its number, the people, the roofs, and how apt each small area is to be left."""

    number: int
    of_year: int
    living: Living
    roofs: Roofs
    founding: Founding
    unrest: Floats
    dice: Dice

    def here(self) -> Ints:
        return np.flatnonzero(self.living.where == HERE)

    def age(self, people: Ints) -> Ints:
        return (self.number - self.living.birth[people]) // 12

    def lives_with_parent(self, people: Ints) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        living = self.living
        same = np.zeros(len(people), dtype=bool)
        for parent in (living.mother[people], living.father[people]):
            same |= (parent >= 0) & (living.home[parent] == living.home[people])
        return same

    def move(self, people: Ints, homes: Ints, role: int = HOUSEHOLD) -> None:
        """Move people, with the children who live with them, to other homes. Rooms make a household each."""
        living = self.living
        to, old = np.full(living.size, NOBODY), living.home.copy()
        to[people] = homes
        children = np.flatnonzero((living.birth > self.number - 18 * 12) & (living.where == HERE) & (to < 0))
        for parent in (living.mother[children], living.father[children]):
            follows = (parent >= 0) & (to[parent] >= 0) & (old[parent] == old[children]) & (to[children] < 0)
            to[children[follows]] = to[parent[follows]]
        movers = np.flatnonzero(to >= 0)
        living.home[movers] = to[movers]
        living.role[movers] = role
        if role != HOUSEHOLD:
            living.household[movers] = living.new_households(len(movers))

    def send_away(self, people: Ints, abroad: float) -> None:
        """People leave with their children: abroad with a chance, more so if born there, else elsewhere in the country."""
        living = self.living
        going = self.with_children(people)
        # a family goes one way: that of the first of its home
        lot = self.dice.random(len(self.roofs.kind))[living.home[going]]
        chance = np.where(living.country[going] >= 0, abroad, abroad * 0.1)
        one_way = np.zeros(len(self.roofs.kind))
        np.maximum.at(one_way, living.home[going], chance)
        out = lot < one_way[living.home[going]]
        living.leave(going[out], ABROAD, self.number)
        living.leave(going[~out], ELSEWHERE, self.number)

    def with_children(self, people: Ints) -> Ints:
        """People and the children under 18 who live with them as their parents."""
        living = self.living
        goes = np.zeros(living.size, dtype=bool)
        goes[people] = True
        children = np.flatnonzero((living.birth > self.number - 18 * 12) & (living.where == HERE) & ~goes)
        follows = np.zeros(len(children), dtype=bool)
        for parent in (living.mother[children], living.father[children]):
            follows |= (parent >= 0) & goes[parent] & (living.home[parent] == living.home[children])
        goes[children[follows]] = True
        return np.flatnonzero(goes)
