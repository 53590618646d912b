"""What `denizen.gives` names is looked up before any file arrives: columns, periods, codes; one slip each."""

from __future__ import annotations

import pytest

from denizen.contracts import load_contract
from denizen.errors import BadDocument
from visits_list import contract_text

GIVES = "area: lsoa, value: visitors,\n          category: kind, period: '{day}', absent_is_zero: true"


def slip(*changes: tuple[str, str]) -> BadDocument:
    with pytest.raises(BadDocument) as error:
        load_contract(contract_text(changes=changes), "contracts/visits.yaml")
    return error.value


def given(new: str, shape: str = "area_counts") -> BadDocument:
    return slip((GIVES, new), ("shape: area_counts", f"shape: {shape}"))


def test_a_contract_that_gives_what_it_has_is_read() -> None:
    assert load_contract(contract_text(), "contracts/visits.yaml").layout("daily").gives.area == "lsoa"


@pytest.mark.parametrize(
    ("new", "key", "nearest"),
    [
        ("area: lsao, value: visitors, period: '{day}'", "area", "lsoa"),
        ("area: lsoa, value: visitor, period: '{day}'", "value", "visitors"),
        ("area: lsoa, value: visitors, category: kinds, period: '{day}'", "category", "kind"),
        ("area: lsoa, value: visitors, period: '{days}'", "period", "day"),
        ("area: lsoa, value: visitors, period: 'P3M/{dya}'", "period", "day"),
        ("area: lsoa, categories: {visitor: all}, period: '{day}'", "categories", "visitors"),
        ("area: lsoa, periods: {visitor: '2024'}", "periods", "visitors"),
        ("postcode: postcod, amount: spend, period: '{day}'", "postcode", "postcode"),
        ("postcode: postcode, amount: spent, period: '{day}'", "amount", "spend"),
    ],
)
def test_a_column_that_is_not_there_is_answered_with_the_nearest(new: str, key: str, nearest: str) -> None:
    error = given(new)
    assert "the layout has no column" in error.what
    assert error.where == f"contracts/visits.yaml, layout daily, denizen.gives: {key}"
    assert error.mend == f"did you mean `{nearest}`?"


@pytest.mark.parametrize("period", ["''", "last year", "2024-13", "2024-02-30", "2024/2023", "'{day} '", "'P3M{day}'"])
def test_a_period_that_cannot_be_is_refused(period: str) -> None:
    assert "period" in given(f"area: lsoa, value: visitors, period: {period}").what
    if "{" not in period:
        assert "`periods`" in given(f"area: lsoa, periods: {{visitors: {period}}}").what


@pytest.mark.parametrize(
    ("column", "why"), [("spend", "is a number"), ("postcode", "is a postcode"), ("kind", "no period of whole days")]
)
def test_a_column_that_says_no_time_is_no_period(column: str, why: str) -> None:
    assert why in given(f"area: lsoa, value: visitors, period: '{{{column}}}'").what


@pytest.mark.parametrize("column", ["day", "month", "visitors", "worker"])
def test_days_months_years_and_periods_in_text_say_time(column: str) -> None:
    changes = [(GIVES, f"area: lsoa, value: visitors, period: '{{{column}}}'")]
    assert load_contract(contract_text(changes=changes), "contracts/visits.yaml")


def test_months_end_on_a_date_only() -> None:
    assert "has to be a date" in given("area: lsoa, value: visitors, period: 'P3M/{month}'").what


@pytest.mark.parametrize(
    ("shape", "new", "why"),
    [
        ("events", "category: kind, period: '{day}'", "events need a place"),
        ("events", "longitude: spend, area: lsoa, category: kind, period: '{day}'", "both coordinates"),
        ("events", "area: lsoa, period: '{day}'", "events need a kind"),
        ("events", "area: lsoa, category: kind, period: '2024'", "says when"),
        ("places", "category: kind, period: '2024'", "places need a place"),
        ("area_counts", "value: visitors, period: '2024'", "counts need an area"),
        ("area_counts", "area: lsoa, period: '2024'", "counts need figures"),
    ],
)
def test_each_shape_has_what_it_needs(shape: str, new: str, why: str) -> None:
    assert why in given(new, shape).what


@pytest.mark.parametrize("bad", ["it''s", "a b", "food-bank", "x)"])
def test_codes_are_plain(bad: str) -> None:
    assert "letters, digits and underscores" in slip(("'Food': 'food'", f"'Food': '{bad}'")).what
    totals = f"area: lsoa, value: visitors, category: kind, totals: {{'{bad}': [food]}}, period: '2024'"
    assert "letters, digits and underscores" in given(totals).what
    wide = f"area: lsoa, categories: {{visitors: '{bad}'}}, period: '2024'"
    assert "letters, digits and underscores" in given(wide).what


def test_a_total_sums_categories_that_there_are() -> None:
    error = given("area: lsoa, value: visitors, category: kind, totals: {both: [food, advise]}, period: '2024'")
    assert "`both` sums `advise`" in error.what
    assert error.mend == "did you mean `advice`?"


def test_two_columns_never_have_one_name() -> None:
    assert (
        "two columns are named `worker`"
        in slip(("name: month, description: month", "name: worker, description: m")).what
    )
