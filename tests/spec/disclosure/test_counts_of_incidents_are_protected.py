"""Counts of incidents: none is shown, few are withheld, many are rounded; rates and bounds know only that."""

from __future__ import annotations

import pytest

from denizen.disclosure import Policy, Rounding, certify, protect
from denizen.errors import NotReleasable
from denizen.indicators import measure
from denizen.shapes import FIGURES
from denizen.store import Store
from denizen.terms.areas import Geography
from denizen.terms.measures import Indicator, Ingredient, Kind, Status
from drawing import put

POLICY = Policy(
    rules={"asb": "incident_counts", "census": "as_published"},
    smallest={"asb": Geography.LSOA, "census": Geography.LSOA},
    roundings={"incident_counts": Rounding("incidents", withheld_up_to=7, base=5, months_lsoa=12)},
)
RATE = Indicator(
    id="asb_rate",
    theme="safety",
    kind=Kind.RATE,
    title="",
    definition="",
    unit="per 1,000",
    numerator=Ingredient(("asb.rows",)),
    denominator=Ingredient(("census.rows",)),
    per=1000,
)


def counts(store: Store, rows: list[tuple], source: str = "asb") -> None:
    """(area, geography, first day, last day, numerator, denominator)"""
    drawn = "\n".join(
        f"asb_rate|all|{a}|{a}|{g}|2021|{s}|{e}|{n}|{d}|{source}|census|{source},census|{source}|FALSE"
        for a, g, s, e, n, d in rows
    )
    header = (
        "indicator|category|area_code|area_name|geography|vintage|period_start|period_end|numerator|denominator|"
        "source|denominator_source|sources|basis|has_gap"
    )
    put(store, "base_areas", "area_code\nE01000001\nE01000002")
    put(
        store,
        "members",
        "base_code|base_geography|area_code|area_name|geography|vintage\n"
        "E01000001|lsoa|E01000001|One|lsoa|2021\nE01000001|lsoa|two|Two|custom|2026\nE01000002|lsoa|two|Two|custom|2026\n"
        "E01000001|lsoa|one|One|custom|2026",
    )
    put(store, "counts_text", header + "\n" + drawn, numerator="DOUBLE", denominator="DOUBLE")
    store.rows(
        "CREATE OR REPLACE TABLE counts AS SELECT * REPLACE (CAST(period_start AS DATE) AS period_start, "
        "CAST(period_end AS DATE) AS period_end, CAST(has_gap AS BOOLEAN) AS has_gap) FROM counts_text"
    )


def protected(store: Store, policy: Policy = POLICY) -> list[tuple]:
    store.make(protect("counts", policy, "protected_counts"))
    return store.rows("SELECT area_code, numerator, status FROM protected_counts ORDER BY area_code")


YEAR = ("2024-01-01", "2024-12-31")


@pytest.mark.parametrize(
    ("count", "shown", "status"),
    [
        (0, 0, ""), (1, None, "[c]"), (5, None, "[c]"), (7, None, "[c]"), (8, 10, ""), (10, 10, ""), (12, 10, ""),
        (13, 15, ""), (17, 15, ""), (18, 20, ""), (1003, 1005, ""), (0.4, None, "[c]"), (7.4, None, "[c]"), (7.5, 10, ""),
    ],
)  # fmt: skip
def test_what_is_shown_of_a_count(store, count, shown, status):
    counts(store, [("E01000001", "lsoa", *YEAR, count, 1500)])
    assert protected(store) == [("E01000001", shown, status)]


@pytest.mark.parametrize(
    ("geography", "first", "last", "is_shown"),
    [
        ("lsoa", "2024-01-01", "2024-12-31", True),
        ("lsoa", "2024-02-01", "2024-12-31", False),
        ("lsoa", "2024-12-01", "2024-12-31", False),
        ("ward", "2024-12-01", "2024-12-31", True),
        ("lad", "2024-12-01", "2024-12-31", True),
    ],
)
def test_a_small_area_shows_twelve_months_or_more(store, geography, first, last, is_shown):
    counts(store, [("A", geography, first, last, 100, 1500)])
    assert (protected(store)[0][2] == "") is is_shown


def test_what_its_publisher_protected_passes_as_it_is(store):
    counts(store, [("E01000001", "lsoa", "2021-03-21", "2021-03-21", 3, 1500)], source="census")
    assert protected(store) == [("E01000001", 3, "")]


def test_an_area_smaller_than_the_agreement_allows_is_withheld(store):
    policy = Policy(POLICY.rules, {"asb": Geography.WARD, "census": Geography.LSOA}, POLICY.roundings)
    counts(store, [("A", "lsoa", *YEAR, 100, 1500), ("B", "ward", *YEAR, 100, 1500)])
    assert protected(store, policy) == [("A", None, "[c]"), ("B", 100, "")]


@pytest.mark.parametrize(("area", "is_shown"), [("one", False), ("two", True)])
def test_an_area_is_as_small_as_what_it_is_made_of(store, area, is_shown):
    counts(store, [(area, "custom", "2024-12-01", "2024-12-31", 100, 1500)])
    assert (protected(store)[0][2] == "") is is_shown


def test_of_two_sources_the_stricter_rule_holds(store):
    counts(store, [("A", "lsoa", *YEAR, 3, 1500)], source="census,asb")
    assert protected(store) == [("A", None, "[c]")]


def test_a_denominator_of_incidents_is_protected_too(store):
    counts(store, [("A", "lsoa", *YEAR, 1000, 3), ("B", "lsoa", *YEAR, 1000, 33)], source="census")
    store.rows("UPDATE counts SET denominator_source = 'asb'")
    store.make(protect("counts", POLICY, "protected_counts"))
    rows = store.rows("SELECT area_code, numerator, denominator, status FROM protected_counts ORDER BY area_code")
    assert rows == [("A", None, None, "[c]"), ("B", 1000, 35, "")]


def figures(store: Store, policy: Policy = POLICY) -> list[tuple]:
    store.make(protect("counts", policy, "protected_counts"))
    store.make(measure([RATE], "protected_counts", "figures", 1.0))
    return store.rows(f"SELECT {FIGURES.listed} FROM figures ORDER BY area_code")


def test_two_counts_that_are_shown_alike_have_the_same_rate_and_bounds(store):
    counts(store, [("A", "lsoa", *YEAR, 98, 1500), ("B", "lsoa", *YEAR, 102, 1500)])
    table = certify(figures(store), POLICY, {"asb_rate": {}}, {})
    first, second = table.figures
    assert (first.value, first.lower, first.upper) == (second.value, second.lower, second.upper)
    assert first.value == pytest.approx(100 / 1500 * 1000)


def test_a_withheld_figure_has_no_value_no_bounds_and_no_count(store):
    counts(store, [("A", "lsoa", *YEAR, 3, 1500)])
    figure = certify(figures(store), POLICY, {"asb_rate": {}}, {}).figures[0]
    assert figure.status is Status.WITHHELD
    assert (figure.value, figure.lower, figure.upper, figure.numerator) == (None, None, None, None)


def row(**changes) -> tuple:
    good = dict(
        zip(
            FIGURES.names,
            (
                "asb_rate", "all", "A", "A", "lsoa", "2021", "2024-01-01", "2024-12-31", 10.0, 1500.0,
                "asb", "census", "asb,census", "",
                False, "", "incident_counts", 6.7, 3.2, 12.3, "per 1,000",
            ),
            strict=True,
        )
    )  # fmt: skip
    return tuple({**good, **changes}.values())


@pytest.mark.parametrize(
    "changes",
    [
        {"numerator": 9.0},
        {"numerator": 5.0},
        {"status": "[c]"},
        {"source": "unknown"},
    ],
    ids=[
        "a count that was not rounded",
        "a count that is too few",
        "withheld, with its count",
        "no rule for its source",
    ],
)
def test_the_gate_lets_nothing_pass_that_breaks_a_rule(changes):
    with pytest.raises(NotReleasable):
        certify([row(**changes)], POLICY, {"asb_rate": {}}, {"one": 1})


def test_the_gate_lets_a_protected_figure_pass():
    assert len(certify([row()], POLICY, {"asb_rate": {}}, {}).figures) == 1


def test_a_source_without_a_rule_stops_the_whole_release(store):
    counts(store, [("A", "lsoa", *YEAR, 3, 1500)], source="unheard")
    with pytest.raises(NotReleasable, match="no disclosure rule"):
        certify(figures(store), POLICY, {"asb_rate": {}}, {})
