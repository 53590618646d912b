"""Bodies of faith: an interfaith directory, and their yearly counts of who comes."""

from __future__ import annotations

import numpy as np

from denizen.synthetic.chance import happens
from denizen.synthetic.extracts.bodies import Bodies, listed_at
from denizen.synthetic.extracts.scene import Drawn, Scene, as_written, month_ends, month_starts, spelt

DIRECTORY = (
    "Organisation Ref", "Congregation", "Faith / denomination", "Language(s) of worship", "OK to map",
    "Postcode of building", "Last updated", "Minister",
)  # fmt: skip
ATTENDANCE = ("Organisation Ref", "Date of count", "Denomination", "Adults 16+", "Under 16s", "New attenders")
COUNT_MONTH = 10
"""October, when churches count"""


def draw_voluntary_faith_organisations(scene: Scene, bodies: Bodies) -> Drawn:
    """The directory now and a year ago; attendance each October. A new congregation shows before its people are on lists."""
    drawn, months = Drawn(), scene.town.calendar.months
    for month in (months - 12, months):
        day = str(month_ends(scene.town, np.array([month]))[0])
        rows = _directory(scene, bodies, month, day)
        if rows:
            written = scene.desk.csv("voluntary_faith_organisations.directory", DIRECTORY, rows, part=day, snapshot=day)
            drawn.deliveries.append(written)
    for year, held in scene.years():
        if len(held) >= COUNT_MONTH:
            rows = _attendance(scene, bodies, int(held[COUNT_MONTH - 1]), year)
            drawn.deliveries.append(
                scene.desk.csv("voluntary_faith_organisations.attendance_return", ATTENDANCE, rows, part=year)
            )
    return drawn


def _directory(scene: Scene, bodies: Bodies, month: int, day: str) -> list[tuple[object, ...]]:
    said, groups, dice = scene.settings.organisations, scene.happenings.organisations, scene.dice(f"faith {day}")
    listed = listed_at(scene, month, said.faith_listed, "faith") & groups.kind.is_("faith")
    mapped = happens(scene.dice("faith mapped"), said.may_be_mapped, len(listed))
    ago = dice.exponential(400, len(listed)).astype("timedelta64[D]")
    updated = as_written(np.datetime64(day) - ago, "%d/%m/%Y")
    words = spelt("languages", [str(code) for code in groups.language], dice)
    return [
        (
            f"F-{i:03d}", bodies.name[i], bodies.faith[i],
            "English" if groups.language[i] == "en" else f"{words[i]}; English", "Yes" if mapped[i] else "No",
            bodies.postcode[i], updated[i], "Rev. A. Sentinel",
        )
        for i in np.flatnonzero(listed).tolist()
    ]  # fmt: skip


def _attendance(scene: Scene, bodies: Bodies, month: int, year: str) -> list[tuple[object, ...]]:
    """Half of the bodies that are there send a count, rounded to five by some."""
    said, groups, dice = scene.settings.organisations, scene.happenings.organisations, scene.dice(f"attendance {year}")
    there = groups.kind.is_("faith") & (groups.from_month <= month) & (month < groups.to_month)
    sends = there & happens(dice, 0.6, len(there))
    day = as_written(month_starts(scene.town, np.array([month])) + np.timedelta64(18, "D"))[0]
    comes = dice.poisson(groups.members * said.attends)
    rounds = happens(dice, 0.4, len(there))
    adults = np.where(rounds, np.round(comes / 5) * 5, comes).astype(np.int64)
    children, new = dice.poisson(comes * 0.2).tolist(), dice.poisson(comes * 0.07).tolist()
    return [
        (f"F-{i:03d}", day, bodies.faith[i], int(adults[i]), children[i], new[i])
        for i in np.flatnonzero(sends).tolist()
    ]
