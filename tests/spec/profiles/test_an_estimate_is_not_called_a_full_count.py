"""What is estimated from lists that overlap carries its bounds, and does not say that everyone was counted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from profile_figures import drawn_figure

from denizen.profiles import BookMatter, compose
from denizen.shapes import SafeTable
from denizen.terms.areas import Geography
from denizen.terms.measures import Figure, Indicator, Ingredient, Kind, Status

YEAR = "2025-01-01/2025-12-31"
BOUNDS = Indicator(
    "known_bounds", "safety", Kind.COUNT, "Events known, at least and at most", "Bounds.", "events",
    Ingredient(("police.bounds",)), breakdown=True, categories=(("at_least", "At least"), ("at_most", "At most")),
)  # fmt: skip
KNOWN = Indicator(
    "known", "safety", Kind.COUNT, "Events known", "Events, each counted once.", "events",
    Ingredient(("police.together",)), bounded_by="known_bounds",
)  # fmt: skip


def _page(matter: BookMatter, *figures: Figure) -> str:
    table = SafeTable((*matter.table.figures, *figures), ())
    return (
        compose(replace(matter, table=table, indicators=(*matter.indicators, KNOWN, BOUNDS)))
        .files["indicators/known.html"]
        .decode()
    )


@pytest.fixture
def drawn(matter):
    def draw(value: float | None, category: str = "all", *, period: str = YEAR) -> Figure:
        status = Status.OK if value is not None else Status.WITHHELD
        name = "known" if category == "all" else "known_bounds"
        figure = drawn_figure(
            matter.place.code, value, period=period, indicator=name, status=status, geography=Geography.LAD
        )
        return replace(figure, category=category)

    return draw


def test_its_interval_is_that_of_its_bounds(matter, drawn):
    page = _page(matter, drawn(120.0), drawn(100.0, "at_least"), drawn(140.0, "at_most"))
    assert "<dd>100 to 140</dd>" in page
    assert "An estimate, made from lists that overlap." in page
    assert "everyone on the list is counted" not in page
    assert 'href="../indicators/known_bounds.html"' in page


def test_bounds_of_another_year_are_not_its_own(matter, drawn):
    other = "2024-01-01/2024-12-31"
    page = _page(matter, drawn(120.0), drawn(100.0, "at_least", period=other), drawn(140.0, "at_most", period=other))
    assert "100 to 140" not in page


def test_a_bound_that_is_withheld_leaves_no_interval(matter, drawn):
    page = _page(matter, drawn(120.0), drawn(None, "at_least"), drawn(140.0, "at_most"))
    assert "<dd>none</dd>" in page


def test_a_series_that_is_all_withheld_is_no_empty_chart(matter, drawn):
    page = _page(matter, *(drawn(None, period=f"{year}-01-01/{year}-12-31") for year in (2023, 2024, 2025)))
    assert "How it has changed" not in page
    assert "withheld, too few to show" in page


def test_a_unit_that_the_title_says_is_not_said_twice(book):
    page = book.files["indicators/grants.html"].decode()
    assert "Grants to local organisations, 2024." in page
    assert "organisations, grants, 2024" not in page
