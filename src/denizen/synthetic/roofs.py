"""The dwellings as the months see them: which stand empty, who may move into them, and where rooms are free."""

from __future__ import annotations

import numpy as np

from denizen.synthetic.chance import Dice, rank_within
from denizen.synthetic.living import Living
from denizen.synthetic.settling import PRIVATE, SHARED
from denizen.synthetic.town import NOBODY, Dwellings, Flags, Ints

ASYLUM = "dispersal"


class Roofs:
    """The dwellings in one month. `household` is who lives in an ordinary home; `moved_in` whom a move brought this month."""

    def __init__(self, dwellings: Dwellings, living: Living, share_kept_empty: float) -> None:
        self.kind, self.tenure, self.lsoa = dwellings.kind.codes, dwellings.tenure.codes, dwellings.lsoa
        self.rooms, self.first, self.last = dwellings.rooms, dwellings.first_month, dwellings.last_month.copy()
        self.fosters = np.flatnonzero(dwellings.confidential.is_("foster"))
        self.is_dispersal: Flags = dwellings.confidential.is_(ASYLUM)
        self.household = np.full(len(self.kind), NOBODY)
        self.moved_in = np.full(len(self.kind), NOBODY)
        self.share_kept_empty = share_kept_empty
        self.is_home: Flags = self.kind < SHARED
        rows = np.flatnonzero((living.home >= 0) & self.is_home[np.maximum(living.home, 0)])
        self.household[living.home[rows]] = living.household[rows]
        self.pool = np.array([], dtype=np.int64)
        self.was_occupied: Flags = np.zeros(len(self.kind), dtype=bool)

    def occupied(self, living: Living) -> Ints:
        """People in each dwelling."""
        return np.bincount(living.home[living.home >= 0], minlength=len(self.kind))

    def open_month(self, living: Living, month: int, demolished: float, dice: Dice) -> None:
        """Look which homes stand empty. A share of them is kept so; a few come down for good."""
        self.was_occupied = self.occupied(living) > 0
        stands = (self.first <= month) & (month < self.last)
        vacant = dice.permutation(np.flatnonzero(self.is_home & stands & ~self.was_occupied))
        down = min(len(vacant), int(dice.poisson(demolished * self.is_home.sum() / 12)))
        self.last[vacant[:down]] = month
        vacant = vacant[down:]
        kept = int(self.share_kept_empty * (self.is_home & stands).sum())
        self.pool = vacant[: max(len(vacant) - kept, int(0.25 * len(vacant)))]
        self.moved_in[:] = NOBODY

    def take(self, tenures: Ints) -> Ints:
        """An empty home for each who asks: of the tenure asked for, else any that is left, else NOBODY."""
        found = np.full(len(tenures), NOBODY)
        for wanted in (tenures, np.zeros_like(tenures)):
            asking = np.flatnonzero(found < 0)
            offered = self.tenure[self.pool] if wanted is tenures else np.zeros(len(self.pool), dtype=np.int64)
            span = len(self.kind) + len(tenures) + 1
            ask = wanted[asking] * span + rank_within(wanted[asking])
            offer = offered * span + rank_within(offered)
            _, i, j = np.intersect1d(ask, offer, assume_unique=True, return_indices=True)
            found[asking[i]] = self.pool[j]
            self.pool = np.delete(self.pool, j)
        return found

    def take_rooms(self, living: Living, count: int, kind: int, dice: Dice, dispersal: bool = False) -> Ints:
        """Up to `count` free rooms in dwellings of a kind, one for each person."""
        free = np.where(self.kind == kind, self.rooms - self.occupied(living), 0)
        free[self.is_dispersal != dispersal] = 0
        rooms = np.repeat(np.arange(len(free)), np.maximum(free, 0))
        return dice.permutation(rooms)[:count]

    def close_month(self, living: Living) -> None:
        """Give the people of every ordinary home its household: the one that moved in whole, or a new one."""
        people = np.flatnonzero(living.home >= 0)
        people = people[self.is_home[living.home[people]]]
        lived_in = np.unique(living.home[people])
        fresh = lived_in[~self.was_occupied[lived_in]]
        whole = self.moved_in[fresh]
        new = fresh[whole < 0]
        self.household[fresh[whole >= 0]] = whole[whole >= 0]
        self.household[new] = living.new_households(len(new))
        living.household[people] = self.household[living.home[people]]


def private(count: int) -> Ints:
    """A wish for private renting, `count` times."""
    return np.full(count, PRIVATE)
