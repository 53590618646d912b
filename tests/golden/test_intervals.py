"""Intervals against published figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from denizen.indicators.intervals import byar, sql, wilson
from denizen.store import Store


@pytest.mark.parametrize(
    ("count", "people", "lower", "upper"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_bounds_of_newcombe_1998_table_i(count, people, lower, upper):
    assert wilson(count, people) == pytest.approx((lower, upper), abs=5e-5)


@pytest.mark.parametrize(
    ("count", "lower", "upper"),
    [
        (1, 0.0253, 5.5716),
        (5, 1.6235, 11.6683),
        (10, 4.7954, 18.3904),
        (50, 37.1110, 65.9186),
        (100, 81.3639, 121.6273),
    ],
)
def test_byar_stays_within_two_per_cent_of_the_exact_poisson_bounds(count, lower, upper):
    """The exact bounds are half the chi-square quantiles with 2n and 2n + 2 degrees of freedom (Garwood 1936)."""
    low, high = byar(count)
    assert high == pytest.approx(upper, rel=0.02)
    if count >= 5:
        assert low == pytest.approx(lower, rel=0.02)


def test_byar_of_ten_is_the_worked_figure():
    assert byar(10) == pytest.approx((4.788, 18.391), abs=0.005)


def test_no_event_has_nothing_below_and_about_three_and_a_half_above():
    low, high = byar(0)
    assert low == 0
    assert high == pytest.approx(3.69, abs=0.1)


def test_the_sql_gives_the_same_bounds_as_the_formulas(tmp_path: Path):
    cases = [(n, d) for d in (20, 263, 5000) for n in (0, 1, 5, 19, 20)]
    with Store.open(tmp_path / "store") as store:
        store.take(
            "cases",
            {
                "n": [n for n, _ in cases for _ in "sr"],
                "d": [d for _, d in cases for _ in "sr"],
                "kind": [kind for _ in cases for kind in ("share", "rate")],
                "per": [100 for _ in cases for _ in "sr"],
            },
            {"n": "DOUBLE", "d": "DOUBLE", "kind": "VARCHAR", "per": "DOUBLE"},
        )
        lower, upper = sql("n", "d", "kind", "per")
        for n, d, kind, low, high in store.rows(f"SELECT n, d, kind, {lower}, {upper} FROM cases"):
            bounds = wilson(n, d) if kind == "share" else tuple(bound / d for bound in byar(n))
            assert (low, high) == pytest.approx(tuple(100 * bound for bound in bounds), abs=1e-9)
