"""The words that addresses are made of, with what each means and does: a table of data, no rule in code.

A kind says what a word does: `type` (of a street), `heading` (the same, where it comes first: Heol), `building`, `unit` (a
number or letter that follows is the flat's), `annexe` (a unit, or the name of one), `floor` (beside a unit or a storey),
`sure_floor`, `storey`, `joiner`, `stop` (says nothing). `st` is street and saint alike: no address has to be read to tell
them apart.
"""

from __future__ import annotations

import csv
from functools import lru_cache
from importlib import resources

TERMS = "address_terms"
TYPES = {"word": "VARCHAR", "means": "VARCHAR", "kind": "VARCHAR"}


@lru_cache(maxsize=1)
def terms() -> dict[str, list[str]]:
    """The table `address_terms`, by column: word (as written), means (one spelling for all), kind."""
    text = (resources.files("denizen.addresses") / "data" / "terms.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return {column: [row[column] for row in rows] for column in TYPES}
