"""What two written cases have in common, as a written case. Terms lie one in the other or apart, so that terms can say it."""

from __future__ import annotations

from datetime import date

from denizen.agreements.cases import Case
from denizen.agreements.numbering import Interval, merged
from denizen.agreements.vocabulary import DIMENSIONS, TREES, Vocabulary


def meeting_case(one: Case, other: Case, words: Vocabulary) -> Case | None:
    """The cases in both; None where there is none."""
    said: dict[str, object] = {}
    for dimension in DIMENSIONS:
        a, b = one.intervals(dimension, words), other.intervals(dimension, words)
        both = merged((max(i[0], j[0]), min(i[1], j[1])) for i in a for j in b if max(i[0], j[0]) <= min(i[1], j[1]))
        if not both:
            return None
        if both != (words[dimension].whole,):
            said[dimension] = _said(dimension, both, words)
    return Case.model_validate(said)


def narrowing_case(inner: Case, outer: Case, words: Vocabulary) -> Case | None:
    """The case that takes the outer one's cases out of the inner one, and says no more than that needs.

    None where nothing would be left.
    """
    said: dict[str, object] = {}
    for dimension in DIMENSIONS:
        a, b = inner.intervals(dimension, words), outer.intervals(dimension, words)
        if all(any(j[0] <= i[0] and i[1] <= j[1] for j in b) for i in a):
            continue
        said[dimension] = _said(dimension, b, words)
    return Case.model_validate(said) if said else None


def _said(dimension: str, intervals: tuple[Interval, ...], words: Vocabulary) -> object:
    if dimension in TREES:
        tree = words.tree(dimension)
        return tuple(name for interval in intervals for name in tree.whole_terms(interval))
    low, high = intervals[0]
    if dimension == "grain":
        return {"from": words.grains.term_at(low), "to": words.grains.term_at(high)}
    first, last = words[dimension].whole
    return {
        "from": date.fromordinal(low) if low > first else None,
        "to": date.fromordinal(high) if high < last else None,
    }
