"""The whole story of an invented town, from the place that it is like to the last month of its life."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from denizen.errors import BadInput
from denizen.synthetic.addresses import address
from denizen.synthetic.attributes import people_of
from denizen.synthetic.chance import Seed
from denizen.synthetic.cultures import cultures_of
from denizen.synthetic.example import open_example
from denizen.synthetic.founders import Founding, found
from denizen.synthetic.life import live
from denizen.synthetic.margins import margins_of
from denizen.synthetic.naming import name_everybody
from denizen.synthetic.other_names import other_names
from denizen.synthetic.place import place_from
from denizen.synthetic.settings import Settings
from denizen.synthetic.settling import settle
from denizen.synthetic.town import Calendar, Town

FEWEST_PEOPLE = 500


def new_town(like: Path, people: int, calendar: Calendar, seed: Seed, settings: Settings) -> Town:
    """Invent a town of `people` in the small areas of the area folder `like`, and let it live through the months.

    Raises:  NotFound, BadInput, when the area folder lacks what a town is made from, or too few people are asked for.
    """
    if people < FEWEST_PEOPLE:
        raise BadInput(
            f"A town of {people} people is too small to live.",
            where="--people",
            mend=f"ask for {FEWEST_PEOPLE} or more",
        )
    example = open_example(like)
    areas = max(1, people // settings.place.fewest_people_per_area)
    place = place_from(example, areas, seed.dice("place"), settings.place.streets_at_least, settings.place.first_usrn)
    margins = margins_of(example, place)
    msoa = np.unique(place.msoa_code.astype(str), return_inverse=True)[1]
    founding = Founding(settings, margins, cultures_of(margins, place.nation), seed, msoa)
    living, area = found(founding, people)
    stock = settle(living, founding, area, calendar.months)
    dwellings, postcodes = address(stock, place, settings, seed)
    life, last_month = live(living, dwellings, founding, calendar)
    names = name_everybody(living, founding, calendar.first.year)
    return Town(
        calendar=calendar,
        place=place,
        postcodes=postcodes,
        dwellings=replace(dwellings, last_month=last_month),
        people=people_of(living, names, founding, calendar),
        other_names=other_names(living, names, life.partnerships, founding),
        life=life,
    )


def calendar_until(year: int, month: int, years: int) -> Calendar:
    """The months that end with the one named."""
    return Calendar(date(year - years, month, 1), years * 12)
