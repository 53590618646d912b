"""Next month's lists linked by last month's groups: only what changed, and whom that may concern, is looked at again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from denizen.linkage.again import Before, Which, at_homes_of_movers
from denizen.linkage.closing import close
from denizen.linkage.joined import Compared, joined
from denizen.linkage.linked import MOVED_TOGETHER, Linked
from denizen.linkage.model import Fitted, Floats, Ints, levels_of
from denizen.linkage.near_pairs import LOOKED_AT, near_pairs
from denizen.linkage.patterns import PATTERNS, patterns
from denizen.linkage.weights import weights
from denizen.pipeline.linking import OF_THE_SEARCH, Search, homes_of, lists_of, searched
from denizen.store import Store


@dataclass(frozen=True, slots=True)
class LinkedAgain:
    """What came of it: the links, with the pairs of those who were looked at alone; and which records these are."""

    linked: Linked
    looked_at: Which


def link_again(
    store: Store,
    before: Before,
    fitted: Fitted,
    identifiers: Sequence[str],
    extras: Sequence[str],
    once: Collection[str],
    threshold: float,
) -> LinkedAgain:
    """Link the records that are new or changed, and all whom they may concern: whom pairs over the threshold lead to from them,
    and who stands at the homes of those who moved, each with all of the group that they were in.

    Pairs over the threshold never lead out of what is looked at, so that its groups are those that all pairs would give.
    Args:  as for `linking.link`; what is known of the records from before; the model fitted then.
    """
    looking = _Looking(store, searched(store, identifiers, extras, once), fitted)
    new, looked_at = before.touched(), np.zeros(len(before.person), dtype=bool)
    new = before.with_companions(new | at_homes_of_movers(before.groups_then(), looking.homes, new))
    for _ in range(_TURNS):
        looked_at = before.spread(new, looking.at, threshold, looked_at)
        linked = looking.closed(before, looked_at, threshold)
        movers = at_homes_of_movers(linked.groups, looking.homes, before.touched())
        new = before.with_companions(movers | looking.at_homes_of_raised(linked)) & ~looked_at
    for table in OF_THE_SEARCH:
        store.drop(table)
    return LinkedAgain(linked, looked_at)


_TURNS = 2
"""once for what changed, once for those at the homes of people who are then seen to have moved. What these set off in turn, at
the homes of others, is left: it was some records in ten thousand"""


class _Looking:
    """Pairs found round by round, from the records that the round before led to."""

    def __init__(self, store: Store, by: Search, fitted: Fitted) -> None:
        self._store, self._kinds, self._most = store, by.kinds, by.most
        self._comparisons, self._fitted = by.comparisons, fitted
        self.homes, self._lists = homes_of(store), lists_of(store)
        self._found: list[tuple[Ints, ...]] = [(np.zeros(0, dtype=np.int64),) * 3]
        self._records: list[Ints] = []

    def at(self, records: Ints) -> tuple[Ints, Ints, Floats]:
        """The pairs of these records among themselves and with records not looked at before, and their bits."""
        turn = len(self._records)
        self._records.append(records)
        told = {
            "record": np.concatenate(self._records),
            "turn": np.repeat(np.arange(turn + 1), [len(of) for of in self._records]),
        }
        self._store.take(LOOKED_AT, told, dict.fromkeys(told, "BIGINT"))
        statements = [*near_pairs(self._kinds, self._most, turn), *patterns(self._comparisons)]
        self._store.make_all(statements)
        a, b, code = self._store.arrays(f"SELECT one, other, code FROM {PATTERNS} ORDER BY one, other")
        for table in (LOOKED_AT, *(statement.name for statement in statements)):
            self._store.drop(table)
        may_be_one = (self._lists[a] < 0) | (self._lists[a] != self._lists[b])
        a, b, code = (column[may_be_one] for column in (a, b, code))
        self._found.append((a, b, code))
        levels, pattern = self._levels(code)
        return a, b, weights(self._fitted, levels, self._comparisons)[pattern]

    def _levels(self, code: Ints) -> tuple[Ints, Ints]:
        """Distinct patterns, and of each pair its place among them."""
        codes, pattern = np.unique(code, return_inverse=True)
        return levels_of(codes, self._comparisons), pattern

    def at_homes_of_raised(self, linked: Linked) -> Which:
        """Who stands at the homes of pairs that others raised: who these others are is told by groups closed without raising."""
        moved = linked.raised == MOVED_TOGETHER
        return np.isin(self.homes, self.homes[np.concatenate([linked.a[moved], linked.b[moved]])])

    def closed(self, before: Before, looked_at: Which, threshold: float) -> Linked:
        """Groups of what was found, closed once more where others moved between the same two homes; all others as they were."""
        a, b, code = (np.concatenate(column) for column in zip(*self._found, strict=True))
        levels, pattern = self._levels(code)
        weight = weights(self._fitted, levels, self._comparisons)[pattern]
        who = np.flatnonzero(looked_at)

        def groups(weight: Floats) -> Ints:
            return before.groups(who, close(len(looked_at), a, b, weight, threshold, self._lists)[who])

        compared = Compared(a, b, weight, pattern, levels, self._comparisons, self._fitted)
        return joined(compared, self.homes, groups, looked_at)
