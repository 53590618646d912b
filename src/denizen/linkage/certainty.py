"""How sure each record's place is."""

from __future__ import annotations

import numpy as np

from denizen.linkage.linked import Linked
from denizen.linkage.model import Floats, probability


def how_sure(linked: Linked) -> Floats:
    """The probability of each record's place: of its best link within its group, or that it has none where it is alone."""
    records = len(linked.groups)
    inside, outside = np.full(records, -np.inf), np.full(records, -np.inf)
    for side in (linked.a, linked.b):
        np.maximum.at(inside, side[linked.together], linked.weight[linked.together])
        np.maximum.at(outside, side[~linked.together], linked.weight[~linked.together])
    bits = np.where(np.isfinite(inside), inside, -outside)
    return probability(np.clip(bits, -30, 30))
