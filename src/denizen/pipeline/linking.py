"""Which records are one person: keys, pairs, patterns, the model, closing; run in the store."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from denizen.linkage.closing import close
from denizen.linkage.comparisons import Comparison
from denizen.linkage.joined import Compared, joined
from denizen.linkage.keys import KEYS, PAIRS, SIZES, SIZES_TOLD, Kind, keys, kinds_of, most_in_block, pairs
from denizen.linkage.linked import Linked
from denizen.linkage.looked_for import AT_SIGHT, LOOKED_FOR, SOUNDS, can_settle, looked_for, sounds
from denizen.linkage.model import Floats, Ints, fit, levels_of
from denizen.linkage.moved_together import MOST_AT_HOME
from denizen.linkage.patterns import PATTERNS, comparisons_of, patterns
from denizen.linkage.people import ASKED, WITHOUT_BIRTHS, lacking, people
from denizen.linkage.weights import LEAST_WEIGHT, weights
from denizen.shapes import Statement
from denizen.store import Store

THRESHOLD = -2.0
"""Bits. Groups are joined by the mean of all their pairs, and one pair that speaks against them weighs more than one that
speaks for them: a mean of nought would part people whom most of their pairs hold together. Chosen on invented towns of seeds
11, 12, 21 and 22 and on the public test sets, which were looked at."""


def link(
    store: Store,
    identifiers: Sequence[str] = (),
    extras: Sequence[str] = (),
    once: Collection[str] = (),
    threshold: float = THRESHOLD,
) -> Linked:
    """Link the records of the tables `listed`, `described`, `names`, `name_words` and `addressed`; two of them are let go.

    Args:  the store that holds them; columns of `listed` with identifiers and with fields of one's own; lists that have
           each person once; the mean match weight in bits above which groups are joined.
    """
    by = searched(store, identifiers, extras, once)
    records, comparisons = by.records, by.comparisons
    _make_last(store, pairs(by.kinds, by.most), OF_THE_SEARCH)
    _make_last(store, patterns(comparisons), {PAIRS})
    found = store.rows(f"SELECT code, COUNT(*) FROM {PATTERNS} GROUP BY code ORDER BY code")
    codes, counts = (np.array([row[place] for row in found], dtype=np.int64) for place in (0, 1))
    levels = levels_of(codes, comparisons)
    fitted = fit(levels, counts, comparisons)
    a, b, code = store.arrays(f"SELECT one, other, code FROM {PATTERNS} ORDER BY one, other")
    pattern = np.searchsorted(codes, code)
    weight = weights(fitted, levels, comparisons)[pattern]
    lists = lists_of(store) if once else None
    near = _that_matter(weight, a, b, records, threshold)
    if lists is not None:
        near &= (lists[a] < 0) | (lists[a] != lists[b])
    a, b, weight, pattern = (column[near] for column in (a, b, weight, pattern))
    compared = Compared(a, b, weight, pattern, levels, comparisons, fitted)
    return joined(compared, homes_of(store), lambda bits: close(records, a, b, bits, threshold, lists))


_IN_PEOPLE = ("described", "addressed")
"""tables of which all that is needed further stands in `people`"""
OF_THE_SEARCH = (LOOKED_FOR, SOUNDS, KEYS, SIZES, AT_SIGHT)
"""tables of keys, by which pairs are found"""


@dataclass(frozen=True, slots=True)
class Search:
    """How pairs are looked for: kinds of keys, how many records may share one, what is compared, how many records there are."""

    kinds: tuple[Kind, ...]
    most: int
    comparisons: tuple[Comparison, ...]
    records: int


def searched(store: Store, identifiers: Sequence[str], extras: Sequence[str], once: Collection[str]) -> Search:
    """Make `people` and the keys of those who are looked for. What was made into `people` is let go.

    Args:  as for `link`.
    """
    more, each_once = [*identifiers, *extras], sorted(once)
    no_births = lists_without_births(store)
    store.make_all(people(more, each_once, no_births, lacking(*store.rows(ASKED)[0])))
    for table in _IN_PEOPLE:
        store.drop(table)
    records, sources = store.rows("SELECT COUNT(*), COUNT(DISTINCT source) FROM people")[0]
    kinds = kinds_of(identifiers, extras)
    most = search(store, kinds, more, each_once, sources)
    return Search(kinds, most, comparisons_of(identifiers, extras, sources, no_births), records)


def lists_without_births(store: Store) -> list[str]:
    """The lists of `described` that tell no births, where others do."""
    return [str(row[0]) for row in store.rows(WITHOUT_BIRTHS)]


def search(store: Store, kinds: Sequence[Kind], more: Sequence[str], once: Sequence[str], sources: int) -> int:
    """Make the keys of those who are looked for; how many records may share one.

    Args:  the store, with `people`; kinds of keys; identifiers and fields of one's own; lists that have each person once; how
           many lists there are.
    """
    store.make_all(looked_for(more, settles=can_settle(sources, once)))
    store.make(sounds())
    store.make_all(keys(kinds, len(once)))
    return most_in_block(store.rows(SIZES_TOLD), int(store.value(f"SELECT COUNT(*) FROM {LOOKED_FOR}")), sources)


def _that_matter(weight: Floats, a: Ints, b: Ints, records: int, threshold: float) -> NDArray[np.bool_]:
    """Pairs that are not as good as unseen, and those that could keep groups apart."""
    joins = np.zeros(records, dtype=bool)
    joins[a[weight > threshold]] = joins[b[weight > threshold]] = True
    return (weight > LEAST_WEIGHT) | (joins[a] & joins[b])


def _make_last(store: Store, statements: Sequence[Statement], before: Collection[str]) -> None:
    """Run statements of which the last is what is wanted; what they were made from, and those in between, are let go."""
    store.make_all(statements)
    for table in {*before, *(statement.name for statement in statements[:-1])}:
        store.drop(table)


def homes_of(store: Store) -> Ints:
    """For each record the number of its home, or -1 where none is told, or very many are listed there."""
    (codes,) = store.arrays(
        f"SELECT CASE WHEN place IS NULL OR people_at_place > {MOST_AT_HOME} THEN -1 ELSE CAST(HASH(place) >> 1 AS BIGINT) END "
        "FROM people ORDER BY record"
    )
    homes, number = np.unique(codes, return_inverse=True)
    return np.asarray(number - 1 if len(homes) and homes[0] == -1 else number, dtype=np.int64)


def lists_of(store: Store) -> Ints:
    """For each record the number of its list among those that have each person once, or -1."""
    (lists,) = store.arrays("SELECT CAST(COALESCE(once_on, -1) AS BIGINT) FROM people ORDER BY record")
    return np.asarray(lists, dtype=np.int64)
