"""Invented towns that are linked: made once in a run, laid out as lists, and what is truly known of their people."""

from __future__ import annotations

from pathlib import Path

import duckdb

from bench.town_lists import lay_out
from denizen.synthetic.extracts.drawing import write_lists
from denizen.synthetic.making import Order, make_town

HERE = Path(__file__).resolve().parent
LIKE = HERE.parent / "examples" / "derby"
YEARS, UNTIL, LAST_YEAR = 6, "2025-12", 2025
SETTINGS = {"typical": None, "noisier": HERE / "noisier_town.yaml"}
KNOWN = ("culture", "sex", "age", "tenure")
"""columns of `people.csv` beside entity_id"""


def town(folder: Path, settings: str, seed: int, people: int = 20_000) -> Path:
    """The folder of a town, made if it is not there yet: its truth and lists, and `linking/` as `lay_out` and KNOWN tell."""
    place = folder / f"{settings} {people} {seed}"
    if not (place / "linking").exists():
        made = make_town(place, Order(LIKE, people, YEARS, seed, UNTIL, SETTINGS[settings]))
        write_lists(made, LIKE, place)
        lay_out(place, place / "linking")
        _write_known(place / "truth", place / "linking" / "people.csv")
    return place


def _write_known(truth: Path, out: Path) -> None:
    """Name culture, sex, age band at the end, and tenure of the last home in the town."""
    read = "read_csv('{}', all_varchar = true)"
    people, stays, dwellings = (read.format(truth / f"{name}.csv.gz") for name in ("people", "stays", "dwellings"))
    duckdb.connect().execute(
        f"""
        COPY (
            WITH last_homes AS (
                SELECT person_id, ARG_MAX(dwelling_id, CAST(to_month AS INTEGER)) AS dwelling_id
                FROM {stays} WHERE is_second = '0' GROUP BY person_id
            )
            SELECT people.person_id AS entity_id, people.culture, people.sex,
                   CASE WHEN age < 5 THEN '00 to 04' WHEN age < 16 THEN '05 to 15' WHEN age < 25 THEN '16 to 24'
                        WHEN age < 45 THEN '25 to 44' WHEN age < 65 THEN '45 to 64' ELSE '65 and over' END AS age,
                   COALESCE(dwellings.tenure, 'never lived here') AS tenure
            FROM (SELECT *, {LAST_YEAR} - YEAR(CAST(birth_date AS DATE)) AS age FROM {people}) AS people
            LEFT JOIN last_homes ON last_homes.person_id = people.person_id
            LEFT JOIN {dwellings} AS dwellings ON dwellings.dwelling_id = last_homes.dwelling_id
        ) TO '{out}' (HEADER)
        """
    )
