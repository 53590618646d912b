"""The lists of names that come with this package, read once into weights and reaches."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from denizen.synthetic.chance import Dice, pick
from denizen.synthetic.town import Floats, Ints, Texts


@dataclass(frozen=True)
class Forenames:
    """The forenames of one list and sex, each borne by those born from one year until before another."""

    name: Texts
    weight: Floats
    born_from: Ints
    born_before: Ints

    def draw(self, years: Ints, dice: Dice) -> Texts:
        """A name for each year of birth: by ten-year steps, from the names in use then."""
        names = np.full(len(years), "", dtype=object)
        decades = years // 4
        for decade in np.unique(decades):
            rows, year = np.flatnonzero(decades == decade), decade * 4 + 2
            used = (self.born_from <= year) & (year < self.born_before)
            weights = np.where(used, self.weight, 0.0) if used.any() else self.weight
            names[rows] = self.name[pick(dice, weights, len(rows))]
        return names


@dataclass(frozen=True)
class Surnames:
    """The surnames of one list, with the form that women bear, and parts from which rare ones are made."""

    name: Texts
    feminine: Texts
    weight: Floats
    first: Texts
    last: Texts

    def draw(self, size: int, long_tail: float, dice: Dice) -> tuple[Texts, Texts]:
        """Surnames and their feminine forms."""
        row = pick(dice, self.weight, size)
        name, feminine = self.name[row].copy(), self.feminine[row].copy()
        if len(self.first):
            rare = np.flatnonzero(dice.random(size) < long_tail)
            made = (
                self.first[dice.integers(0, len(self.first), len(rare))]
                + self.last[dice.integers(0, len(self.last), len(rare))]
            )
            name[rare] = made
            feminine[rare] = [one[:-1] + "a" if one.endswith(("ski", "cki")) else one for one in made]
        return name, feminine


@cache
def forenames() -> dict[tuple[str, str], Forenames]:
    """Forenames by list and sex (F, M)."""
    grouped: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in _rows("forenames.csv"):
        grouped.setdefault((row["list"], row["sex"]), []).append(row)
    return {
        key: Forenames(
            np.array([row["name"] for row in rows], dtype=object),
            np.array([float(row["weight"]) for row in rows]),
            np.array([int(row["born_from"]) for row in rows]),
            np.array([int(row["born_before"]) for row in rows]),
        )
        for key, rows in grouped.items()
    }


@cache
def surnames() -> dict[str, Surnames]:
    """Surnames by list."""
    grouped: dict[str, list[dict[str, str]]] = {}
    for row in _rows("surnames.csv"):
        grouped.setdefault(row["list"], []).append(row)
    parts: dict[tuple[str, str], list[str]] = {}
    for row in _rows("surname_parts.csv"):
        parts.setdefault((row["list"], row["place"]), []).append(row["part"])
    return {
        key: Surnames(
            np.array([row["name"] for row in rows], dtype=object),
            np.array([row["feminine"] or row["name"] for row in rows], dtype=object),
            np.array([float(row["weight"]) for row in rows]),
            np.array(parts.get((key, "first"), []), dtype=object),
            np.array(parts.get((key, "last"), []), dtype=object),
        )
        for key, rows in grouped.items()
    }


@cache
def variants(kind: str) -> dict[str, tuple[str, ...]]:
    """Other forms of a name: `nickname` or `spelling`."""
    found: dict[str, tuple[str, ...]] = {}
    for row in _rows("variants.csv"):
        if row["kind"] == kind:
            found[row["name"]] = (*found.get(row["name"], ()), row["variant"])
    return found


def _rows(name: str) -> list[dict[str, str]]:
    text = (resources.files("denizen.synthetic") / "data" / name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))
