"""Who comes to the town in a month: from the country, from abroad, in waves, and back again."""

from __future__ import annotations

import numpy as np

from denizen.synthetic.chance import Dice, happens, pick
from denizen.synthetic.living import ABROAD, ELSEWHERE, FEMALE, HERE, HOUSEHOLD, MALE, SHARER
from denizen.synthetic.month import Month
from denizen.synthetic.settings import Wave
from denizen.synthetic.settling import SHARED
from denizen.synthetic.town import NEVER, NOBODY, Calendar, Flags, Ints

PEOPLE_OF_SIZE = np.array([1.0, 2.0, 3.7, 2.6])
"""people in a household of one adult, a couple, a couple with children, a lone parent: as `_children` draws them"""
ASYLUM_CULTURES = ("eritrean", "afghan", "kurdish", "iranian")
WANTED_TENURES = (0.08, 0.2, 0.08, 0.64)
"""assumed: tenures that newcomers look for"""
OLDEST_MOTHER = 44 * 12
"""assumed: months of age at the birth of a first child among those who come"""
TO_A_ROOM = 0.35
"""assumed: share of single newcomers who take a room in a shared house"""


def arrivals(month: Month, calendar: Calendar) -> None:
    """Households of newcomers, as many as are drawn and find a roof."""
    said, dice, stock = month.founding.settings.arrivals, month.dice, len(month.here())
    mean = float(np.dot(said.sizes, PEOPLE_OF_SIZE)) / sum(said.sizes)
    cultures = month.founding.cultures
    for wave in said.waves:
        if _is_on(wave, calendar, month.number):
            households = int(dice.poisson(wave.people_per_1000_a_year * stock / 12_000 / mean))
            _come(month, np.full(households, cultures.number(wave.culture)), is_abroad=True)
    from_abroad = int(dice.poisson(said.from_abroad_yearly * stock / 12 / mean))
    recent = cultures.countries.sum(axis=1) / cultures.years
    _come(month, pick(dice, recent, from_abroad), is_abroad=True)
    # those from elsewhere in the country come last: they fill what homes are left
    from_uk = int(dice.poisson(said.from_uk_yearly * stock / 12 / mean))
    _come(month, _like_residents(month, from_uk), is_abroad=False)


def _is_on(wave: Wave, calendar: Calendar, month: int) -> bool:
    return wave.first <= calendar.text(month) <= wave.last


def _like_residents(month: Month, count: int) -> Ints:
    """Cultures of people who come from elsewhere in the country: those of the residents (assumed)."""
    return month.living.culture[month.dice.choice(month.here(), count)] if count else np.array([], dtype=np.int64)


def _come(month: Month, culture: Ints, is_abroad: bool) -> None:
    """Place households of these cultures; who finds no roof does not come."""
    dice, said = month.dice, month.founding.settings.arrivals
    size = pick(dice, said.sizes, len(culture))
    homes, role = _roofs_for(month, culture, size, is_abroad)
    placed = homes >= 0
    culture, size, homes, role = culture[placed], size[placed], homes[placed], role[placed]
    if not len(culture):
        return
    heads = _adults(month, culture, homes, role, dice.integers(0, 2, len(culture)), is_abroad)
    month.living.sex[heads[size == 3]] = FEMALE  # assumed: lone parents who come are women
    coupled = (size == 1) | (size == 2)
    partners = _adults(
        month, culture[coupled], homes[coupled], role[coupled], 1 - month.living.sex[heads[coupled]], is_abroad
    )
    month.living.birth[partners] = month.living.birth[heads[coupled]] + dice.integers(-48, 49, len(partners))
    month.living.join(heads[coupled], partners, month.number, happens(dice, 0.75, len(partners)))
    _children(month, heads[size >= 2])


def _roofs_for(month: Month, culture: Ints, size: Ints, is_abroad: bool) -> tuple[Ints, Ints]:
    """A home or room for each household, or NOBODY; and the role in it. People who seek asylum go to dispersal houses."""
    living, dice, roofs = month.living, month.dice, month.roofs
    homes, role = np.full(len(culture), NOBODY), np.full(len(culture), HOUSEHOLD)
    asylum = np.isin(culture, [month.founding.cultures.number(name) for name in ASYLUM_CULTURES]) & is_abroad
    for chosen, dispersal in ((asylum & (size == 0), True), ((size == 0) & happens(dice, TO_A_ROOM, len(size)), False)):
        rows = np.flatnonzero(chosen & (homes < 0))
        rooms = roofs.take_rooms(living, len(rows), SHARED, dice, dispersal)
        homes[rows[: len(rooms)]], role[rows[: len(rooms)]] = rooms, SHARER
    rows = np.flatnonzero(homes < 0)
    homes[rows] = roofs.take(pick(dice, WANTED_TENURES, len(rows)))
    return homes, role


def _adults(month: Month, culture: Ints, homes: Ints, role: Ints, sex: Ints, is_abroad: bool) -> Ints:
    dice, cultures, count = month.dice, month.founding.cultures, len(culture)
    age = np.clip(18 + dice.gamma(2.0, 5.5, count), 18, 85)
    group = cultures.group[culture].copy()
    is_mixed = culture == cultures.number("mixed")
    mixed = np.flatnonzero(cultures.group5 == 2)
    group[is_mixed] = mixed[pick(dice, month.founding.margins.groups19[mixed], int(is_mixed.sum()))]
    birth = month.number - (age * 12).astype(np.int64)
    country, arrived = _origin(month, culture, birth, is_abroad, dice)
    return month.living.add(
        count, sex=sex, birth=birth, ethnic=group, culture=culture, country=country, arrived=arrived, home=homes, role=role,
        household=month.living.new_households(count),
    )  # fmt: skip


def _origin(month: Month, culture: Ints, birth: Ints, is_abroad: bool, dice: Dice) -> tuple[Ints, Ints]:
    """Country of birth and month of arrival in this country."""
    cultures = month.founding.cultures
    country = np.full(len(culture), NOBODY)
    if not is_abroad:
        foreign = happens(dice, np.minimum(cultures.born_abroad[culture] * 1.3, 0.95))
    else:
        foreign = np.ones(len(culture), dtype=bool)
    for one in np.unique(culture):
        rows = np.flatnonzero((culture == one) & foreign)
        country[rows] = pick(dice, cultures.countries[one], len(rows))
    before = month.number - (dice.exponential(cultures.years[culture]) * 12).astype(np.int64)
    arrived = np.where(is_abroad, month.number, np.maximum(before, birth + 1))
    return country, np.where(foreign, arrived, NEVER)


def _children(month: Month, parents: Ints) -> None:
    """One to three children of each family, at least two years apart, born when the mother was 18 or more."""
    living, dice = month.living, month.dice
    partner = living.partner[parents]
    mother = np.where(living.sex[parents] == FEMALE, parents, partner)
    father = np.where(living.sex[parents] == MALE, parents, partner)
    mother = np.where((mother >= 0) & (living.sex[mother] == FEMALE), mother, NOBODY)
    oldest = np.where(mother >= 0, mother, parents)
    lived = month.number - living.birth[oldest]
    most, least = np.minimum(lived - 18 * 12, 17 * 12), np.maximum(lived - OLDEST_MOTHER, 0)
    can: Flags = most > least
    born = month.number - 1 - np.where(can, least + (most - least) * dice.random(len(parents)), 0).astype(np.int64)
    for extra in (1.0, 0.6, 0.25):  # assumed: families with a first, second, third child
        rows = np.flatnonzero(can & happens(dice, extra, len(parents)))
        _child(month, parents[rows], mother[rows], father[rows], born[rows])
        born = born + dice.integers(24, 60, len(parents))
        can = can & (born < month.number) & np.isin(np.arange(len(parents)), rows)


def _child(month: Month, parents: Ints, mother: Ints, father: Ints, born: Ints) -> None:
    living = month.living
    arrived = living.arrived[parents]
    abroad = (arrived < NEVER) & (arrived > born)
    living.add(
        len(parents),
        sex=month.dice.integers(0, 2, len(parents)),
        birth=born,
        ethnic=living.ethnic[parents],
        culture=living.culture[parents],
        country=np.where(abroad, living.country[parents], NOBODY),
        arrived=np.where(abroad, arrived, NEVER),
        mother=mother,
        father=father,
        home=living.home[parents],
        household=living.household[parents],
        role=living.role[parents],
    )
    has_mother = np.flatnonzero(mother >= 0)
    living.last_birth[mother[has_mother]] = np.maximum(living.last_birth[mother[has_mother]], born[has_mother])


def returns(month: Month) -> None:
    """Some who left come back, with the partner and children who left with them, if a home stands empty."""
    living, dice = month.living, month.dice
    out = np.flatnonzero(((living.where == ELSEWHERE) | (living.where == ABROAD)) & (month.number - living.left >= 3))
    grown = out[month.age(out) >= 18]
    yearly = month.founding.settings.arrivals.returners_yearly
    heads = grown[happens(dice, yearly / 12, len(grown))]
    heads = heads[~np.isin(living.partner[heads], heads)]
    homes = month.roofs.take(pick(dice, WANTED_TENURES, len(heads)))
    heads, homes = heads[homes >= 0], homes[homes >= 0]
    to = np.full(living.size, NOBODY)
    to[heads] = homes
    partner = living.partner[heads]
    along = partner >= 0
    to[partner[along]] = homes[along]
    children = out[(month.age(out) < 18) & (to[out] < 0)]
    for parent in (living.mother[children], living.father[children]):
        follows = (parent >= 0) & (to[parent] >= 0) & (to[children] < 0)
        follows &= living.where[children] == living.where[np.maximum(parent, 0)]
        to[children[follows]] = to[parent[follows]]
    back = np.flatnonzero((to >= 0) & (living.where != HERE) & (living.where != 3))
    living.home[back] = to[back]
    living.where[back] = HERE
    living.role[back] = HOUSEHOLD
