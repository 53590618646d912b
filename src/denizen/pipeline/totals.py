"""Catalogue and contracts fit one another: what counts the total of a table needs a table that has one."""

from __future__ import annotations

from collections.abc import Mapping

from denizen.contracts import Contract, Layout
from denizen.errors import BadDocument
from denizen.indicators import Catalogue
from denizen.terms.measures import Indicator, Ingredient

_TOTAL = "all"


def check_totals_are_there(catalogue: Catalogue, contracts: Mapping[str, Contract]) -> None:
    """Refuse an indicator that could have no figure anywhere, since its tables have categories and no total.

    Raises:  BadDocument, naming the categories that it could count instead.
    """
    layouts = {layout.id: layout for contract in contracts.values() for layout in contract.layouts}
    for indicator in catalogue.indicators:
        for ingredient in filter(None, (indicator.numerator, indicator.denominator)):
            _check(indicator, ingredient, [layouts[table] for table in ingredient.tables if table in layouts])


def _check(indicator: Indicator, ingredient: Ingredient, layouts: list[Layout]) -> None:
    is_breakdown = indicator.breakdown and ingredient is indicator.numerator
    if is_breakdown or ingredient.categories or not layouts or any(_has_a_total(layout) for layout in layouts):
        return
    known = sorted({category for layout in layouts for category in _categories(layout)})
    raise BadDocument(
        f"`{indicator.id}` counts the total of {layouts[0].id}, which has none: every figure of it would be lacking.",
        where=f"catalogue, indicator {indicator.id}",
        mend=f"name what it counts, as `categories: [{known[0]}]` (there are: {', '.join(known)}); or write `total: sum` in "
        "the contract, where its categories are parts of one whole",
    )


def _has_a_total(layout: Layout) -> bool:
    gives = layout.gives
    parted = gives.shape == "area_counts" and gives.total == "none" and bool(gives.category or gives.categories)
    return not parted or _TOTAL in _categories(layout)


def _categories(layout: Layout) -> set[str]:
    gives = layout.gives
    kinds = set(layout.field(gives.category).codes.values()) if gives.category else set()
    return {*kinds, *gives.categories.values(), *gives.totals}
