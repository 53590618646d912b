"""One written word at a time: what it can be in a name, its words without accents, its other spellings, its sound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from denizen.standardise.names_letters import latin
from denizen.standardise.names_lexicon import HONORIFIC, NAME, Lexicon, Reading, lexicon
from denizen.standardise.names_sound import sounds

CODE_LENGTH = 3
_LETTERS = "abcdefghijklmnopqrstuvwxyz"

Columns = dict[str, list[object]]


class Codes:
    """Readings numbered in three letters each, in the order in which they are met, so that a name's readings are a word."""

    def __init__(self) -> None:
        self._codes: dict[Reading, str] = {}
        self.readings: dict[str, Reading] = {}

    def of(self, reading: Reading) -> str:
        code = self._codes.get(reading)
        if code is None:
            number = len(self._codes)
            code = _LETTERS[number // 676] + _LETTERS[number // 26 % 26] + _LETTERS[number % 26]
            self._codes[reading], self.readings[code] = code, reading
        return code


def read_words(tokens: Sequence[str], codes: Codes) -> Columns:
    """For each written word: the code of its reading, and the words (small, Latin, without accents) that it holds."""
    known = lexicon()
    read = [_read(token, known) for token in tokens]
    return {
        "token": list(tokens),
        "code": [codes.of(reading) for reading, _ in read],
        "parts": [list(parts) for _, parts in read],
    }


def _read(written: str, known: Lexicon) -> tuple[Reading, tuple[str, ...]]:
    if written == ",":
        return Reading("comma"), ()
    word = known.in_script.get(written.lower()) or latin(written)
    if not word:
        return Reading("nothing"), ()
    if len(word) == 1 and word.isascii():
        return Reading("initial"), (word,)
    reading = _reading(word, known)
    if written.isupper():  # only names that were written whole still have their capitals
        reading = replace(reading, is_capital=True)
    return reading, known.apart.get(word) or (word,)


def _reading(word: str, known: Lexicon) -> Reading:
    found = known.readings.get(word)
    if found is not None and (found.family_of or found.given_of or found.role != NAME):
        return found
    ending = known.ending_of(word)
    if ending is None:
        return found or _PLAIN
    return replace(ending.reading, is_syllable=found is not None and found.is_syllable)


_PLAIN = Reading()


def word_facts(words: Sequence[str]) -> Columns:
    """For each word of a name: the words that stand for it, its sound, and whether so many share it that it says little.

    A word of one family of spellings sounds like the word that stands for the family, so that spellings which no table
    lists still meet it by sound.
    """
    known = lexicon()
    variants = [variants_of(word, known) for word in words]
    heard = sounds([found[0] if len(found) == 1 else word for word, found in zip(words, variants, strict=True)])
    says_little = [(known.readings.get(word) or _PLAIN).role == HONORIFIC for word in words]
    return {
        "word": list(words),
        "variants": [list(found) for found in variants],
        "sound": list(heard),
        "says_little": list(says_little),
    }


def variants_of(word: str, known: Lexicon) -> tuple[str, ...]:
    """The words that stand for a word: those of its tables, else those of its ending (Ivanova: ivanov), else itself."""
    found = known.canonical.get(word)
    if found is not None:
        return found
    ending = known.ending_of(word)
    if ending is None or not ending.instead:
        return (word,)
    if word.startswith(ending.letters) and ending.letters in known.starts:
        return tuple(start + word[len(ending.letters) :] for start in ending.instead)
    return tuple(word[: -len(ending.letters)] + end for end in ending.instead)
