"""The gate: look at every figure once more, and only then hand them out as a SafeTable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from denizen.disclosure.protect import INCIDENT_COUNTS, Policy
from denizen.errors import NotReleasable
from denizen.shapes import FIGURES, SafeTable
from denizen.terms.areas import Geography
from denizen.terms.measures import Figure, Status
from denizen.terms.time import Period


def certify(rows: Iterable[Sequence[Any]], policy: Policy, order: Mapping[str, Mapping[str, int]]) -> SafeTable:
    """Check every figure against the rule of its source, and make the SafeTable.

    Args:    rows of shape FIGURES; the policy; indicator -> category -> place, in the order of the catalogue.
    Raises:  NotReleasable, when a source has no rule, a withheld figure carries a value, or a count breaks its rule.
    """
    figures = [_figure(dict(zip(FIGURES.names, row, strict=True)), policy) for row in rows]
    indicators = {indicator: place for place, indicator in enumerate(order)}
    figures.sort(
        key=lambda f: (
            indicators[f.indicator],
            -f.geography.size,
            f.area_name,
            f.area_code,
            order[f.indicator].get(f.category, -1),
            f.period,
            f.basis,
        )
    )
    return SafeTable(tuple(figures), policy.in_words())


def _figure(row: Mapping[str, Any], policy: Policy) -> Figure:
    status = Status(row["status"])
    figure = Figure(
        indicator=row["indicator"],
        category=row["category"],
        area_code=row["area_code"],
        area_name=row["area_name"],
        geography=Geography(row["geography"]),
        vintage=row["vintage"],
        period=str(Period(_day(row["period_start"]), _day(row["period_end"]))),
        value=row["value"] if status.has_value else None,
        lower=row["lower"] if status.has_value else None,
        upper=row["upper"] if status.has_value else None,
        status=status,
        unit=row["unit"],
        sources=tuple(row["sources"].split(",")),
        numerator=row["numerator"] if status.has_value else None,
        denominator=row["denominator"],
        basis=row["basis"],
    )
    _check_rule(figure, row, policy)
    return figure


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])


def _check_rule(figure: Figure, row: Mapping[str, Any], policy: Policy) -> None:
    if row["source"] not in policy.rules:
        raise NotReleasable(
            f"The source {row['source']} has no disclosure rule.",
            where=figure.id,
            mend="name `outputs.protection` in the agreement of the source",
        )
    if figure.status is Status.WITHHELD and row["numerator"] is not None:
        raise NotReleasable(
            "A withheld figure still carries its count.", where=figure.id, mend="this is a fault of denizen: report it"
        )
    if policy.rules[row["source"]] == INCIDENT_COUNTS and not _is_rounded(figure.numerator, policy):
        raise NotReleasable(
            "A count is not protected by the rule of its source.",
            where=figure.id,
            mend="this is a fault of denizen: report it",
        )


def _is_rounded(numerator: float | None, policy: Policy) -> bool:
    if numerator is None or numerator == 0:
        return True
    return numerator > policy.withheld_up_to and numerator % policy.rounding_base == 0
