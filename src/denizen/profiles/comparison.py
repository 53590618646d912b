"""What the bounds allow to be said of two figures."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import TypeGuard

from denizen.terms.measures import Figure, Indicator, Kind, Status


class Verdict(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"
    SAME = "same"


def compare(indicator: Indicator, figure: Figure | None, whole: Figure | None) -> Verdict | None:
    """How an area stands to the place that it lies in; None where nothing can be said.

    Counts are never compared, nor figures without bounds, nor figures of different periods, bases or low reliability.
    """
    if indicator.kind not in (Kind.SHARE, Kind.RATE) or not _is_firm(figure) or not _is_firm(whole):
        return None
    if figure.period != whole.period or figure.basis != whole.basis or figure.lower is None or figure.upper is None:
        return None
    return apart(figure, whole)


def apart(figure: Figure, other: Figure) -> Verdict:
    """Higher or lower only where the intervals do not overlap; a full count is an interval of its own width, none."""
    if _lower(figure) > _upper(other):
        return Verdict.HIGHER
    return Verdict.LOWER if _upper(figure) < _lower(other) else Verdict.SAME


def changed(indicator: Indicator, before: Figure, after: Figure) -> Verdict:
    """Higher or lower than before; without bounds, only by more than chance makes of counts of this size."""
    if before.lower is None and after.lower is None:
        spread = math.hypot(_chance(indicator, before), _chance(indicator, after))
        if abs((after.value or 0.0) - (before.value or 0.0)) <= 1.96 * spread:
            return Verdict.SAME
    return apart(after, before)


def _chance(indicator: Indicator, figure: Figure) -> float:
    """The standard error of a count, or of a ratio of a count to an amount, as of events that come singly."""
    value = abs(figure.value or 0.0)
    if indicator.kind is Kind.COUNT:
        return math.sqrt(value)
    if indicator.kind is Kind.RATIO and figure.numerator:
        return value / math.sqrt(abs(figure.numerator))
    return 0.0


def _is_firm(figure: Figure | None) -> TypeGuard[Figure]:
    return figure is not None and figure.value is not None and figure.status is not Status.UNRELIABLE


def _lower(figure: Figure) -> float:
    bound = figure.value if figure.lower is None else figure.lower
    return 0.0 if bound is None else bound


def _upper(figure: Figure) -> float:
    bound = figure.value if figure.upper is None else figure.upper
    return 0.0 if bound is None else bound
