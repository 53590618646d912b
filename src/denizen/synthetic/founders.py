"""The people of the starting stock, each with age, sex, group and culture, drawn so that the census margins hold."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from denizen.synthetic.chance import Dice, Seed, happens, pick_by_row, whole
from denizen.synthetic.cultures import Cultures
from denizen.synthetic.living import Living, by_age, nobody
from denizen.synthetic.margins import Margins
from denizen.synthetic.settings import Settings
from denizen.synthetic.town import NEVER, NOBODY, Flags, Floats, Ints


@dataclass(frozen=True)
class Founding:
    """What the making of a town works with."""

    settings: Settings
    margins: Margins
    cultures: Cultures
    seed: Seed
    msoa: Ints


def found(founding: Founding, people: int) -> tuple[Living, Ints]:
    """People without homes yet, and the small area of each. Every person is born before month 0 ends.

    Small areas and five-year bands have the census's people, scaled, to within one a cell; sexes, groups and countries follow.
    """
    margins, dice = founding.margins, founding.seed.dice("founders")
    cells = whole(dice, margins.age * people / margins.age.sum())
    area, band = (np.repeat(index.ravel(), cells.ravel()) for index in np.indices(cells.shape))
    age = _ages_in(band, dice)
    birth = -(age * 12 + dice.integers(0, 12, len(age)))
    sex = (~happens(dice, by_age(age, founding.settings.people.female_by_age))).astype(np.int64)
    group = _groups(founding, area, age, dice)
    culture = pick_by_row(dice, founding.cultures.share_of_group[group])
    living = nobody()
    living.add(len(age), sex=sex, birth=birth, ethnic=group, culture=culture)
    adults = np.flatnonzero(age >= 18)
    _come_from_abroad(living, founding, adults, age[adults], dice)
    return living, area


def _ages_in(band: Ints, dice: Dice) -> Ints:
    """Single years within a band: even, but falling from 85 on."""
    old = band == 17
    years = dice.integers(0, 5, len(band))
    years[old] = np.minimum(dice.exponential(4.0, int(old.sum())), 20).astype(np.int64)
    return np.asarray(band * 5 + years)


def _groups(founding: Founding, area: Ints, age: Ints, dice: Dice) -> Ints:
    """The ethnic group of each person: the area's five groups, tilted by age, then the authority's nineteen within them."""
    margins, cultures = founding.margins, founding.cultures
    broad = margins.groups5 / margins.groups5.sum(axis=1, keepdims=True)
    within = np.zeros((5, len(margins.groups19)))
    within[cultures.group5, np.arange(len(cultures.group5))] = margins.groups19
    within /= np.maximum(within.sum(axis=1, keepdims=True), 1e-9)
    fine = broad @ within
    other_white = cultures.group_codes.index("white_other")
    home = cultures.group_codes.index("white_british")
    local = fine[:, other_white] * (margins.not_english / max(float(margins.not_english.mean()), 1e-9))
    local = np.minimum(local, fine[:, other_white] + fine[:, home] * 0.8)
    fine[:, home] += fine[:, other_white] - local
    fine[:, other_white] = local
    tilt = by_age(age, founding.settings.people.minority_by_age)
    weights = fine[area]
    is_white = cultures.group5 == 3
    return pick_by_row(dice, np.where(is_white, weights, weights * _balanced(tilt, weights, is_white, area)[:, None]))


def _balanced(tilt: Floats, weights: Floats, is_white: Flags, area: Ints) -> Floats:
    """The tilt by age, scaled so that each area keeps its share of groups other than White. A few steps come close enough."""
    minority = weights[:, ~is_white].sum(axis=1)
    target = np.bincount(area, minority)
    scale = np.ones(len(target))
    for _ in range(12):
        odds = minority * tilt * scale[area]
        got = np.bincount(area, odds / (odds + 1 - minority))
        scale *= np.where(got > 0, target / np.maximum(got, 1e-9), 1.0)
    return np.asarray(tilt * scale[area])


def _come_from_abroad(living: Living, founding: Founding, people: Ints, age: Ints, dice: Dice) -> None:
    """Who was born abroad, where, and since when in the country. Children's births follow from their mothers' arrival."""
    cultures, said = founding.cultures, founding.settings.people
    culture = living.culture[people]
    tilt = by_age(age, said.born_abroad_by_age)
    mean = np.bincount(culture, tilt, len(cultures.name)) / np.maximum(
        np.bincount(culture, minlength=len(cultures.name)), 1
    )
    # the census counts children too, of whom few were born abroad: adults have the larger share of the total
    adults_more = 1.32
    chance = np.minimum(cultures.born_abroad[culture] * tilt / np.maximum(mean[culture], 0.1) * adults_more, 0.97)
    came = people[happens(dice, chance)]
    living.country[came] = pick_by_row(dice, cultures.countries[living.culture[came]])
    living.arrived[came] = arrivals_before(living, came, cultures, said.arrival_age, dice)


def arrivals_before(
    living: Living, came: Ints, cultures: Cultures, arrival_age: tuple[float, float], dice: Dice
) -> Ints:
    """Months of arrival of people who were born abroad and live here in month 0."""
    years_here = dice.exponential(cultures.years[living.culture[came]])
    at_age = np.abs(dice.normal(*arrival_age, len(came)))
    by_years = -(years_here * 12).astype(np.int64)
    by_age_then = (living.birth[came] + at_age * 12).astype(np.int64)
    drawn = np.where(dice.random(len(came)) < 0.5, np.maximum(by_years, by_age_then), by_years)
    return np.asarray(np.clip(drawn, living.birth[came] + 1, 0))


def children_follow_their_mothers(living: Living, children: Ints) -> None:
    """A child was born abroad when its mother came after its birth; it came with her. Its group and tongue are hers."""
    mother = living.mother[children]
    abroad = (living.arrived[mother] < NEVER) & (living.arrived[mother] > living.birth[children])
    living.country[children] = np.where(abroad, living.country[mother], NOBODY)
    living.arrived[children] = np.where(abroad, living.arrived[mother], NEVER)
