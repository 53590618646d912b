"""The register of electors: whole, by UPRN, by area and under keys. What changes in a month is in `alterations`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from denizen.synthetic.chance import happens, rank_within
from denizen.synthetic.extracts.ground import Ground
from denizen.synthetic.extracts.odd_rows import odd_lines
from denizen.synthetic.extracts.registering import Entries, Window, enter, of_ages
from denizen.synthetic.extracts.sheets import Book, Cells, Sheet, Who, numbers_text, texts
from denizen.synthetic.extracts.written_addresses import Addresses, write_addresses
from denizen.synthetic.extracts.written_dates import SLASHES, dates_text, day_text
from denizen.synthetic.extracts.written_names import Names, write_names
from denizen.synthetic.town import NEVER, NOBODY, Flags, Ints, Texts

EU = (
    "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IT", "LV", "LT", "LU", "MT", "NL", "PL", "PT",
    "RO", "SK", "SI", "ES", "SE",
)  # fmt: skip
TREATY = ("LU", "PL", "PT", "ES", "DK", "IT")
"""states whose citizens keep a local vote by treaty"""
COMMONWEALTH = (
    "GB", "IE", "CY", "MT", "IN", "PK", "BD", "LK", "NG", "GH", "KE", "ZA", "UG", "TZ", "ZM", "ZW", "MW", "SL", "GM", "CM", "RW",
    "MU", "SC", "JM", "TT", "BB", "GY", "AU", "NZ", "CA", "SG", "MY", "BN", "PG", "FJ", "TO", "WS", "NA", "BW", "LS", "SZ",
)  # fmt: skip
"""with Ireland and the kingdom itself"""
EARLIEST = 16


@dataclass(frozen=True)
class Register:
    """Every entry that the register ever had, and how it is written."""

    entries: Entries
    names: Names
    addresses: Addresses
    marker: Texts
    district: Texts
    order: Ints
    attains: np.ndarray[tuple[int, ...], np.dtype[np.datetime64]]
    is_anonymous: Flags
    without_address: Flags
    matched: Flags

    def at(self, ground: Ground, month: int) -> Ints:
        """Rows of the register at the end of a month, in the order of polling districts: nobody who has just lost the vote."""
        rows = self.entries.at(month)
        over = ground.town.calendar.month_of(*map(int, ground.settings.electoral_register.eu_ends.split("-")))
        kept = (self.marker[rows] != "G") | (month < over) if ground.town.place.nation == "england" else rows >= 0
        rows = rows[kept]
        return rows[np.argsort(self.order[rows])]


def register(ground: Ground) -> Register:
    """Register the town's electors: by right, age, habits, and how long an entry outlives the stay."""
    town, said, dice = ground.town, ground.settings.electoral_register, ground.dice("electoral register")
    may = _may_vote(ground)[town.life.stays.person] & ~town.dwellings.kind.is_("care_home")[town.life.stays.dwelling]
    window = _window(ground)
    entries = enter(town, ground.passages, said, window, dice, may)
    person, size = entries.person, len(entries)
    own = ground.dice("names of electors")
    born = town.people.birth_date[person].astype("datetime64[D]")
    years = 16 if town.place.nation == "wales" else 18
    attains = (born.astype("datetime64[M]") + np.timedelta64(years * 12, "M")).astype("datetime64[D]")
    refuge = town.dwellings.kind.is_("refuge")[entries.dwelling]
    district = _districts(ground)[entries.dwelling]
    address = write_addresses(
        ground.addresses, entries.dwelling, said.addresses, ground.dice("addresses of electors"), clerks=True
    )
    streets = np.unique(town.dwellings.street[entries.dwelling].astype(str), return_inverse=True)[1]
    walk = np.lexsort((entries.lot, town.dwellings.number[entries.dwelling], streets, district.astype(str)))
    order = np.empty(size, dtype=np.int64)
    order[walk] = np.arange(size)
    overseas = happens(dice, said.overseas, size) & (town.life.stays.to_month[entries.stay] < NEVER)
    marker = np.where(overseas, "F", _markers(ground)[person])
    hidden = refuge | happens(dice, said.anonymous, size)
    return Register(
        entries, write_names(town, person, entries.from_month, said.names, own), address,
        np.where(hidden, "N", marker).astype(object), district, order, attains, hidden, overseas,
        address.uprn != "",
    )  # fmt: skip


def draw_electoral_register(ground: Ground, book: Book) -> Register:
    """All files of the register but the alterations: counts of each 1 December, lists by property, two registers by name."""
    kept = register(ground)
    decembers = [month for month in range(1, ground.last + 1) if ground.town.calendar.year_and_month(month)[1] == 11]
    for month in decembers:
        book.add(_by_area(ground, kept, month))
    for month in ground.count_months():
        book.add(_by_uprn(ground, kept, month))
    for place, month in enumerate(decembers[-2:]):
        book.add(_keyed(ground, kept, month))
        book.add(_full(ground, kept, month, newest=place == len(decembers[-2:]) - 1))
    return kept


def _may_vote(ground: Ground) -> Flags:
    """Who may be on the register at all: in England citizens of the Commonwealth, Ireland and the EU; in Wales everybody."""
    nation = ground.town.people.nationality
    words = np.array(nation.words)
    if ground.town.place.nation == "wales":
        return np.ones(len(nation), dtype=bool)
    return np.asarray(np.isin(words, [*EU, *COMMONWEALTH])[nation.codes])


def _window(ground: Ground) -> Window:
    """From 16 for those who register early, else from 18."""
    said, people = ground.settings.electoral_register, ground.town.people
    early = happens(ground.dice("attainers"), said.attainers, len(people.birth_month))
    youngest = of_ages(ground.town, 18 if ground.town.place.nation == "england" else 17)
    return Window(
        np.where(early, of_ages(ground.town, EARLIEST + 0.25).from_month, youngest.from_month), youngest.to_month
    )


def _markers(ground: Ground) -> Texts:
    """The letter of each person: none, G for the vote of EU citizens, B for those who keep it, in Wales QFC."""
    people, said = ground.town.people, ground.settings.electoral_register
    words = np.array(people.nationality.words)
    is_eu = (np.isin(words, EU) & ~np.isin(words, COMMONWEALTH))[people.nationality.codes]
    before = ground.town.calendar.month_of(*map(int, said.eu_kept_before.split("-")))
    kept = is_eu & (np.isin(words, TREATY)[people.nationality.codes] | (people.arrived_month < before))
    foreign = "QFC" if ground.town.place.nation == "wales" else ""
    rest = np.where(np.isin(words, COMMONWEALTH)[people.nationality.codes], "", foreign)
    return np.where(kept, "B", np.where(is_eu, "G", rest)).astype(object)


def _districts(ground: Ground) -> Texts:
    """The polling district of each dwelling: two letters, one for each small area or pair of them."""
    areas = ground.town.dwellings.lsoa // 2
    letters = [chr(65 + number // 26 % 26) + chr(65 + number % 26) for number in range(int(areas.max()) + 1)]
    return np.array(letters, dtype=object)[areas]


def _day(ground: Ground, month: int) -> np.datetime64:
    return ground.last_day(month) + np.timedelta64(1, "D")


def letters_at(ground: Ground, kept: Register, rows: Ints, month: int) -> Texts:
    """Markers as they were in a month: before the change of the law those who keep the vote still had the old letter."""
    said = ground.settings.electoral_register
    over = ground.town.calendar.month_of(*map(int, said.eu_ends.split("-")))
    letters = kept.marker[rows]
    return np.where((letters == "B") & (month < over), "G", letters).astype(object)


def _by_area(ground: Ground, kept: Register, month: int) -> Sheet:
    rows = kept.at(ground, month)
    areas = ground.town.place.lsoa_code
    area = ground.town.dwellings.lsoa[kept.entries.dwelling[rows]]
    letters = letters_at(ground, kept, rows, month)

    def count(which: Flags) -> Texts:
        return numbers_text(np.bincount(area[which], minlength=len(areas)))

    columns = {
        "LSOA21CD": areas,
        "Date of register": texts(len(areas), day_text(_day(ground, month))),
        "Total electors": count(rows >= 0),
        "Of which attainers": count(kept.attains[rows] > _day(ground, month)),
        "EU electors": count(np.isin(letters, ["G", "B"])),
        "Overseas": count(letters == "F"),
    }
    return Sheet("electoral_register", "electors_by_area", "T0", _day(ground, month), month, columns)


def _by_uprn(ground: Ground, kept: Register, month: int) -> Sheet:
    rows = kept.at(ground, month)
    rows = rows[kept.matched[rows] & ~kept.is_anonymous[rows] & ~kept.without_address[rows]]
    size = len(ground.town.dwellings.uprn)
    dwelling = kept.entries.dwelling[rows]
    electors = np.bincount(dwelling, minlength=size)
    young = np.bincount(dwelling[kept.attains[rows] > ground.last_day(month)], minlength=size)
    letters = letters_at(ground, kept, rows, month)
    foreign = np.bincount(dwelling[np.isin(letters, ["G", "B", "QFC"])], minlength=size)
    here = np.flatnonzero(electors)
    columns: dict[str, Cells] = {
        "PropertyUPRN": ground.town.dwellings.uprn[here],
        "PropertyPostCode": ground.town.dwellings.postcode[here],
        "Number of electors": electors[here],
        "Attainers": young[here],
        "Foreign electors": foreign[here],
    }
    return Sheet("electoral_register", "electors_by_uprn", "T1", ground.last_day(month), month, columns)


def _keyed(ground: Ground, kept: Register, month: int) -> Sheet:
    rows = kept.at(ground, month)
    rows = rows[~kept.is_anonymous[rows]]
    person = kept.entries.person[rows]
    keys = ground.keys("council", person, month)
    first = rank_within(np.unique(keys, return_inverse=True)[1]) == 0
    rows, person, keys = rows[first], person[first], keys[first]
    away = kept.without_address[rows]
    columns = {
        "Person key": keys,
        "PropertyUPRN": np.where(away, "", kept.addresses.uprn[rows]).astype(object),
        "LSOA": np.where(away, "", ground.lsoa_of[kept.entries.dwelling[rows]]).astype(object),
        "Marker": letters_at(ground, kept, rows, month),
        "Attainer": np.where(kept.attains[rows] > _day(ground, month), "Y", "N").astype(object),
    }
    who = Who(np.arange(len(rows)), person, kept.entries.dwelling[rows])
    return Sheet("electoral_register", "keyed_electors", "T2", _day(ground, month), month, columns, who)


def _full(ground: Ground, kept: Register, month: int, newest: bool) -> Sheet:
    """A whole register: the newest with the name in one field, the one before in two and under other headings."""
    rows, number, suffix = numbered(kept, kept.at(ground, month), kept.at(ground, month))
    hidden, away = kept.is_anonymous[rows], kept.without_address[rows]
    names = {
        part: np.where(hidden, "", getattr(kept.names, part)[rows]).astype(object)
        for part in ("surname", "forename", "middle")
    }
    attains = dates_text(kept.attains[rows], SLASHES, kept.attains[rows] <= _day(ground, month))
    given = np.array(
        [f"{a} {b}".strip() for a, b in zip(names["forename"], names["middle"], strict=True)], dtype=object
    )
    one = np.array([f"{a}, {b}" if a else "" for a, b in zip(names["surname"], given, strict=True)], dtype=object)
    lines = kept.addresses.lines[rows]
    lines[away | hidden] = ""
    lines[away, 0] = "Other Electors"
    postcode = np.where(away | hidden, "", kept.addresses.postcode[rows]).astype(object)
    headings = HEADINGS["newest" if newest else "before"]
    parts = [kept.district[rows], number, suffix, letters_at(ground, kept, rows, month), attains]
    parts += [one] if newest else [names["surname"], given]
    parts += [postcode, *lines.T, texts(len(rows))]
    columns: dict[str, Cells] = dict(zip(headings, parts, strict=True))
    who = Who(np.arange(len(rows)), kept.entries.person[rows], np.where(away, NOBODY, kept.entries.dwelling[rows]))
    too_young = day_text(_day(ground, month) + np.timedelta64(900, "D"))
    odd = odd_lines(ground, columns, {headings[4]: ("31/02/2026", too_young)}, "register of electors", newest)
    return Sheet("electoral_register", "register_full", "T3", _day(ground, month), month, columns, who, odd)


HEADINGS = {
    "newest": (
        "Elector Number Prefix", "Elector Number", "Elector Number Suffix", "Elector Markers", "Elector DOB", "Elector Name",
        "PostCode", *(f"Address{line}" for line in range(1, 7)),
    ),
    "before": (
        "PD", "Number", "Suffix", "Markers", "ElectorDOB", "ElectorSurname", "ElectorForename", "PropertyPostCode",
        *(f"PropertyAddress{line}" for line in range(1, 7)),
    ),
}  # fmt: skip


def numbered(kept: Register, rows: Ints, whole: Ints) -> tuple[Ints, Texts, Texts]:
    """Rows with elector numbers: those of the whole register in turn, whoever came since between two of them by a suffix."""
    district = np.unique(kept.district.astype(str), return_inverse=True)[1]
    among = np.union1d(rows, whole)
    among = among[np.argsort(kept.order[among])]
    is_old = np.isin(among, whole)
    starts = np.r_[True, district[among][1:] != district[among][:-1]]
    running = np.cumsum(is_old)
    before: Ints = (running - is_old)[starts]
    number = np.maximum(running - np.repeat(before, np.diff(np.append(np.flatnonzero(starts), len(among)))), 1)
    later = rank_within(
        district[among] * 1_000_000 + number, order=kept.order[among].astype(float) + np.where(is_old, -1e9, 0)
    )
    wanted = np.isin(among, rows)
    suffix = np.where(is_old, 0, np.maximum(later, 1))
    return among[wanted], numbers_text(number[wanted]), numbers_text(suffix[wanted])
