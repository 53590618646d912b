"""Addresses as a list has them: in lines or in one, shortened, with another word for a flat, with slips and old postcodes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from denizen.synthetic.chance import Dice, happens
from denizen.synthetic.extracts.slips import slipped_where, tables
from denizen.synthetic.settings_of_lists import AddressFaults
from denizen.synthetic.town import Dwellings, Flags, Ints, Texts

LINES = 5
UNIT_WORDS = 3
"""ways to write a part of a building that the book holds: its own, another word, and a number before a comma"""


@dataclass(frozen=True)
class AddressBook:
    """Every way that the town's addresses are written: `lines[way, joined, dwelling]` are five lines, filled from the top."""

    lines: Texts
    without_unit: Texts
    postcode: Texts
    uprn: Texts


@dataclass(frozen=True)
class Addresses:
    """Addresses as written, one row per entry; `lines` has five columns."""

    lines: Texts
    postcode: Texts
    uprn: Texts

    def one_line(self, with_postcode: bool = True, comma: str = ", ") -> Texts:
        """The address in one line."""
        ends = self.postcode if with_postcode else np.full(len(self.postcode), "", dtype=object)
        rows = zip(*self.lines.T.tolist(), ends.tolist(), strict=True)
        return np.array([comma.join(filter(None, row)) for row in rows] or [""], dtype=object)[: len(self.postcode)]

    def line(self, number: int) -> Texts:
        """One line, from 1."""
        return np.asarray(self.lines[:, number - 1])


def address_book(homes: Dwellings) -> AddressBook:
    """Write every address in every way once, for all lists to take from."""
    short = {name: str(form) for name, form in tables()["streets"].items()}
    streets = {name: " ".join(short.get(word, word) for word in name.split(" ")) for name in set(homes.street)}
    shortened = np.array([streets[name] for name in homes.street], dtype=object)
    ways = [
        _written(homes, homes.street, 0), _written(homes, shortened, 0), _written(homes, homes.street, 1),
        _written(homes, shortened, 2),
    ]  # fmt: skip
    bare = np.stack(
        [_filled(["" for _ in homes.flat], *_house(homes, street, 0), homes) for street in (homes.street, shortened)]
    )
    return AddressBook(np.stack(ways), bare, homes.postcode, np.array([str(uprn) for uprn in homes.uprn], dtype=object))


def _written(homes: Dwellings, street: Texts, way: int) -> Texts:
    """All addresses in one way, first with the flat on its own line, then with what follows: 2 x dwellings x lines."""
    units = [_unit(flat, way, row) for row, flat in enumerate(homes.flat.tolist())]
    building, line = _house(homes, street, way)
    apart = _filled(units, building, line, homes)
    joined_building = [f"{unit} {name}" if unit and name else name for unit, name in zip(units, building, strict=True)]
    comma = ", " if way != 1 else " "
    joined_line = [
        f"{unit}{comma}{text}" if unit and not name else text
        for unit, name, text in zip(units, building, line, strict=True)
    ]
    return np.stack([apart, _filled(["" for _ in units], joined_building, joined_line, homes)])


def _unit(flat: str, way: int, row: int) -> str:
    if not flat or way == 0:
        return flat
    words = tables()["units"]["Flat"]
    number = flat.rsplit(" ", 1)[-1]
    return number if way == 2 else f"{words[1 + row % (len(words) - 1)]} {number}"


def _house(homes: Dwellings, street: Texts, way: int) -> tuple[list[str], list[str]]:
    """Name of the building, and number with street: a letter is written as 14A, 14 A or as a flat of its own."""
    numbers = []
    for number, letter in zip(homes.number.tolist(), homes.suffix.tolist(), strict=True):
        if not number:
            numbers.append("")
        elif not letter:
            numbers.append(f"{number} ")
        else:
            numbers.append((f"{number}{letter} ", f"{number} {letter} ", f"Flat {letter}, {number} ")[way])
    return homes.building.tolist(), [number + name for number, name in zip(numbers, street.tolist(), strict=True)]


def _filled(units: list[str], building: list[str], line: list[str], homes: Dwellings) -> Texts:
    """Lines from the top, without gaps: dwellings x lines."""
    table = np.full((len(units), LINES), "", dtype=object)
    rows = zip(units, building, line, homes.locality.tolist(), homes.town.tolist(), strict=True)
    for row, parts in enumerate(rows):
        for place, part in enumerate(filter(None, parts)):
            table[row, place] = part
    return table


def write_addresses(
    book: AddressBook, dwelling: Ints, said: AddressFaults, dice: Dice, clerks: bool = False
) -> Addresses:
    """The addresses of dwellings as entries have them. Where clerks keep one form for each property, ways go by dwelling."""
    size = len(dwelling)
    by_home = len(book.postcode)

    def chosen(share: float) -> Flags:
        return happens(dice, share, by_home)[dwelling] if clerks else happens(dice, share, size)

    shortened, other = chosen(said.abbreviated), chosen(said.other_unit_word)
    way = np.where(other, np.where(shortened, 3, 2), np.where(shortened, 1, 0))
    lines = book.lines[way, chosen(said.joined).astype(np.int64), dwelling]
    bare = happens(dice, said.no_unit, size)
    lines[bare] = book.without_unit[0, dwelling[bare]]
    _slip_lines(lines, happens(dice, said.slip, size), dice)
    postcode = _postcodes(book, dwelling, said, dice)
    uprn = np.where(happens(dice, said.has_uprn, by_home)[dwelling], book.uprn[dwelling], "")
    return Addresses(lines, postcode, uprn.astype(object))


def _slip_lines(lines: Texts, chosen: Flags, dice: Dice) -> None:
    """A slip in the line of the street, or in the house number before it."""
    rows = np.flatnonzero(chosen)
    filled = (lines[rows] != "").sum(axis=1)
    place = np.maximum(filled - 2, 0)
    lines[rows, place] = slipped_where(lines[rows, place], np.ones(len(rows), dtype=bool), dice)


def _postcodes(book: AddressBook, dwelling: Ints, said: AddressFaults, dice: Dice) -> Texts:
    """Postcodes: another one of the town (half of them of a neighbour), a slip, none."""
    size = len(dwelling)
    written = book.postcode[dwelling].copy()
    near = np.minimum(dwelling + dice.integers(5, 60, size), len(book.postcode) - 1)
    wrong = happens(dice, said.wrong_postcode / 2, size)
    written[wrong] = book.postcode[near[wrong]]
    written = slipped_where(written, happens(dice, said.wrong_postcode / 2, size), dice)
    written[happens(dice, said.no_postcode, size)] = ""
    return np.asarray(written)
