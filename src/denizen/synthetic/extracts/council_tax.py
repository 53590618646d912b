"""Council tax: accounts with who is liable, dwellings by how they are used, the valuation list."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from denizen.synthetic.chance import happens, rank_within
from denizen.synthetic.extracts.ground import Ground
from denizen.synthetic.extracts.liability import Accounts, Use, accounts_of, discount_of
from denizen.synthetic.extracts.odd_rows import odd_lines
from denizen.synthetic.extracts.sheets import Book, Cells, Sheet, Who, numbers_text, texts
from denizen.synthetic.extracts.written_addresses import Addresses, write_addresses
from denizen.synthetic.extracts.written_dates import DASHES, SLASHES, dates_text, day_text, day_within
from denizen.synthetic.town import NOBODY, Ints, Texts

BANDS = "ABCDEFGH"
BAND_SHARES = (0.42, 0.19, 0.16, 0.1, 0.07, 0.035, 0.02, 0.005)
"""assumed; of the order of the stock of a midland city"""
STATES = {"occupied": "Occupied", "exempt": "Occupied exempt", "empty": "Empty", "second_home": "Second home"}


@dataclass(frozen=True)
class _Written:
    """How the dwellings stand in the revenues system: one row per dwelling."""

    reference: Texts
    voa: Texts
    band: Texts
    addresses: Addresses


def draw_council_tax(ground: Ground, book: Book) -> Accounts:
    """Counts and dwellings quarter by quarter; accounts by key and by name, and the valuation list, of two years."""
    accounts, written = accounts_of(ground), _dwellings(ground)
    for month in ground.count_months():
        use = discount_of(ground, month)
        here = _on_the_list(ground, month)
        book.add(_by_state(ground, written, use.state, here, month))
        book.add(_by_uprn(ground, written, here, month))
    for month in ground.named_months():
        book.add(_valuation(ground, written, month))
        book.add(_keyed(ground, written, accounts, month))
        book.add(_lines(ground, written, accounts, month))
    return accounts


def _dwellings(ground: Ground) -> _Written:
    homes, dice, said = ground.town.dwellings, ground.dice("council tax dwellings"), ground.settings.council_tax
    size = len(homes.uprn)
    shift = np.where(homes.kind.is_("detached"), 0.45, np.where(homes.kind.is_("flat", "conversion"), -0.3, 0.0))
    place = np.clip(dice.random(size) + shift + 0.08 * (homes.rooms - 3), 0, 0.9999)
    band = np.searchsorted(np.cumsum(BAND_SHARES), place).clip(max=len(BANDS) - 1)
    number = dice.permutation(size) + 100_000
    address = write_addresses(
        ground.addresses, np.arange(size), said.addresses, ground.dice("council tax addresses"), clerks=True
    )
    return _Written(
        np.array([f"{one}00{one % 97:02d}" for one in number.tolist()], dtype=object),
        np.array([f"01{one}{one % 9}0" for one in number.tolist()], dtype=object),
        np.array(list(BANDS), dtype=object)[band],
        address,
    )


def _on_the_list(ground: Ground, month: int) -> Ints:
    homes = ground.town.dwellings
    return np.flatnonzero((homes.first_month <= month) & (month < homes.last_month))


def _by_state(ground: Ground, written: _Written, state: Texts, here: Ints, month: int) -> Sheet:
    areas, bands, states = ground.town.place.lsoa_code, np.array(list(BANDS)), np.array(list(STATES))
    band = np.searchsorted(bands, written.band[here].astype(str))
    order = np.argsort(states)
    use = order[np.searchsorted(states[order], state[here].astype(str))]
    cell = (ground.town.dwellings.lsoa[here] * len(states) + use) * len(bands) + band
    number = np.bincount(cell, minlength=len(areas) * len(states) * len(bands))
    cells = np.flatnonzero(number)
    columns = {
        "LSOA21CD": areas[cells // len(bands) // len(states)],
        "As at": texts(len(cells), day_text(ground.last_day(month))),
        "Dwelling state": np.array(list(STATES.values()), dtype=object)[cells // len(bands) % len(states)],
        "CT Band": bands[cells % len(bands)].astype(object),
        "Number of dwellings": number[cells],
    }
    return Sheet("council_tax", "dwellings_by_state", "T0", ground.last_day(month), month, columns)


def _by_uprn(ground: Ground, written: _Written, here: Ints, month: int) -> Sheet:
    use = discount_of(ground, month)
    here = here[written.addresses.uprn[here] != ""]
    adults = np.where(np.isin(use.state[here], ["empty", "second_home"]), 0, use.known_adults[here])
    columns = {
        "LLPG UPRN": written.addresses.uprn[here],
        "Prop Postcode": ground.town.dwellings.postcode[here],
        "CT Band": written.band[here],
        "Dwelling state": np.array([STATES[word] for word in use.state[here]], dtype=object),
        "Number of adults": np.where(
            adults > 0, numbers_text(adults), np.where(use.state[here] == "empty", "0", "")
        ).astype(object),
        "Discount Type": use.discount[here],
    }
    return Sheet("council_tax", "dwellings_by_uprn", "T1", ground.last_day(month), month, columns)


def _valuation(ground: Ground, written: _Written, month: int) -> Sheet:
    homes = ground.town.dwellings
    here = np.flatnonzero(homes.first_month <= month)
    lots = ground.dice("valuation list").random(len(homes.uprn))
    begins = day_within(ground.town.calendar, np.maximum(homes.first_month, -390), lots)
    gone = homes.last_month[here] > month
    columns = {
        "BA Ref": written.voa[here],
        "UARN": numbers_text(700_000_000 + here),
        "UPRN": written.addresses.uprn[here],
        "Full Address": written.addresses.one_line()[here],
        "Post Code": written.addresses.postcode[here],
        "Council Tax Band": written.band[here],
        "Effective From": dates_text(begins[here], SLASHES),
        "Date Deleted": dates_text(day_within(ground.town.calendar, homes.last_month, lots)[here], SLASHES, gone),
    }
    return Sheet("council_tax", "valuation_list", "", ground.last_day(month), month, columns)


def _keyed(ground: Ground, written: _Written, accounts: Accounts, month: int) -> Sheet:
    """One row per liable person whom the council knows: residents and landlords who live in the town."""
    rows = accounts.shown(month)
    both = np.concatenate([rows, rows[accounts.second[rows] != NOBODY]])
    person = np.concatenate([accounts.first[rows], accounts.second[rows][accounts.second[rows] != NOBODY]])
    both, person = both[person != NOBODY], person[person != NOBODY]
    order = np.lexsort((person, written.reference[accounts.dwelling[both]].astype(str)))
    both, person = both[order], person[order]
    dwelling = accounts.dwelling[both]
    use = discount_of(ground, month)
    begins, ends = accounts.days(ground, both, month)
    columns = {
        "Linkage key": ground.keys("council", person, month),
        "Property key": written.reference[dwelling],
        "UPRN": written.addresses.uprn[dwelling],
        "LSOA": ground.lsoa_of[dwelling],
        "Status": np.array([STATES[word] for word in use.state[dwelling]], dtype=object),
        "Discount Type": use.discount[dwelling],
        "Resident": np.where(
            accounts.is_landlord[both] | np.isin(use.state[dwelling], ["empty", "second_home"]), "N", "Y"
        ).astype(object),
        "Liability Start": dates_text(begins, DASHES),
        "Liability End": dates_text(ends, DASHES),
    }
    who = Who(np.arange(len(both)), person, dwelling)
    return Sheet("council_tax", "keyed_accounts", "T2", ground.last_day(month), month, columns, who)


def _prescribed(use: Use) -> Texts:
    """The prescribed class of each dwelling, for premiums: B a second home, C an empty one that nothing exempts."""
    is_empty = (use.state == "empty") & (use.exemption == "")
    return np.where(use.state == "second_home", "B", np.where(is_empty, "C", "")).astype(object)


def _lines(ground: Ground, written: _Written, accounts: Accounts, month: int) -> Sheet:
    """Account lines as the revenues system exports them, some of them doubled by an earlier discount."""
    rows = accounts.shown(month)
    twice = happens(ground.dice("account lines"), ground.settings.council_tax.extra_line, len(accounts.first))[rows]
    rows = np.concatenate([rows, rows[twice]])
    dwelling = accounts.dwelling[rows]
    order = np.argsort(written.reference[dwelling].astype(str), kind="stable")
    rows, dwelling = rows[order], dwelling[order]
    again = rank_within(rows) > 0
    use = discount_of(ground, month)
    begins, ends = accounts.days(ground, rows, month)
    is_open = accounts.to_month[rows] > month
    discount = np.where(is_open & ~again, use.discount[dwelling], "").astype(object)
    address = written.addresses
    lines = [line.upper() for line in address.one_line(with_postcode=False, comma=" ")]
    columns: dict[str, Cells] = {
        "Prop Ref": written.reference[dwelling],
        "LLPG UPRN": address.uprn[dwelling],
        "BA Reference": written.voa[dwelling],
        "Account Number": numbers_text(550_000_000 + (rows * 7919) % 9_999_991),
        "CT Band": written.band[dwelling],
        "Liable From": dates_text(begins, SLASHES),
        "Liable To": dates_text(ends, SLASHES),
        "Liable Party": accounts.names[rows],
        "Liability Category": accounts.liability[rows],
        "Prop Address": np.array(lines, dtype=object)[dwelling],
        "Prop Postcode": address.postcode[dwelling],
        "Corr Address": accounts.bills_to[rows],
        "Discount Type": discount,
        "Disc %": np.where(discount == "SPD", "25", "").astype(object),
        "Exempt Class": np.where(is_open, use.exemption[dwelling], "").astype(object),
        "Premium Class": _prescribed(use)[dwelling],
    }  # fmt: skip
    odd = odd_lines(ground, columns, {"Liable From": ("00/00/0000",)}, "account lines")
    with_second = np.flatnonzero(accounts.second[rows] != NOBODY)
    row = np.concatenate([np.arange(len(rows)), with_second])
    person = np.concatenate([accounts.first[rows], accounts.second[rows[with_second]]])
    who = Who(row, person, dwelling[row])
    return Sheet("council_tax", "account_lines", "T3", ground.last_day(month), month, columns, who, odd)
