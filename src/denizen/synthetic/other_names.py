"""The other names that people go by: married, short, spelt otherwise, without marks, or turned round."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import numpy as np

from denizen.synthetic.chance import Dice, happens
from denizen.synthetic.founders import Founding
from denizen.synthetic.lists import variants
from denizen.synthetic.living import FEMALE, Living
from denizen.synthetic.naming import Names
from denizen.synthetic.town import Coded, Flags, Ints, OtherNames, Partnerships, Texts

KINDS = ("married", "nickname", "spelling", "without_marks", "turned")
ALL_ALONG = -1200
PLAIN = str.maketrans("łŁđĐøØßı", "lLdDoOsi")


@dataclass(frozen=True)
class _Rows:
    person: Ints
    kind: int
    since: Ints
    forename: Texts
    middle: Texts
    surname: Texts


def other_names(living: Living, names: Names, couples: Partnerships, founding: Founding) -> OtherNames:
    """Every other name, by person and month. A wife's married name comes with the marriage; children have their father's."""
    dice, said = founding.seed.dice("other names"), founding.settings.names
    married = _married(living, names, couples, founding, dice)
    everybody = np.arange(living.size)
    parts = [
        married,
        _varied(names, everybody, "nickname", happens(dice, said.nickname, living.size), dice),
        _varied(names, everybody, "spelling", happens(dice, said.spelling, living.size), dice),
        _without_marks(names, happens(dice, said.without_marks, living.size)),
        _turned(living, names, founding, happens(dice, said.turned, living.size)),
    ]
    kind = np.concatenate([np.full(len(part.person), part.kind) for part in parts])
    person, since = (np.concatenate([getattr(part, key) for part in parts]) for key in ("person", "since"))
    texts = [np.concatenate([getattr(part, key) for part in parts]) for key in ("forename", "middle", "surname")]
    order = np.lexsort((kind, since, person))
    return OtherNames(person[order], Coded(kind[order], KINDS), since[order], *(text[order] for text in texts))


def _married(living: Living, names: Names, couples: Partnerships, founding: Founding, dice: Dice) -> _Rows:
    """Wives who take their husband's name, by the habit of their own culture; a few join both."""
    a_is_wife = living.sex[couples.a] == FEMALE
    wife, husband = np.where(a_is_wife, couples.a, couples.b), np.where(a_is_wife, couples.b, couples.a)
    takes = couples.is_married & (living.sex[husband] != FEMALE)
    takes &= happens(dice, founding.cultures.husband[living.culture[wife]])
    # of the wives of the starting stock, only those who married in the country's memory have a record in the old name
    wife, husband, since = wife[takes], husband[takes], couples.from_month[takes]
    gendered = founding.cultures.habit[living.culture[husband]] == "gendered"
    name = np.where(gendered, names.feminine[husband], names.surname[husband]).astype(object)
    sikh = name == "Singh"
    name[sikh] = "Kaur"
    both = happens(dice, founding.settings.names.double_barrelled, len(wife))
    name = np.where(both, names.surname[wife] + "-" + name, name)
    changes = name != names.surname[wife]
    rows = np.flatnonzero(changes)
    wife = wife[rows]
    return _Rows(wife, 0, since[rows], names.forename[wife], names.middle[wife], name[rows])


def _varied(names: Names, people: Ints, kind: str, chosen: Flags, dice: Dice) -> _Rows:
    """Another form of the forename, or failing that of the surname, where one is known."""
    known = variants(kind)
    lot = dice.random(len(people))
    forename, surname, rows = names.forename.copy(), names.surname.copy(), []
    for person in np.flatnonzero(chosen & np.isin(names.forename, list(known))):
        forms = known[str(names.forename[person])]
        forename[person] = forms[int(lot[person] * len(forms))]
        rows.append(person)
    if kind == "spelling":
        rest = chosen & ~np.isin(names.forename, list(known)) & np.isin(names.surname, list(known))
        for person in np.flatnonzero(rest):
            forms = known[str(names.surname[person])]
            surname[person] = forms[int(lot[person] * len(forms))]
            rows.append(person)
    found = np.array(rows, dtype=np.int64)
    return _Rows(
        found, KINDS.index(kind), np.full(len(found), ALL_ALONG), forename[found], names.middle[found], surname[found]
    )


def _without_marks(names: Names, chosen: Flags) -> _Rows:
    """The name in the letters of an English keyboard, for those whose name has others."""
    plain = [_plain(part) for part in (names.forename, names.middle, names.surname)]
    marked = (plain[0] != names.forename) | (plain[1] != names.middle) | (plain[2] != names.surname)
    rows = np.flatnonzero(marked & chosen)
    return _Rows(rows, KINDS.index("without_marks"), np.full(len(rows), ALL_ALONG), *(part[rows] for part in plain))


def _plain(texts: Texts) -> Texts:
    words = set(texts)
    table = {
        word: "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c)).translate(PLAIN)
        for word in words
    }
    return np.array([table[word] for word in texts], dtype=object)


def _turned(living: Living, names: Names, founding: Founding, chosen: Flags) -> _Rows:
    """Family and given name exchanged, for people whose family name is written first at home."""
    rows = np.flatnonzero((founding.cultures.family_first[living.culture] > 0) & chosen)
    return _Rows(
        rows,
        KINDS.index("turned"),
        np.full(len(rows), ALL_ALONG),
        names.surname[rows],
        names.middle[rows],
        names.forename[rows],
    )
