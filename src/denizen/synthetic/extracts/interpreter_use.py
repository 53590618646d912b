"""Bookings of interpreters: through an agency for health, council and courts, some at home; and those of the police."""

from __future__ import annotations

import numpy as np

from denizen.synthetic.chance import Dice, happens, pick
from denizen.synthetic.extracts.incidents import Incidents, noticed
from denizen.synthetic.extracts.scene import Drawn, Scene, as_written, one_of, spelt
from denizen.synthetic.happenings import BODIES, BODY_SHARES
from denizen.synthetic.town import Floats, Ints

AGENCY = (
    "Booking ID", "Session Date", "Booking Created", "Duration (minutes)", "Assignment Type", "Language Required",
    "Customer", "Job Status", "Location Type", "Appointment Postcode", "Interpreter Name", "Service User Initials",
)  # fmt: skip
POLICE = (
    "Job Number",
    "Police Force",
    "Booking Date",
    "Service Type",
    "Language Requested",
    "Booking Status",
    "Custody Ref",
)
CUSTOMERS = {
    "health": "Invented Town Hospitals Trust",
    "council": "Invented Town Council",
    "court": "Invented Town Court",
}
MODES, MODE_SHARES = ("F2F", "Telephone Interpreting", "Video Remote Interpreting"), (0.38, 0.52, 0.1)
VENUES = {"health": "Hospital", "council": "Office", "court": "Court"}
RARE = 12
"""assumed: bookings in all below which an agency finds it hard to fill a language"""


def draw_interpreter_use(scene: Scene, incidents: Incidents) -> Drawn:
    """An export of the agency for each year, read for bookings and for visits at home; one of the police."""
    said, events, drawn = scene.settings.events, incidents.of("interpreter"), Drawn()
    dice = scene.dice("interpreters")
    events = events[noticed(incidents.salience[events], said.bookings_recorded, 0.5, dice)]
    body = np.array(BODIES, dtype=object)[pick(dice, BODY_SHARES, len(events))]
    hard = _hard_to_fill(incidents, events)
    for year, months in scene.years():
        held = np.isin(incidents.month[events], months)
        _agency(scene, incidents, (events, body, hard), np.flatnonzero(held & (body != "police")), year, drawn)
        _police(scene, incidents, (events, hard), np.flatnonzero(held & (body == "police")), year, drawn)
    return drawn


def _hard_to_fill(incidents: Incidents, events: Ints) -> Floats:
    """How much likelier a booking is left unfilled: three times where a language is rarely asked for."""
    asked = np.bincount(incidents.kind.codes[events], minlength=len(incidents.kind.words))
    return np.where(asked[incidents.kind.codes[events]] < RARE, 3.0, 1.0)


def _outcomes(scene: Scene, hard: Floats, dice: Dice) -> list[str]:
    said = scene.settings.events
    drawn = dice.random(len(hard))
    ends = np.column_stack(
        [np.full(len(hard), said.cancelled), said.unfilled * hard, np.full(len(hard), said.not_attended)]
    )
    which = (np.cumsum(ends, axis=1) < drawn[:, None]).sum(axis=1)
    words = ("Cancelled by requester", "No linguist available", "Client DNA", "Completed")
    return [words[i] for i in which.tolist()]


def _languages(incidents: Incidents, events: Ints, dice: Dice) -> list[str]:
    return spelt("languages", [str(kind) for kind in incidents.kind.text()[events]], dice)


def _agency(
    scene: Scene, incidents: Incidents, known: tuple[Ints, Ints, Floats], chosen: Ints, year: str, drawn: Drawn
) -> None:
    """Bookings with the place of a visit at home alone; columns of persons, which must never enter."""
    all_events, bodies, hard = known
    events, dice, size = all_events[chosen], scene.dice(f"agency {year}"), len(chosen)
    at_home = happens(dice, scene.settings.events.at_home, size)
    days = incidents.day[events]
    created = as_written(days - dice.integers(0, 30, size).astype("timedelta64[D]"))
    postcodes = scene.postcodes_in(incidents.lsoa[events], f"visits {year}")
    when, tongues = as_written(days), _languages(incidents, events, dice)
    modes, outcomes = one_of(dice, MODES, size, MODE_SHARES), _outcomes(scene, hard[chosen], dice)
    lengths = (15 * dice.integers(1, 9, size)).tolist()
    rows, told = [], []
    for n, event in enumerate(events.tolist()):
        reference, body, home = f"WB-{year[2:]}{n + 1:05d}", str(bodies[chosen[n]]), bool(at_home[n])
        mode = "F2F" if home else modes[n]
        venue = "Home Visit" if home else VENUES[body] if mode == "F2F" else "Remote"
        rows.append((
            reference, when[n], created[n], lengths[n], mode, tongues[n], CUSTOMERS[body], outcomes[n], venue,
            postcodes[n] if home else "", "J. Sentinel", "A.S.",
        ))  # fmt: skip
        told.append((reference, event))
    delivery = scene.desk.csv(
        "interpreter_use.agency_bookings", AGENCY, rows, part=year, also=("home_visits",), controls=True, crlf=True
    )
    drawn.deliveries.append(delivery)
    drawn.told += [(delivery.file, reference, event) for reference, event in told]


def _police(
    scene: Scene, incidents: Incidents, known: tuple[Ints, Floats], chosen: Ints, year: str, drawn: Drawn
) -> None:
    """The export of the police; of the last year also their monthly counts."""
    all_events, hard = known
    events, dice = all_events[chosen], scene.dice(f"police bookings {year}")
    tongues, outcomes = _languages(incidents, events, dice), _outcomes(scene, hard[chosen], dice)
    modes, when = (
        one_of(dice, MODES, len(events), (0.2, 0.75, 0.05)),
        as_written(incidents.day[events], "%d/%m/%Y %H:%M"),
    )
    rows, told = [], []
    for n, event in enumerate(events.tolist()):
        reference = f"PB-{year[2:]}{n + 1:05d}"
        rows.append((reference, scene.force, when[n], modes[n], tongues[n], outcomes[n], "CR/0000"))
        told.append((reference, event))
    if rows:
        delivery = scene.desk.csv("interpreter_use.police_bookings", POLICE, rows, part=year)
        drawn.deliveries.append(delivery)
        drawn.told += [(delivery.file, reference, event) for reference, event in told]
