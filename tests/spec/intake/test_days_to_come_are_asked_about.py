"""A list tells of what was: rows about a time that lies well ahead are taken, and the receipt asks about them."""

from __future__ import annotations

import pytest

from visits_list import Desk, day, lines


def asked(desk: Desk, *days: str) -> list[str]:
    """What is asked of rows of these days, received on 5 January 2026."""
    rows = [day(number).replace(f"2024-03-{number:02}", written, 1) for number, written in enumerate(days, 1)]
    receipt = desk.receive(lines(*rows))
    assert receipt.accepted == len(days)
    return [question for question in receipt.questions if "day of receipt" in question]


def test_a_year_too_far_is_asked_about_with_its_rows(desk: Desk) -> None:
    assert asked(desk, "2025-09-15", "2027-09-15") == [
        "1 accepted row describes a time after 2026-01-05, the day of receipt (rows 3): is the year right?"
    ]


@pytest.mark.parametrize("written", ["2025-12-31", "2026-01-31", "2026-02-05"])
def test_the_month_that_is_under_way_is_not(desk: Desk, written: str) -> None:
    assert asked(desk, "2025-09-15", written) == []
