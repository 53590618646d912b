"""The naming cultures of the town, and how many of each live in a place: read off its census margins."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import yaml

from denizen.synthetic.margins import Margins
from denizen.synthetic.town import Floats, Ints, Texts

STAND_INS = {"black_other": "caribbean"}
"""whose names a group has that no culture gives as its own"""
WELSH_NAMES = {"wales": 0.35}
"""assumed: share of White British people with names of the Welsh list, by nation; 0.01 elsewhere"""


@dataclass(frozen=True)
class Cultures:
    """The cultures as columns, and the place's people in them.

    share_of_group: ethnic group x culture, rows adding to one; born_abroad: share of a culture's people; countries:
    culture x country, the countries that those born abroad come from.
    """

    name: tuple[str, ...]
    habit: Texts
    family_first: Floats
    names: Texts
    religion: Texts
    language: Texts
    years: Floats
    husband: Floats
    group: Ints
    group_codes: tuple[str, ...]
    group5: Ints
    share_of_group: Floats
    born_abroad: Floats
    country_codes: tuple[str, ...]
    countries: Floats

    def number(self, name: str) -> int:
        return self.name.index(name)


@cache
def written() -> dict[str, dict[str, Any]]:
    """The file cultures.yaml as it is written."""
    return dict(yaml.safe_load((resources.files("denizen.synthetic") / "data/cultures.yaml").read_text("utf-8")))


def cultures_of(margins: Margins, nation: str) -> Cultures:
    """How the place's ethnic groups part into cultures, by where its people were born.

    A culture's people are those born in its countries and, for each of them, as many born here as cultures.yaml says;
    this only shares out a group, whose total is the census's.
    """
    table = written()
    names = tuple(table)
    codes = [str(code) for code in margins.group_codes]
    abroad, country_codes, countries = _born_in(margins, names)
    people = abroad * (1 + np.array([float(table[name]["settled"]) for name in names])) + 1.0
    belongs = np.array([[_is_of(table[name]["ethnic"], code, name) for name in names] for code in codes], dtype=float)
    weights = belongs * people
    british, welsh = names.index("british"), names.index("welsh")
    home = codes.index("white_british")
    part = WELSH_NAMES.get(nation, 0.01)
    weights[home] = 0.0
    weights[home, [british, welsh]] = [1 - part, part]
    shares = weights / weights.sum(axis=1, keepdims=True)
    return Cultures(
        name=names,
        habit=_column("habit"),
        family_first=np.array([said["first"] == "family" for said in table.values()], dtype=float),
        names=_column("names"),
        religion=_column("religion"),
        language=_column("language"),
        years=np.array([float(said["years"]) for said in table.values()]),
        husband=np.array([float(said["husband"]) for said in table.values()]),
        group=np.array([codes.index(_group(said["ethnic"])) for said in table.values()]),
        group_codes=tuple(codes),
        group5=np.asarray(margins.group5_of, dtype=np.int64),
        share_of_group=shares,
        born_abroad=np.minimum(abroad / np.maximum(margins.groups19 @ shares, 1.0), 0.93),
        country_codes=country_codes,
        countries=countries,
    )


def _column(key: str) -> Texts:
    return np.array([said[key] for said in written().values()], dtype=object)


def _group(ethnic: str) -> str:
    return "mixed_other" if ethnic == "mixed" else ethnic


def _is_of(ethnic: str, code: str, name: str) -> bool:
    return ethnic == code or (ethnic == "mixed" and code.startswith("mixed_")) or STAND_INS.get(code) == name


def _born_in(margins: Margins, names: tuple[str, ...]) -> tuple[Floats, tuple[str, ...], Floats]:
    """People born abroad by culture; the countries; culture x country."""
    text = (resources.files("denizen.synthetic") / "data/countries.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    codes = tuple(sorted({row["country"] for row in rows}))
    counts = np.zeros((len(names), len(codes)))
    for category, people in margins.born_abroad.items():
        ends = {row["census_category"] for row in rows if category.endswith("_" + row["census_category"])}
        if not ends:
            continue
        longest = max(ends, key=len)
        for row in rows:
            if row["census_category"] == longest:
                counts[names.index(row["culture"]), codes.index(row["country"])] += people * float(row["share"])
    return counts.sum(axis=1), codes, counts + 1e-9
