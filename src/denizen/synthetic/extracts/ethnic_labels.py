"""What the census calls the ethnic groups: nineteen, and the five that they make up."""

from __future__ import annotations

import csv
from importlib import resources

import numpy as np

from denizen.synthetic.town import Coded, Ints

GROUP5_LABELS = (
    "Asian, Asian British or Asian Welsh",
    "Black, Black British, Black Welsh, Caribbean or African",
    "Mixed or Multiple ethnic groups",
    "White",
    "Other ethnic group",
)
GROUPS5 = ("asian", "black", "mixed", "white", "other")
_ROWS = tuple(
    csv.DictReader((resources.files("denizen.synthetic") / "data/ethnic_groups.csv").read_text("utf-8").splitlines())
)
DETAILED = {row["code"]: row["label"] for row in _ROWS}


def group5_of(groups: Coded) -> Ints:
    """The place in `GROUP5_LABELS` of each person's group."""
    broad = {row["code"]: GROUPS5.index(row["group5"]) for row in _ROWS}
    return np.array([broad[word] for word in groups.words])[groups.codes]
