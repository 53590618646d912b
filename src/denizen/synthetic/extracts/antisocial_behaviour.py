"""Antisocial behaviour as three keepers tell of it: the police's map, the quarterly list of partners, the council's cases."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np

from denizen.synthetic.chance import happens
from denizen.synthetic.extracts.incidents import Incidents, noticed
from denizen.synthetic.extracts.map_points import to_degrees
from denizen.synthetic.extracts.scene import Drawn, Scene, as_written, days_in, month_ends, one_of
from denizen.synthetic.happenings import residents_by_month
from denizen.synthetic.town import Dates, Ints

STREET_LEVEL = (
    "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code", "LSOA name",
    "Crime type", "Last outcome category", "Context",
)  # fmt: skip
QUARTER = ("NICL Category", "Date of incident", "Time of incident", "LSOA21CD", "Postcode district", "Partner")
CASES = ("Case Reference", "Opened", "Closed", "ASB Type", "Current Status", "Location Postcode", "Case officer")
ASB = "Anti-social behaviour"
KINDS = (
    "Rowdy or inconsiderate behaviour",
    "Vehicle nuisance",
    "Street drinking",
    "Noise nuisance",
    "Begging",
    "Fireworks",
)
OTHER_PARTNERS = (
    ("Deliberate secondary fire", "Fire and Rescue Service"),
    ("Deliberate primary fire", "Fire and Rescue Service"),
    ("Ambulance - assault", "Ambulance Service"),
    ("Hospital admission - assault", "Hospital"),
)
CASE_KINDS = ("Youth nuisance", "Rowdy or inconsiderate behaviour", "Vehicle nuisance", "Street drinking", "Harassment")
OTHER_CASES = (
    "Fly tipping",
    "Noise complaint",
    "Neighbour dispute",
    "Dog fouling",
    "Graffiti",
    "Hate incident",
    "Other ASB",
)
OTHER_CASE_SHARES = (0.35, 0.25, 0.2, 0.08, 0.07, 0.02, 0.03)
CLOSED = ("Closed", "No further action", "Duplicate case", "Not ASB", "Merged")
CLOSED_SHARES = (0.7, 0.17, 0.06, 0.04, 0.03)


@dataclass(frozen=True)
class _Rows:
    """What the police recorded, antisocial behaviour and crimes: event_id of the former, -1 of the latter."""

    event: Ints
    month: Ints
    day: Dates
    lsoa: Ints
    street: Ints
    kind: list[str]


def draw_antisocial_behaviour(scene: Scene, incidents: Incidents) -> Drawn:
    """The files of police, partners and council. Police and council record partly the same events."""
    said, events, drawn = scene.settings.events, incidents.of("asb"), Drawn()
    salience = incidents.salience[events]
    by_police = events[noticed(salience, said.police_records, said.salience, scene.dice("asb police"))]
    by_council = events[noticed(salience, said.council_records, said.salience, scene.dice("asb council"))]
    _street_level(scene, incidents, by_police, drawn)
    _quarters(scene, incidents, by_police, drawn)
    _council_cases(scene, incidents, by_council, drawn)
    return drawn


def _street_level(scene: Scene, incidents: Incidents, events: Ints, drawn: Drawn) -> None:
    """Years put end to end, the last one month by month; one month without antisocial behaviour, a hole in the file."""
    months = scene.town.calendar.months
    hole = months - scene.settings.events.police_hole_months_before_end
    rows = _recorded(scene, incidents, events[incidents.month[events] != hole])
    cells = _street_level_cells(scene, rows)
    parts = [(year, held) for year, held in scene.years()[:-1]]
    parts += [(scene.town.calendar.text(month), np.array([month])) for month in scene.years()[-1][1].tolist()]
    for part, held in parts:
        chosen = np.flatnonzero(np.isin(rows.month, held)).tolist()
        delivery = scene.desk.csv(
            "antisocial_behaviour.street_level", STREET_LEVEL, (cells[i] for i in chosen), part=part
        )
        drawn.deliveries.append(delivery)
        drawn.told += [
            (delivery.file, f"row {n}", int(rows.event[i])) for n, i in enumerate(chosen, 1) if rows.event[i] >= 0
        ]


def _recorded(scene: Scene, incidents: Incidents, events: Ints) -> _Rows:
    """The police's antisocial behaviour with the crimes of the same months, in the order of months."""
    dice, town = scene.dice("other crime"), scene.town
    residents = residents_by_month(town)
    months, areas, kinds = [incidents.month[events]], [incidents.lsoa[events]], [ASB] * len(events)
    for kind, rate in scene.settings.events.other_crime_per_1000_a_year.items():
        number = dice.poisson(residents[1:] * rate / 12_000)
        month, area = np.nonzero(number)
        months.append(np.repeat(month + 1, number[month, area]))
        areas.append(np.repeat(area, number[month, area]))
        kinds += [kind] * int(number.sum())
    month, area = np.concatenate(months), np.concatenate(areas)
    crimes = len(month) - len(events)
    streets = town.place.streets
    by_area = np.argsort(streets.lsoa, kind="stable")
    first = np.searchsorted(streets.lsoa[by_area], area[len(events) :])
    number = np.searchsorted(streets.lsoa[by_area], area[len(events) :], side="right") - first
    street = np.concatenate(
        [incidents.street[events], by_area[first + (dice.random(crimes) * number).astype(np.int64)]]
    )
    event = np.concatenate([events, np.full(crimes, -1)])
    day = np.concatenate([incidents.day[events], days_in(town, month[len(events) :], dice)])
    order = np.argsort(month, kind="stable")
    return _Rows(event[order], month[order], day[order], area[order], street[order], [kinds[i] for i in order.tolist()])


def _street_level_cells(scene: Scene, rows: _Rows) -> list[tuple[object, ...]]:
    said, dice, place, size = scene.settings.events, scene.dice("map points"), scene.town.place, len(rows.month)
    streets = place.streets
    longitude, latitude = to_degrees(streets.x, streets.y)
    street = rows.street.copy()
    astray = np.flatnonzero(happens(dice, said.neighbouring_map_point, size))
    street[astray] = _next_street(scene)[street[astray]]
    nowhere = happens(dice, said.without_place, size)
    names = [scene.town.calendar.text(month) for month in range(scene.town.calendar.months + 1)]
    cells: list[tuple[object, ...]] = []
    for i, (at, month, kind) in enumerate(zip(street.tolist(), rows.month.tolist(), rows.kind, strict=True)):
        is_asb = kind == ASB
        crime = "" if is_asb else hashlib.sha256(f"{scene.seed.number} crime {i}".encode()).hexdigest()
        area = streets.lsoa[at]
        where = (
            ("", "", "No Location", "", "")
            if nowhere[i]
            else (
                f"{longitude[at]:.6f}", f"{latitude[at]:.6f}", f"On or near {streets.name[at]}",
                place.lsoa_code[area], place.lsoa_name[area],
            )
        )  # fmt: skip
        outcome = "" if is_asb else "Investigation complete; no suspect identified"
        cells.append((crime, names[month], scene.force, scene.force, *where, kind, outcome, ""))
    return cells


def _next_street(scene: Scene) -> Ints:
    """For each street the nearest one in another small area: where an event at a boundary lands on the map."""
    streets = scene.town.place.streets
    nearest = np.empty(len(streets.x), dtype=np.int64)
    for i in range(len(streets.x)):
        apart = np.hypot(streets.x - streets.x[i], streets.y - streets.y[i])
        apart[streets.lsoa == streets.lsoa[i]] = np.inf
        nearest[i] = int(np.argmin(apart)) if np.isfinite(apart).any() else i
    return nearest


def _quarters(scene: Scene, incidents: Incidents, events: Ints, drawn: Drawn) -> None:
    """The list that partners share each quarter: what the police logged, with fires and assaults of others."""
    said, town, dice = scene.settings.events, scene.town, scene.dice("quarters")
    code, residents = town.place.lsoa_code, residents_by_month(town)[-1]
    ends = [m for m in range(3, town.calendar.months + 1) if town.calendar.year_and_month(m)[1] % 3 == 0]
    for end in ends[-said.quarters_shared :]:
        mine = events[(incidents.month[events] > end - 3) & (incidents.month[events] <= end)]
        outward = [text.split(" ")[0] for text in scene.postcodes_in(incidents.lsoa[mine], f"quarter {end}")]
        hours = dice.integers(0, 1440, len(mine)).tolist()
        days, kinds = as_written(incidents.day[mine]), one_of(dice, KINDS, len(mine))
        rows: list[tuple[object, ...]] = [
            (kind, day, f"{hour // 60:02d}:{hour % 60:02d}", code[area], out, "Police")
            for kind, day, hour, area, out in zip(
                kinds, days, hours, incidents.lsoa[mine].tolist(), outward, strict=True
            )
        ]
        others = dice.poisson(residents * said.fire_and_ambulance_per_1000_a_year / 4000)
        areas = np.repeat(np.arange(len(others)), others)
        when = as_written(days_in(town, end - dice.integers(0, 3, len(areas)), dice))
        out = [text.split(" ")[0] for text in scene.postcodes_in(areas, f"fires {end}")]
        for n, area in enumerate(areas.tolist()):
            kind, partner = OTHER_PARTNERS[dice.choice(len(OTHER_PARTNERS), p=(0.5, 0.2, 0.2, 0.1))]
            rows.append((kind, when[n], "", "" if partner == "Hospital" else code[area], out[n], partner))
        year, month = town.calendar.year_and_month(end)
        delivery = scene.desk.csv(
            "antisocial_behaviour.depersonalised_quarter", QUARTER, rows, part=f"{year}_q{month // 3}"
        )
        drawn.deliveries.append(delivery)
        drawn.told += [(delivery.file, f"row {n}", event) for n, event in enumerate(mine.tolist(), 1)]


def _council_cases(scene: Scene, incidents: Incidents, events: Ints, drawn: Drawn) -> None:
    """The cases of the last three years: dates that run backwards, cases nobody closed, hate that belongs elsewhere."""
    said, town, dice = scene.settings.events, scene.town, scene.dice("council cases")
    since = max(1, town.calendar.months - 35)
    mine = events[incidents.month[events] >= since]
    extra = round(len(mine) * said.council_other_cases)
    areas = np.concatenate([incidents.lsoa[mine], dice.integers(0, len(town.place.lsoa_code), extra)])
    days = np.concatenate([
        incidents.day[mine] + dice.integers(0, 6, len(mine)).astype("timedelta64[D]"),
        days_in(town, dice.integers(since, town.calendar.months + 1, extra), dice),
    ])  # fmt: skip
    days = np.minimum(days, month_ends(town, np.array([town.calendar.months]))[0])
    kinds = one_of(dice, CASE_KINDS, len(mine)) + one_of(dice, OTHER_CASES, extra, OTHER_CASE_SHARES)
    length = dice.exponential(45, len(days)).astype("timedelta64[D]")
    length[happens(dice, 0.003, len(days))] = np.timedelta64(-30, "D")  # assumed: slips of the pen
    is_open = happens(dice, 0.12, len(days)) | (days + length > month_ends(town, np.array([town.calendar.months]))[0])
    closed, opened = as_written(days + length), as_written(days)
    status = one_of(dice, CLOSED, len(days), CLOSED_SHARES)
    postcodes = scene.postcodes_in(areas, "council cases").tolist()
    nowhere = happens(dice, 0.04, len(days))
    rows, told = [], []
    for n, i in enumerate(np.argsort(days, kind="stable").tolist(), 1):
        reference = f"ASB/{opened[i][-2:]}/{n:05d}"
        ending = ("", "In progress") if is_open[i] else (closed[i], status[i])
        rows.append(
            (reference, opened[i], ending[0], kinds[i], ending[1], "" if nowhere[i] else postcodes[i], "A. Sentinel")
        )
        if i < len(mine):
            told.append((reference, int(mine[i])))
    delivery = scene.desk.csv("antisocial_behaviour.council_cases", CASES, rows, encoding="cp1252", controls=True)
    drawn.deliveries.append(delivery)
    drawn.told += [(delivery.file, reference, event) for reference, event in told]
