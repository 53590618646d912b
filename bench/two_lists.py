"""Two large lists of people with names, birth dates, sex and postcodes, most people on both, each list with faults of its own.

Names are drawn by how often they are borne: forenames by sex and year of birth, surnames from the common ones and a long tail
that is put together from parts. Nobody exists. The faults: names mistyped, shortened or changed, birth dates mistyped, turned or
missing, sex wrong, people who moved.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Texts = NDArray[np.object_]
Rows = NDArray[np.int64]
OVERLAP = 0.8
"""share of each list's people who are on the other too"""
PEOPLE_PER_POSTCODE = 40
SHARES = {
    "british": 0.76, "polish": 0.03, "pakistani": 0.05, "gujarati": 0.03, "punjabi_sikh": 0.02, "bangladeshi": 0.02,
    "nigerian": 0.03, "caribbean": 0.02, "romanian": 0.02, "irish": 0.02,
}  # fmt: skip
"""cultures whose names are borne, and how many bear them"""
LONG_TAIL = 0.4
"""of people with British names: surnames that are put together from parts, and rare"""
FIRST_BORN, LAST_BORN = date(1930, 1, 1), date(2020, 12, 31)
FAULTS = {
    "forename mistyped": 0.03, "forename cut to its letter": 0.01, "surname mistyped": 0.035, "surname changed": 0.02,
    "birth date mistyped": 0.02, "birth date turned": 0.008, "birth date missing": 0.015, "sex wrong": 0.005, "moved": 0.08,
    "postcode missing": 0.015,
}  # fmt: skip
"""share of the records of each list; assumed, and raised together until Splink reached an F1 of .985 at 100,000 records"""
_COLUMNS = "forename: forename, surname: surname, birth_date: birth_date, sex: sex, postcode: postcode, within: unique"
MAP = f"""sources:
  first: {{file: first.csv, id: record_id, {_COLUMNS}}}
  second: {{file: second.csv, id: record_id, {_COLUMNS}}}
"""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass
class _People:
    """Columns of people, one row each."""

    forename: Texts
    surname: Texts
    birth_date: Texts
    sex: Texts
    postcode: Texts

    def __getitem__(self, rows: Rows) -> _People:
        return _People(*(column[rows] for column in vars(self).values()))


def write_two_lists(folder: Path, records: int, seed: int = 1) -> None:
    """Write first.csv and second.csv, half of the records each, with map.yaml and truth.csv; the same seed, the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    dice = np.random.default_rng(seed)
    each = records // 2
    shared = round(each * OVERLAP)
    people = _people(2 * each - shared, dice)
    lists = {"first": np.arange(each), "second": np.arange(each - shared, 2 * each - shared)}
    (folder / "map.yaml").write_text(MAP)
    with (folder / "truth.csv").open("w", newline="") as truth_file:
        truth = csv.writer(truth_file)
        truth.writerow(("source", "record_id", "entity_id"))
        for name, rows in lists.items():
            dice.shuffle(rows)
            with (folder / f"{name}.csv").open("w", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(("record_id", *vars(people)))
                written = _with_faults(people[rows], dice)
                writer.writerows(zip(range(each), *vars(written).values(), strict=True))
            truth.writerows((name, record, row) for record, row in enumerate(rows.tolist()))


def _people(size: int, dice: np.random.Generator) -> _People:
    days = dice.integers(FIRST_BORN.toordinal(), LAST_BORN.toordinal(), size)
    born = np.array([date.fromordinal(day) for day in days.tolist()], dtype=object)
    sex = np.where(dice.random(size) < 0.51, "F", "M").astype(object)
    culture = dice.choice(list(SHARES), size, p=list(SHARES.values()))
    forename, surname = np.full(size, "", dtype=object), np.full(size, "", dtype=object)
    years = np.array([day.year for day in born])
    for name in SHARES:
        own = np.flatnonzero(culture == name)
        surname[own] = _surnames(name, len(own), dice)
        for letter in "FM":
            for decade in range(1930, 2030, 10):
                rows = own[(sex[own] == letter) & (years[own] // 10 * 10 == decade)]
                forename[rows] = _forenames(name, letter, decade + 5, len(rows), dice)
    birth_date = np.array([day.isoformat() for day in born], dtype=object)
    return _People(forename, surname, birth_date, sex, _postcodes(size, dice))


def _table(name: str) -> list[dict[str, str]]:
    text = resources.files("denizen.synthetic").joinpath(f"data/{name}.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def _forenames(culture: str, sex: str, year: int, size: int, dice: np.random.Generator) -> Texts:
    rows = [
        row
        for row in _table("forenames")
        if row["list"] == culture and row["sex"] == sex and int(row["born_from"]) <= year < int(row["born_before"])
    ]
    return _drawn([row["name"] for row in rows], [float(row["weight"]) for row in rows], size, dice)


def _surnames(culture: str, size: int, dice: np.random.Generator) -> Texts:
    rows = [row for row in _table("surnames") if row["list"] == culture]
    names = _drawn([row["name"] for row in rows], [float(row["weight"]) for row in rows], size, dice)
    if culture == "british":
        rare = np.flatnonzero(dice.random(size) < LONG_TAIL)
        parts = [row for row in _table("surname_parts") if row["list"] == culture]
        first, last = (
            np.array([row["part"] for row in parts if row["place"] == place], dtype=object)
            for place in ("first", "last")
        )
        names[rare] = dice.choice(first, len(rare)) + dice.choice(last, len(rare))
    return names


def _drawn(names: list[str], weights: list[float], size: int, dice: np.random.Generator) -> Texts:
    chances = np.array(weights) / sum(weights)
    return np.array(names, dtype=object)[dice.choice(len(names), size, p=chances)]


def _postcodes(size: int, dice: np.random.Generator) -> Texts:
    """Postcodes of a made-up area, each with about as many people as real ones have."""
    inward = [f"{digit}{one}{two}" for digit in range(10) for one in "ABDEFGHJLN" for two in "ABDEFGHJLN"]
    number = dice.integers(0, max(size // PEOPLE_PER_POSTCODE, 1), size)
    return np.array(
        [f"ZT{place // len(inward) + 1} {inward[place % len(inward)]}" for place in number.tolist()], dtype=object
    )


def _with_faults(people: _People, dice: np.random.Generator) -> _People:
    size = len(people.sex)

    def some(fault: str) -> Rows:
        return np.flatnonzero(dice.random(size) < FAULTS[fault])

    _change(people.forename, some("forename mistyped"), lambda text: _mistyped(text, dice))
    _change(people.forename, some("forename cut to its letter"), lambda text: text[:1])
    _change(people.surname, some("surname mistyped"), lambda text: _mistyped(text, dice))
    changed = some("surname changed")
    people.surname[changed] = people.surname[dice.integers(0, size, len(changed))]
    _change(people.birth_date, some("birth date mistyped"), lambda text: _mistyped_digit(text, dice))
    _change(people.birth_date, some("birth date turned"), _turned)
    people.birth_date[some("birth date missing")] = ""
    _change(people.sex, some("sex wrong"), lambda text: "F" if text == "M" else "M")
    moved = some("moved")
    people.postcode[moved] = people.postcode[dice.integers(0, size, len(moved))]
    people.postcode[some("postcode missing")] = ""
    return people


def _change(column: Texts, rows: Rows, how: Callable[[str], str]) -> None:
    column[rows] = [how(text) for text in column[rows].tolist()]


def _mistyped(text: str, dice: np.random.Generator) -> str:
    """One letter wrong, left out, put in or turned with the next."""
    place, kind = int(dice.integers(len(text))), int(dice.integers(4))
    letter = _LETTERS[int(dice.integers(len(_LETTERS)))]
    if kind == 3 and place + 1 < len(text):
        return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    return text[:place] + ("" if kind == 0 and len(text) > 1 else letter) + text[place + (kind != 1) :]


def _turned(text: str) -> str:
    """Day and month in each other's place, where that is a date."""
    return f"{text[:5]}{text[8:]}-{text[5:7]}" if text[8:] < "13" else text


def _mistyped_digit(text: str, dice: np.random.Generator) -> str:
    """The last digit of the year, the month or the day wrong, so that the date still is one or is no date at all."""
    place = (3, 6, 9)[int(dice.integers(3))]
    return text[:place] + str(int(dice.integers(10))) + text[place + 1 :]
