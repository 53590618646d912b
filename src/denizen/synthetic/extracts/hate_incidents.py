"""Hate incidents as three keepers hear of them: the police, the council's form, centres where people tell a third party."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from denizen.synthetic.chance import happens
from denizen.synthetic.extracts.incidents import Incidents, noticed
from denizen.synthetic.extracts.scene import Drawn, Scene, as_written, one_of
from denizen.synthetic.town import Ints

OCCURRENCES = ("OccNo", "Report Date", "Crime or Non-Crime", "Hate Qualifier", "WD25CD", "OIC")
FORM = (
    "Form Ref", "Date Reported", "When did it happen?", "Racist", "Faith", "Homophobic", "Disablist", "Gender identity",
    "Other motivation", "Have you told the police?", "WD25CD", "Your name",
)  # fmt: skip
THIRD_PARTY = ("Ref", "Report Date", "Protected characteristic(s) targeted", "Passed to police", "Ward GSS")
STRANDS = ("race", "religion", "sexual_orientation", "disability", "transgender")
AS_POLICE_WRITE = ("Hate crime - race", "Religion or belief", "Sexual orientation", "Disability", "Transgender")
AS_CENTRES_WRITE = ("Racist", "Religious", "Sexual orientation", "Disability", "Transgender")


def draw_hate_incidents(scene: Scene, incidents: Incidents) -> Drawn:
    """The files of the three, year by year. What is passed on to the police stands in two of them."""
    said, events, drawn = scene.settings.events, incidents.of("hate"), Drawn()
    salience, dice = incidents.salience[events], scene.dice("hate lists")
    told_centre = noticed(salience, said.hate_third_party, said.salience / 2, dice)
    passed_on = told_centre & happens(dice, said.hate_passed_on, len(events))
    told_council = noticed(salience, said.hate_council, said.salience / 2, dice)
    told_police = noticed(salience, said.hate_police, said.salience, dice) | passed_on
    second = _second_strand(scene, incidents, events)
    for year, months in scene.years():
        held = np.isin(incidents.month[events], months)
        _police(scene, incidents, events[held & told_police], second, year, drawn)
        _council(scene, incidents, events[held & told_council], set(events[told_police].tolist()), year, drawn)
        _centres(scene, incidents, events[held & told_centre], (second, set(events[passed_on].tolist())), year, drawn)
    return drawn


def _second_strand(scene: Scene, incidents: Incidents, events: Ints) -> dict[int, str]:
    """Events that had to do with another strand too."""
    dice = scene.dice("second strands")
    both = events[happens(dice, scene.settings.events.second_strand, len(events))]
    other = one_of(dice, STRANDS, len(both))
    kinds = incidents.kind.text()
    return {event: strand for event, strand in zip(both.tolist(), other, strict=True) if strand != kinds[event]}


def _wards(scene: Scene, incidents: Incidents, events: Ints, unknown: float, part: str) -> list[str]:
    lost = happens(scene.dice(part), unknown, len(events))
    return ["" if lost[i] else str(ward) for i, ward in enumerate(scene.town.place.ward_code[incidents.lsoa[events]])]


def _police(scene: Scene, incidents: Incidents, events: Ints, second: dict[int, str], year: str, drawn: Drawn) -> None:
    """One row for each occurrence and strand; a column of the officer, which must never enter."""
    dice = scene.dice(f"hate police {year}")
    is_crime = happens(dice, scene.settings.events.crime_not_incident, len(events))
    days, kinds = as_written(incidents.day[events], "%d-%b-%Y"), incidents.kind.text()[events]
    wards = _wards(scene, incidents, events, 0.03, f"hate wards {year}")
    rows, told = [], []
    for n, event in enumerate(events.tolist()):
        number = f"{year[2:]}00{100000 + 7 * n}"
        strands = [str(kinds[n]), *([second[event]] if event in second else [])]
        for strand in strands:
            words = AS_POLICE_WRITE[STRANDS.index(strand)]
            rows.append(
                (number, days[n], "Crime" if is_crime[n] else "Non-Crime Hate Incident", words, wards[n], "PC 0000")
            )
        told.append((number, event))
    _deliver(scene, "police_occurrences", ("police_occurrences_by_ward",), OCCURRENCES, rows, told, year, drawn)


def _council(scene: Scene, incidents: Incidents, events: Ints, told_police: set[int], year: str, drawn: Drawn) -> None:
    """The form has a box for each ground. A few say that it happened after they told."""
    dice = scene.dice(f"hate council {year}")
    kinds, wards = incidents.kind.text()[events], _wards(scene, incidents, events, 0.1, f"form wards {year}")
    lag = dice.integers(0, 21, len(events)).astype("timedelta64[D]")
    lag[happens(dice, 0.01, len(events))] = np.timedelta64(-3, "D")  # assumed: slips of the pen
    reported, happened = as_written(incidents.day[events] + lag), as_written(incidents.day[events])
    unsaid = happens(dice, 0.25, len(events))
    rows, told = [], []
    for n, event in enumerate(events.tolist()):
        boxes = ["X" if kinds[n] == strand else "" for strand in STRANDS]
        police = "Not sure" if unsaid[n] else "Yes" if event in told_police else "No"
        reference = f"HC-{year[2:]}{n + 1:04d}"
        rows.append((reference, reported[n], happened[n], *boxes, "", police, wards[n], "Amina Sentinel"))
        told.append((reference, event))
    _deliver(scene, "council_form", ("reports_by_ward",), FORM, rows, told, year, drawn)


def _centres(
    scene: Scene, incidents: Incidents, events: Ints, known: tuple[dict[int, str], set[int]], year: str, drawn: Drawn
) -> None:
    second, passed_on = known
    days = as_written(incidents.day[events] + np.timedelta64(2, "D"), "%d %B %Y")
    kinds, wards = incidents.kind.text()[events], _wards(scene, incidents, events, 0.1, f"centre wards {year}")
    rows, told = [], []
    for n, event in enumerate(events.tolist()):
        strands = [str(kinds[n]), *([second[event]] if event in second else [])]
        words = "; ".join(AS_CENTRES_WRITE[STRANDS.index(strand)] for strand in strands)
        reference = f"TPR-{year}-{n + 1:03d}"
        rows.append((reference, days[n], words, "Yes" if event in passed_on else "Anonymous report", wards[n]))
        told.append((reference, event))
    _deliver(scene, "third_party_reports", (), THIRD_PARTY, rows, told, year, drawn)


def _deliver(
    scene: Scene,
    layout: str,
    also: tuple[str, ...],
    header: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    told: list[tuple[str, int]],
    year: str,
    drawn: Drawn,
) -> None:
    """A year without a row is not delivered."""
    if not rows:
        return
    delivery = scene.desk.csv(f"hate_incidents.{layout}", header, rows, part=year, also=also)
    drawn.deliveries.append(delivery)
    drawn.told += [(delivery.file, reference, event) for reference, event in told]
