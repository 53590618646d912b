"""How good the links are for whom: estimates over all and by group, and only of groups large enough to be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from denizen.linkage.linked import Linked
from denizen.linkage.model import Ints
from denizen.linkage.quality import quality
from denizen.parameters import Parameters
from denizen.store import Store
from denizen.terms.linkage import OTHER, LinkageReport, LinkedGroup, LinkedShare

LANDLORDS = "social_housing"
"""the source whose homes are let by councils and housing associations"""
_BANDS = ((0, "0_15"), (16, "16_24"), (25, "25_44"), (45, "45_64"), (65, "65_plus"))
"""years from which a band of ages begins"""
_NOT_TOLD = "not_told"

Labels = NDArray[np.object_]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Telling:
    """How much may be told: groups of fewer people stand together, and counts are rounded."""

    fewest: int
    base: int

    @classmethod
    def by(cls, parameters: Parameters) -> Telling:
        return cls(int(parameters["people_withheld_up_to"]) + 1, int(parameters["people_rounding_base"]))

    def rounded(self, count: int) -> int:
        return int(self.base * np.floor(count / self.base + 0.5))


def report_on(store: Store, linked: Linked, day: date, telling: Telling) -> LinkageReport:
    """The report on links between the records of `people`: over all, and by name culture, sex, age and tenure.

    Cultures of names are read here and go no further: the report holds counts.
    """
    everyone = np.ones(len(linked.groups), dtype=bool)
    records = store.rows("SELECT source, COUNT(*) FROM people GROUP BY source ORDER BY source")
    return LinkageReport(
        lists=tuple((source, telling.rounded(count)) for source, count in records),
        whole=_group("all", linked, everyone, telling),
        groups=tuple(
            (
                by,
                tuple(
                    _group(name, linked, of, telling) for name, of in told_apart(labels, linked.groups, telling.fewest)
                ),
            )
            for by, labels in _labels(store, day).items()
        ),
    )


def _group(name: str, linked: Linked, of: Mask, telling: Telling) -> LinkedGroup:
    found = quality(linked, of)
    people, links = (telling.rounded(count) for count in (len(np.unique(linked.groups[of])), found.pairs_linked))
    return LinkedGroup(
        name, people, links, _share(found.precision, found.precision_within), _share(found.recall, found.recall_within)
    )


def _share(share: float, within: tuple[float, float]) -> LinkedShare:
    return LinkedShare(*(round(value, 3) for value in (share, *within)))


def told_apart(labels: Labels, groups: Ints, fewest: int) -> list[tuple[str, Mask]]:
    """Labels with their records, by name. Those of too few people stand together, and are left out if still too few.

    Args:  of each record its label and the number of its group; how many people make a label one that may be told.
    """
    people = {str(name): len(np.unique(groups[labels == name])) for name in np.unique(labels)}
    found = [(name, labels == name) for name, many in sorted(people.items()) if many >= fewest]
    rest = np.isin(labels.astype(str), [name for name, many in people.items() if many < fewest])
    return found + ([(OTHER, rest)] if len(np.unique(groups[rest])) >= fewest else [])


def _labels(store: Store, day: date) -> dict[str, Labels]:
    """What each record is, by what the lists tell of it."""
    rows = store.rows(
        f"""
        WITH let AS (
            SELECT DISTINCT place FROM people WHERE source LIKE '{LANDLORDS}.%' AND place IS NOT NULL
        )
        SELECT names.culture, people.sex, DATE_DIFF('day', people.born_from, $day) / 365.25 AS years,
               CASE WHEN let.place IS NOT NULL THEN 'social' WHEN people.place IS NOT NULL THEN 'not_social' END AS tenure
        FROM people
        LEFT JOIN names ON names.written = people.written
        LEFT JOIN let ON let.place = people.place
        ORDER BY people.record
        """,
        {"day": day},
    )
    found = {
        "culture": [row[0] or _NOT_TOLD for row in rows],
        "sex": [row[1] or _NOT_TOLD for row in rows],
        "age": [_band(row[2]) for row in rows],
    }
    if any(row[3] == "social" for row in rows):
        found["tenure"] = [row[3] or _NOT_TOLD for row in rows]
    return {by: np.array(labels, dtype=object) for by, labels in found.items()}


def _band(years: float | None) -> str:
    if years is None or years < 0:
        return _NOT_TOLD
    return next(name for start, name in reversed(_BANDS) if years >= start)
