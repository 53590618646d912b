"""The register of patients: by name, under keys, by property and by small area; with people who left, and twice-listed ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from denizen.synthetic.chance import happens
from denizen.synthetic.extracts.counted import band_words, by_area_sex_age, per_dwelling
from denizen.synthetic.extracts.ground import Ground
from denizen.synthetic.extracts.keys import keys_of, nhs_numbers
from denizen.synthetic.extracts.odd_rows import odd_lines
from denizen.synthetic.extracts.registering import Entries, enter, of_ages
from denizen.synthetic.extracts.said_of_people import country_names
from denizen.synthetic.extracts.sheets import Book, Cells, Sheet, Who
from denizen.synthetic.extracts.written_addresses import Addresses, write_addresses
from denizen.synthetic.extracts.written_dates import ISO, SLASHES, dates_text, day_within, written_births
from denizen.synthetic.extracts.written_names import Names, write_names
from denizen.synthetic.town import Dates, Flags, Floats, Ints, Texts

BANDS = (*range(0, 90, 5),)


@dataclass(frozen=True)
class Patients:
    """One row per registration at an address; those who are registered twice have rows under a second number."""

    entries: Entries
    number: Texts
    key: Ints
    births: Dates
    names: Names
    addresses: Addresses
    practice: Texts
    from_abroad: Flags
    restricted: Flags
    lot: Floats

    def at(self, month: int) -> Ints:
        """Rows of the patients on the list at the end of a month, one for each number."""
        rows = self.entries.at(month)
        newest = rows[np.lexsort((self.entries.from_month[rows], self.key[rows]))]
        last = np.append(self.key[newest][1:] != self.key[newest][:-1], True)
        return np.asarray(newest[last])


def draw_gp_register(ground: Ground, book: Book) -> Patients:
    """Counts and properties quarter by quarter; patients by key and by name of two years."""
    patients = register(ground)
    for month in ground.count_months():
        book.add(_by_area(ground, patients, month))
        book.add(_by_property(ground, patients, month))
    for month in ground.named_months():
        book.add(_keyed(ground, patients, month))
        book.add(_by_name(ground, patients, month))
    return patients


def register(ground: Ground) -> Patients:
    """Everybody who was ever on a practice's list in the town."""
    town, said, dice = ground.town, ground.settings.gp_register, ground.dice("gp register")
    once = enter(town, ground.passages, said, of_ages(town, 0), dice)
    entries, second = _with_doubles(once, happens(dice, said.doubled, len(town.people.forename)), dice)
    people = len(town.people.forename)
    key = entries.person * 2 + second
    numbers = nhs_numbers(people + int(people * said.doubled * 2) + 100, dice)
    keys, place = np.unique(key, return_inverse=True)
    lots = dice.random(len(entries))
    names = write_names(town, entries.person, entries.from_month, said.names, ground.dice("names of patients"))
    births = written_births(town.people.birth_date[key // 2], said.births, ground.dice("births of patients"))
    first = np.unique(key, return_index=True)[1]
    return Patients(
        entries, numbers[place], key, births[first][place], names,
        write_addresses(ground.addresses, entries.dwelling, said.addresses, ground.dice("addresses of patients")),
        _practices(ground, entries), ground.passages.began.is_("from_abroad")[entries.stay],
        happens(dice, said.restricted, len(keys))[place], lots,
    )  # fmt: skip


def _with_doubles(once: Entries, doubled: Flags, dice: np.random.Generator) -> tuple[Entries, Ints]:
    """The entries, and again those of people who were given a second number at a later address."""
    again = np.flatnonzero(doubled[once.person] & (once.from_month > 0))
    rows = np.concatenate([np.arange(len(once)), again])
    second = np.r_[np.zeros(len(once), dtype=np.int64), np.ones(len(again), dtype=np.int64)]
    order = np.lexsort((once.from_month[rows], second, once.person[rows]))
    rows, second = rows[order], second[order]
    return (
        Entries(
            once.stay[rows],
            once.person[rows],
            once.dwelling[rows],
            once.from_month[rows],
            once.to_month[rows],
            dice.random(len(rows)),
        ),
        second,
    )


def _practices(ground: Ground, entries: Entries) -> Texts:
    """Practices by area: one for each run of small areas."""
    homes, said = ground.town.dwellings, ground.settings.gp_register
    many = max(2, len(np.unique(entries.person)) // said.people_per_practice)
    group = homes.lsoa[entries.dwelling] * many // len(ground.town.place.lsoa_code)
    start = "W" if ground.town.place.nation == "wales" else "C"
    return np.array([f"{start}{81000 + number:05d}" for number in range(many)], dtype=object)[group]


def _by_area(ground: Ground, patients: Patients, month: int) -> Sheet:
    rows = patients.at(month)
    area, female, band, number = by_area_sex_age(
        ground, patients.entries.person[rows], patients.entries.dwelling[rows], month, BANDS
    )
    if _is_partial(ground, "gp_register.lsoa_age_sex", month):
        half = slice(0, len(area) // 2)
        area, female, band, number = area[half], female[half], band[half], number[half]
    columns = {
        "LSOA21CD": area,
        "Gender": np.where(female, "Female", "Male").astype(object),
        "Age group": band_words(BANDS)[band],
        "Registered patients": number,
    }
    return Sheet("gp_register", "lsoa_age_sex", "T0", ground.last_day(month), month, columns)


def _is_partial(ground: Ground, name: str, month: int) -> bool:
    """Whether this is the delivery, the last but two, of which half was lost."""
    months = ground.count_months()
    return ground.settings.deliveries.partial.get("list") == name and month == months[-min(3, len(months))]


def _by_property(ground: Ground, patients: Patients, month: int) -> Sheet:
    rows = patients.at(month)
    person, dwelling = patients.entries.person[rows], patients.entries.dwelling[rows]
    age = ground.age(person, month)
    found = ground.dice("matched by the health body").random(len(ground.town.dwellings.uprn)) < 0.97
    kept = found[dwelling]
    kinds = (age < 16, (age >= 16) & (age < 65), age >= 65, patients.entries.from_month[rows] > month - 12)
    here, counts = per_dwelling(ground, dwelling[kept], *(kind[kept] for kind in kinds))
    columns = {
        "UPRN_ID": ground.town.dwellings.uprn[here], "Registered patients": counts[0], "Under 16": counts[1],
        "Working age": counts[2], "65 and over": counts[3], "New registrations": counts[4],
    }  # fmt: skip
    return Sheet("gp_register", "dwellings", "T1", ground.last_day(month), month, columns)


def _shown(ground: Ground, patients: Patients, month: int) -> tuple[Ints, Flags]:
    """Rows of an extract by person, those removed within some months among them; and which are removed."""
    here = patients.at(month)
    said, entries = ground.settings.gp_register, patients.entries
    gone = np.flatnonzero((entries.to_month <= month) & (entries.to_month > month - said.removed_kept_months))
    gone = gone[~np.isin(patients.key[gone], patients.key[here])]
    gone = gone[np.lexsort((entries.to_month[gone], patients.key[gone]))]
    gone = gone[np.append(patients.key[gone][1:] != patients.key[gone][:-1], True)] if len(gone) else gone
    rows = np.concatenate([here, gone])
    rows = rows[np.argsort(patients.number[rows].astype(str))]
    return rows, entries.to_month[rows] <= month


REASONS = {"death": "Death", "moved": "Moved", "to_uk": "Moved away", "to_abroad": "Embarked"}


def _marks(ground: Ground, patients: Patients, rows: Ints, removed: Flags, month: int) -> dict[str, Texts]:
    """Dates of acceptance and removal, why, whether post came back, and the mark of an address abroad."""
    entries, stays = patients.entries, ground.town.life.stays
    ended = ground.passages.ended
    reasons = np.array([REASONS.get(word, "") for word in ended.words], dtype=object)[ended.codes[entries.stay[rows]]]
    accepted = day_within(ground.town.calendar, np.maximum(entries.from_month[rows], -900), patients.lot[rows])
    accepted = np.maximum(accepted, ground.town.people.birth_date[entries.person[rows]].astype("datetime64[D]"))
    over = np.maximum(
        day_within(ground.town.calendar, np.minimum(entries.to_month[rows], 2400), patients.lot[rows]), accepted
    )
    returned = (stays.to_month[entries.stay[rows]] < month - 12) & (
        patients.lot[rows] < ground.settings.gp_register.mail_returned
    )
    return {
        "accepted": dates_text(accepted, ISO),
        "removed": dates_text(over, ISO, ~removed),
        "reason": np.where(removed, reasons, "").astype(object),
        "returned": np.where(returned, "Y", "N").astype(object),
        "abroad": np.where(patients.from_abroad[rows], "Y", "N").astype(object),
    }


def _keyed(ground: Ground, patients: Patients, month: int) -> Sheet:
    rows, removed = _shown(ground, patients, month)
    person, dwelling = patients.entries.person[rows], patients.entries.dwelling[rows]
    marks = _marks(ground, patients, rows, removed, month)
    keys = keys_of(person, patients.key[rows] % 2 == 1, ground.keeper_number("health"))
    order = np.argsort(keys.astype(str))
    year = patients.births[rows].astype("datetime64[Y]").astype(np.int64) + 1970
    true_year = ground.town.people.birth_date[person].astype("datetime64[Y]").astype(np.int64) + 1970
    columns = {
        "Pseudo ID": keys,
        "Residence key": np.array([f"r{number * 7 % 9_999_991:07d}" for number in dwelling.tolist()], dtype=object),
        "YOB": np.where(year < 1880, true_year, year),
        "LSOA21CD": ground.lsoa_of[dwelling],
        "Gender": _sexes(ground, person),
        "DATE_ACCEPTED": marks["accepted"],
        "DATE_REMOVED": marks["removed"],
        "Removal code": marks["reason"],
        "FP69": marks["returned"],
        "FLAG4": marks["abroad"],
    }
    who = Who(np.arange(len(rows)), person[order], dwelling[order])
    ordered = {name: column[order] for name, column in columns.items()}
    return Sheet("gp_register", "keyed_patients", "T2", ground.last_day(month), month, ordered, who)


def _by_name(ground: Ground, patients: Patients, month: int) -> Sheet:
    rows, removed = _shown(ground, patients, month)
    person, dwelling = patients.entries.person[rows], patients.entries.dwelling[rows]
    marks = _marks(ground, patients, rows, removed, month)
    country = country_names(ground.town.people.birth_country, person)
    address = patients.addresses
    columns: dict[str, Cells] = {
        "NHSNumber": patients.number[rows],
        "PATIENT_SURNAME": np.array([name.upper() for name in patients.names.surname[rows]], dtype=object),
        "PATIENT_FORENAME": _forenames(patients, rows),
        "DATE_OF_BIRTH": dates_text(patients.births[rows], SLASHES),
        "PATIENT_SEX": _sexes(ground, person),
        **{f"ADDRESS_LINE_{line}": address.line(line)[rows] for line in range(1, 6)},
        "PATIENT_POSTCODE": address.postcode[rows],
        "Practice code": patients.practice[rows],
        "REG_DATE": marks["accepted"],
        "Deduction date": marks["removed"],
        "Deduction reason": marks["reason"],
        "FP69": marks["returned"],
        "FLAG4": marks["abroad"],
        "Prev country": np.where(marks["abroad"] == "Y", country, "").astype(object),
        "Sensitive flag": np.where(patients.restricted[rows], "S", "").astype(object),
    }
    odd = odd_lines(ground, columns, {"DATE_OF_BIRTH": ("30/02/1980",), "NHSNumber": ("9990000000",)}, "patients")
    who = Who(np.arange(len(rows)), person, dwelling)
    return Sheet("gp_register", "patients", "T3", ground.last_day(month), month, columns, who, odd)


def _forenames(patients: Patients, rows: Ints) -> Texts:
    pairs = zip(patients.names.forename[rows], patients.names.middle[rows], strict=True)
    return np.array([f"{first} {middle}".strip() for first, middle in pairs], dtype=object)


def _sexes(ground: Ground, person: Ints) -> Texts:
    return np.where(ground.town.people.sex.is_("female")[person], "F", "M").astype(object)
