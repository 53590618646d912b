"""What every list is drawn from: the town, what happens in it, the settings, the seed, and the desk where lists are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import yaml

from denizen.synthetic.chance import Dice, Seed
from denizen.synthetic.extracts.delivery import Delivery, Desk
from denizen.synthetic.happenings import Happenings
from denizen.synthetic.settings import Settings
from denizen.synthetic.town import Dates, Ints, Texts, Town


@dataclass(frozen=True)
class Scene:
    """One town at the time when its lists are drawn. `force` is the police force's name for itself."""

    town: Town
    happenings: Happenings
    settings: Settings
    seed: Seed
    desk: Desk
    force: str

    def dice(self, part: str) -> Dice:
        return self.seed.dice(f"list {part}")

    @property
    def last_day(self) -> str:
        """The last day of the town's last month: the day that its newest lists describe."""
        return str(month_ends(self.town, np.array([self.town.calendar.months]))[0])

    def years(self) -> list[tuple[str, Ints]]:
        """Each calendar year that the town lived through and its months."""
        named: dict[str, list[int]] = {}
        for month in range(1, self.town.calendar.months + 1):
            named.setdefault(self.town.calendar.text(month)[:4], []).append(month)
        return [(year, np.array(months)) for year, months in named.items()]

    def postcodes_in(self, lsoa: Ints, part: str) -> Texts:
        """A postcode of the town in each of these small areas; one of its first where an area has none."""
        codes, dice = self.town.postcodes, self.dice(f"postcodes of {part}")
        order = np.argsort(codes.lsoa, kind="stable")
        first = np.searchsorted(codes.lsoa[order], lsoa, side="left")
        number = np.searchsorted(codes.lsoa[order], lsoa, side="right") - first
        place = first + (dice.random(len(lsoa)) * np.maximum(number, 1)).astype(np.int64)
        return np.asarray(codes.postcode[order[np.where(number > 0, place, 0)]])


@dataclass
class Drawn:
    """What one source delivered, and which record tells of which true event: (file, record, event_id) each."""

    deliveries: list[Delivery] = field(default_factory=list)
    told: list[tuple[str, str, int]] = field(default_factory=list)


def days_in(town: Town, months: Ints, dice: Dice) -> Dates:
    """A day in each of these months."""
    first = month_starts(town, months)
    lengths = (month_starts(town, months + 1) - first).astype(np.int64)
    return np.asarray(first + (dice.random(len(months)) * lengths).astype("timedelta64[D]"))


def month_starts(town: Town, months: Ints) -> Dates:
    begins = np.datetime64(town.calendar.text(0), "M")
    return np.asarray((begins + months.astype("timedelta64[M]")).astype("datetime64[D]"))


def month_ends(town: Town, months: Ints) -> Dates:
    return np.asarray(month_starts(town, months + 1) - np.timedelta64(1, "D"))


def as_written(days: Dates, form: str = "%d/%m/%Y") -> list[str]:
    """Days as an office writes them."""
    return [day.strftime(form) for day in days.astype("datetime64[D]").tolist()]


def as_day(day: Any) -> date:
    """One day of an array as a date of a spreadsheet."""
    return date.fromisoformat(str(day))


def one_of(dice: Dice, words: tuple[str, ...], size: int, shares: Sequence[float] | None = None) -> list[str]:
    """A word for each row, by shares."""
    weights = None if shares is None else np.asarray(shares, dtype=float) / np.sum(shares)
    return [words[i] for i in dice.choice(len(words), size=size, p=weights).tolist()]


@cache
def spellings() -> dict[str, Any]:
    """The words of spellings.yaml."""
    text = (resources.files("denizen.synthetic") / "data" / "spellings.yaml").read_text("utf-8")
    return dict(yaml.safe_load(text))


def spelt(kind: str, codes: Sequence[str], dice: Dice, usual: float = 0.8) -> list[str]:
    """Each code as some office writes it: mostly the usual way."""
    luck, other = dice.random(len(codes)), dice.random(len(codes))
    words = [spellings()[kind].get(code, [code]) for code in codes]
    return [
        said[0] if len(said) == 1 or luck[i] < usual else said[1 + int(other[i] * (len(said) - 1))]
        for i, said in enumerate(words)
    ]


def invented_names(count: int, endings: Sequence[str], dice: Dice) -> list[str]:
    """Names of bodies, none twice: an invented word and what the body is."""
    firsts = [str(word) for word in spellings()["invented"]]
    taken: dict[str, int] = {}
    names = []
    for _ in range(count):
        name = f"{firsts[int(dice.integers(len(firsts)))]} {endings[int(dice.integers(len(endings)))]}"
        taken[name] = taken.get(name, 0) + 1
        names.append(name if taken[name] == 1 else f"{name} ({taken[name]})")
    return names
