"""The town's libraries: where they are, and what they counted of visits, loans and users."""

from __future__ import annotations

import numpy as np

from denizen.synthetic.extracts.scene import Drawn, Scene, invented_names, month_starts
from denizen.synthetic.happenings import residents_by_month
from denizen.synthetic.town import Floats

DIRECTORY = ("reporting", "name", "authority", "postcode", "type", "statutory_23", "operation_23", "closed", "email")
DIRECTORY_OF_WALES = ("Local authority code", "Library name", "Postcode", "Type of library", "Year closed")
VISITS = ("Authority", "Location", "Period", "Count")
LOANS = ("Authority", "Format", "Content age group", "Period", "Count")
USERS = ("Authority", "Period", "Age group", "Count")
SEASON = np.array([1.0, 0.95, 1.05, 0.98, 1.0, 0.97, 1.12, 1.15, 1.0, 1.03, 0.98, 0.77])
"""assumed; visits by month of the year"""
LOAN_KINDS = (
    ("Physical book", "Adult", 0.9),
    ("Physical book", "Under 12", 0.85),
    ("Ebook", "Adult", 0.35),
    ("Eaudio", "Adult", 0.3),
)
"""assumed; loans for a visit"""


def draw_libraries(scene: Scene) -> Drawn:
    """The directory, and the counts of the years that libraries publish; in Wales the directory alone."""
    drawn, dice, place = Drawn(), scene.dice("libraries"), scene.town.place
    people = residents_by_month(scene.town).sum(axis=1)
    count = max(2, round(people[-1] / 10_000 * scene.settings.organisations.libraries_per_10000))
    names = invented_names(count + 1, ("Library",), dice)
    postcodes = scene.postcodes_in(dice.integers(0, len(place.lsoa_code), count + 1), "libraries").tolist()
    if place.nation == "wales":
        rows = [
            (place.area_code, names[i], postcodes[i], "LAL", "2016" if i == count else "") for i in range(count + 1)
        ]
        drawn.deliveries.append(scene.desk.csv("libraries.directory_wales", DIRECTORY_OF_WALES, rows))
        return drawn
    town = place.name
    shown = [(town, names[i], town, postcodes[i], "Static Library", "Yes", "LA", "", "") for i in range(count)]
    shown.append((town, names[count], town, postcodes[count], "Static Library", "No", "Closed", "2016", ""))
    drawn.deliveries.append(scene.desk.csv("libraries.directory", DIRECTORY, shown))
    _counts(scene, people, drawn)
    return drawn


def _counts(scene: Scene, people: Floats, drawn: Drawn) -> None:
    """Visits and loans month by month and users year by year. Few came in the first year and a quarter of the pandemic."""
    dice, calendar, code = scene.dice("library counts"), scene.town.calendar, scene.town.place.area_code
    months = np.arange(1, calendar.months + 1)
    starts = month_starts(scene.town, months).astype("datetime64[D]")
    shut = np.where((starts >= np.datetime64("2020-04-01")) & (starts < np.datetime64("2021-07-01")), 0.15, 1.0)
    season = SEASON[[calendar.year_and_month(int(m))[1] - 1 for m in months]]
    expected = people[1:] * scene.settings.organisations.visits_per_person / 12 * season * shut
    visits = dice.poisson(expected)
    periods = [f"{start}/P1M" for start in starts]
    rows = [(code, "Library", period, int(number)) for period, number in zip(periods, visits, strict=True)]
    drawn.deliveries.append(scene.desk.csv("libraries.activity_visits", VISITS, rows))
    loans = [
        (code, form, age, period, int(number))
        for form, age, each in LOAN_KINDS
        for period, number in zip(periods, dice.poisson(expected * each), strict=True)
    ]
    drawn.deliveries.append(scene.desk.csv("libraries.activity_loans", LOANS, loans))
    users = [
        (code, f"{year}-01-01/P1Y", "Unknown", int(dice.poisson(people[held].mean() * 0.11)))
        for year, held in scene.years()
        if len(held) == 12
    ]
    if users:
        drawn.deliveries.append(scene.desk.csv("libraries.activity_users", USERS, users))
