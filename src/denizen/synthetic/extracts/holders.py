"""Who answers for each home and from when to when: one or two adults in turn, as bills and tenancies name them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from denizen.synthetic.chance import Dice, happens
from denizen.synthetic.extracts.ground import Ground
from denizen.synthetic.town import NEVER, NOBODY, Flags, Ints

ADULT = 18 * 12
ROUNDS = 60
"""more holders in turn than this no home has"""


@dataclass(frozen=True)
class Holdings:
    """One row per holding of a home in months [from_month, to_month): `first` answers for it, `second` with them or NOBODY."""

    dwelling: Ints
    first: Ints
    second: Ints
    from_month: Ints
    to_month: Ints
    stay: Ints

    def at(self, month: int) -> Ints:
        return np.flatnonzero((self.from_month <= month) & (month < self.to_month))

    def __len__(self) -> int:
        return len(self.first)


def holdings(ground: Ground, where: Flags, both: float, dice: Dice) -> Holdings:
    """Holdings of the dwellings of `where`, in order of dwelling and month. A couple stands on it together with chance `both`.

    When a holder leaves or dies, the adult who has lived there longest comes next.
    """
    stays, people = ground.town.life.stays, ground.town.people
    rows = np.flatnonzero(~stays.is_second & where[stays.dwelling] & stays.role.is_("household", "foster", "sharer"))
    begins = np.maximum(stays.from_month[rows], people.birth_month[stays.person[rows]] + ADULT)
    rows, begins = rows[begins < stays.to_month[rows]], begins[begins < stays.to_month[rows]]
    turns = _in_turn(stays.dwelling[rows], begins, stays.to_month[rows], _seniority(ground, rows), len(where))
    place, start = (np.concatenate(column) for column in zip(*turns, strict=True))
    row = rows[place]
    order = np.lexsort((start, stays.dwelling[row]))
    row, start = row[order], start[order]
    first, dwelling = stays.person[row], stays.dwelling[row]
    partner = partner_at(ground, first, start)
    with_them = (partner != NOBODY) & (ground.homes.dwelling(partner, np.maximum(start, 0)) == dwelling)
    second = np.where(with_them & happens(dice, both, len(first)), partner, NOBODY)
    return Holdings(dwelling, first, second, start, stays.to_month[row], row)


def _in_turn(dwelling: Ints, begins: Ints, ends: Ints, senior: Ints, many: int) -> list[tuple[Ints, Ints]]:
    """Holders in rounds: in each, every home's next holder after the last one went; places of rows, and months of start."""
    held_until = np.full(many, -NEVER)
    left = np.arange(len(dwelling))
    turns = []
    for _ in range(ROUNDS):
        left = left[ends[left] > held_until[dwelling[left]]]
        if not len(left):
            break
        start = np.maximum(begins[left], held_until[dwelling[left]])
        order = np.lexsort((senior[left], start, dwelling[left]))
        firsts = order[np.r_[True, dwelling[left][order][1:] != dwelling[left][order][:-1]]]
        chosen = left[firsts]
        turns.append((chosen, start[firsts]))
        held_until[dwelling[chosen]] = ends[chosen]
    return turns


def _seniority(ground: Ground, rows: Ints) -> Ints:
    """Of adults who come on one day: the nearest to 50 of those of 25 and over, then the young."""
    stays = ground.town.life.stays
    age = (np.maximum(stays.from_month[rows], 0) - ground.town.people.birth_month[stays.person[rows]]) // 12
    return np.asarray(np.where(age >= 25, abs(age - 50), 100 - age))


def partner_at(ground: Ground, person: Ints, month: Ints) -> Ints:
    """Whom each person lives with as a couple in a month, or NOBODY."""
    couples, room, early = ground.town.life.partnerships, 1 << 15, 4000
    own = np.concatenate([couples.a, couples.b])
    other = np.concatenate([couples.b, couples.a])
    begins, ends = np.tile(couples.from_month, 2), np.tile(couples.to_month, 2)
    order = np.argsort(own * room + begins + early, kind="stable")
    keys = (own * room + begins + early)[order]
    at = np.searchsorted(keys, person * room + np.maximum(month, 0) + early, side="right") - 1
    row = order[at.clip(min=0)]
    holds = (at >= 0) & (own[row] == person) & (np.maximum(month, 0) < ends[row])
    return np.where(holds, other[row], NOBODY)
