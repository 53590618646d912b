"""The census margins of the place: what the starting population has to look like."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from importlib import resources

import numpy as np

from denizen.errors import WrongLayout
from denizen.synthetic.example import Example, Row
from denizen.synthetic.town import Floats, Place, Texts

TENURES = ("owned_outright", "owned_mortgage", "social_rented", "private_rented")
TENURE_OF = {
    "Owned: Owns outright": 0,
    "Owned: Owns with a mortgage or loan": 1,
    "Shared ownership: Shared ownership": 1,
    "Social rented: Rents from council or Local Authority": 2,
    "Social rented: Other social rented": 2,
    "Private rented: Private landlord or letting agency": 3,
    "Private rented: Other private rented": 3,
    "Lives rent free": 3,
}
HOMES = ("detached", "semi_detached", "terraced", "flat", "conversion")
HOME_OF = {
    "Detached": 0,
    "Semi-detached": 1,
    "Terraced": 2,
    "In a purpose-built block of flats or tenement": 3,
    "Part of a converted or shared house, including bedsits": 4,
    "Part of another converted building, for example, former school, church or warehouse": 4,
    "In a commercial building, for example, in an office building, hotel or over a shop": 4,
}
GROUPS5 = ("asian", "black", "mixed", "white", "other")
GROUP5_OF = {"Asian": 0, "Black": 1, "Mixed": 2, "White": 3, "Other": 4}
MAIN = "Main language is not English (English or Welsh in Wales)"


@dataclass(frozen=True)
class Margins:
    """Census counts, as published. Rows are the place's small areas.

    age: area x 18 bands of five years (85 and over last); tenure, homes, groups5: area x category; groups19: the
    authority, in the order of `group_codes`; born_abroad: census category to people; not_english, little_english: shares
    of the area's people whose main language is another, and of those, who speak English not well or not at all.
    """

    age: Floats
    female: float
    tenure: Floats
    homes: Floats
    groups5: Floats
    groups19: Floats
    group_codes: Texts
    group5_of: Floats
    born_abroad: dict[str, float]
    not_english: Floats
    little_english: float
    disabled: Floats


def margins_of(example: Example, place: Place) -> Margins:
    """Read the margins of the place's small areas from the example's census tables."""
    codes = [str(code) for code in place.lsoa_code]
    groups = list(
        csv.DictReader(
            (resources.files("denizen.synthetic") / "data/ethnic_groups.csv").read_text("utf-8").splitlines()
        )
    )
    detailed = {
        row["ethnic_group"].replace("(number)", "").strip(): float(row["value"])
        for row in example.margin("ethnic_group_detailed_by_lad")
        if "(number)" in row["ethnic_group"]
    }
    sexes = example.margin("sex_by_lad")[0]
    spoken = {row["msoa21_code"]: row for row in example.margin("english_proficiency_by_msoa")}
    return Margins(
        age=_ages(example.margin("age_by_lsoa"), codes),
        female=float(sexes["total_females"]) / float(sexes["total_population"]),
        tenure=_counts(example.margin("tenure_by_lsoa"), codes, "tenure", TENURE_OF, len(TENURES)),
        homes=_counts(example.margin("accommodation_type_by_lsoa"), codes, "type", HOME_OF, len(HOMES)),
        groups5=_counts(
            [
                {**row, "ethnic_group": row["ethnic_group"].split(" ")[0].strip(",")}
                for row in example.margin("ethnic_group_by_lsoa")
            ],
            codes,
            "ethnic_group",
            GROUP5_OF,
            len(GROUPS5),
        ),
        groups19=np.array([detailed[group["label"]] for group in groups]),
        group_codes=np.array([group["code"] for group in groups], dtype=object),
        group5_of=np.array([GROUPS5.index(group["group5"]) for group in groups]),
        born_abroad=_born_abroad(example.margin("country_of_birth_by_lad")),
        not_english=np.array([_share(spoken.get(str(code)), MAIN) for code in place.msoa_code]),
        little_english=_little_english(list(spoken.values())),
        disabled=_disabled(example.margin("disability_by_lsoa"), codes),
    )


def _counts(rows: list[Row], codes: list[str], column: str, place_of: dict[str, int], size: int) -> Floats:
    """Long rows (area, category, n) as area x category; a category that is not named here is left out."""
    sums: dict[str, Floats] = defaultdict(lambda: np.zeros(size))
    for row in rows:
        if row[column] in place_of:
            sums[row["lsoa21_code"]][place_of[row[column]]] += float(row["n"])
    _check_all_there(sums.keys(), codes, column)
    return np.array([sums[code] for code in codes])


def _ages(rows: list[Row], codes: list[str]) -> Floats:
    bands = {row["mnemonic"]: np.array([float(row[key]) for key in row if key.startswith("Aged")]) for row in rows}
    _check_all_there(bands.keys(), codes, "age")
    return np.array([bands[code] for code in codes])


def _check_all_there(found: object, codes: list[str], subject: str) -> None:
    missing = len(set(codes) - set(found))  # type: ignore[call-overload]
    if missing:
        raise WrongLayout(
            f"{missing} small areas of the place have no row in the census table of {subject}.",
            where=f"the census table of {subject}",
            mend="take boundaries and census tables of the same year",
        )


def _born_abroad(rows: list[Row]) -> dict[str, float]:
    """People by the census's finest categories of country of birth, those of this country left out."""
    counts = {row["country_of_birth"]: float(row["value"]) for row in rows}
    leaves = [key for key in counts if not any(other.startswith(key + "_") for other in counts)]
    return {key: counts[key] for key in leaves if "united_kingdom" not in key}


def _share(row: Row | None, column: str) -> float:
    if row is None:
        return 0.1
    other, all_english = float(row[column]), float(row["Main language is English (English or Welsh in Wales)"])
    return other / max(other + all_english, 1.0)


def _little_english(rows: list[Row]) -> float:
    little = sum(
        float(row[f"{MAIN}: Cannot speak English well"]) + float(row[f"{MAIN}: Cannot speak English"]) for row in rows
    )
    return little / max(sum(float(row[MAIN]) for row in rows), 1.0)


def _disabled(rows: list[Row], codes: list[str]) -> Floats:
    share = {r["lsoa21_code"]: float(r["prop"]) for r in rows if r["disability"].startswith("Disabled")}
    return np.array([share.get(code, 0.18) for code in codes])
