"""The register of charities as its extract, and grants in the 360Giving standard."""

from __future__ import annotations

from typing import Any

import numpy as np

from denizen.synthetic.chance import happens
from denizen.synthetic.extracts.bodies import Bodies, listed_at
from denizen.synthetic.extracts.scene import Drawn, Scene, as_written, days_in, month_ends
from denizen.synthetic.town import Ints

GRANTS = (
    "Identifier", "Title", "Currency", "Amount Awarded", "Award Date", "Recipient Org:Name", "Recipient Org:Postal Code",
    "Funding Org:Name", "Recipient Org:Email",
)  # fmt: skip
FUNDERS = ("Invented Town Community Fund", "Tarnside Foundation", "Quillbank Lottery Fund")
ACCOUNTANT = "ZX1 1AA"
"""invented; the postcode of an accountant in another town, which no file of postcodes has"""


def draw_charities(scene: Scene, bodies: Bodies) -> Drawn:
    """The register now and a year ago, and grants year by year."""
    months, drawn = scene.town.calendar.months, Drawn()
    for month in (months - 12, months):
        day = str(month_ends(scene.town, np.array([month]))[0])
        records = _register(scene, bodies, month, day)
        drawn.deliveries.append(scene.desk.json("charities.register_json", records, part=day))
    for year, held in scene.years():
        _grants(scene, bodies, year, held, drawn)
    return drawn


def _register(scene: Scene, bodies: Bodies, month: int, day: str) -> list[dict[str, Any]]:
    """Charities on the register, those removed, a linked one here and there; contact details, which must never enter."""
    said, groups, dice = scene.settings.organisations, scene.happenings.organisations, scene.dice("register")
    size = len(groups.lsoa)
    income = dice.lognormal(9.5, 1.6, size).round(-1)
    elsewhere, unheard = happens(dice, said.registered_elsewhere, size), happens(dice, 0.1, size)
    has_link = happens(dice, 0.05, size)
    on_register = listed_at(scene, month, 1.0, "register")
    accounts = f"{int(day[:4]) - 1}-12-31"
    records = []
    for i in np.flatnonzero(bodies.registered & (groups.from_month <= month - 6)).tolist():
        status = "Registered" if on_register[i] else "Removed"
        record = {
            "date_of_extract": f"{day}T00:00:00", "organisation_number": 4_500_000 + i,
            "registered_charity_number": int(bodies.charity_number[i]), "linked_charity_number": 0,
            "charity_name": str(bodies.name[i]).upper(), "charity_registration_status": status,
            "date_of_registration": "2003-05-20T00:00:00", "latest_income": None if unheard[i] else float(income[i]),
            "latest_acc_fin_period_end_date": None if unheard[i] else f"{accounts}T00:00:00",
            "charity_contact_postcode": ACCOUNTANT if elsewhere[i] else str(bodies.postcode[i]),
            "charity_contact_email": "office@sentinel.example", "charity_contact_phone": "01632 960000",
        }  # fmt: skip
        records.append(record)
        if has_link[i]:
            linked = {
                "linked_charity_number": 1,
                "charity_name": f"{record['charity_name']} FUND",
                "latest_income": None,
            }
            records.append({**record, **linked, "latest_acc_fin_period_end_date": None})
    return records


def _grants(scene: Scene, bodies: Bodies, year: str, months: Ints, drawn: Drawn) -> None:
    """Grants to bodies, a few to persons and in other money; some without a postcode."""
    said, groups, dice = scene.settings.organisations, scene.happenings.organisations, scene.dice(f"grants {year}")
    number = dice.poisson(said.grants_per_group_a_year, len(groups.lsoa))
    to = np.repeat(np.arange(len(number)), number)
    days = as_written(days_in(scene.town, months[dice.integers(0, len(months), len(to))], dice), "%Y-%m-%d")
    amounts = (np.round(dice.lognormal(8.6, 1.1, len(to)), -2) + 100).tolist()
    persons, euros, nowhere = (happens(dice, share, len(to)) for share in (0.03, 0.01, 0.1))
    rows = []
    for n, i in enumerate(to.tolist()):
        name = "" if persons[n] else str(bodies.name[i])
        postcode = "" if persons[n] or nowhere[n] else str(bodies.postcode[i])
        funder = FUNDERS[int(dice.integers(len(FUNDERS)))]
        money = "EUR" if euros[n] else "GBP"
        rows.append(
            (f"360G-invented-{year}-{n + 1:03d}", "Grant", money, amounts[n], days[n], name, postcode, funder, "")
        )
    if rows:
        drawn.deliveries.append(
            scene.desk.csv("charities.grants_csv", GRANTS, rows, part=year, also=("grants_of_this_place",))
        )
