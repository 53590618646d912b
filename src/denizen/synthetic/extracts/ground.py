"""What every list is drawn from: the town, its settings and chance, and what is worked out of it once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from denizen.synthetic.chance import Dice, Seed
from denizen.synthetic.extracts.keys import keys_of
from denizen.synthetic.extracts.passages import Homes, Passages, homes, passages
from denizen.synthetic.extracts.written_addresses import AddressBook, address_book
from denizen.synthetic.extracts.written_dates import last_day
from denizen.synthetic.settings import Settings
from denizen.synthetic.town import Ints, Texts, Town

KEEPERS = ("council", "health", "landlord", "education", "library")


@dataclass(frozen=True)
class Ground:
    """The town as those who draw lists need it."""

    town: Town
    settings: Settings
    seed: Seed
    passages: Passages
    homes: Homes
    addresses: AddressBook
    lsoa_of: Texts
    """code of the small area of each dwelling"""

    def dice(self, part: str) -> Dice:
        return self.seed.dice(f"list {part}")

    def keys(self, keeper: str, person: Ints, month: int) -> Texts:
        """The key that a keeper makes for each person, the same in every list that it keys; a few people have two."""
        size = len(self.town.people.forename)
        twice = self.dice(f"keys of {keeper}").random(size) < self.settings.deliveries.keyed_twice
        return keys_of(person, twice[person] & (month % 2 == 0), self.keeper_number(keeper))

    def keeper_number(self, keeper: str) -> int:
        """What a keeper's keys grow from."""
        return KEEPERS.index(keeper) + 1000 * self.seed.number

    @property
    def last(self) -> int:
        return self.town.calendar.months

    def last_day(self, month: int) -> np.datetime64:
        return last_day(self.town.calendar, month)

    def count_months(self) -> list[int]:
        """The months at whose end lists without names are delivered."""
        said = self.settings.deliveries
        first = max(self.last - said.counts_years * 12, 1)
        return list(range(self.last, first - 1, -said.counts_every_months))[::-1]

    def named_months(self) -> list[int]:
        """The months at whose end lists of people are delivered: the last, and that of a year before."""
        return [month for month in (self.last - 12, self.last) if month > 0]

    def age(self, person: Ints, month: int) -> Ints:
        """Completed years by the birth date in people's papers, never below nought."""
        born = self.town.people.birth_date[person].astype("datetime64[D]")
        day = self.last_day(month).astype("datetime64[D]")
        born_month, day_month = born.astype("datetime64[M]"), day.astype("datetime64[M]")
        months = (day_month - born_month).astype(np.int64)
        later = (born - born_month).astype(np.int64) > (day - day_month).astype(np.int64)
        return np.asarray(np.maximum((months - later) // 12, 0))


def ground_of(town: Town, settings: Settings, seed: Seed) -> Ground:
    book = address_book(town.dwellings)
    codes = town.place.lsoa_code[town.dwellings.lsoa]
    return Ground(town, settings, seed, passages(town), homes(town), book, codes)
