"""How people came to each home and left it, and where anybody lived in a month."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from denizen.synthetic.town import NOBODY, Coded, Ints, Stays, Town

_MONTHS = 1 << 15
_EARLY = 4000
"""months before the start that a key has room for"""


@dataclass(frozen=True)
class Passages:
    """One row per stay: by what flow it began and ended (an empty word: it began before the town's time, or goes on)."""

    began: Coded
    ended: Coded


def passages(town: Town) -> Passages:
    stays, flows = town.life.stays, town.life.flows
    words = ("", *flows.kind.words)
    order = np.argsort(_key(flows.person, flows.month), kind="stable")
    known = _key(flows.person, flows.month)[order]
    codes = flows.kind.codes[order] + 1

    def kind(months: Ints) -> Coded:
        wanted = _key(stays.person, np.minimum(months, _MONTHS - _EARLY - 1))
        at = np.searchsorted(known, wanted).clip(max=len(known) - 1)
        return Coded(np.where(known[at] == wanted, codes[at], 0), words)

    return Passages(kind(stays.from_month), kind(stays.to_month))


@dataclass(frozen=True)
class Homes:
    """Where anybody lives in a month, by the main stays in order of person and month."""

    stays: Stays
    row: Ints
    key: Ints

    def stay(self, person: Ints, month: Ints | int) -> Ints:
        """The row of each person's main stay at the end of a month, or NOBODY."""
        months = np.broadcast_to(np.asarray(month, dtype=np.int64), person.shape)
        at = np.searchsorted(self.key, _key(person, months), side="right") - 1
        row = self.row[at.clip(min=0)]
        holds = (at >= 0) & (self.stays.person[row] == person) & (months < self.stays.to_month[row])
        return np.where(holds, row, NOBODY)

    def dwelling(self, person: Ints, month: Ints | int) -> Ints:
        """Each person's main dwelling at the end of a month, or NOBODY."""
        row = self.stay(person, month)
        return np.where(row == NOBODY, NOBODY, self.stays.dwelling[row])


def homes(town: Town) -> Homes:
    stays = town.life.stays
    main = np.flatnonzero(~stays.is_second)
    key = _key(stays.person[main], stays.from_month[main])
    order = np.argsort(key, kind="stable")
    return Homes(stays, main[order], key[order])


def _key(person: Ints, month: Ints) -> Ints:
    return person * _MONTHS + month + _EARLY
