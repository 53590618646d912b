"""Pairs that reviewers have decided stand as they said, whatever the model thinks of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from denizen.linkage.closing import BARRED, close
from denizen.linkage.linked import Linked
from denizen.linkage.model import Ints

SURE = 40.0
"""bits of a pair that two reviewers said is one person, and against one that they said is not"""
NOT_COMPARED = -1
"""the pattern of a pair that no key had brought together"""


def settled(linked: Linked, a: Ints, b: Ints, is_same: Ints, threshold: float, once: Ints | None = None) -> Linked:
    """The links closed again with pairs decided: joined where they are one person, barred where they are not.

    Args:  the links as the model has them; decided pairs (a < b, each once) and whether each is one person (1 or 0); what
           `close` asks for besides.
    """
    if not len(a):
        return linked
    records = len(linked.groups)
    known, decided = linked.a * records + linked.b, a * records + b
    bits = np.where(is_same > 0, SURE, -SURE)
    order = np.argsort(decided)
    place = order[np.minimum(np.searchsorted(decided[order], known), len(order) - 1)]
    weight = np.where(decided[place] == known, bits[place], linked.weight)
    new = ~np.isin(decided, known)
    added = int(new.sum())
    every = replace(
        linked,
        a=np.concatenate([linked.a, a[new]]),
        b=np.concatenate([linked.b, b[new]]),
        weight=np.concatenate([weight, bits[new]]),
        pattern=np.concatenate([linked.pattern, np.full(added, NOT_COMPARED)]),
        raised=None,
    )
    is_barred = every.weight <= -SURE
    groups = close(records, every.a, every.b, np.where(is_barred, BARRED, every.weight), threshold, once)
    return replace(every, groups=groups)
