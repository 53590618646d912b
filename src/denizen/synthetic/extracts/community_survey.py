"""A survey of adults in two waves: who answers is not who lives there, and weights mend a part of it."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np

from denizen.synthetic.chance import Dice, happens, rank_within
from denizen.synthetic.extracts.scene import Drawn, Scene, as_written, days_in, month_ends, one_of, spellings
from denizen.synthetic.files import write_table
from denizen.synthetic.town import Flags, Floats, Ints

HEADER = (
    "RespondentID", "Strata", "Sample point", "Final weight", "Survey mode", "Date completed", "LSOA code", "Age band",
    "Gender", "Q1", "Q2", "Q3", "Q5", "Ethnicity", "Language of response",
)  # fmt: skip
CODEBOOK = ("Variable name", "Question text", "Answer code", "Value label", "Missing")
BANDS = ((16, "16-24"), (25, "25-34"), (35, "35-44"), (45, "45-54"), (55, "55-64"), (65, "65-74"), (75, "75+"))
ASKED = {
    "getting_on": (
        "Q1", "People from different backgrounds get on well together here",
        ("Definitely agree", "Tend to agree", "Tend to disagree", "Definitely disagree"),
    ),
    "belonging": (
        "Q2", "How strongly do you belong to your neighbourhood?",
        ("Very strongly", "Fairly strongly", "Not very strongly", "Not at all strongly"),
    ),
    "satisfied": (
        "Q3", "How satisfied are you with your area as a place to live?",
        ("Very satisfied", "Fairly satisfied", "Fairly dissatisfied", "Very dissatisfied"),
    ),
    "safe_after_dark": (
        "Q5", "How safe do you feel outside after dark?", ("Very safe", "Fairly safe", "A bit unsafe", "Very unsafe"),
    ),
}  # fmt: skip
"""opinion of the town -> variable, question, and its answers: two that hold it, two that do not"""
REFUSED = ("Prefer not to say", "Don't know")


@dataclass(frozen=True)
class Adults:
    """Adults who live in the town in a month: person, small area, age; and the chance that each holds each opinion."""

    person: Ints
    lsoa: Ints
    age: Ints
    holds: dict[str, Floats]


def draw_community_survey(scene: Scene) -> Drawn:
    """Each wave's answers, with the codebook that comes with the last."""
    drawn = Drawn()
    for number, month in enumerate(_waves(scene), 1):
        day = str(month_ends(scene.town, np.array([month]))[0])
        rows = _answers(scene, adults_at(scene, month), month, number)
        written = scene.desk.csv(
            "community_survey.place_survey", HEADER, rows, part=day, tier="T2", snapshot=day, controls=True
        )
        drawn.deliveries.append(written)
    drawn.deliveries.append(scene.desk.csv("community_survey.codebook", CODEBOOK, _codebook(), snapshot=scene.last_day))
    return drawn


def _waves(scene: Scene) -> list[int]:
    months = scene.town.calendar.months
    return [months - back for back in scene.settings.survey.waves_months_before_end if back < months]


def adults_at(scene: Scene, month: int) -> Adults:
    """People of 16 and over who live in the town, with what they think.

    The share of an area is that of the town's end; before the episode of tension it was not yet lowered. Who deals readily
    with offices is a little more content (`leaning`), so that those who answer differ from those who do not.
    """
    people, stays = scene.town.people, scene.town.life.stays
    here = (stays.from_month <= month) & (month < stays.to_month) & ~stays.is_second
    person, dwelling = stays.person[here], stays.dwelling[here]
    age = people.age_at(month)[person]
    grown = age >= BANDS[0][0]
    person, lsoa, age = person[grown], scene.town.dwellings.lsoa[dwelling[grown]], age[grown]
    lean = scene.settings.survey.leaning * people.engagement[person]
    opinions, lifted = scene.happenings.opinions, _not_yet_lowered(scene, month)
    holds = {}
    for question in ASKED:
        rows = np.flatnonzero(opinions.question.is_(question))
        share = np.empty(len(rows))
        share[opinions.lsoa[rows]] = opinions.share[rows]
        odds = np.log(share / (1 - share)) + lifted
        holds[question] = 1 / (1 + np.exp(-(odds[lsoa] + lean)))
    return Adults(person, lsoa, age, holds)


def _not_yet_lowered(scene: Scene, month: int) -> Floats:
    """What the episode of tension took from the log odds of an area, given back in months before it."""
    changes, lifted = scene.happenings.changes, np.zeros(len(scene.town.place.lsoa_code))
    later = np.flatnonzero(changes.what.is_("tension") & (changes.from_month > month))
    lifted[changes.lsoa[later]] = np.log(changes.times[later]) * 0.25
    return lifted


def _answers(scene: Scene, adults: Adults, month: int, wave: int) -> list[tuple[object, ...]]:
    said, dice, people, place = scene.settings.survey, scene.dice(f"survey {wave}"), scene.town.people, scene.town.place
    rows = _who_answers(scene, adults, dice)
    person, lsoa, band = adults.person[rows], adults.lsoa[rows], _band(adults.age)[rows]
    weight, size = _weights(scene, adults, rows), len(rows)
    given = [_said(adults.holds[question][rows], ASKED[question][2], said.skipped, dice) for question in ASKED]
    days = as_written(days_in(scene.town, np.full(size, month), dice), "%d/%m/%Y %H:%M")
    modes = one_of(dice, ("Online", "Post"), size, (said.online, 1 - said.online))
    groups = [_labels()[people.ethnic_group.words[code]] for code in people.ethnic_group.codes[person].tolist()]
    unsaid, nowhere = happens(dice, 0.04, size), happens(dice, 0.02, size)
    tongues = _tongues(scene, person, dice)
    return [
        (
            f"r{wave}-{n + 1:05d}", place.ward_code[lsoa[n]], f"c-{lsoa[n]:04d}", f"{weight[n]:.4f}", modes[n], days[n],
            "" if nowhere[n] else place.lsoa_code[lsoa[n]], BANDS[band[n]][1],
            people.sex.words[people.sex.codes[person[n]]].capitalize(), *(answers[n] for answers in given),
            "" if unsaid[n] else groups[n], tongues[n],
        )
        for n in range(size)
    ]  # fmt: skip


def _who_answers(scene: Scene, adults: Adults, dice: Dice) -> Ints:
    """A few adults of each area are asked; some answer: the older and those who deal readily with offices rather."""
    said = scene.settings.survey
    asked = np.flatnonzero(rank_within(adults.lsoa, dice) < said.answers_per_area)
    starts = np.array(sorted(said.response_by_age))
    by_age = np.array([said.response_by_age[start] for start in starts])
    odds = (
        np.log(said.response / (1 - said.response))
        + by_age[np.searchsorted(starts, adults.age[asked], side="right") - 1]
    )
    odds += said.response_by_engagement * scene.town.people.engagement[adults.person[asked]]
    return np.asarray(asked[happens(dice, 1 / (1 + np.exp(-odds)))])


def _band(age: Ints) -> Ints:
    return np.asarray(np.searchsorted([start for start, _ in BANDS], age, side="right") - 1)


def _weights(scene: Scene, adults: Adults, rows: Ints) -> Floats:
    """Age band and sex among answers brought to those of adults; the mean weight is one."""
    cell = _band(adults.age) * 3 + scene.town.people.sex.codes[adults.person]
    everybody, answered = np.bincount(cell, minlength=30), np.bincount(cell[rows], minlength=30)
    weight = everybody[cell[rows]] / answered[cell[rows]]
    return np.asarray(np.clip(weight / weight.mean(), 0.2, 5.0))


def _said(chance: Floats, words: tuple[str, str, str, str], skipped: float, dice: Dice) -> list[str]:
    """One answer each; a few are left empty or refused."""
    holds, strongly, luck = happens(dice, chance), happens(dice, 0.4, len(chance)), dice.random(len(chance))
    place = np.where(holds, np.where(strongly, 0, 1), np.where(strongly, 3, 2)).tolist()
    return [
        ("" if luck[i] < skipped / 2 else REFUSED[i % 2]) if luck[i] < skipped else words[at]
        for i, at in enumerate(place)
    ]


def _tongues(scene: Scene, person: Ints, dice: Dice) -> list[str]:
    """Some who speak little English answer in their own language."""
    people = scene.town.people
    own: Flags = people.english.is_("not_well", "none")[person] & happens(dice, 0.3, len(person))
    words = people.language.words
    codes = people.language.codes[person]
    return [str(spellings()["languages"][words[codes[n]]][0]) if own[n] else "English" for n in range(len(person))]


def _codebook() -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [("Final weight", "Weight of the answer", "", "", "")]
    for variable, question, answers in ASKED.values():
        rows += [(variable, question, str(n), answer, "No") for n, answer in enumerate(answers, 1)]
        rows += [(variable, question, str(-8 - n), answer, "Yes") for n, answer in enumerate(REFUSED)]
    return rows


@cache
def _labels() -> dict[str, str]:
    text = (resources.files("denizen.synthetic") / "data" / "ethnic_groups.csv").read_text("utf-8")
    return {row["code"]: row["label"] for row in csv.DictReader(text.splitlines())}


def write_opinions(scene: Scene, folder: Path) -> dict[str, int]:
    """Write the true share of adults who hold each opinion at each wave, by small area."""
    waves, areas, questions, shares, adults_of = [], [], [], [], []
    for month in _waves(scene):
        adults = adults_at(scene, month)
        places = len(scene.town.place.lsoa_code)
        number = np.bincount(adults.lsoa, minlength=places)
        there = np.flatnonzero(number)
        for question, chance in adults.holds.items():
            share = np.bincount(adults.lsoa, weights=chance, minlength=places)[there] / number[there]
            waves.append(np.full(len(there), month))
            areas.append(scene.town.place.lsoa_code[there])
            questions.append(np.full(len(there), question, dtype=object))
            shares.append(share)
            adults_of.append(number[there])
    if not waves:
        return {}
    columns = {
        "month": np.concatenate(waves), "lsoa": np.concatenate(areas), "question": np.concatenate(questions),
        "share": np.concatenate(shares), "adults": np.concatenate(adults_of),
    }  # fmt: skip
    return {"opinions_at_waves": write_table(folder / "opinions_at_waves.csv.gz", columns)}
