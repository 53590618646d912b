"""Couples and families: who lives with whom when the town begins, and how couples are matched at any time."""

from __future__ import annotations

import numpy as np

from denizen.synthetic.chance import Dice, happens, rank_within
from denizen.synthetic.cultures import Cultures
from denizen.synthetic.founders import Founding, children_follow_their_mothers
from denizen.synthetic.living import FEMALE, MALE, Living, by_age
from denizen.synthetic.town import NOBODY, Flags, Ints

GREATEST_GAP = 15 * 12
"""assumed: months between the ages of partners"""
YOUNGEST_MOTHER, OLDEST_MOTHER = 16 * 12, 46 * 12
SIBLING_MONTHS = 10
MOST_CHILDREN = 6
SEARCHES = (("group", 4), ("area", 3), ("msoa", 3), ("town", 6))
"""how far a child's mother is looked for: in its area and group, its area, its wider area, the town; and how often"""


def pair_up(living: Living, seeking: Ints, key: Ints, dice: Dice, same_sex: float) -> tuple[Ints, Ints]:
    """Match people who look for a partner within their `key`, oldest with oldest. Returns both sides; the rest stay single."""
    wants_own = happens(dice, same_sex, len(seeking))
    sides = [(living.sex[seeking] == sex) & ~wants_own for sex in (FEMALE, MALE)]
    pairs = [_pairs(living, seeking[sides[0]], seeking[sides[1]], key[sides[0]], key[sides[1]], dice)]
    for sex in (FEMALE, MALE):
        rows = np.flatnonzero(wants_own & (living.sex[seeking] == sex))
        half = rank_within(key[rows], dice) % 2 == 0
        one, other = rows[half], rows[~half]
        pairs.append(_pairs(living, seeking[one], seeking[other], key[one], key[other], dice))
    a, b = (np.concatenate(side) for side in zip(*pairs, strict=True))
    is_kin = (living.mother[a] == living.mother[b]) & (living.mother[a] >= 0)
    is_kin |= (living.mother[a] == b) | (living.mother[b] == a) | (living.father[a] == b) | (living.father[b] == a)
    return a[~is_kin], b[~is_kin]


def _pairs(living: Living, a: Ints, b: Ints, a_key: Ints, b_key: Ints, dice: Dice) -> tuple[Ints, Ints]:
    size = int(max(a_key.max(initial=0), b_key.max(initial=0))) + 1
    places = np.minimum(np.bincount(a_key, minlength=size), np.bincount(b_key, minlength=size))
    kept_a, kept_b = rank_within(a_key, dice) < places[a_key], rank_within(b_key, dice) < places[b_key]
    a, b, a_key, b_key = a[kept_a], b[kept_b], a_key[kept_a], b_key[kept_b]
    a_age = living.birth[a] - 24 * (living.sex[a] == FEMALE) + dice.normal(0, 30, len(a))
    b_age = living.birth[b] - 24 * (living.sex[b] == FEMALE) + dice.normal(0, 30, len(b))
    a, b = a[np.lexsort((a_age, a_key))], b[np.lexsort((b_age, b_key))]
    fits = np.abs(living.birth[a] - living.birth[b]) <= GREATEST_GAP
    return a[fits], b[fits]


def first_couples(living: Living, founding: Founding, area: Ints, dice: Dice) -> None:
    """The couples of the starting stock: in their area and mostly within a broad ethnic group; then whoever is left, wider."""
    said, age = founding.settings.households, living.age(0)
    seeking = np.flatnonzero((age >= 18) & happens(dice, by_age(age, said.couple_by_age)))
    group = founding.cultures.group5[living.ethnic].copy()
    strays = happens(dice, said.across_groups, living.size)
    group[strays] = dice.permutation(group[strays])
    for key in (area * 5 + group, area, founding.msoa[area] * 5 + group, np.zeros_like(area)):
        left = seeking[living.partner[seeking] < 0]
        a, b = pair_up(living, left, key[left], dice, said.same_sex)
        youngest = np.maximum(living.birth[a], living.birth[b])
        since = np.minimum(
            0, youngest + 12 * 18 + ((-youngest - 12 * 18) * dice.random(len(a)) ** 1.3).astype(np.int64)
        )
        living.join(a, b, since, happens(dice, said.married, len(a)))
        area[b] = area[a]


def find_parents(living: Living, founding: Founding, area: Ints, dice: Dice) -> None:
    """Give children, and grown-up ones who still live with parents, a mother and mostly a father."""
    said, age = founding.settings.households, living.age(0)
    at_home = (age >= 18) & (living.partner < 0) & happens(dice, by_age(age, said.with_parents_by_age))
    children = np.flatnonzero((age < 18) | at_home)
    searching_in = _groups_of_mothers(founding.cultures, living.ethnic, dice)
    with_lone = happens(dice, said.lone_parent, living.size)
    for reach, times in SEARCHES:
        for _ in range(times):
            left = children[living.mother[children] < 0]
            if not len(left):
                break
            _search(living, founding, left, area, reach, searching_in, with_lone, dice)
    _follow(living, founding, children[living.mother[children] >= 0], area)
    _make_twins(living, children, founding.settings.vital.twins, dice)
    _fathers_elsewhere(living, founding, children, dice)
    has_mother = np.flatnonzero(living.mother >= 0)
    np.maximum.at(living.last_birth, living.mother[has_mother], living.birth[has_mother])


def _groups_of_mothers(cultures: Cultures, ethnic: Ints, dice: Dice) -> Ints:
    """The broad group in which a child's mother is looked for. Mothers of mixed children are mostly White (assumed)."""
    group = cultures.group5[ethnic].copy()
    mixed = np.flatnonzero(group == 2)
    group[mixed] = np.array([3, 2, 1, 0])[np.searchsorted([0.6, 0.82, 0.93], dice.random(len(mixed)))]
    return group


def _search(
    living: Living,
    founding: Founding,
    children: Ints,
    area: Ints,
    reach: str,
    group: Ints,
    with_lone: Flags,
    dice: Dice,
) -> None:
    """Look once for a mother of about the right age for each child; who finds none, or too crowded a one, looks again."""
    grown = np.flatnonzero((living.sex == FEMALE) & (living.age(0) >= 16))
    broad = founding.cultures.group5[living.ethnic]
    keys = {
        "group": (area[children] * 5 + group[children], area[grown] * 5 + broad[grown]),
        "area": (area[children], area[grown]),
        "msoa": (founding.msoa[area[children]], founding.msoa[area[grown]]),
        "town": (np.zeros(len(children), dtype=np.int64), np.zeros(len(grown), dtype=np.int64)),
    }
    child_key, woman_key = keys[reach]
    if reach != "town":  # at last, any mother will do
        child_key, woman_key = child_key * 2 + with_lone[children], woman_key * 2 + (living.partner[grown] < 0)
    span = 2000
    code = woman_key * span + living.birth[grown] + 1400
    order = np.argsort(code, kind="stable")
    wanted = living.birth[children] - np.clip(
        dice.normal(*founding.settings.households.mother_age, len(children)) * 12, YOUNGEST_MOTHER, OLDEST_MOTHER
    )
    near = np.searchsorted(code[order], child_key * span + wanted + 1400) - dice.integers(0, 2, len(children))
    chosen = order[np.clip(near, 0, len(order) - 1)]
    mother, gap = grown[chosen], living.birth[children] - living.birth[grown[chosen]]
    fits = (woman_key[chosen] == child_key) & (gap >= YOUNGEST_MOTHER) & (gap <= OLDEST_MOTHER)
    living.mother[children[fits]] = mother[fits]
    _send_back_the_crowded(living, dice)


def _send_back_the_crowded(living: Living, dice: Dice) -> None:
    """Take their mother from children who would be born too soon after a sibling, or into too large a family."""
    children = np.flatnonzero(living.mother >= 0)
    too_many = children[rank_within(living.mother[children], dice) >= MOST_CHILDREN]
    living.mother[too_many] = NOBODY
    while True:
        children = np.flatnonzero(living.mother >= 0)
        order = children[np.lexsort((living.birth[children], living.mother[children]))]
        same = living.mother[order[1:]] == living.mother[order[:-1]]
        soon = same & (living.birth[order[1:]] - living.birth[order[:-1]] < SIBLING_MONTHS)
        if not soon.any():
            return
        living.mother[order[1:][soon]] = NOBODY


def _follow(living: Living, founding: Founding, children: Ints, area: Ints) -> None:
    """Fathers, groups and areas of children who have a mother."""
    mother = living.mother[children]
    partner = living.partner[mother]
    is_father = (partner >= 0) & (living.sex[partner] == MALE)
    is_father &= living.birth[children] - living.birth[partner] >= YOUNGEST_MOTHER
    living.father[children[is_father]] = partner[is_father]
    area[children] = area[mother]
    mixed = founding.cultures.group5[living.ethnic[children]] == 2
    living.ethnic[children[~mixed]] = living.ethnic[mother[~mixed]]
    living.culture[children[~mixed]] = living.culture[mother[~mixed]]
    children_follow_their_mothers(living, children)


def _make_twins(living: Living, children: Ints, share: float, dice: Dice) -> None:
    """Move some children to the birth of the next older sibling, so that twins are as common as among births."""
    order = children[np.lexsort((living.birth[children], living.mother[children]))]
    older, younger = order[:-1], order[1:]
    gap = living.birth[younger] - living.birth[older]
    may = (living.mother[older] == living.mother[younger]) & (living.mother[older] >= 0) & (gap < 60)
    rows = np.flatnonzero(may)
    wanted = round(len(children) * share)
    chosen = np.sort(dice.permutation(rows)[:wanted])
    chosen = chosen[np.r_[True, np.diff(chosen) > 1]] if len(chosen) else chosen
    living.birth[younger[chosen]] = living.birth[older[chosen]]
    living.twin_of[older[chosen]], living.twin_of[younger[chosen]] = younger[chosen], older[chosen]
    children_follow_their_mothers(living, younger[chosen])


def _fathers_elsewhere(living: Living, founding: Founding, children: Ints, dice: Dice) -> None:
    """Some children of lone mothers have a father elsewhere in the town, and some of those a second home with him."""
    lone = np.unique(living.mother[children[(living.father[children] < 0) & (living.age(0)[children] < 18)]])
    lone = lone[(lone >= 0)]
    lone = lone[(living.partner[lone] < 0) & happens(dice, 0.4, len(lone))]  # assumed
    age = living.age(0)
    men = np.flatnonzero((living.sex == MALE) & (living.partner < 0) & (age >= 34) & (age < 60) & (living.mother < 0))
    men = dice.permutation(men)[: len(lone)]
    lone = lone[: len(men)]
    father_of = np.full(living.size, NOBODY)
    father_of[lone] = men
    father = father_of[living.mother[children]]
    rows = (father >= 0) & (living.mother[children] >= 0) & (age[children] < 18)
    living.father[children[rows]] = father[rows]
    two = rows & happens(dice, founding.settings.households.two_homes, living.size)[living.mother[children]]
    living.second_with[children[two]] = father[two]
