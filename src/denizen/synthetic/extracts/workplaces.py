"""Who works where in a month, as employers and agencies count their people: by sector, nationality and employer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from denizen.synthetic.extracts.scene import Scene, invented_names, spellings
from denizen.synthetic.town import Ints

ENDINGS = {
    "health_and_care": ("Care Homes Ltd", "Home Care Ltd"), "retail": ("Stores Ltd",),
    "manufacturing": ("Castings Ltd", "Rail Works Ltd"), "education": ("Academies",),
    "transport_and_warehousing": ("Logistics Ltd",), "hospitality": ("Hotels Ltd", "Inns Ltd"),
    "construction": ("Builders Ltd",), "public_administration": ("Agency of Records",),
    "food_processing": ("Foods Ltd", "Poultry Ltd"), "cleaning_and_security": ("Facilities Ltd",), "other": ("Services Ltd",),
}  # fmt: skip
GROUPS = ("uk_or_irish", "eu", "rest")


@dataclass(frozen=True)
class Workers:
    """People of working age who live in the town in a month and work: employer, sector, nationality, side by side."""

    employer: Ints
    sector: Ints
    nationality: Ints
    group: Ints


def workers_at(scene: Scene, month: int) -> Workers:
    """Everybody at work in a month who lives in the town. `group` is the place in GROUPS."""
    people, stays = scene.town.people, scene.town.life.stays
    here = stays.person[(stays.from_month <= month) & (month < stays.to_month) & ~stays.is_second]
    age = people.age_at(month)[here]
    here = here[(people.employer[here] >= 0) & (age >= 16) & (age < 70)]
    nationality = people.nationality.codes[here]
    return Workers(people.employer[here], people.sector.codes[here], nationality, _group_of(scene)[nationality])


def _group_of(scene: Scene) -> Ints:
    eu = set(spellings()["eu"]) - {"IE"}
    return np.array(
        [0 if word in ("GB", "IE") else 1 if word in eu else 2 for word in scene.town.people.nationality.words]
    )


def employer_names(scene: Scene) -> list[str]:
    """The invented name of each employer."""
    sectors, dice = scene.happenings.employers.sector, scene.dice("names of employers")
    names = [""] * len(sectors)
    for code, sector in enumerate(sectors.words):
        rows = np.flatnonzero(sectors.codes == code).tolist()
        for row, name in zip(rows, invented_names(len(rows), ENDINGS[sector], dice), strict=True):
            names[row] = name
    return names
