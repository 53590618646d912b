"""Countries of birth as the census groups them: regions within regions, written into the labels."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from importlib import resources

HOME, HOME_LABEL = "GB", "europe_united_kingdom"
REST = "other"


def places_of_birth(labels: Sequence[str], born: Mapping[str, int]) -> dict[str, int]:
    """People under each label, a region holding all of its countries.

    The truth does not tell the countries of this kingdom apart: they have no row. Countries that no label names are in `other`.
    """
    kept = [label for label in labels if not label.startswith(HOME_LABEL + "_")]
    counts = dict.fromkeys([*kept, REST], 0)
    own = {HOME: HOME_LABEL} | _own_labels(kept)
    for country, people in born.items():
        of = own.get(country, REST)
        for label in counts:
            if of == label or of.startswith(label + "_"):
                counts[label] += people
    return counts


def _own_labels(labels: Sequence[str]) -> dict[str, str]:
    """The label of each country: one that holds no other, and whose end no longer category explains."""
    text = (resources.files("denizen.synthetic") / "data/countries.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    own: dict[str, str] = {}
    for label in (one for one in labels if not any(other.startswith(one + "_") for other in labels)):
        ends = {row["census_category"] for row in rows if label.endswith("_" + row["census_category"])}
        if ends:
            longest = max(ends, key=len)
            own |= {row["country"]: label for row in rows if row["census_category"] == longest}
    return own
