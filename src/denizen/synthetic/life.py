"""The months of the town, one after another, and the accounts that close: stays, couples and flows."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from denizen.synthetic import arriving, moving, partners, vital
from denizen.synthetic.founders import Founding
from denizen.synthetic.living import ABROAD, DEAD, HERE, HOUSEHOLD, ROLES, Living
from denizen.synthetic.month import Month
from denizen.synthetic.roofs import Roofs
from denizen.synthetic.settling import ALL_TENURES
from denizen.synthetic.town import (
    NEVER,
    NOBODY,
    Calendar,
    Coded,
    Dwellings,
    Flags,
    Flows,
    Ints,
    Life,
    Partnerships,
    Stays,
)

FLOWS = ("birth", "death", "moved", "from_uk", "from_abroad", "returned", "to_uk", "to_abroad")
BIRTH, DEATH, MOVED, FROM_UK, FROM_ABROAD, RETURNED, TO_UK, TO_ABROAD = range(8)


@dataclass
class _Accounts:
    """What changed, month by month: rows of stays that begin, second stays, and flows."""

    main: list[tuple[Ints, ...]] = field(default_factory=list)
    second: list[tuple[Ints, ...]] = field(default_factory=list)
    flows: list[tuple[Ints, ...]] = field(default_factory=list)


def live(living: Living, dwellings: Dwellings, founding: Founding, calendar: Calendar) -> tuple[Life, Ints]:
    """Let the months pass. Returns what they brought, and the month in which each dwelling came down.

    At most one flow a person and month: it is read off where each was at the month's start and is at its end, so that
    stock + births - deaths + in - out = next stock, in every small area.
    """
    settings, seed = founding.settings, founding.seed
    roofs = Roofs(dwellings, living, settings.dwellings.empty / 2)
    unrest = moving.unrest_of(len(founding.msoa), settings.moving.area_spread, seed.dice("unrest"))
    accounts = _Accounts()
    second = _open_accounts(living, dwellings, founding, accounts)
    for number in range(1, calendar.months + 1):
        dice = seed.dice(f"month {number}")
        home_before, size_before = living.home.copy(), living.size
        roofs.open_month(living, number, settings.dwellings.demolished_yearly, dice)
        _one_month(Month(number, calendar.year_and_month(number)[1], living, roofs, founding, unrest, dice), calendar)
        roofs.close_month(living)
        _account(living, home_before, size_before, number, accounts)
        second = _account_second_homes(living, second, number, accounts)
    stays = _stays(accounts)
    return Life(stays, _partnerships(living), _flows(accounts)), roofs.last


def _one_month(month: Month, calendar: Calendar) -> None:
    """A month's events, in order: those of birth last, so that a child lives where its mother does when the month ends."""
    vital.deaths(month)
    partners.partings(month)
    partners.pairings(month)
    moving.leaving_home(month)
    moving.into_care(month)
    moving.sharer_moves(month)
    moving.household_moves(month)
    moving.students_turn(month)
    partners.leaving_refuge(month)
    arriving.returns(month)
    arriving.arrivals(month, calendar)
    vital.orphans(month)
    vital.births(month)


def _open_accounts(living: Living, dwellings: Dwellings, founding: Founding, accounts: _Accounts) -> Ints:
    """The stays of the starting stock, each as long before as its tenure makes likely; and the second homes of children."""
    dice = founding.seed.dice("first stays")
    years = np.array([founding.settings.households.stay_years[tenure] for tenure in ALL_TENURES])
    since = -(dice.exponential(years[dwellings.tenure.codes]) * 12).astype(np.int64)
    people = np.arange(living.size)
    own = -(dice.exponential(years[dwellings.tenure.codes[living.home]]) * 12).astype(np.int64)
    begins = np.where(living.role == HOUSEHOLD, since[living.home], own)
    begins = np.maximum(begins, living.birth)
    begins = np.where(living.arrived < NEVER, np.maximum(begins, living.arrived), begins)
    begins = np.where(living.student_since < NEVER, np.maximum(begins, living.student_since), begins)
    begins = np.minimum(begins, 0)
    accounts.main.append((people, begins, living.home.copy(), living.household.copy(), living.role.copy()))
    nowhere = np.full(living.size, NOBODY)
    return _account_second_homes(living, nowhere, 0, accounts)


def _account(living: Living, home_before: Ints, size_before: int, month: int, accounts: _Accounts) -> None:
    before = np.concatenate([home_before, np.full(living.size - size_before, NOBODY)])
    changed = np.flatnonzero(before != living.home)
    after = living.home[changed]
    was_here, is_here = before[changed] >= 0, after >= 0
    kind = np.full(len(changed), MOVED)
    where = living.where[changed]
    out = np.select([where == DEAD, where == ABROAD], [DEATH, TO_ABROAD], TO_UK)
    came_abroad = (living.arrived[changed] == month) & (living.country[changed] >= 0)
    born = (living.birth[changed] == month) & (changed >= size_before) & ~came_abroad
    born &= living.last_birth[np.maximum(living.mother[changed], 0)] == month
    new = np.select([born, changed < size_before, came_abroad], [BIRTH, RETURNED, FROM_ABROAD], FROM_UK)
    kind = np.where(was_here & ~is_here, out, np.where(~was_here & is_here, new, kind))
    accounts.flows.append((np.full(len(changed), month), changed, kind, before[changed], after))
    accounts.main.append(
        (changed, np.full(len(changed), month), after, living.household[changed], living.role[changed])
    )


def _account_second_homes(living: Living, before: Ints, month: int, accounts: _Accounts) -> Ints:
    """Where children of two homes have their second: with the other parent, while both live here, apart."""
    with_whom = living.second_with
    parent = np.maximum(with_whom, 0)
    holds = (with_whom >= 0) & (living.where == HERE) & (living.where[parent] == HERE)
    holds &= (living.home != living.home[parent]) & (living.age(month) < 18) & (living.role[parent] == HOUSEHOLD)
    now = np.where(holds, living.home[parent], NOBODY)
    past = np.concatenate([before, np.full(living.size - len(before), NOBODY)])
    changed = np.flatnonzero(past != now)
    rows = np.full(len(changed), month)
    accounts.second.append(
        (
            changed,
            rows,
            now[changed],
            np.where(now[changed] >= 0, living.household[parent[changed]], NOBODY),
            np.zeros_like(changed),
        )
    )
    return now


def _stays(accounts: _Accounts) -> Stays:
    """Stays from the rows that begin them: each ends when the person's next row begins."""
    parts = [_ended(rows, is_second) for rows, is_second in ((accounts.main, False), (accounts.second, True))]
    person, begins, ends, dwelling, household, role, is_second = (
        np.concatenate(column) for column in zip(*parts, strict=True)
    )
    order = np.lexsort((begins, is_second, person))
    return Stays(
        person=person[order],
        dwelling=dwelling[order],
        household=household[order],
        from_month=begins[order],
        to_month=ends[order],
        role=Coded(role[order], ROLES),
        is_second=is_second[order],
    )


def _ended(rows: list[tuple[Ints, ...]], is_second: bool) -> tuple[Ints | Flags, ...]:
    person, begins, dwelling, household, role = (
        np.concatenate(column).astype(np.int64) for column in zip(*rows, strict=True)
    )
    order = np.lexsort((begins, person))
    person, begins, dwelling, household, role = (
        column[order] for column in (person, begins, dwelling, household, role)
    )
    follows = np.r_[person[1:] == person[:-1], False] if len(person) else np.array([], dtype=bool)
    ends = np.where(follows, np.r_[begins[1:], 0][: len(person)], NEVER)
    stays = dwelling >= 0
    flags = np.full(int(stays.sum()), is_second)
    return person[stays], begins[stays], ends[stays], dwelling[stays], household[stays], role[stays], flags


def _flows(accounts: _Accounts) -> Flows:
    month, person, kind, before, after = (np.concatenate(c).astype(np.int64) for c in zip(*accounts.flows, strict=True))
    return Flows(month, person, Coded(kind, FLOWS), before, after)


def _partnerships(living: Living) -> Partnerships:
    """Couples of the past and those that last."""
    a = np.flatnonzero(living.partner > np.arange(living.size))
    lasting = (a, living.partner[a], living.paired_since[a], np.full(len(a), NEVER), living.married[a])
    columns = [np.concatenate(column).astype(np.int64) for column in zip(*living.past_couples, lasting, strict=True)]
    order = np.lexsort((columns[2], columns[0]))
    a, b, since, until, married = (column[order] for column in columns)
    return Partnerships(a, b, since, until, married.astype(bool))
