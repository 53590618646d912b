"""Recruitment agencies: monthly returns of whom they placed, each counting its own way, and the register of licences."""

from __future__ import annotations

import numpy as np

from denizen.synthetic.extracts.scene import Drawn, Scene, invented_names, spellings
from denizen.synthetic.extracts.workplaces import workers_at
from denizen.synthetic.town import Ints

PLACED = (
    "Labour provider",
    "Placement month",
    "LA Code",
    "Industry",
    "Nationality of worker",
    "Counted as",
    "Number placed",
)
LICENCES = ("Licence URN", "Company Name", "Licence Status", "Business Address", "Licensed sectors")
INDUSTRIES = {
    "food_processing": "Food manufacturing", "transport_and_warehousing": "Warehousing", "health_and_care": "Social care",
    "manufacturing": "Factory", "hospitality": "Cleaning and catering",
}  # fmt: skip
UNITS = (("Headcount", 1.0), ("Headcount", 1.0), ("Assignments", 1.7), ("Worker-weeks", 3.6), ("Headcount", 1.0))
"""what each agency counts, and how many of it a worker makes in a month (assumed)"""
FEWEST = 10
CARELESS = 1
"""the agency that does not put small nationalities together, so that its rows are refused"""


def draw_recruitment_agencies(scene: Scene) -> Drawn:
    """Returns of the last three years, a file a year, and the register of licensed labour providers."""
    drawn = Drawn()
    count = scene.settings.organisations.agencies
    names = invented_names(count, ("Staffing Ltd", "Labour Ltd", "People Ltd"), scene.dice("names of agencies"))
    for year, months in scene.years()[-3:]:
        rows = [row for month in months.tolist() for row in _placed(scene, names, month)]
        if rows:
            written = scene.desk.csv(
                "recruitment_agencies.placement_return", PLACED, rows, part=year, also=("placement_nationalities",)
            )
            drawn.deliveries.append(written)
    drawn.deliveries.append(
        scene.desk.csv("recruitment_agencies.glaa_licences", LICENCES, _licences(scene, names), snapshot=scene.last_day)
    )
    return drawn


def _placed(scene: Scene, names: list[str], month: int) -> list[tuple[object, ...]]:
    """Whom each agency placed in a month by industry and nationality, in the agency's own unit."""
    workers, dice = workers_at(scene, month), scene.dice(f"placed {month}")
    words, sectors = scene.town.people.nationality.words, scene.town.people.sector.words
    text, code = scene.town.calendar.text(month), scene.town.place.area_code
    rows: list[tuple[object, ...]] = []
    for sector, share in scene.settings.organisations.agency_workers.items():
        there = workers.nationality[workers.sector == sectors.index(sector)]
        number = dice.binomial(np.bincount(there, minlength=len(words)), share)
        split = _among_agencies(number, len(names), dice.dirichlet(np.ones(len(names)), len(words)))
        for agency, name in enumerate(names):
            unit, each = UNITS[agency % len(UNITS)]
            named = {words[i]: round(split[i, agency] * each) for i in np.flatnonzero(split[:, agency]).tolist()}
            for nation, placed in _put_together(named, agency % len(UNITS) == CARELESS):
                rows.append((name, text, code, INDUSTRIES[sector], nation, unit, placed))
    return rows


def _among_agencies(number: Ints, agencies: int, shares: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Ints:
    """Each nationality's workers shared out: nationality x agency."""
    split = np.floor(number[:, None] * shares).astype(np.int64)
    split[np.arange(len(number)), np.argmax(shares, axis=1) % agencies] += number - split.sum(axis=1)
    return split


def _put_together(named: dict[str, int], careless: bool) -> list[tuple[str, int]]:
    """Nationalities as written; those of fewer than ten in one row, Other, as far as that makes ten."""
    spelling = spellings()["nationalities"]
    if careless:
        return [(spelling[code][0], number) for code, number in named.items()]
    large = [(spelling[code][0], number) for code, number in named.items() if number >= FEWEST]
    small = sum(number for number in named.values() if number < FEWEST)
    return [*large, ("Other", small)] if small >= FEWEST else large


def _licences(scene: Scene, names: list[str]) -> list[tuple[str, ...]]:
    """The register: agencies of the town, one whose licence was taken, one abroad."""
    dice = scene.dice("licences")
    areas = dice.integers(0, len(scene.town.place.lsoa_code), len(names))
    postcodes = scene.postcodes_in(areas, "agencies")
    rows = [
        (
            f"INVE{i:04d}",
            name,
            "Revoked" if i == len(names) - 1 else "Licensed",
            f"1 Sentinel Row, {postcodes[i]}",
            "Food packaging",
        )
        for i, name in enumerate(names)
    ]
    return [*rows, ("INVE9999", "Overseas Harvest", "Licensed", "", "Horticulture")]
