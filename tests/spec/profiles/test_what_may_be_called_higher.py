"""An area is called higher or lower than the place only where the bounds allow it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from profile_figures import COUNTED, SHARED, drawn_figure

from denizen.profiles.comparison import changed, compare
from denizen.profiles.edition import Drawing, Edition
from denizen.profiles.messages import Messages
from denizen.profiles.story import change_within
from denizen.terms.measures import Gap, Kind, Status
from drawing import rows_of

PLACE = drawn_figure("E06000001", 20.0, 19.0, 21.0)

DRAWN = """
    value | lower | upper | said
    ------+-------+-------+-------
    25.0  | 22.0  | 28.0  | higher
    25.0  | 20.9  | 29.0  | same
    15.0  | 12.0  | 18.9  | lower
    15.0  | 12.0  | 19.0  | same
    20.0  | 10.0  | 30.0  | same
"""


@pytest.mark.parametrize("row", rows_of(DRAWN), ids=str)
def test_higher_and_lower_need_bounds_that_do_not_overlap(row):
    area = drawn_figure("E05000001", row["value"], row["lower"], row["upper"])
    assert compare(SHARED, area, PLACE) == row["said"]


def test_counts_are_never_compared():
    assert compare(COUNTED, drawn_figure("E05000001", 90_000.0), drawn_figure("E06000001", 10.0)) is None


def test_a_figure_of_low_reliability_is_not_compared():
    area = drawn_figure("E05000001", 40.0, 38.0, 42.0, status=Status.UNRELIABLE)
    assert compare(SHARED, area, PLACE) is None


def test_a_withheld_figure_is_not_compared():
    assert compare(SHARED, drawn_figure("E05000001", None, status=Status.WITHHELD), PLACE) is None


def test_figures_of_another_period_or_basis_are_not_compared():
    later = drawn_figure("E05000001", 40.0, 38.0, 42.0, period="2022-06-30")
    other = drawn_figure("E05000001", 40.0, 38.0, 42.0, basis="another release")
    assert compare(SHARED, later, PLACE) is None
    assert compare(SHARED, other, PLACE) is None


CHANGES = """
    before | after  | said
    -------+--------+-------
    1      | 3      | same
    100    | 110    | same
    458    | 1347   | higher
    6215   | 5100   | lower
    248943 | 263620 | higher
"""


@pytest.mark.parametrize("row", rows_of(CHANGES), ids=str)
def test_a_count_has_changed_only_by_more_than_chance_makes(row):
    before, after = drawn_figure("E06000001", row["before"]), drawn_figure("E06000001", row["after"])
    assert changed(COUNTED, before, after) == row["said"]


def test_a_ratio_without_bounds_has_changed_only_by_more_than_chance_makes_of_its_count():
    ratio = replace(COUNTED, kind=Kind.RATIO)
    before = replace(drawn_figure("E06000001", 59.8), numerator=2995.0)
    assert changed(ratio, before, replace(before, value=61.0)) == "same"
    assert changed(ratio, before, replace(before, value=71.0, numerator=3555.0)) == "higher"


def test_no_change_is_said_where_one_end_is_of_low_reliability(edition):
    whole, holed = drawn_figure("E06000001", 6215.0), drawn_figure("E06000001", 5100.0, status=Status.UNRELIABLE)
    assert "no change is said" in change_within(edition, COUNTED, [whole, holed])
    assert "went down" in change_within(edition, COUNTED, [whole, drawn_figure("E06000001", 5100.0)])


def test_no_change_is_said_where_a_month_is_missing_from_one_end(matter):
    table = COUNTED.numerator.tables[0]
    years = [drawn_figure("E06000001", value, period=f"{year}-01-01/{year}-12-31")
             for year, value in ((2023, 38340.0), (2024, 36095.0))]  # fmt: skip
    for period, said in (("2024-11-01/2024-11-30", "no change is said"), ("2022-11-01/2022-11-30", "went down")):
        holed = replace(matter, gaps=(Gap(table, "antisocial_behaviour", period, 483.0),))
        assert said in change_within(Edition(Drawing.of(holed, {}), Messages("en"), ""), COUNTED, years)
