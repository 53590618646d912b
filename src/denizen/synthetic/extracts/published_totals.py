"""Totals that a department publishes about the town: National Insurance numbers given, and Housing Benefit."""

from __future__ import annotations

import numpy as np

from denizen.synthetic.chance import happens
from denizen.synthetic.extracts.delivery import Delivery
from denizen.synthetic.extracts.scene import Drawn, Scene, spellings
from denizen.synthetic.town import Calendar, Flags, Ints

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NUMBERS = (
    ("NINo Registrations To Adult Overseas Nationals Entering The UK",), (), ("Nationality by Quarter of Registration",),
    ("Counting: NINo Registrations",),
)  # fmt: skip
BENEFIT = (
    ("Housing Benefit - Data from April 2018",), (), ("Tenure Type by Month",), ("Counting: Housing Benefit Claimants",),
)  # fmt: skip
NOTES = (("INFO", "Statistical disclosure control has been applied"), ("INFO", "Invented figures"))


def draw_published_totals(scene: Scene) -> Drawn:
    """The two tables as the table builder downloads them: titles above, notes below."""
    drawn = Drawn()
    header, rows = _insurance_numbers(scene)
    if rows:
        drawn.deliveries.append(_table(scene, "nino_registrations.stat_xplore_quarters", header, rows, NUMBERS))
    header, rows = _housing_benefit(scene)
    drawn.deliveries.append(_table(scene, "housing_benefit.stat_xplore_months", header, rows, BENEFIT))
    return drawn


def _table(
    scene: Scene, delivery: str, header: list[str], rows: list[list[object]], titles: tuple[tuple[str, ...], ...]
) -> Delivery:
    above = (*titles, (), ("Filters:",), ("Geography", scene.town.place.name), ())
    return scene.desk.csv(delivery, header, rows, titles=above, notes=((), *NOTES), quoted=True)


def _insurance_numbers(scene: Scene) -> tuple[list[str], list[list[object]]]:
    """Adults who came from abroad, by nationality and the quarter in which they got a number while they lived here."""
    said, dice, people, calendar = (
        scene.settings.organisations,
        scene.dice("nino"),
        scene.town.people,
        scene.town.calendar,
    )
    month = people.arrived_month + dice.exponential(said.nino_months, len(people.arrived_month)).astype(np.int64) + 1
    age = (month - people.birth_month) // 12
    gets = happens(dice, said.nino_share, len(month)) & (age >= 16) & (age < 65)
    gets &= (
        (people.nationality.codes != people.nationality.words.index("GB")) & (month >= 1) & (month <= calendar.months)
    )
    gets &= _lives_here(scene, month)
    quarters = [m for m in range(3, calendar.months + 1) if calendar.year_and_month(m)[1] % 3 == 0]
    header = ["Quarter of Registration", *(_quarter(calendar, end) for end in quarters), "Total"]
    table: dict[str, list[int]] = {}
    for code, word in enumerate(people.nationality.words):
        came = month[gets & (people.nationality.codes == code)]
        row = [int(((came > end - 3) & (came <= end)).sum()) for end in quarters]
        if sum(row):
            table[spellings()["nationalities"][word][1]] = row
    rows: list[list[object]] = [["Nationality", *[""] * (len(quarters) + 1)]]
    rows += [[name, *row, sum(row)] for name, row in sorted(table.items())]
    totals = [sum(column) for column in zip(*table.values(), strict=True)]
    return header, [*rows, ["Total", *totals, sum(totals)]] if table else []


def _lives_here(scene: Scene, month: Ints) -> Flags:
    """Whether each person lives in the town in a month of their own."""
    stays = scene.town.life.stays
    here = (stays.from_month <= month[stays.person]) & (month[stays.person] < stays.to_month) & ~stays.is_second
    lives = np.zeros(len(month), dtype=bool)
    lives[stays.person[here]] = True
    return lives


def _quarter(calendar: Calendar, end: int) -> str:
    year, month = calendar.year_and_month(end)
    return f"{MONTHS[month - 3]}-{year % 100:02d} to {MONTHS[month - 1]}-{year % 100:02d}"


def _housing_benefit(scene: Scene) -> tuple[list[str], list[list[object]]]:
    """Households on Housing Benefit by tenure and month, falling as another benefit takes over."""
    said, dice, calendar = scene.settings.organisations, scene.dice("housing benefit"), scene.town.calendar
    months = range(1, calendar.months + 1)
    left = np.array([said.housing_benefit_yearly ** (m / 12) for m in months])
    social = dice.binomial(_households(scene, "social_rented"), said.housing_benefit_share["social_rented"] * left)
    private = dice.binomial(_households(scene, "private_rented"), said.housing_benefit_share["private_rented"] * left)
    council = np.round(social * 0.6).astype(np.int64)
    named = {"Local Authority": council, "Registered Social Landlord": social - council, "Private": private}
    names = [calendar.year_and_month(m) for m in months]
    header = ["Month", *(f"{MONTHS[month - 1]}-{year % 100:02d}" for year, month in names)]
    rows: list[list[object]] = [["Tenure Type", *[""] * len(names)]]
    rows += [[tenure, *row.tolist()] for tenure, row in named.items()]
    return header, [*rows, ["Total", *(social + private).tolist()]]


def _households(scene: Scene, tenure: str) -> Ints:
    """Occupied dwellings of a tenure at the end of each month from the first."""
    stays, dwellings = scene.town.life.stays, scene.town.dwellings
    of_tenure = dwellings.tenure.is_(tenure)[stays.dwelling] & ~stays.is_second
    first, until, home = stays.from_month[of_tenure], stays.to_month[of_tenure], stays.dwelling[of_tenure]
    counted = [
        len(np.unique(home[(first <= month) & (month < until)])) for month in range(1, scene.town.calendar.months + 1)
    ]
    return np.array(counted)
