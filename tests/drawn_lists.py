"""How tests look into the lists that are drawn from an invented town, and into the truth about their rows."""

from __future__ import annotations

import csv
import gzip
from dataclasses import dataclass
from pathlib import Path

from denizen.synthetic.chance import Seed
from denizen.synthetic.extracts.delivery import Delivery, Desk
from denizen.synthetic.extracts.people_lists import write_people_lists
from denizen.synthetic.making import LISTS, Made
from denizen.synthetic.settings import Settings, settings_from
from denizen.synthetic.town import Town


@dataclass(frozen=True)
class DrawnLists:
    """A town's folder with its lists, and what was delivered in which order."""

    folder: Path
    town: Town
    settings: Settings
    deliveries: list[Delivery]

    def of(self, name: str) -> list[Delivery]:
        """Deliveries of one layout (`source.layout`), the oldest first."""
        found = [one for one in self.deliveries if f"{one.source}.{one.layout}" == name]
        return sorted(found, key=lambda one: one.snapshot)

    def rows(self, delivery: Delivery) -> list[dict[str, str]]:
        with (self.folder / LISTS / delivery.file).open(newline="") as file:
            return list(csv.DictReader(file))

    def newest(self, name: str) -> list[dict[str, str]]:
        """The rows of the last delivery of a layout."""
        return self.rows(self.of(name)[-1])

    def truth(self, name: str) -> list[dict[str, str]]:
        """Whom the rows of the last delivery are about: line, person_id, dwelling_id, uprn, lives_there."""
        file = self.of(name)[-1].file
        return [row for row in self._records() if row["file"] == file]

    def _records(self) -> list[dict[str, str]]:
        with gzip.open(self.folder / "truth" / "records.csv.gz", "rt") as file:
            return list(csv.DictReader(file))


def draw_lists(town: Town, folder: Path, seed: int = 7) -> DrawnLists:
    """Draw all lists of people and dwellings of a town into a folder."""
    settings = settings_from()
    deliveries = write_people_lists(Made(town, settings, Seed(seed), {}), Desk(folder / LISTS))
    return DrawnLists(folder, town, settings, deliveries)
