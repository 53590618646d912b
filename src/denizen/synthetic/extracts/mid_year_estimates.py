"""The town's mid-year estimates: its census carried on, and wrong by more with each year that has passed since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from denizen.synthetic.chance import Seed, whole
from denizen.synthetic.example import Example, rows_of
from denizen.synthetic.extracts.census_day import DAY, CensusDay, residents
from denizen.synthetic.extracts.delivery import Delivery, Desk
from denizen.synthetic.making import Made
from denizen.synthetic.town import Floats, Town

YEARS = range(2011, 2023)
"""the years of the table that was revised after the census"""
BEFORE_CENSUS = (2017, 2019, 2020)
CENSUS_BEFORE = 2011
AUTHORITY_YEAR = 2024
MID_YEAR = 6
OLDEST = 90
AGES = (*map(str, range(OLDEST)), f"{OLDEST}+")
KINDS = {
    "E06": "Unitary Authority", "E07": "Non-metropolitan District", "E08": "Metropolitan District",
    "E09": "London Borough", "W06": "Unitary Authority",
}  # fmt: skip


@dataclass(frozen=True)
class Estimating:
    """How the office estimates a town: its census against the truth, and the growth that it gets wrong in each area."""

    town: Town
    off_at_census: Floats
    """what the census counted in each area, over what was true"""
    growth_off: Floats
    """how much too fast the office lets each area grow, a year"""
    growth_off_before: Floats
    """the same, in the series that stood on the census before"""

    def lived(self, years: Iterable[int]) -> list[int]:
        """Those of the years whose middle the town lives through."""
        calendar = self.town.calendar
        return [year for year in years if 0 <= calendar.month_of(year, MID_YEAR) <= calendar.months]

    def residents(self, year: int) -> Floats:
        """True residents of area x age in the middle of a year that the town lives through."""
        people, month = self.town.people, self.town.calendar.month_of(year, MID_YEAR)
        person, dwelling = residents(self.town, month)
        cell = self.town.dwellings.lsoa[dwelling] * (OLDEST + 1) + np.minimum(people.age_at(month)[person], OLDEST)
        areas = len(self.off_at_census)
        return np.bincount(cell, minlength=areas * (OLDEST + 1)).reshape(areas, OLDEST + 1).astype(float)

    def revised(self, year: int) -> Floats:
        """Estimates of area x age that stand on the town's census."""
        since = year + MID_YEAR / 12 - DAY[0] - DAY[1] / 12
        return self.residents(year) * (self.off_at_census * np.exp(self.growth_off * since))[:, None]

    def before_census(self, year: int) -> Floats:
        """Estimates of area x age that stand on the census of ten years before."""
        return self.residents(year) * np.exp(self.growth_off_before * (year - CENSUS_BEFORE))[:, None]


def draw_mid_year_estimates(made: Made, day: CensusDay, example: Example, desk: Desk) -> list[Delivery]:
    """Write the estimates in the layouts of the statistics office, for the years whose middle the town lives through."""
    town, seed, areas = made.town, made.seed, len(made.town.place.lsoa_code)
    dice, yearly = seed.dice("mid-year estimates"), made.settings.mid_year_estimates.growth_error_yearly
    office = Estimating(town, _off_at(day, areas), dice.normal(0, yearly, areas), dice.normal(0, yearly, areas))
    written = [_revised(office, desk, lived)] if (lived := office.lived(YEARS)) else []
    if _older(town, example):
        written += [_before_census(office, example, desk, year, seed) for year in office.lived(BEFORE_CENSUS)]
    if office.lived((AUTHORITY_YEAR,)):
        written.append(_authority(office, desk, seed))
    return written


def _off_at(day: CensusDay, areas: int) -> Floats:
    true = np.bincount(day.people.area, minlength=areas)
    return np.asarray(np.bincount(day.people.area, day.people.copies, areas) / np.maximum(true, 1))


def _revised(office: Estimating, desk: Desk, years: Sequence[int]) -> Delivery:
    """Residents and density in each year. The land is that within the small areas' outlines."""
    place = office.town.place
    land = land_areas(office.town)
    header = ["LSOA 2021 Code", "LSOA 2021 Name", "Area Sq Km"]
    for year in years:
        header += [f"Mid-{year}: Population", f"Mid-{year}: People per Sq Km"]
    people = np.stack([office.revised(year).sum(axis=1).round() for year in years], axis=1).astype(np.int64)
    rows = [
        [code, name, round(float(km), 4), *(cell for n in counts for cell in (n, round(n / float(km), 2)))]
        for code, name, km, counts in zip(place.lsoa_code, place.lsoa_name, land, people.tolist(), strict=True)
    ]
    return desk.csv("mid_year_estimates.revised_by_lsoa", header, rows, also=("land_area_by_lsoa",))


def land_areas(town: Town) -> Floats:
    """Square kilometres of each small area, from its outline. Holes run the other way round, so that they are taken off."""
    return np.array([abs(sum(_signed(ring) for ring in rings)) / 1e6 for rings in town.place.outlines])


def _signed(ring: Floats) -> float:
    x, y = ring[:, 0] - ring[0, 0], ring[:, 1] - ring[0, 1]
    return float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2


def _before_census(office: Estimating, example: Example, desk: Desk, year: int, seed: Seed) -> Delivery:
    """By the small areas of ten years before: one that was split later has the people of its parts, one that was joined
    with others an equal part of the whole."""
    place, older = office.town.place, _older(office.town, example)
    number = {str(code): row for row, code in enumerate(place.lsoa_code)}
    joined = {new: sum(new in parts for parts in older.values()) for new in number}
    estimate = office.before_census(year)
    by_old = np.array([sum(estimate[number[new]] / joined[new] for new in parts) for parts in older.values()])
    counts = whole(seed.dice(f"mid-year estimates {year}"), by_old).tolist()
    rows = ([code, sum(ages), *ages] for code, ages in zip(older, counts, strict=True))
    return desk.csv(f"mid_year_estimates.precensus_{year}", ("lsoa11_code", "total_population", *AGES), rows)


def _older(town: Town, example: Example) -> dict[str, list[str]]:
    """The small areas of ten years before, and those of the town that each became; none where the ground does not say."""
    said = example.document["geography"].get("older")
    here = {str(code) for code in town.place.lsoa_code}
    found: dict[str, list[str]] = {}
    for row in _rows(example, said["file"]) if said else ():
        if row[said["newer"]] in here:
            found.setdefault(row[said["older"]], []).append(row[said["newer"]])
    return dict(sorted(found.items()))


def _rows(example: Example, file: str) -> Iterator[dict[str, str]]:
    return rows_of(example.folder / file)


def _authority(office: Estimating, desk: Desk, seed: Seed) -> Delivery:
    place = office.town.place
    ages = office.revised(AUTHORITY_YEAR).sum(axis=0)
    counts = whole(seed.dice("mid-year estimates of the authority"), ages).tolist()
    row = (place.area_code, place.name, KINDS.get(place.area_code[:3], ""), sum(counts), *counts)
    header = ("Code", "Name", "Geography", "All ages", *AGES)
    return desk.csv(f"mid_year_estimates.by_authority_{AUTHORITY_YEAR}", header, [row], encoding="utf-8-sig")
