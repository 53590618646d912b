"""Births and deaths: of residents by year as Nomis gives them and by small area, and as the register office counts them."""

from __future__ import annotations

import numpy as np

from denizen.synthetic.extracts.delivery import Desk
from denizen.synthetic.extracts.ground import Ground
from denizen.synthetic.extracts.sheets import Book, Cells, Sheet, numbers_text, texts
from denizen.synthetic.extracts.workbook import Cell
from denizen.synthetic.extracts.written_dates import day_text
from denizen.synthetic.town import Ints

LATE = {"birth": 0.55, "death": 0.25}
"""assumed; events that are registered in the month after: within 42 days of a birth, 5 of a death"""
MID_YEAR = 6


def draw_births_deaths(ground: Ground, book: Book, desk: Desk) -> None:
    """Whole years for the authority, years to mid-year for small areas, months of registration for the district."""
    book.add(_by_year(ground))
    book.add(_registered(ground))
    for word in ("birth", "death"):
        rows = _by_area(ground, word)
        if len(rows[0]) > 2:
            part = ground.town.calendar.text(ground.last)
            book.deliveries.append(
                desk.workbook(
                    f"births_deaths.{word}s_by_lsoa", rows, part=part, snapshot=str(ground.last_day(ground.last))
                )
            )


def _events(ground: Ground, word: str) -> tuple[Ints, Ints]:
    """Months and small areas of births or deaths."""
    flows, homes = ground.town.life.flows, ground.town.dwellings
    rows = np.flatnonzero(flows.kind.is_(word))
    where = flows.to_dwelling[rows] if word == "birth" else flows.from_dwelling[rows]
    return flows.month[rows], homes.lsoa[np.maximum(where, 0)]


def _by_year(ground: Ground) -> Sheet:
    calendar = ground.town.calendar
    years = list(range(calendar.first.year + 1, calendar.year_and_month(ground.last)[0] + 1))
    counts = []
    for word in ("birth", "death"):
        months = _events(ground, word)[0]
        of_year = np.array([calendar.year_and_month(int(month))[0] for month in months])
        counts += [int((of_year == year).sum()) for year in years]
    size = len(years) * 2
    columns: dict[str, Cells] = {
        "DATE": numbers_text(np.array(years * 2)),
        "GEOGRAPHY_CODE": texts(size, ground.town.place.area_code),
        "GEOGRAPHY_NAME": texts(size, ground.town.place.name),
        "Vital event": np.array(["Live births"] * len(years) + ["All deaths"] * len(years), dtype=object),
        "SEX_NAME": texts(size, "Total"),
        "MEASURES_NAME": texts(size, "Value"),
        "OBS_VALUE": np.array(counts),
    }
    return Sheet("births_deaths", "nomis_births_deaths", "", ground.last_day(ground.last), ground.last, columns)


def _registered(ground: Ground) -> Sheet:
    """Registrations of each month: most events in their own, the others in the next."""
    months = np.arange(1, ground.last + 1)
    counts = {}
    for word, late in LATE.items():
        happened = _events(ground, word)[0]
        delayed = happened + (ground.dice(f"registered {word}").random(len(happened)) < late)
        counts[word] = np.bincount(delayed, minlength=ground.last + 2)[months]
    columns: dict[str, Cells] = {
        "Month of registration": np.array(
            [day_text(ground.last_day(int(month)), "%b %Y") for month in months], dtype=object
        ),
        "Live births": counts["birth"],
        "Deaths": counts["death"],
    }
    total = {len(months): f"Total,{counts['birth'].sum()},{counts['death'].sum()}"}
    return Sheet(
        "births_deaths",
        "registered_by_district",
        "",
        ground.last_day(ground.last),
        ground.last,
        columns,
        odd_lines=total,
    )


def _by_area(ground: Ground, word: str) -> list[list[Cell]]:
    """Rows of a workbook: one for each small area, a column for each whole year to mid-year."""
    calendar, place = ground.town.calendar, ground.town.place
    month, area = _events(ground, word)
    ends = [one for one in range(12, ground.last + 1) if calendar.year_and_month(one)[1] == MID_YEAR]
    table = [np.bincount(area[(month > end - 12) & (month <= end)], minlength=len(place.lsoa_code)) for end in ends]
    header: list[Cell] = ["LSOA Code", "LSOA Name", *(f"Mid-year {calendar.year_and_month(end)[0]}" for end in ends)]
    rows: list[list[Cell]] = [header]
    for number, (code, name) in enumerate(zip(place.lsoa_code.tolist(), place.lsoa_name.tolist(), strict=True)):
        rows.append([code, name, *(int(year[number]) for year in table)])
    return rows
