"""A register of voters is no answer to how many people live here: it stands below the counts that are meant to be one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from profile_figures import drawn_figure

from denizen.profiles import BookMatter, compose
from denizen.profiles.counts import people_counts
from denizen.profiles.edition import Drawing, Edition
from denizen.profiles.messages import Messages
from denizen.shapes import SafeTable
from denizen.terms.areas import Geography
from denizen.terms.measures import Indicator, Ingredient, Kind

ELECTORS = Indicator(
    "electors", "people", Kind.COUNT, "Electors", "People on the register.", "electors", Ingredient(("roll.electors",)),
    counts_people="Everyone on the register of electors.", counts_only="people who may vote here",
)  # fmt: skip


@pytest.fixture(scope="module")
def with_electors(matter: BookMatter) -> BookMatter:
    counted = drawn_figure(
        matter.place.code, 179000.0, period="2025-12-01", basis="roll", indicator="electors", geography=Geography.LAD
    )
    table = SafeTable((*matter.table.figures, counted), ())
    return replace(matter, table=table, indicators=(*matter.indicators, ELECTORS))


@pytest.fixture(scope="module")
def front(with_electors: BookMatter) -> str:
    return compose(with_electors).files["index.html"].decode()


def test_a_list_that_is_meant_to_hold_some_is_told_apart(with_electors):
    counts = people_counts(Edition(Drawing.of(with_electors, {}), Messages("en"), ""))
    assert [count.indicator.id for count in counts.some] == ["electors"]
    assert "electors" not in [count.indicator.id for count in counts.everyone]


def test_it_says_whom_it_is_meant_to_hold(front):
    apart = front[front.index("Lists that are meant to hold some people only") :]
    assert "people who may vote here" in apart
    assert "179,000" in apart


def test_it_is_no_dot_among_the_counts_of_everyone_and_moves_no_scale(front, book):
    def chart(page):
        return page[page.index('<figure class="chart dots">') : page.index("</figure>")]

    assert chart(front) == chart(book.files["index.html"].decode())


def test_how_far_the_counts_lie_apart_is_said_of_counts_of_everyone(front, with_electors):
    assert "6 counts of the people of Derby" in front
    assert "The 6 counts run from 256,814 to 298,223" in front
    assert "179,000" not in " ".join(compose(with_electors).findings)


def test_a_place_without_such_lists_has_no_heading_for_them(book):
    assert "meant to hold some people only" not in book.files["index.html"].decode()
