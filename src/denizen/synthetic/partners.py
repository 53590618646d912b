"""Couples that form and part in a month."""

from __future__ import annotations

import numpy as np

from denizen.synthetic.chance import happens, monthly
from denizen.synthetic.families import pair_up
from denizen.synthetic.living import FEMALE, HERE, HOUSEHOLD, REFUGE, SHARER
from denizen.synthetic.month import Month
from denizen.synthetic.roofs import private
from denizen.synthetic.settling import REFUGES, SHARED
from denizen.synthetic.town import NOBODY, Flags, Ints


def partings(month: Month) -> None:
    """Couples part: one stays with the children, the other finds a home or room, goes away, or flees with the children."""
    living, said, dice = month.living, month.founding.settings.partners, month.dice
    people = month.here()
    one = people[(living.partner[people] > people) & (living.home[people] == living.home[living.partner[people]])]
    younger = np.where(month.age(one) < 50, 1.3, 0.3)
    a = one[happens(dice, monthly(said.parting_yearly * younger))]
    b = living.partner[a]
    woman_is_a = living.sex[a] == FEMALE
    a_stays = np.where(happens(dice, said.mother_keeps_children, len(a)), woman_is_a, ~woman_is_a)
    stays, leaves = np.where(a_stays, a, b), np.where(a_stays, b, a)
    living.part(a, month.number)
    flees = happens(dice, said.to_refuge, len(a)) & (living.sex[stays] == FEMALE)
    _to_refuge(month, stays[flees])
    _find_a_place(month, stays[~flees], leaves[~flees], happens(dice, said.leaver_goes_away, int((~flees).sum())))


def _to_refuge(month: Month, women: Ints) -> None:
    rooms = month.roofs.take_rooms(month.living, len(women), REFUGES, month.dice)
    month.move(women[: len(rooms)], rooms, REFUGE)


def _find_a_place(month: Month, stays: Ints, leaves: Ints, goes_away: Flags) -> None:
    """The one who leaves takes a home or a room, else goes away. The children stay; some get a second home."""
    living, dice = month.living, month.dice
    homes = np.full(len(leaves), NOBODY)
    remain = np.flatnonzero(~goes_away)
    homes[remain] = month.roofs.take(private(len(remain)))
    got = homes >= 0
    living.home[leaves[got]] = homes[got]
    rest = np.flatnonzero(~got & ~goes_away)
    rooms = month.roofs.take_rooms(living, len(rest), SHARED, dice)
    lodgers = leaves[rest[: len(rooms)]]
    living.home[lodgers] = rooms
    living.role[lodgers] = SHARER
    living.household[lodgers] = living.new_households(len(lodgers))
    living.leave(leaves[goes_away], 1, month.number)
    living.leave(leaves[rest[len(rooms) :]], 1, month.number)
    other = np.full(living.size, NOBODY)
    other[stays[got]] = leaves[got]
    two = np.zeros(living.size, dtype=bool)
    two[stays] = happens(dice, month.founding.settings.households.two_homes, len(stays))
    children = np.flatnonzero((living.birth > month.number - 18 * 12) & (living.where == HERE))
    for parent, second in (
        (living.mother[children], living.father[children]),
        (living.father[children], living.mother[children]),
    ):
        fits = (parent >= 0) & (second >= 0) & (other[parent] == second) & two[parent]
        living.second_with[children[fits]] = second[fits]


def pairings(month: Month) -> None:
    """Singles find one another and move together: into the home of one, or an empty one; else they wait."""
    living, founding, dice = month.living, month.founding, month.dice
    people = month.here()
    age = month.age(people)
    single = people[
        (living.partner[people] < 0) & (age >= 18) & (age < 60) & np.isin(living.role[people], (HOUSEHOLD, SHARER))
    ]
    seeking = single[happens(dice, monthly(founding.settings.partners.pairing_yearly), len(single))]
    group = founding.cultures.group5[living.ethnic[seeking]]
    strays = happens(dice, founding.settings.households.across_groups, len(seeking))
    group[strays] = dice.permutation(group[strays])
    a, b = pair_up(living, seeking, group, dice, founding.settings.households.same_sex)
    own = [(living.role[side] == HOUSEHOLD) & ~month.lives_with_parent(side) for side in (a, b)]
    target = np.where(own[0], living.home[a], np.where(own[1], living.home[b], NOBODY))
    homeless = np.flatnonzero(target < 0)
    target[homeless] = month.roofs.take(private(len(homeless)))
    done = target >= 0
    a, b, target = a[done], b[done], target[done]
    living.join(a, b, month.number, happens(dice, founding.settings.households.married * 0.5, len(a)))
    movers = np.concatenate([a, b])
    homes = np.concatenate([target, target])
    moves = living.home[movers] != homes
    month.move(movers[moves], homes[moves])


def leaving_refuge(month: Month) -> None:
    """After some months women in a refuge, with their children, get a home of their own, if one is empty."""
    living = month.living
    people = month.here()
    grown = people[(living.role[people] == REFUGE) & (month.age(people) >= 18)]
    ready = grown[happens(month.dice, 1 / month.founding.settings.partners.refuge_months, len(grown))]
    homes = month.roofs.take(np.full(len(ready), 2))
    month.move(ready[homes >= 0], homes[homes >= 0])
