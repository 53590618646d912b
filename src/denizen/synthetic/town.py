"""The nouns of an invented town: its place, dwellings, people, and where they lived in each month.

Tables are columns side by side: arrays of one length, the row number being the id (`dwelling_id`, `person_id`). A column
of categories is a `Coded`. Months are whole numbers: month 0 is the starting stock, month m the end of the m-th month
after it; a stay holds the months from `from_month` up to, not including, `to_month`. `NEVER` says that it has no end.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Texts = NDArray[np.object_]
Dates = NDArray[np.datetime64]

NEVER = 10_000
"""the month that does not come: still alive, still standing, still living there"""
NOBODY = -1
"""in a column of ids: no such person, dwelling or partner"""


@dataclass(frozen=True)
class Coded:
    """A column of categories: the place of each row's word in `words`."""

    codes: Ints
    words: tuple[str, ...]

    def text(self) -> Texts:
        """The words, row by row."""
        return np.array(self.words, dtype=object)[self.codes]

    def is_(self, *words: str) -> Flags:
        """Which rows have one of these words. Raises ValueError for a word that the column does not know."""
        return np.isin(self.codes, [self.words.index(word) for word in words])

    def __len__(self) -> int:
        return len(self.codes)


@dataclass(frozen=True)
class Calendar:
    """Whole months from the starting stock (0) to the last (`months`)."""

    first: date
    months: int

    def month_of(self, year: int, month: int) -> int:
        return (year - self.first.year) * 12 + month - self.first.month

    def year_and_month(self, month: int) -> tuple[int, int]:
        past = self.first.year * 12 + self.first.month - 1 + month
        return past // 12, past % 12 + 1

    def text(self, month: int) -> str:
        """The month as 2024-03."""
        year, of_year = self.year_and_month(month)
        return f"{year:04d}-{of_year:02d}"


@dataclass(frozen=True)
class Streets:
    """One row per street within a small area; a street that crosses areas has a row in each, and one usrn in all."""

    name: Texts
    usrn: Ints
    lsoa: Ints
    x: Floats
    y: Floats


@dataclass(frozen=True)
class Postcodes:
    """One row per invented unit postcode: its mean grid point, the small area and street of its first dwelling."""

    postcode: Texts
    x: Floats
    y: Floats
    lsoa: Ints
    street: Ints


@dataclass(frozen=True)
class Place:
    """The real ground: small areas in the order of their codes. Outlines are rings of grid points in metres."""

    area_code: str
    name: str
    nation: str
    lsoa_code: Texts
    lsoa_name: Texts
    msoa_code: Texts
    ward_code: Texts
    outlines: tuple[tuple[Floats, ...], ...]
    x: Floats
    y: Floats
    streets: Streets


@dataclass(frozen=True)
class Dwellings:
    """One row per dwelling, hall, home or refuge; key: its row number, dwelling_id.

    `flat` is the sub-building ("Flat 2"), `building` a name, `number` 0 where there is none, `suffix` as in 14A.
    `parent_uprn` is that of the whole building (0: none). `confidential` says why an address may not be shown: refuge,
    foster, dispersal, or nothing. `rooms` is how many people a shared or communal dwelling takes; bedrooms else.
    """

    uprn: Ints
    parent_uprn: Ints
    usrn: Ints
    lsoa: Ints
    x: Floats
    y: Floats
    postcode: Texts
    tenure: Coded
    kind: Coded
    confidential: Coded
    rooms: Ints
    flat: Texts
    building: Texts
    number: Ints
    suffix: Texts
    street: Texts
    locality: Texts
    town: Texts
    first_month: Ints
    last_month: Ints


@dataclass(frozen=True)
class People:
    """One row per person who ever lived in the town; key: its row number, person_id.

    Names are those at the person's start (birth, or the name they came with); later and other names are in `OtherNames`.
    `arrived_month` is when somebody born abroad first came to the country, `NEVER` for the rest. `twin_of`, `mother` and
    `father` are person_ids or NOBODY. `engagement` is how readily a person deals with offices (standard normal): lists
    that miss people should miss the same ones.
    """

    sex: Coded
    birth_date: Dates
    birth_month: Ints
    death_month: Ints
    culture: Coded
    title: Texts
    forename: Texts
    middle: Texts
    surname: Texts
    family_first: Flags
    birth_country: Coded
    nationality: Coded
    language: Coded
    english: Coded
    ethnic_group: Coded
    religion: Coded
    disabled: Flags
    arrived_month: Ints
    mother: Ints
    father: Ints
    twin_of: Ints
    sector: Coded
    employer: Ints
    engagement: Floats

    def age_at(self, month: int) -> Ints:
        """Completed years at the end of a month; below nought before birth."""
        return (month - self.birth_month) // 12


@dataclass(frozen=True)
class OtherNames:
    """Another name of a person: married, nickname, spelling, without_marks, turned (order). From a month on, or all along."""

    person: Ints
    kind: Coded
    from_month: Ints
    forename: Texts
    middle: Texts
    surname: Texts


@dataclass(frozen=True)
class Stays:
    """Who lived where, months [from_month, to_month). One main stay at a time; `is_second` marks a child's second home.

    A stay of the starting stock begins in month 0 or before, as long ago as the person moved there. Sorted by person, month.
    """

    person: Ints
    dwelling: Ints
    household: Ints
    from_month: Ints
    to_month: Ints
    role: Coded
    is_second: Flags


@dataclass(frozen=True)
class Partnerships:
    """Couples who live together: a before b, months [from_month, to_month)."""

    a: Ints
    b: Ints
    from_month: Ints
    to_month: Ints
    is_married: Flags


@dataclass(frozen=True)
class Flows:
    """What changed in a month, at most one row per person and month.

    kind: birth, death, moved (within the town), from_uk, from_abroad, returned (who lived here before), to_uk, to_abroad.
    Dwellings are NOBODY outside the town.
    """

    month: Ints
    person: Ints
    kind: Coded
    from_dwelling: Ints
    to_dwelling: Ints


@dataclass(frozen=True)
class Life:
    """What the months brought: stays, couples and flows."""

    stays: Stays
    partnerships: Partnerships
    flows: Flows


@dataclass(frozen=True)
class Town:
    """The whole invented town, true by construction."""

    calendar: Calendar
    place: Place
    postcodes: Postcodes
    dwellings: Dwellings
    people: People
    other_names: OtherNames
    life: Life
