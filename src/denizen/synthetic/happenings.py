"""What happens in the town beside the lives of its people, as true rates that lists are drawn from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from denizen.synthetic.chance import Dice, Seed, happens, pick
from denizen.synthetic.settings import Settings
from denizen.synthetic.town import Coded, Flags, Floats, Ints, Texts, Town

SEASON = np.array([0.85, 0.85, 0.95, 1.0, 1.08, 1.12, 1.2, 1.15, 1.05, 1.05, 0.9, 0.8])
"""assumed: antisocial behaviour by month of the year"""
BODIES = ("health", "police", "council", "court")
BODY_SHARES = (0.62, 0.16, 0.15, 0.07)
"""assumed: who books interpreters"""
ORGANISATIONS = ("community_group", "charity", "faith", "advice", "sports", "welfare")
ORGANISATION_SHARES = (0.3, 0.25, 0.2, 0.05, 0.15, 0.05)
SIZES = (("under_10", 5), ("10_to_49", 25), ("50_to_249", 120), ("250_to_499", 350), ("500_and_over", 900))
LITTLE_ENGLISH = 3
"""from this place of the column `english` on, people speak it not well or not at all"""


@dataclass(frozen=True)
class Rates:
    """True expected events: one row per month (0 to the last), small area and kind; the kinds that never happen left out.

    what: asb, hate or interpreter; kind: the strand, the language, or nothing; expected: events in the month. A list
    that records every event would be a Poisson draw from `expected`.
    """

    month: Ints
    lsoa: Ints
    what: Coded
    kind: Coded
    expected: Floats


@dataclass(frozen=True)
class Changes:
    """What truly changed: tension, rise or new_language; in which area (NOBODY: the town); in which months; how many times."""

    what: Coded
    kind: Texts
    lsoa: Ints
    from_month: Ints
    to_month: Ints
    times: Floats


@dataclass(frozen=True)
class Organisations:
    """Groups, charities and bodies of faith: one row each."""

    kind: Coded
    lsoa: Ints
    members: Ints
    language: Texts
    from_month: Ints
    to_month: Ints


@dataclass(frozen=True)
class Employers:
    """One row per employer, by the number that people bear: workers who live in the town at the end, and where they work."""

    sector: Coded
    lsoa: Ints
    workers: Ints
    size: Coded
    is_head_office_here: Flags


@dataclass(frozen=True)
class Opinions:
    """The true share of adults of each small area who hold an opinion, at the town's end."""

    lsoa: Ints
    question: Coded
    share: Floats


@dataclass(frozen=True)
class Happenings:
    """Everything that happens beside lives: rates, what changed in them, organisations, employers, opinions."""

    rates: Rates
    changes: Changes
    organisations: Organisations
    employers: Employers
    opinions: Opinions


def happen(town: Town, settings: Settings, seed: Seed) -> Happenings:
    """Draw the true rates of a town: each part from its own dice."""
    residents = residents_by_month(town)
    episodes = _episodes(town, settings, seed.dice("episodes"))
    tension, rise = episodes
    asb, strands = _incidents(town, settings, residents, tension, rise, seed.dice("incidents"))
    need, tongues = _interpreters(town, settings, seed.dice("interpreters"))
    words = ("", *settings.happenings.strands, *tongues)
    series = [("asb", "", asb)]
    series += [("hate", strand, strands[i]) for i, strand in enumerate(settings.happenings.strands)]
    series += [("interpreter", tongue, need[i]) for i, tongue in enumerate(tongues)]
    return Happenings(
        rates=_rates(series, words),
        changes=_changes(town, tension, rise, need, tongues),
        organisations=_organisations(town, settings, residents, seed.dice("organisations")),
        employers=_employers(town, settings, seed.dice("employers")),
        opinions=_opinions(town, settings, tension, seed.dice("opinions")),
    )


def residents_by_month(town: Town) -> Floats:
    """Residents at the end of each month: month x small area."""
    return _people_by_month(town, np.ones(len(town.people.birth_month), dtype=bool))


def _people_by_month(town: Town, which: Flags) -> Floats:
    stays = town.life.stays
    main = ~stays.is_second & which[stays.person]
    area, months, places = town.dwellings.lsoa[stays.dwelling[main]], town.calendar.months, len(town.place.lsoa_code)
    comes, goes = np.maximum(stays.from_month[main], 0), np.minimum(stays.to_month[main], months + 1)
    change = np.zeros((months + 2, places))
    np.add.at(change, (comes, area), 1)
    np.add.at(change, (goes, area), -1)
    return np.cumsum(change, axis=0)[: months + 1]


def _episodes(town: Town, settings: Settings, dice: Dice) -> tuple[Floats, Floats]:
    """Two fields (month x area) of factors: an episode of tension that dies away, and a lasting rise in one neighbourhood."""
    months, said = town.calendar.months, settings.happenings
    shape = (months + 1, len(town.place.lsoa_code))
    tension, rise = np.ones(shape), np.ones(shape)
    begins = max(0, months - int(said.tension["months_before_end"]))
    areas = _neighbours(town, int(said.tension["areas"]), dice)
    for month in range(begins, months + 1):
        past = month - begins - int(said.tension["months"]) + 1
        strength = said.tension["decay"] ** max(past, 0)
        tension[month, areas] = 1 + (said.tension["times"] - 1) * strength
    begins = max(0, months - int(said.rise["months_before_end"]))
    rise[begins:, _neighbours(town, int(said.rise["areas"]), dice)] = said.rise["times"]
    return tension, rise


def _neighbours(town: Town, count: int, dice: Dice) -> Ints:
    """A small area drawn at random and those nearest to it."""
    place = town.place
    middle = dice.integers(0, len(place.lsoa_code))
    apart = np.hypot(place.x - place.x[middle], place.y - place.y[middle])
    return np.sort(np.argsort(apart, kind="stable")[:count])


def _incidents(
    town: Town, settings: Settings, residents: Floats, tension: Floats, rise: Floats, dice: Dice
) -> tuple[Floats, Floats]:
    """Expected antisocial behaviour (month x area) and hate incidents (strand x month x area)."""
    said, places = settings.happenings, residents.shape[1]
    season = SEASON[[town.calendar.year_and_month(m)[1] - 1 for m in range(len(residents))]][:, None]
    own = dice.lognormal(-(said.area_spread**2) / 2, said.area_spread, (2, places))
    asb = residents * said.asb_per_1000_a_year / 12_000 * season * own[0] * rise
    strands = np.array(
        [
            residents * said.hate_per_1000_a_year / 12_000 * share * own[1]
            * (tension if strand in ("race", "religion") else 1.0)
            for strand, share in said.strands.items()
        ]
    )  # fmt: skip
    return asb, strands


def _interpreters(town: Town, settings: Settings, dice: Dice) -> tuple[Floats, tuple[str, ...]]:
    """Expected bookings by language x month x home area, most for those who came lately; and the languages.

    Some languages belong to people whom no list shows: bookings are their only trace.
    """
    said, people = settings.happenings, town.people
    months, places = town.calendar.months, len(town.place.lsoa_code)
    tongues = tuple(word for word in people.language.words if word not in ("en", "cy"))
    little = people.english.codes >= LITTLE_ENGLISH
    fields = [
        _people_by_month(town, little & people.language.is_(tongue)) * said.interpreter_per_1000_a_year / 12_000
        for tongue in tongues
    ]
    for since in said.unseen_languages.values():
        year, month = (int(part) for part in since.split("-"))
        begins = town.calendar.month_of(year, month)
        grown = np.clip(np.arange(months + 1) - begins + 1, 0, 9)[:, None]
        areas = np.zeros(places)
        areas[_neighbours(town, 3, dice)] = 1 / 3
        fields.append(grown * areas * 0.4)  # assumed: up to about four bookings a month in the town
    return np.array(fields), (*tongues, *said.unseen_languages)


def _rates(series: list[tuple[str, str, Floats]], words: tuple[str, ...]) -> Rates:
    whats = ("asb", "hate", "interpreter")
    rows: list[tuple[Ints | Floats, ...]] = []
    for what, kind, field in series:
        month, area = np.nonzero(field > 0)
        size = len(month)
        rows.append(
            (month, area, np.full(size, whats.index(what)), np.full(size, words.index(kind)), field[month, area])
        )
    month, area, what_of, kind_of, expected = (np.concatenate(column) for column in zip(*rows, strict=True))
    return Rates(month, area, Coded(what_of, whats), Coded(kind_of, words), expected)


def _changes(town: Town, tension: Floats, rise: Floats, need: Floats, tongues: tuple[str, ...]) -> Changes:
    """The list of what truly changed, read off the fields themselves."""
    whats = ("tension", "rise", "new_language")
    rows: list[tuple[int, str, int, int, int, float]] = []
    for number, field in enumerate((tension, rise)):
        for area in np.flatnonzero((field > 1.05).any(axis=0)):
            months = np.flatnonzero(field[:, area] > 1.05)
            rows.append((number, "", int(area), int(months[0]), int(months[-1]) + 1, float(field[:, area].max())))
    for place, tongue in enumerate(tongues):
        by_month = need[place].sum(axis=1)
        if by_month[0] == 0 and by_month.max() > 0:
            rows.append((2, tongue, -1, int(np.flatnonzero(by_month)[0]), town.calendar.months + 1, 1.0))
    columns = list(zip(*rows, strict=True)) if rows else [()] * 6
    what, kind, area_of, begins, ends, times = columns
    return Changes(
        Coded(np.array(what, dtype=np.int64), whats),
        np.array(kind, dtype=object),
        np.array(area_of, dtype=np.int64),
        np.array(begins, dtype=np.int64),
        np.array(ends, dtype=np.int64),
        np.array(times, dtype=float),
    )


def _organisations(town: Town, settings: Settings, residents: Floats, dice: Dice) -> Organisations:
    months, now = town.calendar.months, residents[-1]
    count = max(len(ORGANISATIONS), int(settings.happenings.groups_per_1000 * now.sum() / 1000))
    kind = pick(dice, ORGANISATION_SHARES, count)
    spoken = np.bincount(town.people.language.codes, minlength=len(town.people.language.words)).astype(float)
    spoken[0] = spoken[1:].sum() * 3
    language = np.array(town.people.language.words, dtype=object)[pick(dice, spoken, count)]
    begins = np.where(happens(dice, 0.85, count), 0, dice.integers(1, months + 1, count))
    ends = np.where(happens(dice, 0.15, count), dice.integers(1, months + 1, count), months + 1)
    return Organisations(
        Coded(kind, ORGANISATIONS),
        pick(dice, now, count),
        np.maximum(5, dice.lognormal(3.4, 0.8, count)).astype(np.int64),
        language,
        begins,
        np.maximum(ends, begins + 1),
    )


def _employers(town: Town, settings: Settings, dice: Dice) -> Employers:
    people, months = town.people, town.calendar.months
    sectors = tuple(settings.people.sectors)
    here = np.zeros(len(people.birth_month), dtype=bool)
    stays = town.life.stays
    here[stays.person[(stays.from_month <= months) & (months < stays.to_month)]] = True
    count = int(people.employer.max(initial=-1)) + 1
    workers = np.bincount(people.employer[here & (people.employer >= 0)], minlength=count)
    sector = np.zeros(count, dtype=np.int64)
    rows = people.employer >= 0
    sector[people.employer[rows]] = people.sector.codes[rows] - 1
    size = np.searchsorted([10, 50, 250, 500], workers, side="right")
    return Employers(
        Coded(sector, sectors),
        dice.integers(0, len(town.place.lsoa_code), count),
        workers,
        Coded(size, tuple(name for name, _ in SIZES)),
        happens(dice, 0.6, count),
    )


def _opinions(town: Town, settings: Settings, tension: Floats, dice: Dice) -> Opinions:
    """Shares around the town's, lower where there was tension."""
    said, places = settings.happenings.opinions, len(town.place.lsoa_code)
    troubled = np.log(tension.max(axis=0)) * 0.25
    shares = [
        1 / (1 + np.exp(-(np.log(share / (1 - share)) + dice.normal(0, 0.35, places) - troubled)))
        for share in said.values()
    ]
    question = np.repeat(np.arange(len(said)), places)
    return Opinions(np.tile(np.arange(places), len(said)), Coded(question, tuple(said)), np.concatenate(shares))
