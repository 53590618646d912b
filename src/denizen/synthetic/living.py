"""The state of the town in one month: everybody who has ever lived in it, and where they are now."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np

from denizen.synthetic.town import NEVER, NOBODY, Flags, Ints

HERE, ELSEWHERE, ABROAD, DEAD, UNBORN = range(5)
"""where a person is: in the town, elsewhere in the country, abroad, dead; the last is for no one in the table"""
ROLES = ("household", "sharer", "hall", "care_home", "refuge", "foster")
HOUSEHOLD, SHARER, HALL, CARE_HOME, REFUGE, FOSTER = range(6)
FEMALE, MALE = 0, 1
SEXES = ("female", "male")

NOTHING = {
    "partner": NOBODY, "mother": NOBODY, "father": NOBODY, "twin_of": NOBODY, "home": NOBODY, "household": NOBODY,
    "second_with": NOBODY, "country": NOBODY, "arrived": NEVER, "death": NEVER, "role": HOUSEHOLD, "where": HERE,
    "student_since": NEVER, "last_birth": -NEVER, "left": NEVER, "paired_since": NEVER, "married": 0,
}  # fmt: skip
"""what a column holds for a person of whom nothing is said"""


@dataclass
class Living:
    """One row per person, changed month by month. Columns are whole numbers; `country` NOBODY is birth in this country.

    `second_with` is the parent with whom a child has a second home; `left` the month in which somebody last left.
    """

    sex: Ints
    birth: Ints
    ethnic: Ints
    culture: Ints
    country: Ints
    arrived: Ints
    mother: Ints
    father: Ints
    twin_of: Ints
    partner: Ints
    paired_since: Ints
    married: Ints
    home: Ints
    household: Ints
    second_with: Ints
    role: Ints
    where: Ints
    death: Ints
    left: Ints
    student_since: Ints
    last_birth: Ints
    households: int = 0
    past_couples: list[tuple[Ints, ...]] = field(default_factory=list)

    @property
    def size(self) -> int:
        return len(self.sex)

    @property
    def here(self) -> Flags:
        return np.asarray(self.where == HERE)

    def age(self, month: int) -> Ints:
        return (month - self.birth) // 12

    def add(self, count: int, **columns: Ints | int) -> Ints:
        """Add people; a column that is not given holds nothing. Returns their person_ids."""
        start = self.size
        for name in _columns():
            value = columns.get(name, NOTHING.get(name, 0))
            more = np.broadcast_to(np.asarray(value, dtype=np.int64), (count,))
            setattr(self, name, np.concatenate([getattr(self, name), more]))
        return np.arange(start, start + count)

    def new_households(self, count: int) -> Ints:
        self.households += count
        return np.arange(self.households - count, self.households)

    def part(self, people: Ints, month: int) -> None:
        """End the couples of these people, and keep what they were."""
        people = people[self.partner[people] >= 0]
        others = self.partner[people]
        a, b = np.minimum(people, others), np.maximum(people, others)
        a, rows = np.unique(a, return_index=True)
        self.past_couples.append((a, b[rows], self.paired_since[a], np.full(len(a), month), self.married[a]))
        for side in (people, others):
            self.partner[side] = NOBODY
            self.paired_since[side] = NEVER
            self.married[side] = 0

    def join(self, a: Ints, b: Ints, month: int | Ints, married: Flags) -> None:
        """Make couples."""
        for one, other in ((a, b), (b, a)):
            self.partner[one] = other
            self.paired_since[one] = month
            self.married[one] = married

    def leave(self, people: Ints, where: int, month: int) -> None:
        """Take people out of the town: elsewhere, abroad, or dead."""
        self.where[people] = where
        self.home[people] = NOBODY
        self.household[people] = NOBODY
        self.left[people] = month
        self.role[people] = HOUSEHOLD
        if where == DEAD:
            self.death[people] = month


def _columns() -> tuple[str, ...]:
    return tuple(column.name for column in fields(Living) if column.name not in ("households", "past_couples"))


def nobody() -> Living:
    """A town without people."""
    columns: Any = {name: np.array([], dtype=np.int64) for name in _columns()}
    return Living(**columns)


def by_age(ages: Ints, table: dict[int, float]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """The value of a table by age for each age."""
    starts = np.array(sorted(table))
    values = np.array([table[start] for start in sorted(table)])
    return np.asarray(values[np.searchsorted(starts, np.maximum(ages, starts[0]), side="right") - 1])
