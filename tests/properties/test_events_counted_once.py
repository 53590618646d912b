"""Whatever lists have in common, the events on them are no fewer than on the longest and no more than on all together."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from denizen.standardise.overlap import Met, Span, beyond_chance, bounds, matched, together

COUNTS = st.lists(st.integers(0, 400), min_size=2, max_size=4)
COMMON = st.floats(0, 500)
CELLS = st.integers(0, 60).flatmap(
    lambda events: st.builds(
        Met,
        st.just(events),
        st.integers(0, events),
        st.lists(st.integers(0, events), min_size=12, max_size=12).map(tuple),
    )
)
WHERE = st.tuples(
    st.sampled_from(["E01999001", "E01999002", "E01999003"]),
    st.sampled_from(["nuisance", "personal"]),
    st.sampled_from([date(2025, 1, 1), date(2025, 4, 1)]),
)


@given(COUNTS, st.data())
def test_distinct_events_lie_between_the_longest_list_and_all_rows(counts: list[int], data: st.DataObject):
    both = {pair: data.draw(COMMON) for pair in combinations(range(len(counts)), 2)}
    found = together(counts, both)
    assert max(counts) <= found.distinct <= sum(counts) + 1e-9
    assert all(0 <= alone <= count for alone, count in zip(found.alone, counts, strict=True))
    assert found.more_than_one + sum(found.alone) == pytest.approx(found.distinct, abs=1e-6)


@given(COUNTS, st.data())
def test_bounds_lie_there_too_and_in_their_order(counts: list[int], data: st.DataObject):
    both = {}
    for pair in combinations(range(len(counts)), 2):
        lower, upper = sorted((data.draw(COMMON), data.draw(COMMON)))
        both[pair] = Span(lower, upper)
    span = bounds(counts, both)
    assert max(counts) <= span.lower <= span.upper <= sum(counts)


@given(st.dictionaries(WHERE, CELLS, max_size=12))
def test_events_in_common_are_never_fewer_than_none_nor_more_than_meet(met: dict[tuple[str, str, date], Met]):
    found = matched(met)
    for (area, start), value in found.items():
        most = sum(cell.met for (a, _, s), cell in met.items() if (a, s) == (area, start))
        assert 0 <= value <= most + 1e-9


@given(CELLS)
def test_the_span_of_a_cell_is_within_what_meets(cell: Met):
    span = beyond_chance(cell)
    assert 0 <= span.lower <= span.upper <= cell.met
