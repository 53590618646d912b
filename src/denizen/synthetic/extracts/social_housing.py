"""A landlord's homes: who is in them by name, under keys, by home and by area. Tenancies and lettings are in `tenancies`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from denizen.synthetic.chance import happens
from denizen.synthetic.extracts.counted import band_words, by_area_sex_age
from denizen.synthetic.extracts.ground import Ground
from denizen.synthetic.extracts.holders import Holdings, holdings
from denizen.synthetic.extracts.odd_rows import odd_lines
from denizen.synthetic.extracts.registering import Entries, enter, of_ages
from denizen.synthetic.extracts.said_of_people import ethnic_words, in_words
from denizen.synthetic.extracts.sheets import Book, Cells, Sheet, Who, texts
from denizen.synthetic.extracts.written_addresses import Addresses, write_addresses
from denizen.synthetic.extracts.written_dates import DASHES, SLASHES, dates_text, day_text, day_within, written_births
from denizen.synthetic.extracts.written_names import Names, write_names
from denizen.synthetic.town import NEVER, NOBODY, Coded, Dates, Flags, Ints, Texts

BANDS = (*range(0, 90, 5),)
KINDS = ("General needs", "Sheltered", "Supported housing")
SHARES = {"flat": (0.72, 0.23, 0.05), "": (0.96, 0.03, 0.01)}
"""assumed; kinds of homes among flats and among others"""


@dataclass(frozen=True)
class Housing:
    """The landlord's tenancies and the people whom it knows in them: one row per person and stay."""

    tenancies: Holdings
    entries: Entries
    is_holder: Flags
    kind: Coded
    births: Dates
    names: Names
    addresses: Addresses

    def tenancy(self, rows: Ints, month: int) -> Ints:
        """The row of the tenancy under which each person is, or was last, in a home."""
        at = np.minimum(month, np.minimum(self.entries.to_month[rows] - 1, NEVER))
        return tenancy_at(self.tenancies, self.entries.dwelling[rows], at)


def tenancy_at(tenancies: Holdings, dwelling: Ints, month: Ints) -> Ints:
    """The last tenancy of each dwelling that began by a month, or the first one after."""
    room, early = 1 << 15, 4000
    keys = tenancies.dwelling * room + tenancies.from_month + early
    at = np.searchsorted(keys, dwelling * room + np.minimum(month, NEVER) + early, side="right") - 1
    at = at.clip(min=0)
    after = np.minimum(at + 1, len(keys) - 1)
    return np.where(tenancies.dwelling[at] == dwelling, at, after)


def housing(ground: Ground) -> Housing:
    town, said, dice = ground.town, ground.settings.social_housing, ground.dice("social housing")
    homes = town.dwellings
    social = homes.tenure.is_("social_rented")
    tenancies = holdings(ground, social, 0.75, ground.dice("tenancies"))
    every = enter(town, ground.passages, said, of_ages(town, 0), dice, social[town.life.stays.dwelling])
    holders = np.unique(
        np.concatenate([tenancies.first, tenancies.second]) * len(homes.uprn) + np.tile(tenancies.dwelling, 2)
    )
    is_holder = np.isin(every.person * len(homes.uprn) + every.dwelling, holders)
    has_tenancy = np.isin(every.dwelling, tenancies.dwelling)
    known = np.flatnonzero((is_holder | happens(dice, said.members_known, len(every))) & has_tenancy)
    entries = Entries(
        *(getattr(every, part)[known] for part in ("stay", "person", "dwelling", "from_month", "to_month", "lot"))
    )
    return Housing(
        tenancies, entries, is_holder[known], Coded(_kinds(ground), KINDS),
        written_births(town.people.birth_date[entries.person], said.births, ground.dice("births of tenants")),
        write_names(town, entries.person, entries.from_month, said.names, ground.dice("names of tenants")),
        write_addresses(ground.addresses, entries.dwelling, said.addresses, ground.dice("addresses of tenants"), clerks=True),
    )  # fmt: skip


def _kinds(ground: Ground) -> Ints:
    homes = ground.town.dwellings
    lots = ground.dice("kinds of social homes").random(len(homes.uprn))
    flats = homes.kind.is_("flat", "conversion")
    ends = {kind: np.cumsum(shares) for kind, shares in SHARES.items()}
    return np.where(flats, np.searchsorted(ends["flat"], lots), np.searchsorted(ends[""], lots)).clip(
        max=len(KINDS) - 1
    )


def draw_social_housing(ground: Ground, book: Book) -> Housing:
    """Counts and homes quarter by quarter; persons by key and by name and their answers of two years."""
    kept = housing(ground)
    for month in ground.count_months():
        book.add(_by_area(ground, kept, month))
        book.add(_by_home(ground, kept, month))
    for month in ground.named_months():
        book.add(_keyed(ground, kept, month))
        book.add(_persons(ground, kept, month))
        book.add(_equality(ground, kept, month))
    return kept


def _living(kept: Housing, month: int) -> Ints:
    """Rows of people who, as far as the landlord knows, live in ordinary homes."""
    rows = kept.entries.at(month)
    return rows[~kept.kind.is_("Supported housing")[kept.entries.dwelling[rows]]]


def _by_area(ground: Ground, kept: Housing, month: int) -> Sheet:
    rows = _living(kept, month)
    area, female, band, number = by_area_sex_age(
        ground, kept.entries.person[rows], kept.entries.dwelling[rows], month, BANDS
    )
    columns: dict[str, Cells] = {
        "LSOA21CD": area,
        "As at": texts(len(area), day_text(ground.last_day(month))),
        "Gender": np.where(female, "F", "M").astype(object),
        "Age group": band_words(BANDS)[band],
        "Number of people": number,
    }
    return Sheet("social_housing", "people_by_area", "T0", ground.last_day(month), month, columns)


def _by_home(ground: Ground, kept: Housing, month: int) -> Sheet:
    homes, rows = ground.town.dwellings, kept.entries.at(month)
    size = len(homes.uprn)
    dwelling = kept.entries.dwelling[rows]
    grown = ground.age(kept.entries.person[rows], month) >= 18
    everybody, adults = np.bincount(dwelling, minlength=size), np.bincount(dwelling[grown], minlength=size)
    here = np.unique(kept.tenancies.dwelling[kept.tenancies.at(month)])
    columns: dict[str, Cells] = {
        "LLPG UPRN": homes.uprn[here],
        "Property Postcode": homes.postcode[here],
        "Stock Type": kept.kind.text()[here],
        "Occupants": everybody[here],
        "Number of adults": adults[here],
        "Number of children": (everybody - adults)[here],
    }
    return Sheet("social_housing", "homes_by_uprn", "T1", ground.last_day(month), month, columns)


def _keyed(ground: Ground, kept: Housing, month: int) -> Sheet:
    rows = kept.entries.at(month)
    person, dwelling = kept.entries.person[rows], kept.entries.dwelling[rows]
    keys = ground.keys("landlord", person, month)
    order = np.unique(keys.astype(str), return_index=True)[1]
    rows, person, dwelling = rows[order], person[order], dwelling[order]
    year = kept.births[rows].astype("datetime64[Y]").astype(np.int64) + 1970
    stopgap = np.isnat(kept.births[rows]) | (year < 1901)
    columns: dict[str, Cells] = {
        "Pseudonym": keys[order],
        "Tenancy key": references("t", kept.tenancy(rows, month)),
        "YOB": np.where(stopgap, "", year.astype(str)).astype(object),
        "Gender": _sexes(ground, person),
        "Property UPRN": kept.addresses.uprn[rows],
        "LSOA": ground.lsoa_of[dwelling],
        "Stock Type": kept.kind.text()[dwelling],
    }
    who = Who(np.arange(len(rows)), person, dwelling)
    return Sheet("social_housing", "keyed_persons", "T2", ground.last_day(month), month, columns, who)


def _shown(ground: Ground, kept: Housing, month: int) -> Ints:
    """Rows of people in homes, and of those who left them within the months that the landlord keeps."""
    entries, said = kept.entries, ground.settings.social_housing
    shown = (entries.from_month <= month) & (entries.to_month > month - said.former_kept_months)
    rows = np.flatnonzero(shown)
    return rows[np.lexsort((~kept.is_holder[rows], entries.dwelling[rows], kept.tenancy(rows, month)))]


def _persons(ground: Ground, kept: Housing, month: int) -> Sheet:
    rows, entries, calendar = _shown(ground, kept, month), kept.entries, ground.town.calendar
    person, dwelling = entries.person[rows], entries.dwelling[rows]
    tenancy, ended = kept.tenancy(rows, month), entries.to_month[rows] <= month
    runs = (kept.tenancies.to_month[tenancy] > month) & ~(ended & kept.is_holder[rows])
    moved_in = day_within(calendar, np.maximum(entries.from_month[rows], -400), entries.lot[rows])
    moved_in = np.maximum(moved_in, ground.town.people.birth_date[person].astype("datetime64[D]"))
    moved_out = np.maximum(day_within(calendar, np.minimum(entries.to_month[rows], 2400), entries.lot[rows]), moved_in)
    columns: dict[str, Cells] = {
        "Ten Ref": references("T", tenancy),
        "Party Ref": references("P", person),
        "Title": kept.names.title[rows],
        "First Name": kept.names.forename[rows],
        "Middle Name": kept.names.middle[rows],
        "Last Name": kept.names.surname[rows],
        "DOB": dates_text(kept.births[rows], DASHES),
        "Gender": _sexes(ground, person),
        "Relationship to Tenant": _relations(ground, kept, rows, month),
        "Occupancy Start": dates_text(moved_in, SLASHES),
        "Occupancy End": dates_text(moved_out, SLASHES, ~ended),
        "Tenant Status": np.where(runs, "Current tenant", "Former tenant").astype(object),
        "Stock Type": kept.kind.text()[dwelling],
        "Property UPRN": kept.addresses.uprn[rows],
        **{f"Addr {line}": kept.addresses.line(line)[rows] for line in range(1, 6)},
        "Post Code": kept.addresses.postcode[rows],
    }
    odd = odd_lines(ground, columns, {"DOB": ("31-Nov-1979", "01-Jan-1900")}, "persons in social homes")
    return Sheet(
        "social_housing",
        "persons",
        "T3",
        ground.last_day(month),
        month,
        columns,
        Who(np.arange(len(rows)), person, dwelling),
        odd,
    )


def _relations(ground: Ground, kept: Housing, rows: Ints, month: int) -> Texts:
    """What each person is to the tenant."""
    tenancy, person = kept.tenancy(rows, month), kept.entries.person[rows]
    young = ground.age(person, month) < 18
    words = np.where(young, "Child", "Other occupant")
    words = np.where(kept.tenancies.second[tenancy] == person, "Joint tenant", words)
    return np.where(kept.tenancies.first[tenancy] == person, "Tenant", words).astype(object)


def _equality(ground: Ground, kept: Housing, month: int) -> Sheet:
    """What people say of themselves: often nothing, now and then that they would rather not."""
    said, people = ground.settings.social_housing, ground.town.people
    person = np.unique(kept.entries.person[_shown(ground, kept, month)])
    dice = ground.dice("equality answers")
    lots = dice.random((len(people.forename), 3))[person]
    asked, refused = lots[:, 0] < said.ethnicity_filled, lots[:, 1] < said.refused

    def answers(words: Texts) -> Texts:
        return np.where(asked, np.where(refused, "Prefer not to say", words), "").astype(object)

    ill = np.where(people.disabled[person], "Yes", "No").astype(object)
    columns: dict[str, Cells] = {
        "Party Ref": references("P", person),
        "Ethnic Origin": answers(ethnic_words(people.ethnic_group, person)),
        "Preferred Language": np.where(asked & ~refused, in_words(people.language, "languages", person), "").astype(
            object
        ),
        "Country of Nationality": np.where(
            asked & ~refused, in_words(people.nationality, "nationalities", person), ""
        ).astype(object),
        "Disabled": answers(ill),
        "Wheelchair": np.where(asked, np.where(people.disabled[person] & (lots[:, 2] < 0.12), "Yes", "No"), "").astype(
            object
        ),
    }
    who = Who(np.arange(len(person)), person, np.full(len(person), NOBODY))
    return Sheet("social_housing", "equality", "T2", ground.last_day(month), month, columns, who)


def references(letter: str, numbers: Ints) -> Texts:
    """References of a landlord's system, in which nothing of the town's own numbers can be read off."""
    return np.array([f"{letter}{(number * 48_271 + 11) % 99_999_989:08d}" for number in numbers.tolist()], dtype=object)


def _sexes(ground: Ground, person: Ints) -> Texts:
    return np.where(ground.town.people.sex.is_("female")[person], "Female", "Male").astype(object)
