"""Births and deaths of a month, and the children whom deaths leave alone."""

from __future__ import annotations

import numpy as np

from denizen.synthetic.chance import happens, monthly
from denizen.synthetic.living import CARE_HOME, DEAD, FEMALE, FOSTER, HALL, HERE, MALE, by_age
from denizen.synthetic.month import Month
from denizen.synthetic.town import NOBODY, Ints

MIXED_OTHER = "mixed_other"


def deaths(month: Month) -> None:
    """Who dies this month, by age and sex; twice as likely in a care home (assumed)."""
    living, people = month.living, month.here()
    table = month.founding.settings.vital.deaths_yearly
    age = month.age(people)
    rates = [by_age(age, {start: pair[side] for start, pair in table.items()}) for side in (0, 1)]
    yearly = np.where(living.sex[people] == MALE, *rates) * np.where(living.role[people] == CARE_HOME, 2.0, 1.0)
    dead = people[happens(month.dice, monthly(yearly))]
    living.part(dead, month.number)
    living.leave(dead, DEAD, month.number)


def births(month: Month) -> None:
    """Children of this month, twins among them: they live where their mother does."""
    living, said, dice = month.living, month.founding.settings.vital, month.dice
    people = month.here()
    women = people[(living.sex[people] == FEMALE) & ~np.isin(living.role[people], (HALL, CARE_HOME))]
    women = women[month.number - living.last_birth[women] >= 11]
    without = np.where(living.partner[women] >= 0, 1.3, 1.3 * said.births_without_partner)
    mothers = women[happens(dice, monthly(by_age(month.age(women), said.births_yearly) * without))]
    living.last_birth[mothers] = month.number
    twins = happens(dice, said.twins, len(mothers))
    first = _born_to(month, mothers)
    second = _born_to(month, mothers[twins])
    living.twin_of[first[twins]], living.twin_of[second] = second, first[twins]
    sexes = happens(dice, 0.3, len(second))  # identical twins (assumed) are of one sex
    living.sex[second[sexes]] = living.sex[living.twin_of[second[sexes]]]


def _born_to(month: Month, mothers: Ints) -> Ints:
    living, cultures, dice = month.living, month.founding.cultures, month.dice
    partner = living.partner[mothers]
    is_father = (partner >= 0) & (living.sex[partner] == MALE)
    father = np.where(is_father, partner, NOBODY)
    by_father = is_father & happens(dice, 0.5, len(mothers))
    apart = is_father & (cultures.group5[living.ethnic[mothers]] != cultures.group5[living.ethnic[father]])
    group = np.where(by_father, living.ethnic[father], living.ethnic[mothers])
    group = np.where(apart, cultures.group_codes.index(MIXED_OTHER), group)
    return living.add(
        len(mothers),
        sex=(dice.random(len(mothers)) < 0.513).astype(np.int64),
        birth=month.number,
        ethnic=group,
        culture=np.where(by_father, living.culture[father], living.culture[mothers]),
        mother=mothers,
        father=father,
        home=living.home[mothers],
        household=living.household[mothers],
        role=living.role[mothers],
        where=HERE,
    )


def orphans(month: Month) -> None:
    """Children whom nobody grown lives with go to their other parent, else to a foster home, else away."""
    living, people = month.living, month.here()
    is_child = month.age(people) < 18
    size = len(month.roofs.kind)
    grown = np.bincount(living.home[people[~is_child]], minlength=size)
    alone = people[is_child & (grown[living.home[people]] == 0)]
    for parents in (living.mother, living.father):
        parent = parents[alone]
        can = (parent >= 0) & (living.where[parent] == HERE)
        can &= grown[np.maximum(living.home[parent], 0)] > 0
        living.home[alone[can]] = living.home[parent[can]]
        living.role[alone[can]] = living.role[parent[can]]
        alone = alone[~can]
    fosters = month.roofs.fosters[grown[month.roofs.fosters] > 0]
    if not len(fosters):
        living.leave(alone, 1, month.number)
        return
    living.home[alone] = month.dice.choice(fosters, len(alone))
    living.role[alone] = FOSTER
