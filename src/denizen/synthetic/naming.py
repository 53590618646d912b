"""Names for everybody who ever lived in the town, in the habits of their cultures, parents before children."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from denizen.synthetic.chance import Dice, happens
from denizen.synthetic.cultures import Cultures
from denizen.synthetic.founders import Founding
from denizen.synthetic.lists import forenames, surnames
from denizen.synthetic.living import FEMALE, MALE, Living
from denizen.synthetic.town import Flags, Ints, Texts

WOMENS_LAST = {
    "pakistani": ("Bibi", "Begum", "Akhtar", "Kausar", "Parveen"),
    "bangladeshi": ("Begum", "Khatun", "Akther", "Bibi"),
}
"""assumed: last names that women of these cultures often bear in their own right"""
OWN_LAST = 0.45
MOHAMMED_FIRST = 0.25
"""assumed: men of these cultures who write Mohammed before the name that they go by"""
SINGH_AS_LAST = 0.3
"""assumed: Sikh people with Singh or Kaur as their last name and none of a family"""


@dataclass
class Names:
    """Name parts as they are being given. `father_form` is the family's name as its men bear it."""

    forename: Texts
    middle: Texts
    surname: Texts
    father_form: Texts
    feminine: Texts


@dataclass(frozen=True)
class _Some:
    """People of one culture and generation whose last names are being given."""

    names: Names
    living: Living
    cultures: Cultures
    culture: int
    rows: Ints
    dice: Dice


def name_everybody(living: Living, founding: Founding, first_year: int) -> Names:
    """Give names by generation: those without parents in the town, then their children, and theirs."""
    size, dice = living.size, founding.seed.dice("names")
    names = Names(*(np.full(size, "", dtype=object) for _ in range(5)))
    years = first_year + (living.birth - 1) // 12
    done = np.zeros(size, dtype=bool)
    while not done.all():
        ready = ~done
        for parent in (living.mother, living.father):
            ready &= (parent < 0) | done[np.maximum(parent, 0)]
        rows = np.flatnonzero(ready)
        _forenames(names, living, founding, rows, years, dice)
        _last_names(names, living, founding, rows, dice)
        done[rows] = True
    return names


def _forenames(names: Names, living: Living, founding: Founding, rows: Ints, years: Ints, dice: Dice) -> None:
    said, cultures = founding.settings.names, founding.cultures
    for culture in range(len(cultures.name)):
        for sex, letter in ((FEMALE, "F"), (MALE, "M")):
            some = rows[(living.culture[rows] == culture) & (living.sex[rows] == sex)]
            kept = forenames()[(str(cultures.names[culture]), letter)]
            names.forename[some] = kept.draw(years[some], dice)
            if cultures.habit[culture] == "inherited" and not cultures.family_first[culture]:
                with_middle = some[happens(dice, said.middle, len(some))]
                names.middle[with_middle] = kept.draw(years[with_middle] - 30, dice)
    same_sex = np.where(living.sex[rows] == MALE, living.father[rows], living.mother[rows])
    after = (same_sex >= 0) & happens(dice, said.same_as_parent, len(rows))
    names.forename[rows[after]] = names.forename[same_sex[after]]
    twins = rows[(living.twin_of[rows] >= 0) & (living.twin_of[rows] < rows)]
    alike = twins[names.forename[twins] == names.forename[living.twin_of[twins]]]
    for one in alike:  # a handful: twins do not share a name
        kept = forenames()[(str(cultures.names[living.culture[one]]), "FM"[living.sex[one]])]
        while names.forename[one] == names.forename[living.twin_of[one]]:
            names.forename[one] = kept.draw(years[[one]], dice)[0]


def _last_names(names: Names, living: Living, founding: Founding, rows: Ints, dice: Dice) -> None:
    cultures = founding.cultures
    for culture in range(len(cultures.name)):
        some = rows[living.culture[rows] == culture]
        drawn = surnames().get(str(cultures.names[culture]))
        if drawn is not None:
            names.father_form[some], names.feminine[some] = drawn.draw(
                len(some), founding.settings.names.long_tail, dice
            )
        _inherit(names, living, some)
        _GIVEN[str(cultures.habit[culture])](_Some(names, living, cultures, culture, some, dice))


def _inherit(names: Names, living: Living, rows: Ints) -> None:
    """The father's family name, else the mother's; brothers and sisters without parents here keep their own."""
    for parents in (living.mother, living.father):
        parent = parents[rows]
        heirs, of = rows[parent >= 0], parent[parent >= 0]
        has = names.father_form[of] != ""
        names.father_form[heirs[has]], names.feminine[heirs[has]] = names.father_form[of[has]], names.feminine[of[has]]


def _inherited(some: _Some) -> None:
    some.names.surname[some.rows] = some.names.father_form[some.rows]


def _gendered(some: _Some) -> None:
    some.names.surname[some.rows] = np.where(
        some.living.sex[some.rows] == FEMALE, some.names.feminine[some.rows], some.names.father_form[some.rows]
    )


def _double(some: _Some) -> None:
    """Spanish: the father's first name, then the mother's; Portuguese: the mother's, then the father's."""
    other = surnames()[str(some.cultures.names[some.culture])].draw(len(some.rows), 0.0, some.dice)[0]
    mother = some.living.mother[some.rows]
    has = mother >= 0
    other[has] = some.names.father_form[mother[has]]
    own = some.names.father_form[some.rows]
    mother_first = some.cultures.name[some.culture] == "portuguese"
    some.names.surname[some.rows] = (other + " " + own) if mother_first else (own + " " + other)


def _patronymic(some: _Some) -> None:
    """Half bear the father's forename last (assumed), the rest a family or house name."""
    half = happens(some.dice, 0.5, len(some.rows))
    some.names.surname[some.rows] = np.where(half, _fathers(some), some.names.father_form[some.rows])


def _chain(some: _Some) -> None:
    """Own name, father's name, grandfather's name."""
    father = some.living.father[some.rows]
    some.names.middle[some.rows] = _fathers(some)
    grandfather = _mens(some)
    known = father >= 0
    grandfather[known] = np.where(
        some.names.middle[father[known]] != "", some.names.middle[father[known]], grandfather[known]
    )
    some.names.surname[some.rows] = grandfather


def _fathers(some: _Some) -> Texts:
    father = some.living.father[some.rows]
    found = _mens(some)
    found[father >= 0] = some.names.forename[father[father >= 0]]
    return found


def _mens(some: _Some) -> Texts:
    """A man's forename of the culture for each of these people, as of the middle of the last century."""
    return forenames()[(str(some.cultures.names[some.culture]), "M")].draw(np.full(len(some.rows), 1950), some.dice)


def _sikh(some: _Some) -> None:
    given = np.where(some.living.sex[some.rows] == FEMALE, "Kaur", "Singh").astype(object)
    alone = happens(some.dice, SINGH_AS_LAST, len(some.rows))
    some.names.middle[some.rows] = np.where(alone, "", given)
    some.names.surname[some.rows] = np.where(alone, given, some.names.father_form[some.rows])


def _own(some: _Some) -> None:
    """Women often have a last name of their own, and men Mohammed before the name that they are called by."""
    womens = np.array(WOMENS_LAST[some.cultures.name[some.culture]], dtype=object)
    is_woman = some.living.sex[some.rows] == FEMALE
    own: Flags = is_woman & happens(some.dice, OWN_LAST, len(some.rows))
    some.names.surname[some.rows] = np.where(
        own, womens[some.dice.integers(0, len(womens), len(some.rows))], some.names.father_form[some.rows]
    )
    called = some.rows[
        ~is_woman & happens(some.dice, MOHAMMED_FIRST, len(some.rows)) & (some.names.forename[some.rows] != "Mohammed")
    ]
    some.names.middle[called], some.names.forename[called] = some.names.forename[called], "Mohammed"


_GIVEN = {
    "inherited": _inherited,
    "gendered": _gendered,
    "double": _double,
    "patronymic": _patronymic,
    "chain": _chain,
    "sikh": _sikh,
    "own": _own,
}
"""how each habit of cultures.yaml gives the last name"""
