"""Large employers: their yearly return by site, and the register of licensed sponsors."""

from __future__ import annotations

from datetime import date

import numpy as np

from denizen.synthetic.chance import happens
from denizen.synthetic.extracts.scene import Drawn, Scene
from denizen.synthetic.extracts.workbook import Cell
from denizen.synthetic.extracts.workplaces import GROUPS, employer_names, workers_at
from denizen.synthetic.town import Ints

RETURN = (
    "Company", "CRN", "Workplace", "Workplace Postcode", "As at", "Number of staff", "Full-time equivalent", "Agency staff",
    "Night shift", "British or Irish", "EU/EEA", "Non-EU", "Nationality unknown", "Completed by",
)  # fmt: skip
SPONSORS = ("Organisation Name", "Town/City", "County", "Type & Rating", "Route")
COMMUTERS = 0.4
"""assumed; staff from outside the town for each who lives in it"""
FEWEST = 10
"""groups below this many are not told apart, as the partnership asks"""


def draw_major_employers(scene: Scene) -> Drawn:
    """A workbook for each 30 September, and the register of sponsors now and a year ago."""
    drawn, names = Drawn(), employer_names(scene)
    for year, months in scene.years():
        if len(months) >= 9:
            rows = _return(scene, names, int(months[8]), date(int(year), 9, 30))
            if rows:
                drawn.deliveries.append(
                    scene.desk.workbook(
                        "major_employers.workforce_return", [RETURN, *rows], part=year, snapshot=f"{year}-09-30"
                    )
                )
    for back in (12, 0):
        day = f"{int(scene.last_day[:4]) - back // 12}{scene.last_day[4:]}"
        rows_of_register = _sponsors(scene, names, back)
        drawn.deliveries.append(
            scene.desk.csv("major_employers.licensed_sponsors", SPONSORS, rows_of_register, part=day, snapshot=day)
        )
    return drawn


def _return(scene: Scene, names: list[str], month: int, day: date) -> list[list[Cell]]:
    """Those who answer each year: headcount with commuters, agency staff apart, nationalities where they were asked."""
    said, employers = scene.settings.organisations, scene.happenings.employers
    dice, count = scene.dice(f"returns {day.year}"), len(employers.lsoa)
    groups = _staff(scene, month, count)
    takes_part = happens(scene.dice("who answers"), said.employers_answer, count) & (
        groups.sum(axis=1) >= said.smallest_asked
    )
    postcodes = scene.postcodes_in(employers.lsoa, "sites")
    full_time, night = dice.uniform(0.7, 0.95, count), dice.uniform(0.0, 0.3, count)
    asked, careless = happens(dice, said.nationality_given, count), happens(dice, 0.05, count)
    rows: list[list[Cell]] = []
    for i in np.flatnonzero(takes_part).tolist():
        staff = int(groups[i].sum())
        agency = round(staff * said.agency_workers.get(employers.sector.words[employers.sector.codes[i]], 0.0))
        cells = _nationalities(groups[i].tolist(), bool(careless[i])) if asked[i] else [None] * 4
        rows.append([
            names[i], f"99{i:06d}", f"{names[i].split(' ')[0]} site", str(postcodes[i]), day, staff,
            round(staff * float(full_time[i]), 1), agency, int(staff * night[i]), *cells, "A. Sentinel",
        ])  # fmt: skip
    return rows


def _staff(scene: Scene, month: int, employers: int) -> Ints:
    """Headcount of each employer by group of nationality: those who live here, and commuters alike."""
    workers = workers_at(scene, month)
    number = np.bincount(workers.employer * len(GROUPS) + workers.group, minlength=employers * len(GROUPS))
    return np.asarray(np.round(number.reshape(employers, len(GROUPS)) * (1 + COMMUTERS)), dtype=np.int64)


def _nationalities(groups: list[int], careless: bool) -> list[Cell]:
    """The three groups and `not known`; small groups go there, unless somebody was careless, and the row is refused."""
    if careless:
        return [*groups, 0]
    shown = [number if number >= FEWEST else 0 for number in groups]
    return [*shown, sum(groups) - sum(shown)]


def _sponsors(scene: Scene, names: list[str], back: int) -> list[tuple[str, ...]]:
    """Licences by employer and route; licences of the last year were not there a year ago."""
    employers, dice = scene.happenings.employers, scene.dice("sponsors")
    sectors, place = employers.sector.text(), scene.town.place.name
    share = np.array([scene.settings.organisations.sponsor_share.get(str(sector), 0.0) for sector in sectors])
    licensed, new = happens(dice, share), happens(dice, 0.15, len(share))
    second, lowered = happens(dice, 0.1, len(share)), happens(dice, 0.03, len(share))
    rows: list[tuple[str, ...]] = []
    for i in np.flatnonzero(licensed & (employers.workers > 0)).tolist():
        if back and new[i]:
            continue
        rating = "Worker (B rating)" if lowered[i] else "Worker (A rating)"
        rows.append((names[i], place, "", rating, "Skilled Worker"))
        if second[i]:
            rows.append((names[i], place, "", "Temporary Worker (A rating)", "Seasonal Worker"))
    return rows
