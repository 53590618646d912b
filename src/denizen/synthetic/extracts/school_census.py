"""The school census of each term: pupils by name, under keys, by property and by small area."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from denizen.synthetic.chance import happens
from denizen.synthetic.extracts.counted import band_words, by_area_sex_age, per_dwelling
from denizen.synthetic.extracts.ground import Ground
from denizen.synthetic.extracts.odd_rows import odd_lines
from denizen.synthetic.extracts.registering import Entries, Window, enter, of_ages
from denizen.synthetic.extracts.said_of_people import in_school_letters
from denizen.synthetic.extracts.sheets import Book, Cells, Sheet, Who, numbers_text, texts
from denizen.synthetic.extracts.written_addresses import Addresses, write_addresses
from denizen.synthetic.extracts.written_dates import DASHES, ISO, dates_text, day_within, written_births
from denizen.synthetic.extracts.written_names import Names, write_names
from denizen.synthetic.town import Dates, Flags, Ints, Texts

BANDS = (0, 5, 10, 15)
TERMS = {12: (3, 1), 4: (3, 5), 9: (1, 10)}
"""month at whose end pupils are counted: which Thursday of which month is the census day (Department for Education)"""
NAMED_IN = {"england": 9, "wales": 12}
"""the census with names that is sent: the autumn's in England; in Wales there is one a year, in January (Welsh Government)"""
SECONDARY = 11
FIRST_AGE, LEAVING_AGE, LAST_AGE = 4, 16, 18


@dataclass(frozen=True)
class Pupils:
    """One row per pupil and home that schools ever had."""

    entries: Entries
    births: Dates
    names: Names
    addresses: Addresses
    other_home: Ints
    twice: Flags

    def dwelling(self, rows: Ints) -> Ints:
        """The home that the school has: for some children of two homes the second."""
        return self.other_home[rows]


def draw_school_census(ground: Ground, book: Book) -> Pupils:
    """Counts and properties term by term; pupils by key and by name of the last two autumns."""
    kept = pupils(ground)
    with_names = NAMED_IN.get(ground.town.place.nation, 9)
    held_in = TERMS if ground.town.place.nation == "england" else (with_names,)
    terms = [month for month in range(1, ground.last) if _of_year(ground, month) in held_in]
    late = ground.settings.deliveries.late.get("school_census.pupils_by_lsoa", 0)
    for month in terms[-3 * ground.settings.deliveries.counts_years :]:
        if month <= ground.last - late:
            book.add(_by_area(ground, kept, month))
        book.add(_by_property(ground, kept, month))
    for month in [month for month in terms if _of_year(ground, month) == with_names][-2:]:
        book.add(_keyed(ground, kept, month))
        book.add(_by_name(ground, kept, month))
    return kept


def pupils(ground: Ground) -> Pupils:
    town, said, dice = ground.town, ground.settings.school_census, ground.dice("school census")
    stays_on = happens(dice, said.stays_on_at_16, len(town.people.forename))
    first, last = of_ages(town, FIRST_AGE + 0.4, LEAVING_AGE + 0.3), of_ages(town, 0, LAST_AGE + 0.3)
    window = Window(first.from_month, np.where(stays_on, last.to_month, first.to_month))
    entries = enter(town, ground.passages, said, window, dice)
    dwelling = _second_homes(ground, entries, dice)
    return Pupils(
        entries,
        written_births(town.people.birth_date[entries.person], said.births, ground.dice("births of pupils")),
        write_names(town, entries.person, entries.from_month, said.names, ground.dice("names of pupils")),
        write_addresses(ground.addresses, dwelling, said.addresses, ground.dice("addresses of pupils")),
        dwelling,
        happens(dice, said.twice_registered, len(entries)),
    )


def _second_homes(ground: Ground, entries: Entries, dice: np.random.Generator) -> Ints:
    """The dwelling that each entry names: for half of the children of two homes the second one."""
    stays = ground.town.life.stays
    second = np.flatnonzero(stays.is_second)
    home = np.full(len(ground.town.people.forename), -1)
    since = np.zeros(len(home), dtype=np.int64)
    home[stays.person[second]], since[stays.person[second]] = stays.dwelling[second], stays.from_month[second]
    other, person = home[entries.person], entries.person
    takes = (other >= 0) & (entries.from_month >= since[person]) & happens(dice, 0.5, len(entries))
    return np.where(takes, other, entries.dwelling)


def _of_year(ground: Ground, month: int) -> int:
    return ground.town.calendar.year_and_month(month)[1]


def _census_day(ground: Ground, month: int) -> np.datetime64:
    """The Thursday of the census after the end of a month."""
    nth, of_year = TERMS[_of_year(ground, month)]
    year = ground.town.calendar.year_and_month(month)[0] + (_of_year(ground, month) == 12)
    first = np.datetime64(f"{year}-{of_year:02d}-01", "D")
    to_thursday = (3 - first.item().weekday()) % 7
    return first + np.timedelta64(to_thursday + 7 * (nth - 1), "D")


def _by_area(ground: Ground, kept: Pupils, month: int) -> Sheet:
    rows = kept.entries.at(month)
    area, female, band, number = by_area_sex_age(ground, kept.entries.person[rows], kept.dwelling(rows), month, BANDS)
    columns: dict[str, Cells] = {
        "LSOA21CD": area,
        "Gender": np.where(female, "Girls", "Boys").astype(object),
        "Age group": np.array([*band_words(BANDS)[:-1], "15-19"], dtype=object)[band],
        "Headcount": number,
    }
    return Sheet("school_census", "pupils_by_lsoa", "T0", _census_day(ground, month), month, columns)


def _by_property(ground: Ground, kept: Pupils, month: int) -> Sheet:
    rows = kept.entries.at(month)
    rows = rows[kept.addresses.uprn[rows] != ""]
    older = ground.age(kept.entries.person[rows], month) >= SECONDARY
    here, counts = per_dwelling(ground, kept.dwelling(rows), ~older, older, kept.entries.from_month[rows] > month - 12)
    columns: dict[str, Cells] = {
        "Home UPRN": ground.town.dwellings.uprn[here], "Number of pupils": counts[0], "Primary pupils": counts[1],
        "Secondary pupils": counts[2], "In-year joiners": counts[3],
    }  # fmt: skip
    return Sheet("school_census", "dwellings", "T1", _census_day(ground, month), month, columns)


def _answers(ground: Ground, person: Ints) -> tuple[Texts, Texts]:
    """Ethnic group and first language in the letters of the census; some are refused."""
    people, said = ground.town.people, ground.settings.school_census
    refused = (ground.dice("pupils who refuse").random(len(people.forename)) < said.ethnicity_refused)[person]
    groups = in_school_letters(people.ethnic_group, "ethnic_groups", person)
    return np.where(refused, "REFU", groups).astype(object), in_school_letters(people.language, "languages", person)


def _keyed(ground: Ground, kept: Pupils, month: int) -> Sheet:
    rows = kept.entries.at(month)
    keys = ground.keys("education", kept.entries.person[rows], month)
    rows = rows[np.unique(keys.astype(str), return_index=True)[1]]
    person, dwelling = kept.entries.person[rows], kept.dwelling(rows)
    groups, languages = _answers(ground, person)
    columns: dict[str, Cells] = {
        "PMR": ground.keys("education", person, month),
        "YOB": kept.births[rows].astype("datetime64[Y]").astype(np.int64) + 1970,
        "Home LSOA": ground.lsoa_of[dwelling],
        "PupilGender": _sexes(ground, person),
        "EthnicGroup": groups,
        "LanguageCode": languages,
        "EnrolStatus": texts(len(rows), "C"),
        "Admission date": dates_text(_joined(ground, kept, rows), ISO),
    }
    who = Who(np.arange(len(rows)), person, dwelling)
    return Sheet("school_census", "keyed_pupils", "T2", _census_day(ground, month), month, columns, who)


def _joined(ground: Ground, kept: Pupils, rows: Ints) -> Dates:
    return day_within(ground.town.calendar, np.maximum(kept.entries.from_month[rows], -240), kept.entries.lot[rows])


def _by_name(ground: Ground, kept: Pupils, month: int) -> Sheet:
    """The pupils of a census; those who are registered at two schools have a second row."""
    once = kept.entries.at(month)
    rows = np.concatenate([once, once[kept.twice[once]]])
    again = np.arange(len(rows)) >= len(once)
    order = np.lexsort((kept.entries.lot[rows], _schools(ground, kept, rows, month).astype(str)))
    rows, again = rows[order], again[order]
    person, dwelling, address = kept.entries.person[rows], kept.dwelling(rows), kept.addresses
    groups, languages = _answers(ground, person)
    status = np.where(again, "S", np.where(kept.twice[rows], "M", "C")).astype(object)
    lines = [", ".join(filter(None, line[:-1])) for line in address.lines[rows].tolist()]
    columns: dict[str, Cells] = {
        "PersonID": numbers_text(100_000 + (rows * 7_919 + again * 3) % 8_999_983),
        "Legal Surname": kept.names.surname[rows],
        "Legal Forename": kept.names.forename[rows],
        "Middle Name(s)": kept.names.middle[rows],
        "BirthDate": dates_text(kept.births[rows], DASHES),
        "Legal sex": _sexes(ground, person),
        "Home address": np.array(lines, dtype=object),
        "Home postcode": address.postcode[rows],
        "Home UPRN": address.uprn[rows],
        "EthnicBackground": groups,
        "LanguageCode": languages,
        "EnrolStatus": status,
        "Date of admission": dates_text(_joined(ground, kept, rows), DASHES),
        "DfE number": _schools(ground, kept, rows, month),
    }
    odd = odd_lines(ground, columns, {"BirthDate": ("29-Feb-2015",)}, "pupils")
    who = Who(np.arange(len(rows)), person, dwelling)
    layout = "plasc_pupils" if ground.town.place.nation == "wales" else "census_pupils"
    return Sheet("school_census", layout, "T3", _census_day(ground, month), month, columns, who, odd)


def _schools(ground: Ground, kept: Pupils, rows: Ints, month: int) -> Texts:
    """The school of each pupil: the nearest by area, primary or secondary."""
    areas = len(ground.town.place.lsoa_code)
    many = max(1, int(len(kept.entries.at(month)) / ground.settings.school_census.people_per_school))
    older = ground.age(kept.entries.person[rows], month) >= SECONDARY
    place = ground.town.dwellings.lsoa[kept.dwelling(rows)] * many // areas
    return numbers_text(np.where(older, 8_314_000, 8_312_000) + place)


def _sexes(ground: Ground, person: Ints) -> Texts:
    return np.where(ground.town.people.sex.is_("female")[person], "F", "M").astype(object)
