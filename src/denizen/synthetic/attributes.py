"""What else is true of each person: dates, nationality, language, religion, disability, work."""

from __future__ import annotations

import numpy as np

from denizen.synthetic.chance import Dice, happens, pick
from denizen.synthetic.founders import Founding
from denizen.synthetic.living import FEMALE, SEXES, Living, by_age
from denizen.synthetic.naming import Names
from denizen.synthetic.town import NEVER, NOBODY, Calendar, Coded, Dates, Flags, Ints, People, Texts

HOME_COUNTRY = "GB"
RELIGIONS = ("christian", "muslim", "hindu", "sikh", "buddhist", "jewish", "other", "none")
ENGLISH = ("main_language", "very_well", "well", "not_well", "none")
WEAK_REGISTERS = ("SO", "AF", "ER", "SD", "IQ", "PK", "BD")
"""assumed: countries whose people often have papers that say 1 January"""
KEEPS_LANGUAGE = (0.72, 0.14)
"""assumed: share whose main language is their culture's: of those born abroad, of those born here"""


def people_of(living: Living, names: Names, founding: Founding, calendar: Calendar) -> People:
    """The people as a table, one row per person who ever lived in the town."""
    said, cultures, dice = founding.settings.people, founding.cultures, founding.seed.dice("attributes")
    abroad = living.country >= 0
    language = _languages(living, founding, dice)
    sector, employer = _work(living, founding, calendar, dice)
    countries = (HOME_COUNTRY, *cultures.country_codes)
    kinds = (*SECTORLESS, *said.sectors)
    return People(
        sex=Coded(living.sex, SEXES),
        birth_date=_birth_dates(living, founding, calendar, dice),
        birth_month=living.birth,
        death_month=living.death,
        culture=Coded(living.culture, cultures.name),
        title=_titles(living, calendar, dice),
        forename=names.forename,
        middle=names.middle,
        surname=names.surname,
        family_first=cultures.family_first[living.culture] > 0,
        birth_country=Coded(np.where(abroad, living.country + 1, 0), countries),
        nationality=Coded(_nationalities(living, said.naturalised_after_years, calendar, dice), countries),
        language=language,
        english=Coded(_english(living, language, founding, calendar, dice), ENGLISH),
        ethnic_group=Coded(living.ethnic, cultures.group_codes),
        religion=Coded(_religions(living, founding, dice), RELIGIONS),
        disabled=_disabled(living, founding, calendar, dice),
        arrived_month=living.arrived,
        mother=living.mother,
        father=living.father,
        twin_of=living.twin_of,
        sector=Coded(sector, kinds),
        employer=employer,
        engagement=np.round(dice.normal(0, said.engagement_sd, living.size), 4),
    )


SECTORLESS = ("none",)


def _birth_dates(living: Living, founding: Founding, calendar: Calendar, dice: Dice) -> Dates:
    """A day within the month of birth; 1 January of its year for some from countries with weak registers."""
    months = np.datetime64(calendar.first, "M") + living.birth
    day = dice.integers(0, 10**6, living.size)
    twins = np.flatnonzero((living.twin_of >= 0) & (living.twin_of < np.arange(living.size)))
    day[twins] = day[living.twin_of[twins]]
    length = (months + 1).astype("datetime64[D]") - months.astype("datetime64[D]")
    dates = months.astype("datetime64[D]") + day % length.astype(np.int64)
    weak = [founding.cultures.country_codes.index(code) for code in WEAK_REGISTERS]
    rounded = np.isin(living.country, weak) & happens(dice, founding.settings.names.shared_birthday * 5, living.size)
    return np.asarray(np.where(rounded, dates.astype("datetime64[Y]").astype("datetime64[D]"), dates))


def _titles(living: Living, calendar: Calendar, dice: Dice) -> Texts:
    age = living.age(calendar.months)
    womens = np.array(["Mrs", "Miss", "Ms"], dtype=object)
    wed = (living.married > 0) | (age > 65)
    title = np.where(living.sex == FEMALE, np.where(wed, "Mrs", womens[dice.integers(1, 3, living.size)]), "Mr").astype(
        object
    )
    title[age < 18] = np.where(living.sex == FEMALE, "Miss", "Master")[age < 18]
    title[(age > 26) & happens(dice, 0.012, living.size)] = "Dr"
    return title


def _nationalities(living: Living, years: float, calendar: Calendar, dice: Dice) -> Ints:
    """That of the country of birth, until people are naturalised; children born here have this country's (assumed)."""
    here = (calendar.months - np.minimum(living.arrived, calendar.months)) / 12
    became = happens(dice, 1 - np.exp(-np.maximum(here - 5, 0) / years))
    british = living.culture == 0
    return np.where((living.country >= 0) & ~became & ~british, living.country + 1, 0)


def _languages(living: Living, founding: Founding, dice: Dice) -> Coded:
    tongues = founding.cultures.language
    words = ("en", *sorted(set(tongues) - {"en"}))
    codes = np.array([words.index(tongue) for tongue in tongues])[living.culture]
    keeps = happens(dice, np.where(living.country >= 0, *KEEPS_LANGUAGE))
    young = (living.country < 0) & (living.mother >= 0)
    keeps |= young & (living.country[living.mother] >= 0) & happens(dice, 0.25, living.size)
    return Coded(np.where(keeps, codes, 0), words)


def _english(living: Living, language: Coded, founding: Founding, calendar: Calendar, dice: Dice) -> Ints:
    """How well those with another main language speak English: better the longer they are here, to the census's share."""
    here = np.clip((calendar.months - np.minimum(living.arrived, living.birth + 60)) / 12, 0, 40)
    little = founding.margins.little_english
    chance = little * np.interp(here, [0, 2, 5, 10, 30], [2.0, 1.6, 1.2, 0.9, 0.6])
    chance = np.where(living.country < 0, little * 0.3, np.minimum(chance, 0.9))
    has_little = happens(dice, chance)
    level = np.where(
        has_little, np.where(dice.random(living.size) < 0.17, 4, 3), np.where(dice.random(living.size) < 0.55, 1, 2)
    )
    return np.where(language.codes == 0, 0, level)


def _religions(living: Living, founding: Founding, dice: Dice) -> Ints:
    of_culture = np.array([RELIGIONS.index(religion) for religion in founding.cultures.religion])
    religion = of_culture[living.culture]
    christian = religion == RELIGIONS.index("christian")
    share = founding.settings.people.no_religion
    leaves = happens(dice, np.where(christian, share, share / 10))
    rare = happens(dice, 0.012, living.size)  # assumed: Buddhist, Jewish, other
    religion = np.where(rare, 4 + pick(dice, [0.3, 0.25, 0.45], living.size), religion)
    return np.where(leaves, RELIGIONS.index("none"), religion)


def _disabled(living: Living, founding: Founding, calendar: Calendar, dice: Dice) -> Flags:
    """By age in the middle of the town's time, scaled to the place's share; it neither begins nor ends within it."""
    chance = by_age(np.maximum(living.age(calendar.months // 2), 0), founding.settings.people.disabled_by_age)
    founders = living.birth <= 0
    scale = float(founding.margins.disabled.mean()) / max(float(chance[founders].mean()), 1e-9)
    return happens(dice, np.minimum(chance * scale, 0.95))


def _work(living: Living, founding: Founding, calendar: Calendar, dice: Dice) -> tuple[Ints, Ints]:
    """Sector and employer of those who work at the end: employers of one sector each, a few of them large."""
    said = founding.settings.people
    age = living.age(calendar.months)
    works = (age >= 18) & (age < 67) & (living.death == NEVER) & happens(dice, said.employed, living.size)
    works &= living.student_since == NEVER
    sector = np.where(works, 1 + pick(dice, list(said.sectors.values()), living.size), 0)
    each = max(2, int(said.employers_per_1000 * living.size / 1000 / len(said.sectors)))
    within = pick(dice, 1.0 / np.arange(1, each + 1), living.size)
    return sector, np.where(works, (sector - 1) * each + within, NOBODY)
