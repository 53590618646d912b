"""Moves of a month: households, young people who leave home, sharers, students, the frail."""

from __future__ import annotations

import numpy as np

from denizen.synthetic.chance import happens, monthly, pick
from denizen.synthetic.living import CARE_HOME, HALL, HOUSEHOLD, SHARER, by_age
from denizen.synthetic.margins import TENURES
from denizen.synthetic.month import Month
from denizen.synthetic.roofs import private
from denizen.synthetic.settling import CARE, HALLS, SHARED
from denizen.synthetic.town import NEVER, Floats, Ints

SEPTEMBER = 9
SAME_TENURE = 0.65
"""assumed: share of moving households that look for the tenure they had"""


def household_moves(month: Month) -> None:
    """Whole households move within the town, if a home stands empty, or leave it; renters and the young far more often."""
    living, roofs, dice, said = month.living, month.roofs, month.dice, month.founding.settings.moving
    homes = np.flatnonzero(roofs.occupied(living) > 0)
    homes = homes[roofs.is_home[homes]]
    oldest = np.full(len(roofs.kind), NEVER)
    people = month.here()
    np.minimum.at(oldest, living.home[people], living.birth[people])
    yearly = np.array([said.household_yearly[tenure] for tenure in TENURES])[roofs.tenure[homes]]
    age = (month.number - oldest[homes]) / 12
    yearly = yearly * np.interp(age, [25, 35, 50, 80], [1.5, 1.2, 0.8, 0.6]) * month.unrest[roofs.lsoa[homes]]
    going = homes[happens(dice, monthly(yearly))]
    stays_here = happens(dice, said.within_town, len(going))
    _away(month, going[~stays_here], people)
    _within(month, going[stays_here])


def _away(month: Month, homes: Ints, people: Ints) -> None:
    leaving = np.zeros(len(month.roofs.kind), dtype=bool)
    leaving[homes] = True
    _go(month, people[leaving[month.living.home[people]]])


def _go(month: Month, people: Ints) -> None:
    """People leave the town for good or for a time; a couple of whom one stays is over."""
    living = month.living
    month.send_away(people, month.founding.settings.moving.abroad_if_born_abroad)
    gone = people[living.home[people] < 0]
    partner = living.partner[gone]
    month.living.part(gone[(partner >= 0) & (living.where[np.maximum(partner, 0)] == 0)], month.number)


def _within(month: Month, homes: Ints) -> None:
    living, roofs, dice = month.living, month.roofs, month.dice
    wanted = np.where(
        happens(dice, SAME_TENURE, len(homes)), roofs.tenure[homes], pick(dice, [0.25, 0.3, 0.15, 0.3], len(homes))
    )
    found = roofs.take(wanted)
    homes, found = homes[found >= 0], found[found >= 0]
    to = np.full(len(roofs.kind), -1)
    to[homes] = found
    roofs.moved_in[found] = roofs.household[homes]
    people = np.flatnonzero(living.home >= 0)
    movers = people[to[living.home[people]] >= 0]
    living.home[movers] = to[living.home[movers]]


def leaving_home(month: Month) -> None:
    """Grown children leave their parents: away, to a room, or to a home of their own."""
    living, dice, said = month.living, month.dice, month.founding.settings.moving
    people = month.here()
    age = month.age(people)
    at_home = (age >= 18) & (age < 60) & (living.partner[people] < 0) & (living.role[people] == HOUSEHOLD)
    people = people[at_home & month.lives_with_parent(people)]
    going = people[happens(dice, monthly(by_age(month.age(people), said.leaving_home_yearly)))]
    way = dice.random(len(going))
    _go(month, going[way < 0.45])  # assumed, as the rest of the split
    _to_own_home(month, going[way >= 0.82])
    _to_room(month, going[(way >= 0.45) & (way < 0.82)])


def _to_own_home(month: Month, people: Ints) -> None:
    homes = month.roofs.take(private(len(people)))
    month.move(people[homes >= 0], homes[homes >= 0])


def _to_room(month: Month, people: Ints) -> None:
    rooms = month.roofs.take_rooms(month.living, len(people), SHARED, month.dice)
    month.move(people[: len(rooms)], rooms, SHARER)


def sharer_moves(month: Month) -> None:
    """People in shared houses change rooms, find a home, or go away."""
    living, dice = month.living, month.dice
    people = month.here()
    sharers = people[(living.role[people] == SHARER) & (living.student_since[people] == NEVER)]
    going = sharers[happens(dice, monthly(month.founding.settings.moving.sharer_yearly), len(sharers))]
    way = dice.random(len(going))
    _to_room(month, going[way < 0.35])  # assumed, as the rest of the split
    _to_own_home(month, going[(way >= 0.35) & (way < 0.6)])
    _go(month, going[way >= 0.6])


def students_turn(month: Month) -> None:
    """Each September: the third year is over, the first year leaves hall, new students fill it."""
    if month.of_year != SEPTEMBER:
        return
    living, dice = month.living, month.dice
    people = month.here()
    students = people[living.student_since[people] < NEVER]
    years = (month.number - living.student_since[students]) / 12
    finished = students[years >= 2.8]
    stays_on = happens(dice, month.founding.settings.moving.student_stays_on, len(finished))
    living.student_since[finished] = NEVER
    _to_own_home(month, finished[stays_on])
    leaving = finished[~stays_on | (living.role[finished] == HALL)]
    _go(month, leaving)
    second_year = students[(years < 2.8) & (living.role[students] == HALL)]
    _to_room(month, second_year)
    homeless = second_year[living.role[second_year] == HALL]
    _go(month, homeless)
    living.student_since[homeless] = NEVER
    _new_students(month)


def _new_students(month: Month) -> None:
    living, dice = month.living, month.dice
    rooms = month.roofs.take_rooms(living, living.size, HALLS, dice)
    rooms = rooms[: int(len(rooms) * 0.97)]
    if not len(rooms):
        return
    people = month.here()
    models = dice.choice(people, len(rooms))
    living.add(
        len(rooms),
        sex=dice.integers(0, 2, len(rooms)),
        birth=month.number - 18 * 12 - dice.integers(0, 24, len(rooms)),
        ethnic=living.ethnic[models],
        culture=living.culture[models],
        home=rooms,
        role=HALL,
        household=living.new_households(len(rooms)),
        student_since=month.number,
    )


def into_care(month: Month) -> None:
    """Old people who live without a partner go into a care home, if it has room."""
    living = month.living
    people = month.here()
    alone = people[(living.partner[people] < 0) & (living.role[people] == HOUSEHOLD) & (month.age(people) >= 65)]
    chance = by_age(month.age(alone), month.founding.settings.moving.care_home_yearly)
    going = alone[happens(month.dice, monthly(chance))]
    rooms = month.roofs.take_rooms(living, len(going), CARE, month.dice)
    month.move(going[: len(rooms)], rooms, CARE_HOME)


def unrest_of(places: int, spread: float, dice: np.random.Generator) -> Floats:
    """How much more or less often than the town each small area is left."""
    return np.asarray(dice.lognormal(-(spread**2) / 2, spread, places))
