"""An audit of addresses: some are drawn, visited and asked who lives there, and the lists are looked up for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from denizen.synthetic.chance import happens, rank_within
from denizen.synthetic.extracts.counted import band_words
from denizen.synthetic.extracts.ground import Ground
from denizen.synthetic.extracts.sheets import Book, Cells, Sheet, Who, numbers_text, texts
from denizen.synthetic.extracts.written_dates import SLASHES, dates_text, day_text, day_within
from denizen.synthetic.town import Flags, Floats, Ints, Texts

BANDS = (*range(0, 90, 5),)
ROOM = 1 << 40
LISTS = ("electoral register", "gp register", "council tax", "social housing", "libraries", "school census")
WORDS = ("Electoral register", "GP register", "Council tax", "Social housing", "Libraries", "School census")


@dataclass(frozen=True)
class Listed:
    """Whom a list has where: persons and dwellings."""

    person: Ints
    dwelling: Ints


@dataclass(frozen=True)
class _Draw:
    """The drawn addresses, one row each."""

    dwelling: Ints
    weight: Floats
    answered: Flags


@dataclass(frozen=True)
class _Found:
    """People at the addresses that answered: found there (not missed by the household), or only listed there."""

    at: Ints
    person: Ints
    is_found: Flags
    on: Mapping[str, Flags]


def draw_address_audit(ground: Ground, lists: Mapping[str, Listed], month: int, book: Book) -> None:
    """The audit of one month: visits, people, and results for each list."""
    draw = _draw(ground, month)
    found = _people(ground, draw, lists, month)
    book.add(_visits(ground, draw, found, month))
    book.add(_people_found(ground, draw, found, month))
    book.add(_results(ground, found, month))


def _draw(ground: Ground, month: int) -> _Draw:
    """Addresses by tenure, private renters twice as often; whether the household answers."""
    homes, said, dice = ground.town.dwellings, ground.settings.audit, ground.dice("audit")
    standing = (homes.first_month <= month) & (month < homes.last_month) & homes.confidential.is_("")
    private = homes.tenure.is_("private_rented")
    chance = np.where(private, 1.5 * said.share, 0.8 * said.share)
    drawn = np.flatnonzero(standing & happens(dice, chance))
    answers = np.where(private[drawn], said.answers_private_rented, said.answers)
    return _Draw(drawn, 1 / chance[drawn], happens(dice, answers))


def _people(ground: Ground, draw: _Draw, lists: Mapping[str, Listed], month: int) -> _Found:
    """People found at home, and people whom only lists have there, at addresses that answered."""
    stays = ground.town.life.stays
    answered = draw.dwelling[draw.answered]
    here = np.flatnonzero((stays.from_month <= month) & (month < stays.to_month) & ~stays.is_second)
    here = here[np.isin(stays.dwelling[here], answered)]
    missed = happens(ground.dice("audit misses"), ground.settings.audit.person_missed, len(stays.person))
    here = here[~missed[here]]
    living = stays.dwelling[here] * ROOM + stays.person[here]
    keys = {name: _key(one, answered) for name, one in lists.items()}
    every = np.unique(np.concatenate([living, *keys.values()]))
    on = {name: np.isin(every, key) for name, key in keys.items()}
    return _Found(every // ROOM, every % ROOM, np.isin(every, living), on)


def _key(listed: Listed, answered: Ints) -> Ints:
    kept = np.isin(listed.dwelling, answered) & (listed.person >= 0)
    return np.asarray(listed.dwelling[kept] * ROOM + listed.person[kept])


def _visits(ground: Ground, draw: _Draw, found: _Found, month: int) -> Sheet:
    homes, dice = ground.town.dwellings, ground.dice("audit visits")
    size = len(homes.uprn)
    people = np.bincount(found.at[found.is_found], minlength=size)[draw.dwelling]
    lives = _occupied(ground, month)[draw.dwelling]
    other = np.where(dice.random(len(draw.dwelling)) < 0.45, "No contact", "Refusal")
    outcome = np.where(lives, np.where(draw.answered & (people > 0), "Interview", other), "Vacant")
    outcome = np.where(homes.kind.is_("care_home", "hall")[draw.dwelling], "Institution", outcome)
    heads = np.where(outcome == "Interview", people, 0)
    days = day_within(ground.town.calendar, np.full(len(draw.dwelling), month), dice.random(len(draw.dwelling)))
    columns: dict[str, Cells] = {
        "Sampled UPRN": homes.uprn[draw.dwelling],
        "Strata": homes.tenure.text()[draw.dwelling],
        "PSU": ground.lsoa_of[draw.dwelling],
        "Base Weight": _weights(draw.weight),
        "Visit Date": dates_text(days, SLASHES),
        "Number of Calls": 1 + dice.poisson(0.9, len(draw.dwelling)),
        "Final Outcome": outcome.astype(object),
        "Household Size": np.where(outcome == "Interview", heads.astype(str), "").astype(object),
    }
    return Sheet("address_audit", "visits", "T1", ground.last_day(month), month, columns)


def _occupied(ground: Ground, month: int) -> Flags:
    stays = ground.town.life.stays
    here = (stays.from_month <= month) & (month < stays.to_month) & ~stays.is_second
    return np.bincount(stays.dwelling[here], minlength=len(ground.town.dwellings.uprn)) > 0


def _weights(weight: Floats) -> Texts:
    return np.array([f"{one:.2f}" for one in weight.tolist()], dtype=object)


def _people_found(ground: Ground, draw: _Draw, found: _Found, month: int) -> Sheet:
    homes = ground.town.dwellings
    weight = np.zeros(len(homes.uprn))
    weight[draw.dwelling] = draw.weight
    band = np.searchsorted(BANDS, ground.age(found.person, month), side="right") - 1
    known = found.is_found
    sex = np.where(ground.town.people.sex.is_("female")[found.person], "F", "M")
    columns: dict[str, Cells] = {
        "Sampled UPRN": homes.uprn[found.at],
        "Person No": rank_within(found.at) + 1,
        "Strata": homes.tenure.text()[found.at],
        "PSU": ground.lsoa_of[found.at],
        "Base Weight": _weights(weight[found.at]),
        "Usual resident": np.where(known, "Yes", "No").astype(object),
        "Age Group": np.where(known, band_words(BANDS)[band], "").astype(object),
        "Sex": np.where(known, sex, "").astype(object),
        **{f"{name} match": np.where(on, "Yes", "No").astype(object) for name, on in found.on.items()},
    }
    who = Who(np.arange(len(found.at)), found.person, found.at)
    return Sheet("address_audit", "people_found", "T2", ground.last_day(month), month, columns, who)


def _results(ground: Ground, found: _Found, month: int) -> Sheet:
    """For each list: found and listed, found only, listed only."""
    rows = []
    for name, word in zip(LISTS, WORDS, strict=True):
        on = found.on[name]
        counts = ((found.is_found & on).sum(), (found.is_found & ~on).sum(), (~found.is_found & on).sum())
        rows += [
            (word, said, int(count)) for said, count in zip(("Matched", "Missed", "Listed only"), counts, strict=True)
        ]
    columns: dict[str, Cells] = {
        "LAD code": texts(len(rows), ground.town.place.area_code),
        "As at": texts(len(rows), day_text(ground.last_day(month))),
        "Register": np.array([row[0] for row in rows], dtype=object),
        "Outcome": np.array([row[1] for row in rows], dtype=object),
        "Number of people": numbers_text(np.array([row[2] for row in rows])),
    }
    return Sheet("address_audit", "results_by_stratum", "T0", ground.last_day(month), month, columns)
