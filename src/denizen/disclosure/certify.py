"""The gate: look at every figure once more, and only then hand them out as a SafeTable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from denizen.disclosure.protect import STRICTNESS, Policy, Rounding
from denizen.errors import NotReleasable
from denizen.shapes import FIGURES, SafeTable
from denizen.terms.areas import Geography
from denizen.terms.measures import Figure, Status
from denizen.terms.time import Period


def certify(
    rows: Iterable[Sequence[Any]],
    policy: Policy,
    order: Mapping[str, Mapping[str, int]],
    parts: Mapping[str, int],
) -> SafeTable:
    """Check every figure against the rule of its source, and make the SafeTable.

    Args:    rows of shape FIGURES; the policy; indicator -> category -> place, in the order of the catalogue; area code
             -> of how many base areas it is made.
    Raises:  NotReleasable, when a source has no rule, a withheld figure carries its count, a count breaks its rule, an
             area is too small for its agreement, or a small area's period is too short.
    """
    figures = [_figure(dict(zip(FIGURES.names, row, strict=True)), policy, parts) for row in rows]
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


def _figure(row: Mapping[str, Any], policy: Policy, parts: Mapping[str, int]) -> Figure:
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
    _check_rule(figure, row, policy, parts)
    return figure


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])


def _check_rule(figure: Figure, row: Mapping[str, Any], policy: Policy, parts: Mapping[str, int]) -> None:
    """The rule of the sources, looked at afresh: what was protected before has to bear it out."""
    counted, below = row["source"].split(","), [source for source in row["denominator_source"].split(",") if source]
    for source in (*figure.sources, *counted, *below):
        if source not in policy.rules:
            raise NotReleasable(
                f"The source {source} has no disclosure rule.",
                where=figure.id,
                mend="name `outputs.protection` in the agreement of the source",
            )
    if figure.status is Status.WITHHELD and row["numerator"] is not None:
        raise _fault("A withheld figure still carries its count.", figure)
    if figure.value is None:
        return
    size = Geography.LSOA.size if parts.get(figure.area_code) == 1 else figure.geography.size
    if size < max(policy.smallest[source].size for source in counted):
        raise _fault("The area is smaller than the agreement of its source allows.", figure)
    for sources, count in ((counted, figure.numerator), (below, figure.denominator)):
        rule = max((policy.rules[source] for source in sources), key=STRICTNESS.index, default="")
        if not (rounding := policy.roundings.get(rule)):
            continue
        if not _is_rounded(count, rounding):
            raise _fault("A count is not protected by the rule of its source.", figure)
        if size <= Geography.LSOA.size and _months(row) < rounding.months_lsoa:
            raise _fault("The period is too short for a small area.", figure)


def _fault(what: str, figure: Figure) -> NotReleasable:
    return NotReleasable(what, where=figure.id, mend="this is a fault of denizen: report it")


def _months(row: Mapping[str, Any]) -> int:
    start, end = _day(row["period_start"]), _day(row["period_end"])
    return (end.year - start.year) * 12 + end.month - start.month + 1


def _is_rounded(count: float | None, rounding: Rounding) -> bool:
    if count is None or count == 0:
        return True
    return count > rounding.withheld_up_to and count % rounding.base == 0
