"""How people come to stand on a list, and how long they stay there: coverage by group, lags, ghosts, old addresses.

Each list misses and keeps people by its own settings, but the same trait (`people.engagement`) and the same household
make the same people be missed by many of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from denizen.synthetic.chance import Dice, happens
from denizen.synthetic.extracts.passages import Passages
from denizen.synthetic.settings_of_lists import ByAge, ListSettings
from denizen.synthetic.town import NEVER, Flags, Floats, Ints, Town

AFTER_WINDOW = 2
"""months for which an entry may outlive the age at which people are taken off"""


@dataclass(frozen=True)
class Entries:
    """One row per entry that a list ever had: a person at a dwelling in months [from_month, to_month).

    In order of person and month. `stay` is the stay that it came from, `lot` a number in [0, 1) of its own.
    """

    stay: Ints
    person: Ints
    dwelling: Ints
    from_month: Ints
    to_month: Ints
    lot: Floats

    def at(self, month: int) -> Ints:
        """The rows of the entries that the list has at the end of a month."""
        return np.flatnonzero((self.from_month <= month) & (month < self.to_month))

    def __len__(self) -> int:
        return len(self.person)


@dataclass(frozen=True)
class Window:
    """The months of their life in which people can be on a list: one row per person, [from_month, to_month)."""

    from_month: Ints
    to_month: Ints


def of_ages(town: Town, youngest: float, oldest: float = 200) -> Window:
    """The months from one age on, before another."""
    born = town.people.birth_month
    return Window(born + int(youngest * 12), born + int(oldest * 12))


def enter(
    town: Town, passing: Passages, said: ListSettings, window: Window, dice: Dice, who: Flags | None = None
) -> Entries:
    """Every entry that a list ever has of the town's main stays. `who` says which stays can be listed (rows of stays)."""
    stays = town.life.stays
    rows = np.flatnonzero(~stays.is_second if who is None else who & ~stays.is_second)
    person = stays.person[rows]
    begins = np.maximum(stays.from_month[rows], window.from_month[person])
    ends = np.minimum(stays.to_month[rows], window.to_month[person])
    starts = begins + np.floor(dice.exponential(said.lag_months, len(rows))).astype(np.int64)
    listed = happens(dice, _chance(town, said, rows, begins, dice)) & (
        starts < np.minimum(ends, town.calendar.months + 1)
    )
    lingers = _lingering(passing, said, rows, dice)
    is_open = ends >= NEVER
    stops = np.where(is_open, NEVER, np.minimum(ends + lingers, window.to_month[person] + AFTER_WINDOW))
    follows, lot = happens(dice, said.follows, len(rows)), dice.random(len(rows))
    return _in_turn(town, rows[listed], starts[listed], stops[listed], follows[listed], lot[listed])


def _in_turn(town: Town, rows: Ints, starts: Ints, stops: Ints, follows: Flags, lot: Floats) -> Entries:
    """Entries in order of person and month; an entry ends when the person's next begins, where the list follows people."""
    stays = town.life.stays
    order = np.lexsort((starts, stays.person[rows]))
    rows, starts, stops, follows, lot = rows[order], starts[order], stops[order], follows[order], lot[order]
    person = stays.person[rows]
    next_start = np.append(starts[1:], NEVER)
    has_next = np.append(person[1:] == person[:-1], False)
    stops = np.where(has_next & follows, np.minimum(stops, next_start), stops)
    lasts = stops > starts
    rows = rows[lasts]
    return Entries(rows, person[lasts], stays.dwelling[rows], starts[lasts], stops[lasts], lot[lasts])


def _lingering(passing: Passages, said: ListSettings, rows: Ints, dice: Dice) -> Ints:
    """Months for which an entry outlives the stay, by how the stay ended."""
    half_lives = [said.half_life_months.get(word, 1.0) for word in passing.ended.words]
    half_life = np.array(half_lives)[passing.ended.codes[rows]]
    return np.asarray(np.floor(dice.exponential(1.0, len(rows)) * half_life / np.log(2)), dtype=np.int64)


def _chance(town: Town, said: ListSettings, rows: Ints, begins: Ints, dice: Dice) -> Floats:
    """The chance that each stay is ever entered: tenure, age, sex, arrival, then the person, household, area and drift."""
    people, stays, homes = town.people, town.life.stays, town.dwellings
    person, dwelling = stays.person[rows], stays.dwelling[rows]
    since = np.maximum(begins, 0)
    age = (since - people.birth_month[person]) // 12
    tenures = np.array([said.by_tenure.get(word, 0.0) for word in homes.tenure.words])[homes.tenure.codes[dwelling]]
    odds = by_age(said.odds_by_age, age)
    odds = odds * np.where(people.sex.is_("male")[person] & (age >= 18) & (age < 35), said.odds_young_men, 1.0)
    arrived = people.arrived_month[person]
    odds = odds * np.where((arrived < NEVER) & (since - arrived < 24), said.odds_new_arrival, 1.0)
    household = _latent(stays.household[rows])
    area = dice.normal(0, said.area_spread, len(town.place.lsoa_code))[homes.lsoa[dwelling]]
    shift = said.loading * (0.8 * people.engagement[person] + 0.6 * household) + area + said.drift_yearly * since / 12
    with np.errstate(divide="ignore"):
        logit = np.log(tenures) - np.log1p(-np.minimum(tenures, 0.9999)) + np.log(odds) + shift
    return np.asarray(1.0 / (1.0 + np.exp(-logit)))


def _latent(household: Ints) -> Floats:
    """A standard normal number of each household, the same for every list."""
    mixed = (household.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(32)
    even = (mixed.astype(float) + 0.5) / 2**32
    other = ((mixed * np.uint64(2654435761)) & np.uint64(0xFFFFFFFF)).astype(float) / 2**32
    return np.asarray(np.sqrt(-2 * np.log(even)) * np.cos(2 * np.pi * other))


def by_age(table: ByAge, age: Ints) -> Floats:
    """The value of a table by age for each age."""
    ages = sorted(table)
    place = np.searchsorted(ages, age, side="right") - 1
    return np.asarray(np.array([table[start] for start in ages])[place.clip(min=0)])
