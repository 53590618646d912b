"""What stands in one cell of a download: text that no spreadsheet runs, numbers without noise."""

from __future__ import annotations

from functools import lru_cache

from denizen.terms.measures import Indicator, Kind

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_PUBLISHED_DECIMALS = 6
"""Scores are passed on as their publisher gives them; no publisher is known to give more decimals than this."""


@lru_cache(maxsize=65536)
def text_cell(text: str) -> str:
    """Text as it stands in a file: what a spreadsheet would take for a formula is led by an apostrophe."""
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text


def number_cell(value: float | None, indicator: Indicator) -> str:
    """A figure's value or bound in digits, one decimal finer than pages show it; empty where there is none."""
    if value is None:
        return ""
    decimals = _PUBLISHED_DECIMALS if indicator.kind is Kind.PUBLISHED else indicator.decimals + 1
    return _digits(value, decimals)


def number_of(value: float | None, indicator: Indicator) -> float | int | None:
    """The same as a number: whole where it is whole."""
    digits = number_cell(value, indicator)
    if not digits:
        return None
    return float(digits) if "." in digits else int(digits)


def count_of(value: float | None) -> float | int | None:
    """A numerator or denominator: whole, or to one decimal where a total was shared out."""
    if value is None:
        return None
    digits = _digits(value, 1)
    return float(digits) if "." in digits else int(digits)


def _digits(value: float, decimals: int) -> str:
    digits = f"{value:.{decimals}f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return "0" if digits == "-0" else digits
