"""What people are in the words of those who keep lists: languages, nationalities, ethnic groups, by each office's own letters."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources

import numpy as np
import yaml

from denizen.synthetic.extracts.scene import spellings
from denizen.synthetic.town import Coded, Ints, Texts


@cache
def school_codes() -> dict[str, dict[str, str]]:
    """Letters of the school census for languages and ethnic groups."""
    text = (resources.files("denizen.synthetic") / "data" / "school_codes.yaml").read_text("utf-8")
    return dict(yaml.safe_load(text))


def in_school_letters(column: Coded, kind: str, rows: Ints) -> Texts:
    """A column in the letters of the school census; what has none is OTH or NOBT."""
    letters = school_codes()[kind]
    rest = "OTH" if kind == "languages" else "NOBT"
    return np.array([letters.get(word, rest) for word in column.words], dtype=object)[column.codes[rows]]


def in_words(column: Coded, kind: str, rows: Ints) -> Texts:
    """Languages or nationalities in the usual words of an office; what it has no word for is empty."""
    words = spellings()[kind]
    return np.array([str(words[word][0]) if word in words else "" for word in column.words], dtype=object)[
        column.codes[rows]
    ]


def country_names(column: Coded, rows: Ints) -> Texts:
    """Countries by name."""
    words = spellings()["nationalities"]
    return np.array([str(words[word][1]) if word in words else "" for word in column.words], dtype=object)[
        column.codes[rows]
    ]


def ethnic_words(column: Coded, rows: Ints) -> Texts:
    """Ethnic groups in the words of the census."""
    text = (resources.files("denizen.synthetic") / "data" / "ethnic_groups.csv").read_text("utf-8")
    labels = {row["code"]: row["label"] for row in csv.DictReader(text.splitlines())}
    return np.array([labels.get(word, "") for word in column.words], dtype=object)[column.codes[rows]]
