"""Five lists of pseudopeople's sample population, as CSV: run by the Python of its own environment.

    python people_of_pseudopeople.py FOLDER TIMES     TIMES multiplies every probability of noise, 1 is the default

pseudopeople (https://pseudopeople.readthedocs.io) invents a population of the United States and what its offices would have
on record. The lists are what an analyst would be handed: two censuses, social security, wage slips (W-2 and 1099) and tax
returns (1040), of which the filer alone is taken, since no truth is told of spouses and dependants. Cities and zip codes are
the same for nearly everybody.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import Any

import pseudopeople
from pseudopeople.configuration import get_configuration
from spent import tell

SEED = 1
PROBABILITIES = ("row_probability", "cell_probability")
MOST = 0.9
"""a probability is never raised above this"""
LISTS = {
    "census_2020": (pseudopeople.generate_decennial_census, 2020),
    "census_2030": (pseudopeople.generate_decennial_census, 2030),
    "social_security": (pseudopeople.generate_social_security, 2020),
    "wages": (pseudopeople.generate_taxes_w2_and_1099, 2020),
    "tax_returns": (pseudopeople.generate_taxes_1040, 2020),
}
TRUTH = ("simulant_id", "household_id")
"""what is known of a row and no office has"""


def noisier(settings: dict[str, Any], times: float) -> dict[str, Any]:
    """The same settings with every probability of noise multiplied; how a cell is changed stays."""
    return {
        name: noisier(value, times)
        if isinstance(value, dict)
        else _raised(value, times)
        if name in PROBABILITIES
        else value
        for name, value in settings.items()
    }


def _raised(value: Any, times: float) -> Any:
    if isinstance(value, dict):
        return {key: _raised(part, times) for key, part in value.items()}
    return min(value * times, max(value, MOST)) if isinstance(value, float | int) else value


def write_lists(folder: Path, times: float) -> dict[str, int]:
    """Each list as `<list>.csv` with a record_id, and `truth.csv` (source, record_id, entity_id); rows by list."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = noisier(get_configuration().to_dict(), times)
    rows = {}
    with (folder / "truth.csv").open("w", newline="") as file:
        truth = csv.writer(file)
        truth.writerow(("source", "record_id", "entity_id"))
        for name, (generate, year) in LISTS.items():
            people = generate(year=year, seed=SEED, config=settings).reset_index(drop=True)
            rows[name] = len(people)
            truth.writerows((name, record, who) for record, who in enumerate(people["simulant_id"]))
            people.drop(columns=[column for column in TRUTH if column in people]).to_csv(
                folder / f"{name}.csv", index_label="record_id"
            )
    return rows


if __name__ == "__main__":
    tell({"rows": write_lists(Path(sys.argv[1]), float(sys.argv[2]))})
