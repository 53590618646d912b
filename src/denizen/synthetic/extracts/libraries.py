"""Members of the library: by name (Koha), under their number (Symphony), by property and by small area."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from denizen.synthetic.chance import happens
from denizen.synthetic.extracts.counted import by_area_sex_age, per_dwelling
from denizen.synthetic.extracts.ground import Ground
from denizen.synthetic.extracts.odd_rows import odd_lines
from denizen.synthetic.extracts.registering import Entries, enter, of_ages
from denizen.synthetic.extracts.said_of_people import ethnic_words, in_words
from denizen.synthetic.extracts.sheets import Book, Cells, Sheet, Who, numbers_text
from denizen.synthetic.extracts.written_addresses import Addresses, write_addresses
from denizen.synthetic.extracts.written_dates import ISO, SLASHES, dates_text, day_within, written_births
from denizen.synthetic.extracts.written_names import Names, write_names
from denizen.synthetic.town import Dates, Flags, Ints, Texts

BANDS = {0: "0-4", 5: "5-11", 12: "12-15", 16: "16-24", 25: "25-44", 45: "45-64", 65: "65+"}
BRANCHES = ("CENTRAL", "NORTH", "EAST", "SOUTH", "WEST")
PROFILES = ("JUNIOR", "TEEN", "ADULT", "OVER65")


@dataclass(frozen=True)
class Members:
    """One row per card; a person may have an old one and a new one."""

    entries: Entries
    births: Dates
    names: Names
    addresses: Addresses
    is_institution: Flags
    last_use: Ints
    """month of the last use by the end of the town's time, had nothing ended it"""

    def used_by(self, ground: Ground, rows: Ints, month: int) -> Ints:
        """The month in which each card was last used, by the end of a month."""
        stays, entries = ground.town.life.stays, self.entries
        until = np.minimum(stays.to_month[entries.stay[rows]] - 1, month)
        return np.maximum(until - self.last_use[rows], entries.from_month[rows])


def draw_libraries(ground: Ground, book: Book) -> Members:
    """Counts and properties quarter by quarter, until that of properties stops; members of two years."""
    kept = members(ground)
    stopped = ground.settings.deliveries.stops.get("libraries.member_dwellings", 0)
    for month in ground.count_months():
        active = _active(ground, kept, month)
        book.add(_by_area(ground, kept, active, month))
        if month <= ground.last - stopped:
            book.add(_by_property(ground, kept, active, month))
    for month in ground.named_months():
        book.add(_numbered(ground, kept, month))
        book.add(_by_name(ground, kept, month))
    return kept


def members(ground: Ground) -> Members:
    town, said, dice = ground.town, ground.settings.libraries, ground.dice("libraries")
    entries = enter(town, ground.passages, said, of_ages(town, 0.5), dice)
    person = entries.person
    uses = np.minimum(said.uses_monthly * np.exp(0.4 * town.people.engagement[person]), 0.9)
    unused = np.floor(np.log(1 - dice.random(len(entries))) / np.log(1 - uses)).astype(np.int64)
    return Members(
        entries,
        written_births(town.people.birth_date[person], said.births, ground.dice("births of members")),
        write_names(town, person, entries.from_month, said.names, ground.dice("names of members")),
        write_addresses(ground.addresses, entries.dwelling, said.addresses, ground.dice("addresses of members")),
        happens(dice, said.institutions, len(entries)),
        unused,
    )


def _active(ground: Ground, kept: Members, month: int) -> Ints:
    """Cards of people that were used within twelve months."""
    rows = kept.entries.at(month)
    return rows[(kept.used_by(ground, rows, month) > month - 12) & ~kept.is_institution[rows]]


def _by_area(ground: Ground, kept: Members, rows: Ints, month: int) -> Sheet:
    found = rows[kept.addresses.postcode[rows] != ""]
    person, dwelling = kept.entries.person[found], kept.entries.dwelling[found]
    area, female, band, number = by_area_sex_age(ground, person, dwelling, month, list(BANDS))
    columns: dict[str, Cells] = {
        "LSOA21CD": area,
        "Age band": np.array(list(BANDS.values()), dtype=object)[band],
        "Gender": np.where(female, "Female", "Male").astype(object),
        "Active borrowers": number,
    }
    return Sheet("libraries", "members_by_lsoa", "T0", ground.last_day(month), month, columns)


def _by_property(ground: Ground, kept: Members, rows: Ints, month: int) -> Sheet:
    matched = ground.dice("matched members").random(len(ground.town.dwellings.uprn)) < 0.93
    rows = rows[matched[kept.entries.dwelling[rows]]]
    child = ground.age(kept.entries.person[rows], month) < 12
    here, counts = per_dwelling(ground, kept.entries.dwelling[rows], child, kept.entries.from_month[rows] > month - 12)
    columns: dict[str, Cells] = {
        "Home UPRN": ground.town.dwellings.uprn[here], "Active borrowers": counts[0], "Juniors": counts[1],
        "New joiners": counts[2],
    }  # fmt: skip
    return Sheet("libraries", "member_dwellings", "T1", ground.last_day(month), month, columns)


def _profiles(ground: Ground, kept: Members, rows: Ints, month: int) -> Texts:
    age = ground.age(kept.entries.person[rows], month)
    words = np.array(PROFILES, dtype=object)[np.searchsorted((12, 18, 65), age, side="right")]
    return np.where(kept.is_institution[rows], "INST", words).astype(object)


def _days(ground: Ground, kept: Members, rows: Ints, month: int) -> tuple[Dates, Dates]:
    """Days on which cards were made and last used."""
    calendar, lot = ground.town.calendar, kept.entries.lot[rows]
    made = day_within(calendar, np.maximum(kept.entries.from_month[rows], -300), lot)
    used = day_within(calendar, np.maximum(kept.used_by(ground, rows, month), -300), (lot * 7) % 1)
    return made, np.maximum(used, made)


def _in_order(kept: Members, month: int) -> Ints:
    rows = kept.entries.at(month)
    return rows[np.argsort(kept.entries.lot[rows])]


def _branches(ground: Ground, dwelling: Ints) -> Texts:
    place = ground.town.dwellings.lsoa[dwelling] * len(BRANCHES) // len(ground.town.place.lsoa_code)
    return np.array(BRANCHES, dtype=object)[place]


def _numbers(rows: Ints, start: int) -> Texts:
    return numbers_text(start + (rows * 7_919) % 8_999_983)


def _numbered(ground: Ground, kept: Members, month: int) -> Sheet:
    """Members under their number, as SirsiDynix Symphony lists them; two of the free categories ask who people are."""
    rows, people = _in_order(kept, month), ground.town.people
    person, dwelling = kept.entries.person[rows], kept.entries.dwelling[rows]
    made, used = _days(ground, kept, rows, month)
    year = kept.births[rows].astype("datetime64[Y]").astype(np.int64) + 1970
    unknown = np.isnat(kept.births[rows])
    asked = (kept.entries.lot[rows] * 13) % 1 < 0.4
    columns: dict[str, Cells] = {
        "User ID": _numbers(rows, 20_000_000),
        "YOB": np.where(unknown, "", year.astype(str)).astype(object),
        "Post code": kept.addresses.postcode[rows],
        "User profile": _profiles(ground, kept, rows, month),
        "Date created": dates_text(made, SLASHES),
        "Last activity date": dates_text(used, SLASHES),
        "Home branch": _branches(ground, dwelling),
        "User Cat 1": np.where(asked, ethnic_words(people.ethnic_group, person), "").astype(object),
        "User Cat 2": np.where(asked, in_words(people.language, "languages", person), "").astype(object),
    }
    who = Who(np.arange(len(rows)), person, dwelling)
    return Sheet("libraries", "members", "T2", ground.last_day(month), month, columns, who)


def _by_name(ground: Ground, kept: Members, month: int) -> Sheet:
    """Borrowers as a report of Koha saves them."""
    rows = _in_order(kept, month)
    person, dwelling, address = kept.entries.person[rows], kept.entries.dwelling[rows], kept.addresses
    made, used = _days(ground, kept, rows, month)
    lines = address.lines[rows]
    filled = (lines != "").sum(axis=1)
    parts = [[line[: many - 1], line[many - 1]] for line, many in zip(lines.tolist(), filled.tolist(), strict=True)]
    second = [" ".join(part[0][1:]) for part in parts]
    columns: dict[str, Cells] = {
        "borrowernumber": _numbers(rows, 1_000),
        "title": kept.names.title[rows],
        "surname": kept.names.surname[rows],
        "firstname": kept.names.forename[rows],
        "dateofbirth": dates_text(kept.births[rows], ISO),
        "sex": np.where(ground.town.people.sex.is_("female")[person], "F", "M").astype(object),
        "address": np.array([part[0][0] if part[0] else "" for part in parts], dtype=object),
        "address2": np.array(second, dtype=object),
        "city": np.array([part[1] for part in parts], dtype=object),
        "zipcode": address.postcode[rows],
        "categorycode": _profiles(ground, kept, rows, month),
        "branchcode": _branches(ground, dwelling),
        "dateenrolled": dates_text(made, ISO),
        "lastseen": dates_text(used, ISO),
    }
    odd = odd_lines(ground, columns, {"dateofbirth": ("1899-02-30",)}, "borrowers")
    who = Who(np.arange(len(rows)), person, dwelling)
    return Sheet("libraries", "koha_borrowers", "T3", ground.last_day(month), month, columns, who, odd)
