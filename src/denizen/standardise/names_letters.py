"""Words of names in one alphabet: small Latin letters without accents, whatever script they were written in."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from denizen.standardise.names_tables import read_table


def latin(word: str) -> str:
    """A word in small Latin letters; letters of a script that no table knows are kept as they are.

    Assumes:  one letter stands for the same letters wherever it stands, but for the Greek pairs. Vowels that a script does
              not write (Arabic, Hebrew) are not made up.
    """
    if word.isascii():
        small = word.lower()
        return small if small.isalpha() else _NO_LETTER.sub("", small)
    letters, pairs = _letters()
    # letters that only look like an accented other (й, ё, ї) are read before accents are taken off
    small = unicodedata.normalize("NFKC", word.lower()).translate(letters)
    apart = unicodedata.normalize("NFKD", small)
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    for pair, written in pairs:
        bare = bare.replace(pair, written)
    return "".join(letter for letter in bare.translate(_greek()).translate(letters) if letter.isalpha())


_NO_LETTER = re.compile("[^a-z]+")


@cache
def _letters() -> tuple[dict[int, str], list[tuple[str, str]]]:
    """Single letters but the Greek (their accents come off first), and pairs of Greek letters."""
    rows = read_table("letters")
    single = {
        ord(row["letters"]): row["latin"] for row in rows if len(row["letters"]) == 1 and row["script"] != "greek"
    }
    return single, [(row["letters"], row["latin"]) for row in rows if len(row["letters"]) > 1]


@cache
def _greek() -> dict[int, str]:
    rows = read_table("letters")
    return {ord(row["letters"]): row["latin"] for row in rows if len(row["letters"]) == 1 and row["script"] == "greek"}
