"""A line joins figures of one basis only, and no change is read across a break."""

from __future__ import annotations

import re

from profile_figures import drawn_figure

from denizen.profiles.chart import trend_chart
from denizen.profiles.figures_index import FiguresIndex, segments
from denizen.terms.measures import Break
from drawing import rows_of

SERIES = """
    period     | value  | basis
    -----------+--------+--------
    2017-06-30 | 257174 | before
    2018-06-30 | 257302 | before
    2020-06-30 | 256814 | before
    2018-06-30 | 262395 | revised
    2019-06-30 | 263014 | revised
    2020-06-30 | 261999 | revised
    2021-06-30 | 261260 | revised
    2024-06-30 | 274149 | mid-2024
"""
FIGURES = [drawn_figure("E06000001", row["value"], period=row["period"], basis=row["basis"]) for row in rows_of(SERIES)]
INDEX = FiguresIndex.of(FIGURES, "E06000001")


def test_figures_of_one_basis_are_one_part():
    parts = segments(INDEX.series("owned", "E06000001"), (), INDEX)
    assert [(part[0].basis, len(part)) for part in parts] == [("before", 3), ("revised", 4), ("mid-2024", 1)]


def test_a_break_between_two_bases_does_not_cut_a_basis_that_runs_through_it():
    between = Break("owned", "2020-06-30", "2021-06-30", "before | revised")
    parts = segments(INDEX.series("owned", "E06000001"), (between,), INDEX)
    assert [len(part) for part in parts] == [3, 4, 1]


def test_a_break_within_one_basis_cuts_it():
    years = [drawn_figure("E06000001", 1.0 * year, period=f"{year}-06-30") for year in range(2011, 2016)]
    index = FiguresIndex.of(years, "E06000001")
    review = Break("owned", "2013-06-30", "2014-06-30", "Recording was reviewed.")
    parts = segments(index.series("owned", "E06000001"), (review,), index)
    assert [[figure.period[:4] for figure in part] for part in parts] == [["2011", "2012", "2013"], ["2014", "2015"]]


def test_the_chart_draws_one_line_for_each_part_and_every_point():
    parts = segments(INDEX.series("owned", "E06000001"), (), INDEX)
    svg = trend_chart(parts, [], INDEX, label="Population")
    assert [line.count("L") for line in re.findall(r'class="line [^"]*" d="([^"]*)"', svg)] == [2, 3]
    assert svg.count("<circle") == len(FIGURES)


def test_a_missing_figure_leaves_a_hole_in_the_line():
    years = [drawn_figure("E06000001", None if y == 2013 else 1.0 * y, period=f"{y}-06-30") for y in range(2011, 2016)]
    index = FiguresIndex.of(years, "E06000001")
    svg = trend_chart(segments(years, (), index), [], index, label="Hole")
    assert [line.count("L") for line in re.findall(r'class="line [^"]*" d="([^"]*)"', svg)] == [1, 1]


def test_the_page_says_of_each_break_that_its_step_is_not_change(book):
    page = book.files["indicators/mid_year_population.html"].decode()
    assert "“mid-2022, revised” ends and “mid-2024” begins. The step between them is not change." in page
    assert "are two releases that overlap. A step from one to the other is not change." in page
    assert page.count('class="break-label"') == 1, "releases that overlap are not parted by a mark"


def test_growth_is_told_within_one_basis_only(book):
    story = book.files["index.html"].decode()
    assert "grew by 5.9% between mid-2011 and mid-2022; other estimates stand on another basis" in story
    assert "274,149" in story


def test_the_methods_page_tells_an_overlap_once_as_the_trend_does(book):
    page = book.files["methods.html"].decode()
    assert page.count("are two releases that overlap") == 1
    assert "Break between mid-2020 and mid-2020" not in page


def test_quarters_that_are_not_there_leave_a_hole_in_the_line():
    quarters = ("2019-01-01/2019-03-31", "2019-04-01/2019-06-30", "2022-07-01/2022-09-30", "2022-10-01/2022-12-31")
    figures = [drawn_figure("E06000001", 10.0, period=quarter) for quarter in quarters]
    index = FiguresIndex.of(figures, "E06000001")
    svg = trend_chart(segments(figures, (), index), [], index, label="Hole")
    assert [line.count("L") for line in re.findall(r'class="line [^"]*" d="([^"]*)"', svg)] == [1, 1]
