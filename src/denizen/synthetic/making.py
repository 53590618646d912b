"""Make a town's folder: the truth, where no stage looks, and beside it room for the lists and for the area folder."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from denizen.errors import BadInput, CannotWrite
from denizen.synthetic.chance import Seed
from denizen.synthetic.founding import calendar_until, new_town
from denizen.synthetic.happenings import happen
from denizen.synthetic.settings import Settings, settings_from
from denizen.synthetic.town import Town
from denizen.synthetic.truth import write_truth
from denizen.synthetic.truth_of_events import write_happenings

TRUTH = "truth"
LISTS = "lists"
AREA = "area"


@dataclass(frozen=True)
class Order:
    """What somebody asked for: a town like which area, of how many people, over which years, from which seed."""

    like: Path
    people: int
    years: int
    seed: int
    until: str
    settings: Path | None = None


@dataclass(frozen=True)
class Made:
    """What was made: the town, its settings and seed for whoever draws lists from it, and the truth's files with rows."""

    town: Town
    settings: Settings
    seed: Seed
    files: dict[str, int]


def make_town(folder: Path, order: Order) -> Made:
    """Invent a town and write its truth into `folder`. The same order gives the same bytes.

    Raises:  BadInput, when years or the last month cannot be; CannotWrite, when the folder holds something else;
             and what `new_town` and `settings_from` raise.
    """
    year, month = _last_month(order.until)
    if not 1 <= order.years <= 30:
        raise BadInput("A town lives for 1 to 30 years.", where="--years", mend="ask for 1 to 30 years")
    if folder.exists() and any(folder.iterdir()) and not (folder / TRUTH).is_dir():
        raise CannotWrite(
            "The folder holds something else.", where=str(folder), mend="name a new folder, or one that holds a town"
        )
    settings, seed = settings_from(order.settings), Seed(order.seed)
    town = new_town(order.like, order.people, calendar_until(year, month, order.years), seed, settings)
    files = write_truth(town, folder / TRUTH)
    files |= write_happenings(happen(town, settings, seed), town, folder / TRUTH)
    for name in (LISTS, AREA):
        (folder / name).mkdir(exist_ok=True)
    _write_how_it_was_made(folder / TRUTH, order, settings)
    return Made(town, settings, seed, files)


def _last_month(until: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", until)
    if not found:
        raise BadInput(f"`{until}` is not a month.", where="--until", mend="write the last month as 2025-12")
    return int(found[1]), int(found[2])


def _write_how_it_was_made(folder: Path, order: Order, settings: Settings) -> None:
    """The order and every setting, so that a town says what it is."""
    said = {
        "like": order.like.name, "people": order.people, "years": order.years, "seed": order.seed, "until": order.until,
        "settings": settings.model_dump(mode="json"),
    }  # fmt: skip
    (folder / "made.yaml").write_text(yaml.safe_dump(said, allow_unicode=True), "utf-8")
