"""Whatever changes, groups carried on are those that all pairs together would give; who is not looked at stays."""

from __future__ import annotations

import numpy as np
from hypothesis import event, given, settings
from hypothesis import strategies as st

from denizen.linkage.again import Before
from denizen.linkage.closing import close

THRESHOLD = -1.5
RECORDS = 14
Pairs = dict[tuple[int, int], float]

records = st.integers(0, RECORDS - 1)
weights = st.dictionaries(
    st.tuples(records, records).filter(lambda pair: pair[0] < pair[1]), st.floats(-8, 8, width=16), max_size=40
)
on_lists = st.lists(st.integers(-1, 3), min_size=RECORDS, max_size=RECORDS).map(np.array)


def closed(pairs: Pairs, who: list[int], once: np.ndarray) -> dict[int, int]:
    """The group of each of some records, by its lowest, from the pairs among them."""
    place = {record: number for number, record in enumerate(who)}
    among = {pair: bits for pair, bits in pairs.items() if set(pair) <= set(who) and may_be_one(pair, once)}
    a, b = (np.array([place[pair[side]] for pair in among], dtype=np.int64) for side in (0, 1))
    found = close(len(who), a, b, np.array(list(among.values()), dtype=float), THRESHOLD, once[who])
    return {record: who[group] for record, group in zip(who, found.tolist(), strict=True)}


def may_be_one(pair: tuple[int, int], once: np.ndarray) -> bool:
    return bool(once[pair[0]] < 0 or once[pair[0]] != once[pair[1]])


@settings(max_examples=300, deadline=None)
@given(weights, weights, st.sets(records, max_size=3), st.sets(records, max_size=2), on_lists)
def test_any_small_change(then: Pairs, new: Pairs, changed: set[int], gone: set[int], once: np.ndarray) -> None:
    """Pairs of changed records have other weights now; records that are gone have none; all others are as they were."""
    everybody = list(range(RECORDS))
    earlier = closed(then, [record for record in everybody if record not in changed - gone or record % 2], once)
    here = [record for record in everybody if record not in gone]
    now = {pair: bits for pair, bits in then.items() if not set(pair) & (changed | gone)}
    now |= {pair: bits for pair, bits in new.items() if set(pair) & changed and not set(pair) & gone}

    number = {group: place for place, group in enumerate(sorted(set(earlier.values())))}
    person = np.array([number[earlier[record]] if record in earlier else -1 for record in here])
    is_same = np.array([record in earlier and record not in changed for record in here])
    companions = np.bincount([number[group] for group in earlier.values()], minlength=len(number))
    told: set[tuple[int, int]] = set()

    def pairs_of(places: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        asked = {here[place] for place in places.tolist()}
        found = [pair for pair in now if set(pair) & asked and pair not in told and may_be_one(pair, once)]
        told.update(found)
        a, b = (np.array([here.index(pair[side]) for pair in found], dtype=np.int64) for side in (0, 1))
        return a, b, np.array([now[pair] for pair in found], dtype=float)

    before = Before(person, is_same, companions, len(gone))
    which = before.spread(before.touched(), pairs_of, THRESHOLD, np.zeros(len(here), dtype=bool))
    looked_at = [record for record, is_looked_at in zip(here, which, strict=True) if is_looked_at]
    event(f"{len(looked_at)} of {len(here)} looked at")
    again = closed(now, looked_at, once)
    groups = before.groups(
        np.flatnonzero(which), np.array([here.index(again[record]) for record in looked_at], dtype=np.int64)
    )
    carried = {record: here[group] for record, group in zip(here, groups.tolist(), strict=True)}
    assert carried == closed(now, here, once)
    assert not (changed - gone) - set(looked_at)
