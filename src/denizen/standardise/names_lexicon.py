"""What the tables know of words of names: what each can be, its other spellings, what its ending tells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from denizen.standardise.names_letters import latin
from denizen.standardise.names_tables import read_table

NAME, HONORIFIC, FATHER_WORD = "name", "honorific", "father word"
"""Roles of words that stay in a name: any name; one that very many share (Singh, Begum); a patronymic (Petrovna)."""
PARTICLES = ("particle", "patronymic", "article")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a word can be. `role` is one of `names_roles.csv`, or name, initial, comma, nothing.

    `family_of` and `given_of` name the cultures in which it is a family name or a given name; `sex` is 'f', 'm' or ''.
    """

    role: str = NAME
    sex: str = ""
    family_of: frozenset[str] = frozenset()
    given_of: frozenset[str] = frozenset()
    is_syllable: bool = False
    is_capital: bool = False


@dataclass(frozen=True, slots=True)
class Ending:
    """What an ending of a word (a start of it, for `start`) tells: its reading, and what other spellings end in."""

    letters: str
    reading: Reading
    instead: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything that the tables hold, by word in small Latin letters.

    `canonical`: the words that stand for a word's families of spellings. `in_script`: names in other scripts -> their
    usual spelling. `apart`: words written together -> their parts.
    """

    readings: dict[str, Reading]
    canonical: dict[str, tuple[str, ...]]
    in_script: dict[str, str]
    apart: dict[str, tuple[str, ...]]
    endings: dict[str, Ending]
    starts: dict[str, Ending]

    def ending_of(self, word: str) -> Ending | None:
        """The longest ending that the tables know and that leaves three letters of the word, else the longest start."""
        for cut in range(max(3, len(word) - LONGEST), len(word)):
            if (found := self.endings.get(word[cut:])) is not None:
                return found
        for cut in range(min(len(word) - 2, LONGEST), 1, -1):
            if (found := self.starts.get(word[:cut])) is not None:
                return found
        return None


LONGEST = 10
"""Letters of the longest ending or start in the tables: a word of a million letters is not looked through."""


@cache
def lexicon() -> Lexicon:
    """The tables of names, read once."""
    ends = list(_endings())
    return Lexicon(
        readings=_readings(),
        canonical=_canonical(),
        in_script={
            word.lower(): latin(row["spellings"].split()[0])
            for row in read_table("families")
            for word in row["spellings"].split()
            if _is_without_vowels(word)
        },
        apart=_apart(),
        endings={ending.letters: ending for ending, is_start in ends if not is_start},
        starts={ending.letters: ending for ending, is_start in ends if is_start},
    )


def _is_without_vowels(word: str) -> bool:
    """Whether a word is in a script whose letters do not say how it sounds: beyond Latin, Greek and Cyrillic."""
    return any("\u0530" <= letter < "\u1e00" or letter >= "\u2e80" for letter in word)


def words_of(row: dict[str, str], column: str) -> list[str]:
    """The words of one cell, in small Latin letters."""
    return [latin(word) for word in row[column].split()]


def _listed() -> Iterator[tuple[str, str, str, str]]:
    """word, use ('g', 'f' or 'b' for both), sex and culture, once per listing."""
    for subject, column in (("known", "words"), ("families", "spellings"), ("short", "short")):
        for row in read_table(subject):
            for word in words_of(row, column):
                yield word, row.get("use", "g"), row.get("sex", ""), row["culture"]


def _readings() -> dict[str, Reading]:
    cultures: dict[tuple[str, str], set[str]] = defaultdict(set)
    sexes: dict[str, set[str]] = defaultdict(set)
    for word, use, sex, culture in _listed():
        for kind in ("g", "f") if use == "b" else use:
            cultures[word, kind].update({culture} - {""})
        if use != "f":
            sexes[word].add(sex)
    syllables = {word for row in read_table("syllables") for word in words_of(row, "syllables")}
    roles = dict(_roles())
    return {
        word: Reading(
            role=roles[word][0] if word in roles else NAME,
            sex=roles[word][1] if word in roles else _one_of(sexes[word]),
            family_of=frozenset(cultures[word, "f"]),
            given_of=frozenset(cultures[word, "g"]),
            is_syllable=word in syllables,
        )
        for word in {word for word, _ in cultures} | syllables | set(roles)
    }


def _one_of(sexes: Iterable[str]) -> str:
    """The sex that all listings agree on."""
    found = set(sexes)
    return found.pop() if len(found) == 1 else ""


def _roles() -> Iterator[tuple[str, tuple[str, str]]]:
    for row in read_table("roles"):
        for word in row["words"].split():
            if not word.startswith("*"):
                yield latin(word), (row["role"], row["sex"])


def _canonical() -> dict[str, tuple[str, ...]]:
    """Every spelling and every short form -> the words that stand for it. A short form stands for all that it may be."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for row in read_table("families"):
        spellings = words_of(row, "spellings")
        for word in spellings:
            found[word][spellings[0]] = None
    short: dict[str, dict[str, None]] = defaultdict(dict)
    for row in read_table("short"):
        full = [
            stands
            for word in words_of(row, "full")
            for stands in (*found.get(word, ()), *(() if word in found else (word,)))
        ]
        for word in words_of(row, "short"):
            short[word].update(dict.fromkeys(full))
    return {word: tuple({**found.get(word, {}), **short.get(word, {})}) for word in {*found, *short}}


def _apart() -> dict[str, tuple[str, ...]]:
    roles = dict(_roles())
    return {
        latin(row["whole"]): tuple(
            word for word in words_of(row, "parts") if roles.get(word, ("",))[0] not in PARTICLES
        )
        for row in read_table("apart")
    }


def _endings() -> Iterator[tuple[Ending, bool]]:
    """Each ending, and whether it is the start of a word instead."""
    for row in read_table("endings"):
        culture = frozenset({row["culture"]})
        reading = Reading(
            sex=row["sex"],
            family_of=culture if row["use"] in "fb" else frozenset(),
            given_of=culture if row["use"] in "gb" else frozenset(),
        )
        yield Ending(latin(row["ending"]), reading, tuple(row["instead"].split())), row["ending"].endswith("*")
    for row in read_table("roles"):
        for word in row["words"].split():
            if word.startswith("*"):
                reading = Reading(row["role"], row["sex"], given_of=frozenset({"east_european"}))
                yield Ending(latin(word), reading, ()), False
