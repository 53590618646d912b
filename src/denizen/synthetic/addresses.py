"""Addresses for the dwellings: buildings along real street names, flats within them, invented numbers and postcodes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from denizen.synthetic.chance import Dice, Seed, happens, rank_within
from denizen.synthetic.grid import within
from denizen.synthetic.margins import HOMES
from denizen.synthetic.place import spots_within
from denizen.synthetic.settings import Settings
from denizen.synthetic.settling import ALL_TENURES, CARE, HALLS, KINDS, REFUGES, SHARED, Stock
from denizen.synthetic.town import NEVER, Coded, Dwellings, Floats, Ints, Place, Postcodes, Texts

FLAT, CONVERSION = HOMES.index("flat"), HOMES.index("conversion")
WHY = ("", "refuge", "foster", "dispersal")
BLOCKS = (
    "Alder", "Ash", "Beech", "Birch", "Cedar", "Elm", "Hawthorn", "Hazel", "Holly", "Juniper", "Larch", "Laurel", "Linden",
    "Maple", "Oak", "Poplar", "Rowan", "Sycamore", "Willow", "Yew",
)  # fmt: skip
BLOCK_WORDS = ("House", "Court", "Point", "Lodge", "Heights")
COTTAGES = (
    "Rose",
    "Ivy",
    "Orchard",
    "Brook",
    "Hill",
    "Meadow",
    "Spring",
    "Well",
    "Church",
    "Mill",
    "Bramble",
    "Primrose",
)
COTTAGE_WORDS = ("Cottage", "House", "Farm", "View", "Bungalow", "Barn")
GRANTED = "ABDEFGHJLNPQRSTUWXYZ"
"""letters that may stand in the second half of a postcode"""


@dataclass(frozen=True)
class _Buildings:
    """One row per building; `of` gives each dwelling's building, `place_in` its place (from 0) within, `units` how many."""

    of: Ints
    place_in: Ints
    units: Ints
    street: Ints
    position: Ints


def address(stock: Stock, place: Place, settings: Settings, seed: Seed) -> tuple[Dwellings, Postcodes]:
    """Every dwelling with a UPRN, an address, a grid point in its own area and a postcode; and the postcodes."""
    dice = seed.dice("addresses")
    buildings = _buildings(stock, place, settings, dice)
    on = buildings.street[buildings.of]
    x, y = _points(buildings, place, dice)
    codes = _postcodes(buildings, stock, place, settings, x, y)
    by_suffix = happens(dice, settings.dwellings.suffix_rather_than_flat, len(buildings.units))[buildings.of]
    named = _names(buildings, stock, place.streets.usrn, settings, dice)
    many = buildings.units[buildings.of] > 1
    lettered = many & by_suffix & (stock.kind == CONVERSION) & (buildings.place_in < 8)
    number = np.where((named != "") & ~(many & (stock.kind == CONVERSION)), 0, _numbers(buildings)[buildings.of])
    within_one = buildings.place_in + 1
    flats = [f"Flat {n}" if shown else "" for n, shown in zip(within_one, many & ~lettered, strict=True)]
    letters = [chr(65 + n) if shown else "" for n, shown in zip(buildings.place_in, lettered, strict=True)]
    uprn, parent = _uprns(buildings, stock, settings, dice)
    dwellings = Dwellings(
        uprn=uprn,
        parent_uprn=parent,
        usrn=place.streets.usrn[on],
        lsoa=stock.lsoa,
        x=np.round(x),
        y=np.round(y),
        postcode=codes.postcode[_code_of(buildings, settings)],
        tenure=Coded(stock.tenure, ALL_TENURES),
        kind=Coded(stock.kind, KINDS),
        confidential=Coded(_confidential(stock, settings, dice), WHY),
        rooms=stock.rooms,
        flat=np.array(flats, dtype=object),
        building=named,
        number=number,
        suffix=np.array(letters, dtype=object),
        street=place.streets.name[on],
        locality=np.full(len(on), "", dtype=object),
        town=np.full(len(on), place.name, dtype=object),
        first_month=stock.first_month,
        last_month=np.full(len(on), NEVER),
    )
    return dwellings, codes


def _buildings(stock: Stock, place: Place, settings: Settings, dice: Dice) -> _Buildings:
    """Cut the flats of an area into blocks and converted houses, and lay all buildings along its streets."""
    size = len(stock.lsoa)
    low, high = settings.dwellings.block_size
    block_ends = np.cumsum(dice.integers(low, high + 1, size))
    house_ends = np.cumsum(dice.integers(2, 5, size))
    row = np.arange(size)
    cut = np.where(stock.kind == FLAT, np.searchsorted(block_ends, row), row)
    cut = np.where(stock.kind == CONVERSION, np.searchsorted(house_ends, row), cut)
    new_build = stock.first_month > 0
    key = np.column_stack([stock.lsoa, stock.kind, new_build, cut])
    _, first, of = np.unique(key, axis=0, return_index=True, return_inverse=True)
    of = of.ravel()
    lsoa = stock.lsoa[first]
    streets = place.streets
    count = np.bincount(streets.lsoa, minlength=len(place.lsoa_code))
    start = np.searchsorted(streets.lsoa, np.arange(len(place.lsoa_code)))
    # about sixty buildings to a street: a small town uses a few of each area's streets
    used = np.clip(np.bincount(lsoa, minlength=len(count)) // 45 + 1, 1, count)
    street = start[lsoa] + (dice.random(len(lsoa)) ** 1.4 * used[lsoa]).astype(np.int64)
    position = rank_within(streets.usrn[street], dice)  # one numbering along a street that crosses areas
    units = np.bincount(of)
    return _Buildings(of, rank_within(of), units, street, position)


def _numbers(buildings: _Buildings) -> Ints:
    """House numbers along the street: 1, 2, 3, ..., without 13."""
    return buildings.position + 1 + (buildings.position >= 12)


def _points(buildings: _Buildings, place: Place, dice: Dice) -> tuple[Floats, Floats]:
    """A grid point in metres for each dwelling: along its street, and within its area."""
    size = len(buildings.units)
    angle = dice.random(len(place.streets.name)) * np.pi
    middle = np.bincount(buildings.street, buildings.position) / np.maximum(np.bincount(buildings.street), 1)
    along = (buildings.position - middle[buildings.street]) * 5.0
    aside = np.where(buildings.position % 2, 9.0, -9.0) + dice.normal(0, 1, size)
    turn = angle[buildings.street]
    mx, my = place.streets.x[buildings.street], place.streets.y[buildings.street]
    area = place.streets.lsoa[buildings.street]
    x = mx + along * np.cos(turn) - aside * np.sin(turn)
    y = my + along * np.sin(turn) + aside * np.cos(turn)
    for number, rings in enumerate(place.outlines):
        rows = np.flatnonzero(area == number)
        astray = rows[~within(rings, x[rows], y[rows])]
        x[astray], y[astray] = mx[astray] + (x - mx)[astray] * 0.2, my[astray] + (y - my)[astray] * 0.2
        astray = astray[~within(rings, x[astray], y[astray])]
        x[astray], y[astray] = spots_within(rings, len(astray), dice)
    return x[buildings.of], y[buildings.of]


def _code_of(buildings: _Buildings, settings: Settings) -> Ints:
    """The postcode, by number, of each dwelling: the next along the same street and area share one."""
    per = settings.place.dwellings_per_postcode
    order = np.lexsort((buildings.place_in, buildings.position[buildings.of], buildings.street[buildings.of]))
    street = buildings.street[buildings.of][order]
    within_street = rank_within(street)
    group = np.empty(len(order), dtype=np.int64)
    group[order] = np.unique(street * 10_000 + within_street // per, return_inverse=True)[1]
    return group


def _postcodes(
    buildings: _Buildings, stock: Stock, place: Place, settings: Settings, x: Floats, y: Floats
) -> Postcodes:
    code = _code_of(buildings, settings)
    _, first = np.unique(code, return_index=True)
    size = np.bincount(code)
    lsoa = stock.lsoa[first]
    _, district = np.unique(place.msoa_code.astype(str), return_inverse=True)
    number = rank_within(district[lsoa])
    letters = len(GRANTED)
    text = [
        f"{settings.place.postcode_area}{d + 1} {n // letters**2 % 10}{GRANTED[n // letters % letters]}{GRANTED[n % letters]}"
        for d, n in zip(district[lsoa], number * 7 + 3, strict=True)
    ]
    return Postcodes(
        np.array(text, dtype=object),
        np.round(np.bincount(code, x) / size),
        np.round(np.bincount(code, y) / size),
        lsoa,
        buildings.street[buildings.of][first],
    )


def _names(buildings: _Buildings, stock: Stock, usrn: Ints, settings: Settings, dice: Dice) -> Texts:
    """Names of blocks, some houses, halls and homes; nothing for the rest. No two alike on a street."""
    size = len(buildings.units)
    kind = np.zeros(size, dtype=np.int64)
    kind[buildings.of] = stock.kind
    cottage = happens(dice, settings.dwellings.named_house, size) & (kind < 2)
    block = ((kind == FLAT) & (buildings.units > 1) & happens(dice, 0.7, size)) | (kind == REFUGES)
    on = usrn[buildings.street]
    serial = rank_within(on * 3 + cottage + 2 * (kind >= HALLS), dice) + on * 7
    names = np.full(size, "", dtype=object)
    for rows, first, last in (
        (block, BLOCKS, BLOCK_WORDS),
        (cottage, COTTAGES, COTTAGE_WORDS),
        (kind == HALLS, BLOCKS, ("Hall",)),
        (kind == CARE, BLOCKS, ("Lodge Care Home", "House Nursing Home")),
    ):
        for row in np.flatnonzero(rows):
            n = int(serial[row])
            names[row] = f"{first[n % len(first)]} {last[n // len(first) % len(last)]}"
    return np.asarray(names[buildings.of])


def _uprns(buildings: _Buildings, stock: Stock, settings: Settings, dice: Dice) -> tuple[Ints, Ints]:
    """Twelve digits each, in no order that tells of the place; a building of several dwellings has one of its own."""
    many = np.flatnonzero(buildings.units > 1)
    size = len(stock.lsoa) + len(many)
    drawn = np.sort(dice.choice(size * 9, size, replace=False))
    numbers = settings.place.first_uprn + dice.permutation(drawn)
    parents = np.zeros(len(buildings.units), dtype=np.int64)
    parents[many] = numbers[len(stock.lsoa) :]
    return numbers[: len(stock.lsoa)], parents[buildings.of]


def _confidential(stock: Stock, settings: Settings, dice: Dice) -> Ints:
    """Why an address must not be shown. A few foster and dispersal addresses exist in any town."""
    why = np.zeros(len(stock.lsoa), dtype=np.int64)
    why[stock.kind == REFUGES] = WHY.index("refuge")
    for kind, share, reason in (
        (stock.kind < FLAT, settings.dwellings.foster, "foster"),
        (stock.kind == SHARED, settings.dwellings.dispersal, "dispersal"),
    ):
        rows = np.flatnonzero(kind & (stock.first_month < 0))
        chosen = dice.permutation(rows)[: max(3, round(len(rows) * share))]
        why[chosen] = WHY.index(reason)
    return why
