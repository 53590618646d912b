"""Advice returns, vouchers of food banks and a refugee charity's quarterly counts."""

from __future__ import annotations

import numpy as np

from denizen.synthetic.chance import happens
from denizen.synthetic.extracts.scene import Drawn, Scene, as_written, days_in, month_ends, one_of, spellings
from denizen.synthetic.happenings import residents_by_month
from denizen.synthetic.town import Ints

ADVICE = ("Month of advice", "Office", "Client ward code", "AIC", "Client type", "No. of clients")
VOUCHERS = ("E-referral code", "Date used", "WD25CD", "Primary reason", "Adults fed", "Children fed", "Referral agency")
REFUGEES = ("Period ending", "Nationality of client", "People supported")
ISSUES: dict[str, float] = {
    "Benefits & Universal Credit": 0.34, "Debt & money advice": 0.2, "Housing": 0.12, "Utilities & communications": 0.08,
    "Employment": 0.06, "Immigration & asylum": 0.06, "Relationships & family": 0.05, "Health & community care": 0.03,
    "Charitable support & food banks": 0.05, "Discrimination & hate & GVA": 0.01,
}  # fmt: skip
"""assumed; of the order of published advice trends"""
CRISES: dict[str, float] = {
    "Rising costs of essentials": 0.4, "Benefit delays or changes": 0.15, "Debt": 0.08, "Low income - work": 0.15,
    "Ill health": 0.08, "Homeless": 0.05, "Domestic abuse": 0.03, "NRPF": 0.02, "Other": 0.04,
}  # fmt: skip
REFUGE_FROM = ("AF", "SY", "UA", "ER", "SD", "IR", "IQ", "HK")
FEWEST = 10
"""groups below this many are put together, as the agreement asks"""


def draw_voluntary_sector_services(scene: Scene) -> Drawn:
    """Advice month by month and vouchers one by one in yearly files; the refugee charity's quarters in one."""
    drawn = Drawn()
    for year, months in scene.years():
        drawn.deliveries.append(
            scene.desk.csv(
                "voluntary_sector_services.advice_issues_month", ADVICE, _advice(scene, months, year), part=year,
                also=("advice_clients_by_ward",),
            )
        )  # fmt: skip
        rows = _vouchers(scene, months, year)
        drawn.deliveries.append(
            scene.desk.csv("voluntary_sector_services.food_bank_vouchers", VOUCHERS, rows, part=year)
        )
    rows = _refugees(scene)
    if rows:
        drawn.deliveries.append(scene.desk.csv("voluntary_sector_services.refugee_support_counts", REFUGEES, rows))
    return drawn


def _advice(scene: Scene, months: Ints, year: str) -> list[tuple[object, ...]]:
    """Clients of one office by month, ward, issue and whether they are new; some wards unknown."""
    dice, wards = scene.dice(f"advice {year}"), scene.town.place.ward_code
    residents = residents_by_month(scene.town)
    rows: list[tuple[object, ...]] = []
    named = [str(ward) for ward in sorted(set(wards))]
    for month in months.tolist():
        people = [residents[month][wards == ward].sum() for ward in named]
        for ward, number in zip([*named, ""], [*people, sum(people) * 0.05], strict=True):
            expected = number * scene.settings.events.advice_clients_per_1000_a_year / 12_000
            for issue, share in ISSUES.items():
                for client, part in (("New client", 0.55), ("Repeat client", 0.45)):
                    clients = int(dice.poisson(expected * share * part))
                    if clients:
                        rows.append((scene.town.calendar.text(month), "Invented Advice", ward, issue, client, clients))
    return rows


def _vouchers(scene: Scene, months: Ints, year: str) -> list[tuple[object, ...]]:
    """One row a voucher; a few are for nobody, and must be refused."""
    dice, place = scene.dice(f"vouchers {year}"), scene.town.place
    expected = residents_by_month(scene.town)[months] * scene.settings.events.food_vouchers_per_1000_a_year / 12_000
    number = dice.poisson(expected)
    month, area = np.nonzero(number)
    where, when = np.repeat(area, number[month, area]), months[np.repeat(month, number[month, area])]
    days = days_in(scene.town, when, dice)
    order = np.argsort(days, kind="stable")
    written, size = as_written(days[order]), len(order)
    nowhere, nobody = happens(dice, 0.08, size), happens(dice, 0.004, size)
    adults, children = dice.integers(1, 4, size).tolist(), dice.poisson(0.9, size).tolist()
    crises = one_of(dice, tuple(CRISES), size, tuple(CRISES.values()))
    return [
        (
            f"E-{year[2:]}{n:04d}-{n * 37 % 1_000_000:06d}", written[n],
            "" if nowhere[n] else place.ward_code[where[i]], crises[n], 0 if nobody[n] else adults[n],
            0 if nobody[n] else children[n], "Sentinel House",
        )
        for n, i in enumerate(order.tolist())
    ]  # fmt: skip


def _refugees(scene: Scene) -> list[tuple[object, ...]]:
    """People from countries of refuge who came within three years and live here, by quarter; small groups together."""
    people, stays, calendar = scene.town.people, scene.town.life.stays, scene.town.calendar
    countries = people.nationality.text()
    rows: list[tuple[object, ...]] = []
    for end in range(3, calendar.months + 1):
        if calendar.year_and_month(end)[1] % 3:
            continue
        here = stays.person[(stays.from_month <= end) & (end < stays.to_month) & ~stays.is_second]
        lately = here[(people.arrived_month[here] <= end) & (people.arrived_month[here] > end - 36)]
        counted = {code: int((countries[lately] == code).sum()) for code in REFUGE_FROM}
        small = sum(count for count in counted.values() if count < FEWEST)
        day = as_written(month_ends(scene.town, np.array([end])))[0]
        rows += [
            (day, spellings()["nationalities"][code][0], count) for code, count in counted.items() if count >= FEWEST
        ]
        if small >= FEWEST:
            rows.append((day, "Other", small))
    return rows
