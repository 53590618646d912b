"""Figures drawn by hand, one line each."""

from __future__ import annotations

from denizen.terms.areas import Geography
from denizen.terms.measures import Figure, Indicator, Ingredient, Kind, Status

COUNTED = Indicator("residents", "people", Kind.COUNT, "Residents", "", "people", Ingredient(("census.age",)))
SHARED = Indicator("owned", "people", Kind.SHARE, "Owned homes", "", "%", Ingredient(("census.tenure",)), decimals=1)
RATED = Indicator(
    "rate", "safety", Kind.RATE, "Incidents", "", "per 1,000 residents", Ingredient(("police.street",)), decimals=1
)


def drawn_figure(
    area: str,
    value: float | None,
    lower: float | None = None,
    upper: float | None = None,
    *,
    period: str = "2021-03-21",
    basis: str = "census",
    status: Status = Status.OK,
    indicator: str = "owned",
    geography: Geography = Geography.WARD,
) -> Figure:
    return Figure(
        indicator, "all", area, area, geography, "2025", period, value, lower, upper, status, "%", ("census",),
        basis=basis,
    )  # fmt: skip
