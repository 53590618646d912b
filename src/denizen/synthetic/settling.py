"""Into households and dwellings: who of the starting stock lives under which roof."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from denizen.synthetic.chance import Dice, happens, rank_within, whole
from denizen.synthetic.families import find_parents, first_couples
from denizen.synthetic.founders import Founding
from denizen.synthetic.living import CARE_HOME, HALL, HOUSEHOLD, SHARER, Living, by_age
from denizen.synthetic.margins import HOMES, TENURES
from denizen.synthetic.town import Floats, Ints

KINDS = (*HOMES, "shared_house", "hall", "care_home", "refuge")
SHARED, HALLS, CARE, REFUGES = (KINDS.index(kind) for kind in ("shared_house", "hall", "care_home", "refuge"))
ALL_TENURES = (*TENURES, "communal")
COMMUNAL = ALL_TENURES.index("communal")
PRIVATE = ALL_TENURES.index("private_rented")
LONG_AGO = -1200
"""the month in which everything that stands at the start was there already"""


@dataclass(frozen=True)
class Stock:
    """Dwellings before they have addresses: one row each, in the order of their areas."""

    lsoa: Ints
    kind: Ints
    tenure: Ints
    rooms: Ints
    first_month: Ints


def settle(living: Living, founding: Founding, area: Ints, months: int) -> Stock:
    """Form households, raise the dwellings that they need, some to spare and some for later, and move everybody in."""
    dice = founding.seed.dice("settling")
    first_couples(living, founding, area, dice)
    find_parents(living, founding, area, dice)
    _into_communal_homes(living, founding, area, dice)
    _into_households(living, founding, area, dice)
    stock = _raise_dwellings(living, founding, area, months, dice)
    _move_in(living, stock, area, dice)
    return stock


def _into_communal_homes(living: Living, founding: Founding, area: Ints, dice: Dice) -> None:
    """Old people into care homes and students into halls, where an area has more of their age than the town."""
    said, age = founding.settings.households, living.age(0)
    alone = (living.partner < 0) & (living.mother < 0) & (age >= 18)
    has_children = np.isin(np.arange(living.size), living.mother[living.mother >= 0])
    bands = founding.margins.age / founding.margins.age.sum(axis=1, keepdims=True)
    for role, chance, band in (
        (CARE_HOME, by_age(age, said.care_home_by_age), 17),
        (HALL, np.where((age >= 18) & (age <= 21), said.hall_at_18_to_21, 0.0), 4),
    ):
        excess = np.maximum(bands[:, band] / bands[:, band].mean() - 0.8, 0) ** 4  # a few areas have most of them
        local = chance * (excess / max(float(np.average(excess, weights=founding.margins.age[:, band])), 1e-9))[area]
        goes = np.flatnonzero(alone & ~has_children & happens(dice, np.minimum(local, 0.9)))
        enough = np.bincount(area[goes], minlength=len(bands)) >= 3
        living.role[goes[enough[area[goes]]]] = role
    students = np.flatnonzero(living.role == HALL)
    living.student_since[students] = -dice.integers(3, 30, len(students))


def _into_households(living: Living, founding: Founding, area: Ints, dice: Dice) -> None:
    """Number the households: a couple or a lone adult with the children of its woman; sharers and communal residents alone."""
    age = living.age(0)
    head = np.arange(living.size)
    coupled = living.partner >= 0
    head[coupled] = np.minimum(head, living.partner)[coupled]
    is_child = living.mother >= 0
    # a grown-up child who is part of a couple or of a communal home has left
    follows = is_child & ~coupled & (living.role == HOUSEHOLD)
    for _ in range(3):  # grandchildren, where a mother lives with hers
        head[follows] = head[living.mother[follows]]
    orphans = np.flatnonzero(~is_child & (age < 18))
    adults = np.flatnonzero((age >= 25) & (age < 60) & (living.role == HOUSEHOLD))
    if len(orphans) and len(adults):
        head[orphans] = head[dice.choice(adults, len(orphans))]
        area[orphans] = area[head[orphans]]
    size = np.bincount(head, minlength=living.size)
    single = (size[head] == 1) & (age >= 18) & (living.role == HOUSEHOLD)
    sharing = np.flatnonzero(single & happens(dice, by_age(age, founding.settings.households.sharing_by_age)))
    enough = np.bincount(area[sharing], minlength=len(founding.msoa)) >= 3
    living.role[sharing[enough[area[sharing]]]] = SHARER
    living.household[:] = np.unique(head, return_inverse=True)[1]
    living.households = int(living.household.max(initial=-1)) + 1


def _raise_dwellings(living: Living, founding: Founding, area: Ints, months: int, dice: Dice) -> Stock:
    said, places = founding.settings.dwellings, len(founding.msoa)
    ordinary = living.role == HOUSEHOLD
    households = np.unique(living.household[ordinary], return_index=True)[1]
    needed = np.bincount(area[np.flatnonzero(ordinary)[households]], minlength=places)
    standing = np.ceil(needed / (1 - said.empty)).astype(np.int64)
    later = whole(dice, standing * said.built_yearly * months / 12 * dice.lognormal(-0.5, 1.0, places))
    parts = [_homes(founding, standing, dice, np.full(int(standing.sum()), LONG_AGO))]
    parts.append(_homes(founding, later, dice, dice.integers(1, max(months, 1) + 1, int(later.sum()))))
    low, high = said.shared_house_rooms
    for role, kind, rooms in (
        (SHARER, SHARED, (low + high) // 2),
        (HALL, HALLS, said.hall_rooms),
        (CARE_HOME, CARE, said.care_home_rooms),
    ):
        count = np.ceil(np.bincount(area[living.role == role], minlength=places) * 1.08 / rooms).astype(np.int64)
        parts.append(_communal(count, kind, rooms, PRIVATE if kind == SHARED else COMMUNAL))
    refuges = np.zeros(places, dtype=np.int64)
    refuges[dice.choice(places, max(1, round(living.size * said.refuge_per_people)))] = 1
    parts.append(_communal(refuges, REFUGES, 12, COMMUNAL))
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    order = np.lexsort((columns[4], columns[1], columns[0]))
    return Stock(*(column[order] for column in columns))


def _homes(founding: Founding, count: Ints, dice: Dice, first: Ints) -> tuple[Ints, ...]:
    """Ordinary homes with the area's census tenures and kinds; flats are rented more, and detached houses owned more."""
    margins = founding.margins
    area = np.repeat(np.arange(len(count)), count)
    kind = _quota(margins.homes, count)
    tenure = _quota(margins.tenure, count)
    by_kind = np.lexsort((-kind + dice.normal(0, 1.2, len(area)), area))
    by_tenure = np.lexsort((-tenure + dice.normal(0, 1.2, len(area)), area))
    matched = np.empty_like(tenure)
    matched[by_kind] = tenure[by_tenure]
    rooms = np.array([4, 3, 3, 2, 2])[kind] + (dice.random(len(area)) < 0.3)
    return area, kind, matched, rooms, first


def _quota(counts: Floats, size: Ints) -> Ints:
    """A category for each of `size` rows an area, in the area's proportions."""
    exact = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1) * size[:, None]
    reach = np.floor(np.cumsum(exact, axis=1) + 0.5).astype(np.int64)
    reach[:, -1] = size
    parts = np.diff(reach, axis=1, prepend=0)
    return np.repeat(np.tile(np.arange(counts.shape[1]), len(size)), parts.ravel())


def _communal(count: Ints, kind: int, rooms: int, tenure: int) -> tuple[Ints, ...]:
    area = np.repeat(np.arange(len(count)), count)
    return (area, *(np.full(len(area), value) for value in (kind, tenure, rooms, LONG_AGO)))


def _move_in(living: Living, stock: Stock, area: Ints, dice: Dice) -> None:
    """Within each area the better placed households into the better placed homes; the rest into rooms."""
    ordinary = living.role == HOUSEHOLD
    households, first = np.unique(living.household[ordinary], return_index=True)
    where = area[np.flatnonzero(ordinary)[first]]
    oldest = np.full(living.households, 9999)
    np.minimum.at(oldest, living.household, living.birth)
    size = np.bincount(living.household, minlength=living.households)
    years = -oldest[households] / 12
    wanted = np.interp(years, [18, 30, 40, 65], [0.0, 0.45, 0.65, 1.0]) + 0.05 * np.minimum(size[households], 5)
    wanted = wanted + dice.normal(0, 0.25, len(households))
    homes = np.flatnonzero((stock.kind < SHARED) & (stock.first_month < 0))
    offered = (
        np.array([0.95, 0.65, 0.45, 0.2])[stock.tenure[homes]] + np.array([0.1, 0.05, 0, -0.1, -0.1])[stock.kind[homes]]
    )
    offered = offered + dice.normal(0, 0.1, len(homes))
    empty = (
        rank_within(stock.lsoa[homes], dice) >= np.bincount(where, minlength=stock.lsoa.max() + 1)[stock.lsoa[homes]]
    )
    homes, offered = homes[~empty], offered[~empty]
    home_of = np.full(living.households, -1)
    home_of[households[np.lexsort((wanted, where))]] = homes[np.lexsort((offered, stock.lsoa[homes]))]
    living.home[ordinary] = home_of[living.household[ordinary]]
    for role, kind in ((SHARER, SHARED), (HALL, HALLS), (CARE_HOME, CARE)):
        people = np.flatnonzero(living.role == role)
        houses = np.flatnonzero(stock.kind == kind)
        rank = rank_within(area[people], dice)
        count = np.bincount(stock.lsoa[houses], minlength=stock.lsoa.max() + 1)
        start = np.searchsorted(stock.lsoa[houses], area[people])
        living.home[people] = houses[start + rank % count[area[people]]]
