"""Which records are looked at again when the next lists come, and what becomes of the groups of all the others.

Groups are only ever joined within what pairs over the threshold reach. So whoever such pairs lead to, from a record that is new
or changed or had a companion who is, is looked at again; all others are grouped as they would be anew, and are left alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from denizen.linkage.carried import NONE
from denizen.linkage.model import Floats, Ints

Which = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Before:
    """What is known of each record from the lists and links before: a row a record, in their order."""

    person: Ints
    """the number of its group then, or -1 where it is new"""
    is_same: Which
    """whether it says what it said then"""
    companions: Ints
    """records of each group then, itself included: a row a group"""
    gone: int
    """how many records stood in a group then, and are on no list now"""

    @property
    def new_or_changed(self) -> int:
        return int((~self.is_same).sum())

    def touched(self) -> Which:
        """The records that are new or changed, and those of groups of which a record is changed or gone."""
        stays = np.bincount(self.person[self.is_same], minlength=len(self.companions))
        is_whole = stays == self.companions
        return ~self.is_same | ~np.where(self.person == NONE, False, np.append(is_whole, False)[self.person])

    def groups_then(self) -> Ints:
        """The group of each record then; one of its own where it is new."""
        return np.where(self.person == NONE, len(self.companions) + np.arange(len(self.person)), self.person)

    def spread(
        self, new: Which, pairs_of: Callable[[Ints], tuple[Ints, Ints, Floats]], threshold: float, so_far: Which
    ) -> Which:
        """Who is looked at: these records, and all that pairs over the threshold lead to from them, step by step.

        Args:  what gives the pairs of some records and their bits, those told in a step before left out; who is looked at
               already.
        """
        looked_at = so_far.copy()
        while new.any():
            looked_at |= new
            a, b, weight = pairs_of(np.flatnonzero(new))
            new = self.reached(a, b, weight > threshold) & ~looked_at
        return looked_at

    def reached(self, a: Ints, b: Ints, over: Which) -> Which:
        """The records of those pairs, and all that were in a group with one of them."""
        which = np.zeros(len(self.person), dtype=bool)
        which[np.concatenate([a[over], b[over]])] = True
        return self.with_companions(which)

    def with_companions(self, which: Which) -> Which:
        """These records, and all that were in a group with one of them: of a group all are looked at, or nobody."""
        asked = np.zeros(len(self.companions) + 1, dtype=bool)
        asked[self.person[which]] = True
        asked[NONE] = False
        return np.asarray(which | asked[self.person])

    def groups(self, looked_at: Ints, groups: Ints) -> Ints:
        """The group of every record, numbered by its lowest: as it was, and as closed again for those looked at.

        Args:  records that were looked at, and the group of each, numbered by its lowest record.
        """
        every = np.arange(len(self.person))
        left = np.ones(len(every), dtype=bool)
        left[looked_at] = False
        lowest = np.full(len(self.companions), len(every))
        np.minimum.at(lowest, self.person[left], every[left])
        every[left] = lowest[self.person[left]]
        every[looked_at] = groups
        return every


def at_homes_of_movers(groups: Ints, homes: Ints, touched: Which) -> Which:
    """Who stands at one of the homes of a group that lies across several and has a touched record: whom they may have moved with.

    Args:  the group of each record; the number of its home, or -1; which records are touched.
    """
    told = np.isin(groups, groups[touched]) & (homes >= 0)
    rows = np.unique(np.stack([groups[told], homes[told]], axis=1), axis=0)
    across = np.bincount(rows[:, 0], minlength=len(groups))[rows[:, 0]] > 1
    return np.isin(homes, rows[across, 1])
