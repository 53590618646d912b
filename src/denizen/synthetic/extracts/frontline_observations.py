"""What front-line staff wrote down: by a form on the web, before that in a log; free text that names people now and then."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from denizen.synthetic.chance import Dice, happens, pick
from denizen.synthetic.extracts.scene import Drawn, Scene, as_day, as_written, days_in, one_of
from denizen.synthetic.extracts.workbook import Cell
from denizen.synthetic.happenings import residents_by_month
from denizen.synthetic.town import Dates, Floats, Ints

FORM = (
    "Submission ID", "Completion time", "Date observed", "Ward GSS", "Topic", "Affected community", "EEP rating", "RAG",
    "How do you know about it?", "Is this a rumour?", "What was done?", "May partners share it?",
    "What did you see or hear?", "Staff member",
)  # fmt: skip
LOG = (
    "Log Number", "Date of report", "Date of event", "WD25CD", "Topic", "Group affected", "EEP", "Impact", "Source grade",
    "Rumour", "Action taken", "Handling", "Details of observation",
)  # fmt: skip
THEMES: dict[str, tuple[float, str, tuple[str, ...]]] = {
    "New arrivals": (0.12, "All residents", ("New families have moved into the terrace", "Many new faces at the bus stop")),
    "Overcrowding": (0.1, "Everyone", ("Eight people seem to share two rooms", "Mattresses were stacked in the yard")),
    "Exploitation at work": (0.05, "Migrant workers", ("A minibus collects people before dawn", "Wages are held back")),
    "Interpreting": (0.1, "Everyone", ("No leaflet in their language could be found", "A child interpreted for a parent")),
    "Community tension": (0.12, "All residents", ("Words were exchanged outside the shop", "Neighbours argue over parking")),
    "Racism": (0.06, "Asian;Black", ("Slogans were sprayed on a shutter", "Somebody shouted at a woman on the bus")),
    "Social media": (0.07, "No one group", ("A post says that the hall was sold", "Untrue claims about a hostel spread")),
    "Food poverty": (0.1, "Everyone", ("The pantry ran out before noon", "Children ask for seconds every day")),
    "Parks and streets": (0.1, "Young people", ("Bikes race through the park at night", "The lights are broken again")),
    "Good news": (0.15, "Everyone", ("A shared meal brought the street together", "Volunteers cleared the path")),
    "Safeguarding": (0.03, "Not known", ("Passed to the right team", "This belongs to another process")),
}  # fmt: skip
"""theme -> share of all, who is affected, what is written. The last belongs elsewhere, and must be turned away."""
TENSE = ("Community tension", "Racism", "Social media")
NAMING = (
    "; Mrs Sentinel at 9 Sentinel Street rang from 07700 900123.",
    ", said Amina Sentinelson (amina@sentinel.example).",
    "; ask for Mr Omar Sentinel, telephone 01632 960999.",
)
"""invented names; numbers of the ranges that the regulator keeps for drama"""


@dataclass(frozen=True)
class _Seen:
    """Observations, by time: where (a small area), when it was seen and told, about what."""

    lsoa: Ints
    seen: Dates
    told: Dates
    theme: list[str]
    text: list[str]


def draw_frontline_observations(scene: Scene) -> Drawn:
    """The log of the first years as a workbook, then the form's exports, a file a year, read by theme and by ward."""
    drawn = Drawn()
    for number, (year, months) in enumerate(scene.years()):
        seen = _observations(scene, months, scene.dice(f"observations {year}"))
        rows = _rows(scene, seen, year, scene.dice(f"observation cells {year}"))
        if not rows:
            continue
        if number == len(scene.years()) - 3:
            drawn.deliveries.append(scene.desk.workbook("frontline_observations.log_workbook", [LOG, *rows], part=year))
        elif number > len(scene.years()) - 3:
            written = [_as_form(row) for row in rows]
            drawn.deliveries.append(
                scene.desk.csv(
                    "frontline_observations.online_form", FORM, written, part=year, also=("observations_by_ward",)
                )
            )
    return drawn


def _observations(scene: Scene, months: Ints, dice: Dice) -> _Seen:
    """More is seen where there is tension: the true episode shows in themes and wards."""
    field = residents_by_month(scene.town)[months] * scene.settings.events.observations_per_1000_a_year / 12_000
    tense = _tension(scene)[months]
    number = dice.poisson(field * (1 + 0.3 * (tense - 1)))
    month, area = np.nonzero(number)
    count = number[month, area]
    place, when, hot = (
        np.repeat(area, count),
        months[np.repeat(month, count)],
        np.repeat(tense[month, area] > 1.5, count),
    )
    names = list(THEMES)
    theme = [names[i] for i in pick(dice, [share for share, _, _ in THEMES.values()], len(place)).tolist()]
    theme = [
        TENSE[dice.integers(len(TENSE))] if hot[i] and dice.random() < 0.6 else word for i, word in enumerate(theme)
    ]
    text = [THEMES[word][2][dice.integers(2)] for word in theme]
    named = happens(dice, scene.settings.events.observation_names_somebody, len(text))
    text = [said + (NAMING[dice.integers(len(NAMING))] if named[i] else ".") for i, said in enumerate(text)]
    seen = days_in(scene.town, when, dice)
    told = np.minimum(seen + dice.integers(0, 9, len(seen)).astype("timedelta64[D]"), np.datetime64(scene.last_day))
    return _Seen(place, seen, told, theme, text)


def _tension(scene: Scene) -> Floats:
    """The true factor of tension: month x small area, read off the list of true changes."""
    changes = scene.happenings.changes
    field = np.ones((scene.town.calendar.months + 1, len(scene.town.place.lsoa_code)))
    for row in np.flatnonzero(changes.what.is_("tension")).tolist():
        field[changes.from_month[row] : changes.to_month[row], changes.lsoa[row]] = changes.times[row]
    return field


def _rows(scene: Scene, seen: _Seen, year: str, dice: Dice) -> list[list[Cell]]:
    """Cells as the log has them. One in ten has no ward."""
    size = len(seen.theme)
    nowhere = happens(dice, 0.1, size)
    wards = scene.town.place.ward_code[seen.lsoa]
    basis = one_of(dice, ("Experienced", "Evidenced", "Potential"), size, (0.3, 0.4, 0.3))
    grave = one_of(dice, ("Green", "Amber", "Red"), size, (0.6, 0.33, 0.07))
    grade = one_of(dice, ("Reliable", "Untested", "Not reliable"), size, (0.4, 0.45, 0.15))
    rumour, action = (
        one_of(dice, ("Yes", "No"), size, (0.15, 0.85)),
        one_of(dice, ("Logged only", "Passed on", "Visited"), size),
    )
    sharing = one_of(dice, ("P", "C"), size, (0.8, 0.2))
    order = np.argsort(seen.told, kind="stable").tolist()
    return [
        [
            f"OBS-{year[2:]}{n:04d}", as_day(seen.told[i]), as_day(seen.seen[i]), "" if nowhere[i] else str(wards[i]),
            seen.theme[i], THEMES[seen.theme[i]][1], basis[i], grave[i], grade[i], rumour[i], action[i], sharing[i],
            seen.text[i],
        ]
        for n, i in enumerate(order, 1)
    ]  # fmt: skip


def _as_form(row: list[Cell]) -> list[str]:
    """The same cells as the form's system exports them: days with a time, and who filled it in, who must never enter."""
    told, seen = (as_written(np.array([day], dtype="datetime64[D]"))[0] for day in row[1:3])
    return [str(row[0]), f"{told} 09:00", seen, *(str(cell) for cell in row[3:]), "B. Sentinel"]
