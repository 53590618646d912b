"""The truth about a town, written where no stage reads it: people, dwellings, stays, couples, flows, counts."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from denizen.synthetic.files import Column, write_table
from denizen.synthetic.town import NOBODY, Coded, Ints, Town

OLDEST = 100
"""the last single year of age in the counts is this one and over"""


def write_truth(town: Town, folder: Path) -> dict[str, int]:
    """Write every table of the truth into a folder, and return each file's rows."""
    tables = {
        "months": _months(town),
        "areas": _areas(town),
        "streets": _streets(town),
        "postcodes": _postcodes(town),
        "dwellings": _dwellings(town),
        "people": _people(town),
        "other_names": _other_names(town),
        "stays": _stays(town),
        "partnerships": _partnerships(town),
        "flows": _flows(town),
        "counts": counts(town),
    }
    return {name: write_table(folder / f"{name}.csv.gz", columns) for name, columns in tables.items()}


def counts(town: Town) -> dict[str, Column]:
    """True residents at the end of each month by small area, single year of age and sex; cells of none are left out.

    A child of two homes counts once, at the first.
    """
    stays, people, places = town.life.stays, town.people, len(town.place.lsoa_code)
    main = ~stays.is_second
    person, first, until = stays.person[main], np.maximum(stays.from_month[main], 0), stays.to_month[main]
    area = town.dwellings.lsoa[stays.dwelling[main]]
    rows: list[tuple[Ints, ...]] = []
    for month in range(town.calendar.months + 1):
        here = (first <= month) & (month < until)
        age = np.minimum(people.age_at(month)[person[here]], OLDEST)
        cell = (area[here] * (OLDEST + 1) + age) * 2 + people.sex.codes[person[here]]
        number = np.bincount(cell, minlength=places * (OLDEST + 1) * 2)
        cells = np.flatnonzero(number)
        rows.append((np.full(len(cells), month), cells, number[cells]))
    month_of, cell, number = (np.concatenate(column) for column in zip(*rows, strict=True))
    return {
        "month": month_of,
        "lsoa": town.place.lsoa_code[cell // 2 // (OLDEST + 1)],
        "age": cell // 2 % (OLDEST + 1),
        "sex": Coded(cell % 2, people.sex.words),
        "people": number,
    }


def _months(town: Town) -> dict[str, Column]:
    numbers = np.arange(town.calendar.months + 1)
    return {"month": numbers, "name": np.array([town.calendar.text(int(n)) for n in numbers], dtype=object)}


def _areas(town: Town) -> dict[str, Column]:
    place = town.place
    return {
        "lsoa": place.lsoa_code, "name": place.lsoa_name, "msoa": place.msoa_code, "ward": place.ward_code,
        "easting": np.round(place.x), "northing": np.round(place.y),
    }  # fmt: skip


def _streets(town: Town) -> dict[str, Column]:
    streets = town.place.streets
    return {
        "usrn": streets.usrn, "name": streets.name, "lsoa": town.place.lsoa_code[streets.lsoa],
        "easting": np.round(streets.x), "northing": np.round(streets.y),
    }  # fmt: skip


def _postcodes(town: Town) -> dict[str, Column]:
    codes = town.postcodes
    return {
        "postcode": codes.postcode, "easting": codes.x, "northing": codes.y, "lsoa": town.place.lsoa_code[codes.lsoa],
        "street": town.place.streets.name[codes.street],
    }  # fmt: skip


def _dwellings(town: Town) -> dict[str, Column]:
    homes = town.dwellings
    return {
        "dwelling_id": np.arange(len(homes.uprn)), "uprn": homes.uprn, "parent_uprn": homes.parent_uprn, "usrn": homes.usrn,
        "lsoa": town.place.lsoa_code[homes.lsoa], "easting": homes.x, "northing": homes.y, "postcode": homes.postcode,
        "tenure": homes.tenure, "kind": homes.kind, "confidential": homes.confidential, "rooms": homes.rooms,
        "flat": homes.flat, "building": homes.building, "number": homes.number, "suffix": homes.suffix,
        "street": homes.street, "locality": homes.locality, "town": homes.town,
        "first_month": homes.first_month, "last_month": homes.last_month,
    }  # fmt: skip


def _people(town: Town) -> dict[str, Column]:
    people = town.people
    return {
        "person_id": np.arange(len(people.birth_month)), "sex": people.sex, "birth_date": people.birth_date,
        "birth_month": people.birth_month, "death_month": people.death_month, "culture": people.culture,
        "title": people.title, "forename": people.forename, "middle": people.middle, "surname": people.surname,
        "family_first": people.family_first, "birth_country": people.birth_country, "nationality": people.nationality,
        "language": people.language, "english": people.english, "ethnic_group": people.ethnic_group,
        "religion": people.religion, "disabled": people.disabled, "arrived_month": people.arrived_month,
        "mother_id": people.mother, "father_id": people.father, "twin_of": people.twin_of, "sector": people.sector,
        "employer_id": people.employer, "engagement": people.engagement,
    }  # fmt: skip


def _other_names(town: Town) -> dict[str, Column]:
    names = town.other_names
    return {
        "person_id": names.person, "kind": names.kind, "from_month": names.from_month,
        "forename": names.forename, "middle": names.middle, "surname": names.surname,
    }  # fmt: skip


def _stays(town: Town) -> dict[str, Column]:
    stays = town.life.stays
    return {
        "person_id": stays.person, "dwelling_id": stays.dwelling, "household_id": stays.household,
        "from_month": stays.from_month, "to_month": stays.to_month, "role": stays.role, "is_second": stays.is_second,
    }  # fmt: skip


def _partnerships(town: Town) -> dict[str, Column]:
    couples = town.life.partnerships
    return {
        "a_person_id": couples.a, "b_person_id": couples.b, "from_month": couples.from_month,
        "to_month": couples.to_month, "is_married": couples.is_married,
    }  # fmt: skip


def _flows(town: Town) -> dict[str, Column]:
    flows = town.life.flows
    codes = np.append(town.place.lsoa_code[town.dwellings.lsoa], "")
    outside = len(codes) - 1
    return {
        "month": flows.month, "person_id": flows.person, "kind": flows.kind,
        "from_dwelling_id": flows.from_dwelling, "to_dwelling_id": flows.to_dwelling,
        "from_lsoa": codes[np.where(flows.from_dwelling == NOBODY, outside, flows.from_dwelling)],
        "to_lsoa": codes[np.where(flows.to_dwelling == NOBODY, outside, flows.to_dwelling)],
    }  # fmt: skip
