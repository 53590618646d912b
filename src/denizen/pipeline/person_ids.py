"""What people are called: the id that they had before, else one made of a record of theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from denizen.linkage.carried import NONE, carried
from denizen.linkage.model import Ints

Record = tuple[str, str]
"""the list, and what tells its records apart"""


def persons(
    records: Sequence[Record],
    groups: Ints,
    earlier: Mapping[Record, str],
    made_of: Callable[[str], str],
    others: Iterable[str] = (),
) -> list[str]:
    """The id of the person of each record: the one that most of the group had before, else a new one.

    A new id is made of the group's first record: the same again where all that was kept is gone.
    Args:  records; the group of each, numbered by its lowest; the ids that records had; what makes an id of a text;
           ids of people who have none of these records.
    """
    numbers = {person: number for number, person in enumerate(sorted(set(earlier.values())))}
    given = _kept(records, groups, earlier, numbers) if earlier else {}
    used = {*numbers, *others}
    for group in np.unique(groups).tolist():
        if group not in given:
            given[group] = _new_id(records[group], used, made_of)
            used.add(given[group])
    return [given[group] for group in groups.tolist()]


def _kept(
    records: Sequence[Record], groups: Ints, earlier: Mapping[Record, str], numbers: Mapping[str, int]
) -> dict[int, str]:
    """The id that each group takes over, where it takes over one."""
    before = np.array([numbers.get(earlier.get(record, ""), NONE) for record in records], dtype=np.int64)
    names, taken_over = list(numbers), carried(groups, before).tolist()
    return {group: names[one] for group, one in zip(groups.tolist(), taken_over, strict=True) if one != NONE}


def _new_id(record: Record, used: set[str], made_of: Callable[[str], str]) -> str:
    """An id that nobody has or had: where the first that comes of a record is another's, the next."""
    text = "\x1f".join(("person", *record))
    while (found := made_of(text)) in used:
        text += "\x1f0"
    return found
