"""A key under which spellings of one name from any culture meet: its consonants, its first vowel and a last -a."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from denizen.standardise.names_tables import read_table

_FIRST, _LAST = "\n", "\t"
"""marks around each word: letters of names never are one"""


def sounds(words: Sequence[str]) -> list[str]:
    """The key of each word (in small Latin letters), in their order.

    Letters and pairs that one sound is written with are brought to one letter by the rules of `names_sound.csv`, in their
    order; doubled letters become one; of the vowels only the first is kept, as `A` (a, e, i, y) or `O` (o, u), and an -a
    at the end, as `+`. All words are worked on as one text, which is some ten times faster than word by word.
    """
    text = "".join(f"{_FIRST}{word}{_LAST}" for word in words)
    for written, heard in _rules():
        text = text.replace(written, heard)
    text = _DOUBLED.sub(r"\1", text)
    text = _SHORT_WITH_E.sub(r"\1+", text)
    text = _OPEN_FIRST.sub(r"\1A", text)
    text = _ROUND_FIRST.sub(r"\1O", text)
    text = text.translate(_OTHER_VOWELS)
    return text[1:-1].split(_LAST + _FIRST) if words else []


_DOUBLED = re.compile(r"([b-df-hj-np-tv-z])\1+")
_SHORT_WITH_E = re.compile(r"(\n[^\t]{2,3})e(?=\t)")  # Jane is not Jan, where Clarke may be Clark
_OPEN_FIRST = re.compile(r"(\n[^aeiouyAO\t]*)[aeiy][aeiouy]*")
_ROUND_FIRST = re.compile(r"(\n[^aeiouyAO\t]*)[ou][aeiouy]*")
_OTHER_VOWELS = str.maketrans("", "", "aeiouy")


@cache
def _rules() -> list[tuple[str, str]]:
    """What is written and what it becomes; `^` in the table is the start of a word, `$` its end."""
    found = []
    for row in read_table("sound"):
        written, heard = row["written"], row["heard"]
        start, end = written.startswith("^"), written.endswith("$")
        bare = written.removeprefix("^").removesuffix("$")
        found.append(
            (
                (_FIRST if start else "") + bare + (_LAST if end else ""),
                (_FIRST if start else "") + heard.removeprefix("^") + (_LAST if end else ""),
            )
        )
    return found
