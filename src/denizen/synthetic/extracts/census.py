"""The town's own census: its tables as the statistics office publishes them, for what the truth can tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from denizen.synthetic.chance import happens
from denizen.synthetic.example import Example
from denizen.synthetic.extracts.bedrooms import spare_bedrooms
from denizen.synthetic.extracts.births_abroad import places_of_birth
from denizen.synthetic.extracts.census_day import CensusDay, Counted, residents
from denizen.synthetic.extracts.delivery import Delivery, Desk
from denizen.synthetic.extracts.ethnic_labels import DETAILED, GROUP5_LABELS, group5_of
from denizen.synthetic.making import Made
from denizen.synthetic.town import Flags, Ints, Texts, Town

AGES = (
    "Aged 4 years and under",
    *(f"Aged {low} to {low + 4} years" for low in range(5, 85, 5)),
    "Aged 85 years and over",
)
RELIGIONS = {
    "No religion": "none", "Christian": "christian", "Buddhist": "buddhist", "Hindu": "hindu", "Jewish": "jewish",
    "Muslim": "muslim", "Sikh": "sikh", "Other religion": "other", "Not answered": "",
}  # fmt: skip
DISABILITY = ("Disabled under the Equality Act", "Not disabled under the Equality Act")
TENURES = {
    "Owned: Owns outright": "owned_outright",
    "Owned: Owns with a mortgage or loan": "owned_mortgage",
    "Shared ownership: Shared ownership": "",
    "Social rented: Rents from council or Local Authority": "social_rented",
    "Social rented: Other social rented": "",
    "Private rented: Private landlord or letting agency": "private_rented",
    "Private rented: Other private rented": "",
    "Lives rent free": "",
}
KINDS = {
    "Detached": ("detached",),
    "Semi-detached": ("semi_detached",),
    "Terraced": ("terraced",),
    "In a purpose-built block of flats or tenement": ("flat",),
    "Part of a converted or shared house, including bedsits": ("conversion", "shared_house"),
    "Part of another converted building, for example, former school, church or warehouse": (),
    "In a commercial building, for example, in an office building, hotel or over a shop": (),
    "A caravan or other mobile or temporary structure": (),
}
ROOM = (
    "+2 or more (under-occupied)", "+1 (under-occupied)", "0 (ideal)", "-1 (overcrowded)", "-2 or less (overcrowded)",
)  # fmt: skip
ENGLISH = "Main language is English (English or Welsh in Wales)"
OTHER = "Main language is not English (English or Welsh in Wales)"
SPEAKS = ("Can speak English very well", "Can speak English well", "Cannot speak English well", "Cannot speak English")
YEAR_AGO = (
    "address_one_year_ago_is_the_same", "address_one_year_ago_is_student_or_boarding", "migrant_from_within_uk",
    "migrant_from_outside_uk",
)  # fmt: skip


@dataclass(frozen=True)
class Office:
    """What the tables are made from: the town, the census, and where tables are written."""

    town: Town
    day: CensusDay
    example: Example
    desk: Desk
    not_answered: Flags
    """who leaves the voluntary question on religion out"""

    def long(self, layout: str, subject: str, labels: Sequence[str], counted: Counted, category: Ints) -> Delivery:
        """A row for each small area and category, with the area's total in the table and the share of it."""
        codes, of = self.town.place.lsoa_code, "people" if counted is self.day.people else "homes"
        total = "total_residents" if of == "people" else "total_households"
        cells = counted.table(counted.area, len(codes), category, len(labels))
        rows = (
            (code, sum(row), label, n, _share(n, sum(row)))
            for code, row in zip(codes, cells.tolist(), strict=True)
            for label, n in zip(labels, row, strict=True)
        )
        return self.desk.csv(f"census.{layout}", ("lsoa21_code", total, subject, "n", "prop"), rows)

    def by_msoa(self, counted: Counted, category: Ints, size: int) -> Iterator[tuple[str, list[int]]]:
        """Counts of each middle area that holds a small area of the town."""
        codes, place = np.unique(self.town.place.msoa_code.astype(str), return_inverse=True)
        cells = counted.table(place.ravel()[counted.area], len(codes), category, size)
        return zip(codes.tolist(), cells.tolist(), strict=True)


def draw_census(made: Made, day: CensusDay, example: Example, desk: Desk) -> list[Delivery]:
    """Write the tables of the town's census, in the layouts of the last one of England and Wales.

    What the truth does not hold (sexual orientation, deprivation of households) has no table; nor has migration when the
    census falls in the town's first year, nor what is published for middle areas where the ground has none.
    """
    town, share = made.town, made.settings.census.religion_not_answered
    silent = happens(made.seed.dice("census religion"), share, len(town.people.disabled))
    office = Office(town, day, example, desk, silent)
    tables = [
        _ages(office),
        _sexes(office),
        _groups(office),
        _detailed_groups(office),
        _religions(office),
        _disability(office),
        _births(office),
        _tenures(office),
        _kinds(office),
        _rooms(office),
    ]
    if all(town.place.msoa_code):
        tables += [_english(office), *([_migration(office)] if office.day.month >= 12 else [])]
    return tables


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _ages(office: Office) -> Delivery:
    town, counted = office.town, office.day.people
    band = np.minimum(town.people.age_at(office.day.month)[counted.ids] // 5, len(AGES) - 1)
    cells = counted.table(counted.area, len(town.place.lsoa_code), band, len(AGES)).tolist()
    rows = (
        (name, code, sum(row), *row)
        for name, code, row in zip(town.place.lsoa_name, town.place.lsoa_code, cells, strict=True)
    )
    titles = (("TS007A - Age by five-year age bands",), ("Invented figures",), ("Date       :", "2021"), ())
    header = ("2021 super output area - lower layer", "mnemonic", "Total", *AGES)
    return office.desk.csv("census.age_by_lsoa", header, rows, titles=titles, quoted=True)


def _sexes(office: Office) -> Delivery:
    people, counted = office.town.people, office.day.people
    female = people.sex.is_("female")[counted.ids].astype(np.int64)
    males, females = counted.table(np.zeros_like(female), 1, female, 2)[0].tolist()
    header = ("ltla21_code", "total_population", "total_females", "total_males")
    return office.desk.csv(
        "census.sex_by_lad", header, [(office.town.place.area_code, males + females, females, males)]
    )


def _groups(office: Office) -> Delivery:
    counted = office.day.people
    return office.long(
        "ethnic_group_by_lsoa", "ethnic_group", GROUP5_LABELS, counted,
        group5_of(office.town.people.ethnic_group)[counted.ids],
    )  # fmt: skip


def _detailed_groups(office: Office) -> Delivery:
    place, groups, counted = office.town.place, office.town.people.ethnic_group, office.day.people
    of = [groups.words.index(code) if code in groups.words else -1 for code in DETAILED]
    cells = _of_authority(counted, groups.codes[counted.ids], len(groups.words))
    numbers = [cells[at] if at >= 0 else 0 for at in of]
    told = [(f"{label} (number)", float(n)) for label, n in zip(DETAILED.values(), numbers, strict=True)]
    told += [
        (f"{label} (percent)", round(100 * _share(n, sum(numbers)), 1))
        for label, n in zip(DETAILED.values(), numbers, strict=True)
    ]
    rows = [(place.area_code, place.name, label, value) for label, value in told]
    return office.desk.csv(
        "census.ethnic_group_detailed_by_lad", ("ltla21_code", "ltla21_name", "ethnic_group", "value"), rows
    )


def _of_authority(counted: Counted, category: Ints, size: int) -> list[int]:
    return [int(n) for n in counted.table(np.zeros_like(category), 1, category, size)[0]]


def _religions(office: Office) -> Delivery:
    religion, counted = office.town.people.religion, office.day.people
    said = _recoded(religion.text()[counted.ids], list(RELIGIONS.values()))
    said[office.not_answered[counted.ids]] = list(RELIGIONS).index("Not answered")
    return office.long("religion_by_lsoa", "religion", tuple(RELIGIONS), counted, said)


def _recoded(words: Texts, order: Sequence[str]) -> Ints:
    """The place of each word in an order that names them all."""
    place = {word: number for number, word in enumerate(order)}
    return np.array([place[word] for word in words], dtype=np.int64)


def _disability(office: Office) -> Delivery:
    counted, codes = office.day.people, office.town.place.lsoa_code
    able = (~office.town.people.disabled[counted.ids]).astype(np.int64)
    cells = counted.table(counted.area, len(codes), able, 2).tolist()
    rows = (
        (code, label, n, sum(row), _share(n, sum(row)))
        for code, row in zip(codes, cells, strict=True)
        for label, n in zip(DISABILITY, row, strict=True)
    )
    return office.desk.csv(
        "census.disability_by_lsoa", ("lsoa21_code", "disability", "n", "total_residents", "prop"), rows
    )


def _births(office: Office) -> Delivery:
    place, country, counted = office.town.place, office.town.people.birth_country, office.day.people
    cells = _of_authority(counted, country.codes[counted.ids], len(country.words))
    told = places_of_birth(
        [row["country_of_birth"] for row in office.example.margin("country_of_birth_by_lad")],
        dict(zip(country.words, cells, strict=True)),
    )
    everyone = sum(cells)
    header = ("ltla21_name", "ltla21_code", "total_all_usual_residents", "country_of_birth", "value", "prop")
    rows = [
        (place.name, place.area_code, float(everyone), label, float(n), _share(n, everyone))
        for label, n in told.items()
    ]
    return office.desk.csv("census.country_of_birth_by_lad", header, rows)


def _tenures(office: Office) -> Delivery:
    counted = office.day.homes
    tenure = office.town.dwellings.tenure.text()[counted.ids]
    return office.long("tenure_by_lsoa", "tenure", tuple(TENURES), counted, _recoded(tenure, list(TENURES.values())))


def _kinds(office: Office) -> Delivery:
    counted = office.day.homes
    label_of = {kind: number for number, kinds in enumerate(KINDS.values()) for kind in kinds}
    kinds = np.array([label_of[kind] for kind in office.town.dwellings.kind.text()[counted.ids]], dtype=np.int64)
    return office.long("accommodation_type_by_lsoa", "type", tuple(KINDS), counted, kinds)


def _rooms(office: Office) -> Delivery:
    counted = office.day.homes
    spare = spare_bedrooms(office.town, office.day.month)[counted.ids]
    return office.long("occupancy_rating_by_lsoa", "occupancy_rating", ROOM, counted, 2 - np.clip(spare, -2, 2))


def _english(office: Office) -> Delivery:
    """People of three and over."""
    people, everyone = office.town.people, office.day.people
    counted = everyone.only(people.age_at(office.day.month)[everyone.ids] >= 3)
    tables = office.by_msoa(counted, people.english.codes[counted.ids], len(people.english.words))
    rows = [(code, row[0], sum(row[1:]), *row[1:]) for code, row in tables]
    header = ("msoa21_code", ENGLISH, OTHER, *(f"{OTHER}: {level}" for level in SPEAKS))
    return office.desk.csv("census.english_proficiency_by_msoa", header, rows)


def _migration(office: Office) -> Delivery:
    """People of one and over, by where they lived a year before. Those who came back count as from within the country."""
    town, month, everyone = office.town, office.day.month, office.day.people
    counted = everyone.only(town.people.age_at(month)[everyone.ids] >= 1)
    rows = [(code, sum(row), *row) for code, row in office.by_msoa(counted, _a_year_ago(town, month)[counted.ids], 4)]
    return office.desk.csv("census.migration_by_msoa", ("msoa21_code", "all_usual_residents", *YEAR_AGO), rows)


def _a_year_ago(town: Town, month: int) -> Ints:
    """For each person who lives here in a month: the same home, a hall, elsewhere in the country, abroad."""
    now, then = (np.full(len(town.people.disabled), -1) for _ in range(2))
    for homes, when in ((now, month), (then, month - 12)):
        person, dwelling = residents(town, when)
        homes[person] = dwelling
    flows = town.life.flows
    came = flows.kind.is_("from_abroad") & (flows.month > month - 12) & (flows.month <= month)
    from_abroad = np.zeros(len(now), dtype=bool)
    from_abroad[flows.person[came]] = True
    in_hall = (then >= 0) & town.dwellings.kind.is_("hall")[then]
    return np.select([now == then, in_hall, (then < 0) & from_abroad], [0, 1, 3], 2).astype(np.int64)
