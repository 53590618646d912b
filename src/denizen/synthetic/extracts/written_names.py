"""Names as a list has them: an old surname, a short form, another spelling, parts turned round or left out, slips."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import numpy as np

from denizen.synthetic.chance import Dice, happens
from denizen.synthetic.extracts.slips import slipped
from denizen.synthetic.settings_of_lists import NameFaults
from denizen.synthetic.town import NOBODY, Flags, Ints, Texts, Town

_NO_DECOMPOSITION = str.maketrans("łŁđĐøØßı", "lLdDoOsi")


@dataclass(frozen=True)
class Names:
    """Names as written, one row per entry."""

    title: Texts
    forename: Texts
    middle: Texts
    surname: Texts


def write_names(town: Town, person: Ints, month: Ints, said: NameFaults, dice: Dice) -> Names:
    """The names of people as a list took them down in a month: one form for a person on one list, slips entry by entry."""
    people, size = town.people, len(town.people.forename)
    names = Names(
        people.title[person],
        people.forename[person].copy(),
        people.middle[person].copy(),
        people.surname[person].copy(),
    )
    _take_married(town, names, person, month, ~happens(dice, said.old_surname, size)[person])
    for kind, share in (("nickname", said.nickname), ("spelling", said.spelling)):
        _take_other(town, names, person, kind, happens(dice, share, size)[person])
    plain = happens(dice, said.plain_letters, size)[person]
    turned = (_row_of(town, "turned") != NOBODY)[person] & happens(dice, said.turned, size)[person]
    parts = [_plain_where(part, plain) for part in (names.forename, names.middle, names.surname)]
    forename, middle, surname = parts
    forename, surname = np.where(turned, surname, forename), np.where(turned, forename, surname)
    surname = _one_part(surname, happens(dice, said.part_left_out, size)[person], dice)
    initial = happens(dice, said.initial_only, size)[person]
    forename = np.where(initial, [name[:1] for name in forename], forename)
    middle = np.where(happens(dice, said.middle, size)[person], middle, "")
    return Names(
        names.title, slipped(forename.astype(object), said.slip, dice), middle.astype(object),
        slipped(surname.astype(object), said.slip, dice),
    )  # fmt: skip


def _row_of(town: Town, kind: str) -> Ints:
    """For each person the row of their last other name of a kind, or NOBODY."""
    others = town.other_names
    rows = np.flatnonzero(others.kind.is_(kind))
    found = np.full(len(town.people.forename), NOBODY)
    found[others.person[rows]] = rows
    return found


def _take_married(town: Town, names: Names, person: Ints, month: Ints, told: Flags) -> None:
    row = _row_of(town, "married")[person]
    takes = told & (row != NOBODY)
    takes[takes] &= town.other_names.from_month[row[takes]] <= month[takes]
    names.surname[takes] = town.other_names.surname[row[takes]]


def _take_other(town: Town, names: Names, person: Ints, kind: str, chosen: Flags) -> None:
    """Another forename, or another form of a surname that the person did not change."""
    row = _row_of(town, kind)[person]
    rows = np.flatnonzero(chosen & (row != NOBODY))
    there, own = row[rows], person[rows]
    people, others = town.people, town.other_names
    names.forename[rows] = others.forename[there]
    same = names.surname[rows] == people.surname[own]
    names.surname[rows[same]] = others.surname[there[same]]


def plain(text: str) -> str:
    """The text without marks on its letters."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).translate(_NO_DECOMPOSITION)


def _plain_where(texts: Texts, chosen: Flags) -> Texts:
    rows = [row for row in np.flatnonzero(chosen) if not texts[row].isascii()]
    for row in rows:
        texts[row] = plain(texts[row])
    return texts


def _one_part(surnames: Texts, chosen: Flags, dice: Dice) -> Texts:
    """Of a surname in two parts only one, for those who are chosen; and a hyphen where there was a space."""
    written, lot = surnames.astype(object), dice.random(len(surnames))
    for row in np.flatnonzero(chosen):
        parts = written[row].replace("-", " ").split(" ")
        if len(parts) > 1:
            written[row] = parts[-1] if lot[row] < 0.5 else parts[0] if lot[row] < 0.8 else "-".join(parts)
    return written
