"""The true events that lists tell of: drawn from the true rates, each at a place, a day and an hour."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from statistics import NormalDist

import numpy as np

from denizen.synthetic.chance import Dice
from denizen.synthetic.extracts.scene import Scene, days_in
from denizen.synthetic.files import write_table
from denizen.synthetic.town import Coded, Dates, Flags, Floats, Ints


@dataclass(frozen=True)
class Incidents:
    """Everything that happened, whether a list tells of it or not; key: its row number, event_id.

    `street` is the nearest street of the town's table. `salience` (standard normal) is how much an event is noticed: lists
    that record one rather than another should record the same ones.
    """

    month: Ints
    day: Dates
    lsoa: Ints
    street: Ints
    what: Coded
    kind: Coded
    salience: Floats

    def of(self, what: str) -> Ints:
        """The events of one sort, by time."""
        rows = np.flatnonzero(self.what.is_(what))
        return rows[np.argsort(self.day[rows], kind="stable")]


def incidents_of(scene: Scene) -> Incidents:
    """A Poisson draw from the true rates of every month but that of the starting stock."""
    rates, dice = scene.happenings.rates, scene.dice("events")
    number = np.where(rates.month > 0, dice.poisson(rates.expected), 0)
    row = np.repeat(np.arange(len(number)), number)
    month, lsoa = rates.month[row], rates.lsoa[row]
    return Incidents(
        month=month,
        day=days_in(scene.town, month, dice),
        lsoa=lsoa,
        street=_street_in(scene, lsoa),
        what=Coded(rates.what.codes[row], rates.what.words),
        kind=Coded(rates.kind.codes[row], rates.kind.words),
        salience=dice.normal(size=len(row)),
    )


def noticed(salience: Floats, share: float, weight: float, dice: Dice) -> Flags:
    """Which events one keeper records: `share` of all, the salient ones rather, as far as `weight` (0 to 1) goes."""
    own = dice.normal(size=len(salience))
    seen = weight * salience + np.sqrt(1 - weight**2) * own
    return np.asarray(seen > NormalDist().inv_cdf(1 - min(max(share, 1e-6), 1 - 1e-6)))


def _street_in(scene: Scene, lsoa: Ints) -> Ints:
    """A street of each small area: events gather on some, so that the first streets see more."""
    streets, dice = scene.town.place.streets, scene.dice("streets of events")
    order = np.argsort(streets.lsoa, kind="stable")
    first = np.searchsorted(streets.lsoa[order], lsoa, side="left")
    number = np.searchsorted(streets.lsoa[order], lsoa, side="right") - first
    return np.asarray(order[first + (dice.random(len(lsoa)) ** 2 * number).astype(np.int64)])


def write_incidents(
    incidents: Incidents, told: list[tuple[str, str, int]], scene: Scene, folder: Path
) -> dict[str, int]:
    """Write the truth about events: what happened, and which record of which file tells of it."""
    place = scene.town.place
    rows = write_table(
        folder / "events.csv.gz",
        {
            "event_id": np.arange(len(incidents.month)), "month": incidents.month, "day": incidents.day,
            "lsoa": place.lsoa_code[incidents.lsoa], "usrn": place.streets.usrn[incidents.street],
            "what": incidents.what, "kind": incidents.kind, "salience": incidents.salience,
        },
    )  # fmt: skip
    files, records, events = zip(*told, strict=True) if told else ((), (), ())
    told_rows = write_table(
        folder / "event_records.csv.gz",
        {
            "file": np.array(files, dtype=object), "record": np.array(records, dtype=object),
            "event_id": np.array(events, dtype=np.int64),
        },
    )  # fmt: skip
    return {"events": rows, "event_records": told_rows}
